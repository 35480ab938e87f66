// What will happen by itself at a place within so many days: what time decides, and who is told next about which duty. Folded from the stored
// states of the processes whose next instant lies in the window, a page at a time; never asks the engine.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { lookAhead, openObligations } from '../../domain/machinery/look';
import type { Setting } from '../../domain/machinery/types';
import type { ProcessKind, ProcessState } from '../../domain/process';
import type { PlaceKind } from '../../store/register/places';
import type { Principal } from '../auth/principal';
import { audienceSql, audienceValues } from './audience';

/** Next instant and id of the last process of the page before. */
export type WakeKey = [string, string];

export interface AheadQuestion {
  path: string;
  caller: Principal;
  now: Date;
  until: Date;
  after: WakeKey | null;
  /** Processes that are looked at. */
  limit: number;
}

interface AheadRow {
  id: string;
  kind: ProcessKind;
  phase: string;
  placeId: string;
  placeName: string;
  placeKind: PlaceKind;
  wakeAt: Date;
  policy: Setting['policy'];
  calendar: Setting['calendar'];
  state: ProcessState<{ phase: string }>;
}

/** Processes in the order of their next instant, each with everything that lies in the window, earliest first. */
export async function placeAhead(pool: Pool, { path, caller, now, until, after, limit }: AheadQuestion) {
  const { rows } = await pool.query<AheadRow>(
    `select v.process_id as id, v.kind, v.phase, v.place_id as "placeId", e.name as "placeName", e.kind::text as "placeKind",
       v.next_wake_at as "wakeAt", p.policy, p.calendar, v.state
     from process_view v join process p on p.id = v.process_id join place e on e.id = v.place_id
     where v.is_open and v.next_wake_at <= $1 and starts_with(v.place_path, $2) and ${audienceSql('v', 6)}
       and ($3::timestamptz is null or (v.next_wake_at, v.process_id) > ($3, $4::uuid))
     order by v.next_wake_at, v.process_id limit $5`,
    [until, path, after?.[0] ?? null, after?.[1] ?? null, limit, ...audienceValues(caller)],
  );
  return rows.map((row) => ({
    process: {
      id: row.id,
      kind: row.kind,
      phase: row.phase,
      place: { id: row.placeId, name: row.placeName, kind: row.placeKind },
    },
    wakeAt: row.wakeAt.toISOString(),
    events: eventsOf(row, now.toISOString(), until.toISOString()),
  }));
}

function eventsOf({ kind, policy, calendar, state }: AheadRow, now: string, until: string) {
  const definition = definitionOf(kind);
  const setting = { policy, calendar };
  const decided = lookAhead(definition, state, setting, now)
    .filter(({ at }) => at <= until)
    .map((foreseen) => ({ ...foreseen, duty: null, tells: null }));
  const told = openObligations(definition, state, setting).flatMap(({ key, nextStepAt, nextStepTells, basis }) =>
    nextStepAt !== null && nextStepTells !== null && nextStepAt <= until
      ? [
          {
            ...{ at: nextStepAt < now ? now : nextStepAt, isProvisional: false },
            ...{ what: nextStepTells === 'addressee' ? 'remind' : 'escalate', clock: null, basis },
            ...{ phaseAfter: state.core.phase, duty: key, tells: nextStepTells },
          },
        ]
      : [],
  );
  return [...decided, ...told].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
