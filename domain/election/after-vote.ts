// What follows the vote: a committee or another attempt, the first meeting, filing (备案), handover.
import { launchOf } from '../child-vote';
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Actor, type Moment } from '../process';
import type {
  ElectionCommandOf as Of,
  ElectionDecision,
  ElectionEvent,
  ElectionEvents,
  HandoverSide,
  LaunchedElection,
} from './state';

type AccountActor = Extract<Actor, { kind: 'account' }>;

const SIDES: readonly HandoverSide[] = ['old', 'new', 'witness'];

/** The assembly was held when its window closed: what comes after (count, objections, certificate) has clocks of its own. */
export function recordAssemblyHeld(
  core: LaunchedElection,
  { voteId }: Of<'recordAssemblyHeld'>,
  moment: Moment,
): ElectionDecision {
  const launched = launchOf(core.attempts, voteId, moment);
  if (!launched) return refuse('vote-not-awaited', { voteId });
  return accept(
    ...launched,
    { type: 'assemblyHeld', at: moment.now, voteId },
    ...stopClocks(moment.clocks, 'assembly'),
  );
}

/** Another attempt; where the first assembly was held in vain, the time to hold it begins anew. */
export const startRetry = (moment: Moment): ElectionDecision =>
  accept(
    { type: 'voteDue', at: moment.now },
    ...stopClocks(moment.clocks, 'retry'),
    ...('assembly' in moment.clocks ? [] : [startClock('assembly', moment.policy.election.assemblyDue, moment)]),
  );

export function recordVoteResult(
  core: LaunchedElection,
  command: Of<'recordVoteResult'>,
  moment: Moment,
): ElectionDecision {
  const { voteId, outcome, electedIds } = command;
  const launched = launchOf(core.attempts, voteId, moment);
  if (!launched) return refuse('vote-not-awaited', { voteId });
  const policy = moment.policy.election;
  if ((outcome === 'passed' || outcome === 'partial') && electedIds.length >= core.minSeats)
    return accept(
      ...launched,
      { type: 'committeeElected', at: moment.now, voteId, outcome, electedIds },
      ...stopClocks(moment.clocks, 'assembly'),
      startClock('firstMeeting', policy.firstMeeting, moment),
    );
  const failed: ElectionEvent = { type: 'voteFailed', at: moment.now, voteId, outcome };
  if (core.attempts.length + launched.length >= policy.maxAttempts.value)
    return accept(...launched, failed, ...closed(moment, 'noCommittee'));
  return accept(...launched, failed, startClock('retry', policy.retryWithin, moment));
}

export function recordFirstMeeting(
  core: LaunchedElection,
  command: Of<'recordFirstMeeting'>,
  moment: Moment,
): ElectionDecision {
  const { chairId, viceChairIds, minutesText } = command;
  if (core.offices) return refuse('offices-already-chosen');
  const chosen = [chairId, ...viceChairIds];
  if (new Set(chosen).size !== chosen.length) return refuse('one-person-two-offices');
  if (!chosen.every((candidateId) => core.electedIds.includes(candidateId))) return refuse('not-elected');
  return accept(
    { type: 'firstMeetingHeld', chairId, viceChairIds, minutesText },
    ...stopClocks(moment.clocks, 'firstMeeting'),
    startClock('publishOffices', moment.policy.election.publishOffices, moment),
  );
}

/** Filing is a record, not a licence: a return names everything to put right at once, a refusal gives reasons, and both can be cured. */
export function decideFiling(core: LaunchedElection, command: Of<'decideFiling'>, moment: Moment): ElectionDecision {
  if (core.filing !== 'applied') return refuse('filing-not-applied');
  const { decision, reasonText } = command;
  const policy = moment.policy.election;
  const stop = stopClocks(moment.clocks, 'filingDecide');
  if (decision === 'granted')
    return accept(
      ...stop,
      { type: 'filingGranted', at: moment.now, reasonText, items: policy.handoverItems.value },
      startClock('handover', policy.handover, moment),
    );
  return accept(
    ...stop,
    { type: decision === 'returned' ? 'filingReturned' : 'filingRefused', reasonText },
    startClock('filingApply', policy.filingRepair, moment),
  );
}

export function recordHandoverItem(core: LaunchedElection, command: Of<'recordHandoverItem'>): ElectionDecision {
  const { item, status, noteText } = command;
  if (!core.handover.some((entry) => entry.item === item)) return refuse('unknown-handover-item', { item });
  return accept({ type: 'handoverItemRecorded', item, status, noteText: noteText ?? null });
}

/** All three sign the same list; the last signature closes the election. Missing and disputed items stay on the record. */
export function signHandover(core: LaunchedElection, command: Of<'signHandover'>, moment: Moment): ElectionDecision {
  const pending = core.handover.filter(({ status }) => status === 'pending').length;
  if (pending > 0) return refuse('handover-items-pending', { pending });
  const { side } = command;
  const { actor } = moment;
  if (actor.kind !== 'account' || !maySignFor(core, side, actor)) return refuse('wrong-side', { side });
  if (core.handoverSignedBy.some((signed) => signed.side === side)) return refuse('already-signed');
  if (core.handoverSignedBy.some(({ accountId }) => accountId === actor.id)) return refuse('one-person-two-sides');
  const signed: ElectionEvent = { type: 'handoverSigned', side, accountId: actor.id };
  const isComplete = core.handoverSignedBy.length + 1 === SIDES.length;
  if (!isComplete) return accept(signed);
  const outcome = core.electedIds.length === core.seats ? 'seated' : 'partlySeated';
  return accept(signed, ...closed(moment, outcome));
}

/** The outgoing committee signs for the old side, an elected member for the new one, street or community as the witness. */
function maySignFor(core: LaunchedElection, side: HandoverSide, { role, ownerId }: AccountActor): boolean {
  switch (side) {
    case 'old':
      return role === 'committeeMember';
    case 'new':
      return core.candidates.some(
        (candidate) => candidate.ownerId === ownerId && core.electedIds.includes(candidate.candidateId),
      );
    case 'witness':
      return role === 'streetOfficer' || role === 'communitySecretary';
  }
}

const closed = (moment: Moment, outcome: 'seated' | 'partlySeated' | 'noCommittee'): ElectionEvents => [
  ...stopClocks(moment.clocks, ...Object.keys(moment.clocks)),
  { type: 'electionClosed', at: moment.now, outcome },
];
