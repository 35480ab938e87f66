// The voting window as a row: written by the process's projection, locked by everything that adds a ballot. This row alone
// decides lateness and order; when it opens and closes is decided in domain/owners-vote.
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/types';
import type { AgendaItem } from '../../domain/owners-vote/count-types';
import type { VoteScope } from '../../domain/owners-vote/messages';
import type { VotePolicy } from '../../domain/policy/schema';
import { lockRow } from '../lock-row';
import type { Tx } from '../transaction';

export type Db = Pool | Tx;

export type WindowState = 'scheduled' | 'open' | 'suspended' | 'closed' | 'void';

/** What a ballot is judged by; taken from the launch and the pinned policy, and never changed while people vote. */
export interface WindowRules {
  agenda: AgendaItem[];
  scope: VoteScope;
  ballotPer: VotePolicy['ballotPer']['value'];
  precedence: VotePolicy['precedence']['value'];
  /** How often an electronic ballot may be changed. */
  changes: number;
  /** Owners one agent may act for. */
  proxyCap: number;
  voidBallots: VotePolicy['voidBallots']['value'];
  blankItems: VotePolicy['blankItems']['value'];
}

export const windowRules = (agenda: AgendaItem[], scope: VoteScope, policy: VotePolicy): WindowRules => ({
  agenda,
  scope,
  ballotPer: policy.ballotPer.value,
  precedence: policy.precedence.value,
  changes: policy.changes.value,
  proxyCap: policy.proxyCap.value,
  voidBallots: policy.voidBallots.value,
  blankItems: policy.blankItems.value,
});

export interface VoteWindowRow {
  voteId: string;
  estateId: string;
  rollId: string;
  rollHash: string;
  /** Null until the window opens. */
  opensAt: Date | null;
  closesAt: Date | null;
  state: WindowState;
  closedAt: Date | null;
  countingUntil: Date | null;
  nextSeq: number;
  nextSerial: number;
  rules: WindowRules;
}

/** When notice is given: the roll is final, papers can be issued and delivered, proxies registered. Repeating it changes nothing. */
export async function scheduleWindow(
  tx: Tx,
  window: { voteId: string; estateId: string; rollId: string; rollHash: string; rules: WindowRules },
): Promise<void> {
  await tx.query(
    `insert into vote_window (vote_id, estate_id, roll_id, roll_hash, state, rules)
     values ($1, $2, $3, $4, 'scheduled', $5)
     on conflict (vote_id) do update set roll_id = excluded.roll_id, roll_hash = excluded.roll_hash, rules = excluded.rules
     where vote_window.state = 'scheduled' and vote_window.next_serial = 1`,
    [window.voteId, window.estateId, window.rollId, window.rollHash, JSON.stringify(window.rules)],
  );
}

/** Opens the window (scheduling it first where that was not done). `closesAt` is exclusive. */
export async function openWindow(
  tx: Tx,
  window: {
    voteId: string;
    estateId: string;
    rollId: string;
    rollHash: string;
    opensAt: Instant;
    closesAt: Instant;
    rules: WindowRules;
  },
): Promise<void> {
  await scheduleWindow(tx, window);
  await tx.query(
    `update vote_window set state = 'open', opens_at = $2, closes_at = $3 where vote_id = $1 and state = 'scheduled'`,
    [window.voteId, window.opensAt, window.closesAt],
  );
}

/**
 * Suspends, resumes or voids the window, or moves its end (an extension, or clocks that stood still). Waits for the batch of
 * ballots that holds the row; what comes after sees the new state.
 */
export async function setWindowState(
  tx: Tx,
  voteId: string,
  change: { state: 'open' | 'suspended' | 'void'; closesAt?: Instant },
): Promise<void> {
  await tx.query(
    `update vote_window set state = $2, closes_at = coalesce($3, closes_at)
     where vote_id = $1 and state in ('scheduled', 'open', 'suspended', 'closed') and ($2 = 'void' or state in ('open', 'suspended'))`,
    [voteId, change.state, change.closesAt ?? null],
  );
}

/**
 * Closes the window for good. Takes the row's exclusive lock, so it waits for the ballots in flight, and after its commit no
 * electronic ballot can appear; paper returned before `closedAt` can still be entered until sealCounting.
 */
export async function closeWindow(tx: Tx, voteId: string, closedAt: Instant): Promise<void> {
  await tx.query(
    `update vote_window set state = 'closed', closed_at = $2, closes_at = least(closes_at, $2)
     where vote_id = $1 and state in ('open', 'suspended')`,
    [voteId, closedAt],
  );
}

/** Counting is finished: from `at` on nothing can be added, and the root of the ballots is final. */
export async function sealCounting(tx: Tx, voteId: string, at: Instant): Promise<void> {
  await tx.query(`update vote_window set counting_until = $2 where vote_id = $1 and state = 'closed'`, [voteId, at]);
}

/** The tally found papers that are not settled, or the count was disputed: entry goes on. What was accepted stays accepted. */
export async function reopenCounting(tx: Tx, voteId: string): Promise<void> {
  await tx.query(`update vote_window set counting_until = null where vote_id = $1 and state = 'closed'`, [voteId]);
}

const COLUMNS = `vote_id as "voteId", estate_id as "estateId", roll_id as "rollId", roll_hash as "rollHash", opens_at as "opensAt",
  closes_at as "closesAt", state, closed_at as "closedAt", counting_until as "countingUntil", next_seq as "nextSeq",
  next_serial as "nextSerial", rules`;

export async function readWindow(db: Db, voteId: string): Promise<VoteWindowRow | undefined> {
  const { rows } = await db.query<VoteWindowRow>(`select ${COLUMNS} from vote_window where vote_id = $1`, [voteId]);
  return rows[0];
}

/** The window locked until the transaction ends, and the database's clock read after the lock was taken. */
export async function lockWindow(tx: Tx, voteId: string): Promise<{ window: VoteWindowRow; now: Date } | undefined> {
  const locked = await lockRow<VoteWindowRow>(tx, { table: 'vote_window', columns: COLUMNS, key: 'vote_id' }, voteId);
  return locked && { window: locked.row, now: locked.now };
}

/** Why nobody can vote at `now`, in the words of the refusal; undefined: voting is open. */
export function whyNotOpen(
  window: VoteWindowRow,
  now: Date,
): 'vote-not-open' | 'vote-closed' | 'vote-suspended' | undefined {
  if (window.state === 'void' || window.state === 'closed') return 'vote-closed';
  if (window.state === 'scheduled' || window.opensAt === null || window.closesAt === null) return 'vote-not-open';
  if (now >= window.closesAt) return 'vote-closed';
  if (window.state === 'suspended') return 'vote-suspended';
  return now < window.opensAt ? 'vote-not-open' : undefined;
}

/** Whether a paper that came back in time can still be entered at `now`. */
export const isCountingOver = (window: VoteWindowRow, now: Date): boolean =>
  window.state === 'void' || (window.countingUntil !== null && now >= window.countingUntil);
