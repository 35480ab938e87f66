// Heads and area by 建筑物区分所有权解释 (2020) arts. 2, 8, 9 and the gap default of law.md 1.3.
import fc from 'fast-check';
import { buildRoll, unitsInScope, type RegisterUnit } from '../../domain/roll/build-roll';
import { rollHash, rollText } from '../../domain/roll/roll-hash';
import { sha256Hex } from '../../store/ballots/ballot-canon';
import { aRegisterUnit, aVotePolicy } from '../support/build';

const perOwner = aVotePolicy({ ballotPer: 'owner' });
const perUnit = aVotePolicy({ ballotPer: 'unit' });
const totals = (units: RegisterUnit[], policy = perOwner) => {
  const { heads, areaDm2, rights } = buildRoll(units, policy);
  return { heads, areaDm2, rights: rights.length };
};

describe('heads', () => {
  it('an owner of three units is one head with the area of all three, and casts one ballot', () => {
    const units = ['u1', 'u2', 'u3'].map((id) => aRegisterUnit(id, { holders: ['li'], areaDm2: 8_050 }));
    const roll = buildRoll([...units, aRegisterUnit('u4')], perOwner);
    expect(roll).toMatchObject({ heads: 2, areaDm2: 34_150, problems: [] });
    expect(roll.rights[0]).toMatchObject({
      rightNo: 1,
      headNo: 1,
      unitIds: ['u1', 'u2', 'u3'],
      areaDm2: 24_150,
      voterOwnerId: 'li',
    });
  });

  it('with a ballot per unit, the same owner casts three ballots and is still one head', () => {
    const units = [
      aRegisterUnit('u1', { holders: ['li'] }),
      aRegisterUnit('u2'),
      aRegisterUnit('u3', { holders: ['li'] }),
    ];
    const roll = buildRoll(units, perUnit);
    expect(roll.heads).toBe(2);
    expect(roll.rights.map(({ rightNo, headNo, unitIds }) => [rightNo, headNo, unitIds])).toEqual([
      [1, 1, ['u1']],
      [2, 2, ['u2']],
      [3, 1, ['u3']],
    ]);
  });

  it('the same couple merges whatever the order in which the register names them', () => {
    const units = [aRegisterUnit('u1', { holders: ['li', 'wang'] }), aRegisterUnit('u2', { holders: ['wang', 'li'] })];
    expect(totals(units)).toEqual({ heads: 1, areaDm2: 20_000, rights: 1 });
  });

  it('holder sets that only overlap stay apart and are listed for objection', () => {
    const units = [
      aRegisterUnit('u1', { holders: ['li', 'wang'], representative: 'li' }),
      aRegisterUnit('u2', { holders: ['li'] }),
    ];
    const roll = buildRoll(units, perOwner);
    expect(roll.heads).toBe(2);
    expect(roll.problems).toEqual([{ code: 'partialOverlap', rightNo: 1, unitIds: ['u1', 'u2'], ownerIds: ['li'] }]);
  });

  it('a policy may count every unit as a head of its own', () => {
    const units = [aRegisterUnit('u1', { holders: ['li'] }), aRegisterUnit('u2', { holders: ['li'] })];
    expect(totals(units, aVotePolicy({ sameHoldersMerge: false })).heads).toBe(2);
  });
});

describe('who casts the ballot', () => {
  const couple = (representative?: string) =>
    aRegisterUnit('u1', { holders: ['li', 'wang'], ...(representative === undefined ? {} : { representative }) });

  it('joint owners vote through the one they named', () => {
    expect(buildRoll([couple('wang')], perOwner).rights[0]?.voterOwnerId).toBe('wang');
  });

  it('joint owners who named nobody keep their right in the base and are listed', () => {
    const roll = buildRoll([couple()], perOwner);
    expect(roll).toMatchObject({ heads: 1, areaDm2: 10_000 });
    expect(roll.rights[0]?.voterOwnerId).toBeNull();
    expect(roll.problems).toEqual([
      { code: 'noRepresentative', rightNo: 1, unitIds: ['u1'], ownerIds: ['li', 'wang'] },
    ]);
  });

  it('two representatives are none', () => {
    const units = [couple('li'), aRegisterUnit('u2', { holders: ['li', 'wang'], representative: 'wang' })];
    const roll = buildRoll(units, perOwner);
    expect(roll.rights[0]?.voterOwnerId).toBeNull();
    expect(roll.problems.map(({ code }) => code)).toEqual(['severalRepresentatives']);
    expect(buildRoll(units, perUnit).rights.map((right) => right.voterOwnerId)).toEqual(['li', 'wang']);
  });

  it('a unit without any holder counts in the base, and nobody may vote for it', () => {
    const roll = buildRoll([aRegisterUnit('u1', { holders: [] }), aRegisterUnit('u2', { holders: [] })], perOwner);
    expect(roll).toMatchObject({ heads: 2, areaDm2: 20_000 });
    expect(roll.rights.map((right) => right.voterOwnerId)).toEqual([null, null]);
    expect(roll.problems.map(({ code }) => code)).toEqual(['noHolder', 'noHolder']);
  });
});

describe('the developer', () => {
  const unsold = (id: string, overrides = {}) =>
    aRegisterUnit(id, { tenure: 'developerUnsold', holders: ['developer'], ...overrides });
  const undelivered = (id: string, buyer: string) =>
    aRegisterUnit(id, { tenure: 'developerUndelivered', holders: [buyer] });

  it('is one head with all unsold and undelivered units, and votes for them', () => {
    const units = [unsold('u1'), unsold('u2'), undelivered('u3', 'buyer'), aRegisterUnit('u4')];
    const roll = buildRoll(units, perOwner);
    expect(roll).toMatchObject({ heads: 2, areaDm2: 40_000, problems: [] });
    expect(roll.rights[0]).toMatchObject({ unitIds: ['u1', 'u2', 'u3'], voterOwnerId: 'developer' });
  });

  it('does not make a buyer of an undelivered unit overlap with his other unit', () => {
    const roll = buildRoll(
      [unsold('u1'), undelivered('u2', 'buyer'), aRegisterUnit('u3', { holders: ['buyer'] })],
      perOwner,
    );
    expect(roll).toMatchObject({ heads: 2, problems: [] });
  });

  it('stays one head with a unit that it holds like any other owner', () => {
    expect(totals([unsold('u1'), aRegisterUnit('u2', { holders: ['developer'] })])).toMatchObject({
      heads: 1,
      rights: 1,
    });
  });

  it('is listed when the register does not say who it is', () => {
    const roll = buildRoll([undelivered('u1', 'a'), undelivered('u2', 'b')], perOwner);
    expect(roll.heads).toBe(1);
    expect(roll.rights[0]?.voterOwnerId).toBeNull();
    expect(roll.problems.map(({ code }) => code)).toEqual(['developerUnclear']);
  });

  it('with a ballot per unit is still one head', () => {
    expect(totals([unsold('u1'), unsold('u2')], perUnit)).toEqual({ heads: 1, areaDm2: 20_000, rights: 2 });
  });
});

describe('parking and storage', () => {
  const flat = aRegisterUnit('flat', { holders: ['li'] });
  const space = aRegisterUnit('space', { use: 'parking', areaDm2: 1_200, holders: ['li'] });
  const strangers = aRegisterUnit('stranger-space', { use: 'parking', areaDm2: 1_200, holders: ['zhao'] });

  it.each([
    [
      { area: true, heads: true },
      { heads: 2, areaDm2: 12_400, rights: 2 },
    ],
    [
      { area: true, heads: false },
      { heads: 1, areaDm2: 12_400, rights: 2 },
    ],
    [
      { area: false, heads: true },
      { heads: 2, areaDm2: 10_000, rights: 2 },
    ],
    [
      { area: false, heads: false },
      { heads: 1, areaDm2: 10_000, rights: 1 },
    ],
  ])('counts parking as the policy says: %j', (parkingCounts, expected) => {
    expect(totals([flat, space, strangers], aVotePolicy({ parkingCounts }))).toEqual(expected);
  });

  it('lists what counts for nothing, and what should weigh but has no area', () => {
    const policy = aVotePolicy({ parkingCounts: { area: false, heads: false } });
    const roll = buildRoll([flat, strangers, aRegisterUnit('shop', { use: 'shop', areaDm2: 0 })], policy);
    expect(roll.problems.map(({ code, unitIds }) => [code, unitIds])).toEqual([
      ['notCounted', ['stranger-space']],
      ['noArea', ['shop']],
    ]);
  });

  it('treats storage by its own rule', () => {
    const room = aRegisterUnit('room', { use: 'storage', holders: ['zhao'], areaDm2: 500 });
    const policy = aVotePolicy({ storageCounts: { area: false, heads: false } });
    expect(totals([flat, room, space], policy)).toEqual({ heads: 1, areaDm2: 11_200, rights: 1 });
  });
});

describe('a roll', () => {
  const anyUnits = fc
    .array(
      fc.record({
        holders: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }),
        use: fc.constantFrom('dwelling', 'parking', 'storage', 'shop'),
        tenure: fc.constantFrom('sold', 'sold', 'developerUnsold', 'developerUndelivered'),
        areaDm2: fc.integer({ min: 0, max: 50_000 }),
      }),
      { maxLength: 12 },
    )
    .map((units) =>
      units.map((unit, index) => aRegisterUnit(`u${index}`, unit as Partial<RegisterUnit> & { holders: string[] })),
    );
  const counts = fc.record({ area: fc.boolean(), heads: fc.boolean() });
  const anyPolicy = fc
    .record({
      ballotPer: fc.constantFrom('owner' as const, 'unit' as const),
      sameHoldersMerge: fc.boolean(),
      developerIsOneHead: fc.boolean(),
      parkingCounts: counts,
      storageCounts: counts,
    })
    .map(aVotePolicy);

  it('holds every unit once or says that it does not count, and its totals are its rows', () => {
    fc.assert(
      fc.property(anyUnits, anyPolicy, (units, policy) => {
        const roll = buildRoll(units, policy);
        const placed = roll.rights.flatMap((right) => right.unitIds);
        const left = roll.problems.filter(({ code }) => code === 'notCounted').flatMap(({ unitIds }) => unitIds);
        expect([...placed, ...left].sort()).toEqual(units.map(({ unitId }) => unitId).sort());
        expect(roll.rights.map(({ rightNo }) => rightNo)).toEqual(roll.rights.map((_, index) => index + 1));
        for (const right of roll.rights)
          if (right.voterOwnerId !== null && policy.developerIsOneHead.value === false)
            expect(right.holderOwnerIds).toContain(right.voterOwnerId);
      }),
    );
  });

  it('counts the same heads and area whatever the order of the register, and whether ballots are per owner or per unit', () => {
    fc.assert(
      fc.property(anyUnits, anyPolicy, fc.nat(), (units, policy, turn) => {
        const { heads, areaDm2 } = buildRoll(units, policy);
        const turned = [
          ...units.slice(turn % (units.length + 1)),
          ...units.slice(0, turn % (units.length + 1)),
        ].reverse();
        expect(buildRoll(turned, policy)).toMatchObject({ heads, areaDm2 });
        for (const value of ['owner', 'unit'] as const)
          expect(buildRoll(units, { ...policy, ballotPer: { ...policy.ballotPer, value } })).toMatchObject({
            heads,
            areaDm2,
          });
      }),
    );
  });

  it('has a text that anybody can hash again', () => {
    const roll = buildRoll(
      [
        aRegisterUnit('u1', { holders: ['li', 'wang'], representative: 'li', entranceId: 'e1' }),
        aRegisterUnit('u2', { holders: [] }),
      ],
      perOwner,
    );
    const text =
      'gongzhi-roll\t1\t2\t20000\t2\n1\t1\t1\t10000\tu1\tb1\te1\tli\tli,wang\n2\t2\t1\t10000\tu2\tb1\t\t\t\n';
    expect(rollText(roll)).toBe(text);
    expect(rollHash(roll, sha256Hex)).toBe(sha256Hex(text));
    expect(rollHash({ ...roll, rights: [...roll.rights].reverse() }, sha256Hex)).toBe(sha256Hex(text));
    expect(() => rollText(buildRoll([aRegisterUnit('a,b')], perOwner))).toThrow('cannot be hashed');
  });

  it('refuses a unit given twice and an area that is not whole', () => {
    expect(() => buildRoll([aRegisterUnit('u1'), aRegisterUnit('u1')], perOwner)).toThrow('given twice');
    expect(() => buildRoll([aRegisterUnit('u1', { areaDm2: 10.5 })], perOwner)).toThrow(RangeError);
  });

  it('of a building or an entrance takes its units only', () => {
    const units = [
      aRegisterUnit('u1', { entranceId: 'e1' }),
      aRegisterUnit('u2', { buildingId: 'b2', entranceId: 'e2' }),
    ];
    const ids = (kind: 'estate' | 'building' | 'entrance', placeId: string) =>
      unitsInScope(units, { kind, placeId }).map(({ unitId }) => unitId);
    expect(ids('estate', 'any')).toEqual(['u1', 'u2']);
    expect(ids('building', 'b2')).toEqual(['u2']);
    expect(ids('entrance', 'e1')).toEqual(['u1']);
  });
});
