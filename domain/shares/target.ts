// When pledging has reached what the plan asks for: the money and the share of households, both.

/** `num` / `den` of the households, the bound included (以上, 民法典 1259); 0 / 1: no bar. */
export interface ParticipationBar {
  num: number;
  den: number;
}

export interface PledgeTarget {
  targetFen: number;
  bar: ParticipationBar;
}

/** Pledges that stand, of one version of the plan. `households`: all who are asked. */
export interface PledgeCount {
  households: number;
  pledgedHouseholds: number;
  amountFen: number;
}

/** The least number of households that reaches the bar. */
export const householdsNeeded = (households: number, { num, den }: ParticipationBar): number =>
  Number((BigInt(households) * BigInt(num) + BigInt(den) - 1n) / BigInt(den));

/** What is missing to money and bar; 0 and 0: reached. */
export function missingOf(
  { targetFen, bar }: PledgeTarget,
  { households, pledgedHouseholds, amountFen }: PledgeCount,
): { fen: number; households: number } {
  return {
    fen: Math.max(0, targetFen - amountFen),
    households: Math.max(0, householdsNeeded(households, bar) - pledgedHouseholds),
  };
}

export function isTargetReached(target: PledgeTarget, count: PledgeCount): boolean {
  const missing = missingOf(target, count);
  return missing.fen === 0 && missing.households === 0;
}
