// Who reported a problem: they are asked, told, and let in to see it, and nobody else says for them whether it is solved.
import type { Pool } from 'pg';
import type { Rejection } from '../../domain/process';
import type { Tx } from '../transaction';
import type { Reporter } from './keep-report';
import { reportedTo } from './merged';

export interface Person {
  accountId: string;
  ownerId: string | null;
}

/**
 * Whether one of the problem's reports, or of a problem that was merged into it, is this person's: by account, or as the owner in whose name
 * it was made.
 */
export async function isReporter(pool: Pool, problemId: string, { accountId, ownerId }: Person): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'is-reporter',
    text: `select from problem_report where problem_id in ${reportedTo('$1')} and (reporter_account = $2 or reporter_owner = $3) limit 1`,
    values: [problemId, accountId, ownerId],
  });
  return (rowCount ?? 0) > 0;
}

/** Why this person may not say whether the problem is solved; undefined: it is theirs. */
export async function refuseAnswer(pool: Pool, problemId: string, person: Person): Promise<Rejection | undefined> {
  return (await isReporter(pool, problemId, person)) ? undefined : { code: 'not-your-report' };
}

/** The account that is asked in the end whether it is solved; null: a caller or an owner without one is called back. */
export async function accountOf(tx: Tx, reporter: Reporter): Promise<string | null> {
  if (reporter === null || reporter.kind === 'contact') return null;
  if (reporter.kind === 'account') return reporter.accountId;
  const { rows } = await tx.query<{ id: string }>(
    'select id from account where owner_id = $1 and disabled_at is null order by created_at limit 1',
    [reporter.ownerId],
  );
  return rows[0]?.id ?? null;
}
