// Decides every command of a recall (罢免): the member is heard, then the owners vote on each member (民法典 278(3), 杭州 31, 北京 46).
// What follows for the committee is decided by the watch on its term.
import { assertNever } from '../assert-never';
import { launchOf, runningVote } from '../child-vote';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import type {
  LaunchedRecall,
  RecallCommand,
  RecallCommandOf as Of,
  RecallCore,
  RecallDecision,
  RecallEvent,
  RecallEvents,
  RecallLaunch,
  RecallOutcome,
} from './state';

/** The clock by which one member must answer. */
export const defenceClock = (memberId: string): string => `defence:${memberId}`;

export function decideRecall(core: RecallCore, command: RecallCommand, moment: Moment): RecallDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'giveDefence':
      return giveDefence(core, command, moment);
    case 'recordNoDefence':
      return recordNoDefence(core, command, moment);
    case 'recordChildLaunched':
      if (core.attempts.some(({ voteId }) => voteId === command.childId)) return accept();
      if (runningVote(core.attempts)) return refuse('vote-not-awaited', { voteId: command.childId });
      return accept({ type: 'voteLaunched', voteId: command.childId });
    case 'recordAssemblyHeld':
      return recordAssemblyHeld(core, command, moment);
    case 'recordVoteResult':
      return recordVoteResult(core, command, moment);
    case 'stopRecall': {
      const { reasonText, basisText } = command;
      return accept(...stopAllClocks(moment.clocks), { type: 'recallStopped', at: moment.now, reasonText, basisText });
    }
    default:
      return assertNever(command);
  }
}

function launch(command: RecallLaunch, moment: Moment): RecallDecision {
  const { type: _type, processId, ...launched } = command;
  const { proposedBy, petitionId, memberIds } = command;
  if (memberIds.length === 0) return refuse('recall-names-nobody');
  if (new Set(memberIds).size !== memberIds.length) return refuse('committee-member-twice');
  if ((proposedBy === 'petition') !== (petitionId !== null)) return refuse('petition-not-named');
  const { defence, isSuspendedUntilVote } = moment.policy.recall;
  return accept(
    {
      ...{ type: 'recallLaunched', at: moment.now, recallId: processId, isSuspending: isSuspendedUntilVote.value },
      ...launched,
    },
    ...memberIds.map((memberId) => startClock(defenceClock(memberId), defence, moment)),
  );
}

/** The member's own word; an official enters it in the member's name where it came on paper. */
function giveDefence(core: LaunchedRecall, command: Of<'giveDefence'>, moment: Moment): RecallDecision {
  const { memberId, defenceText } = command;
  const member = core.members.find((other) => other.memberId === memberId);
  if (!member) return refuse('not-a-member', { memberId });
  if (moment.actor.kind !== 'account' || moment.actor.ownerId !== memberId) return refuse('not-your-defence');
  if (member.defence !== 'awaited') return refuse('defence-already-given');
  return heard(core, { type: 'defenceGiven', memberId, defenceText }, moment);
}

/** Silence is no consent: it is recorded, and the owners decide all the same. */
function recordNoDefence(core: LaunchedRecall, { memberId }: Of<'recordNoDefence'>, moment: Moment): RecallDecision {
  return heard(core, { type: 'defenceLapsed', memberId }, moment);
}

/** When the last member has been heard the owners vote. */
function heard(
  core: LaunchedRecall,
  event: Extract<RecallEvent, { type: 'defenceGiven' | 'defenceLapsed' }>,
  moment: Moment,
): RecallDecision {
  const isLast = core.members.every(({ memberId, defence }) => memberId === event.memberId || defence !== 'awaited');
  return accept(event, ...stopClocks(moment.clocks, defenceClock(event.memberId)), ...(isLast ? voteDue(moment) : []));
}

const voteDue = (moment: Moment): RecallEvents => [
  { type: 'voteDue', at: moment.now },
  startClock('vote', moment.policy.recall.voteWithin, moment),
];

function recordAssemblyHeld(
  core: LaunchedRecall,
  { voteId }: Of<'recordAssemblyHeld'>,
  moment: Moment,
): RecallDecision {
  const launched = launchOf(core.attempts, voteId, moment);
  if (!launched) return refuse('vote-not-awaited', { voteId });
  return accept(...launched, { type: 'assemblyHeld', voteId }, ...stopClocks(moment.clocks, 'vote'));
}

/** Each member by the item that names him. Where too few took part nothing is decided, and there may be another attempt. */
function recordVoteResult(core: LaunchedRecall, command: Of<'recordVoteResult'>, moment: Moment): RecallDecision {
  const { voteId, outcome, items } = command;
  const launched = launchOf(core.attempts, voteId, moment);
  if (!launched) return refuse('vote-not-awaited', { voteId });
  const idsWith = (...outcomes: string[]): string[] =>
    core.members
      .filter(({ memberId, verdict }) =>
        items.some((item) => verdict === null && item.itemId === memberId && outcomes.includes(item.outcome)),
      )
      .map(({ memberId }) => memberId);
  const [recalledIds, keptIds] = [idsWith('passed'), idsWith('rejected')];
  const decided: RecallEvent = { type: 'membersDecided', at: moment.now, voteId, outcome, recalledIds, keptIds };
  const verdicts = core.members.map(({ memberId, verdict }) =>
    recalledIds.includes(memberId) ? 'recalled' : keptIds.includes(memberId) ? 'kept' : verdict,
  );
  const attempts = core.attempts.length + launched.length;
  if (verdicts.includes(null) && attempts < moment.policy.recall.maxAttempts.value)
    return accept(...launched, decided, ...stopClocks(moment.clocks, 'vote'), ...voteDue(moment));
  const closed: RecallEvent = { type: 'recallClosed', at: moment.now, outcome: outcomeOf(verdicts) };
  return accept(...launched, decided, ...stopAllClocks(moment.clocks), closed);
}

function outcomeOf(verdicts: ('recalled' | 'kept' | null)[]): Exclude<RecallOutcome, 'stopped'> {
  if (verdicts.every((verdict) => verdict === 'recalled')) return 'recalled';
  if (verdicts.includes('recalled')) return 'partlyRecalled';
  return verdicts.includes('kept') ? 'kept' : 'failed';
}
