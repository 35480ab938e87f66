// Lists with filters that an account has saved under a name, for itself. What a filter may say is the contract's.
import type { Pool } from 'pg';
import { refused } from './refused';
import type { Tx } from './transaction';

export interface SavedView {
  id: string;
  name: string;
  list: string;
  filter: object;
  createdAt: Date;
  updatedAt: Date;
}

export interface ViewToSave {
  viewId: string;
  accountId: string;
  name: string;
  list: string;
  filter: object;
  at: Date;
}

const COLUMNS = 'id, name, list, filter, created_at as "createdAt", updated_at as "updatedAt"';

/** By name. */
export async function listViews(pool: Pool, accountId: string): Promise<SavedView[]> {
  const { rows } = await pool.query<SavedView>(
    `select ${COLUMNS} from saved_view where account_id = $1 order by name`,
    [accountId],
  );
  return rows;
}

/** Refuses `too-many-views` at `max`, `view-name-taken`, `id-already-used`. */
export async function createView(tx: Tx, view: ViewToSave, max: number): Promise<SavedView> {
  // Two at once would both count one too few.
  await tx.query('select 1 from account where id = $1 for update', [view.accountId]);
  const { rows: counted } = await tx.query<{ count: number }>(
    'select count(*)::int as count from saved_view where account_id = $1',
    [view.accountId],
  );
  if ((counted[0]?.count ?? 0) >= max) throw refused('too-many-views', { max });
  await refuseTakenName(tx, view);
  const { rows } = await tx.query<SavedView>(
    `insert into saved_view (id, account_id, name, list, filter, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (id) do nothing returning ${COLUMNS}`,
    [view.viewId, view.accountId, view.name, view.list, JSON.stringify(view.filter), view.at],
  );
  const [created] = rows;
  if (!created) throw refused('id-already-used', { id: view.viewId });
  return created;
}

/** Refuses `not-found` (also for somebody else's) and `view-name-taken`. */
export async function replaceView(tx: Tx, view: ViewToSave): Promise<SavedView> {
  await tx.query('select 1 from account where id = $1 for update', [view.accountId]);
  await refuseTakenName(tx, view);
  const { rows } = await tx.query<SavedView>(
    `update saved_view set name = $3, list = $4, filter = $5, updated_at = $6 where id = $1 and account_id = $2 returning ${COLUMNS}`,
    [view.viewId, view.accountId, view.name, view.list, JSON.stringify(view.filter), view.at],
  );
  const [replaced] = rows;
  if (!replaced) throw refused('not-found', { viewId: view.viewId });
  return replaced;
}

/** One that is gone, or somebody else's, is left as it is. */
export async function deleteView(tx: Tx, viewId: string, accountId: string): Promise<void> {
  await tx.query('delete from saved_view where id = $1 and account_id = $2', [viewId, accountId]);
}

async function refuseTakenName(tx: Tx, { viewId, accountId, name }: ViewToSave): Promise<void> {
  const { rowCount } = await tx.query('select 1 from saved_view where account_id = $1 and name = $2 and id <> $3', [
    accountId,
    name,
    viewId,
  ]);
  if (rowCount) throw refused('view-name-taken');
}
