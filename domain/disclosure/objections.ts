// Objections to a statement that is shown: raised while it is, each answered on a clock. An upheld one, or the body's own second look, is a new
// version that begins its time anew; the old one stays readable.
import { startClock, stopClocks } from '../clocks';
import { isLastOpen, openOnes, refusedAnswer, refusedObjection } from '../objections';
import { accept, refuse, type Moment } from '../process';
import {
  boardClock,
  displayClock,
  draftClock,
  found,
  isBody,
  objectionClock,
  reviewClock,
  signClock,
} from './statements';
import type {
  DisclosureCommandOf as Of,
  DisclosureDecision,
  DisclosureEvents,
  LaunchedDisclosure,
  Statement,
} from './state';

export function objectToStatement(
  core: LaunchedDisclosure,
  { no, objectionId, reasonText }: Of<'objectToStatement'>,
  moment: Moment,
): DisclosureDecision {
  const isPast = core.publications.some(({ period }) => period.no === no);
  const statement = core.statements.find(({ period }) => period.no === no);
  if (!statement) return refuse(isPast ? 'objection-period-over' : 'no-such-statement', { no });
  if (statement.stage === 'answering') return refuse('objection-period-over', { no });
  if (statement.stage !== 'posting' && statement.stage !== 'displayed')
    return refuse('statement-elsewhere', { no, stage: statement.stage });
  // Answers name an objection alone, so its id is one of a kind among all that are at work.
  const refusal = refusedObjection(
    core.statements.flatMap(({ objections }) => objections),
    false,
    objectionId,
  );
  if (refusal) return refusal;
  return accept(
    { type: 'objectionRaised', at: moment.now, no, objectionId, reasonText },
    startClock(objectionClock(objectionId), moment.policy.disclosure.answerWithin, moment),
  );
}

/** By whoever may draft the statement. Upheld: it is drafted anew; others that are open keep their clocks. */
export function answerObjection(
  core: LaunchedDisclosure,
  { objectionId, isUpheld, reasonText }: Of<'answerObjection'>,
  moment: Moment,
): DisclosureDecision {
  const statement = core.statements.find(({ objections }) => objections.some((one) => one.objectionId === objectionId));
  const refusal = refusedAnswer(statement?.objections ?? [], objectionId);
  if (refusal || !statement) return refusal ?? refuse('objection-not-found', { id: objectionId });
  if (!isBody(statement, 'answerObjection', moment))
    return refuse('not-the-drafter', { no: statement.period.no, body: statement.bodies.at(-1) ?? null });
  const { no } = statement.period;
  const events: DisclosureEvents = [
    { type: 'objectionAnswered', no, objectionId, isUpheld, reasonText },
    ...stopClocks(moment.clocks, objectionClock(objectionId)),
  ];
  // A draft that nobody has asked for yet will hold what was upheld.
  if (isUpheld && statement.stage !== 'drafting')
    return accept(...events, ...correction(statement, objectionId, reasonText, moment));
  const isDone = statement.stage === 'answering' && isLastOpen(statement.objections, objectionId);
  return accept(...events, ...(isDone ? [{ type: 'periodClosed' as const, at: moment.now, no }] : []));
}

/** Shown long enough. With every objection answered the period is closed; else it waits for the last answer. */
export function endDisplay(core: LaunchedDisclosure, no: number, moment: Moment): DisclosureDecision {
  const statement = found(core, no, 'displayed');
  if ('rejection' in statement) return statement;
  const isAnswered = openOnes(statement.objections).length === 0;
  return accept(
    { type: 'displayOver', at: moment.now, no },
    ...stopClocks(moment.clocks, displayClock(statement.period)),
    ...(isAnswered ? [{ type: 'periodClosed' as const, at: moment.now, no }] : []),
  );
}

/** By the body itself, of what is shown or was closed. */
export function correctStatement(
  core: LaunchedDisclosure,
  { no, reasonText }: Of<'correctStatement'>,
  moment: Moment,
): DisclosureDecision {
  const shown = core.statements.find(({ period }) => period.no === no);
  const closed = core.publications.findLast(({ period }) => period.no === no);
  if (shown && !isShown(shown)) return refuse('statement-elsewhere', { no, stage: shown.stage });
  const period = (shown ?? closed)?.period;
  if (!period) return refuse('no-such-statement', { no });
  const bodies = shown?.bodies ?? [core.body];
  if (!isBody({ bodies }, 'correctStatement', moment))
    return refuse('not-the-drafter', { no, body: bodies.at(-1) ?? null });
  return accept(...correction({ period }, null, reasonText, moment));
}

const isShown = ({ stage }: Statement): boolean => ['posting', 'displayed', 'answering'].includes(stage);

const correction = (
  { period }: Pick<Statement, 'period'>,
  objectionId: string | null,
  reasonText: string,
  moment: Moment,
): DisclosureEvents => [
  { type: 'correctionOpened', at: moment.now, no: period.no, objectionId, reasonText },
  ...stopClocks(moment.clocks, reviewClock(period), signClock(period), boardClock(period), displayClock(period)),
  startClock(draftClock(period), moment.policy.disclosure.correctWithin, moment),
];
