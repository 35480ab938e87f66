// Folds the events of a meeting into its state.
import { assertNever } from '../assert-never';
import type { LaunchedMeeting, MeetingCore, MeetingEvent, Resolution } from './state';

export function evolveMeeting(core: MeetingCore, event: MeetingEvent): MeetingCore {
  if (event.type === 'meetingLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'packWritten':
      return { ...core, pack: { sha256: event.sha256, madeAt: event.madeAt } };
    case 'partiesInvited':
      return { ...core, parties: [...core.parties, ...event.parties] };
    case 'meetingPostponed':
      return {
        ...core,
        ...{ phaseSince: event.at, heldAt: event.heldAt, hasBegun: false, missedAt: null, isExplained: false },
        postponements: core.postponements + 1,
      };
    case 'meetingBegan':
      return { ...core, hasBegun: true, phaseSince: event.at };
    case 'meetingMissed':
      return { ...core, missedAt: event.at };
    case 'missedMeetingExplained':
      return { ...core, isExplained: true };
    case 'attendanceRecorded': {
      const { present, excused, absent } = event;
      const attended = { ...core, attendance: { present, excused, absent } };
      return event.isHeld ? { ...attended, phase: 'following', phaseSince: event.at } : attended;
    }
    case 'minutesRecorded':
      return { ...core, minutes: { at: event.at, isAgreed: event.isAgreed } };
    case 'resolutionAdded': {
      const { type: _type, at: since, ...resolution } = event;
      return {
        ...core,
        resolutions: [...core.resolutions, { ...resolution, since, status: 'open', reportedBy: null }],
      };
    }
    case 'resolutionReported':
      return withResolution(core, event.resolutionId, { status: 'reported', reportedBy: event.accountId });
    case 'resolutionReturned':
      return withResolution(core, event.resolutionId, { status: 'open', reportedBy: null });
    case 'resolutionConfirmed':
      return withResolution(core, event.resolutionId, { status: 'confirmed' });
    case 'resolutionDropped':
      return withResolution(core, event.resolutionId, { status: 'dropped' });
    case 'meetingClosed':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: event.outcome };
    case 'meetingStopped':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: 'stopped' };
    default:
      return assertNever(event);
  }
}

function launched({ type: _type, at, ...event }: Extract<MeetingEvent, { type: 'meetingLaunched' }>): LaunchedMeeting {
  return {
    phase: 'called',
    phaseSince: at,
    ...event,
    ...{ pack: null, hasBegun: false, missedAt: null, isExplained: false, postponements: 0 },
    ...{ attendance: null, minutes: null, resolutions: [], outcome: null },
  };
}

const withResolution = (
  core: LaunchedMeeting,
  resolutionId: string,
  change: Partial<Pick<Resolution, 'status' | 'reportedBy'>>,
): LaunchedMeeting => ({
  ...core,
  resolutions: core.resolutions.map((one) => (one.resolutionId === resolutionId ? { ...one, ...change } : one)),
});
