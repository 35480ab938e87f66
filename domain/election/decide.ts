// Decides every command of a committee election (业委会换届, states A1-A13 of docs/election.md). Dispatch, and the steps up to the end
// of nomination; vetting, slate and what follows the vote are in the files beside.
import { assertNever } from '../assert-never';
import { extendClock, startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import {
  decideFiling,
  recordAssemblyHeld,
  recordHandoverItem,
  recordFirstMeeting,
  recordVoteResult,
  signHandover,
  startRetry,
} from './after-vote';
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
    case 'formGroup':
      return formGroup(command, moment);
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
    case 'settleSlateNotice':
      return settleSlateNotice(core, moment);
    case 'recordChildLaunched':
      if (core.attempts.some(({ voteId }) => voteId === command.childId)) return accept();
      if (core.attempts.some(({ outcome }) => outcome === null))
        return refuse('vote-not-awaited', { voteId: command.childId });
      return accept({ type: 'voteLaunched', voteId: command.childId });
    case 'recordAssemblyHeld':
      return recordAssemblyHeld(core, command, moment);
    case 'recordVoteResult':
      return recordVoteResult(core, command, moment);
    case 'startRetry':
      return startRetry(moment);
    case 'recordFirstMeeting':
      return recordFirstMeeting(core, command, moment);
    case 'publishOffices':
      if (!core.offices) return refuse('offices-not-chosen');
      return accept(
        { type: 'officesPublished', at: moment.now },
        ...stopClocks(moment.clocks, 'publishOffices'),
        startClock('filingApply', moment.policy.election.filingApply, moment),
      );
    case 'applyFiling':
      if (core.filing === 'applied') return refuse('filing-already-applied');
      return accept(
        { type: 'filingApplied', documentsText: command.documentsText },
        ...stopClocks(moment.clocks, 'filingApply'),
        startClock('filingDecide', moment.policy.election.filingDecide, moment),
      );
    case 'decideFiling':
      return decideFiling(core, command, moment);
    case 'recordHandoverItem':
      return recordHandoverItem(core, command);
    case 'signHandover':
      return signHandover(core, command, moment);
    case 'stopElection':
      return accept(...stopClocks(moment.clocks, ...Object.keys(moment.clocks)), {
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
  const { max, isOdd } = policy.committeeSize.value;
  const min = legalMinimum(policy, command);
  const { seats } = command;
  if (seats < min || seats > max || (isOdd && seats % 2 === 0))
    return refuse('seats-out-of-bounds', { seats, min, max, isOdd });
  const { processId, place, trigger, termEndsOn, parentId } = command;
  return accept(
    {
      type: 'electionLaunched',
      at: moment.now,
      electionId: processId,
      place,
      trigger,
      termEndsOn,
      parentId,
      seats,
      legalMin: min,
      minSeats: minimumSeats(min, seats),
    },
    startClock('groupForm', policy.groupForm, moment),
  );
}

function formGroup(command: Of<'formGroup'>, moment: Moment): ElectionDecision {
  const { groupSize, groupOwnerShare, groupNotice } = moment.policy.election;
  const { members, leaderId } = command;
  const { min, max, isOdd } = groupSize.value;
  const ids = new Set(members.map(({ memberId }) => memberId));
  if (ids.size !== members.length) return refuse('group-member-twice');
  if (members.length < min || members.length > max) return refuse('group-size', { size: members.length, min, max });
  if (isOdd && members.length % 2 === 0) return refuse('group-not-odd', { size: members.length });
  if (!ids.has(leaderId)) return refuse('leader-not-member');
  const owners = members.filter(({ capacity }) => capacity === 'owner').length;
  if (owners * groupOwnerShare.den < members.length * groupOwnerShare.num)
    return refuse('too-few-owners-in-group', { owners, size: members.length });
  return accept(
    ...stopClocks(moment.clocks, 'groupForm'),
    { type: 'groupPublished', at: moment.now, members, leaderId },
    startClock('groupNotice', groupNotice, moment),
  );
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
