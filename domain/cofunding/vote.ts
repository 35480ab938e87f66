// The owners' vote on a project, and what becomes of the project when the decision is contested or revoked afterwards (Civil Code 280): it stays
// in force until a court or the street has revoked it, and no money is spent on one that was.
import { launchOf } from '../child-vote';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { closed, givenUp } from './closing';
import { planAgain, proceed } from './proposal';
import type {
  CofundingAttempt,
  CofundingCommand,
  CofundingCommandOf as Of,
  CofundingDecision,
  CofundingEvent,
  CofundingEvents,
  CofundingPhase,
  LaunchedCofunding,
} from './state';
import { paymentClock } from './works';

/** Agreed on, and nobody has been asked to pay yet. */
const BEFORE_PAYING: readonly CofundingPhase[] = ['granting', 'preparing', 'pledging', 'countingPledges', 'deciding'];

/** From the first payment to the works' acceptance: what is spent in these rests on the owners' decision. */
export const ON_DECISION: readonly CofundingPhase[] = [
  ...(['collecting', 'countingReceipts', 'bridging', 'contracting'] as const),
  ...(['working', 'varying', 'accepting'] as const),
];

/** Where the word of a vote that has been decided on may still come. */
export const AFTER_DECISION: readonly CofundingPhase[] = [
  ...(['deliberating', 'classifying', 'reviewing', 'voting'] as const),
  ...BEFORE_PAYING,
  ...ON_DECISION,
  ...(['publishing', 'settling'] as const),
];

const isAgreed = ({ projectClass, agreedVersion, plan }: LaunchedCofunding): boolean =>
  projectClass === 'none' || agreedVersion === plan?.version;

/** The decision that the money rests on was revoked: nothing is spent until the owners have decided again. */
export const isHalted = (core: LaunchedCofunding): boolean => ON_DECISION.includes(core.phase) && !isAgreed(core);

/** What spends money, or says that it was rightly spent. */
const SPENDS: readonly CofundingCommand['type'][] = [
  ...(['signContract', 'requestPayment', 'approvePayment', 'proposeVariation'] as const),
  ...(['finishWorks', 'confirmAcceptance'] as const),
];
export const mayNotSpend = (core: LaunchedCofunding, { type }: CofundingCommand): boolean =>
  isHalted(core) && SPENDS.includes(type);

/** Works that vary are voted on only where the project was. */
function awaited(core: LaunchedCofunding, voteId: string, moment: Moment) {
  const isVoting = core.phase === 'voting' || core.phase === 'varying' || isHalted(core);
  return core.projectClass === 'none' || !isVoting ? undefined : launchOf(core.attempts, voteId, moment);
}

export function recordAssemblyHeld(
  core: LaunchedCofunding,
  { voteId }: Of<'recordAssemblyHeld'>,
  moment: Moment,
): CofundingDecision {
  const launched = awaited(core, voteId, moment);
  if (!launched) return refuse('vote-not-awaited', { voteId });
  return accept(...launched, { type: 'assemblyHeld', voteId }, ...stopClocks(moment.clocks, 'vote', 'variation'));
}

/** Where too few took part nothing is decided, and there may be another attempt. */
export function recordVoteResult(
  core: LaunchedCofunding,
  { voteId, outcome }: Of<'recordVoteResult'>,
  moment: Moment,
): CofundingDecision {
  const launched = awaited(core, voteId, moment);
  if (!launched) return refuse('vote-not-awaited', { voteId });
  const decided: CofundingEvent = { type: 'voteDecided', at: moment.now, voteId, outcome };
  const isPassed = outcome === 'passed';
  const varied: CofundingEvents =
    core.phase === 'varying'
      ? [{ type: 'variationDecided', at: moment.now, isApproved: isPassed, reasonText: null }]
      : [];
  const done = [...launched, decided, ...stopClocks(moment.clocks, 'vote', 'variation'), ...varied];
  if (core.phase === 'varying' && isAgreed(core)) return accept(...done);
  if (isPassed)
    return accept(...done, ...(core.phase === 'voting' ? proceed(core, [...launched, decided], moment) : []));
  const attempts = sinceRevoked(core.attempts).length + launched.length;
  if (outcome === 'inquorate' && attempts < moment.policy.cofunding.maxAttempts.value)
    return accept(...done, startClock('vote', moment.policy.cofunding.voteWithin, moment));
  if (core.phase === 'voting') return accept(...launched, decided, ...closed(moment, 'rejected', null));
  return accept(...launched, decided, ...varied, ...givenUp(null, moment));
}

/** Owners who are asked again have all their attempts again. */
const sinceRevoked = (attempts: readonly CofundingAttempt[]): readonly CofundingAttempt[] =>
  attempts.slice(attempts.map(({ outcome }) => outcome).lastIndexOf('voided') + 1);

/** Shown, and no more than that: what the owners decided stays in force while a court looks at it. */
export function recordVoteContested(
  core: LaunchedCofunding,
  { voteId, isContested }: Of<'recordVoteContested'>,
): CofundingDecision {
  if (!core.attempts.some((attempt) => attempt.voteId === voteId)) return refuse('vote-not-awaited', { voteId });
  return accept({ type: 'voteContestNoted', voteId, isContested });
}

/**
 * The decision falls. Nobody has paid yet: the plan goes back to the table. Money is there: nothing more is spent, and the owners are asked
 * again. The works are accepted: it is on record, and what was built stays paid.
 */
export function recordVoteRevoked(
  core: LaunchedCofunding,
  { voteId }: Of<'recordVoteRevoked'>,
  moment: Moment,
): CofundingDecision {
  const passed = core.attempts.filter(({ outcome }) => outcome === 'passed');
  if (!passed.some((attempt) => attempt.voteId === voteId)) return refuse('vote-not-awaited', { voteId });
  // An earlier version's vote, or one that a later vote on the same plan has confirmed, carries nothing any more.
  const isBasis = core.projectClass !== 'none' && isAgreed(core) && passed.at(-1)?.voteId === voteId;
  const revoked: CofundingEvent = { type: 'voteRevoked', at: moment.now, voteId, isBasis };
  if (!isBasis) return accept(revoked);
  if (BEFORE_PAYING.includes(core.phase)) return accept(revoked, ...stopAllClocks(moment.clocks), ...planAgain(moment));
  if (!ON_DECISION.includes(core.phase)) return accept(revoked);
  const asked = core.payments.filter(({ status }) => status === 'requested');
  return accept(
    revoked,
    ...stopClocks(moment.clocks, ...asked.map(({ paymentId }) => paymentClock(paymentId))),
    // Works that vary are before the owners already, on the same plan.
    ...(core.phase === 'varying' ? [] : [startClock('vote', moment.policy.cofunding.voteWithin, moment)]),
  );
}
