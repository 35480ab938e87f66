// Golden verdicts worked out by hand from Civil Code 278 and 1259 (law.md 1.2), on both sides of every bound.
import { proofSheet, redrawn, verdictOf } from '../../domain/owners-vote/count';
import type { AgendaItem, ItemVerdict, NonReturn, VoteTotals, Weight } from '../../domain/owners-vote/count-types';
import type { VotePolicy } from '../../domain/policy/schema';
import { aChoiceItem, anElectionItem, aVotePolicy, aYesNoItem } from '../support/build';

/** Weights as [heads, area in 0.01 m²]. */
type Pair = [heads: number, areaDm2: number];
const weight = ([heads, areaDm2]: Pair): Weight => ({ heads, areaDm2 });

/** Totals of one item: 900 owners with 90,000.00 m² unless said otherwise. */
function given(input: {
  electorate?: Pair;
  participating: Pair;
  choices?: Record<string, Pair>;
  blank?: Pair;
  silent?: Pair;
}): VoteTotals {
  const choices = Object.fromEntries(Object.entries(input.choices ?? {}).map(([id, pair]) => [id, weight(pair)]));
  return {
    electorate: weight(input.electorate ?? [900, 9_000_000]),
    items: [
      { itemId: 'item', participating: weight(input.participating), choices, blank: weight(input.blank ?? [0, 0]) },
    ],
    void: { heads: 0, areaDm2: 0 },
    deliveredUnreturned: weight(input.silent ?? [0, 0]),
    countedByChannel: {},
    supersededCount: 0,
    ballotCount: 0,
  };
}

function verdict(
  item: AgendaItem,
  totals: VoteTotals,
  reading: NonReturn = 'notCounted',
  policy: VotePolicy = aVotePolicy(),
): ItemVerdict {
  const [only] = verdictOf(totals, [item], policy, reading).items;
  if (only === undefined) throw new Error('no verdict');
  return only;
}

const ordinary = aYesNoItem({ matter: 4 });
const special = aYesNoItem({ matter: 8 });

describe('participation: two thirds of all owners and of all area', () => {
  const all: Pair = [600, 6_000_000];
  it.each([
    ['exactly two thirds of both take part', [600, 6_000_000], 'passed'],
    ['one owner fewer', [599, 6_000_000], 'inquorate'],
    ['0.01 m² less', [600, 5_999_999], 'inquorate'],
  ] as [string, Pair, string][])('%s: %j is %s', (_, participating, outcome) => {
    const yes: Pair = [Math.min(participating[0], all[0]), Math.min(participating[1], all[1])];
    expect(verdict(ordinary, given({ participating, choices: { yes } })).outcome).toBe(outcome);
  });

  it('says how far it is: 17 households and 1,240.35 m² short', () => {
    const totals = given({
      electorate: [976, 9_000_000],
      participating: [634, 5_875_965],
      choices: { yes: [634, 5_875_965] },
    });
    const { outcome, participation } = verdict(ordinary, totals);
    expect(outcome).toBe('inquorate');
    expect(participation.heads.shortfall).toBe(17);
    expect(participation.area.shortfall).toBe(124_035);
  });

  it('owners who all agree still decide nothing when too few take part', () => {
    const result = verdict(ordinary, given({ participating: [599, 5_999_999], choices: { yes: [599, 5_999_999] } }));
    expect(result).toMatchObject({ outcome: 'inquorate', elected: [] });
    expect(result.approvals[0]).toMatchObject({ check: { isReached: true }, isElected: false });
  });

  it('an electorate of nobody decides nothing', () => {
    expect(verdict(special, given({ electorate: [0, 0], participating: [0, 0] })).outcome).toBe('inquorate');
  });
});

describe('the least consent that carries a decision when exactly two thirds take part', () => {
  it.each([
    ['ordinary: more than a third of all', ordinary, [301, 3_000_001], 'passed'],
    ['ordinary: exactly a third of the heads', ordinary, [300, 3_000_001], 'rejected'],
    ['ordinary: exactly a third of the area', ordinary, [301, 3_000_000], 'rejected'],
    ['special: exactly half of all', special, [450, 4_500_000], 'passed'],
    ['special: one owner less than half', special, [449, 4_500_000], 'rejected'],
    ['special: 0.01 m² less than half', special, [450, 4_499_999], 'rejected'],
  ] as [string, AgendaItem, Pair, string][])('%s (%#)', (_, item, yes, outcome) => {
    expect(verdict(item, given({ participating: [600, 6_000_000], choices: { yes } })).outcome).toBe(outcome);
  });

  it('names what a rejected special matter lacks', () => {
    const { approvals, majority } = verdict(
      special,
      given({ participating: [600, 6_000_000], choices: { yes: [433, 4_375_965] } }),
    );
    expect(majority).toBe('special');
    expect(approvals[0]?.check).toMatchObject({ heads: { shortfall: 17 }, area: { shortfall: 124_035 } });
  });
});

describe('which matters are special', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('matter %i', (matter) => {
    const result = verdict(
      aYesNoItem({ matter }),
      given({ participating: [600, 6_000_000], choices: { yes: [449, 4_499_999] } }),
    );
    const isSpecial = [6, 7, 8].includes(matter);
    expect(result.majority).toBe(isSpecial ? 'special' : 'ordinary');
    expect(result.outcome).toBe(isSpecial ? 'rejected' : 'passed');
  });

  it('using the repair fund is ordinary, raising it is special, on one ballot with two verdicts', () => {
    const agenda = [aYesNoItem({ itemId: 'use', matter: 5 }), aYesNoItem({ itemId: 'raise', matter: 6 })];
    const totals = given({ participating: [600, 6_000_000], choices: { yes: [400, 4_000_000] } });
    const items = ['use', 'raise'].map((itemId) => ({ ...totals.items[0]!, itemId }));
    const { items: verdicts } = verdictOf({ ...totals, items }, agenda, aVotePolicy(), 'notCounted');
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['passed', 'rejected']);
  });
});

describe('a choice between two firms', () => {
  const firms = aChoiceItem();
  const of = (a: Pair, b: Pair, participating: Pair = [600, 6_000_000]) =>
    verdict(firms, given({ participating, choices: { a, b } }));

  it('is won with more than half of heads and of area', () => {
    expect(of([301, 3_000_001], [250, 2_500_000])).toMatchObject({ outcome: 'passed', elected: ['a'] });
  });

  it('has no winner when each firm wins one measure', () => {
    expect(of([320, 2_900_000], [280, 3_100_000])).toMatchObject({ outcome: 'rejected', elected: [] });
  });

  it('counts abstentions in the base: 300 of 600 with 60 abstaining is half, not a majority', () => {
    expect(of([300, 3_300_000], [240, 2_100_000]).outcome).toBe('rejected');
    expect(of([301, 3_300_000], [239, 2_100_000]).outcome).toBe('passed');
  });
});

describe('an election', () => {
  const election = anElectionItem();
  const of = (choices: Record<string, Pair>, item = election, policy = aVotePolicy()) =>
    verdict(item, given({ participating: [600, 6_000_000], choices }), 'notCounted', policy);

  it('seats the two best of three who all have both majorities', () => {
    const result = of({ a: [400, 4_000_000], b: [390, 4_200_000], c: [310, 3_100_000] });
    expect(result).toMatchObject({ outcome: 'passed', elected: ['a', 'b'], tied: [] });
    expect(result.approvals.map(({ id, rank, isElected }) => [id, rank, isElected])).toEqual([
      ['a', 1, true],
      ['b', 2, true],
      ['c', 3, false],
    ]);
  });

  it('ranks by area first where the policy says so', () => {
    const choices: Record<string, Pair> = { a: [400, 3_900_000], b: [390, 4_200_000], c: [395, 4_000_000] };
    expect(of(choices).elected).toEqual(['a', 'c']);
    expect(of(choices, election, aVotePolicy({ electionRank: 'areaThenHeads' })).elected).toEqual(['b', 'c']);
  });

  it('breaks equal heads by area', () => {
    expect(of({ a: [400, 4_000_000], b: [390, 3_900_000], c: [390, 3_900_001] }).elected).toEqual(['a', 'c']);
  });

  it('needs both majorities: most heads do not help a candidate with half of the area', () => {
    const result = of({ a: [590, 3_000_000], b: [301, 3_000_001], c: [10, 10] });
    expect(result).toMatchObject({ outcome: 'partial', elected: ['b'] });
    expect(result.approvals[0]).toMatchObject({ rank: null, isElected: false });
  });

  it('leaves a tie at the last seat open and names it', () => {
    const result = of({ a: [400, 4_000_000], b: [390, 3_900_000], c: [390, 3_900_000] });
    expect(result).toMatchObject({ outcome: 'tied', elected: ['a'], tied: ['b', 'c'] });
    expect(result.approvals.map(({ rank }) => rank)).toEqual([1, 2, 2]);
  });

  it('does not call it a tie when equals all find a seat, or none does', () => {
    expect(of({ a: [390, 3_900_000], b: [390, 3_900_000], c: [300, 3_000_000] })).toMatchObject({
      outcome: 'passed',
      tied: [],
    });
    expect(of({ a: [300, 3_900_000], b: [300, 3_900_000], c: [300, 3_900_000] })).toMatchObject({
      outcome: 'noResult',
      tied: [],
    });
  });

  it.each([
    [1, 'partial', ['a']],
    [2, 'noResult', []],
  ] as [number, string, string[]][])('with one elected and at least %i needed is %s', (minSeats, outcome, elected) => {
    const result = of({ a: [400, 4_000_000], b: [300, 4_000_000], c: [1, 1] }, anElectionItem({ minSeats }));
    expect(result).toMatchObject({ outcome, elected });
  });

  it('seats nobody when too few take part', () => {
    const totals = given({
      participating: [599, 6_000_000],
      choices: { a: [500, 5_000_000], b: [500, 5_000_000], c: [500, 5_000_000] },
    });
    expect(verdict(election, totals)).toMatchObject({ outcome: 'inquorate', elected: [], tied: [] });
  });
});

describe('a lot among those who tied', () => {
  const election = anElectionItem();
  const totals = given({
    participating: [600, 6_000_000],
    choices: { a: [400, 4_000_000], b: [390, 3_900_000], c: [390, 3_900_000] },
  });
  const policy = aVotePolicy();
  const sheet = proofSheet({
    rollHash: 'r',
    ballotRoot: 'b',
    closedAt: '2026-11-22T16:00:00.000Z',
    totals,
    agenda: [election],
    policy,
  });

  it('fills the last seat and says that a lot did', () => {
    const settled = redrawn(sheet, [election], policy, 'item', ['c'])?.binding.items[0];
    expect(settled).toMatchObject({ outcome: 'passed', elected: ['a', 'c'], tied: [], byLot: ['c'] });
    expect(settled?.approvals.map(({ isElected }) => isElected)).toEqual([true, false, true]);
  });

  it('can be repeated, and then replaces the first', () => {
    const first = redrawn(sheet, [election], policy, 'item', ['c'])!;
    expect(redrawn(first, [election], policy, 'item', ['b'])?.binding.items[0]).toMatchObject({
      elected: ['a', 'b'],
      byLot: ['b'],
    });
  });

  it.each([[['a']], [['b', 'c']], [[]], [['b', 'b']], [['nobody']]])('does not fit with %j', (drawn) => {
    expect(redrawn(sheet, [election], policy, 'item', drawn)).toBeNull();
  });

  it('is not drawn where nothing is tied', () => {
    const clear = given({ participating: [600, 6_000_000], choices: { a: [400, 4_000_000], b: [390, 3_900_000] } });
    const calm = proofSheet({ ...sheet, totals: clear, agenda: [election], policy });
    expect(redrawn(calm, [election], policy, 'item', [])).toBeNull();
    expect(redrawn(calm, [election], policy, 'other', ['a'])).toBeNull();
  });
});

describe('ballots that were delivered and did not come back', () => {
  // 500 of 900 returned, 300 yes and 150 no and 50 abstaining; 150 silent with proof of delivery, 250 never reached.
  const totals = given({
    participating: [500, 5_000_000],
    choices: { yes: [300, 3_000_000], no: [150, 1_500_000], abstain: [50, 500_000] },
    silent: [150, 1_500_000],
  });

  it('are not counted by default', () => {
    expect(verdict(ordinary, totals)).toMatchObject({
      outcome: 'inquorate',
      participation: { heads: { part: 500, shortfall: 100 } },
    });
  });

  it('may count as taking part only: the quorum is there, the majority is not', () => {
    // 650 take part; more than half is 326, yes stays at 300.
    const result = verdict(ordinary, totals, 'deliveredIsParticipation');
    expect(result).toMatchObject({ outcome: 'rejected', silentFollow: [], participation: { isReached: true } });
    expect(result.approvals[0]?.check.heads).toMatchObject({ part: 300, whole: 650, shortfall: 26 });
  });

  it('may follow the majority: 300 and 150 silent make 450 of 650', () => {
    const result = verdict(ordinary, totals, 'followMajority');
    expect(result).toMatchObject({ outcome: 'passed', silentFollow: ['yes'] });
    expect(result.approvals[0]?.check.heads).toMatchObject({ part: 450, whole: 650 });
  });

  it('are read strictly for special matters whatever the rules say', () => {
    for (const reading of ['deliveredIsParticipation', 'followMajority'] as const)
      expect(verdict(special, totals, reading)).toMatchObject({
        outcome: 'inquorate',
        nonReturn: 'notCounted',
        silentFollow: [],
      });
  });

  it('follow nobody when heads and area have different majorities, or tie', () => {
    const split = given({
      participating: [500, 5_000_000],
      choices: { yes: [300, 2_000_000], no: [200, 3_000_000] },
      silent: [150, 1_500_000],
    });
    expect(verdict(ordinary, split, 'followMajority')).toMatchObject({ outcome: 'rejected', silentFollow: [] });
    const even = given({
      participating: [500, 5_000_000],
      choices: { yes: [250, 2_600_000], no: [250, 2_400_000] },
      silent: [150, 1_500_000],
    });
    expect(verdict(ordinary, even, 'followMajority').silentFollow).toEqual([]);
  });

  it('follow a majority that says no, or that abstains by leaving the item blank', () => {
    const against = given({
      participating: [500, 5_000_000],
      choices: { yes: [100, 1_000_000], no: [400, 4_000_000] },
      silent: [150, 1_500_000],
    });
    expect(verdict(ordinary, against, 'followMajority')).toMatchObject({ outcome: 'rejected', silentFollow: ['no'] });
    const blank = given({
      participating: [500, 5_000_000],
      choices: { yes: [200, 2_000_000] },
      blank: [300, 3_000_000],
      silent: [150, 1_500_000],
    });
    expect(verdict(ordinary, blank, 'followMajority').silentFollow).toEqual(['abstain']);
    const apart = aVotePolicy({ blankItems: 'notParticipating' });
    const elsewhere = given({
      participating: [200, 2_000_000],
      choices: { yes: [200, 2_000_000] },
      blank: [300, 3_000_000],
      silent: [150, 1_500_000],
    });
    expect(verdict(ordinary, elsewhere, 'followMajority', apart).silentFollow).toEqual(['yes']);
  });

  it('follow the leading firm even below half of the ballots cast', () => {
    const three = aChoiceItem({ optionIds: ['a', 'b', 'c'] });
    const cast = given({
      participating: [500, 5_000_000],
      choices: { a: [220, 2_200_000], b: [180, 1_800_000], c: [100, 1_000_000] },
      silent: [150, 1_500_000],
    });
    expect(verdict(three, cast, 'followMajority')).toMatchObject({
      outcome: 'passed',
      elected: ['a'],
      silentFollow: ['a'],
    });
  });

  it('in an election follow the candidates whom more than half approve, never more of them than seats', () => {
    const cast = given({
      participating: [500, 5_000_000],
      choices: { a: [300, 3_000_000], b: [280, 2_800_000], c: [260, 2_600_000] },
      silent: [150, 1_500_000],
    });
    const result = verdict(anElectionItem(), cast, 'followMajority');
    expect(result).toMatchObject({ outcome: 'passed', elected: ['a', 'b'], silentFollow: ['a', 'b'] });
    expect(result.approvals[2]?.check).toMatchObject({ heads: { part: 260, whole: 650 }, isReached: false });
  });
});

describe('the proof sheet', () => {
  const totals = given({
    participating: [500, 5_000_000],
    choices: { yes: [300, 3_000_000] },
    silent: [150, 1_500_000],
  });
  const base = { rollHash: 'r', ballotRoot: 'b', closedAt: '2026-11-22T16:00:00.000Z', totals, agenda: [ordinary] };

  it.each([
    ['notCounted', 'followMajority'],
    ['followMajority', 'notCounted'],
    ['deliveredIsParticipation', 'notCounted'],
  ] as const)('under %s shows %s beside it', (nonReturn, other) => {
    const sheet = proofSheet({ ...base, policy: aVotePolicy({ nonReturn }) });
    expect(sheet.binding.nonReturn).toBe(nonReturn);
    expect(sheet.comparison.nonReturn).toBe(other);
    expect(sheet.binding).not.toEqual(sheet.comparison);
  });

  it('is plain JSON, so that a process can carry it', () => {
    const sheet = proofSheet({ ...base, policy: aVotePolicy() });
    expect(JSON.parse(JSON.stringify(sheet))).toEqual(sheet);
  });
});
