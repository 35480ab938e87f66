// Where pledging stands for those who pledge: written by the process's projection, locked by everything that adds or ends a pledge. This row
// alone decides lateness; when it opens and ends is decided in domain/cofunding.
import type { Instant } from '../../domain/calendar/types';
import type { PledgedRule } from '../../domain/shares/pledge-amount';
import type { ParticipationBar } from '../../domain/shares/target';
import type { Db } from '../ballots/vote-window';
import { fenFromDb } from '../fen';
import { lockRow } from '../lock-row';
import type { Tx } from '../transaction';

export interface PledgeWindow {
  processId: string;
  /** Of the plan. */
  version: number;
  rollId: string;
  state: 'open' | 'closed';
  opensAt: Date;
  /** Exclusive: a pledge at this very instant is late. */
  closesAt: Date;
  suspended: boolean;
  targetFen: number;
  bar: ParticipationBar;
  /** All pledges together. */
  capFen: number;
  rule: PledgedRule;
  /** How often pledging has begun for this version. */
  roundNo: number;
}

/** Opens the window for this version of the plan; a later version takes the place of an earlier one, repeating it changes nothing. */
export async function openPledging(
  tx: Tx,
  window: Omit<PledgeWindow, 'state' | 'suspended' | 'roundNo' | 'opensAt' | 'closesAt'> & {
    opensAt: Instant;
    closesAt: Instant;
  },
): Promise<void> {
  const { processId, version, rollId, opensAt, closesAt, targetFen, bar, capFen, rule } = window;
  await tx.query(
    `insert into pledge_window (process_id, version, roll_id, state, opens_at, closes_at, suspended, target_fen, bar_num, bar_den, cap_fen, rule)
     values ($1, $2, $3, 'open', $4, $5, false, $6, $7, $8, $9, $10)
     on conflict (process_id) do update set version = excluded.version, roll_id = excluded.roll_id, state = 'open',
       opens_at = excluded.opens_at, closes_at = excluded.closes_at, suspended = false, target_fen = excluded.target_fen,
       bar_num = excluded.bar_num, bar_den = excluded.bar_den, cap_fen = excluded.cap_fen, rule = excluded.rule, round_no = 1
     where pledge_window.version < excluded.version`,
    [processId, version, rollId, opensAt, closesAt, targetFen, bar.num, bar.den, capFen, JSON.stringify(rule)],
  );
}

/** Moves the window of whatever version there is; `isNewRound` opens it again. Waits for the batch that holds the row. */
export async function movePledging(
  tx: Tx,
  processId: string,
  change: { state?: 'open' | 'closed'; closesAt?: Instant | undefined; suspended?: boolean; isNewRound?: boolean },
): Promise<void> {
  await tx.query(
    `update pledge_window set state = coalesce($2, state), closes_at = coalesce($3, closes_at), suspended = coalesce($4, suspended),
       round_no = round_no + $5
     where process_id = $1`,
    [
      processId,
      change.isNewRound ? 'open' : (change.state ?? null),
      change.closesAt ?? null,
      change.suspended ?? null,
      change.isNewRound ? 1 : 0,
    ],
  );
}

const COLUMNS = `process_id as "processId", version, roll_id as "rollId", state, opens_at as "opensAt", closes_at as "closesAt", suspended,
  target_fen as "targetFen", bar_num as "barNum", bar_den as "barDen", cap_fen as "capFen", rule, round_no as "roundNo"`;

type Row = Omit<PledgeWindow, 'targetFen' | 'capFen' | 'bar'> & {
  targetFen: string;
  capFen: string;
  barNum: number;
  barDen: number;
};

const windowOf = ({ targetFen, capFen, barNum, barDen, ...row }: Row): PledgeWindow => ({
  ...row,
  targetFen: fenFromDb(targetFen),
  capFen: fenFromDb(capFen),
  bar: { num: barNum, den: barDen },
});

/** Undefined until pledging has begun. */
export async function readPledging(db: Db, processId: string): Promise<PledgeWindow | undefined> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from pledge_window where process_id = $1`, [processId]);
  return rows[0] && windowOf(rows[0]);
}

/**
 * The window locked until the transaction ends, and the database's clock read after the lock was taken. From then on the transaction looks up
 * by key: a plan made while nobody has pledged would read the whole table instead, and be kept (160 ms a batch at 6,000 pledges).
 */
export async function lockPledging(
  tx: Tx,
  processId: string,
): Promise<{ window: PledgeWindow; now: Date } | undefined> {
  const columns = `${COLUMNS}, set_config('enable_seqscan', 'off', true) as scans`;
  const locked = await lockRow<Row & { scans: string }>(
    tx,
    { table: 'pledge_window', columns, key: 'process_id' },
    processId,
  );
  if (locked === undefined) return undefined;
  const { scans: _scans, ...row } = locked.row;
  return { window: windowOf(row), now: locked.now };
}

/** Why nobody can pledge at `now`, in the words of the refusal; undefined: pledging is open. */
export function whyNotPledging(
  { state, suspended, closesAt }: PledgeWindow,
  now: Date,
): 'pledging-over' | 'pledging-suspended' | undefined {
  if (state === 'open' && suspended) return 'pledging-suspended';
  return state !== 'open' || now >= closesAt ? 'pledging-over' : undefined;
}
