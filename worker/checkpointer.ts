// Signs checkpoints of the votes that are under way, as often as their policy says while ballots come in, so that it depends on nobody's
// asking. Where the ballots no longer go on from the last one (a restore, a deletion, a forgery) the district hears of it at once.
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { dueAt } from '../domain/calendar/due';
import type { Calendar, DurationRule } from '../domain/calendar/types';
import { recordCheckpoint } from '../store/ballots/checkpoints';
import type { SigningKey } from '../store/ballots/receipts';
import { openMending } from '../store/record/mending';
import { Refused } from '../store/refused';
import type { TimeSource } from '../store/time-source';
import { inTransaction } from '../store/transaction';
import { startRounds, type Rounds } from './rounds';

export interface CheckpointerDeps {
  pool: Pool;
  time: TimeSource;
  signing: SigningKey;
  log: Logger;
}

const PAUSE_MS = 20_000;

/** Several may run: a checkpoint over the same ballots is signed once. */
export function startCheckpointer(deps: CheckpointerDeps): Rounds {
  // After a start everything is looked at once, grown or not: a restore comes with one.
  let isFirst = true;
  return startRounds({
    pauseMs: PAUSE_MS,
    async look() {
      const all = isFirst;
      isFirst = false;
      await signDueCheckpoints(deps, { all });
      return false;
    },
    onError: (error) => deps.log.error({ err: error }, 'checkpointer: the votes cannot be read'),
  });
}

interface VoteUnderWay {
  voteId: string;
  ballots: number;
  size: number | null;
  at: Date | null;
  every: DurationRule;
  calendar: Calendar;
}

/** Signs what is due now; `all`: looks at every vote under way, whether or not it is. Answers with the ids of the votes concerned. */
export async function signDueCheckpoints(
  { pool, time, signing, log }: CheckpointerDeps,
  { all = false } = {},
): Promise<{ signed: string[]; diverged: string[] }> {
  const now = (await time.now()).toISOString();
  const [signed, diverged]: [string[], string[]] = [[], []];
  for (const vote of await votesUnderWay(pool)) {
    const { voteId, size, ballots } = vote;
    if (!all && !isDue(vote, now)) continue;
    try {
      const checkpoint = await inTransaction(pool, (tx) => recordCheckpoint(tx, voteId, signing), {
        timeoutMs: 120_000,
      });
      if (checkpoint.size !== size) signed.push(voteId);
    } catch (error) {
      if (!(error instanceof Refused)) {
        log.error({ err: error, voteId }, 'checkpointer: no checkpoint was signed');
        continue;
      }
      log.error({ voteId, size, ballots, ...error.rejection.params }, 'checkpointer: ballots are missing or changed');
      diverged.push(voteId);
    }
  }
  // Apart, so that one report that fails keeps no other vote from its checkpoint; it is tried again at the next look.
  for (const voteId of diverged) await report({ pool, time }, voteId);
  return { signed, diverged };
}

/** When ballots are missing nobody waits for the interval. */
function isDue({ size, ballots, at, every, calendar }: VoteUnderWay, now: string): boolean {
  if (size === null || at === null) return true;
  if (ballots === size) return false;
  return ballots < size || dueAt(every, at.toISOString(), calendar).at <= now;
}

async function votesUnderWay(pool: Pool): Promise<VoteUnderWay[]> {
  const { rows } = await pool.query<VoteUnderWay>(
    `select w.vote_id as "voteId", coalesce((select max(seq) from ballot b where b.vote_id = w.vote_id), 0) as ballots, c.size, c.at,
       p.policy -> 'vote' -> 'checkpointEvery' as every, p.calendar
     from vote_window w join process p on p.id = w.vote_id
     left join lateral (select size, at from vote_checkpoint k where k.vote_id = w.vote_id order by checkpoint_no desc limit 1) c on true
     where w.state in ('open', 'suspended', 'closed') and w.counting_until is null and p.policy -> 'vote' ? 'checkpointEvery'
     order by w.vote_id`,
  );
  return rows;
}

/** Once: the duty stays open until somebody has mended it. */
async function report(deps: Pick<CheckpointerDeps, 'pool' | 'time'>, voteId: string): Promise<void> {
  const { rows } = await deps.pool.query<{ seq: number; isOpen: boolean }>(
    `select seq, exists (select from obligation o where o.process_id = v.process_id and o.key = 'mendDivergence' and o.closed_at is null)
       as "isOpen" from process_view v where process_id = $1`,
    [voteId],
  );
  const [view] = rows;
  if (view !== undefined && !view.isOpen) await openMending(deps.pool, voteId, view.seq, await deps.time.now());
}
