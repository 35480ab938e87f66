// To whom a kind of paper is given, of all who may print: the same people who may read what it says.
import type { Pool } from 'pg';
import type { Role } from '../domain/process';
import { readersOf, type PaperKind, type Readers } from '../papers/kinds/kind';
import { holderOf } from '../store/receipts/holder-of';
import type { Context } from './context';
import { assertHolderOf, onlyHolder } from './holder-check';
import { problem } from './problems';

const STAFF: readonly Role[] = ['streetOfficer', 'districtSupervisor', 'communitySecretary', 'gridWorker', 'auditor'];
const OFFICES: readonly Role[] = [...STAFF, 'committeeMember'];
const READERS: Record<Readers, readonly Role[]> = {
  staff: STAFF,
  offices: OFFICES,
  books: [...OFFICES.filter((role) => role !== 'gridWorker'), 'firmManager'],
  public: [...OFFICES, 'firmManager'],
};

const isReader = (kind: PaperKind, { authorities }: Context): boolean =>
  authorities.some(({ role }) => READERS[readersOf(kind)].includes(role));

/** Refuses `forbidden`, and to a firm `holder-not-yours` for the books of another holder. */
export async function assertReader(pool: Pool, context: Context, kind: PaperKind, processId: string): Promise<void> {
  if (!isReader(kind, context)) throw problem('forbidden');
  if (readersOf(kind) === 'books') await assertHolderOf(pool, context, { processId });
}

/** Which kinds the caller is given of a process. */
export async function readableKinds(
  pool: Pool,
  context: Context,
  processId: string,
): Promise<(kind: PaperKind) => boolean> {
  const own = onlyHolder(context);
  const seesBooks = own === null || (await holderOf(pool, { processId })) === own;
  return (kind) => isReader(kind, context) && (seesBooks || readersOf(kind) !== 'books');
}
