// Folds the events of the visits to a household into their state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import type { HouseholdCore, HouseholdEvent, LaunchedHousehold, Round } from './state';

export function evolveHousehold(core: HouseholdCore, event: HouseholdEvent): HouseholdCore {
  if (event.type === 'householdTaken') return taken(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'roundBegan':
      return { ...core, phase: 'due', phaseSince: event.round.since, class: event.class, round: event.round };
    case 'visitRecorded': {
      const visited: LaunchedHousehold = { ...core, phase: 'visited', phaseSince: event.at };
      return event.kind === 'notMet'
        ? { ...unseen(visited), need: core.need?.kind === 'see' ? core.need : null }
        : seen(visited, event.visitedAt);
    }
    case 'householdSeen':
      return seen(core, event.visitedAt);
    case 'visitMissed':
      return unseen(core);
    case 'needArose':
      return { ...core, need: { kind: event.kind, since: event.since } };
    case 'reclassified':
      return { ...core, class: event.to, reasonText: event.reasonText, round: event.round };
    case 'visitorAssigned':
      return { ...core, visitorId: event.accountId };
    case 'visitsEnded':
      return { ...core, phase: 'closed', phaseSince: event.at, need: null, outcome: 'ended' };
    default:
      return assertNever(event);
  }
}

function taken(event: Extract<HouseholdEvent, { type: 'householdTaken' }>): LaunchedHousehold {
  const { type: _type, at, parentId: _parentId, ...given } = event;
  // Until the event that begins the first round, which follows in the same step.
  const round: Round = { no: 0, since: at, dueAt: at, anchor: at, step: 0 };
  return {
    ...{ ...given, phase: 'due', phaseSince: at, round },
    ...{ visitorId: null, need: null, unseenInRow: 0, lastSeenAt: null, outcome: null },
  };
}

const unseen = (core: LaunchedHousehold): LaunchedHousehold => ({ ...core, unseenInRow: core.unseenInRow + 1 });

const seen = (core: LaunchedHousehold, lastSeenAt: Instant): LaunchedHousehold => ({
  ...core,
  ...{ need: null, unseenInRow: 0, lastSeenAt },
});
