// The visits to one household, with plain defaults: yellow, on the national preset (a round ends at 21:00 of its last day, China time).
import type { VisitKind } from '../../domain/household/messages';
import { household } from '../../domain/household/definition';
import type {
  HouseholdCommand,
  HouseholdCore,
  HouseholdEvent,
  HouseholdLaunch,
  LaunchedHousehold,
} from '../../domain/household/state';
import type { Policy } from '../../domain/policy/schema';
import { PLACE } from './an-election';
import { anActor, aPolicy, Play } from './play';

export type HouseholdPlay = Play<HouseholdCore, HouseholdCommand, HouseholdEvent>;
export const householdOf = (play: HouseholdPlay): LaunchedHousehold => play.state.core as LaunchedHousehold;

export const WORKER = anActor('gridWorker');
export const SECRETARY = anActor('communitySecretary');

export const aHouseholdLaunch = (more: Partial<HouseholdLaunch> = {}): HouseholdLaunch => ({
  ...{ type: 'launch', processId: 'household', place: PLACE, unitId: 'unit', class: 'yellow' },
  ...{ reasonText: 'hash', parentId: null },
  ...more,
});

/** Launched on Monday 2026-03-02 at 10:00, China time. */
export function launchedHousehold(more: Partial<HouseholdLaunch> = {}, policy: Policy = aPolicy()): HouseholdPlay {
  const play: HouseholdPlay = new Play(household, '2026-03-02T02:00:00.000Z', policy);
  play.give(SECRETARY, aHouseholdLaunch(more));
  return play;
}

/** A visit at this very moment. */
export const visit = (play: HouseholdPlay, kind: VisitKind = 'door', visitedAt = play.now): HouseholdCommand => ({
  ...{ type: 'recordVisit', visitedAt, kind, noteText: 'hash' },
});
