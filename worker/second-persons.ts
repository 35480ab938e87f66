// Once a day, and not at night, whoever may be the second person is told what waits for one.
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { localDateOf } from '../domain/calendar/instant';
import type { LocalDate } from '../domain/calendar/types';
import { remindSecondPersons } from '../store/second-person/tell';
import type { TimeSource } from '../store/time-source';
import { isNight } from './night';
import { startRounds, type Rounds } from './rounds';

const PAUSE_MS = 600_000;

export interface RemindDeps {
  pool: Pool;
  time: TimeSource;
}

/** Several may run, and one that starts anew looks again: nobody is told twice on a day. */
export function startSecondPersonReminders({ log, ...deps }: RemindDeps & { log: Logger }): Rounds {
  let doneOn: LocalDate | null = null;
  return startRounds({
    pauseMs: PAUSE_MS,
    look: async () => {
      doneOn = (await remindOnce(deps, doneOn)).doneOn;
      return false;
    },
    onError: (error) => log.error({ err: error }, 'reminders: nobody can be told what waits for a second person'),
  });
}

/** One look. `doneOn`: the day on which everybody was told last; null: not known. */
export async function remindOnce(
  { pool, time }: RemindDeps,
  doneOn: LocalDate | null,
): Promise<{ doneOn: LocalDate | null; written: number }> {
  const now = await time.now();
  const today = localDateOf(now.toISOString());
  if (today === doneOn || isNight(now)) return { doneOn, written: 0 };
  return { doneOn: today, written: await remindSecondPersons(pool, now) };
}
