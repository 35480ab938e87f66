// Whether a pledge is for the amount that its household was asked for.
import type { Rejection } from '../process';

/** What a pledge is judged by: of the rule only what single pledges depend on. */
export type PledgedRule =
  { rule: 'equal' | 'area' | 'perArea' | 'floor' | 'benefit' } | { rule: 'voluntary'; minFen: number; maxFen: number };

/** Under the cap of all pledges together. */
export interface Room {
  capFen: number;
  /** What may still be pledged. */
  leftFen: number;
}

/**
 * Refuses `right-pays-nothing` (exempt, or not asked), `pledge-not-the-share`, with `voluntary` `pledge-out-of-range`, and
 * `pledge-above-cap`. `shareFen`: null where everybody gives what they like. Who gives exactly what is still missing may give less than the
 * least: otherwise a gap below it could never be filled.
 */
export function refuseAmount(
  rule: PledgedRule,
  { shareFen, amountFen }: { shareFen: number | null; amountFen: number },
  { capFen, leftFen }: Room,
): Rejection | undefined {
  if (shareFen === 0) return { code: 'right-pays-nothing' };
  if (rule.rule === 'voluntary') {
    const { minFen, maxFen } = rule;
    const isEnough = amountFen >= minFen || amountFen === leftFen;
    if (!isEnough || amountFen > maxFen) return { code: 'pledge-out-of-range', params: { minFen, maxFen } };
  } else if (amountFen !== shareFen) return { code: 'pledge-not-the-share', params: { shareFen } };
  return amountFen > leftFen ? { code: 'pledge-above-cap', params: { capFen, leftFen } } : undefined;
}
