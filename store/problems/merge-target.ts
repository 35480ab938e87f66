// Into which problem another may be merged (并单): its reporters move there, so it must be one that goes on, here, and for the same eyes.
import type { Pool } from 'pg';
import type { Rejection } from '../../domain/process';

/** `merged-into-unfit`, when merging is proposed: of another place, ended or ending itself, or seen by others than this one. */
export async function refuseTarget(
  pool: Pool,
  problemId: string,
  mergedInto: string | null,
): Promise<Rejection | undefined> {
  // Without a target, or into itself: the decider says so.
  if (mergedInto === null || mergedInto === problemId) return undefined;
  const { rowCount } = await pool.query(
    `select from process_view other join process_view this on this.process_id = $1
     where other.process_id = $2 and other.kind = 'problem' and other.is_open
       and other.phase not in ('appealable', 'appealed') and other.place_id = this.place_id
       and other.seen_by_roles = this.seen_by_roles and other.hidden_from = this.hidden_from`,
    [problemId, mergedInto],
  );
  return rowCount ? undefined : { code: 'merged-into-unfit', params: { mergedInto } };
}

/** `merged-into-unfit`, when merging is agreed to: the other has meanwhile been merged itself, perhaps into this one. */
export async function refuseMoved(pool: Pool, problemId: string): Promise<Rejection | undefined> {
  const { rows } = await pool.query<{ mergedInto: string }>(
    `select other.process_id as "mergedInto" from process_view this
     join process_view other on other.process_id = (this.state->'core'->'closing'->>'mergedInto')::uuid
     where this.process_id = $1 and other.state->'core'->>'mergedInto' is not null`,
    [problemId],
  );
  return rows[0] && { code: 'merged-into-unfit', params: rows[0] };
}
