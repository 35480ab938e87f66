// What holds for shares whatever the units, the rule, the total and the exemptions: over 1 to 2,000 units.
import fc from 'fast-check';
import type { ShareRule } from '../../domain/shares/messages';
import { workOutShares } from '../../domain/shares/shares';
import type { ShareUnit, UnitShare, WeighedWorking } from '../../domain/shares/types';

const unit = fc.record({
  isHousehold: fc.boolean(),
  areaDm2: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50_000 })),
  floor: fc.integer({ min: -1, max: 12 }),
  weight: fc.integer({ min: 0, max: 10_000 }),
  pays: fc.option(fc.record({ num: fc.integer({ min: 0, max: 9 }), den: fc.constant(10) }), { freq: 6 }),
});
const project = fc.record({
  name: fc.constantFrom('equal' as const, 'area' as const, 'perArea' as const, 'floor' as const, 'benefit' as const),
  byArea: fc.boolean(),
  coefficients: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 14, maxLength: 14 }),
  totalFen: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 10_000_000_000_000 })),
  fenPerM2: fc.integer({ min: 1, max: 100_000 }),
  units: fc.oneof(
    fc.array(unit, { minLength: 1, maxLength: 12 }),
    fc.array(unit, { minLength: 1, maxLength: 2_000, size: 'max' }),
  ),
});
type Project = typeof project extends fc.Arbitrary<infer P> ? P : never;

function asked({ name, byArea, coefficients, fenPerM2, units }: Project) {
  const shareUnits = units.map(({ isHousehold, areaDm2, floor }, index): ShareUnit => ({
    ...{ unitNo: index + 1, unitLabel: `u${index + 1}`, isHousehold, areaDm2, floor },
  }));
  const weights = units.map(({ weight }, index) => ({ unitLabel: `u${index + 1}`, num: weight }));
  const floors = coefficients.map((num, index) => ({ floor: index - 1, num }));
  const rules: Record<Project['name'], ShareRule> = {
    equal: { rule: 'equal' },
    area: { rule: 'area' },
    perArea: { rule: 'perArea', fenPerM2 },
    floor: { rule: 'floor', den: 10_000, byArea, coefficients: floors },
    benefit: { rule: 'benefit', weights },
  };
  const exemptions = units.flatMap(({ pays }, index) => (pays ? [{ unitLabel: `u${index + 1}`, ...pays }] : []));
  return { rule: rules[name], units: shareUnits, exemptions };
}

/** The shares; undefined where nobody is left to pay, the only thing that can be wrong here. */
function sharesOf(given: Project): { totalFen: number; shares: UnitShare[] } | undefined {
  const { rule, units, exemptions } = asked(given);
  const worked = workOutShares(rule, units, given.totalFen, exemptions);
  if (worked.ok) return worked;
  expect(worked.faults).toEqual([{ code: 'nobodyPays' }]);
  return undefined;
}

const forAll = (holds: (given: Project, worked: { totalFen: number; shares: UnitShare[] }) => void): void =>
  fc.assert(
    fc.property(project, (given) => {
      const worked = sharesOf(given);
      if (worked) holds(given, worked);
    }),
    { numRuns: 200 },
  );
const workings = (shares: UnitShare[]) =>
  shares.map(({ fen, working }) => ({ fen: fen ?? 0, ...(working as WeighedWorking) }));

test('shares sum exactly to the total, and to what the rate makes where that is fixed', () => {
  forAll((given, { totalFen, shares }) => {
    expect(shares.reduce((sum, { fen }) => sum + (fen ?? 0), 0)).toBe(totalFen);
    if (given.name !== 'perArea') expect(totalFen).toBe(given.totalFen);
  });
});

test('no share is a fen or more away from its exact value, and none is below zero', () => {
  forAll((_, { shares }) => {
    for (const { fen, amountFen, weight, ofWeights, exemption } of workings(shares)) {
      const { num, den } = exemption ?? { num: 1, den: 1 };
      const off = BigInt(fen) * BigInt(ofWeights) * BigInt(den) - BigInt(amountFen) * BigInt(weight) * BigInt(num);
      const fenOff = BigInt(ofWeights) * BigInt(den);
      expect(off < fenOff && -off < fenOff && fen >= 0).toBe(true);
    }
  });
});

test('a household that weighs more never pays less than another that is asked in the same way', () => {
  forAll((_, { shares }) => {
    const full = workings(shares)
      .filter(({ exemption }) => exemption === null)
      .sort((a, b) => a.weight - b.weight || a.fen - b.fen);
    for (const [index, { fen, weight }] of full.entries()) {
      const lighter = full[index - 1];
      if (lighter && lighter.weight < weight) expect(fen).toBeGreaterThanOrEqual(lighter.fen);
    }
  });
});

test('who weighs nothing pays nothing', () => {
  forAll((_, { shares }) => {
    for (const { fen, weight } of workings(shares)) if (weight === 0) expect(fen).toBe(0);
  });
});

test('the order in which units are given changes no share', () => {
  fc.assert(
    fc.property(project, fc.infiniteStream(fc.nat()), (given, order) => {
      const { rule, units, exemptions } = asked(given);
      const shuffled = units
        .map((one) => ({ one, key: order.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const [straight, mixed] = [units, shuffled].map((of) => {
        const worked = workOutShares(rule, of, given.totalFen, exemptions);
        return worked.ok ? new Map(worked.shares.map(({ unitNo, fen }) => [unitNo, fen])) : worked.faults;
      });
      expect(mixed).toEqual(straight);
    }),
    { numRuns: 100 },
  );
});

test('whole numbers of weights are enough: multiplying all weights changes no share', () => {
  forAll((given, { shares }) => {
    if (given.name !== 'benefit') return;
    const { rule, units, exemptions } = asked(given);
    if (rule.rule !== 'benefit') return;
    const tripled = { ...rule, weights: rule.weights.map(({ unitLabel, num }) => ({ unitLabel, num: 3 * num })) };
    const worked = workOutShares(tripled, units, given.totalFen, exemptions);
    expect(worked.ok && worked.shares.map(({ fen }) => fen)).toEqual(shares.map(({ fen }) => fen));
  });
});
