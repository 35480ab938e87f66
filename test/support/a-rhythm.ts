// The rhythm of a community with plain defaults: Mondays half past nine, from Monday 2 March 2026 on.
import type { RhythmForm } from '../../domain/meeting/forms';
import type { Policy } from '../../domain/policy/schema';
import type { AreaPlace } from '../../domain/process';
import { rhythm } from '../../domain/rhythm/definition';
import type { LaunchedRhythm, RhythmCommand, RhythmCore, RhythmEvent, RhythmLaunch } from '../../domain/rhythm/state';
import { STREET } from './an-election';
import { aPolicy, ENGINE, Play } from './play';

export type RhythmPlay = Play<RhythmCore, RhythmCommand, RhythmEvent>;
export const rhythmOf = (play: RhythmPlay): LaunchedRhythm => play.state.core as LaunchedRhythm;

export const COMMUNITY: AreaPlace = {
  areaId: 'community',
  communityPath: '/district/street/community/',
  streetPath: '/district/street/',
  districtPath: '/district/',
};

export const aRhythmLaunch = (more: Partial<RhythmLaunch> = {}): RhythmLaunch => ({
  type: 'launch',
  processId: 'rhythm',
  place: COMMUNITY,
  parentId: null,
  forms: ['weekly'],
  ...more,
});

export const unlaunchedRhythm = (policy: Policy = aPolicy(), at = '2026-03-02T02:00:00.000Z'): RhythmPlay =>
  new Play(rhythm, at, policy);

export function launchedRhythm(forms: RhythmForm[] = ['weekly'], at?: string, policy?: Policy): RhythmPlay {
  const play = unlaunchedRhythm(policy, at);
  play.give(STREET, aRhythmLaunch({ forms }));
  return play;
}

/** What the machine does: it launches the meeting that is called, if one is. */
export function meetingLaunched(play: RhythmPlay): string | undefined {
  const effect = play.definition.effect(play.state.core, play.policy) as { childKey: string } | undefined;
  if (!effect) return undefined;
  const childId = `meeting-${effect.childKey}`;
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: effect.childKey, childId });
  return childId;
}
