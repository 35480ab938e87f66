// What the database knows about a place when a problem is reported there: who takes it in, and whether the same thing was here before.
import { instantOf } from '../../domain/calendar/instant';
import { before } from '../../domain/calendar/due';
import type { Calendar } from '../../domain/calendar/types';
import type { Policy } from '../../domain/policy/schema';
import type { Level } from '../../domain/problem/messages';
import type { EstateDesk, ProblemLaunch } from '../../domain/problem/state';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export interface Spot {
  estateId: string;
  estatePath: string;
  /** A building or entrance of the estate, or the estate itself. */
  spotPlaceId: string;
}

/** The desk of the estate: its firm, else its committee, by who holds the role there today; null: nobody. */
export async function deskOf(tx: Tx, estatePath: string): Promise<EstateDesk> {
  const { rows } = await tx.query<{ role: 'firmManager' | 'committeeMember' }>({
    name: 'estate-desk',
    text: `select distinct g.role::text as role from role_grant g join account a on a.id = g.account_id
     where g.role in ('firmManager', 'committeeMember') and g.path = $1 and g.ended_at is null and a.disabled_at is null`,
    values: [estatePath],
  });
  const roles = rows.map(({ role }) => role);
  return roles.includes('firmManager') ? 'firmManager' : roles.includes('committeeMember') ? 'committeeMember' : null;
}

/** Refuses `spot-outside-estate` for a place that does not lie at or in the estate. */
export async function assertSpotInside(tx: Tx, { spotPlaceId, estatePath }: Spot): Promise<void> {
  const { rowCount } = await tx.query('select 1 from place where id = $1 and starts_with(path, $2)', [
    spotPlaceId,
    estatePath,
  ]);
  if (!rowCount) throw refused('spot-outside-estate', { placeId: spotPlaceId });
}

/** The newest closed problem of this category at this spot within the policy's time, and the level at which it ended; null: none. */
export async function recurrenceOf(
  tx: Tx,
  { spotPlaceId, category }: { spotPlaceId: string; category: string },
  { problem }: Policy,
  calendar: Calendar,
  now: Date,
): Promise<ProblemLaunch['recurrenceOf']> {
  const since = before(problem.recurrence.within, instantOf(now.getTime()), calendar).at;
  const { rows } = await tx.query<{ problemId: string; level: Level }>({
    name: 'problem-recurrence',
    text: `select problem_id as "problemId", level from problem_view
     where spot_place_id = $1 and category = $2 and closed_at >= $3 and outcome in ('resolved', 'unverified')
     order by closed_at desc limit 1`,
    values: [spotPlaceId, category, since],
  });
  return rows[0] ?? null;
}
