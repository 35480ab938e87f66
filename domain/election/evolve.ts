// Folds the events of a committee election into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import { answered, raised } from '../objections';
import { stillOpen } from './publish-slate';
import type { Candidate, ElectionCore, ElectionEvent, LaunchedElection, Opinion } from './state';

export function evolveElection(core: ElectionCore, event: ElectionEvent): ElectionCore {
  if (event.type === 'electionLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'groupPublished':
      return {
        ...enter(core, 'groupNotice', event.at),
        group: { members: event.members, leaderId: event.leaderId },
        objections: [],
        isNoticeOver: false,
      };
    case 'groupConfirmed':
      return { ...enter(core, 'nominating', event.at), objections: [] };
    case 'groupRejected':
      return { ...enter(core, 'groupForming', event.at), group: null };
    case 'groupFoundShort':
      return { ...core, groupCalls: core.groupCalls + 1 };
    case 'draftsPublished':
      return { ...core, hasDrafts: true };
    case 'handoverStarted':
      return { ...core, [event.occasion]: { handoverId: event.handoverId, outcome: null } };
    case 'handoverEnded':
      return { ...core, [event.occasion]: { handoverId: event.handoverId, outcome: event.outcome } };
    case 'assemblyExtended':
      return { ...core, assemblyExtensions: core.assemblyExtensions + 1 };
    case 'objectionRaised': {
      const { about, candidateId } = event;
      return { ...core, objections: [...core.objections, { ...raised(event), about, candidateId }] };
    }
    case 'objectionAnswered':
      return { ...core, objections: answered(core.objections, event.objectionId, event.isUpheld) };
    case 'noticeOver':
      return { ...core, isNoticeOver: true };
    case 'candidateNominated':
      return {
        ...core,
        candidates: [
          ...core.candidates,
          {
            candidateId: event.candidateId,
            ownerId: event.ownerId,
            status: 'nominated',
            opinions: [],
            appeal: 'none',
            excludedBy: null,
          },
        ],
      };
    case 'candidateWithdrawn':
      return withCandidate(core, event.candidateId, (candidate) => ({ ...candidate, status: 'withdrawn' }));
    case 'nominationExtended':
      return { ...core, nominationExtensions: core.nominationExtensions + 1 };
    case 'slateFoundShort':
      return enter(core, 'shortSlate', event.at);
    case 'seatsReduced':
      return { ...core, seats: event.seats, minSeats: event.minSeats };
    case 'nominationReopened':
      return { ...enter(core, 'nominating', event.at), isNoticeOver: false };
    case 'vettingStarted':
      return enter(core, 'vetting', event.at);
    case 'opinionGiven':
      return withCandidate(core, event.candidateId, (candidate) => ({
        ...candidate,
        opinions: [
          ...candidate.opinions,
          {
            body: event.body,
            stance: event.isAdverse ? 'adverse' : 'clear',
            basisKind: event.basisKind,
            defence: event.isAdverse ? 'awaited' : 'notNeeded',
          },
        ],
      }));
    case 'bodyStayedSilent':
      return { ...core, candidates: core.candidates.map((candidate) => withSilence(candidate, event.body)) };
    case 'opinionAnswered':
      return withDefence(core, event, 'given');
    case 'defenceLapsed':
      return withDefence(core, event, 'lapsed');
    case 'candidateDecided':
      return withCandidate(core, event.candidateId, (candidate) => ({
        ...candidate,
        status: event.isAdmitted ? 'admitted' : 'excluded',
        appeal: event.isAdmitted ? 'none' : 'possible',
        excludedBy: event.isAdmitted ? null : event.accountId,
      }));
    case 'exclusionAppealed':
      return withCandidate(core, event.candidateId, (candidate) => ({ ...candidate, appeal: 'made' }));
    case 'appealLapsed':
      return withCandidate(core, event.candidateId, (candidate) => ({ ...candidate, appeal: 'settled' }));
    case 'appealDecided':
      return withCandidate(core, event.candidateId, (candidate) => ({
        ...candidate,
        appeal: 'settled',
        status: event.isUpheld ? 'admitted' : 'excluded',
      }));
    case 'slatePublished':
      return {
        ...enter(core, 'slateNotice', event.at),
        objections: stillOpen(core, event.candidateIds),
        isNoticeOver: false,
      };
    case 'candidateRemoved':
      return withCandidate(core, event.candidateId, (candidate) => ({ ...candidate, status: 'removed' }));
    case 'voteDue':
      return enter(core, 'voting', event.at);
    case 'voteLaunched':
      return { ...core, attempts: [...core.attempts, { voteId: event.voteId, isHeld: false, outcome: null }] };
    case 'assemblyHeld':
      return {
        ...core,
        attempts: core.attempts.map((attempt) =>
          attempt.voteId === event.voteId ? { ...attempt, isHeld: true } : attempt,
        ),
      };
    case 'voteFailed':
      return { ...enter(core, 'retrying', event.at), attempts: withOutcome(core, event) };
    case 'committeeElected':
      return {
        ...enter(core, 'seating', event.at),
        attempts: withOutcome(core, event),
        electedIds: event.electedIds,
        reserveIds: event.reserveIds,
      };
    case 'firstMeetingHeld':
      return { ...core, offices: { chairId: event.chairId, viceChairIds: event.viceChairIds } };
    case 'officesPublished':
      return { ...enter(core, 'filing', event.at), filing: 'notApplied' };
    case 'filingApplied':
      return { ...core, filing: 'applied' };
    case 'filingReturned':
      return { ...core, filing: 'returned' };
    case 'filingRefused':
      return { ...core, filing: 'refused' };
    case 'filingStayedSilent':
      return { ...core, filing: 'silent' };
    case 'filingOrdered':
      return { ...core, filing: 'applied' };
    case 'filingGranted':
      return { ...enter(core, 'handover', event.at), filing: 'granted' };
    case 'auditDue':
      return { ...core, audit: 'due' };
    case 'auditFellToCommunity':
      return { ...core, audit: 'fallen' };
    case 'auditCommissioned':
      return { ...core, audit: 'commissioned' };
    case 'auditPublished':
      return { ...core, audit: 'shown' };
    case 'auditNoticeOver':
      return { ...core, audit: 'done' };
    case 'electionClosed':
      return { ...enter(core, 'closed', event.at), outcome: event.outcome };
    case 'electionStopped':
      return { ...enter(core, 'closed', event.at), outcome: 'stopped' };
    default:
      return assertNever(event);
  }
}

const launched = (event: Extract<ElectionEvent, { type: 'electionLaunched' }>): LaunchedElection => ({
  phase: 'groupForming',
  phaseSince: event.at,
  electionId: event.electionId,
  place: event.place,
  variant: event.variant,
  trigger: event.trigger,
  termEndsOn: event.termEndsOn,
  parentId: event.parentId,
  seats: event.seats,
  legalMin: event.legalMin,
  minSeats: event.minSeats,
  group: null,
  groupCalls: 0,
  hasDrafts: false,
  custody: null,
  takeover: null,
  assemblyExtensions: 0,
  candidates: [],
  nominationExtensions: 0,
  objections: [],
  isNoticeOver: false,
  attempts: [],
  electedIds: [],
  reserveIds: [],
  offices: null,
  filing: 'notApplied',
  audit: 'notDue',
  outcome: null,
});

const enter = (core: LaunchedElection, phase: LaunchedElection['phase'], at: Instant): LaunchedElection => ({
  ...core,
  phase,
  phaseSince: at,
});

const withCandidate = (
  core: LaunchedElection,
  candidateId: string,
  change: (candidate: Candidate) => Candidate,
): LaunchedElection => ({
  ...core,
  candidates: core.candidates.map((candidate) =>
    candidate.candidateId === candidateId ? change(candidate) : candidate,
  ),
});

function withSilence(candidate: Candidate, body: string): Candidate {
  const isConcerned = candidate.status === 'nominated' && !candidate.opinions.some((opinion) => opinion.body === body);
  const silent: Opinion = { body, stance: 'silent', basisKind: null, defence: 'notNeeded' };
  return isConcerned ? { ...candidate, opinions: [...candidate.opinions, silent] } : candidate;
}

const withDefence = (
  core: LaunchedElection,
  { body, candidateId }: { body: string; candidateId: string },
  defence: 'given' | 'lapsed',
): LaunchedElection =>
  withCandidate(core, candidateId, (candidate) => ({
    ...candidate,
    opinions: candidate.opinions.map((opinion) => (opinion.body === body ? { ...opinion, defence } : opinion)),
  }));

const withOutcome = (
  core: LaunchedElection,
  event: { voteId: string; outcome: NonNullable<LaunchedElection['attempts'][number]['outcome']> },
) =>
  core.attempts.map((attempt) => (attempt.voteId === event.voteId ? { ...attempt, outcome: event.outcome } : attempt));
