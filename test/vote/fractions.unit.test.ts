import fc from 'fast-check';
import { amountNeeded, checkFraction, isReached, shortfall } from '../../domain/fractions';

const twoThirds = { num: 2, den: 3, isStrict: false };
const moreThanHalf = { num: 1, den: 2, isStrict: true };
const threeQuarters = { num: 3, den: 4, isStrict: false };

describe('a share as the law states it', () => {
  it('以上 includes the bound: exactly two thirds of 900 owners take part, one fewer do not', () => {
    expect(isReached(600, 900, twoThirds)).toBe(true);
    expect(isReached(599, 900, twoThirds)).toBe(false);
  });

  it('过半数 excludes the half: half of the area is not enough, 0.01 m² more is', () => {
    expect(isReached(5_000_000, 10_000_000, moreThanHalf)).toBe(false);
    expect(isReached(5_000_001, 10_000_000, moreThanHalf)).toBe(true);
  });

  it('of an odd whole, the first whole number above the half is a majority', () => {
    expect(isReached(488, 977, moreThanHalf)).toBe(false);
    expect(isReached(489, 977, moreThanHalf)).toBe(true);
  });

  it('exactly three quarters pass a special matter, one less does not', () => {
    expect(isReached(75, 100, threeQuarters)).toBe(true);
    expect(isReached(74, 100, threeQuarters)).toBe(false);
  });

  it('two thirds of 100 are 67, not 66.66', () => {
    expect(amountNeeded(100, twoThirds)).toBe(67);
    expect(shortfall(60, 100, twoThirds)).toBe(7);
  });

  it('says what is missing: 17 households and 1,240.35 m² short', () => {
    // 976 households: two thirds are 650.67, so 651; 634 took part. 90,000.00 m²: two thirds are 60,000.00; 58,759.65 took part.
    expect(checkFraction(634, 976, twoThirds)).toEqual({
      part: 634,
      whole: 976,
      ...twoThirds,
      isReached: false,
      shortfall: 17,
    });
    expect(shortfall(5_875_965, 9_000_000, twoThirds)).toBe(124_035);
  });

  it('a share of nothing is not reached', () => {
    expect(isReached(0, 0, twoThirds)).toBe(false);
    expect(isReached(0, 0, moreThanHalf)).toBe(false);
  });

  it('stays exact where a float would not: near 2^53', () => {
    const whole = 9_007_199_254_740_989; // 2^53 - 3; two thirds are …659.33
    expect(isReached(6_004_799_503_160_660, whole, twoThirds)).toBe(true);
    expect(isReached(6_004_799_503_160_659, whole, twoThirds)).toBe(false);
  });

  it.each([
    [-1, 10],
    [1.5, 10],
    [11, 10],
    [1, Number.MAX_SAFE_INTEGER + 1],
    [Number.NaN, 10],
  ])('refuses %p of %p, which no count can give', (part, whole) => {
    expect(() => isReached(part, whole, twoThirds)).toThrow(RangeError);
  });

  it('the amount missing is the smallest that helps', () => {
    const share = fc
      .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), fc.boolean())
      .filter(([num, den, isStrict]) => num < den || (num === den && !isStrict))
      .map(([num, den, isStrict]) => ({ num, den, isStrict }));
    fc.assert(
      fc.property(
        share,
        fc.integer({ min: 1, max: 2 ** 48 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (fraction, whole, at) => {
          const part = Math.floor(whole * at);
          const missing = shortfall(part, whole, fraction);
          expect(isReached(part + missing, whole, fraction)).toBe(true);
          if (missing > 0) expect(isReached(part + missing - 1, whole, fraction)).toBe(false);
        },
      ),
    );
  });
});
