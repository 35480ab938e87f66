// Fixtures of the operations of the owners' covenant (operation-fixtures.ts has all others): estate e1 has one version and one more draft.
import { randomUUID } from 'node:crypto';
import type { covenantOperations } from '../../api/contracts/covenant';
import { aDraft, anArticle } from './a-covenant';
import type { World } from './api-world';
import { atEstate } from './at-estate';
import type { Fixture } from './operation-fixtures';

export async function covenantFixtures(world: World): Promise<Record<keyof typeof covenantOperations, Fixture>> {
  const { e1, s1 } = world.city;
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const adopted = await aDraft(world, e1, officer);
  // How a version is adopted is asked in covenant.api.test.ts; here one only has to be there.
  await world.db.pool.query(
    `insert into covenant_version (estate_id, version, draft_id, text_sha256, vote_id, certified_at, in_force_on, by_account, at)
     values ($1, 1, $2, $3, $4, now(), '2020-01-01', $5, now())`,
    [e1.id, adopted.draftId, adopted.textSha256, randomUUID(), officer.accountId],
  );
  const { draftId } = await aDraft(world, e1, officer);
  const atE1 = atEstate(e1);

  return {
    listCovenantWishes: atE1(),
    proposeCovenantDraft: atE1(() => ({
      body: {
        ...{ commandId: randomUUID(), draftId: randomUUID(), articles: [anArticle('noise', '二十二时后安静。')] },
        reasonText: '楼栋会决议',
      },
    })),
    listCovenantDrafts: atE1(),
    getCovenantDraft: atE1(() => ({ params: { draftId } })),
    launchCovenantVote: atE1(() => ({ params: { draftId }, body: { commandId: randomUUID(), voteId: randomUUID() } }), {
      refusedWith: ['covenant-vote-running'],
    }),
    adoptCovenant: atE1(() => ({ params: { draftId }, body: { commandId: randomUUID(), voteId: randomUUID() } }), {
      refusedWith: ['covenant-vote-not-here'],
    }),
    listCovenantVersions: atE1(),
    getCovenant: atE1(),
    compareCovenants: atE1(() => ({ query: { from: '1', to: '1' } })),
  };
}
