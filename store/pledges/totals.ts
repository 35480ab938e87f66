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

/** The kept sum. Throws where the version has no shares: a window opens only after they were prepared. */
export async function readTotal(db: Db, { processId, version }: Of): Promise<PledgeCount> {
  const { rows } = await db.query<Omit<PledgeCount, 'amountFen'> & { amountFen: string }>({
    name: 'pledge-total',
    text: `select households, pledged_households as "pledgedHouseholds", pledged_fen as "amountFen"
      from pledge_total where process_id = $1 and version = $2`,
    values: [processId, version],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`version ${version} of ${processId} has no shares`);
  return { ...row, amountFen: fenFromDb(row.amountFen) };
}

/** The caller holds the window's lock. */
export async function addToTotal(
  tx: Tx,
  { processId, version }: Of,
  added: { households: number; fen: number },
): Promise<void> {
  if (added.households === 0) return;
  await tx.query({
    name: 'add-to-pledge-total',
    text: `update pledge_total set pledged_households = pledged_households + $3, pledged_fen = pledged_fen + $4
      where process_id = $1 and version = $2`,
    values: [processId, version, added.households, added.fen],
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
