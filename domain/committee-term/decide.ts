// Decides every command of the watch on a committee's term (state A0 of docs/committee-term.md): the committee reports, the street renews
// it, and whoever stays silent is followed by the next one. The election itself is a process of its own.
import { assertNever } from '../assert-never';
import { dateOf, dayInMonth, dayOfDate, localDateOf, partsOf, startOfDay } from '../calendar/instant';
import type { DurationRule, Instant, LocalDate } from '../calendar/types';
import { startClock, startClockUntil, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { missConvening, recordDemand, recordMeetingConvened, recordRecallEnded, recordRecallLaunched } from './demand';
import { listObtained, recordDelivery, recordDeveloperSilent, reviewFounding } from './founding';
import { membersLeft, renewal } from './renewal';
import {
  endSubstitute,
  formSubstitute,
  recordSubstituteAct,
  revokeSubstitute,
  revokeSubstituteAct,
  vacancy,
} from './substitute';
import type {
  LaunchedTerm,
  TermCommand,
  TermCommandOf as Of,
  TermCore,
  TermDecision,
  TermEvents,
  TermLaunch,
} from './state';

export function decideTerm(core: TermCore, command: TermCommand, moment: Moment): TermDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'openReport':
      return openReport(core, moment);
    case 'reportTerm':
      return accept({ type: 'termReported', noteText: command.noteText }, ...renewal('reported', moment));
    case 'missReport':
      return accept({ type: 'reportMissed' }, ...renewal('silent', moment));
    case 'recordMemberLeft':
      return recordMemberLeft(core, command, moment);
    case 'recordDemand':
      return recordDemand(core, command, moment);
    case 'missConvening':
      return missConvening(core, command, moment);
    case 'recordMeetingConvened':
      return recordMeetingConvened(core, command, moment);
    case 'recordRecallLaunched':
      return recordRecallLaunched(core, command, moment);
    case 'recordRecallEnded':
      return recordRecallEnded(core, command, moment);
    case 'seatAlternate':
      return seatAlternate(core, command, moment);
    case 'renewEarly':
      return accept(...renewal(command.ground, moment, command));
    case 'recordElectionLaunched':
      if (command.variant === 'byElection')
        return accept({ type: 'byElectionStarted', electionId: command.electionId });
      return accept(
        { type: 'renewalStarted', at: moment.now, electionId: command.electionId },
        ...stopClocks(moment.clocks, ...BEFORE_RENEWAL),
      );
    case 'recordElectionEnded':
      return recordElectionEnded(core, command, moment);
    case 'expireTerm':
      return expireTerm(core, moment);
    case 'formSubstitute':
      return formSubstitute(command, moment);
    case 'endSubstitute':
      return endSubstitute(core, moment);
    case 'recordSubstituteAct':
      return recordSubstituteAct(core, command);
    case 'revokeSubstituteAct':
      return revokeSubstituteAct(core, command);
    case 'revokeSubstitute':
      return revokeSubstitute(core, command, moment);
    case 'recordDelivery':
      return recordDelivery(command, moment);
    case 'reviewFounding':
      return reviewFounding(core, moment);
    case 'recordDeveloperSilent':
      return recordDeveloperSilent(moment);
    case 'recordDeveloperReport':
    case 'recordRegistryList':
      return listObtained(command, moment);
    case 'endWatch': {
      const { reasonText, basisText } = command;
      return accept(...stopAllClocks(moment.clocks), {
        ...{ type: 'watchEnded', at: moment.now },
        reasonText,
        basisText,
      });
    }
    default:
      return assertNever(command);
  }
}

/** What an election settles by beginning. */
const BEFORE_RENEWAL = [
  'reportOpens',
  'termReport',
  'launchElection',
  'substituteForm',
  'deliveryReview',
  'foundingAge',
  'developerReport',
  'registryList',
] as const;

function launch(command: TermLaunch, moment: Moment): TermDecision {
  const { type: _type, processId, ...watched } = command;
  const ids = [...command.members.map(({ memberId }) => memberId), ...command.alternateIds];
  if (new Set(ids).size !== ids.length) return refuse('committee-member-twice');
  if (command.members.length > command.seats)
    return refuse('more-members-than-seats', { members: command.members.length, seats: command.seats });
  const { termStartsOn, termEndsOn } = command;
  if ((termStartsOn === null) !== (termEndsOn === null)) return refuse('term-half-known');
  if (termStartsOn !== null && termEndsOn !== null && termEndsOn <= termStartsOn)
    return refuse('term-ends-before-it-starts');
  const { minYears, maxYears } = moment.policy.election.term.value;
  if (command.termYears < minYears || command.termYears > maxYears)
    return refuse('term-length', { years: command.termYears, min: minYears, max: maxYears });
  if (termStartsOn !== null && termEndsOn !== null && termEndsOn > lastDayOf(termStartsOn, maxYears))
    return refuse('term-length', { years: command.termYears, min: minYears, max: maxYears });
  const launched: TermEvents = [{ type: 'termWatched', at: moment.now, termId: processId, ...watched }];
  if (termEndsOn === null)
    return ids.length > 0
      ? refuse('members-without-term')
      : accept(...launched, startClock('deliveryReview', moment.policy.founding.review, moment));
  const isVacant = command.members.length < command.seats && command.alternateIds.length > 0;
  return accept(
    ...launched,
    ...termClocks(termEndsOn, moment),
    ...(isVacant ? [startClock('seatAlternate', moment.policy.term.seatAlternate, moment)] : []),
  );
}

function openReport({ term }: LaunchedTerm, moment: Moment): TermDecision {
  const { reportLead } = moment.policy.election;
  const opened: TermEvents = [{ type: 'reportOpened', at: moment.now }, ...stopClocks(moment.clocks, 'reportOpens')];
  return term.endsOn === null
    ? accept(...opened)
    : accept(...opened, startClockUntil('termReport', reportLead, endOf(term.endsOn), moment));
}

/** When the report is opened, and when the term ends. */
function termClocks(endsOn: LocalDate, moment: Moment): TermEvents {
  const { reportLead, term } = moment.policy.election;
  const { reportOpens } = moment.policy.term;
  const end = endOf(endsOn);
  const reportDue = startClockUntil('reportOpens', reportLead, end, moment).clock.dueAt;
  const atTheEnd: DurationRule = { n: 0, unit: 'day', basis: term.basis, confidence: term.confidence };
  return [
    startClockUntil('reportOpens', reportOpens, reportDue, moment),
    startClockUntil('termEnd', atTheEnd, end, moment),
  ];
}

/** 24:00 of the term's last day. */
const endOf = (endsOn: LocalDate): Instant => startOfDay(dayOfDate(endsOn) + 1);

/** The last day of a term of so many years: the day before the one that corresponds to its first. */
function lastDayOf(startsOn: LocalDate, years: number): LocalDate {
  const { year, month, date } = partsOf(dayOfDate(startsOn));
  return dateOf(dayInMonth(year + years, month, date) - 1);
}

function recordMemberLeft(core: LaunchedTerm, command: Of<'recordMemberLeft'>, moment: Moment): TermDecision {
  const { memberId, cause, reasonText } = command;
  if (!core.term.members.some((member) => member.memberId === memberId)) return refuse('not-a-member', { memberId });
  return accept(...membersLeft(core, [memberId], { cause, reasonText }, moment));
}

function seatAlternate(
  core: LaunchedTerm,
  { memberId, reasonText }: Of<'seatAlternate'>,
  moment: Moment,
): TermDecision {
  if (core.term.members.length >= core.term.seats) return refuse('no-vacant-seat');
  const [next] = core.term.alternateIds;
  if (next === undefined || !core.term.alternateIds.includes(memberId)) return refuse('not-an-alternate', { memberId });
  if (next !== memberId) return refuse('another-alternate-first', { memberId: next });
  const isFull = core.term.members.length + 1 >= core.term.seats;
  const isLast = core.term.alternateIds.length === 1;
  return accept(
    { type: 'alternateSeated', memberId, reasonText },
    ...(isFull || isLast ? stopClocks(moment.clocks, 'seatAlternate') : []),
  );
}

/** A committee: its term begins. None: the old one goes on while its term lasts, else somebody must act in its place. */
function recordElectionEnded(core: LaunchedTerm, command: Of<'recordElectionEnded'>, moment: Moment): TermDecision {
  const { electionId, variant, outcome, members, alternateIds, seats } = command;
  if (variant === 'byElection') return recordByElectionEnded(core, command, moment);
  if (core.electionId !== electionId) return refuse('election-not-awaited', { electionId });
  if (outcome === 'seated' || outcome === 'partlySeated') {
    const startsOn = localDateOf(moment.now);
    const endsOn = lastDayOf(startsOn, core.termYears);
    return accept(
      ...stopAllClocks(moment.clocks),
      { type: 'termBegan', at: moment.now, electionId, startsOn, endsOn, seats, members, alternateIds },
      ...termClocks(endsOn, moment),
    );
  }
  return accept(
    { type: 'renewalFailed', at: moment.now, electionId, outcome },
    ...(core.term.isExpired && core.substitute === null ? vacancy(moment) : renewal('failed', moment)),
  );
}

/** Those who were elected fill the seats for the rest of the term. */
function recordByElectionEnded(
  core: LaunchedTerm,
  { electionId, outcome, members }: Of<'recordElectionEnded'>,
  moment: Moment,
): TermDecision {
  if (core.byElectionId !== electionId) return refuse('election-not-awaited', { electionId });
  if (members.length === 0) return accept({ type: 'byElectionFailed', electionId, outcome });
  const isFull = core.term.members.length + members.length >= core.term.seats;
  return accept(
    { type: 'seatsFilled', electionId, memberIds: members.map(({ memberId }) => memberId) },
    ...(isFull ? stopClocks(moment.clocks, 'seatAlternate') : []),
  );
}

/** While an election runs its end is awaited; in every other phase a term that ends without one leaves the seats vacant. */
function expireTerm(core: LaunchedTerm, moment: Moment): TermDecision {
  return accept(
    { type: 'termExpired' },
    ...stopClocks(moment.clocks, 'termEnd', 'reportOpens', 'termReport', 'seatAlternate'),
    ...(core.phase === 'renewing' ? [] : vacancy(moment)),
  );
}
