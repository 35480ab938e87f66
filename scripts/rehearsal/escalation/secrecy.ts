// Whether those whom a complaint is about see anything of it: asked in their own name right after it came in, and again at the end, when
// everything that they were ever sent is looked at too.
import type { Pool } from 'pg';
import { Refused, type Session } from '../election/client';
import type { Duty, Problem } from './task';

/** Throws when the process is shown, listed, or among the duties of whom it is about. */
export async function refuseComplained(
  { id, report }: Pick<Problem, 'id' | 'report'>,
  session: Session,
): Promise<void> {
  const shown = await session.get(`/v1/processes/${id}`).then(
    () => 'shown',
    (error: unknown) => (error instanceof Refused && error.status === 404 ? undefined : String(error)),
  );
  const listed = (await session.all<{ id: string }>('/v1/processes?kind=problem')).some((process) => process.id === id);
  const owed = (await session.all<Duty>('/v1/obligations/mine')).some(({ processId }) => processId === id);
  const seen = shown ?? (listed ? 'listed' : owed ? 'among the duties' : undefined);
  if (seen !== undefined) throw new Error(`complaint ${report.no} is seen by whom it is about: ${seen}`);
}

/** Every complaint of the year: who could see it, or was told of it; one sentence each. */
export async function leaks(pool: Pool, problems: readonly Problem[]): Promise<string[]> {
  const found: string[] = [];
  for (const problem of problems) {
    const { complained, id, report } = problem;
    if (complained === null) continue;
    await refuseComplained(problem, complained.session).catch((error: unknown) => found.push(String(error)));
    const { rows } = await pool.query<{ told: number }>(
      'select count(*)::int as told from outgoing_message where process_id = $1 and to_account_id = $2',
      [id, complained.accountId],
    );
    if ((rows[0]?.told ?? 0) > 0) found.push(`complaint ${report.no}: whom it is about got a message`);
  }
  return found;
}
