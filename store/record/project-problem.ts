// One row per problem, by which the same thing at the same spot is found: moved by its events in the transaction that stores them.
import type { LaunchedProblem } from '../../domain/problem/state';
import type { ProcessState } from '../../domain/process';
import type { Tx } from '../transaction';
import type { OpenProcess } from './append-events';

/** `state` is the state after an event; writing the same state again changes nothing. */
export async function projectProblem(
  tx: Tx,
  { processId, placePath }: OpenProcess,
  state: ProcessState<{ phase: string }>,
): Promise<void> {
  if (state.core.phase === 'unlaunched') return;
  const core = state.core as LaunchedProblem;
  const closedAt = core.phase === 'closed' ? core.phaseSince : null;
  await tx.query({
    name: 'project-problem',
    text: `insert into problem_view (problem_id, place_path, category, class, channel, level, department, spot_place_id, opened_at, closed_at,
       outcome, returns, recurrence_of, merged_into)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (problem_id) do update set category = excluded.category, class = excluded.class, level = excluded.level,
       department = excluded.department, closed_at = excluded.closed_at, outcome = excluded.outcome, returns = excluded.returns, merged_into = excluded.merged_into`,
    values: [
      processId,
      placePath,
      core.category,
      core.class,
      core.channel,
      core.handler.level,
      core.handler.department,
      core.spot.placeId,
      core.launchedAt,
      closedAt,
      core.outcome,
      core.returns,
      core.recurrenceOf,
      core.outcome === 'merged' ? core.mergedInto : null,
    ],
  });
}
