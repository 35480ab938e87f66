// Who there is at the estates of the street, decided before anything happens: firms that answer and three that do not, committees, nobody.

/** `nobody`: neither firm nor committee (三无小区), so the community takes everything in. */
export type Desk = 'firm' | 'dawdlingFirm' | 'committee' | 'nobody';

export interface EstatePlan {
  name: string;
  desk: Desk;
  hasCommittee: boolean;
}

export const ESTATES_OF_A_COMMUNITY = 16;
/** Buildings of an estate; the planned cases have one more for themselves. */
export const SPOTS = 4;
export const RESIDENTS = 3;
export const DAWDLERS = 3;
/** The least with every kind of estate in it. */
export const LEAST_ESTATES = 20;
/** The community whose secretary puts off whatever can be put off. */
export const SLOW_COMMUNITY = 1;

/** Of every ten estates: eight with a firm (half of them with a committee too), one with a committee only, one with nobody. */
export function planEstates(estates: number): EstatePlan[] {
  return Array.from({ length: estates }, (_, no): EstatePlan => {
    const name = `第${no + 1}小区`;
    if (no % 10 === 8) return { name, desk: 'committee', hasCommittee: true };
    if (no % 10 === 9) return { name, desk: 'nobody', hasCommittee: false };
    const isDawdling = no % 10 === 4 && no < 10 * DAWDLERS;
    return { name, desk: isDawdling ? 'dawdlingFirm' : 'firm', hasCommittee: no % 2 === 0 };
  });
}
