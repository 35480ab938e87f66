// One audit from where it stands to its end: all processes in the order of their ids, then the runs, the queues, and the books of the estates. Memory does not grow
// with the number of processes, and a rate keeps it gentle beside everybody's work.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { checkBooks } from '../../store/audit/check-books';
import { checkQueues } from '../../store/audit/check-queues';
import { finishAudit, noteProgress, pageOfProcesses, type TakenAudit } from '../../store/audit/audits';
import { MONEY_KINDS, type Difference } from '../../store/audit/differences';
import { keepItem, resolveUnfound, settleProcess } from '../../store/audit/items';
import { tellFound } from '../../store/audit/tell-found';
import type { TimeSource } from '../../store/time-source';
import { inTransaction } from '../../store/transaction';
import { checkProcess } from './check-process';
import { checkRuns } from './check-runs';

export interface AuditDeps {
  client: Client;
  pool: Pool;
  time: TimeSource;
  taskQueue?: string | undefined;
  /** Processes looked at in a second, at most. */
  perSecond: number;
}

const PAGE = 100;
const AT_ONCE = 4;

/**
 * `ended`: to its end; `left`: `isStopping` said so, or another worker has taken it: whoever takes it next goes on where this one was.
 * Throws when database or engine is away; then too.
 */
export async function runAudit(
  deps: AuditDeps,
  audit: TakenAudit,
  isStopping: () => boolean = () => false,
): Promise<'ended' | 'left'> {
  const { pool, time } = deps;
  const found = async () => ({ auditId: audit.id, now: await time.now() });
  for (;;) {
    const ids = await pageOfProcesses(pool, audit, PAGE);
    const last = ids.at(-1);
    if (last === undefined) break;
    const since = performance.now();
    let events = 0;
    const queue = [...ids];
    const look = async () => {
      for (let id = queue.shift(); id !== undefined && !isStopping(); id = queue.shift()) {
        const checked = await checkProcess(deps, id, await time.now());
        events += checked?.events ?? 0;
        await settleProcess(pool, id, checked?.differences ?? [], await found());
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    if (isStopping()) return 'left';
    const progress = { reachedId: last, processes: ids.length, events, now: await time.now() };
    if (!(await noteProgress(pool, audit, progress))) return 'left';
    const rest = (ids.length / deps.perSecond) * 1_000 - (performance.now() - since);
    if (rest > 0) await new Promise((go) => setTimeout(go, rest));
  }
  const passes = [
    checkRuns(deps, audit.scopePaths),
    checkQueues(pool, audit.scopePaths, await time.now()),
    checkBooks(pool, audit.scopePaths),
  ];
  for (const differences of passes) if (!(await keepAll(deps, audit, differences, isStopping))) return 'left';
  await resolveUnfound(pool, OF_ALL, await found(), audit.scopePaths);
  await tellFound(pool, await found());
  await finishAudit(pool, audit.id, await time.now());
  return 'ended';
}

const OF_ALL = [...(['runOfClosed', 'runUnknown', 'outboxStuck', 'obligationOrphaned'] as const), ...MONEY_KINDS];

async function keepAll(
  { pool, time }: AuditDeps,
  audit: TakenAudit,
  differences: AsyncIterable<Difference>,
  isStopping: () => boolean,
): Promise<boolean> {
  for await (const difference of differences) {
    if (isStopping()) return false;
    const now = await time.now();
    await inTransaction(pool, (tx) => keepItem(tx, difference, { auditId: audit.id, now }));
    if (!(await noteProgress(pool, audit, { reachedId: null, processes: 0, events: 0, now }))) return false;
  }
  return true;
}

/** Looks at one process outside an audit, after a repair: what is gone is resolved, what is still there stays open. */
export async function lookAgain(
  { client, pool, time }: Pick<AuditDeps, 'client' | 'pool' | 'time'>,
  processId: string,
) {
  const now = await time.now();
  const checked = await checkProcess({ client, pool }, processId, now);
  await settleProcess(pool, processId, checked?.differences ?? [], { auditId: null, now });
}
