// Decides every command of the visits to a household (三色随访): rounds that follow the schedule of the household's class, one visit in each.
// A round that had none is missed at its due instant and the next begins there, whenever the engine gets to it.
import { assertNever } from '../assert-never';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { clockOfRound, firstRound, nextRound } from './schedule';
import type {
  HouseholdCommand,
  HouseholdCommandOf as Of,
  HouseholdCore,
  HouseholdDecision,
  HouseholdEvents,
  HouseholdLaunch,
  LaunchedHousehold,
  Need,
  Round,
} from './state';

export function decideHousehold(core: HouseholdCore, command: HouseholdCommand, moment: Moment): HouseholdDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'recordVisit':
      return recordVisit(core, command, moment);
    case 'missVisit':
      return missVisit(core, moment);
    case 'beginRound':
      return accept(...begun(core, nextRound(core.round, core.class, moment), moment));
    case 'reclassify':
      return reclassify(core, command, moment);
    case 'assignVisitor': {
      const { accountId } = command;
      return core.visitorId === accountId ? accept() : accept({ type: 'visitorAssigned', accountId });
    }
    case 'endVisits': {
      const { reasonText } = command;
      return accept(...stopAllClocks(moment.clocks), { type: 'visitsEnded', at: moment.now, reasonText });
    }
    default:
      return assertNever(command);
  }
}

function launch(command: HouseholdLaunch, moment: Moment): HouseholdDecision {
  const { type: _type, processId, ...taken } = command;
  const round = firstRound(1, command.class, moment.now, moment);
  return accept(
    { type: 'householdTaken', at: moment.now, householdId: processId, ...taken },
    { type: 'roundBegan', round, class: command.class },
    clockOfRound('visit', round, command.class, moment),
  );
}

const begun = ({ class: visitClass }: LaunchedHousehold, round: Round, moment: Moment): HouseholdEvents => [
  { type: 'roundBegan', round, class: visitClass },
  ...stopClocks(moment.clocks, 'nextRound'),
  clockOfRound('visit', round, visitClass, moment),
];

/** One visit in a round; another one only to see somebody at last, where nobody was met for too long. */
function recordVisit(core: LaunchedHousehold, command: Of<'recordVisit'>, moment: Moment): HouseholdDecision {
  const { visitedAt, kind, noteText } = command;
  const { round, class: visitClass } = core;
  if (core.phase === 'visited' && (core.need?.kind !== 'see' || kind === 'notMet'))
    return refuse('round-already-visited', { round: round.no, nextFrom: round.dueAt });
  if (visitedAt > moment.now) return refuse('visit-in-future', { visitedAt });
  if (visitedAt < round.since) return refuse('visit-before-round', { visitedAt, since: round.since });
  const visit = { round: round.no, class: visitClass, visitedAt, noteText };
  if (core.phase === 'visited' && kind !== 'notMet')
    return accept({ type: 'householdSeen', ...visit, kind }, ...stopClocks(moment.clocks, 'see'));
  return accept(
    { type: 'visitRecorded', ...visit, kind, at: moment.now },
    ...stopClocks(moment.clocks, 'visit', 'makeUp', ...(kind === 'notMet' ? [] : ['see'])),
    ...(kind === 'notMet' ? needAfterUnseen(core, null, moment.now, moment) : []),
    clockOfRound('nextRound', { since: moment.now, dueAt: round.dueAt }, visitClass, moment),
  );
}

function missVisit(core: LaunchedHousehold, moment: Moment): HouseholdDecision {
  const { round, class: visitClass } = core;
  return accept(
    { type: 'visitMissed', round: round.no, class: visitClass, dueAt: round.dueAt },
    ...needAfterUnseen(core, 'makeUp', round.dueAt, moment),
    ...begun(core, nextRound(round, visitClass, moment), moment),
  );
}

/**
 * What follows when a round ended, or was visited, without anybody having been met: after so many in a row somebody must be seen; until then
 * a missed visit is made up for. What is owed already keeps its deadline.
 */
function needAfterUnseen(
  core: LaunchedHousehold,
  otherwise: Need | null,
  since: string,
  moment: Moment,
): HouseholdEvents {
  const { unseenInRow, makeUp, see } = moment.policy.visits;
  const kind = core.unseenInRow + 1 >= unseenInRow.value ? 'see' : otherwise;
  if (kind === null || core.need?.kind === kind || core.need?.kind === 'see') return [];
  return [
    { type: 'needArose', kind, since },
    // A visit has stopped it already.
    ...(kind === 'see' && otherwise === 'makeUp' ? stopClocks(moment.clocks, 'makeUp') : []),
    startClock(kind, kind === 'see' ? see : makeUp, { now: since, calendar: moment.calendar }),
  ];
}

/**
 * The clock starts anew: one interval of the new class from now. But an open round is never put off by it: where its visit is due earlier,
 * that stands, and the new schedule counts from there.
 */
function reclassify(core: LaunchedHousehold, command: Of<'reclassify'>, moment: Moment): HouseholdDecision {
  const { class: to, reasonText } = command;
  const { class: from, round } = core;
  if (to === from) return refuse('same-visit-class', { class: to });
  if (core.phase === 'visited') {
    const next = firstRound(round.no + 1, to, moment.now, moment);
    const ended = { ...round, dueAt: moment.now };
    return accept(
      { type: 'reclassified', from, to, reasonText, round: ended },
      ...begun({ ...core, class: to }, next, moment),
    );
  }
  const anew = { ...firstRound(round.no, to, moment.now, moment), since: round.since };
  const kept = { ...round, anchor: round.dueAt, step: 0 };
  const running = round.dueAt <= anew.dueAt ? kept : anew;
  return accept(
    { type: 'reclassified', from, to, reasonText, round: running },
    clockOfRound('visit', running, to, moment),
  );
}
