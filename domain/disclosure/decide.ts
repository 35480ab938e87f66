// Decides every command of a disclosure (阳光财务): each period that has ended is drafted from the ledger, looked at by somebody else, signed,
// shown online and on the board, objected to and answered for. What is in the figures is the ledger's; when a period ends is periods.ts's.
import { assertNever } from '../assert-never';
import { startClock, startClockUntil, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type MachineryEvent, type Moment } from '../process';
import { bodyAfter, type Body } from './bodies';
import { answerObjection, correctStatement, endDisplay, objectToStatement } from './objections';
import { periodAt, periodOf, type Period } from './periods';
import { boardClock, displayClock, draftClock, found, isBody, reviewClock, signClock } from './statements';
import type {
  DisclosureCommand,
  DisclosureCommandOf as Of,
  DisclosureCore,
  DisclosureDecision,
  DisclosureEvents,
  DisclosureLaunch,
  LaunchedDisclosure,
} from './state';

export function decideDisclosure(core: DisclosureCore, command: DisclosureCommand, moment: Moment): DisclosureDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'openPeriod':
      return openPeriod(core, moment);
    case 'recordDraftingSilence':
      return recordSilence(core, command.no, moment);
    case 'draftStatement':
      return draftStatement(core, command, moment);
    case 'recordDrafted':
      return recordDrafted(core, command, moment);
    case 'reviewStatement':
      return reviewStatement(core, command, moment);
    case 'signStatement':
      return signStatement(core, command, moment);
    case 'recordBoard':
      return recordBoard(core, command, moment);
    case 'endDisplay':
      return endDisplay(core, command.no, moment);
    case 'objectToStatement':
      return objectToStatement(core, command, moment);
    case 'answerObjection':
      return answerObjection(core, command, moment);
    case 'correctStatement':
      return correctStatement(core, command, moment);
    case 'changeBody':
      if (command.body === core.body) return refuse('same-body', { body: command.body });
      return accept({ ...command, type: 'bodyChanged', at: moment.now });
    case 'endDisclosure': {
      const { reasonText, basisText } = command;
      return accept(...stopAllClocks(moment.clocks), {
        ...{ type: 'disclosureEnded', at: moment.now, reasonText, basisText },
      });
    }
    default:
      return assertNever(command);
  }
}

/** The first period to be disclosed is the one in which it was launched. */
function launch({ processId, place, parentId, body }: DisclosureLaunch, moment: Moment): DisclosureDecision {
  const period = periodAt(moment.policy.disclosure.period.value, moment.now, moment.calendar);
  return accept(
    { type: 'disclosureLaunched', at: moment.now, disclosureId: processId, place, parentId, body, period },
    endOf(period, moment),
  );
}

function endOf({ until }: Period, moment: Moment): MachineryEvent {
  const { basis, confidence } = moment.policy.disclosure.period;
  return startClockUntil('period', { n: 0, unit: 'minute', basis, confidence }, until, moment);
}

/** Every period that has ended by now is opened, once, however long the machine was away: what was to be disclosed stays so. */
function openPeriod(core: LaunchedDisclosure, moment: Moment): DisclosureDecision {
  const events: DisclosureEvents = [];
  let { running } = core;
  while (running.until <= moment.now) {
    const next = periodOf(running.length, running.no + 1, moment.calendar);
    events.push(
      { type: 'periodOpened', at: moment.now, period: running, next },
      startClock(draftClock(running), moment.policy.disclosure.draftWithin, moment),
    );
    running = next;
  }
  return accept(...events, endOf(running, moment));
}

/** The time to draft is over: the office above drafts from the ledger, which it can read as well. */
function recordSilence(core: LaunchedDisclosure, no: number, moment: Moment): DisclosureDecision {
  const statement = found(core, no, 'drafting');
  if ('rejection' in statement) return statement;
  const body = statement.bodies.at(-1) as Body;
  const next = bodyAfter(body);
  if (next === null) return accept();
  return accept(
    { type: 'draftingSilent', at: moment.now, no, body, next },
    startClock(draftClock(statement.period), moment.policy.disclosure.standInWithin, moment),
  );
}

/** By whoever has to; a body that was silent may still come back and do it. The machine then freezes the figures. */
function draftStatement(core: LaunchedDisclosure, { no }: Of<'draftStatement'>, moment: Moment): DisclosureDecision {
  const statement = found(core, no, 'drafting');
  if ('rejection' in statement) return statement;
  const { actor } = moment;
  if (actor.kind !== 'account' || !isBody(statement, 'draftStatement', moment))
    return refuse('not-the-drafter', { no, body: statement.bodies.at(-1) ?? null });
  return accept(
    { type: 'draftAsked', at: moment.now, no, accountId: actor.id },
    ...stopClocks(moment.clocks, draftClock(statement.period)),
  );
}

function recordDrafted(
  core: LaunchedDisclosure,
  { no, version, sha256 }: Of<'recordDrafted'>,
  moment: Moment,
): DisclosureDecision {
  const statement = core.statements.find(({ period }) => period.no === no);
  // An objection may have been upheld meanwhile: then the next version is asked for anew.
  if (statement?.stage !== 'freezing' || statement.version !== version) return accept();
  return accept(
    { type: 'statementDrafted', at: moment.now, no, version, sha256 },
    startClock(reviewClock(statement.period), moment.policy.disclosure.reviewWithin, moment),
  );
}

/** By another person than the one who drafted; an office's draft by another office. */
function reviewStatement(
  core: LaunchedDisclosure,
  { no, isSound, reasonText }: Of<'reviewStatement'>,
  moment: Moment,
): DisclosureDecision {
  const statement = found(core, no, 'reviewing');
  if ('rejection' in statement) return statement;
  const { actor } = moment;
  const isOwnOffice = (role: string) =>
    (role === 'communitySecretary' || role === 'streetOfficer') && role === statement.bodies.at(-1);
  if (actor.kind !== 'account' || actor.id === statement.draftedBy || isOwnOffice(actor.role))
    return refuse('own-draft', { no });
  const stopped = stopClocks(moment.clocks, reviewClock(statement.period));
  if (!isSound)
    return accept(
      { type: 'statementReturned', at: moment.now, no, reasonText },
      ...stopped,
      startClock(draftClock(statement.period), moment.policy.disclosure.correctWithin, moment),
    );
  return accept(
    { type: 'statementReviewed', at: moment.now, no, accountId: actor.id, reasonText },
    ...stopped,
    startClock(signClock(statement.period), moment.policy.disclosure.signWithin, moment),
  );
}

/** Signed by the body that drafted, never by whoever reviewed; from that instant it is online. */
function signStatement(
  core: LaunchedDisclosure,
  { no, sha256 }: Of<'signStatement'>,
  moment: Moment,
): DisclosureDecision {
  const statement = found(core, no, 'signing');
  if ('rejection' in statement) return statement;
  const { actor } = moment;
  if (actor.kind !== 'account' || !isBody(statement, 'signStatement', moment))
    return refuse('not-the-drafter', { no, body: statement.bodies.at(-1) ?? null });
  if (actor.id === statement.reviewedBy) return refuse('own-review', { no });
  if (sha256 !== statement.sha256) return refuse('statement-differs', { no, sha256: statement.sha256 });
  const { version } = statement;
  return accept(
    { type: 'statementPublished', at: moment.now, no, version, sha256, accountId: actor.id },
    ...stopClocks(moment.clocks, signClock(statement.period)),
    startClock(boardClock(statement.period), moment.policy.disclosure.boardWithin, moment),
  );
}

/** Only what hangs in both places (双公示) is displayed: the time for objections runs from the later one. */
function recordBoard(
  core: LaunchedDisclosure,
  { no, attachments }: Of<'recordBoard'>,
  moment: Moment,
): DisclosureDecision {
  const statement = found(core, no, 'posting');
  if ('rejection' in statement) return statement;
  return accept(
    { type: 'boardRecorded', at: moment.now, no, photos: attachments },
    ...stopClocks(moment.clocks, boardClock(statement.period)),
    startClock(displayClock(statement.period), moment.policy.disclosure.display, moment),
  );
}
