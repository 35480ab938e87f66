// What is pledged of a version: the kept sum, which whoever adds or ends a pledge changes under the window's lock, and the same counted anew
// from the pledges themselves.
import type { PledgeCount } from '../../domain/shares/target';
import type { Db } from '../ballots/vote-window';
import { fenFromDb } from '../fen';
import type { Tx } from '../transaction';

interface Of {
  processId: string;
  version: number;
}

export type TotalRow = Omit<PledgeCount, 'amountFen'> & { amountFen: string };

/** Of pledge_total `t`. */
export const TOTAL_COLUMNS = `t.households, t.pledged_households as "pledgedHouseholds", t.pledged_fen as "amountFen"`;

/** Throws where the version has no shares: a window opens only after they were prepared. */
export function totalOf(row: TotalRow | undefined, { processId, version }: Of): PledgeCount {
  if (row === undefined) throw new Error(`version ${version} of ${processId} has no shares`);
  const { households, pledgedHouseholds, amountFen } = row;
  return { households, pledgedHouseholds, amountFen: fenFromDb(amountFen) };
}

/** The kept sum. Throws where the version has no shares. */
export async function readTotal(db: Db, of: Of): Promise<PledgeCount> {
  const { rows } = await db.query<TotalRow>({
    name: 'pledge-total',
    text: `select ${TOTAL_COLUMNS} from pledge_total t where process_id = $1 and version = $2`,
    values: [of.processId, of.version],
  });
  return totalOf(rows[0], of);
}

/** The statement that changes the kept sum by two parameters, `$first` households and `$first + 1` fen. The caller holds the window's lock. */
export const addToTotalSql = (processId: string, version: string, first: number): string =>
  `update pledge_total set pledged_households = pledged_households + $${first}::int, pledged_fen = pledged_fen + $${first + 1}::bigint
    where process_id = ${processId} and version = ${version}`;

/** One pledge less. The caller holds the window's lock. */
export async function takeFromTotal(tx: Tx, { processId, version }: Of, fen: number): Promise<void> {
  await tx.query({
    name: 'take-from-pledge-total',
    text: addToTotalSql('$1', '$2', 3),
    values: [processId, version, -1, -fen],
  });
}

/** Pledges of the version that stand, counted row by row. Undefined: it has no shares. */
export async function countPledges(db: Db, { processId, version }: Of): Promise<PledgeCount | undefined> {
  const { rows } = await db.query<{ households: number; pledgedHouseholds: number; amountFen: string }>(
    `select t.households, count(p.pledge_id)::int as "pledgedHouseholds", coalesce(sum(p.amount_fen), 0)::text as "amountFen"
     from pledge_total t left join pledge p on p.process_id = t.process_id and p.version = t.version and not exists (
       select from pledge_end e where e.process_id = p.process_id and e.pledge_id = p.pledge_id)
     where t.process_id = $1 and t.version = $2 group by t.households`,
    [processId, version],
  );
  const row = rows[0];
  return row && { ...row, amountFen: fenFromDb(row.amountFen) };
}
