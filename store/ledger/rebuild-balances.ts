// The auditor's repair: maintained balances made again from the entries.
import type { Db } from './balances';

/** Accounts of a project, or of an estate's own money. Returns how many balances were wrong. */
export async function rebuildBalances(db: Db, of: { projectId: string } | { estateId: string }): Promise<number> {
  const where = 'projectId' in of ? 'project_id = $1' : 'estate_id = $1 and project_id is null';
  const { rows } = await db.query<{ changed: number }>(
    `select rebuild_ledger_balances(array(select id from ledger_account where ${where})) as changed`,
    ['projectId' in of ? of.projectId : of.estateId],
  );
  return rows[0]?.changed ?? 0;
}
