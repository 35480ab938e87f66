// When pledging is enough, and which amount a pledge may have: both sides of every bound.
import { refuseAmount } from '../../domain/shares/pledge-amount';
import { householdsNeeded, isTargetReached, missingOf } from '../../domain/shares/target';

const target = { targetFen: 70_000, bar: { num: 7, den: 10 } };
const count = (pledgedHouseholds: number, amountFen: number, households = 10) => ({
  ...{ households, pledgedHouseholds, amountFen },
});

test.each([
  [10, { num: 7, den: 10 }, 7],
  [11, { num: 7, den: 10 }, 8],
  [1, { num: 1, den: 10_000 }, 1],
  [10, { num: 0, den: 1 }, 0],
  [10, { num: 1, den: 1 }, 10],
])('of %d households a bar of %j needs %d', (households, bar, needed) => {
  expect(householdsNeeded(households, bar)).toBe(needed);
});

test.each([
  ['money and bar', count(7, 70_000), true, { fen: 0, households: 0 }],
  ['a fen too little', count(7, 69_999), false, { fen: 1, households: 0 }],
  ['a household too few', count(6, 100_000), false, { fen: 0, households: 1 }],
  ['seven of eleven, which is less than 70 %', count(7, 70_000, 11), false, { fen: 0, households: 1 }],
  ['nothing', count(0, 0), false, { fen: 70_000, households: 7 }],
])('%s', (_, counted, isReached, missing) => {
  expect([isTargetReached(target, counted), missingOf(target, counted)]).toEqual([isReached, missing]);
});

describe('an amount', () => {
  const room = (leftFen = 1_000_000) => ({ capFen: 1_000_000, leftFen });
  const voluntary = { rule: 'voluntary' as const, minFen: 1_000, maxFen: 5_000 };
  const given = (amountFen: number, leftFen?: number) =>
    refuseAmount(voluntary, { shareFen: null, amountFen }, room(leftFen))?.code;

  it('is the share, to the fen', () => {
    const asked = (amountFen: number) => refuseAmount({ rule: 'area' }, { shareFen: 500, amountFen }, room())?.code;
    expect([asked(499), asked(500), asked(501)]).toEqual(['pledge-not-the-share', undefined, 'pledge-not-the-share']);
  });
  it('is between the least and the most, where everybody gives what they like', () => {
    expect([given(999), given(1_000), given(5_000), given(5_001)]).toEqual([
      'pledge-out-of-range',
      undefined,
      undefined,
      'pledge-out-of-range',
    ]);
  });
  it('may be less than the least where it is exactly what is still missing', () => {
    expect([given(400, 400), given(399, 400), given(1_000, 400)]).toEqual([
      undefined,
      'pledge-out-of-range',
      'pledge-above-cap',
    ]);
  });
  it('fits under the cap, the cap itself included', () => {
    expect([given(1_500, 1_500), given(1_501, 1_500)]).toEqual([undefined, 'pledge-above-cap']);
  });
  it('is nothing for a household that pays nothing', () => {
    expect(refuseAmount({ rule: 'equal' }, { shareFen: 0, amountFen: 0 }, room())).toEqual({
      code: 'right-pays-nothing',
    });
  });
});
