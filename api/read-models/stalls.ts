// The list of everything that waits for people, what is stuck for longest first: by `stuck_at`, the earlier of the instant at which a duty is
// overdue and the one from which its process counts as silent. The page is cut from one ordered index for each place looked at; only its own
// rows are joined to anything, so that it takes as long over a hundred thousand duties as over a thousand.
import type { Pool } from 'pg';
import type { ProcessKind, Role } from '../../domain/process';
import type { PlaceKind } from '../../store/register/places';
import type { Principal } from '../auth/principal';
import { audienceSql, audienceValues } from './audience';
import { filterSql, type StallFilter } from './stall-filters';
import { LEVELS, type Scopes } from './stall-scopes';

/** `stuck_at` ('infinity' while the process stands still) and id of the last row of the page before. */
export type StallKey = [string, string];

export interface StallQuestion {
  caller: Principal;
  scopes: Scopes;
  filter: StallFilter;
  after: StallKey | null;
  limit: number;
  now: Date;
}

export interface Trouble {
  kind: string;
  what: string;
  attempts: number;
  lastError: string;
  since: string;
}

/** What is null in a row of a process in which nobody has a duty while its engine is in trouble stands in `duty` and what belongs to it. */
export interface StallRow {
  id: string;
  processId: string;
  processKind: ProcessKind;
  phase: string;
  isSuspended: boolean;
  placeId: string;
  placeName: string;
  placeKind: PlaceKind;
  key: string | null;
  duty: string | null;
  partyKind: 'role' | 'department' | 'owner' | 'account' | null;
  role: Role | null;
  department: string | null;
  personId: string | null;
  partyPath: string | null;
  since: Date;
  dueAt: Date | null;
  isProvisional: boolean;
  basis: string | null;
  stirredAt: Date | null;
  silentAt: Date | null;
  /** Null: infinite. */
  stuckAt: Date | null;
  isPingPong: boolean;
  rung: number;
  nextStepAt: Date | null;
  nextStepTells: Role | 'addressee' | null;
  decides: string | null;
  decidesAt: Date | null;
  signs: string[];
  normalN: number | null;
  medianMs: string | null;
  p90Ms: string | null;
  troubles: Trouble[] | null;
}

const COLUMNS = `o.id, o.process_id, o.key, o.duty, o.party_kind, o.role, o.department, o.person_id, o.place_path, o.since, o.due_at,
  o.is_provisional, o.basis, o.stirred_at, o.silent_at, o.stuck_at, o.is_ping_pong, o.rung, o.next_step_at, o.next_step_tells, o.decides,
  o.decides_at, o.signs, o.process_kind, o.district_id`;

export async function listStalls(pool: Pool, question: StallQuestion): Promise<StallRow[]> {
  const { scopes, limit } = question;
  if (Object.keys(scopes).length === 0) return [];
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const sources = [...dutySources(question, parameter), ...troubleSource(question, parameter)];
  const { rows } = await pool.query<StallRow>(
    `with page as materialized (
        select * from (${sources.join(' union all ')}) found order by stuck_at, id limit ${limit})
      select o.id, o.process_id as "processId", o.process_kind as "processKind", v.phase, v.is_suspended as "isSuspended",
        e.id as "placeId", e.name as "placeName", e.kind::text as "placeKind",
        o.key, o.duty, o.party_kind as "partyKind", o.role, o.department, o.person_id as "personId", o.place_path as "partyPath",
        o.since, o.due_at as "dueAt", o.is_provisional as "isProvisional", o.basis, o.stirred_at as "stirredAt", o.silent_at as "silentAt",
        case when isfinite(o.stuck_at) then o.stuck_at end as "stuckAt", o.is_ping_pong as "isPingPong", o.rung,
        o.next_step_at as "nextStepAt", o.next_step_tells as "nextStepTells", o.decides, o.decides_at as "decidesAt", o.signs,
        n.n as "normalN", n.median_ms as "medianMs", n.p90_ms as "p90Ms", t.troubles
      from page o join process_view v on v.process_id = o.process_id join place e on e.id = v.place_id
        left join duty_normal n on (n.kind, n.duty, n.district_path) = (o.process_kind, o.duty, '/' || o.district_id || '/')
        left join lateral (
          select json_agg(json_build_object('kind', r.kind, 'what', r.what, 'attempts', r.attempts, 'lastError', r.last_error,
            'since', r.since) order by r.since) as troubles
          from engine_trouble r where r.process_id = o.process_id and r.resolved_at is null) t on true
      order by o.stuck_at, o.id`,
    values,
  );
  return rows;
}

type Parameter = (value: unknown) => string;

const audienceOf = (caller: Principal, parameter: Parameter): string => {
  const [people, offices] = audienceValues(caller);
  const first = Number(parameter(people).slice(1));
  parameter(offices);
  return audienceSql('v', first);
};

/** One for each level of places: the first rows of each place's own index. */
function dutySources({ caller, scopes, filter, after, limit, now }: StallQuestion, parameter: Parameter): string[] {
  const conditions = ['o.closed_at is null', audienceOf(caller, parameter), ...filterSql(filter, now, parameter)];
  // Literal, so that the planner knows how few rows are wanted and takes the ordered index.
  if (after)
    conditions.push(`(o.stuck_at, o.id) > (${parameter(after[0])}::timestamptz, ${parameter(after[1])}::uuid)`);
  return LEVELS.flatMap((level) => {
    const ids = scopes[level];
    if (!ids) return [];
    return [
      `select duty.* from unnest(${parameter(ids)}::text[]) as here (id) cross join lateral (
         select ${COLUMNS} from obligation o join process_view v on v.process_id = o.process_id
         where o.${level}_id = here.id and ${conditions.join(' and ')} order by o.stuck_at, o.id limit ${limit}) duty`,
    ];
  });
}

/** Processes whose engine is in trouble while nobody has a duty in them: one row each, without a duty. */
function troubleSource({ caller, scopes, filter, after, now }: StallQuestion, parameter: Parameter): string[] {
  const { flag, kind, ...ofDuties } = filter;
  const isAskedFor = flag === undefined || flag === 'any' || flag === 'engineTrouble';
  if (!isAskedFor || Object.values(ofDuties).some((value) => value !== undefined)) return [];
  const ids = LEVELS.flatMap((level) => scopes[level] ?? []);
  const conditions = [
    `t.resolved_at is null and t.since <= ${parameter(now)} and v.is_open`,
    `string_to_array(trim(both '/' from v.place_path), '/') && ${parameter(ids)}::text[]`,
    audienceOf(caller, parameter),
    'not exists (select from obligation d where d.process_id = v.process_id and d.closed_at is null)',
  ];
  if (kind !== undefined) conditions.push(`v.kind = ${parameter(kind)}`);
  const isAfter = after
    ? `having (min(t.since), v.process_id) > (${parameter(after[0])}::timestamptz, ${parameter(after[1])}::uuid)`
    : '';
  return [
    `select v.process_id, v.process_id, null, null, null, null, null, null, null, min(t.since), null, false, null, null, null, min(t.since),
       false, 0, null, null, null, v.next_wake_at, '{}'::text[], v.kind, split_part(v.place_path, '/', 2)
     from engine_trouble t join process_view v on v.process_id = t.process_id
     where ${conditions.join(' and ')} group by v.process_id ${isAfter}`,
  ];
}

/** A process that stands still goes on by itself at the latest then. */
export const suspendedUntilOf = ({ isSuspended, decidesAt }: StallRow): string | null =>
  isSuspended ? (decidesAt?.toISOString() ?? null) : null;

export const stallKeyOf = ({ stuckAt, id }: Pick<StallRow, 'stuckAt' | 'id'>): StallKey => [
  stuckAt?.toISOString() ?? 'infinity',
  id,
];
