// Which command fits which phase and role, who must do what, what time decides, what the machine does: a meeting as tables.
import { dutiesSince } from '../duties';
import type { Policy } from '../policy/schema';
import {
  ROLES,
  type Audience,
  type CommandRule,
  type MachineryEvent,
  type Obligation,
  type Role,
  type Telling,
} from '../process';
import { isRhythmForm } from './forms';
import { superiorOf } from './parties';
import { carryOutClock, confirmClock, isOpen } from './resolutions';
import type { LaunchedMeeting, MeetingCommand, MeetingCore, MeetingEvent, MeetingPhase } from './state';

/** Whoever may call a meeting; which of them a command of a meeting is for is decide's: its convenor, or an office above. */
export const MEETING_CONVENORS: readonly Role[] = [
  'streetOfficer',
  'communitySecretary',
  'committeeMember',
  'districtSupervisor',
];
const WITH_CHAIR: readonly Role[] = [...MEETING_CONVENORS, 'expert'];
const SUPERIORS: readonly Role[] = ['communitySecretary', 'streetOfficer', 'districtSupervisor'];
/** Whoever a resolution may be for. */
const ANYBODY: readonly Role[] = ROLES.filter((role) => role !== 'auditor');
/** What presupposes that it was held is refused by a code of its own before that. */
const ONCE_HELD: readonly MeetingPhase[] = ['called', 'following'];

export const meetingRules: Record<MeetingCommand['type'], CommandRule<MeetingPhase>> = {
  launch: { phases: ['unlaunched'], roles: MEETING_CONVENORS },
  recordPackWritten: { phases: ONCE_HELD, roles: [] },
  inviteParties: { phases: ['called'], roles: MEETING_CONVENORS },
  postpone: { phases: ['called'], roles: MEETING_CONVENORS },
  beginMeeting: { phases: ['called'], roles: [] },
  recordAttendance: { phases: ['called'], roles: WITH_CHAIR },
  recordMissed: { phases: ['called'], roles: [] },
  explainMissedMeeting: { phases: ['called'], roles: MEETING_CONVENORS },
  endMissedMeeting: { phases: ['called'], roles: SUPERIORS },
  closeMissed: { phases: ['called'], roles: [] },
  recordMinutes: { phases: ONCE_HELD, roles: WITH_CHAIR },
  addResolution: { phases: ONCE_HELD, roles: WITH_CHAIR },
  reportResolution: { phases: ['following'], roles: ANYBODY },
  confirmResolution: { phases: ['following'], roles: WITH_CHAIR },
  returnResolution: { phases: ['following'], roles: WITH_CHAIR },
  dropResolution: { phases: ['following'], roles: MEETING_CONVENORS },
  closeMeeting: { phases: ONCE_HELD, roles: MEETING_CONVENORS },
  closeQuietly: { phases: ['following'], roles: [] },
  stopMeeting: { phases: ONCE_HELD, roles: MEETING_CONVENORS },
};

export function meetingObligations(core: MeetingCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return [];
  return core.phase === 'called' ? untilHeld(core, policy) : sinceHeld(core, policy);
}

function untilHeld(core: LaunchedMeeting, { meetings }: Policy): Obligation[] {
  const convenor = { kind: 'role', ...core.convenor } as const;
  const duty = dutiesSince(core.missedAt ?? core.phaseSince);
  if (!core.hasBegun)
    return core.parties.map(({ key, party }) => duty(`attend:${key}`, party, 'convening', meetings.grace.basis, []));
  if (core.missedAt === null)
    return [duty('recordAttendance', convenor, 'attendance', meetings.grace.basis, ['recordAttendance', 'postpone'])];
  const superior = superiorOf(core.place, core.convenor, core.audience) ?? convenor;
  const { basis } = meetings.lateWithin;
  return [
    ...(core.isExplained ? [] : [duty('explainMissedMeeting', convenor, 'late', basis)]),
    duty('mendMissedMeeting', superior, 'late', basis, ['endMissedMeeting', 'postpone', 'recordAttendance']),
  ];
}

function sinceHeld(core: LaunchedMeeting, { meetings }: Policy): Obligation[] {
  const convenor = { kind: 'role', ...core.convenor } as const;
  const chair = core.form === 'mediation' && core.parties.find(({ key }) => key === 'expert')?.party;
  const duty = dutiesSince(core.phaseSince);
  const open = core.resolutions.filter(isOpen);
  return [
    ...(core.minutes ? [] : [duty('recordMinutes', chair || convenor, 'minutes', meetings.minutesWithin.basis)]),
    ...(core.minutes && open.length === 0
      ? [duty('closeMeeting', convenor, 'closing', meetings.closeWithin.basis, ['closeMeeting', 'addResolution'])]
      : []),
    ...open.map(({ resolutionId, party, status, since }) => {
      const from = dutiesSince(since);
      return status === 'open'
        ? from(carryOutClock(resolutionId), party, carryOutClock(resolutionId), meetings.resolutionDays.default.basis, [
            'reportResolution',
          ])
        : from(confirmClock(resolutionId), convenor, confirmClock(resolutionId), meetings.confirmWithin.basis, [
            'confirmResolution',
            'returnResolution',
          ]);
    }),
  ];
}

export function meetingWhenDue(core: MeetingCore, clock: string): MeetingCommand | undefined {
  if (core.phase === 'unlaunched') return undefined;
  switch (clock) {
    case 'convening':
      return { type: 'beginMeeting' };
    case 'attendance':
      return { type: 'recordMissed' };
    case 'late':
      return { type: 'closeMissed' };
    case 'closing':
      return { type: 'closeQuietly' };
    default:
      return undefined;
  }
}

export interface WritePack {
  type: 'writePack';
  meetingId: string;
  [field: string]: unknown;
}

/** A meeting of the rhythm is called with its pack: written once, before anything else. */
export function meetingEffect(core: MeetingCore): WritePack | undefined {
  if (core.phase === 'unlaunched' || core.phase === 'closed' || core.pack || !isRhythmForm(core.form)) return undefined;
  return { type: 'writePack', meetingId: core.meetingId };
}

export function meetingTells(core: MeetingCore, event: MeetingEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched' || core.parentId === null) return [];
  if (event.type !== 'meetingClosed' && event.type !== 'meetingStopped') return [];
  const { meetingId, form, outcome } = core;
  return [{ to: core.parentId, command: { type: 'recordMeetingEnded', meetingId, form, outcome } }];
}

/** That of the process which called it, and whoever is called to it. */
export function meetingAudience(core: MeetingCore): Audience | null {
  if (core.phase === 'unlaunched' || core.audience === null) return null;
  const { roles, people, ...hidden } = core.audience;
  const called = core.parties.map(({ party }) => party);
  const offices = called.flatMap((party) => (party.kind === 'role' ? [party.role] : []));
  const named = called.flatMap((party) =>
    party.kind === 'owner' ? [party.ownerId] : party.kind === 'account' ? [party.accountId] : [],
  );
  return { ...hidden, roles: [...new Set([...roles, ...offices])], people: [...people, ...named] };
}
