// Folds the events of the watch on a committee's term into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import { evolveDemand } from './demand';
import type { CommitteeMember } from './messages';
import type { LaunchedTerm, SeatedMember, Term, TermCore, TermEvent } from './state';

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
    case 'demandMade':
    case 'demandSettled':
    case 'conveningMissed':
    case 'meetingConvened':
    case 'recallStarted':
    case 'recallEnded':
      return evolveDemand(core, event);
    case 'alternateSeated':
      return withTerm(core, {
        members: [...core.term.members, { memberId: event.memberId, office: 'member', isSuspended: false }],
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
        demands: [],
        recallId: null,
        term: {
          no: core.term.no + 1,
          startsOn: event.startsOn,
          endsOn: event.endsOn,
          seats: event.seats,
          members: seated(event.members),
          alternateIds: event.alternateIds,
          isExpired: false,
          report: 'notDue',
        },
      };
    case 'termExpired':
      return withTerm(core, { isExpired: true });
    case 'seatsVacant':
      return { ...enter(core, 'vacant', event.at), demands: [] };
    case 'substituteFormed':
      return { ...enter(core, 'substituted', event.at), substitute: { body: event.body, since: event.at, acts: [] } };
    case 'substituteEnded':
      return { ...core, substitute: null };
    case 'substituteActed':
      return withActs(core, (acts) => [...acts, { actId: event.actId, isRevoked: false }]);
    case 'substituteActRevoked':
      return withActs(core, (acts) =>
        acts.map((act) => (act.actId === event.actId ? { ...act, isRevoked: true } : act)),
      );
    case 'substituteRevoked':
      return core;
    case 'byElectionStarted':
      return { ...core, byElectionId: event.electionId };
    case 'seatsFilled':
      return {
        ...withTerm(core, { members: [...core.term.members, ...event.memberIds.map(plainMember)] }),
        byElectionId: null,
      };
    case 'byElectionFailed':
      return { ...core, byElectionId: null };
    case 'deliveryRecorded':
      return { ...core, delivery: { delivered: event.delivered, firstDeliveredOn: event.firstDeliveredOn } };
    case 'foundingTriggered':
      return enter(core, 'foundingDue', event.at);
    case 'developerStayedSilent':
      return { ...core, isDeveloperSilent: true };
    case 'developerReported':
    case 'registryListObtained':
      return core;
    case 'watchEnded':
      return enter(core, 'closed', event.at);
    default:
      return assertNever(event);
  }
}

const watched = (event: Extract<TermEvent, { type: 'termWatched' }>): LaunchedTerm => ({
  phase: event.termEndsOn === null ? 'unfounded' : 'serving',
  phaseSince: event.at,
  termId: event.termId,
  place: event.place,
  termYears: event.termYears,
  term: {
    no: event.termEndsOn === null ? 0 : 1,
    startsOn: event.termStartsOn,
    endsOn: event.termEndsOn,
    seats: event.seats,
    members: seated(event.members),
    alternateIds: event.alternateIds,
    // Where there never was a committee, nobody's term goes on while one is founded.
    isExpired: event.termEndsOn === null,
    report: 'notDue',
  },
  renewalReason: null,
  electionId: null,
  byElectionId: null,
  substitute: null,
  demands: [],
  recallId: null,
  delivery: null,
  isDeveloperSilent: false,
});

const plainMember = (memberId: string): SeatedMember => ({ memberId, office: 'member', isSuspended: false });

type Acts = NonNullable<LaunchedTerm['substitute']>['acts'];

const withActs = (core: LaunchedTerm, change: (acts: Acts) => Acts): LaunchedTerm => ({
  ...core,
  substitute: core.substitute && { ...core.substitute, acts: change(core.substitute.acts) },
});

const seated = (members: readonly CommitteeMember[]): SeatedMember[] =>
  members.map((member) => ({ ...member, isSuspended: false }));

const enter = (core: LaunchedTerm, phase: LaunchedTerm['phase'], at: Instant): LaunchedTerm => ({
  ...core,
  phase,
  phaseSince: at,
});

const withTerm = (core: LaunchedTerm, change: Partial<Term>): LaunchedTerm => ({
  ...core,
  term: { ...core.term, ...change },
});
