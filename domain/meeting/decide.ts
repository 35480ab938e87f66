// Decides every command of a meeting: called for an instant that lies ahead, held from that instant on with whoever has come, or missed;
// what it resolves is followed up in resolutions.ts. Who is called by form: 三方联动, 周议事 月研判 季调度 年考评 (policy `meetings`).
import { assertNever } from '../assert-never';
import { mayBeTold } from '../audience';
import { startClock, startClockUntil, stopAllClocks, stopClocks } from '../clocks';
import type { Instant } from '../calendar/types';
import { accept, refuse, type Moment } from '../process';
import type { MeetingPartyAsked } from './messages';
import { actsForConvenor, addressed, CHAIR, chairs, isAbove } from './parties';
import {
  addResolution,
  closed,
  closeMeeting,
  confirmResolution,
  dropResolution,
  recordMinutes,
  reportResolution,
  returnResolution,
} from './resolutions';
import type {
  LaunchedMeeting,
  MeetingCommand,
  MeetingCommandOf as Of,
  MeetingCore,
  MeetingDecision,
  MeetingLaunch,
  MeetingParty,
} from './state';

export function decideMeeting(core: MeetingCore, command: MeetingCommand, moment: Moment): MeetingDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'reportResolution':
      return reportResolution(core, command, moment);
    case 'recordMinutes':
      return recordMinutes(core, command, moment);
    case 'beginMeeting':
      return accept(
        { type: 'meetingBegan', at: moment.now },
        ...stopClocks(moment.clocks, 'convening'),
        startClock('attendance', moment.policy.meetings.grace, moment),
      );
    case 'recordMissed':
      return accept(
        { type: 'meetingMissed', at: moment.now },
        ...stopClocks(moment.clocks, 'attendance'),
        startClock('late', moment.policy.meetings.lateWithin, moment),
      );
    case 'closeMissed':
      return accept(...closed('missed', null, moment));
    case 'closeQuietly':
      return accept(...closed('held', null, moment));
    case 'recordPackWritten':
      return core.pack ? accept() : accept({ type: 'packWritten', sha256: command.sha256, madeAt: command.madeAt });
    case 'endMissedMeeting':
      if (core.missedAt === null) return refuse('meeting-not-missed');
      if (!isAbove(moment.actor, core.convenor)) return refuse('not-the-convenor', { role: core.convenor.role });
      return accept(...closed('missed', command.reasonText, moment));
    default:
      return actsForConvenor(moment.actor, core.convenor) || chairs(core, command, moment)
        ? byConvenor(core, command, moment)
        : refuse('not-the-convenor', { role: core.convenor.role });
  }
}

type ByConvenor = Of<
  | 'inviteParties'
  | 'postpone'
  | 'recordAttendance'
  | 'addResolution'
  | 'confirmResolution'
  | 'returnResolution'
  | 'dropResolution'
  | 'explainMissedMeeting'
  | 'closeMeeting'
  | 'stopMeeting'
>;

function byConvenor(core: LaunchedMeeting, command: ByConvenor, moment: Moment): MeetingDecision {
  switch (command.type) {
    case 'inviteParties':
      return inviteParties(core, command);
    case 'postpone':
      return postpone(core, command, moment);
    case 'recordAttendance':
      return recordAttendance(core, command, moment);
    case 'explainMissedMeeting':
      if (core.missedAt === null || core.isExplained) return refuse('meeting-not-missed');
      return accept({ type: 'missedMeetingExplained', reasonText: command.reasonText });
    case 'addResolution':
      return addResolution(core, command, moment);
    case 'confirmResolution':
      return confirmResolution(core, command, moment);
    case 'returnResolution':
      return returnResolution(core, command, moment);
    case 'dropResolution':
      return dropResolution(core, command, moment);
    case 'closeMeeting':
      return closeMeeting(core, moment);
    case 'stopMeeting':
      return stopMeeting(core, command, moment);
    default:
      return assertNever(command);
  }
}

/**
 * By an office, at any time; by the process that called it (which has ended) only before it is held: what was held keeps its minutes, and what
 * it resolved is still owed.
 */
function stopMeeting(core: LaunchedMeeting, command: Of<'stopMeeting'>, moment: Moment): MeetingDecision {
  const { reasonText, basisText } = command;
  const { actor } = moment;
  if (actor.kind !== 'account') {
    if (actor.kind !== 'process' || actor.id !== core.parentId)
      return refuse('not-the-convenor', { role: core.convenor.role });
    if (core.phase !== 'called') return accept();
  }
  return accept(...stopAllClocks(moment.clocks), { type: 'meetingStopped', at: moment.now, reasonText, basisText });
}

/** Called for an instant that lies ahead. One that a process has called in time may be on record later than planned. */
function launch(command: MeetingLaunch, moment: Moment): MeetingDecision {
  const { type: _type, processId, parties: asked = [], topicText, audience = null, ...launched } = command;
  const { place, form, heldAt } = command;
  if (moment.actor.kind === 'account' && heldAt <= moment.now) return refuse('meeting-not-ahead', { heldAt });
  const parties =
    asked.length > 0
      ? called({ place, audience, parties: [] }, asked)
      : { ok: true as const, parties: usual(command, moment) };
  if (!parties.ok) return parties;
  if (form === 'mediation' && !parties.parties.some(({ key }) => key === CHAIR))
    return refuse('mediation-needs-expert');
  return accept(
    {
      ...{ type: 'meetingLaunched', at: moment.now, meetingId: processId, ...launched },
      ...{ parties: parties.parties, topicText: topicText ?? null, audience },
    },
    convening(heldAt, moment),
  );
}

const convening = (heldAt: Instant, moment: Moment) => {
  const { basis, confidence } = moment.policy.meetings.grace;
  return startClockUntil('convening', { n: 0, unit: 'minute', basis, confidence }, heldAt, moment);
};

/** Those that the policy gives the form, as far as they hold office at the place and may know of it. */
const usual = ({ place, form, audience }: MeetingLaunch, { policy }: Moment): MeetingParty[] =>
  policy.meetings.parties[form].value.flatMap((asked) => {
    const who: MeetingPartyAsked =
      'department' in asked
        ? { key: asked.department, isRequired: asked.isRequired, department: asked.department }
        : { key: asked.role, isRequired: asked.isRequired, role: asked.role };
    const party = addressed(place, who);
    return party && mayBeTold(audience, party.party) ? [party] : [];
  });

/** Each key once, nobody who holds no office at the place, and nobody from whom it is hidden. */
function called(
  { parties: known, place, audience }: Pick<LaunchedMeeting, 'parties' | 'place' | 'audience'>,
  asked: readonly MeetingPartyAsked[],
): { ok: true; parties: MeetingParty[] } | ReturnType<typeof refuse> {
  const parties: MeetingParty[] = [];
  for (const one of asked) {
    if ([...known, ...parties].some(({ key }) => key === one.key))
      return refuse('meeting-party-twice', { key: one.key });
    const party = addressed(place, one);
    if (!party) return refuse('party-has-no-office', { key: one.key });
    if (!mayBeTold(audience, party.party)) return refuse('party-may-not-know', { key: one.key });
    parties.push(party);
  }
  return { ok: true, parties };
}

function inviteParties(core: LaunchedMeeting, command: Of<'inviteParties'>): MeetingDecision {
  const invited = called(core, command.parties);
  return invited.ok ? accept({ type: 'partiesInvited', parties: invited.parties }) : invited;
}

/** To another instant ahead, so often as the policy allows; a missed meeting may be called anew this way. */
function postpone(core: LaunchedMeeting, { heldAt, reasonText }: Of<'postpone'>, moment: Moment): MeetingDecision {
  const max = moment.policy.meetings.postponements.value;
  if (core.postponements >= max) return refuse('no-postponement-left', { max });
  if (heldAt <= moment.now) return refuse('meeting-not-ahead', { heldAt });
  return accept(
    { type: 'meetingPostponed', at: moment.now, heldAt, reasonText },
    ...stopClocks(moment.clocks, 'attendance', 'late'),
    convening(heldAt, moment),
  );
}

/** From the planned instant on. Without somebody who is required it is held only where the policy says so. */
function recordAttendance(core: LaunchedMeeting, command: Of<'recordAttendance'>, moment: Moment): MeetingDecision {
  if (!core.hasBegun) return refuse('meeting-not-begun', { heldAt: core.heldAt });
  const { present, excused } = command;
  const named = [...present, ...excused];
  const twice = named.find((key, index) => named.indexOf(key) !== index);
  if (twice !== undefined) return refuse('meeting-party-twice', { key: twice });
  const stranger = named.find((key) => !core.parties.some((party) => party.key === key));
  if (stranger !== undefined) return refuse('unknown-meeting-party', { key: stranger });
  if (present.length === 0) return refuse('nobody-present');
  const absent = core.parties.map(({ key }) => key).filter((key) => !named.includes(key));
  const isComplete = core.parties.every(({ key, isRequired }) => !isRequired || present.includes(key));
  const isChaired = core.form !== 'mediation' || present.includes(CHAIR);
  const isHeld = isChaired && (isComplete || moment.policy.meetings.requiredAbsent.value === 'held');
  return accept(
    { type: 'attendanceRecorded', at: moment.now, isHeld, present, excused, absent },
    ...(isHeld
      ? [
          ...stopClocks(moment.clocks, 'attendance', 'late'),
          startClock('minutes', moment.policy.meetings.minutesWithin, moment),
        ]
      : []),
  );
}
