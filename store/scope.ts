// Where a thing named in a request lies: the place paths that access is measured against. An empty list: no such thing.
import type { Pool } from 'pg';

export type ScopeKind = 'place' | 'process' | 'unit' | 'owner' | 'ledgerAccount' | 'ledgerTransaction';

// An owner lies wherever a unit lies that is theirs today.
const PATHS: Record<ScopeKind, string> = {
  place: 'select path from place where id = $1',
  process: 'select place_path as path from process where id = $1',
  unit: 'select path from unit where id = $1',
  owner: `select u.path from ownership o join unit u on u.id = o.unit_id where o.owner_id = $1 and o.until_on is null`,
  ledgerAccount: 'select p.path from ledger_account a join place p on p.id = a.estate_id where a.id = $1',
  ledgerTransaction: 'select p.path from ledger_transaction t join place p on p.id = t.estate_id where t.id = $1',
};

// A process never moves (Process.placePath never changes), and ballots ask for the same one thousands of times a second.
const MAX_PROCESSES = 10_000;
const pathsOfProcesses = new WeakMap<Pool, Map<string, string[]>>();

/** Paths ("/id/id/…/") of the place, process, unit or owner with this id (a UUID). */
export async function findScoped(pool: Pool, kind: ScopeKind, id: string): Promise<string[]> {
  const remembered = kind === 'process' ? pathsOfProcesses.get(pool)?.get(id) : undefined;
  if (remembered !== undefined) return remembered;
  const { rows } = await pool.query<{ path: string }>({ name: `scope-${kind}`, text: PATHS[kind], values: [id] });
  const paths = rows.map(({ path }) => path);
  if (kind === 'process' && paths.length > 0) rememberProcess(pool, id, paths);
  return paths;
}

/** Saves the first reader of a process a question. To be called once its launch is committed, not before. */
export function rememberProcess(pool: Pool, id: string, paths: string[]): void {
  const known = pathsOfProcesses.get(pool) ?? new Map<string, string[]>();
  pathsOfProcesses.set(pool, known);
  if (known.size >= MAX_PROCESSES) known.delete(known.keys().next().value as string);
  known.set(id, paths);
}
