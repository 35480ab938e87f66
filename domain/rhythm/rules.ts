// Which command fits which phase and role, what time decides, what the machine launches: a rhythm as tables.
import { dutiesSince } from '../duties';
import { isRhythmForm, RHYTHM_FORMS, type RhythmForm } from '../meeting/forms';
import { superiorOf } from '../meeting/parties';
import type { Policy } from '../policy/schema';
import type { CommandRule, LaunchChild, Obligation, Role } from '../process';
import { keyOf } from './decide';
import type { RhythmCommand, RhythmCore, RhythmPhase } from './state';

/** A street sets the rhythm of its communities and its own, a district that of its streets. */
export const RHYTHM_LAUNCHERS: readonly Role[] = ['streetOfficer', 'districtSupervisor'];
const RUNNING: readonly RhythmPhase[] = ['running'];

export const rhythmRules: Record<RhythmCommand['type'], CommandRule<RhythmPhase>> = {
  launch: { phases: ['unlaunched'], roles: RHYTHM_LAUNCHERS },
  callRound: { phases: RUNNING, roles: [] },
  recordChildLaunched: { phases: RUNNING, roles: [] },
  recordMeetingEnded: { phases: RUNNING, roles: [] },
  pauseForm: { phases: RUNNING, roles: RHYTHM_LAUNCHERS },
  resumeForm: { phases: RUNNING, roles: RHYTHM_LAUNCHERS },
  endRhythm: { phases: RUNNING, roles: RHYTHM_LAUNCHERS },
};

/** A form that is paused waits for whoever stands above the place: what rests is not forgotten. */
export function rhythmObligations(core: RhythmCore, policy: Policy): Obligation[] {
  if (core.phase !== 'running') return [];
  const above = superiorOf(core.place, core.convenor) ?? ({ kind: 'role', ...core.convenor } as const);
  return RHYTHM_FORMS.flatMap((form: RhythmForm) => {
    const since = core.forms[form]?.pausedSince;
    return since ? [dutiesSince(since)(`resumeForm:${form}`, above, null, policy.rhythm[form].basis)] : [];
  });
}

export const rhythmWhenDue = (_core: RhythmCore, clock: string): RhythmCommand | undefined =>
  isRhythmForm(clock) ? { type: 'callRound', form: clock } : undefined;

/** The rounds that were called are launched one by one, each with the parties that the policy gives its form. */
export function rhythmEffect(core: RhythmCore): LaunchChild | undefined {
  if (core.phase !== 'running') return undefined;
  const call = core.calls.find(({ meetingId }) => meetingId === null);
  if (!call) return undefined;
  const { place, convenor } = core;
  const { form, round } = call;
  return {
    type: 'launchChild',
    kind: 'meeting',
    childKey: keyOf(call),
    place,
    command: { type: 'launch', form, heldAt: round.heldAt, convenor, parties: [], topicCodes: [] },
  };
}

export const rhythmExclusiveKey = (core: RhythmCore): string | null =>
  core.phase === 'unlaunched' ? null : `rhythm:${core.place.areaId}`;
