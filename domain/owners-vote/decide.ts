// Decides every command of an owners' vote (业主大会表决): Civil Code 278, and the steps V1-V9 of docs/owners-vote.md.
// Ballots are not here: they are rows, judged in the transaction that stores them (store/ballots).
import { assertNever } from '../assert-never';
import type { DurationRule } from '../calendar/types';
import { extendClock, startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Decision, type MachineryEvent, type Moment } from '../process';
import { lockOn } from '../locks';
import { answered, isLastOpen, openOnes, refusedAnswer, refusedObjection } from '../objections';
import type { VotePolicy } from '../policy/schema';
import { proofSheet, redrawn } from './count';
import type { AgendaItem, ProofSheet } from './count-types';
import { endContest, endRevocationPeriod, markContested, recordRevocation } from './contest';
import { outcomeOf } from './outcome';
import { objectionClock } from './rules';
import type { LaunchedVote, VoteCommand, VoteCore, VoteEvent, VoteLaunch } from './state';

type VoteDecision = Decision<VoteEvent | MachineryEvent>;

export function decideVote(core: VoteCore, command: VoteCommand, moment: Moment): VoteDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  const policy = moment.policy.vote;
  switch (command.type) {
    case 'recordLegalityCheck':
      return accept({ type: 'legalityChecked', isFit: command.isFit, reasonText: command.reasonText });
    case 'freezeRoll':
      return freezeRoll(core, moment);
    case 'recordRollFrozen':
      return accept(
        { type: 'rollFrozen', at: moment.now, roll: command.roll },
        startClock('rollObjection', policy.rollObjection, moment),
      );
    case 'objectToRoll':
      return objectToRoll(core, command, moment);
    case 'answerRollObjection':
      return answerRollObjection(core, command, moment);
    case 'settleRollObjections':
      return accept(
        { type: 'rollSettled' },
        { type: 'clockStopped', name: 'rollObjection' },
        ...nextAfterRoll({ ...core, isRollSettled: true }, moment),
      );
    case 'publishNotice':
      return publishNotice(core, command, moment);
    case 'restartNotice':
      return accept(
        { type: 'noticeRestarted', at: moment.now, reasonText: command.reasonText },
        ...stopClocks(moment.clocks, 'notice'),
        startClock('publishNotice', policy.publishNoticeWithin, moment),
      );
    case 'openVoting':
      return openVoting(core, moment);
    case 'extendWindow':
      return extendWindow(core, command, moment);
    case 'closeVoting':
      return accept(
        { type: 'votingClosed', at: moment.now, closedAt: moment.at },
        { type: 'clockStopped', name: 'window' },
        startClock('count', policy.count, moment),
      );
    case 'nameCounters':
      return nameCounters(core, command.counterIds, policy);
    case 'finishCounting':
      if (core.counterIds.length === 0) return refuse('counters-not-named');
      return accept({ type: 'countingFinished', at: moment.now });
    case 'recordTally':
      return recordTally(core, command, moment);
    case 'signCount':
      return signCount(core, moment);
    case 'disputeCount':
      if (!isCounter(core, moment)) return refuse('not-a-counter');
      return accept(
        { type: 'countDisputed', at: moment.now, reasonText: command.reasonText },
        ...stopClocks(moment.clocks, 'sign', 'publishResult'),
        startClock('count', policy.count, moment),
      );
    case 'drawLot':
      return drawLot(core, command, policy);
    case 'publishResult':
      return publishResult(core, moment);
    case 'objectToResult':
      return objectToResult(core, command, moment);
    case 'answerResultObjection':
      return answerResultObjection(core, command, moment);
    case 'settleResultObjections':
      return accept(
        { type: 'resultObjectionsOver' },
        { type: 'clockStopped', name: 'resultObjection' },
        ...(openOnes(core.resultObjections).length > 0 ? [] : certified(core, moment)),
      );
    case 'orderRecount':
      return accept(
        { type: 'recountOrdered', at: moment.now, reasonText: command.reasonText, basisText: command.basisText },
        ...stopClocks(
          moment.clocks,
          'sign',
          'publishResult',
          'resultObjection',
          ...core.resultObjections.map(resultClock),
        ),
        startClock('count', policy.count, moment),
      );
    case 'voidVote':
      return accept(
        { type: 'voteVoided', at: moment.now, reasonText: command.reasonText },
        ...stopAllClocks(moment.clocks),
      );
    case 'markContested':
      return markContested(core, command, moment);
    case 'endContest':
      return endContest(core, command, moment);
    case 'recordRevocation':
      return recordRevocation(command, moment);
    case 'endRevocationPeriod':
      return endRevocationPeriod(core, moment);
    default:
      return assertNever(command);
  }
}

const mattersOf = (agenda: readonly AgendaItem[]): number[] => agenda.map(({ matter }) => matter);

function launch(command: VoteLaunch, moment: Moment): VoteDecision {
  const { type: _type, processId, locks, ...launched } = command;
  // Only the outgoing committee is kept from it: street and community may still convene (law.md 9.2, B1).
  const lock = command.convenor.role === 'committeeMember' && lockOn(mattersOf(command.agenda), locks);
  if (lock) return refuse('estate-locked', { ...lock });
  const ids = command.agenda.map(({ itemId }) => itemId);
  if (new Set(ids).size !== ids.length) return refuse('duplicate-agenda-item');
  for (const item of command.agenda) {
    if (item.kind === 'election' && item.seats < item.minSeats)
      return refuse('seats-below-minimum', { itemId: item.itemId });
    const options = optionsOf(item);
    if (new Set(options).size !== options.length) return refuse('duplicate-option', { itemId: item.itemId });
  }
  return accept(
    { type: 'voteLaunched', at: moment.now, voteId: processId, ...launched },
    startClock('freezeRoll', moment.policy.vote.freezeRollWithin, moment),
  );
}

const optionsOf = (item: AgendaItem): string[] =>
  item.kind === 'choice' ? item.optionIds : item.kind === 'election' ? item.candidateIds : [];

function freezeRoll(core: LaunchedVote, moment: Moment): VoteDecision {
  if (core.phase === 'drafted' && core.legality === 'unfit') return refuse('agenda-not-fit');
  if (core.phase === 'rollPublished' && openOnes(core.rollObjections).length > 0) return refuse('objections-open');
  return accept(
    { type: 'rollFreezeRequested', at: moment.now },
    ...stopClocks(moment.clocks, 'rollObjection', 'freezeRoll', 'publishNotice'),
  );
}

/** Once the time for objections is over and all are answered: the roll is corrected where one was upheld, else notice is given. */
function nextAfterRoll(core: LaunchedVote, moment: Moment): MachineryEvent[] {
  if (!core.isRollSettled || openOnes(core.rollObjections).length > 0) return [];
  const { freezeRollWithin, publishNoticeWithin } = moment.policy.vote;
  return core.rollObjections.some(({ answer }) => answer === 'upheld')
    ? [startClock('freezeRoll', freezeRollWithin, moment)]
    : [startClock('publishNotice', publishNoticeWithin, moment)];
}

function objectToRoll(
  core: LaunchedVote,
  command: { objectionId: string; reasonText: string },
  moment: Moment,
): VoteDecision {
  const refusal = refusedObjection(core.rollObjections, core.isRollSettled, command.objectionId);
  if (refusal) return refusal;
  return accept(
    { type: 'rollObjectionRaised', at: moment.now, objectionId: command.objectionId, reasonText: command.reasonText },
    startClock(objectionClock('roll', command.objectionId), moment.policy.vote.rollAnswer, moment),
  );
}

function answerRollObjection(
  core: LaunchedVote,
  command: { objectionId: string; isUpheld: boolean; reasonText: string },
  moment: Moment,
): VoteDecision {
  const { objectionId, isUpheld, reasonText } = command;
  const refusal = refusedAnswer(core.rollObjections, objectionId);
  if (refusal) return refusal;
  const rollObjections = answered(core.rollObjections, objectionId, isUpheld);
  return accept(
    { type: 'rollObjectionAnswered', objectionId, isUpheld, reasonText },
    ...stopClocks(moment.clocks, objectionClock('roll', objectionId)),
    ...nextAfterRoll({ ...core, rollObjections }, moment),
  );
}

/** An upheld objection means the roll was wrong: it is corrected and frozen anew before notice can be given. */
function publishNotice(
  core: LaunchedVote,
  command: { windowDays: number; noticeText: string },
  moment: Moment,
): VoteDecision {
  if (!core.isRollSettled) return refuse('objection-period-running');
  if (openOnes(core.rollObjections).length > 0) return refuse('objections-open');
  if (core.rollObjections.some(({ answer }) => answer === 'upheld')) return refuse('roll-needs-correction');
  const { window, notice, noticeExtraordinary } = moment.policy.vote;
  const { windowDays, noticeText } = command;
  if (windowDays < window.min.n || windowDays > window.max.n)
    return refuse('window-out-of-bounds', { min: window.min.n, max: window.max.n, days: windowDays });
  return accept(
    { type: 'noticePublished', at: moment.now, windowDays, noticeText },
    ...stopClocks(moment.clocks, 'publishNotice'),
    startClock('notice', core.meeting === 'extraordinary' ? (noticeExtraordinary ?? notice) : notice, moment),
  );
}

/** The window runs from when it really opens, so that a late timer never shortens the time to vote. */
function openVoting(core: LaunchedVote, moment: Moment): VoteDecision {
  const rule: DurationRule = {
    ...moment.policy.vote.window.default,
    n: core.windowDays ?? moment.policy.vote.window.default.n,
  };
  const clock = startClock('window', rule, moment);
  const closesAt = clock.clock.dueAt;
  return accept(
    { type: 'clockStopped', name: 'notice' },
    { type: 'votingOpened', at: moment.now, opensAt: moment.now, closesAt },
    clock,
  );
}

function extendWindow(core: LaunchedVote, command: { reasonText: string }, moment: Moment): VoteDecision {
  const { times, length } = moment.policy.vote.extension;
  const running = moment.clocks['window'];
  if (!core.window || !running) return refuse('wrong-phase', { type: 'extendWindow', phase: core.phase });
  if (core.window.extensions >= times.value) return refuse('no-extension-left', { max: times.value });
  const extended = extendClock(running, length, moment.calendar);
  const closesAt = extended.clock.dueAt;
  return accept({ type: 'windowExtended', closesAt, reasonText: command.reasonText }, extended);
}

function recordTally(
  core: LaunchedVote,
  command: Extract<VoteCommand, { type: 'recordTally' }>,
  moment: Moment,
): VoteDecision {
  const { totals, ballotRoot, unresolvedPaperCount, unexplainedDifferences = 0, deniedBallots = 0 } = command;
  if (unresolvedPaperCount + unexplainedDifferences + deniedBallots > 0) {
    const open = { unresolvedPaperCount, unexplainedDifferences, deniedBallots };
    return accept({ type: 'countIncomplete', at: moment.now, ...open });
  }
  const proof = proofSheet({
    totals,
    agenda: core.agenda,
    policy: moment.policy.vote,
    rollHash: core.roll?.rollHash ?? '',
    ballotRoot,
    closedAt: core.window?.closesAt ?? moment.now,
  });
  return accept(
    { type: 'votesTallied', at: moment.now, totals, proof, outcome: outcomeOf(proof) },
    ...stopClocks(moment.clocks, 'count'),
    startClock('sign', moment.policy.vote.count, moment),
  );
}

/** Named and known before the count; later only somebody who has not signed can be replaced. */
function nameCounters(core: LaunchedVote, counterIds: string[], policy: VotePolicy): VoteDecision {
  if (new Set(counterIds).size !== counterIds.length) return refuse('counter-named-twice');
  const min = policy.countersMin.value;
  if (counterIds.length < min) return refuse('too-few-counters', { count: counterIds.length, min });
  const dropped = core.signedBy.find((accountId) => !counterIds.includes(accountId));
  if (dropped !== undefined) return refuse('counter-has-signed', { accountId: dropped });
  return accept({ type: 'countersNamed', counterIds });
}

const isCounter = (core: LaunchedVote, { actor }: Moment): boolean =>
  actor.kind === 'account' && core.counterIds.includes(actor.id);

function signCount(core: LaunchedVote, moment: Moment): VoteDecision {
  if (moment.actor.kind !== 'account' || !isCounter(core, moment)) return refuse('not-a-counter');
  const accountId = moment.actor.id;
  if (hasTie(core.proof)) return refuse('tie-unresolved');
  if (core.signedBy.includes(accountId)) return refuse('already-signed');
  const isComplete = core.signedBy.length + 1 === moment.policy.vote.countersMin.value;
  return accept(
    { type: 'countSigned', accountId },
    ...(isComplete
      ? [...stopClocks(moment.clocks, 'sign'), startClock('publishResult', moment.policy.vote.publishResult, moment)]
      : []),
  );
}

/** A tie at the last seat is settled by a lot drawn in the open; the law names no method, so the record does. */
function drawLot(
  core: LaunchedVote,
  command: { itemId: string; electedIds: string[]; reasonText: string },
  policy: VotePolicy,
): VoteDecision {
  const verdict = core.proof?.binding.items.find(({ itemId }) => itemId === command.itemId);
  if (!core.proof || !verdict || verdict.tied.length === 0) return refuse('no-tie', { itemId: command.itemId });
  const proof = redrawn(core.proof, core.agenda, policy, command.itemId, command.electedIds);
  if (!proof) return refuse('lot-does-not-fit', { itemId: command.itemId });
  const { itemId, electedIds, reasonText } = command;
  return accept({ type: 'lotDrawn', itemId, electedIds, reasonText, proof, outcome: outcomeOf(proof) });
}

function publishResult(core: LaunchedVote, moment: Moment): VoteDecision {
  const missing = moment.policy.vote.countersMin.value - core.signedBy.length;
  if (missing > 0) return refuse('signatures-missing', { missing });
  return accept(
    { type: 'resultPublished', at: moment.now },
    ...stopClocks(moment.clocks, 'publishResult'),
    startClock('resultObjection', moment.policy.vote.resultObjection, moment),
    // Objections that a recount left unanswered are answered now, against the new result.
    ...openOnes(core.resultObjections).map((objection) =>
      startClock(resultClock(objection), moment.policy.vote.objectionAnswer, moment),
    ),
  );
}

function objectToResult(
  core: LaunchedVote,
  { objectionId, reasonText }: { objectionId: string; reasonText: string },
  moment: Moment,
): VoteDecision {
  const refusal = refusedObjection(core.resultObjections, core.isResultObjectionOver, objectionId);
  if (refusal) return refusal;
  return accept(
    { type: 'resultObjectionRaised', at: moment.now, objectionId, reasonText },
    startClock(objectionClock('result', objectionId), moment.policy.vote.objectionAnswer, moment),
  );
}

function answerResultObjection(
  core: LaunchedVote,
  command: Extract<VoteCommand, { type: 'answerResultObjection' }>,
  moment: Moment,
): VoteDecision {
  const { objectionId, remedy, reasonText } = command;
  const refusal = refusedAnswer(core.resultObjections, objectionId);
  if (refusal) return refusal;
  const answer: VoteEvent = { type: 'resultObjectionAnswered', at: moment.now, objectionId, remedy, reasonText };
  const clock = objectionClock('result', objectionId);
  if (remedy === 'void')
    return accept(answer, { type: 'voteVoided', at: moment.now, reasonText }, ...stopAllClocks(moment.clocks));
  if (remedy === 'recount')
    return accept(
      answer,
      ...stopClocks(moment.clocks, 'resultObjection', ...core.resultObjections.map(resultClock)),
      startClock('count', moment.policy.vote.count, moment),
    );
  return accept(
    answer,
    ...stopClocks(moment.clocks, clock),
    ...(core.isResultObjectionOver && isLastOpen(core.resultObjections, objectionId) ? certified(core, moment) : []),
  );
}

const certified = (core: LaunchedVote, moment: Moment): (VoteEvent | MachineryEvent)[] => [
  { type: 'resultCertified', at: moment.now, outcome: core.outcome ?? 'voided' },
  startClock('revocation', moment.policy.vote.revocation, moment),
];

const resultClock = ({ objectionId }: { objectionId: string }): string => objectionClock('result', objectionId);
const hasTie = (proof: ProofSheet | null): boolean => proof?.binding.items.some(({ tied }) => tied.length > 0) ?? false;
