// Whether somebody may say what became of a problem: only those who reported it.
import type { Pool } from 'pg';
import type { Rejection } from '../../domain/process';

/** `not-your-report`, unless the account is one that the problem was reported by; undefined: nothing stands in the way. */
export async function refuseStranger(pool: Pool, problemId: string, accountId: string): Promise<Rejection | undefined> {
  const { rowCount } = await pool.query(
    `select from process_view where process_id = $1 and state -> 'core' ->> 'reporterId' = $2`,
    [problemId, accountId],
  );
  return rowCount ? undefined : { code: 'not-your-report' };
}
