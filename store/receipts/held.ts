// What the holder has of each source of a project, and what of the estate's own revenue is free: from the maintained balances.
import { accountIdOf } from '../ledger/write';
import type { Db } from '../ballots/vote-window';
import type { ProjectPlanRow } from './project-plan';
import { ofSource } from './take-money';

/** Fen by source of the plan; a source without money is 0. */
export async function heldFenOf(
  db: Db,
  { estateId, processId, sources }: Pick<ProjectPlanRow, 'estateId' | 'processId' | 'sources'>,
): Promise<Map<string, number>> {
  const ids = new Map(sources.map(({ sourceId }) => [accountIdOf(ofSource({ estateId, processId, sourceId }, 'held')), sourceId]));
  const { rows } = await db.query<{ id: string; fen: string }>(
    'select account_id as id, balance_fen as fen from ledger_balance where account_id = any($1::uuid[])',
    [[...ids.keys()]],
  );
  const held = new Map([...ids.values()].map((sourceId) => [sourceId, 0]));
  for (const { id, fen } of rows) held.set(ids.get(id) ?? '', Number(fen));
  return held;
}
