// A meeting with plain defaults: three parties at an estate, called by the community for Thursday at ten.
import { meeting } from '../../domain/meeting/definition';
import type {
  LaunchedMeeting,
  MeetingCommand,
  MeetingCommandOf,
  MeetingCore,
  MeetingEvent,
  MeetingLaunch,
} from '../../domain/meeting/state';
import type { Policy } from '../../domain/policy/schema';
import { PLACE, SECRETARY } from './an-election';
import { anActor, aPolicy, Play } from './play';

export type MeetingPlay = Play<MeetingCore, MeetingCommand, MeetingEvent>;
export const meetingOf = (play: MeetingPlay): LaunchedMeeting => play.state.core as LaunchedMeeting;

/** Monday, ten o'clock in China; the meeting is on Thursday at the same hour. */
export const MEETING_CALLED = '2026-03-02T02:00:00.000Z';
export const MEETING_HELD = '2026-03-05T02:00:00.000Z';

export const FIRM = anActor('firmManager');
export const EXPERT = anActor('expert');

export const aMeetingLaunch = (more: Partial<MeetingLaunch> = {}): MeetingLaunch => ({
  type: 'launch',
  processId: 'meeting',
  place: PLACE,
  parentId: 'problem',
  form: 'threeParty',
  heldAt: MEETING_HELD,
  convenor: { role: 'communitySecretary', placePath: PLACE.communityPath },
  parties: [],
  topicCodes: ['leak'],
  ...more,
});

export const unlaunchedMeeting = (policy: Policy = aPolicy()): MeetingPlay => new Play(meeting, MEETING_CALLED, policy);

export function calledMeeting(more: Partial<MeetingLaunch> = {}, policy?: Policy): MeetingPlay {
  const play = unlaunchedMeeting(policy);
  play.give(SECRETARY, aMeetingLaunch(more));
  return play;
}

export const attendance = (present: string[], excused: string[] = []): MeetingCommandOf<'recordAttendance'> => ({
  type: 'recordAttendance',
  present,
  excused,
});

/** Everybody came. */
export function heldMeeting(...given: Parameters<typeof calledMeeting>): MeetingPlay {
  const play = calledMeeting(...given);
  play.waitFor('convening');
  play.give(SECRETARY, attendance(meetingOf(play).parties.map(({ key }) => key)));
  return play;
}

export const minutes = (isAgreed?: boolean): MeetingCommandOf<'recordMinutes'> => ({
  type: 'recordMinutes',
  minutesText: 'hash',
  isAgreed,
});

export const resolution = (
  resolutionId: string,
  more: Partial<MeetingCommandOf<'addResolution'>> = {},
): MeetingCommandOf<'addResolution'> => ({
  type: 'addResolution',
  resolutionId,
  by: { partyKey: 'firmManager' },
  contentText: 'hash',
  isForCovenant: false,
  ...more,
});

export const report = (resolutionId: string): MeetingCommandOf<'reportResolution'> => ({
  type: 'reportResolution',
  resolutionId,
  evidenceText: 'hash',
});
