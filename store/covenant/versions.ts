// Versions of the covenant as they are read, each with what has become of the vote that it rests on. That is asked of the vote's own record, where
// nothing is edited: there is no second copy that could say otherwise.
import type { Pool } from 'pg';
import type { LocalDate } from '../../domain/calendar/types';
import type { Resting } from '../../domain/covenant/standing';
import type { Tx } from '../transaction';

export interface CovenantVersion extends Resting {
  draftId: string;
  textSha256: string;
  voteId: string;
  certifiedAt: Date;
}

/** Whether the vote of `covenant_version v` was revoked. */
export const IS_REVOKED = `exists (select from process_event r where r.process_id = v.vote_id and r.type = 'decisionRevoked')`;

/** Newest first, those whose vote was revoked too. */
export async function listVersions(db: Pool | Tx, estateId: string): Promise<CovenantVersion[]> {
  const { rows } = await db.query<CovenantVersion>(
    `select v.version, v.draft_id as "draftId", v.text_sha256 as "textSha256", v.vote_id as "voteId", v.certified_at as "certifiedAt",
       v.in_force_on::text as "inForceOn", nullif(p.state->'core'->'contest', 'null') as contest,
       (select jsonb_build_object('by', r.payload->>'by', 'at', r.payload->>'at') from process_event r
         where r.process_id = v.vote_id and r.type = 'decisionRevoked') as revoked
     from covenant_version v left join process_view p on p.process_id = v.vote_id where v.estate_id = $1 order by v.version desc`,
    [estateId],
  );
  return rows;
}

/** The newest whose vote stands, whether it is in force already or not. */
export async function newestStanding(
  tx: Tx,
  estateId: string,
): Promise<{ version: number; certifiedAt: Date; inForceOn: LocalDate } | undefined> {
  const { rows } = await tx.query<{ version: number; certifiedAt: Date; inForceOn: LocalDate }>(
    `select v.version, v.certified_at as "certifiedAt", v.in_force_on::text as "inForceOn" from covenant_version v
     where v.estate_id = $1 and not ${IS_REVOKED} order by v.version desc limit 1`,
    [estateId],
  );
  return rows[0];
}
