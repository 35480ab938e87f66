// Mediation and deliberation about a problem: meetings that are processes of their own, with attendance, minutes and resolutions. Called here,
// launched by the machine, reported back, and called off when the problem ends before they are held.
import { byChildKey, tellsEach } from '../child';
import { accept, refuse, type LaunchChild, type MachineryEvent, type Moment, type Telling } from '../process';
import { headOf } from './levels';
import { problemAudience } from './rules';
import type { LaunchedProblem, ProblemCommandOf as Of, ProblemCore, ProblemDecision, ProblemEvent } from './state';

export function callMeeting(core: LaunchedProblem, command: Of<'callMeeting'>, moment: Moment): ProblemDecision {
  const { form, heldAt, reasonText } = command;
  if (core.meetingDue) return refuse('meeting-being-called');
  if (heldAt <= moment.now) return refuse('meeting-not-ahead', { heldAt });
  return accept({ type: 'meetingCalled', form, heldAt, reasonText });
}

export function recordMeetingEnded(core: LaunchedProblem, command: Of<'recordMeetingEnded'>): ProblemDecision {
  const { meetingId, form, outcome } = command;
  const meeting = core.meetings.find((other) => other.meetingId === meetingId);
  if (meeting ? meeting.outcome !== null : core.meetingDue === null)
    return refuse('meeting-not-awaited', { meetingId });
  return accept(...(meeting ? [] : [{ type: 'meetingLaunched', meetingId } as const]), {
    type: 'meetingEnded',
    meetingId,
    form,
    outcome,
  });
}

const nextKey = ({ meetings }: LaunchedProblem): string => `meeting:${meetings.length + 1}`;

/** A meeting that was called is launched as a process of its own. */
export function problemEffect(core: ProblemCore): LaunchChild | undefined {
  if (core.phase === 'unlaunched' || core.meetingDue === null) return undefined;
  const { place, meetingDue, handler } = core;
  const role = headOf(handler.level === 'estate' ? 'community' : handler.level);
  const placePath =
    handler.level === 'district'
      ? place.districtPath
      : handler.level === 'street'
        ? place.streetPath
        : place.communityPath;
  const called = { ...meetingDue, convenor: { role, placePath }, topicCodes: [core.category] };
  // A meeting about a complaint is hidden from whom the complaint is hidden from.
  const audience = problemAudience(core);
  return {
    type: 'launchChild',
    kind: 'meeting',
    childKey: nextKey(core),
    place,
    command: { type: 'launch', ...called, ...(audience && { audience }) },
  };
}

/**
 * A problem that ends stops its meetings that are open, the one that is just being launched as well. A pause of the problem is none of
 * theirs: people are called for a day, and what is waited for may be just what they meet about.
 */
export function problemTells(core: ProblemCore, event: ProblemEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched' || event.type !== 'problemClosed') return [];
  const open = core.meetings.filter(({ outcome }) => outcome === null).map(({ meetingId }) => meetingId);
  const due = core.meetingDue ? [byChildKey(nextKey(core))] : [];
  const text = 'label:problemEnded';
  return tellsEach([...open, ...due], { type: 'stopMeeting', reasonText: text, basisText: text });
}
