// Works out every hour how long duties take in each district, so that lists of stuck work compare with what is normal there.
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { refreshNormals } from '../store/supervision/normals';
import type { TimeSource } from '../store/time-source';
import { startRounds, type Rounds } from './rounds';

export interface NormalsDeps {
  pool: Pool;
  time: TimeSource;
  log: Logger;
}

const PAUSE_MS = 3_600_000;

/** Several may run: each works out the same. */
export function startNormals({ pool, time, log }: NormalsDeps): Rounds {
  return startRounds({
    pauseMs: PAUSE_MS,
    async look() {
      log.debug(await refreshNormals(pool, await time.now()), 'normals: worked out');
      return false;
    },
    onError: (error) => log.error({ err: error }, 'normals: not worked out'),
  });
}
