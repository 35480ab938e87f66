// Tells the operator that a process stands still because engine and record disagree. Nothing is healed here.
import { uuidFrom } from '../store/ids';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: the obligation's id is made from the process and where it stood. */
export const reportDivergence =
  ({ pool, time }: ActivityDeps) =>
  async ({ processId, seq }: { processId: string; seq: number }): Promise<void> => {
    const now = await time.now();
    await pool.query(
      `insert into obligation (id, process_id, key, duty, party_kind, role, place_path, since, is_provisional, basis, opened_seq,
         process_kind, district_id, street_id, community_id, estate_id, stirred_at, stuck_at)
       select $1, p.id, 'mendDivergence', 'mendDivergence', 'role', 'districtSupervisor',
         (select path from place d where d.kind = 'district' and p.place_path like d.path || '%'), $3, false, 'custom', $2, p.kind, ids[1], ids[2], ids[3], ids[4], $3, $3
       from process p, lateral (select string_to_array(trim(both '/' from p.place_path), '/') as ids) path where p.id = $4
       on conflict (process_id, key, opened_seq) do update set closed_at = null, closed_how = null, closed_seq = null`,
      [uuidFrom(`${processId}:diverged:${seq}`), seq, now, processId],
    );
  };
