// What became of an estate, from the record alone: its events and its duties, not what anybody meant to do.
import type { Pool } from 'pg';
import { startOfDate, addMs, DAY_MS, instantOf } from '../../../domain/calendar/instant';
import type { RenewalReason } from '../../../domain/committee-term/state';
import type { Estate } from './street';

export interface Facts {
  /** Why each election had to be launched, in their order. */
  reasons: RenewalReason[];
  isExpired: boolean;
  isSubstituted: boolean;
  /** The district was told that the launch of an election is overdue. */
  isReportedToDistrict: boolean;
  /** Somebody pushed for it. */
  isPushed: boolean;
  failedVotes: number;
  failedElections: number;
  termsBegun: number;
  /** Terms whose last day has passed, and of those the ones that a new committee had followed by then. */
  termsEnded: number;
  renewedBefore: number;
  /** Ends of terms, as dates, that the record lets pass without a duty of somebody to act. */
  unnoticed: string[];
}

interface Event {
  kind: string;
  processId: string;
  type: string;
  payload: Record<string, unknown>;
  at: string;
}

interface Opened {
  key: string;
  since: string;
  closedAt: string | null;
}

/** Somebody is to see to it that the estate gets a committee. */
const DUTIES = ['reportTerm', 'launchElection', 'awaitElection', 'formSubstitute'];
/** The engine was away for days; what time decides is recorded when it is back. */
const LATENESS_MS = 5 * DAY_MS;

export async function factsOf(pool: Pool, { estateId, watchId }: Estate, now: number): Promise<Facts> {
  const { rows: events } = await pool.query<Event>(
    `select p.kind, e.process_id as "processId", e.type, e.payload, to_json(e.at at time zone 'utc') #>> '{}' || 'Z' as at
     from process_event e join process p on p.id = e.process_id where p.estate_id = $1 order by e.recorded_at, e.seq`,
    [estateId],
  );
  const { rows: duties } = await pool.query<Opened>(
    `select key, to_json(since at time zone 'utc') #>> '{}' || 'Z' as since, to_json(closed_at at time zone 'utc') #>> '{}' || 'Z' as "closedAt"
     from obligation where process_id = $1`,
    [watchId],
  );
  const ofWatch = events.filter(({ processId }) => processId === watchId);
  const count = (type: string, among = events) => among.filter((event) => event.type === type).length;
  const has = (type: string, test: (payload: Event['payload']) => boolean) =>
    ofWatch.some((event) => event.type === type && test(event.payload));
  const begun = ofWatch.filter(({ type }) => type === 'termBegan');
  const ends = ofWatch.flatMap(({ type, payload, at }) => {
    if (type !== 'termWatched' && type !== 'termBegan') return [];
    const lastDay = String(payload[type === 'termWatched' ? 'termEndsOn' : 'endsOn']);
    return [{ lastDay, from: at, end: addMs(startOfDate(lastDay), DAY_MS) }];
  });
  const past = ends.filter(({ end }) => end <= instantOf(Math.floor(now)));
  const isRenewed = ({ from, end }: (typeof ends)[number]) => begun.some(({ at }) => at > from && at <= end);
  const isNoticed = (term: (typeof ends)[number]) => {
    const duty = duties.some(
      ({ key, since }) => DUTIES.includes(key) && since >= term.from && since <= addMs(term.end, LATENESS_MS),
    );
    const expired = ofWatch.some(
      ({ type, at }) => type === 'termExpired' && at >= term.end && at <= addMs(term.end, LATENESS_MS),
    );
    return duty && (isRenewed(term) || expired);
  };
  return {
    reasons: ofWatch.flatMap(({ type, payload }) =>
      type === 'renewalDue' ? [payload['reason'] as RenewalReason] : [],
    ),
    isExpired: count('termExpired', ofWatch) > 0,
    isSubstituted: count('substituteFormed', ofWatch) > 0,
    isReportedToDistrict: has(
      'escalated',
      ({ key, tell }) => key === 'launchElection' && tell === 'districtSupervisor',
    ),
    isPushed: has('nudged', ({ key }) => key === 'launchElection'),
    failedVotes: count('voteFailed'),
    failedElections: count('renewalFailed', ofWatch),
    termsBegun: begun.length,
    termsEnded: past.length,
    renewedBefore: past.filter(isRenewed).length,
    unnoticed: past.filter((term) => !isNoticed(term)).map(({ lastDay }) => lastDay),
  };
}
