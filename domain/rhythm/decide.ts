// Decides every command of a rhythm (周议事 月研判 季调度 年考评): each form strikes by itself and calls its meeting, round by round by the
// schedule. An outage neither doubles a meeting nor hides one: rounds that are wholly past are on record as skipped, the newest is called.
import { assertNever } from '../assert-never';
import { startClockUntil, stopAllClocks, stopClocks } from '../clocks';
import type { RhythmForm } from '../meeting/forms';
import type { Convenor } from '../meeting/state';
import { accept, refuse, type AreaPlace, type MachineryEvent, type Moment } from '../process';
import { callAt, firstRound, heldAtOf, nextBest, roundAfter, type Round } from './schedule';
import type {
  Call,
  LaunchedRhythm,
  RhythmCommand,
  RhythmCommandOf as Of,
  RhythmCore,
  RhythmDecision,
  RhythmEvents,
  RhythmLaunch,
} from './state';

export function decideRhythm(core: RhythmCore, command: RhythmCommand, moment: Moment): RhythmDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'callRound':
      return callRound(core, command.form, moment);
    case 'recordChildLaunched': {
      const call = core.calls.find((open) => keyOf(open) === command.childKey);
      if (!call || call.meetingId !== null) return accept();
      return accept({ type: 'meetingCalled', form: call.form, no: call.round.no, meetingId: command.childId });
    }
    case 'recordMeetingEnded':
      return recordMeetingEnded(core, command);
    case 'pauseForm': {
      const { form, reasonText } = command;
      const kept = core.forms[form];
      if (!kept) return refuse('form-not-in-rhythm', { form });
      if (kept.next === null) return refuse('form-already-paused', { form });
      return accept({ type: 'formPaused', at: moment.now, form, reasonText }, ...stopClocks(moment.clocks, form));
    }
    case 'resumeForm': {
      const { form, reasonText } = command;
      const kept = core.forms[form];
      if (!kept) return refuse('form-not-in-rhythm', { form });
      if (kept.next !== null) return refuse('form-not-paused', { form });
      return accept(
        { type: 'formResumed', form, reasonText },
        ...planned(form, firstRound(form, moment.now, moment), moment),
      );
    }
    case 'endRhythm': {
      const { reasonText, basisText } = command;
      return accept(...stopAllClocks(moment.clocks), { type: 'rhythmEnded', at: moment.now, reasonText, basisText });
    }
    default:
      return assertNever(command);
  }
}

/** The key of a round's meeting among the rhythm's children. */
export const keyOf = ({ form, round }: Call): string => `${form}:${round.no}`;

function launch(command: RhythmLaunch, moment: Moment): RhythmDecision {
  const { processId, place, parentId, forms } = command;
  const convenor = convenorOf(place);
  if (!convenor) return refuse('not-a-community-or-street', { placeId: place.areaId });
  const events = [...new Set(forms)].flatMap((form) => planned(form, firstRound(form, moment.now, moment), moment));
  return accept({ type: 'rhythmLaunched', at: moment.now, rhythmId: processId, place, parentId, convenor }, ...events);
}

/** The office that holds the meetings; null: the place is a district. */
function convenorOf({ communityPath, streetPath }: AreaPlace): Convenor | null {
  if (communityPath !== null) return { role: 'communitySecretary', placePath: communityPath };
  return streetPath === null ? null : { role: 'streetOfficer', placePath: streetPath };
}

const planned = (form: RhythmForm, round: Round, moment: Moment): RhythmEvents => [
  { type: 'roundPlanned', form, round },
  clockOf(form, round, moment),
];

const clockOf = (form: RhythmForm, { heldAt }: Round, moment: Moment): MachineryEvent =>
  startClockUntil(form, moment.policy.rhythm.callAhead, heldAt, moment);

/**
 * The clock of a form has struck, perhaps long ago. What has struck since then is settled at once: the newest round is called, those before
 * it are skipped. A newer holiday table may have moved the day; a round whose instant is over is held on the next best day, unless its
 * successor comes first.
 */
function callRound(core: LaunchedRhythm, form: RhythmForm, moment: Moment): RhythmDecision {
  const due = core.forms[form]?.next;
  if (!due) return refuse('form-not-in-rhythm', { form });
  const events: RhythmEvents = [];
  let newest = due;
  let following = roundAfter(form, newest.no, moment);
  while (callAt(following, moment) <= moment.now) {
    events.push({ type: 'roundSkipped', form, round: newest });
    newest = following;
    following = roundAfter(form, newest.no, moment);
  }
  const asPlanned = heldAtOf(form, newest.no, moment);
  const heldAt = asPlanned > moment.now ? asPlanned : nextBest(form, moment.now, moment);
  const isHeld = heldAt < following.heldAt;
  events.push(
    isHeld
      ? { type: 'roundCalled', form, round: { no: newest.no, heldAt }, isLate: heldAt !== asPlanned }
      : { type: 'roundSkipped', form, round: newest },
  );
  return accept(...events, ...planned(form, following, moment));
}

/** A meeting may end before we hear how its launch went: then the call that still waits is its own. */
function recordMeetingEnded(
  core: LaunchedRhythm,
  { meetingId, form: ended, outcome }: Of<'recordMeetingEnded'>,
): RhythmDecision {
  const known = core.calls.find((call) => call.meetingId === meetingId);
  const call = known ?? core.calls.find((open) => open.meetingId === null && open.form === ended);
  if (!call) return refuse('meeting-not-awaited', { meetingId });
  const { form, round } = call;
  const launched: RhythmEvents = known ? [] : [{ type: 'meetingCalled', form, no: round.no, meetingId }];
  return accept(...launched, { type: 'meetingEnded', form, meetingId, outcome });
}
