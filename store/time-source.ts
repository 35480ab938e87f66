// Where "now" comes from. Everything in store/, activities/ and api/ asks a TimeSource and never the machine it runs on:
// replicas then agree, and a rehearsal can bring its own clock.
import type { Pool } from 'pg';

export interface TimeSource {
  now(): Promise<Date>;
}

/** The database's own clock: the production TimeSource. */
export function databaseClock(pool: Pool): TimeSource {
  return {
    async now() {
      const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
      const row = rows[0];
      if (row === undefined) throw new Error('select clock_timestamp() gave no row');
      return row.now;
    },
  };
}
