// Where a petition stands for those who sign: written by the process's projection, locked by everything that adds or ends a signature. This
// row alone decides lateness; when it opens and ends is decided in domain/petition.
import type { Instant } from '../../domain/calendar/types';
import type { Threshold } from '../../domain/policy/schema';
import type { Db } from '../ballots/vote-window';
import { lockRow } from '../lock-row';
import type { Tx } from '../transaction';

export type PetitionWindowState = 'open' | 'suspended' | 'over' | 'counting' | 'closed';

export interface PetitionWindowRow {
  petitionId: string;
  rollId: string;
  state: PetitionWindowState;
  /** Exclusive: a signature at this very instant is late. */
  closesAt: Date;
  thresholds: Threshold[];
  roundNo: number;
}

/** Opens the window once; repeating it changes nothing. */
export async function openWindow(
  tx: Tx,
  window: { petitionId: string; rollId: string; closesAt: Instant; thresholds: Threshold[] },
): Promise<void> {
  await tx.query(
    `insert into petition_window (petition_id, roll_id, state, closes_at, thresholds) values ($1, $2, 'open', $3, $4)
     on conflict (petition_id) do nothing`,
    [window.petitionId, window.rollId, window.closesAt, JSON.stringify(window.thresholds)],
  );
}

/** Moves the window; with `from` only out of that state. Waits for the signature that holds the row; what comes after sees the new state. */
export async function moveWindow(
  tx: Tx,
  petitionId: string,
  change: { from?: PetitionWindowState; state?: PetitionWindowState; closesAt?: Instant; isNewRound?: boolean },
): Promise<void> {
  await tx.query(
    `update petition_window set state = coalesce($2, state), closes_at = coalesce($3, closes_at), round_no = round_no + $4
     where petition_id = $1 and ($5::text is null or state = $5)`,
    [petitionId, change.state ?? null, change.closesAt ?? null, change.isNewRound ? 1 : 0, change.from ?? null],
  );
}

const COLUMNS = `petition_id as "petitionId", roll_id as "rollId", state, closes_at as "closesAt", thresholds, round_no as "roundNo"`;

/** Undefined until the roll is frozen. */
export async function readWindow(db: Db, petitionId: string): Promise<PetitionWindowRow | undefined> {
  const { rows } = await db.query<PetitionWindowRow>(`select ${COLUMNS} from petition_window where petition_id = $1`, [
    petitionId,
  ]);
  return rows[0];
}

/** The window locked until the transaction ends, and the database's clock read after the lock was taken. */
export async function lockWindow(
  tx: Tx,
  petitionId: string,
): Promise<{ window: PetitionWindowRow; now: Date } | undefined> {
  const locked = await lockRow<PetitionWindowRow>(
    tx,
    { table: 'petition_window', columns: COLUMNS, key: 'petition_id' },
    petitionId,
  );
  return locked && { window: locked.row, now: locked.now };
}

/** Why nobody can sign at `now`, in the words of the refusal; undefined: signing is open. */
export function whyNotOpen(
  { state, closesAt }: PetitionWindowRow,
  now: Date,
): 'signing-over' | 'signing-suspended' | undefined {
  if (state === 'suspended') return 'signing-suspended';
  return state !== 'open' || now >= closesAt ? 'signing-over' : undefined;
}
