// A dry run of a new holiday table or another policy over the live processes of a place: which clocks would be due when. Writes nothing.
import type { Pool } from 'pg';
import type { HolidayYear } from '../../domain/calendar/types';
import type { Setting } from '../../domain/machinery/types';
import type { Policy } from '../../domain/policy/schema';
import type { Clocks, MovedClock, ProcessKind } from '../../domain/process';
import {
  indexRules,
  underCalendar,
  underPolicy,
  type RuleIndex,
  type Unmatched,
} from '../../domain/supervision/dry-run';
import type { PlaceKind } from '../../store/register/places';
import type { Principal } from '../auth/principal';
import { audienceSql, audienceValues } from './audience';
import { eachPage } from '../../store/each-page';

export type Change = { calendar: HolidayYear } | { policy: Policy };

/** Read at a time, so that no answer to somebody else waits for long. */
const PAGE = 200;
/** Clocks listed one by one; the counts are over all. */
const LISTED = 500;

interface LiveRow {
  id: string;
  kind: ProcessKind;
  placeId: string;
  placeName: string;
  placeKind: PlaceKind;
  policyHash: string;
  calendar: Setting['calendar'];
  clocks: Clocks;
}

export async function dryRunAt(
  pool: Pool,
  { path, caller, change, now }: { path: string; caller: Principal; change: Change; now: Date },
) {
  const at = now.toISOString();
  const rulesOf = ruleIndexes(pool);
  const counts = { processes: 0, clocks: 0, moved: 0, later: 0, earlier: 0 };
  const unmatched = { notFromPolicy: 0, absent: 0, ambiguous: 0 };
  const items = [];
  for await (const row of livePages(pool, path, caller)) {
    const { moved, unmatched: left } = await changed(row, change, at, rulesOf);
    counts.processes += 1;
    counts.clocks += Object.keys(row.clocks).length;
    for (const { why } of left) unmatched[why] += 1;
    for (const clock of moved) {
      const byMs = Date.parse(clock.to) - Date.parse(clock.from);
      counts.moved += 1;
      if (byMs > 0) counts.later += 1;
      if (byMs < 0) counts.earlier += 1;
      if (items.length < LISTED) items.push({ process: processOf(row), ...itemOf(row, clock), byMs });
    }
  }
  return { at, ...counts, unmatched, items, isCut: counts.moved > items.length };
}

async function changed(
  { clocks, calendar, policyHash, id }: LiveRow,
  change: Change,
  at: string,
  rulesOf: (hash: string, processId: string) => Promise<RuleIndex>,
): Promise<{ moved: MovedClock[]; unmatched: Unmatched[] }> {
  if ('calendar' in change) return { moved: underCalendar(clocks, calendar, change.calendar, at), unmatched: [] };
  return underPolicy(clocks, await rulesOf(policyHash, id), change.policy, calendar, at);
}

/** Thousands of processes share a few policies: each is read and looked through once. */
function ruleIndexes(pool: Pool): (hash: string, processId: string) => Promise<RuleIndex> {
  const known = new Map<string, RuleIndex>();
  return async (hash, processId) => {
    const found = known.get(hash);
    if (found) return found;
    const { rows } = await pool.query<{ policy: unknown }>('select policy from process where id = $1', [processId]);
    const index = indexRules(rows[0]?.policy);
    known.set(hash, index);
    return index;
  };
}

const processOf = ({ id, kind, placeId, placeName, placeKind }: LiveRow) => ({
  id,
  kind,
  place: { id: placeId, name: placeName, kind: placeKind },
});

const itemOf = ({ clocks }: LiveRow, { name, from, to, isProvisional }: MovedClock) => ({
  clock: name,
  basis: clocks[name]?.rule.basis ?? '',
  ...{ from, to, isProvisional },
});

/** Live processes at or inside the place that the caller may see, by id; of each state only what a clock needs. */
async function* livePages(pool: Pool, path: string, caller: Principal): AsyncGenerator<LiveRow> {
  const live = async (after: LiveRow | null): Promise<LiveRow[]> => {
    const { rows } = await pool.query<LiveRow>(
      `select v.process_id as id, v.kind, v.place_id as "placeId", e.name as "placeName", e.kind::text as "placeKind",
         p.policy_hash as "policyHash", coalesce(nullif(v.state -> 'calendar', 'null'), p.calendar) as calendar,
         v.state -> 'clocks' as clocks
       from process_view v join process p on p.id = v.process_id join place e on e.id = v.place_id
       where v.is_open and starts_with(v.place_path, $1) and v.process_id > $2 and ${audienceSql('v', 4)}
       order by v.process_id limit $3`,
      [path, after?.id ?? '00000000-0000-0000-0000-000000000000', PAGE, ...audienceValues(caller)],
    );
    return rows;
  };
  for await (const page of eachPage(PAGE, live)) yield* page;
}
