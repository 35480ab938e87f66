// Objections against the published group and the published slate: raised in time, answered on a clock, upheld or dismissed.
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { isLastOpen, openOnes, refusedAnswer, refusedObjection } from '../objections';
import { answerClock, publishSlate, standing, voteDue } from './publish-slate';
import type { ElectionCommandOf, ElectionDecision, ElectionEvents, LaunchedElection } from './state';

/** Raises an objection against the group or a candidate; its answer has a clock of its own. */
export function raiseObjection(
  core: LaunchedElection,
  raised: { objectionId: string; about: 'group' | 'candidate'; candidateId: string | null; reasonText: string },
  moment: Moment,
): ElectionDecision {
  const { objectionId, about, candidateId, reasonText } = raised;
  const refusal = refusedObjection(core.objections, core.isNoticeOver, objectionId);
  if (refusal) return refusal;
  return accept(
    { type: 'objectionRaised', at: moment.now, objectionId, about, candidateId, reasonText },
    startClock(answerClock({ objectionId }), moment.policy.election.objectionAnswer, moment),
  );
}

export function objectToCandidate(
  core: LaunchedElection,
  command: ElectionCommandOf<'objectToCandidate'>,
  moment: Moment,
): ElectionDecision {
  const candidate = standing(core).find(({ candidateId }) => candidateId === command.candidateId);
  if (!candidate) return refuse('candidate-not-standing', { candidateId: command.candidateId });
  return raiseObjection(core, { ...command, about: 'candidate' }, moment);
}

/** Upheld: a group is formed anew; a candidate is removed and the slate re-published with its full time (Ningbo art. 31, as default). */
export function answerObjection(
  core: LaunchedElection,
  command: ElectionCommandOf<'answerObjection'>,
  moment: Moment,
): ElectionDecision {
  const { objectionId, isUpheld, reasonText } = command;
  const refusal = refusedAnswer(core.objections, objectionId);
  if (refusal) return refusal;
  const answered: ElectionEvents = [
    { type: 'objectionAnswered', objectionId, isUpheld, reasonText },
    ...stopClocks(moment.clocks, answerClock({ objectionId })),
  ];
  const about = core.objections.find((other) => other.objectionId === objectionId)?.candidateId ?? null;
  return about === null
    ? accept(...answered, ...afterGroupAnswer(core, objectionId, isUpheld, moment))
    : accept(...answered, ...afterCandidateAnswer(core, about, objectionId, isUpheld, moment));
}

function afterGroupAnswer(
  core: LaunchedElection,
  objectionId: string,
  isUpheld: boolean,
  moment: Moment,
): ElectionEvents {
  if (isUpheld) {
    const others = core.objections.filter((other) => other.objectionId !== objectionId);
    return [
      ...stopClocks(moment.clocks, 'groupNotice', ...others.map(answerClock)),
      { type: 'groupRejected', at: moment.now },
      startClock('groupForm', moment.policy.election.groupForm, moment),
    ];
  }
  return core.isNoticeOver && isLastOpen(core.objections, objectionId) ? confirmGroup(moment) : [];
}

function afterCandidateAnswer(
  core: LaunchedElection,
  candidateId: string,
  objectionId: string,
  isUpheld: boolean,
  moment: Moment,
): ElectionEvents {
  if (!isUpheld) return core.isNoticeOver && isLastOpen(core.objections, objectionId) ? voteDue(moment) : [];
  // Other objections to the same person have their answer; those to others go on.
  const others = core.objections.filter(
    (other) => other.objectionId !== objectionId && other.candidateId === candidateId,
  );
  const left = standing(core).filter((candidate) => candidate.candidateId !== candidateId);
  return [
    ...stopClocks(moment.clocks, 'slateNotice', ...others.map(answerClock)),
    { type: 'candidateRemoved', candidateId },
    ...publishSlate(
      core,
      moment,
      left.map((candidate) => candidate.candidateId),
    ),
  ];
}

export function settleSlateNotice(core: LaunchedElection, moment: Moment): ElectionDecision {
  const isAnswered = openOnes(core.objections).length === 0;
  return accept(
    { type: 'noticeOver' },
    { type: 'clockStopped', name: 'slateNotice' },
    ...(isAnswered ? voteDue(moment) : []),
  );
}

export function settleGroupNotice(core: LaunchedElection, moment: Moment): ElectionDecision {
  const isAnswered = openOnes(core.objections).length === 0;
  return accept(
    { type: 'noticeOver' },
    { type: 'clockStopped', name: 'groupNotice' },
    ...(isAnswered ? confirmGroup(moment) : []),
  );
}

/** The group stands: nomination opens, and the clock for the assembly starts (from the formation of the group). */
const confirmGroup = (moment: Moment): ElectionEvents => [
  { type: 'groupConfirmed', at: moment.now },
  startClock('assembly', moment.policy.election.assemblyDue, moment),
  startClock('nomination', moment.policy.election.nomination, moment),
];
