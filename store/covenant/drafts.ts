// Drafts of the owners' covenant: put forward as a whole, never changed. An article may come from a resolution of a meeting that was marked for
// the covenant; that the meeting really resolved it is asked of the record.
import type { Pool } from 'pg';
import { covenantText, type Article } from '../../domain/covenant/text';
import type { Role } from '../../domain/process';
import { sha256Hex } from '../ballots/ballot-canon';
import { refused } from '../refused';
import { readTexts, storePublishedText, storeText } from '../texts';
import type { Tx } from '../transaction';
import { IS_REVOKED, newestStanding } from './versions';

/** Where an article comes from. */
export interface FromResolution {
  meetingId: string;
  resolutionId: string;
}

export interface NewArticle extends Article {
  resolution: FromResolution | null;
}

/** As it is stored: the words are in text_note by their hash. */
interface StoredArticle {
  key: string;
  sha256: string;
  resolution: FromResolution | null;
}

export interface NewDraft {
  draftId: string;
  estateId: string;
  articles: readonly NewArticle[];
  reasonText: string;
  commandId: string;
  byAccount: string;
  byRole: Role;
  at: Date;
}

/** What concerns an estate's covenant happens one after the other. */
export const lockCovenant = (tx: Tx, estateId: string): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`covenant:${estateId}`]);

/** Refuses `covenant-resolution-unknown` (no meeting of this estate resolved it, not for the covenant, or it was dropped), `id-already-used`. */
export async function proposeDraft(tx: Tx, draft: NewDraft): Promise<{ textSha256: string; onVersion: number }> {
  const { draftId, estateId, articles, commandId, byAccount, byRole, at } = draft;
  await lockCovenant(tx, estateId);
  for (const { resolution } of articles) if (resolution) await assertResolved(tx, estateId, resolution);
  const stored: StoredArticle[] = [];
  for (const { key, text, resolution } of articles)
    stored.push({ key, sha256: await storePublishedText(tx, text, at), resolution });
  const textSha256 = sha256Hex(covenantText(articles));
  const onVersion = (await newestStanding(tx, estateId))?.version ?? 0;
  const reasonText = await storeText(tx, draft.reasonText, { commandId, field: 'reasonText', at });
  const { rowCount } = await tx.query(
    `insert into covenant_draft (id, estate_id, text_sha256, articles, on_version, reason_text, by_account, by_role, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [
      ...[draftId, estateId, textSha256, JSON.stringify({ schemaVersion: 1, articles: stored })],
      ...[onVersion, reasonText, byAccount, byRole, at],
    ],
  );
  if (!rowCount) throw refused('id-already-used', { id: draftId });
  return { textSha256, onVersion };
}

async function assertResolved(tx: Tx, estateId: string, { meetingId, resolutionId }: FromResolution): Promise<void> {
  const { rowCount } = await tx.query(
    `select from process_view v, jsonb_array_elements(v.state->'core'->'resolutions') r
     where v.process_id = $1 and v.kind = 'meeting' and v.place_id = $2 and r->>'resolutionId' = $3 and (r->>'isForCovenant')::boolean
       and r->>'status' <> 'dropped'`,
    [meetingId, estateId, resolutionId],
  );
  if (!rowCount) throw refused('covenant-resolution-unknown', { meetingId, resolutionId });
}

export interface Draft {
  draftId: string;
  estateId: string;
  textSha256: string;
  articles: (StoredArticle & { text: string | null })[];
  onVersion: number;
  reasonText: string;
  byRole: Role;
  at: Date;
}

/** One draft of the estate with its words; undefined: there is none. A text that was erased is null. */
export async function findDraft(db: Pool | Tx, estateId: string, draftId: string): Promise<Draft | undefined> {
  const { rows } = await db.query<Omit<Draft, 'articles'> & { articles: { articles: StoredArticle[] } }>(
    `select id as "draftId", estate_id as "estateId", text_sha256 as "textSha256", articles, on_version as "onVersion",
       reason_text as "reasonText", by_role as "byRole", at from covenant_draft where id = $1 and estate_id = $2`,
    [draftId, estateId],
  );
  const [found] = rows;
  if (!found) return undefined;
  const { articles } = found.articles;
  const texts = await readTexts(
    db,
    articles.map(({ sha256 }) => sha256),
  );
  return { ...found, articles: articles.map((one) => ({ ...one, text: texts.get(one.sha256) ?? null })) };
}

export interface ListedDraft extends Pick<Draft, 'draftId' | 'textSha256' | 'onVersion' | 'byRole' | 'at'> {
  /** As which it was adopted. */
  version: number | null;
}

/** Newest first. */
export async function listDrafts(
  pool: Pool,
  estateId: string,
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<ListedDraft[]> {
  const { rows } = await pool.query<ListedDraft>(
    `select d.id as "draftId", d.text_sha256 as "textSha256", d.on_version as "onVersion", d.by_role as "byRole", d.at, v.version
     from covenant_draft d left join covenant_version v on v.draft_id = d.id
     where d.estate_id = $1 and ($2::timestamptz is null or (d.at, d.id) < ($2, $3::uuid)) order by d.at desc, d.id desc limit $4`,
    [estateId, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
  return rows;
}

/** The articles as they were put forward; undefined where a text was erased or is not the one that the draft's hash names. */
export function wholeArticles({ articles, textSha256 }: Pick<Draft, 'articles' | 'textSha256'>): Article[] | undefined {
  const whole = articles.flatMap(({ key, text }) => (text === null ? [] : [{ key, text }]));
  return whole.length === articles.length && sha256Hex(covenantText(whole)) === textSha256 ? whole : undefined;
}

export interface CovenantWish extends FromResolution {
  form: string;
  contentText: string;
  since: string;
  status: 'open' | 'reported' | 'confirmed';
  /** Drafts of which an article comes from it. */
  draftIds: string[];
  /** The first version that has it and was not revoked; null: none. */
  version: number | null;
}

/** Resolutions of the estate's meetings that were marked for the covenant, oldest first. */
export async function listWishes(pool: Pool, estateId: string): Promise<CovenantWish[]> {
  const { rows } = await pool.query<CovenantWish>(
    `with carried as (
       select d.id, v.version, a->'resolution'->>'meetingId' as meeting_id, a->'resolution'->>'resolutionId' as resolution_id
       from covenant_draft d left join covenant_version v on v.draft_id = d.id and not ${IS_REVOKED}, jsonb_array_elements(d.articles->'articles') a
       where d.estate_id = $1 and a->'resolution' <> 'null')
     select v.process_id as "meetingId", r->>'resolutionId' as "resolutionId", v.state->'core'->>'form' as form, r->>'contentText' as "contentText",
       r->>'since' as since, r->>'status' as status, array_remove(array_agg(distinct c.id), null) as "draftIds", min(c.version) as version
     from process_view v cross join jsonb_array_elements(v.state->'core'->'resolutions') r
     left join carried c on c.meeting_id = v.process_id::text and c.resolution_id = r->>'resolutionId'
     where v.kind = 'meeting' and v.place_id = $1 and (r->>'isForCovenant')::boolean and r->>'status' <> 'dropped'
     group by v.process_id, r order by r->>'since', v.process_id`,
    [estateId],
  );
  return rows;
}
