// Fee schedules of an estate, version by version, and the parking spaces of its units. What follows from them is bill-month.ts.
import type { Pool } from 'pg';
import type { FeeForm, FeeTerms } from '../../domain/fees/messages';
import type { Month } from '../../domain/fees/months';
import { inForce, refuseSchedule } from '../../domain/fees/schedule';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';
import { Refused, refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';

export interface FeeSchedule {
  version: number;
  fromMonth: Month;
  untilMonth: Month | null;
  form: FeeForm;
  terms: FeeTerms;
  /** SHA-256 of the canonical terms. */
  hash: string;
  basisText: string;
  voteId: string | null;
  at: Date;
}

export const hashOfTerms = (terms: FeeTerms): string => sha256Hex(canonicalJson(terms as unknown as CanonicalValue));

/** What concerns an estate's fees as a whole happens one after the other: schedules, billing, its account. */
export const lockFees = (tx: Tx, estateId: string): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`fees:${estateId}`]);

/** Oldest first, each with the month in which it really ends. */
export async function readSchedules(db: Pool | Tx, estateId: string): Promise<FeeSchedule[]> {
  const { rows } = await db.query<FeeSchedule>(
    `select version, from_month as "fromMonth", until_month as "untilMonth", form, terms, hash, basis_text as "basisText", vote_id as "voteId", at
     from fee_schedule where estate_id = $1 order by version`,
    [estateId],
  );
  return inForce(rows);
}

export interface NewSchedule {
  estateId: string;
  fromMonth: Month;
  untilMonth: Month | null;
  terms: FeeTerms;
  basisText: string;
  voteId: string | null;
  commandId: string;
  byAccount: string;
  at: Date;
}

/**
 * Refuses what refuseSchedule refuses, and `fee-vote-not-passed` where a vote is named in which the owners of
 * the estate have passed nothing that fees may rest on.
 */
export async function setSchedule(tx: Tx, asked: NewSchedule): Promise<{ version: number; hash: string }> {
  const { estateId, fromMonth, untilMonth, terms, voteId, commandId, byAccount, at } = asked;
  await lockFees(tx, estateId);
  // As they were set: an open one takes another behind it.
  const { rows: known } = await tx.query<{ version: number; fromMonth: Month; untilMonth: Month | null }>(
    `select version, from_month as "fromMonth", until_month as "untilMonth" from fee_schedule where estate_id = $1 order by version`,
    [estateId],
  );
  const { rows: billed } = await tx.query<{ month: Month | null }>(
    'select max(month) as month from fee_run where estate_id = $1',
    [estateId],
  );
  const rejection = refuseSchedule(known, { fromMonth }, billed[0]?.month ?? null);
  if (rejection) throw new Refused(rejection);
  if (voteId !== null) await assertPassed(tx, estateId, voteId);
  const version = (known.at(-1)?.version ?? 0) + 1;
  const hash = hashOfTerms(terms);
  const basis = await storeText(tx, asked.basisText, { commandId, field: 'basisText', at });
  await tx.query(
    `insert into fee_schedule (estate_id, version, from_month, until_month, form, terms, hash, basis_text, vote_id, by_account, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[estateId, version, fromMonth, untilMonth, terms.form, JSON.stringify(terms)],
      ...[hash, basis, voteId, byAccount, at],
    ],
  );
  return { version, hash };
}

/** Civil Code art. 278 para. 1: hiring the firm, with its contract (4), or another major matter (9). */
const FEE_MATTERS = [4, 9];

async function assertPassed(tx: Tx, estateId: string, voteId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `select from process_view v where process_id = $1 and kind = 'ownersVote' and place_id = $2 and phase in ('certified', 'closed')
       and outcome is distinct from 'voided' and state->'core'->'scope'->>'placeId' = $2::text and exists (
         select from jsonb_array_elements(v.state->'core'->'proof'->'binding'->'items') i
         where i->>'outcome' = 'passed' and (i->>'matter')::int = any ($3))`,
    [voteId, estateId, FEE_MATTERS],
  );
  if (!rowCount) throw refused('fee-vote-not-passed', { voteId });
}

export interface ParkingSet {
  estateId: string;
  fromMonth: Month;
  units: readonly { unitId: string; spaces: number }[];
  byAccount: string;
  at: Date;
}

/** Refuses `fee-unit-unknown`, and `fee-schedule-billed` for a month that is billed. */
export async function setParking(tx: Tx, { estateId, fromMonth, units, byAccount, at }: ParkingSet): Promise<void> {
  await lockFees(tx, estateId);
  const { rows: strange } = await tx.query<{ unitId: string }>(
    `select a.id as "unitId" from unnest($2::uuid[]) as a(id) where not exists (select from unit u where u.id = a.id and u.estate_id = $1)`,
    [estateId, units.map(({ unitId }) => unitId)],
  );
  const [unknown] = strange;
  if (unknown) throw refused('fee-unit-unknown', { unitId: unknown.unitId });
  const { rows: billed } = await tx.query<{ month: Month }>(
    'select month from fee_run where estate_id = $1 and month >= $2 order by month desc limit 1',
    [estateId, fromMonth],
  );
  const [last] = billed;
  if (last) throw refused('fee-schedule-billed', { fromMonth, lastBilled: last.month });
  await tx.query(
    `insert into fee_parking (id, unit_id, from_month, spaces, by_account, at)
     select gen_random_uuid(), p."unitId", $2, p.spaces, $3, $4 from jsonb_to_recordset($1) as p ("unitId" uuid, spaces int)`,
    [JSON.stringify(units), fromMonth, byAccount, at],
  );
}
