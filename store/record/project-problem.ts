// One row per problem, by which the same thing at the same spot is found: where the problem stands, written in the statement that stores its events.
import type { LaunchedProblem } from '../../domain/problem/state';
import type { Tx } from '../transaction';
import type { OpenProcess } from './append-events';
import { insertRows, type RowTable } from './insert-rows';

export const PROBLEMS: RowTable = {
  name: 'problem_view',
  columns: `problem_id uuid, place_path text, category text, class text, channel text, level text, department text, spot_place_id uuid,
    opened_at timestamptz, closed_at timestamptz, outcome text, returns integer, recurrence_of uuid, merged_into uuid`,
  onConflict: `on conflict (problem_id) do update set category = excluded.category, class = excluded.class, level = excluded.level,
    department = excluded.department, closed_at = excluded.closed_at, outcome = excluded.outcome, returns = excluded.returns, merged_into = excluded.merged_into`,
};

/** None for a problem that is not launched, and for other processes. */
export function problemRows({ processId, placePath, kind, state }: OpenProcess): object[] {
  if (kind !== 'problem' || state.core.phase === 'unlaunched') return [];
  const core = state.core as LaunchedProblem;
  return [
    {
      problem_id: processId,
      place_path: placePath,
      category: core.category,
      class: core.class,
      channel: core.channel,
      level: core.handler.level,
      department: core.handler.department,
      spot_place_id: core.spot.placeId,
      opened_at: core.launchedAt,
      closed_at: core.phase === 'closed' ? core.phaseSince : null,
      outcome: core.outcome,
      returns: core.returns,
      recurrence_of: core.recurrenceOf,
      merged_into: core.outcome === 'merged' ? core.mergedInto : null,
    },
  ];
}

/** `process` is as it is after an event; writing the same state again changes nothing. */
export async function projectProblem(tx: Tx, process: OpenProcess): Promise<void> {
  const rows = problemRows(process);
  if (rows.length === 0) return;
  await tx.query({ name: 'project-problem', text: insertRows(PROBLEMS, '$1'), values: [JSON.stringify(rows)] });
}
