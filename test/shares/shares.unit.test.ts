// Shares of a project: golden cases worked out by hand, every way of sharing, exemptions, and what keeps shares from being worked out.
import { explainFault, explainShare } from '../../domain/shares/explain';
import { floorOfRoom } from '../../domain/shares/floor';
import { exemptionSchema, shareRuleSchema, type ShareRule } from '../../domain/shares/messages';
import { workOutShares } from '../../domain/shares/shares';
import type { ShareUnit } from '../../domain/shares/types';
import { aShareUnit } from '../support/a-share-unit';

type Exemptions = Parameters<typeof workOutShares>[3];

const shared = (rule: ShareRule, units: ShareUnit[], totalFen: number, exemptions: Exemptions = []) => {
  const worked = workOutShares(rule, units, totalFen, exemptions);
  if (!worked.ok) throw new Error(JSON.stringify(worked.faults));
  return { fen: worked.shares.map(({ fen }) => fen), totalFen: worked.totalFen, shares: worked.shares };
};
const faults = (rule: ShareRule, units: ShareUnit[], totalFen = 100, exemptions: Exemptions = []) => {
  const worked = workOutShares(rule, units, totalFen, exemptions);
  return worked.ok ? [] : worked.faults;
};
const homes = (count: number, of: (n: number) => Partial<ShareUnit> = () => ({})) =>
  Array.from({ length: count }, (_, index) => aShareUnit(index + 1, of(index + 1)));

describe('an entrance door for 100.00 yuan', () => {
  it('by equal shares of three households is 33.34, 33.33 and 33.33: the fen that is left goes to the first door', () => {
    expect(shared({ rule: 'equal' }, homes(3), 10_000).fen).toEqual([3_334, 3_333, 3_333]);
  });
  it('is not paid for by stalls and store rooms, which are no households', () => {
    const units = [...homes(2), aShareUnit(3, { isHousehold: false })];
    expect(shared({ rule: 'equal' }, units, 10_000).fen).toEqual([5_000, 5_000, 0]);
  });
  it('by area of 50, 75 and 100 m² is 22.22, 33.33 and 44.45: the largest remainder gets the fen', () => {
    // 10000 × 5000/22500 = 2222 and 2/9; × 7500 = 3333 and 1/3; × 10000 = 4444 and 4/9.
    const units = homes(3, (n) => ({ areaDm2: 2_500 + 2_500 * n }));
    expect(shared({ rule: 'area' }, units, 10_000).fen).toEqual([2_222, 3_333, 4_445]);
  });
  it('by benefit of 2, 1 and 0 is 66.67, 33.33 and nothing', () => {
    const weights = [2, 1, 0].map((num, index) => ({ unitLabel: `u${index + 1}`, num }));
    expect(shared({ rule: 'benefit', weights }, homes(3), 10_000).fen).toEqual([6_667, 3_333, 0]);
  });
});

describe('a lift by floor coefficients', () => {
  const lift = (byArea: boolean): ShareRule => ({
    ...{ rule: 'floor', den: 10, byArea },
    coefficients: [0, 0, 7, 8, 9, 10].map((num, index) => ({ floor: index + 1, num })),
  });
  const stack = homes(6, (n) => ({ floor: n }));

  it('of 0, 0, 0.7, 0.8, 0.9 and 1.0 costs the third floor 7/34 and the first nothing', () => {
    // 34,000,000 fen: 1,000,000 for each tenth.
    expect(shared(lift(false), stack, 34_000_000).fen).toEqual([0, 0, 7_000_000, 8_000_000, 9_000_000, 10_000_000]);
  });
  it('costs a large flat more than a small one on the same floor where the area counts too', () => {
    const units = [aShareUnit(1, { floor: 6, areaDm2: 6_000 }), aShareUnit(2, { floor: 6, areaDm2: 12_000 })];
    expect(shared(lift(true), units, 9_000).fen).toEqual([3_000, 6_000]);
    expect(shared(lift(false), units, 9_000).fen).toEqual([4_500, 4_500]);
  });
  it('is not worked out while a floor has no agreed coefficient, or the floor of a household is not known', () => {
    const units = [aShareUnit(1, { floor: 7 }), aShareUnit(2, { floor: null }), aShareUnit(3, { floor: 3 })];
    expect(faults(lift(false), units)).toEqual([
      { code: 'floorNotAgreed', unitLabel: 'u1', floor: 7 },
      { code: 'floorUnknown', unitLabel: 'u2' },
    ]);
  });
  it('asks nothing of a stall, whatever its floor', () => {
    const units = [aShareUnit(1, { floor: 3 }), aShareUnit(2, { floor: null, isHousehold: false })];
    expect(shared(lift(true), units, 1_000).fen).toEqual([1_000, 0]);
  });
});

describe('a fixed rate of 20 yuan per m²', () => {
  const rate: ShareRule = { rule: 'perArea', fenPerM2: 2_000 };
  it('asks 1,802.40 yuan of 90.12 m², whatever the project costs, and the sum follows', () => {
    const units = homes(2, (n) => ({ areaDm2: n === 1 ? 9_012 : 10_000 }));
    expect(shared(rate, units, 1)).toMatchObject({ fen: [180_240, 200_000], totalFen: 380_240 });
  });
  it('that does not come out even is rounded so that the shares sum to the whole, down to the fen', () => {
    // 3 fen per m² of 0.33, 0.33 and 0.34 m²: 0.99, 0.99 and 1.02 fen; 3.00 together.
    const units = homes(3, (n) => ({ areaDm2: n === 3 ? 34 : 33 }));
    expect(shared({ rule: 'perArea', fenPerM2: 3 }, units, 0)).toMatchObject({ fen: [1, 1, 1], totalFen: 3 });
  });
  it('is not raised for the others when one is exempt', () => {
    const units = homes(2);
    const exemptions = [{ unitLabel: 'u1', num: 1, den: 2 }];
    expect(shared(rate, units, 0, exemptions)).toMatchObject({ fen: [100_000, 200_000], totalFen: 300_000 });
  });
});

describe('an exempt household', () => {
  it('pays nothing, and the others pay its part', () => {
    const exemptions = [{ unitLabel: 'u2', num: 0, den: 1 }];
    expect(shared({ rule: 'equal' }, homes(4), 12_000, exemptions).fen).toEqual([4_000, 0, 4_000, 4_000]);
  });
  it('pays half of what its share would be, rounded down, and the others the rest to the fen', () => {
    // 100.01 ÷ 3 = 33.3366…; half of it 16.66; 83.35 are left for two.
    const exemptions = [{ unitLabel: 'u1', num: 1, den: 2 }];
    expect(shared({ rule: 'equal' }, homes(3), 10_001, exemptions).fen).toEqual([1_666, 4_168, 4_167]);
  });
  it('pays less than its share: a whole share or more is no exemption', () => {
    const exempt = (num: number) => faults({ rule: 'equal' }, homes(2), 100, [{ unitLabel: 'u1', num, den: 2 }]);
    expect(exempt(1)).toEqual([]);
    expect(exempt(2)).toEqual([{ code: 'exemptionOutOfRange', unitLabel: 'u1' }]);
    expect(exemptionSchema.safeParse({ unitLabel: 'u1', num: 1, den: 2, reasonText: '低保' }).success).toBe(true);
    expect(exemptionSchema.safeParse({ unitLabel: 'u1', num: 2, den: 2, reasonText: '低保' }).success).toBe(false);
  });
  it('must be there, and be named once', () => {
    const twice = ['u1', 'u1', 'u9'].map((unitLabel) => ({ unitLabel, num: 0, den: 1 }));
    expect(faults({ rule: 'equal' }, homes(2), 100, twice)).toEqual([
      { code: 'unitUnknown', unitLabel: 'u9' },
      { code: 'unitNamedTwice', unitLabel: 'u1' },
    ]);
  });
});

describe('no shares are worked out', () => {
  it.each<[string, ShareRule, ShareUnit[], object[]]>([
    ['without units', { rule: 'equal' }, [], [{ code: 'noUnits' }]],
    [
      'of units with one name',
      { rule: 'equal' },
      [aShareUnit(1), aShareUnit(2, { unitLabel: 'u1' })],
      [{ code: 'unitTwice', unitLabel: 'u1' }],
    ],
    ['where nobody weighs anything', { rule: 'area' }, [aShareUnit(1, { areaDm2: 0 })], [{ code: 'nobodyPays' }]],
    [
      'where no rate meets any area',
      { rule: 'perArea', fenPerM2: 1 },
      [aShareUnit(1, { areaDm2: 0 })],
      [{ code: 'nobodyPays' }],
    ],
    [
      'of a household without an agreed weight',
      { rule: 'benefit', weights: [{ unitLabel: 'u1', num: 1 }] },
      homes(2),
      [{ code: 'weightMissing', unitLabel: 'u2' }],
    ],
    [
      'of a weight for a unit that is not there',
      {
        rule: 'benefit',
        weights: [
          { unitLabel: 'u1', num: 1 },
          { unitLabel: 'x', num: 1 },
        ],
      },
      homes(1),
      [{ code: 'unitUnknown', unitLabel: 'x' }],
    ],
    [
      'where a floor is named twice',
      {
        rule: 'floor',
        den: 1,
        byArea: false,
        coefficients: [
          { floor: 1, num: 1 },
          { floor: 1, num: 2 },
        ],
      },
      [aShareUnit(1, { floor: 1 })],
      [{ code: 'floorTwice', floor: 1 }],
    ],
    [
      'of weights beyond whole numbers',
      { rule: 'area' },
      homes(2, () => ({ areaDm2: Number.MAX_SAFE_INTEGER })),
      [{ code: 'tooLarge' }],
    ],
    [
      'of an area that is not whole',
      { rule: 'area' },
      [aShareUnit(1, { areaDm2: 0.5 })],
      [{ code: 'tooLarge', unitLabel: 'u1' }],
    ],
    [
      'between a least above the most',
      { rule: 'voluntary', minFen: 2, maxFen: 1 },
      homes(1),
      [{ code: 'rangeReversed' }],
    ],
  ])('%s', (_, rule, units, expected) => {
    expect(faults(rule, units)).toEqual(expected);
  });
  it('when everybody is exempt', () => {
    expect(faults({ rule: 'equal' }, homes(1), 100, [{ unitLabel: 'u1', num: 1, den: 2 }])).toEqual([
      { code: 'nobodyPays' },
    ]);
  });
  it('of a total below zero, of half a fen, or beyond whole numbers', () => {
    for (const totalFen of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1])
      expect(faults({ rule: 'equal' }, homes(1), totalFen)).toEqual([{ code: 'tooLarge' }]);
    expect(shared({ rule: 'equal' }, homes(2), 0).fen).toEqual([0, 0]);
  });
  it('and each reason is said in Chinese and English, with the unit', () => {
    expect(explainFault({ code: 'floorNotAgreed', unitLabel: '1-1-701', floor: 7 })).toEqual({
      zh: '1-1-701, 7：该楼层没有约定系数',
      en: '1-1-701, 7: no coefficient was agreed for this floor',
    });
  });
});

test('voluntary pledges have no shares, only a range', () => {
  const { fen, totalFen, shares } = shared({ rule: 'voluntary', minFen: 1_000, maxFen: 50_000 }, homes(2), 70_000);
  expect([fen, totalFen]).toEqual([[null, null], 70_000]);
  expect(shares[0] && explainShare(shares[0].working).zh).toBe('自愿认筹：10.00–500.00 元之间，没有应分摊数');
});

describe('a plan’s rule as it comes in', () => {
  it.each([
    [
      'a floor twice',
      {
        rule: 'floor',
        den: 10,
        byArea: false,
        coefficients: [
          { floor: 1, num: 1 },
          { floor: 1, num: 2 },
        ],
      },
    ],
    [
      'a unit twice',
      {
        rule: 'benefit',
        weights: [
          { unitLabel: '1-101', num: 1 },
          { unitLabel: '1-101', num: 2 },
        ],
      },
    ],
    ['a name instead of a number of the door', { rule: 'benefit', weights: [{ unitLabel: '王某', num: 1 }] }],
    ['a least above the most', { rule: 'voluntary', minFen: 2, maxFen: 1 }],
    ['a rate of nothing', { rule: 'perArea', fenPerM2: 0 }],
    ['a part of a fen', { rule: 'perArea', fenPerM2: 12.345 }],
    ['a rule that there is not', { rule: 'byRank' }],
  ])('is refused with %s', (_, rule) => {
    expect(shareRuleSchema.safeParse(rule).success).toBe(false);
  });
  it('is taken where the least is the most', () => {
    expect(shareRuleSchema.safeParse({ rule: 'voluntary', minFen: 2, maxFen: 2 }).success).toBe(true);
  });
});

describe('a household reads its own working', () => {
  const textOf = (rule: ShareRule, units: ShareUnit[], totalFen: number, exemptions: Exemptions = []) => {
    const first = shared(rule, units, totalFen, exemptions).shares[0];
    return first && explainShare(first.working);
  };
  it('with the numbers and the formula, and the fen that rounding gave it', () => {
    expect(textOf({ rule: 'equal' }, homes(3), 1_000_000)).toEqual({
      zh: '按户均摊：10,000.00 元 × 1 户 ÷ 3 户，舍至分为 3,333.33 元；尾数按最大余数法加 0.01 元，应付 3,333.34 元',
      en: 'Equal shares: 10,000.00 yuan × 1 ÷ 3 households, down to the fen 3,333.33 yuan; plus 0.01 yuan, as one of the largest remainders; pays 3,333.34 yuan',
    });
  });
  it('with its floor, coefficient and area where those count', () => {
    const rule: ShareRule = { rule: 'floor', den: 10, byArea: true, coefficients: [{ floor: 3, num: 7 }] };
    expect(textOf(rule, [aShareUnit(1, { floor: 3, areaDm2: 9_000 })], 5_000)?.zh).toBe(
      '按楼层系数分摊：3 层系数 7/10 × 90.00 平方米，50.00 元 × 权重 63000 ÷ 总权重 63000，舍至分为 50.00 元，应付 50.00 元',
    );
  });
  it('with what it is let off', () => {
    const exemptions = [{ unitLabel: 'u1', num: 1, den: 2 }];
    expect(textOf({ rule: 'area' }, homes(2), 10_000, exemptions)?.en).toBe(
      'By area: 100.00 yuan × 100.00 m² ÷ 200.00 m² × 1/2 (exempt in part or whole), down to the fen 25.00 yuan; pays 25.00 yuan',
    );
  });
  it('at a fixed rate', () => {
    expect(textOf({ rule: 'perArea', fenPerM2: 2_000 }, homes(1), 0)?.zh).toBe(
      '按面积定额：20.00 元/平方米 × 100.00 平方米，舍至分为 2,000.00 元，应付 2,000.00 元',
    );
  });
});

test.each([
  ['301', 3],
  ['1502', 15],
  ['0301', 3],
  ['B1-003', -1],
  ['S205', 2],
  ['12', null],
  ['3A01', null],
  ['甲', null],
])('the room %s is on floor %s', (room, floor) => {
  expect(floorOfRoom(room)).toBe(floor);
});
