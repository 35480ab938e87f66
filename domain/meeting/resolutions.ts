// What a meeting has resolved: minutes, and resolutions that somebody carries out by a day, reports, and another person confirms.
import { mayBeTold } from '../audience';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import type { DurationRule } from '../calendar/types';
import { accept, refuse, type Moment } from '../process';
import { COVENANT_FORMS, type MeetingOutcome } from './forms';
import { isParty } from '../party';
import { actsForConvenor, isChair, officeAt } from './parties';
import type {
  LaunchedMeeting,
  MeetingCommandOf as Of,
  MeetingDecision,
  MeetingEvent,
  MeetingEvents,
  Resolution,
} from './state';

/** The clocks by which one resolution must be carried out, and a report of it looked at. */
export const carryOutClock = (resolutionId: string): string => `carryOut:${resolutionId}`;
export const confirmClock = (resolutionId: string): string => `confirmResolution:${resolutionId}`;

/** Once a meeting: its minutes. Those of a mediation are its expert's, and say whether the sides have agreed. */
export function recordMinutes(core: LaunchedMeeting, command: Of<'recordMinutes'>, moment: Moment): MeetingDecision {
  const { minutesText, isAgreed = null } = command;
  const isMediation = core.form === 'mediation';
  if (!(isMediation ? isChair(core, moment.actor) : actsForConvenor(moment.actor, core.convenor)))
    return isMediation ? refuse('expert-chairs-mediation') : refuse('not-the-convenor', { role: core.convenor.role });
  if (core.phase === 'called') return refuse('meeting-not-held');
  if (core.minutes) return refuse('minutes-already-recorded');
  if (isMediation !== (isAgreed !== null)) return refuse('agreement-of-mediation');
  const recorded: MeetingEvent = { type: 'minutesRecorded', at: moment.now, minutesText, isAgreed };
  return accept(
    recorded,
    ...stopClocks(moment.clocks, 'minutes'),
    ...afterwards({ ...core, minutes: { at: moment.now, isAgreed } }, moment),
  );
}

export function addResolution(core: LaunchedMeeting, command: Of<'addResolution'>, moment: Moment): MeetingDecision {
  const { resolutionId, by, contentText, isForCovenant } = command;
  const rule = moment.policy.meetings.resolutionDays;
  const days = command.days ?? rule.default.value;
  if (core.phase === 'called') return refuse('meeting-not-held');
  if (core.resolutions.some((known) => known.resolutionId === resolutionId))
    return refuse('resolution-already-known', { resolutionId });
  const party =
    'partyKey' in by ? core.parties.find(({ key }) => key === by.partyKey)?.party : officeAt(core.place, by.role);
  if (party === undefined) return refuse('unknown-meeting-party', { key: 'partyKey' in by ? by.partyKey : null });
  if (party === null) return refuse('party-has-no-office', { key: 'role' in by ? by.role : null });
  if (!mayBeTold(core.audience, party)) return refuse('party-may-not-know', { key: 'role' in by ? by.role : null });
  if (days > rule.max.value) return refuse('resolution-too-long', { days, max: rule.max.value });
  if (isForCovenant && !COVENANT_FORMS.includes(core.form)) return refuse('covenant-needs-residents-meeting');
  const { basis, confidence } = command.days === undefined ? rule.default : rule.max;
  const within: DurationRule = { n: days, unit: 'day', basis, confidence };
  return accept(
    { type: 'resolutionAdded', at: moment.now, resolutionId, party, contentText, isForCovenant },
    ...stopClocks(moment.clocks, 'closing'),
    startClock(carryOutClock(resolutionId), within, moment),
  );
}

/** By whoever has to carry it out; the convenor may enter it for a party that has no account. */
export function reportResolution(
  core: LaunchedMeeting,
  { resolutionId, evidenceText }: Of<'reportResolution'>,
  moment: Moment,
): MeetingDecision {
  const found = resolutionOf(core, resolutionId);
  const { actor } = moment;
  if (!found) return refuse('unknown-resolution', { resolutionId });
  if (actor.kind !== 'account' || !(isParty(actor, found.party) || actsForConvenor(actor, core.convenor)))
    return refuse('not-your-resolution', { resolutionId });
  if (found.status !== 'open') return refuse('resolution-not-open', { resolutionId, status: found.status });
  return accept(
    { type: 'resolutionReported', resolutionId, evidenceText, accountId: actor.id },
    ...stopClocks(moment.clocks, carryOutClock(resolutionId)),
    startClock(confirmClock(resolutionId), moment.policy.meetings.confirmWithin, moment),
  );
}

/** By the convenor, and never by the account that reported it. */
export function confirmResolution(
  core: LaunchedMeeting,
  { resolutionId }: Of<'confirmResolution'>,
  moment: Moment,
): MeetingDecision {
  const reported = reportedOf(core, resolutionId, moment);
  if ('rejection' in reported) return reported;
  return settled(core, { type: 'resolutionConfirmed', resolutionId }, moment);
}

/** Not carried out after all: its party has a time of the policy's to do better. */
export function returnResolution(
  core: LaunchedMeeting,
  { resolutionId, reasonText }: Of<'returnResolution'>,
  moment: Moment,
): MeetingDecision {
  const reported = reportedOf(core, resolutionId, moment);
  if ('rejection' in reported) return reported;
  return accept(
    { type: 'resolutionReturned', resolutionId, reasonText },
    ...stopClocks(moment.clocks, confirmClock(resolutionId)),
    startClock(carryOutClock(resolutionId), moment.policy.meetings.returnedWithin, moment),
  );
}

export function dropResolution(
  core: LaunchedMeeting,
  { resolutionId, reasonText }: Of<'dropResolution'>,
  moment: Moment,
): MeetingDecision {
  const found = resolutionOf(core, resolutionId);
  if (!found) return refuse('unknown-resolution', { resolutionId });
  if (!isOpen(found)) return refuse('resolution-not-open', { resolutionId, status: found.status });
  return settled(core, { type: 'resolutionDropped', resolutionId, reasonText }, moment);
}

export function closeMeeting(core: LaunchedMeeting, moment: Moment): MeetingDecision {
  if (core.phase === 'called') return refuse('meeting-not-held');
  if (!core.minutes) return refuse('minutes-missing');
  const open = core.resolutions.filter(isOpen).length;
  if (open > 0) return refuse('resolutions-open', { open });
  return accept(...closed('held', null, moment));
}

export const closed = (
  outcome: Exclude<MeetingOutcome, 'stopped'>,
  reasonText: string | null,
  moment: Moment,
): MeetingEvents => [...stopAllClocks(moment.clocks), { type: 'meetingClosed', at: moment.now, outcome, reasonText }];

export const isOpen = ({ status }: Resolution): boolean => status === 'open' || status === 'reported';

const resolutionOf = (core: LaunchedMeeting, resolutionId: string): Resolution | undefined =>
  core.resolutions.find((known) => known.resolutionId === resolutionId);

function reportedOf(
  core: LaunchedMeeting,
  resolutionId: string,
  { actor }: Moment,
): Resolution | ReturnType<typeof refuse> {
  const found = resolutionOf(core, resolutionId);
  if (!found) return refuse('unknown-resolution', { resolutionId });
  if (found.status !== 'reported') return refuse('resolution-not-reported', { resolutionId, status: found.status });
  if (actor.kind === 'account' && actor.id === found.reportedBy) return refuse('own-report', { resolutionId });
  return found;
}

function settled(
  core: LaunchedMeeting,
  event: Extract<MeetingEvent, { type: 'resolutionConfirmed' | 'resolutionDropped' }>,
  moment: Moment,
): MeetingDecision {
  const { resolutionId } = event;
  const status = event.type === 'resolutionConfirmed' ? ('confirmed' as const) : ('dropped' as const);
  const resolutions = core.resolutions.map((one) => (one.resolutionId === resolutionId ? { ...one, status } : one));
  return accept(
    event,
    ...stopClocks(moment.clocks, carryOutClock(resolutionId), confirmClock(resolutionId)),
    ...afterwards({ ...core, resolutions }, moment),
  );
}

/**
 * With its minutes on record and its last resolution done a meeting is over. One that has resolved nothing waits a while for whatever is
 * still to be entered.
 */
function afterwards({ minutes, resolutions }: LaunchedMeeting, moment: Moment): MeetingEvents {
  if (!minutes || resolutions.some(isOpen)) return [];
  return resolutions.length > 0
    ? closed('held', null, moment)
    : [startClock('closing', moment.policy.meetings.closeWithin, moment)];
}
