// Drafts of the owners' covenant of an estate, put forward over HTTP.
import { randomUUID } from 'node:crypto';
import type { Person, Place, World } from './api-world';

export const anArticle = (key: string, text: string, resolution: object | null = null) => ({ key, text, resolution });

/** Puts a draft forward and answers with its id and hash. */
export async function aDraft(
  world: World,
  estate: Place,
  who: Person,
  articles: object[] = [anArticle('dogs', '犬只出户须牵绳。')],
): Promise<{ draftId: string; textSha256: string }> {
  const draftId = randomUUID();
  const { body } = await world
    .as(who)
    .post(`/v1/estates/${estate.id}/covenant-drafts`, {
      ...{ commandId: randomUUID(), draftId, articles, reasonText: '楼栋会决议' },
    })
    .expect(201);
  return { draftId, textSha256: (body as { textSha256: string }).textSha256 };
}
