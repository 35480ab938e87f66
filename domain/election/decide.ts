// Decides every command of a committee election (业委会换届, states A1-A13 of docs/election.md). Dispatch, and the steps up to the end
// of nomination; vetting, slate and what follows the vote are in the files beside.
import { assertNever } from '../assert-never';
import { extendClock, startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import {
  decideFiling,
  orderFiling,
  recordAssemblyHeld,
  recordFilingSilence,
  recordFirstMeeting,
  recordVoteResult,
  startRetry,
} from './after-vote';
import { appealExclusion, decideAppeal, recordNoAppeal } from './appeal';
import { commissionAudit, endAuditNotice, publishAudit, recordHandoverEnded, recordNoAudit } from './closing';
import { callForMembers, formGroup } from './group';
import { closeNomination, reduceSeats, reopenNomination, withdrawCandidate } from './nomination';
import { answerObjection, objectToCandidate, raiseObjection, settleGroupNotice, settleSlateNotice } from './objections';
import { legalMinimum, minimumSeats } from './seats';
import type {
  ElectionCommand,
  ElectionCommandOf as Of,
  ElectionCore,
  ElectionDecision,
  ElectionLaunch,
  LaunchedElection,
} from './state';
import { answerOpinion, decideCandidate, giveOpinion, recordNoDefence, recordSilence } from './vetting';

export function decideElection(core: ElectionCore, command: ElectionCommand, moment: Moment): ElectionDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'callForMembers':
      return callForMembers(core, command, moment);
    case 'formGroup':
      return formGroup(core, command, moment);
    case 'publishDrafts':
      if (core.variant !== 'founding') return refuse('no-drafts-needed');
      return accept({ type: 'draftsPublished', rulesText: command.rulesText, covenantText: command.covenantText });
    case 'objectToGroup':
      return raiseObjection(core, { ...command, about: 'group', candidateId: null }, moment);
    case 'objectToCandidate':
      return objectToCandidate(core, command, moment);
    case 'answerObjection':
      return answerObjection(core, command, moment);
    case 'settleGroupNotice':
      return settleGroupNotice(core, moment);
    case 'extendAssembly':
      return extendAssembly(core, command, moment);
    case 'nominate':
      return nominate(core, command, moment);
    case 'withdrawCandidate':
      return withdrawCandidate(core, command, moment);
    case 'closeNomination':
      return closeNomination(core, moment);
    case 'reduceSeats':
      return reduceSeats(core, command, moment);
    case 'reopenNomination':
      return reopenNomination(command, moment);
    case 'giveOpinion':
      return giveOpinion(core, command, moment);
    case 'recordSilence':
      return recordSilence(core, command, moment);
    case 'answerOpinion':
      return answerOpinion(core, command, moment);
    case 'recordNoDefence':
      return recordNoDefence(core, command, moment);
    case 'decideCandidate':
      return decideCandidate(core, command, moment);
    case 'appealExclusion':
      return appealExclusion(core, command, moment);
    case 'recordNoAppeal':
      return recordNoAppeal(core, command, moment);
    case 'decideAppeal':
      return decideAppeal(core, command, moment);
    case 'settleSlateNotice':
      return settleSlateNotice(core, moment);
    case 'recordChildLaunched':
      return recordChildLaunched(core, command);
    case 'recordAssemblyHeld':
      return recordAssemblyHeld(core, command, moment);
    case 'recordVoteResult':
      return recordVoteResult(core, command, moment);
    case 'startRetry':
      return startRetry(moment);
    case 'recordFirstMeeting':
      return recordFirstMeeting(core, command, moment);
    case 'publishOffices':
      if (!core.offices && core.variant !== 'byElection') return refuse('offices-not-chosen');
      return accept(
        { type: 'officesPublished', at: moment.now },
        ...stopClocks(moment.clocks, 'publishOffices'),
        startClock('filingApply', moment.policy.election.filingApply, moment),
      );
    case 'applyFiling':
      if (core.filing === 'applied' || core.filing === 'silent') return refuse('filing-already-applied');
      return accept(
        { type: 'filingApplied', documentsText: command.documentsText },
        ...stopClocks(moment.clocks, 'filingApply'),
        startClock('filingDecide', moment.policy.election.filingDecide, moment),
      );
    case 'decideFiling':
      return decideFiling(core, command, moment);
    case 'recordFilingSilence':
      return recordFilingSilence(moment);
    case 'orderFiling':
      return orderFiling(core, command, moment);
    case 'recordHandoverEnded':
      return recordHandoverEnded(core, command, moment);
    case 'commissionAudit':
      return commissionAudit(core, command, moment);
    case 'recordNoAudit':
      return recordNoAudit(moment);
    case 'publishAudit':
      return publishAudit(core, command, moment);
    case 'endAuditNotice':
      return endAuditNotice(core, moment);
    case 'stopElection':
      return accept(...stopAllClocks(moment.clocks), {
        type: 'electionStopped',
        at: moment.now,
        reasonText: command.reasonText,
        basisText: command.basisText,
      });
    default:
      return assertNever(command);
  }
}

function launch(command: ElectionLaunch, moment: Moment): ElectionDecision {
  const policy = moment.policy.election;
  const { max } = policy.committeeSize.value;
  const { seats, variant } = command;
  const isOdd = policy.committeeSize.value.isOdd && variant !== 'byElection';
  // Those who are elected later join members who stay: the committee's size was settled when it was elected.
  const min = variant === 'byElection' ? 1 : legalMinimum(policy, command);
  if (seats < min || seats > max || (isOdd && seats % 2 === 0))
    return refuse('seats-out-of-bounds', { seats, min, max, isOdd });
  const { processId, place, trigger, termEndsOn, parentId } = command;
  return accept(
    {
      type: 'electionLaunched',
      at: moment.now,
      electionId: processId,
      place,
      variant,
      trigger,
      termEndsOn,
      parentId,
      seats,
      legalMin: min,
      minSeats: variant === 'byElection' ? 1 : minimumSeats(min, seats),
    },
    startClock('groupForm', policy.groupForm, moment),
  );
}

/** A vote or a handover that this election asked for runs now. */
function recordChildLaunched(core: LaunchedElection, command: Of<'recordChildLaunched'>): ElectionDecision {
  const { childKey, childId } = command;
  if (childKey === 'custody' || childKey === 'takeover') {
    if (core[childKey]) return accept();
    return accept({ type: 'handoverStarted', occasion: childKey, handoverId: childId });
  }
  if (core.attempts.some(({ voteId }) => voteId === childId)) return accept();
  if (core.phase !== 'voting' || core.attempts.some(({ outcome }) => outcome === null))
    return refuse('vote-not-awaited', { voteId: childId });
  return accept({ type: 'voteLaunched', voteId: childId });
}

function extendAssembly(core: LaunchedElection, command: Of<'extendAssembly'>, moment: Moment): ElectionDecision {
  const { times, length } = moment.policy.election.assemblyExtension;
  const running = moment.clocks['assembly'];
  if (!running) return refuse('no-such-clock', { clock: 'assembly' });
  if (core.assemblyExtensions >= times.value) return refuse('no-extension-left', { max: times.value });
  return accept(
    { type: 'assemblyExtended', reasonText: command.reasonText },
    extendClock(running, length, moment.calendar),
  );
}

function nominate(core: LaunchedElection, command: Of<'nominate'>, moment: Moment): ElectionDecision {
  const { candidateId, ownerId, nominatedBy } = command;
  if (core.candidates.some((candidate) => candidate.candidateId === candidateId))
    return refuse('id-already-used', { id: candidateId });
  const isStanding = core.candidates.some(
    (candidate) =>
      candidate.ownerId === ownerId && (candidate.status === 'nominated' || candidate.status === 'admitted'),
  );
  if (isStanding) return refuse('already-candidate');
  const { actor } = moment;
  if (nominatedBy === 'self' && actor.kind === 'account' && actor.role === 'owner' && actor.ownerId !== ownerId)
    return refuse('self-nomination-only');
  return accept({ type: 'candidateNominated', candidateId, ownerId, nominatedBy });
}
