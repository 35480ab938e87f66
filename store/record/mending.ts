// The operator's duty to mend a process whose engine and record disagree, or whose record was changed. While it is open no run is started.
import type { Pool } from 'pg';
import { uuidFrom } from '../ids';
import type { Tx } from '../transaction';

/** Harmless when run twice: the obligation's id is made from the process and where it stood. Opens one again that was discharged. */
export async function openMending(db: Pool | Tx, processId: string, seq: number, now: Date): Promise<void> {
  await db.query(
    `insert into obligation (id, process_id, key, duty, party_kind, role, place_path, since, is_provisional, basis, opened_seq,
       process_kind, district_id, street_id, community_id, estate_id, stirred_at, stuck_at)
     select $1, p.id, 'mendDivergence', 'mendDivergence', 'role', 'districtSupervisor',
       (select path from place d where d.kind = 'district' and p.place_path like d.path || '%'), $3, false, 'custom', $2, p.kind, ids[1], ids[2], ids[3], ids[4], $3, $3
     from process p, lateral (select string_to_array(trim(both '/' from p.place_path), '/') as ids) path where p.id = $4
     on conflict (process_id, key, opened_seq) do update set closed_at = null, closed_how = null, closed_seq = null,
       stuck_at = excluded.stuck_at`,
    [uuidFrom(`${processId}:diverged:${seq}`), seq, now, processId],
  );
}

export type MendedHow = 'engineRebuilt' | 'foundWhole';

export async function dischargeMending(db: Pool | Tx, processId: string, how: MendedHow): Promise<void> {
  await db.query(
    `update obligation set closed_at = clock_timestamp(), closed_how = $2, closed_seq = opened_seq
     where process_id = $1 and key = 'mendDivergence' and closed_at is null`,
    [processId, how],
  );
}

/** Engine and record disagreed, and nobody has decided yet which is right: of the process whose id the expression gives. */
export const divergedSql = (processId: string): string =>
  `exists (select from obligation where process_id = ${processId} and key = 'mendDivergence' and closed_at is null)`;
