// Whether a pledge is for the amount that its household was asked for.
import type { Rejection } from '../process';

/** What a pledge is judged by: of the rule only what single pledges depend on. */
export type PledgedRule =
  { rule: 'equal' | 'area' | 'perArea' | 'floor' | 'benefit' } | { rule: 'voluntary'; minFen: number; maxFen: number };

/**
 * Refuses `right-pays-nothing` (exempt, or not asked), `pledge-not-the-share`, and with `voluntary` `pledge-out-of-range`. `shareFen`: null
 * where everybody gives what they like.
 */
export function refuseAmount(rule: PledgedRule, shareFen: number | null, amountFen: number): Rejection | undefined {
  if (shareFen === 0) return { code: 'right-pays-nothing' };
  if (rule.rule === 'voluntary') {
    const { minFen, maxFen } = rule;
    const isInRange = minFen <= amountFen && amountFen <= maxFen;
    return isInRange ? undefined : { code: 'pledge-out-of-range', params: { minFen, maxFen } };
  }
  return amountFen === shareFen ? undefined : { code: 'pledge-not-the-share', params: { shareFen } };
}
