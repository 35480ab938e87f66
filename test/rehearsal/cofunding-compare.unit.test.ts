// The comparisons of the co-funding rehearsal that are pure: a fen in the wrong place is a difference, said in a sentence.
import { createHash } from 'node:crypto';
import { compareFees, type FeesTold } from '../../scripts/rehearsal/cofunding/compare-fees';
import { partsDiffer, payersDiffer } from '../../scripts/rehearsal/cofunding/compare-people';
import { quarterDiffers } from '../../scripts/rehearsal/cofunding/compare-quarter';
import { Diary } from '../../scripts/rehearsal/cofunding/diary';
import { ASIDE_FEN, owedFen } from '../../scripts/rehearsal/cofunding/fees';
import type { Project } from '../../scripts/rehearsal/cofunding/stage';
import type { Sums } from '../../scripts/rehearsal/cofunding/record';

const aProject = (processId: string, label: string): Project => ({
  ...{ processId, label, units: [] },
  scope: { kind: 'entrance', placeId: 'place' },
});
const lamps = aProject('lamps', '楼道灯');

describe('payers', () => {
  const diary = (back: number): Diary => {
    const kept = new Diary();
    kept.note('in', 'lamps', 'household', 500, 7);
    kept.note('back', 'lamps', 'household', back, 7);
    return kept;
  };

  it('of a project that was given up get back what they paid, and not a fen less or more', () => {
    expect(payersDiffer(diary(500), lamps, true)).toEqual([]);
    expect(payersDiffer(diary(499), lamps, true)).toEqual(['楼道灯 household 7: paid 500, got back 499']);
    expect(payersDiffer(diary(501), lamps, true)).toHaveLength(1);
  });

  it('of one that was built get back at most what they paid', () => {
    expect(payersDiffer(diary(500), lamps, false)).toEqual([]);
    expect(payersDiffer(diary(501), lamps, false)).toHaveLength(1);
  });
});

describe('sources', () => {
  const sums = (received: bigint, spent: bigint): Sums => ({ received, spent, refunded: received - spent, held: 0n });
  const money = (household: bigint, grant: bigint, reward = sums(0n, 0n)) =>
    new Map([
      ['household', sums(600n, household)],
      ['grant', sums(400n, grant)],
      ...(reward.received === 0n ? [] : [['reward', reward] as const]),
    ]);
  const of = { payments: 2, rewards: ['reward'] };

  it('bear the works in proportion, less than a fen off for each payment', () => {
    expect(partsDiffer('棚', money(300n, 200n), of)).toEqual([]);
    expect(partsDiffer('棚', money(301n, 199n), of)).toEqual([]);
    expect(partsDiffer('棚', money(302n, 198n), of)).toHaveLength(2);
  });

  it('are relieved by a reward that takes the place of households’ money alone, whole', () => {
    expect(partsDiffer('棚', money(250n, 200n, sums(50n, 50n)), of)).toEqual([]);
    expect(partsDiffer('棚', money(275n, 175n, sums(50n, 50n)), of)).toHaveLength(2);
    expect(partsDiffer('棚', money(251n, 200n, sums(50n, 49n)), of)).toEqual([
      "棚 reward: a part of it did not take the place of households' money",
    ]);
  });
});

it('works out what a flat, a shop and a stall owe, rounded half up once', () => {
  expect(owedFen({ use: 'dwelling', areaDm2: 8_953 }, 0)).toBe(16_563n);
  expect(owedFen({ use: 'dwelling', areaDm2: 8_950 }, 0)).toBe(16_558n);
  expect(owedFen({ use: 'dwelling', areaDm2: 8_950 }, 1)).toBe(31_558n);
  expect(owedFen({ use: 'shop', areaDm2: 5_000 }, 0)).toBe(16_000n);
  expect(owedFen({ use: 'parking', areaDm2: 1_250 }, 0)).toBe(6_000n);
  expect(owedFen({ use: 'other', areaDm2: 1_250 }, 0)).toBe(0n);
});

describe('property fees', () => {
  const owed = new Map([
    ['u1', 2_000_000n],
    ['u2', 300n],
    ['u3', 0n],
  ]);
  const diary = (): Diary => {
    const kept = new Diary();
    kept.note('in', 'propertyFee', 'u1', 2_000_000);
    kept.note('in', 'propertyFee', 'u2', 150);
    kept.note('in', 'propertyFee', 'u2', 20);
    kept.note('back', 'propertyFee', 'u2', 20);
    kept.note('spent', 'propertyFee', 'firmReward', 200_015);
    kept.note('spent', 'propertyFee', 'surplus', ASIDE_FEN);
    kept.note('in', 'feeSurplus', 'feeSurplus', ASIDE_FEN);
    kept.note('spent', 'feeSurplus', 'greening', 7);
    return kept;
  };
  const spentFen = 200_015 + ASIDE_FEN;
  const line = (source: string, kind: string, fen: number) => ({
    ...{ projectId: null, source, kind, accounts: 1 },
    ...{ debitFen: BigInt(Math.max(fen, 0)), creditFen: BigInt(Math.max(-fen, 0)) },
  });
  const told = (): FeesTold => ({
    rate: {
      ...{ from: '2026-11', to: '2026-11', by: 'estate', at: '2026-11-29T00:00:00.000Z', items: [] },
      total: {
        ...{ billedFen: 2_000_300, paidFen: 2_000_150, billedHouseholds: 2, paidHouseholds: 1 },
        money: { part: 2_000_150, whole: 2_000_300, percent: 100 },
        households: { part: 1, whole: 2, percent: 50 },
      },
      formulas: { money: { zh: '', en: '' }, households: { zh: '', en: '' } },
    },
    arrears: [{ unitId: 'u2', unitLabel: '102', months: 1, oldestMonth: '2026-11', openFen: 150 }],
    account: {
      ...{ form: 'costPlus', billedFen: 2_000_300, paidFen: 2_000_150, spentFen, balanceFen: 2_000_150 - spentFen },
      ...{ rewardLimitFen: 200_015, rewardTakenFen: 200_015, byCategory: [], byMonth: [] },
      at: '2026-11-29T00:00:00.000Z',
    },
    trial: [
      line('propertyFee', 'feeBilled', 2_000_300),
      line('propertyFee', 'feeIncome', -2_000_300),
      line('propertyFee', 'feePaid', -2_000_150),
      line('propertyFee', 'spent', 200_015),
      line('propertyFee', 'granted', ASIDE_FEN),
      line('propertyFee', 'held', 2_000_150 - spentFen),
      line('feeSurplus', 'income', -ASIDE_FEN),
      line('feeSurplus', 'held', ASIDE_FEN - 7),
    ],
  });
  const played = { month: '2026-11', owed, rewardFen: 200_015n };

  it('agree with what was owed and what the diary says was paid', () => {
    expect(compareFees(played, diary(), told())).toEqual({
      differences: [],
      fees: { billedFen: '2000300', paidFen: '2000150', billed: 2, paidInFull: 1, inArrears: 1 },
    });
  });

  it('differ by a fen that somebody paid and nobody booked, in every place where it is missing', () => {
    const more = diary();
    more.note('in', 'propertyFee', 'u2', 1);
    expect(compareFees(played, more, told()).differences).toEqual([
      'fees, paid of billed: 2000150/2000300, not 2000151/2000300',
      'fees, arrears of u2: 150, not 149',
      'fees, account: paid: 2000150, not 2000151',
      `fees, account: balance: ${2_000_150 - spentFen}, not ${2_000_151 - spentFen}`,
      'fees, ledger propertyFee feePaid: -2000150, not -2000151',
      `fees, ledger propertyFee held: ${2_000_150 - spentFen}, not ${2_000_151 - spentFen}`,
    ]);
  });

  it('differ where a unit is in arrears and not on the list', () => {
    const { differences } = compareFees(played, diary(), { ...told(), arrears: [] });
    expect(differences).toEqual(['fees, units in arrears: 0, not 1']);
  });
});

describe('the quarter', () => {
  const from = '2026-11-29T00:00:00.000Z';
  const until = '2026-11-29T00:09:00.000Z';
  const diary = (): Diary => {
    const kept = new Diary();
    kept.note('in', 'commonIncome', 'advertising', 900);
    kept.note('spent', 'commonIncome', 'repair', 100);
    kept.note('in', 'shed', 'income', 400);
    kept.note('in', 'shed', 'household', 600);
    kept.note('spent', 'shed', '*', 950);
    kept.note('back', 'shed', 'income', 20);
    kept.note('back', 'shed', 'household', 30);
    kept.note('in', 'feeSurplus', 'feeSurplus', 50);
    return kept;
  };
  const fund = (name: 'commonIncome' | 'feeSurplus') => ({ fund: name, openingFen: 0, carriedFen: null, lateFen: 0 });
  const body = (closingFen = 420) => ({
    ...{ schemaVersion: 1 as const, estateId: 'estate', no: 5, length: 'quarter' as const, from, until, version: 1 },
    asOf: until,
    funds: [
      {
        ...fund('commonIncome'),
        ...{ income: [{ category: 'advertising', fen: 900 }], spent: [{ category: 'repair', fen: 100 }] },
        ...{ grantedFen: 380, closingFen },
      },
      {
        ...fund('feeSurplus'),
        ...{ income: [{ category: 'feeSurplus', fen: 50 }], spent: [], grantedFen: 0, closingFen: 50 },
      },
    ],
    projects: [{ projectId: 'shed', receivedFen: 1_000, spentFen: 950, refundedFen: 50, heldFen: 0 }],
  });
  const projects = [aProject('shed', '棚'), aProject('lift', '电梯')];
  const hashOf = (of: object): string =>
    createHash('sha256')
      .update(JSON.stringify(sorted(of)))
      .digest('hex');
  const page = (of: ReturnType<typeof body>, more: object = {}) => ({
    statements: [
      {
        ...{ no: 5, version: 1, sha256: hashOf(of), publishedAt: until, boardAt: until, closedAt: null, body: of },
        ...{ objections: { raised: 1, upheld: 0 }, isCorrected: false, ...more },
      },
    ],
  });
  const played = { no: 5, sha256: hashOf(body()), from, until };

  it('says what the diary says, and bears the hash that was signed', () => {
    expect(quarterDiffers(played, diary(), page(body()), projects)).toEqual([]);
  });

  it('differs by a fen that one fund closes with, and then its hash is not the signed one either', () => {
    const differences = quarterDiffers(played, diary(), page(body(421)), projects);
    expect(differences).toEqual([
      'the quarter says: commonIncome: 0 + [advertising 900] - [repair 100] - 380 = 421',
      'the quarter lacks: commonIncome: 0 + [advertising 900] - [repair 100] - 380 = 420',
      expect.stringContaining('the quarter bears'),
    ]);
  });

  it('differs where a project is missing, the board is bare, or nobody has counted the objection', () => {
    const more = diary();
    more.note('in', 'lift', 'household', 1);
    const bare = page(body(), { boardAt: null, objections: { raised: 0, upheld: 0 } });
    expect(quarterDiffers(played, more, bare, projects)).toEqual([
      'the quarter lacks: project lift: 1 0 0 1',
      'the quarter is not on the board',
      'the quarter counts 0 objections',
    ]);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, of]) => [key, sorted(of)]),
  );
}
