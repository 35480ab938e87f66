// How people go about their visits: mostly in time, sometimes nobody answers, sometimes a round is let pass. And what changes on the way.
import type { VisitClass, VisitKind } from '../../../domain/household/messages';
import { seededRandom } from '../../register/seeded-random';
import type { Household } from './community';

/** What is done in one round: after which part of it (0 to 1), or not at all. */
export interface RoundPlan {
  part: number | null;
  kind: VisitKind;
}

const PER_CENT_MISSED = 4;
const PER_CENT_NOT_MET = 8;
const PER_CENT_BY_PHONE = 20;
/** Later than that no visit is planned, so that a stop lies between it and the end of the round. */
const LATEST_PART = 0.7;

/** The same for the same household and round, whatever else happens. */
export function planOf({ no }: Household, visitClass: VisitClass, round: number): RoundPlan {
  const random = seededRandom(1 + no * 1_009 + round * 7);
  random.between(0, 99);
  const [fate, how, part] = [random.between(0, 99), random.between(0, 99), random.between(0, 99)];
  const kind: VisitKind =
    how < PER_CENT_NOT_MET ? 'notMet' : how < PER_CENT_NOT_MET + PER_CENT_BY_PHONE ? 'phone' : 'door';
  if (fate < PER_CENT_MISSED) return { part: null, kind };
  // There is one morning in a day.
  return { part: visitClass === 'red' ? 0 : (part / 100) * LATEST_PART, kind };
}

/** What the secretary changes, by day and share of the days; the household is the n-th of its class at the launch. */
export interface Change {
  /** Part of the whole time, 0 to 1. */
  at: number;
  of: VisitClass;
  nth: number;
  to: VisitClass | 'end';
}

export const CHANGES: readonly Change[] = [
  { at: 0.17, of: 'yellow', nth: 0, to: 'red' },
  { at: 0.25, of: 'green', nth: 0, to: 'yellow' },
  { at: 0.33, of: 'red', nth: 0, to: 'green' },
  { at: 0.42, of: 'green', nth: 1, to: 'end' },
  { at: 0.7, of: 'yellow', nth: 1, to: 'green' },
  { at: 0.8, of: 'green', nth: 0, to: 'red' },
];
