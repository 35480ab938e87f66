// Folds the events of an owners' vote into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import { answered, openOnes, raised } from '../objections';
import type { LaunchedVote, VoteCore, VoteEvent } from './state';

export function evolveVote(core: VoteCore, event: VoteEvent): VoteCore {
  if (event.type === 'voteLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'legalityChecked':
      return { ...core, legality: event.isFit ? 'fit' : 'unfit' };
    case 'rollFreezeRequested':
      return enter(core, 'freezingRoll', event.at);
    case 'rollFrozen':
      return { ...enter(core, 'rollPublished', event.at), roll: event.roll, rollObjections: [], isRollSettled: false };
    case 'rollObjectionRaised':
      return { ...core, rollObjections: [...core.rollObjections, raised(event)] };
    case 'rollObjectionAnswered':
      return {
        ...core,
        rollObjections: answered(core.rollObjections, event.objectionId, event.isUpheld),
      };
    case 'rollSettled':
      return { ...core, isRollSettled: true };
    case 'noticePublished':
      return { ...enter(core, 'noticed', event.at), windowDays: event.windowDays };
    case 'noticeRestarted':
      return { ...enter(core, 'rollPublished', event.at), windowDays: null };
    case 'votingOpened':
      return {
        ...enter(core, 'open', event.at),
        window: { opensAt: event.opensAt, closesAt: event.closesAt, extensions: 0 },
      };
    case 'windowExtended':
      return core.window
        ? { ...core, window: { ...core.window, closesAt: event.closesAt, extensions: core.window.extensions + 1 } }
        : core;
    case 'votingClosed':
      return {
        ...enter(core, 'counting', event.at),
        window: core.window ? { ...core.window, closesAt: event.closedAt } : null,
      };
    case 'countingFinished':
      return enter(core, 'tallying', event.at);
    case 'countIncomplete':
      return {
        ...enter(core, 'counting', event.at),
        unresolvedPaperCount: event.unresolvedPaperCount,
        unexplainedDifferences: event.unexplainedDifferences,
        deniedBallots: event.deniedBallots,
      };
    case 'votesTallied':
      return {
        ...enter(core, 'signing', event.at),
        totals: event.totals,
        proof: event.proof,
        outcome: event.outcome,
        unresolvedPaperCount: 0,
        unexplainedDifferences: 0,
        deniedBallots: 0,
        signedBy: [],
      };
    case 'countersNamed':
      return { ...core, counterIds: event.counterIds };
    case 'countSigned':
      return { ...core, signedBy: [...core.signedBy, event.accountId] };
    case 'countDisputed':
    case 'recountOrdered':
      return { ...enter(core, 'counting', event.at), signedBy: [] };
    case 'lotDrawn':
      return { ...core, proof: event.proof, outcome: event.outcome, signedBy: [] };
    case 'resultPublished':
      return {
        ...enter(core, 'resultPublished', event.at),
        resultObjections: openOnes(core.resultObjections),
        isResultObjectionOver: false,
      };
    case 'resultObjectionRaised':
      return { ...core, resultObjections: [...core.resultObjections, raised(event)] };
    case 'resultObjectionAnswered':
      return afterResultAnswer(core, event);
    case 'resultObjectionsOver':
      return { ...core, isResultObjectionOver: true };
    case 'resultCertified':
      return { ...enter(core, 'certified', event.at), outcome: event.outcome };
    case 'voteVoided':
      return { ...enter(core, 'closed', event.at), outcome: 'voided' };
    case 'voteContested':
      return { ...core, isContested: true, contest: { ground: event.ground, since: event.at } };
    case 'contestEnded':
      return { ...core, isContested: false, contest: null };
    case 'decisionRevoked':
      return { ...enter(core, 'closed', event.at), outcome: 'voided', revoked: { by: event.by, at: event.at } };
    case 'voteClosed':
      return enter(core, 'closed', event.at);
    default:
      return assertNever(event);
  }
}

const launched = (event: Extract<VoteEvent, { type: 'voteLaunched' }>): LaunchedVote => ({
  phase: 'drafted',
  voteId: event.voteId,
  place: event.place,
  scope: event.scope,
  convenor: event.convenor,
  agenda: event.agenda,
  meeting: event.meeting,
  parentId: event.parentId,
  legality: 'unchecked',
  phaseSince: event.at,
  roll: null,
  rollObjections: [],
  isRollSettled: false,
  windowDays: null,
  window: null,
  unresolvedPaperCount: 0,
  unexplainedDifferences: 0,
  deniedBallots: 0,
  totals: null,
  proof: null,
  counterIds: [],
  signedBy: [],
  resultObjections: [],
  isResultObjectionOver: false,
  outcome: null,
  ...{ isContested: false, contest: null, revoked: null },
});

const enter = (core: LaunchedVote, phase: LaunchedVote['phase'], at: Instant): LaunchedVote => ({
  ...core,
  phase,
  phaseSince: at,
});

function afterResultAnswer(
  core: LaunchedVote,
  event: Extract<VoteEvent, { type: 'resultObjectionAnswered' }>,
): LaunchedVote {
  const resultObjections = answered(core.resultObjections, event.objectionId, event.remedy !== 'dismissed');
  const next = { ...core, resultObjections };
  return event.remedy === 'recount' ? { ...enter(next, 'counting', event.at), signedBy: [] } : next;
}
