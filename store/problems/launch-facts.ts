// What the database knows about a place when a problem is reported there: who takes it in, and whether the same thing was here before.
import { instantOf } from '../../domain/calendar/instant';
import { before } from '../../domain/calendar/due';
import type { Calendar } from '../../domain/calendar/types';
import type { Policy } from '../../domain/policy/schema';
import type { ProblemLaunch } from '../../domain/problem/state';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export interface Spot {
  estateId: string;
  estatePath: string;
  /** A building or entrance of the estate, or the estate itself. */
  spotPlaceId: string;
}

/** Refuses `spot-outside-estate` for a place that does not lie at or in the estate. */
export async function assertSpotInside(tx: Tx, { spotPlaceId, estatePath }: Spot): Promise<void> {
  const { rowCount } = await tx.query('select 1 from place where id = $1 and starts_with(path, $2)', [
    spotPlaceId,
    estatePath,
  ]);
  if (!rowCount) throw refused('spot-outside-estate', { placeId: spotPlaceId });
}

/** What a launch says of the place beside what its reporter says. */
export type LaunchFacts = Pick<ProblemLaunch, 'desk' | 'recurrenceOf'>;

/**
 * `desk`: the estate's firm, else its committee, by who holds the role there today; null: nobody. `recurrenceOf`: the newest closed problem of
 * this category at this spot within the policy's time, and the level at which it ended; null: none. Refuses `spot-outside-estate`.
 */
export async function launchFacts(
  tx: Tx,
  { estatePath, spotPlaceId, category }: Omit<Spot, 'estateId'> & { category: string },
  { problem }: Policy,
  calendar: Calendar,
  now: Date,
): Promise<LaunchFacts> {
  const since = before(problem.recurrence.within, instantOf(now.getTime()), calendar).at;
  const { rows } = await tx.query<{ isInside: boolean; roles: string[]; recurrenceOf: LaunchFacts['recurrenceOf'] }>({
    name: 'problem-launch-facts',
    text: `select exists (select from place where id = $1 and starts_with(path, $2)) as "isInside",
       array(select distinct g.role::text from role_grant g join account a on a.id = g.account_id
         where g.role in ('firmManager', 'committeeMember') and g.path = $2 and g.ended_at is null and a.disabled_at is null) as roles,
       (select json_build_object('problemId', problem_id, 'level', level) from problem_view
         where spot_place_id = $1 and category = $3 and closed_at >= $4 and outcome in ('resolved', 'unverified')
         order by closed_at desc limit 1) as "recurrenceOf"`,
    values: [spotPlaceId, estatePath, category, since],
  });
  const { isInside, roles, recurrenceOf } = rows[0] ?? { isInside: false, roles: [], recurrenceOf: null };
  if (!isInside) throw refused('spot-outside-estate', { placeId: spotPlaceId });
  const desk = (['firmManager', 'committeeMember'] as const).find((role) => roles.includes(role)) ?? null;
  return { desk, recurrenceOf };
}
