// One clock for a rehearsal of years, over the same code as in production: the database's clock, which API, worker and activities ask, and
// the clock of the time-skipping server, by which workflows live. Both tick with real time and are moved forward together.
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Pool } from 'pg';

/**
 * `clock_timestamp()` of this database becomes the real time plus what it was moved by: unqualified names are looked up in the schema
 * `virtual` before `pg_catalog`. Counts for connections that are made afterwards.
 */
const INSTALL = `create schema virtual;
  create table virtual.moved (by interval not null);
  insert into virtual.moved values (interval '0');
  create function virtual.clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + (select by from virtual.moved)';
  grant usage on schema virtual to public;
  grant select on virtual.moved to public;
  do $$ begin execute format('alter database %I set search_path = virtual, "$user", public, pg_catalog', current_database()); end $$`;

/** Before anything else has connected. `pool`: of the superuser. */
export const installVirtualClock = async (pool: Pool): Promise<void> => {
  await pool.query(INSTALL);
};

export class VirtualClock {
  private env: TestWorkflowEnvironment | undefined;

  /** `pool`: of the superuser, on the database that has the virtual clock. */
  constructor(private readonly pool: Pool) {}

  /** The database's time, in milliseconds. */
  async now(): Promise<number> {
    const { rows } = await this.pool.query<{ ms: string }>(
      'select extract(epoch from virtual.clock_timestamp()) * 1000 as ms',
    );
    return Number(rows[0]?.ms);
  }

  /** Takes a server that has just started, whose clock shows real time, to where the database's clock is. */
  async take(env: TestWorkflowEnvironment): Promise<void> {
    this.env = env;
    await this.moveEngine(await this.now());
  }

  /** The server is gone; the database's clock may go on without it. */
  drop(): void {
    this.env = undefined;
  }

  /**
   * Brings both clocks to `ms`; an instant that has passed changes nothing. The database goes first: what the engine then does at that instant
   * is recorded after it, never before. Timers that are due on the way fire on their way.
   */
  async moveTo(ms: number): Promise<void> {
    const ahead = ms - (await this.now());
    if (ahead > 0)
      await this.pool.query(`update virtual.moved set by = by + $1::float8 * interval '1 millisecond'`, [ahead]);
    await this.moveEngine(ms);
    // The relay sleeps by real time and would not notice.
    await this.pool.query(`select pg_notify('gongzhi_outbox', '')`);
  }

  private async moveEngine(ms: number): Promise<void> {
    if (this.env === undefined) return;
    const ahead = ms - (await this.env.currentTimeMs());
    if (ahead > 0) await this.env.sleep(ahead);
  }
}
