// Versions of the covenant as they are read.
import type { Pool } from 'pg';
import type { LocalDate } from '../../domain/calendar/types';

export interface CovenantVersion {
  version: number;
  draftId: string;
  textSha256: string;
  voteId: string;
  certifiedAt: Date;
  inForceOn: LocalDate;
}

/** Newest first. */
export async function listVersions(pool: Pool, estateId: string): Promise<CovenantVersion[]> {
  const { rows } = await pool.query<CovenantVersion>(
    `select version, draft_id as "draftId", text_sha256 as "textSha256", vote_id as "voteId", certified_at as "certifiedAt",
       in_force_on::text as "inForceOn" from covenant_version where estate_id = $1 order by version desc`,
    [estateId],
  );
  return rows;
}

/** The one in force on a day: the newest that has begun. */
export const inForceOn = (versions: readonly CovenantVersion[], day: LocalDate): CovenantVersion | undefined =>
  versions.find((version) => version.inForceOn <= day);
