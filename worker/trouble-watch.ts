// Watches over the engine: finds processes whose run is stuck and writes down why, in words. The worker notes its own failing activities at
// once and asks nobody (trouble-interceptor.ts); here Temporal is asked about those that the database makes suspicious, and, slowly, about
// all others in turn, since a failing workflow task shows nowhere else.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { runHealthOf } from '../engine/run-health';
import {
  followDivergences,
  nextOpenProcesses,
  noteTrouble,
  resolveTroubles,
  suspectedProcesses,
  TROUBLE_ATTEMPTS,
  type Watched,
} from '../store/supervision/engine-troubles';
import type { TimeSource } from '../store/time-source';
import { workflowIdFor } from '../workflows/messages';
import { startRounds, type Rounds } from './rounds';

export interface TroubleWatchDeps {
  client: Client;
  pool: Pool;
  time: TimeSource;
  log: Logger;
}

const PAUSE_MS = 15_000;
/** Asked about in one look, at most: suspects first. 20,000 open processes are gone round in about two hours. */
const SUSPECTS = 40;
const OTHERS = 40;

/** Several may run: they write the same rows. */
export function startTroubleWatch(deps: TroubleWatchDeps): Rounds {
  let reached: string | null = null;
  return startRounds({
    pauseMs: PAUSE_MS,
    async look(isStopping) {
      reached = await lookForTrouble(deps, reached, isStopping);
      return false;
    },
    onError: (error) => deps.log.warn({ err: error }, 'trouble watch: engine or database is away'),
  });
}

/** One look; answers where the slow round stands: the last process asked about, or null at its end. */
export async function lookForTrouble(
  deps: TroubleWatchDeps,
  reached: string | null,
  isStopping: () => boolean = () => false,
): Promise<string | null> {
  const { pool, time } = deps;
  const now = await time.now();
  await followDivergences(pool, now);
  const others = await nextOpenProcesses(pool, reached, OTHERS);
  for (const process of [...(await suspectedProcesses(pool, now, SUSPECTS)), ...others]) {
    if (isStopping()) return reached;
    await lookAt(deps, process, now);
  }
  return others.length < OTHERS ? null : (others.at(-1)?.processId ?? null);
}

async function lookAt({ client, pool }: TroubleWatchDeps, { processId, kind, isOpen }: Watched, now: Date) {
  const health = await runHealthOf(client, workflowIdFor(kind, processId), TROUBLE_ATTEMPTS);
  // Its run failed or is lost: nothing has healed. What to do about that is the auditor's.
  if (!health.isRunning && isOpen) return;
  for (const kindOfTrouble of ['activity', 'workflowTask'] as const) {
    const failing = health[kindOfTrouble];
    for (const one of failing) await noteTrouble(pool, { processId, kind: kindOfTrouble, ...one }, now);
    const except = failing.map(({ what }) => what);
    await resolveTroubles(pool, { processId, kind: kindOfTrouble, except }, now);
  }
}
