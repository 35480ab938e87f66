// Columns of an obligation by which lists of stuck work are sorted and filtered, so that such a list reads one index and joins nothing.
// They follow from the process's state and events, and from how long such duties take in the district (duty_normal).
import type { Instant } from '../../domain/calendar/types';
import { definitionOf } from '../../domain/definitions';
import type { OpenObligation } from '../../domain/machinery/look';
import { nextDecision } from '../../domain/machinery/time';
import { signsOf } from '../../domain/supervision/detectors';
import { isPingPong, isStirring, quietUntil } from '../../domain/supervision/silence';
import type { AnyPending, OpenProcess } from './append-events';
import type { RowTable } from './insert-rows';

/** Names with types, as `insertRows` takes them. `silent_at` and `stuck_at` are worked out by the database (STUCK). */
export const STALL_COLUMNS = `process_kind text, district_id text, street_id text, community_id text, estate_id text,
    stirred_at timestamptz, quiet_until timestamptz, is_ping_pong boolean, decides text, decides_at timestamptz, signs text[]`;

/** Silence counts by the district's ninetieth percentile or, without one, by the policy; nothing does while the process stands still. */
const silentAt = (row: string): string =>
  `case when ${row}.quiet_until is null then null
     else coalesce(${row}.stirred_at + normal.p90_ms * interval '1 millisecond', ${row}.quiet_until) end`;

const stuckAt = (row: string): string =>
  `case when ${row}.quiet_until is null then 'infinity' else least(${row}.due_at, stuck.silent_at) end`;

/** The columns that depend on `duty_normal`, for rows `row` that have the others. */
export const STUCK = {
  columns: 'silent_at, stuck_at',
  select: (row: string): string => `stuck.silent_at, ${stuckAt(row)} as stuck_at`,
  join: (row: string): string =>
    `left join duty_normal normal on (normal.kind, normal.duty, normal.district_path)
       = (${row}.process_kind, ${row}.duty, '/' || ${row}.district_id || '/')
     cross join lateral (select ${silentAt(row)} as silent_at) stuck`,
};

export const DERIVED: NonNullable<RowTable['derived']> = {
  columns: STUCK.columns,
  select: STUCK.select('new'),
  join: STUCK.join('new'),
};

/** When the process was stirred last, given when it was before these events. */
export function stirredBy(events: readonly AnyPending[], before: Instant): Instant {
  return events.filter(({ event }) => isStirring(event)).at(-1)?.at ?? before;
}

/** The columns of one open duty. */
export function stallColumns(process: OpenProcess, obligation: OpenObligation, stirredAt: Instant): object {
  const { kind, state, setting, placePath } = process;
  // A path is the ids from the district down.
  const [districtId, streetId, communityId, estateId] = placePath.split('/').filter((id) => id !== '');
  return {
    process_kind: kind,
    district_id: districtId,
    street_id: streetId ?? null,
    community_id: communityId ?? null,
    estate_id: estateId ?? null,
    stirred_at: stirredAt,
    quiet_until: quietUntil(obligation, stirredAt, state, setting),
    is_ping_pong: isPingPong(state, obligation.key, setting),
    ...nextOf(process),
    signs: signsOf(kind, state, setting),
  };
}

/** What happens next in the process by itself: what the machine is about, or what time decides and when. */
function nextOf({ kind, state, setting }: OpenProcess): { decides: string | null; decides_at: Instant | null } {
  const definition = definitionOf(kind);
  const effect = state.suspension ? undefined : definition.effect(state.core, setting.policy);
  if (effect) return { decides: effect.type, decides_at: null };
  const next = nextDecision(definition, state, setting);
  return {
    decides: next === undefined ? null : next.kind === 'command' ? next.command.type : 'resume',
    decides_at: next?.at ?? null,
  };
}
