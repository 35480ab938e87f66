// The list of processes within a caller's reach, newest first.
import type { Pool } from 'pg';
import type { ProcessKind } from '../../domain/process';
import type { PlaceKind } from '../../store/register/places';
import type { Principal } from '../auth/principal';
import { audienceSql, audienceValues } from './audience';
import { visiblePlaces, visibleSql } from './visibility';

export interface SummaryRow {
  id: string;
  kind: ProcessKind;
  placeId: string;
  placeName: string;
  placeKind: PlaceKind;
  placePath: string;
  phase: string;
  outcome: string | null;
  isOpen: boolean;
  isSuspended: boolean;
  launchedAt: Date;
  updatedAt: Date;
  openCount: number;
  overdueCount: number;
  nextDueAt: Date | null;
}

export interface ProcessFilter {
  caller: Principal;
  /** At or inside this place. */
  placePath: string | undefined;
  kind: ProcessKind | undefined;
  isOpen: boolean | undefined;
  /** Sort key of the last row of the page before: launch instant and id. */
  after: [string, string] | null;
  limit: number;
}

/** Columns of a summary from process `p`, its view `v` and place `e`; `$1` is the present instant. */
export const SUMMARY_COLUMNS = `p.id, p.kind, p.place_id as "placeId", e.name as "placeName", e.kind::text as "placeKind", p.place_path as "placePath",
  v.phase, v.outcome, v.is_open as "isOpen", v.is_suspended as "isSuspended", p.launched_at as "launchedAt", v.updated_at as "updatedAt",
  o.open_count as "openCount", o.overdue_count as "overdueCount", o.next_due_at as "nextDueAt"`;

export const SUMMARY_TABLES = `process p join process_view v on v.process_id = p.id join place e on e.id = p.place_id
  cross join lateral (
    select count(*)::int as open_count, (count(*) filter (where due_at <= $1))::int as overdue_count,
      min(due_at) filter (where due_at > $1) as next_due_at
    from obligation where process_id = p.id and closed_at is null) o`;

export async function listProcesses(pool: Pool, filter: ProcessFilter, now: Date): Promise<SummaryRow[]> {
  const { caller, placePath, kind, isOpen, after, limit } = filter;
  const visible = visiblePlaces(caller.grants);
  const { rows } = await pool.query<SummaryRow>(
    // The page is cut first, so that duties are counted for its rows only.
    `with page as (
        select p.id from process p join process_view v on v.process_id = p.id
        where ${visibleSql('p.place_path', 2)} and ${audienceSql('v', 10)}
          and ($4::text is null or starts_with(p.place_path, $4))
          and ($5::text is null or p.kind = $5)
          and ($6::boolean is null or v.is_open = $6)
          and ($7::timestamptz is null or (p.launched_at, p.id) < ($7, $8::uuid))
        order by p.launched_at desc, p.id desc limit $9)
      select ${SUMMARY_COLUMNS} from ${SUMMARY_TABLES} where p.id in (select id from page) order by p.launched_at desc, p.id desc`,
    [
      now,
      visible.below,
      visible.exactly,
      placePath ?? null,
      kind ?? null,
      isOpen ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
      ...audienceValues(caller),
    ],
  );
  return rows;
}

export const summaryOf = (row: SummaryRow) => ({
  id: row.id,
  kind: row.kind,
  place: { id: row.placeId, name: row.placeName, kind: row.placeKind },
  phase: row.phase,
  outcome: row.outcome,
  isOpen: row.isOpen,
  isSuspended: row.isSuspended,
  launchedAt: row.launchedAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  openCount: row.openCount,
  overdueCount: row.overdueCount,
  nextDueAt: row.nextDueAt?.toISOString() ?? null,
});
