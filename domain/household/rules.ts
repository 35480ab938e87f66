// Which command fits which phase and role, who must do what, what time decides, who may see it: the visits to a household as tables.
import { dutiesSince } from '../duties';
import type { Policy } from '../policy/schema';
import type { Audience, CommandRule, Obligation, Party, Role } from '../process';
import type { HouseholdCommand, HouseholdCore, HouseholdPhase } from './state';

/** Only who must know: the people of the community who visit, and their secretary. */
export const VISITORS: readonly Role[] = ['gridWorker', 'communitySecretary'];

const OPEN: readonly HouseholdPhase[] = ['due', 'visited'];

/** What makes less work for whoever visits is decided by the secretary. */
export const householdRules: Record<HouseholdCommand['type'], CommandRule<HouseholdPhase>> = {
  launch: { phases: ['unlaunched'], roles: VISITORS },
  recordVisit: { phases: OPEN, roles: VISITORS },
  missVisit: { phases: ['due'], roles: [] },
  beginRound: { phases: ['visited'], roles: [] },
  reclassify: { phases: OPEN, roles: ['communitySecretary'] },
  assignVisitor: { phases: OPEN, roles: ['communitySecretary'] },
  endVisits: { phases: OPEN, roles: ['communitySecretary'] },
};

export function householdObligations(core: HouseholdCore, { visits }: Policy): Obligation[] {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return [];
  const { place, visitorId, round, need } = core;
  const placePath = place.communityPath;
  const visitor: Party =
    visitorId === null
      ? { kind: 'role', role: 'gridWorker', placePath }
      : { kind: 'account', accountId: visitorId, placePath };
  const secretary: Party = { kind: 'role', role: 'communitySecretary', placePath };
  const byVisit = ['recordVisit'];
  const duties: Obligation[] = [];
  if (core.phase === 'due') {
    const { basis } = visits.classes[core.class];
    duties.push(dutiesSince(round.since)('visitHousehold', visitor, 'visit', basis, byVisit));
  }
  if (need) {
    const duty = dutiesSince(need.since);
    duties.push(
      need.kind === 'makeUp'
        ? duty('makeUpVisit', secretary, 'makeUp', visits.makeUp.basis, byVisit)
        : duty('seeHousehold', secretary, 'see', visits.see.basis, byVisit),
    );
  }
  return duties;
}

/** A visit that must be made up for, and somebody who must be seen, stay due: people owe them. */
export function householdWhenDue(_core: HouseholdCore, clock: string): HouseholdCommand | undefined {
  switch (clock) {
    case 'visit':
      return { type: 'missVisit' };
    case 'nextRound':
      return { type: 'beginRound' };
    default:
      return undefined;
  }
}

export const householdAudience = (core: HouseholdCore): Audience => ({
  roles: VISITORS,
  people: core.phase === 'unlaunched' || core.visitorId === null ? [] : [core.visitorId],
  hiddenFrom: [],
  hiddenFromRoles: [],
});
