// Folds the events of the watch on a committee's term into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import type { LaunchedTerm, Term, TermCore, TermEvent } from './state';

export function evolveTerm(core: TermCore, event: TermEvent): TermCore {
  if (event.type === 'termWatched') return watched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'reportOpened':
      return withTerm(enter(core, 'reportDue', event.at), { report: 'due' });
    case 'termReported':
      return withTerm(core, { report: 'given' });
    case 'reportMissed':
      return withTerm(core, { report: 'missed' });
    case 'renewalDue':
      return { ...enter(core, 'renewalDue', event.at), renewalReason: event.reason };
    case 'memberLeft':
      return withTerm(core, { members: core.term.members.filter(({ memberId }) => memberId !== event.memberId) });
    case 'alternateSeated':
      return withTerm(core, {
        members: [...core.term.members, { memberId: event.memberId, office: 'member' }],
        alternateIds: core.term.alternateIds.filter((id) => id !== event.memberId),
      });
    case 'renewalStarted':
      return { ...enter(core, 'renewing', event.at), electionId: event.electionId };
    case 'renewalFailed':
      return { ...core, electionId: null };
    case 'termBegan':
      return {
        ...enter(core, 'serving', event.at),
        renewalReason: null,
        electionId: null,
        substitute: null,
        term: {
          no: core.term.no + 1,
          startsOn: event.startsOn,
          endsOn: event.endsOn,
          seats: event.seats,
          members: event.members,
          alternateIds: [],
          isExpired: false,
          report: 'notDue',
        },
      };
    case 'termExpired':
      return withTerm(core, { isExpired: true });
    case 'seatsVacant':
      return enter(core, 'vacant', event.at);
    case 'substituteFormed':
      return { ...enter(core, 'substituted', event.at), substitute: { body: event.body, since: event.at } };
    case 'substituteEnded':
      return { ...core, substitute: null };
    case 'watchEnded':
      return enter(core, 'closed', event.at);
    default:
      return assertNever(event);
  }
}

const watched = (event: Extract<TermEvent, { type: 'termWatched' }>): LaunchedTerm => ({
  phase: 'serving',
  phaseSince: event.at,
  termId: event.termId,
  place: event.place,
  termYears: event.termYears,
  term: {
    no: 1,
    startsOn: event.termStartsOn,
    endsOn: event.termEndsOn,
    seats: event.seats,
    members: event.members,
    alternateIds: event.alternateIds,
    isExpired: false,
    report: 'notDue',
  },
  renewalReason: null,
  electionId: null,
  substitute: null,
});

const enter = (core: LaunchedTerm, phase: LaunchedTerm['phase'], at: Instant): LaunchedTerm => ({
  ...core,
  phase,
  phaseSince: at,
});

const withTerm = (core: LaunchedTerm, change: Partial<Term>): LaunchedTerm => ({
  ...core,
  term: { ...core.term, ...change },
});
