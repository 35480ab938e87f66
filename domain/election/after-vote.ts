// What follows the vote: a committee or another attempt, the first meeting, filing (备案).
import { launchOf } from '../child-vote';
import { startClock, stopClocks } from '../clocks';
import type { ElectionPolicy } from '../policy/schema';
import { accept, refuse, type Moment } from '../process';
import { closed, filed } from './closing';
import type { ElectionCommandOf as Of, ElectionDecision, ElectionEvent, LaunchedElection } from './state';
import { isElected, nextAfterElection } from './variants';

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
  if (isElected(core, command))
    return accept(
      ...launched,
      {
        type: 'committeeElected',
        at: moment.now,
        voteId,
        outcome,
        electedIds,
        reserveIds: reserve(core, command, policy),
      },
      ...stopClocks(moment.clocks, 'assembly'),
      nextAfterElection(core, moment),
    );
  const failed: ElectionEvent = { type: 'voteFailed', at: moment.now, voteId, outcome };
  if (core.attempts.length + launched.length >= policy.maxAttempts.value)
    return accept(...launched, failed, ...closed(moment, 'noCommittee'));
  return accept(...launched, failed, startClock('retry', policy.retryWithin, moment));
}

/** As many as the place provides for (北京 39: no more than members). */
const reserve = (
  { seats }: LaunchedElection,
  { reserveIds }: Of<'recordVoteResult'>,
  policy: ElectionPolicy,
): string[] => (policy.alternates.value === 'none' ? [] : reserveIds.slice(0, seats));

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
  if (core.filing !== 'applied' && core.filing !== 'silent') return refuse('filing-not-applied');
  const { decision, reasonText } = command;
  const stop = stopClocks(moment.clocks, 'filingDecide', 'filingInaction');
  if (decision === 'granted') return accept(...stop, ...filed(core, reasonText, moment));
  return accept(
    ...stop,
    { type: decision === 'returned' ? 'filingReturned' : 'filingRefused', reasonText },
    startClock('filingApply', moment.policy.election.filingRepair, moment),
  );
}

/** Not deciding is unlawful inaction, not consent: the district has to act, and the street still has to decide. */
export const recordFilingSilence = (moment: Moment): ElectionDecision =>
  accept(
    { type: 'filingStayedSilent' },
    ...stopClocks(moment.clocks, 'filingDecide'),
    startClock('filingInaction', moment.policy.election.filingInaction, moment),
  );

export const orderFiling = (
  core: LaunchedElection,
  { reasonText }: Of<'orderFiling'>,
  moment: Moment,
): ElectionDecision =>
  core.filing === 'silent'
    ? accept(
        { type: 'filingOrdered', reasonText },
        ...stopClocks(moment.clocks, 'filingInaction'),
        startClock('filingDecide', moment.policy.election.filingDecide, moment),
      )
    : refuse('filing-not-silent');
