// Whether enough owners have signed: any one of the ways that the policy gives is enough. Exact integers, 以上 includes the bound.
import { checkFraction } from '../fractions';
import type { Threshold } from '../policy/schema';
import type { Signed } from './messages';

export interface ThresholdCheck {
  of: Threshold['of'];
  /** Signed and whole, in heads or 0.01 m²; of `ownerCount` the whole is the number asked for. */
  part: number;
  whole: number;
  num: number;
  den: number;
  isReached: boolean;
  /** The smallest whole amount that is missing, 0 when reached. */
  shortfall: number;
}

/** Each way with what it still lacks; the base is the frozen roll. */
export const checkThresholds = (thresholds: readonly Threshold[], base: Signed, signed: Signed): ThresholdCheck[] =>
  thresholds.map((threshold) => {
    if (threshold.of === 'ownerCount') {
      const shortfall = Math.max(0, threshold.count - signed.heads);
      return {
        of: 'ownerCount',
        part: signed.heads,
        whole: threshold.count,
        num: 1,
        den: 1,
        isReached: shortfall === 0,
        shortfall,
      };
    }
    const { of, num, den } = threshold;
    const [part, whole] = of === 'owners' ? [signed.heads, base.heads] : [signed.areaDm2, base.areaDm2];
    const { isReached, shortfall } = checkFraction(part, whole, { num, den, isStrict: false });
    return { of, part, whole, num, den, isReached, shortfall };
  });

export const isEnough = (thresholds: readonly Threshold[], base: Signed, signed: Signed): boolean =>
  checkThresholds(thresholds, base, signed).some(({ isReached }) => isReached);
