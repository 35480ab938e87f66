// What breaks while the street works: worker and Temporal are killed together, Temporal with everything it knew, and the engine is rebuilt
// from the record. (Killing the worker alone is shown by the rehearsal `election` on a real server: the time-skipping one never gives up
// the queue of a worker that died, and its clock then stands.)
import { DAY_MS } from '../../../domain/calendar/instant';
import { pause } from '../election/client';
import type { Installation } from './virtual-installation';

export interface Breakdown {
  /** Not before so many days after the beginning, at the next stop at which somebody has something to do. */
  afterDays: number;
  /** How long the engine is away, in days; 0: it comes back at once, and people give their commands meanwhile. */
  awayDays: number;
}

/** For how long commands find no worker, and then no engine. */
const UNDER_COMMANDS_MS = 700;

/** Lets people do their `work` and breaks the engine under it, or after it for days. Returns what the rebuild did, in words. */
export async function strike(
  installation: Installation,
  { awayDays }: Pick<Breakdown, 'awayDays'>,
  work: () => Promise<void>,
): Promise<string> {
  const { clock } = installation;
  if (awayDays > 0) await work();
  await installation.killWorker();
  const working = awayDays > 0 ? Promise.resolve() : work();
  // Awaited below; until then a refusal must not count as unhandled.
  working.catch(() => {});
  await pause(UNDER_COMMANDS_MS);
  await installation.killTemporal();
  await pause(UNDER_COMMANDS_MS);
  if (awayDays > 0) await clock.moveTo((await clock.now()) + awayDays * DAY_MS);
  await installation.startTemporal();
  const rebuilt = await installation.rebuild();
  await installation.startWorker();
  await working;
  const sums = Object.entries(rebuilt).map(([result, count]) => `${result} ${count}`);
  return sums.join('，');
}
