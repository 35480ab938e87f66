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
  /** How often each type of event stands in the estate's record, whatever the process. */
  events: Record<string, number>;
  /** How each process ended that has: its kind, what it was for where there are several, its outcome. */
  outcomes: string[];
  /** Members were suspended while the owners voted on their recall. */
  isSuspendedUntilVote: boolean;
  /** Signatures on petitions. */
  signatures: { own: number; paper: number };
  /** Owners' votes of any kind. */
  votes: number;
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

interface Process {
  kind: string;
  what: string | null;
  outcome: string | null;
  isOpen: boolean;
}

/** Somebody is to see to it that the estate gets a committee. */
const DUTIES = ['reportTerm', 'launchElection', 'awaitElection', 'formSubstitute'];
/** The engine was away for days; what time decides is recorded when it is back. */
const LATENESS_MS = 5 * DAY_MS;

export async function factsOf(pool: Pool, { estateId, watchId }: Estate, now: number): Promise<Facts> {
  const { rows: events } = await pool.query<Event>(
    `select p.kind, e.process_id as "processId", e.type, e.payload, to_json(e.at at time zone 'utc') #>> '{}' || 'Z' as at
     from process_event e join process p on p.id = e.process_id where p.place_id = $1 order by e.recorded_at, e.seq`,
    [estateId],
  );
  const { rows: duties } = await pool.query<Opened>(
    `select key, to_json(since at time zone 'utc') #>> '{}' || 'Z' as since, to_json(closed_at at time zone 'utc') #>> '{}' || 'Z' as "closedAt"
     from obligation where process_id = $1`,
    [watchId],
  );
  const { rows: processes } = await pool.query<Process>(
    `select v.kind, v.outcome, v.is_open as "isOpen", coalesce(v.state #>> '{core,variant}', v.state #>> '{core,occasion}') as what
     from process_view v join process p on p.id = v.process_id where p.place_id = $1 order by v.process_id`,
    [estateId],
  );
  const { rows: signed } = await pool.query<{ own: number; paper: number }>(
    `select count(*) filter (where s.kind = 'own')::int as own, count(*) filter (where s.kind = 'paper')::int as paper
     from petition_signature s join process p on p.id = s.petition_id where p.place_id = $1`,
    [estateId],
  );
  const ofWatch = events.filter(({ processId }) => processId === watchId);
  const count = (type: string, among = events) => among.filter((event) => event.type === type).length;
  const has = (type: string, test: (payload: Event['payload']) => boolean) =>
    ofWatch.some((event) => event.type === type && test(event.payload));
  const begun = ofWatch.filter(({ type }) => type === 'termBegan');
  const ends = ofWatch.flatMap(({ type, payload, at }) => {
    if (type !== 'termWatched' && type !== 'termBegan') return [];
    const lastDay = payload[type === 'termWatched' ? 'termEndsOn' : 'endsOn'];
    // Where there never was a committee, no term ends.
    if (typeof lastDay !== 'string') return [];
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
    events: counted(events.map(({ type }) => type)),
    outcomes: processes.flatMap(({ kind, what, outcome, isOpen }) =>
      isOpen || outcome === null ? [] : [[kind, what, outcome].filter((part) => part !== null).join(' ')],
    ),
    isSuspendedUntilVote: has('recallStarted', ({ isSuspending }) => isSuspending === true),
    signatures: signed[0] ?? { own: 0, paper: 0 },
    votes: processes.filter(({ kind }) => kind === 'ownersVote').length,
    unnoticed: past.filter((term) => !isNoticed(term)).map(({ lastDay }) => lastDay),
  };
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
