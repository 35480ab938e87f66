// Builders with plain defaults: a test states only what matters to it.
import type { RegisterUnit } from '../../domain/roll/build-roll';
import type { AgendaItem, CastBallot, CountRight, ItemChoice } from '../../domain/owners-vote/count-types';
import type { VotePolicy } from '../../domain/policy/schema';
import national from '../../domain/policy/presets/national.json';

/** The plain values of a vote policy that tests vary; each keeps the preset's basis. */
type PlainVotePolicy = {
  [K in keyof VotePolicy as VotePolicy[K] extends { value: unknown } ? K : never]?: ValueOf<VotePolicy[K]>;
};
type ValueOf<T> = T extends { value: infer V } ? V : never;

/** The national vote policy with plain values replaced: `aVotePolicy({ ballotPer: 'unit' })`. */
export function aVotePolicy(overrides: PlainVotePolicy = {}): VotePolicy {
  const policy = structuredClone(national.vote) as VotePolicy;
  for (const [key, value] of Object.entries(overrides)) {
    const sourced = policy[key as keyof PlainVotePolicy] as { value: unknown };
    sourced.value = value;
  }
  return policy;
}

/** A sold dwelling of 100.00 m² in building b1, held by one owner named after it. */
export function aRegisterUnit(
  unitId: string,
  overrides: Partial<Omit<RegisterUnit, 'holders'>> & { holders?: string[]; representative?: string } = {},
): RegisterUnit {
  const { holders = [`owner-of-${unitId}`], representative, ...rest } = overrides;
  return {
    unitId,
    buildingId: 'b1',
    entranceId: null,
    label: unitId,
    use: 'dwelling',
    tenure: 'sold',
    areaDm2: 10_000,
    holders: holders.map((ownerId) => ({ ownerId, isRepresentative: ownerId === representative })),
    ...rest,
  };
}

/** Rights 1…n, each a head of its own with the same area. */
export function equalRights(count: number, areaDm2 = 10_000): CountRight[] {
  return Array.from({ length: count }, (_, index) => ({
    rightNo: index + 1,
    headNo: index + 1,
    countsHead: true,
    areaDm2,
  }));
}

export function aYesNoItem(
  overrides: Partial<Extract<AgendaItem, { kind: 'yesNo' }>> = {},
): Extract<AgendaItem, { kind: 'yesNo' }> {
  return { kind: 'yesNo', itemId: 'item', matter: 4, titleText: 'hash', ...overrides };
}

export function aChoiceItem(
  overrides: Partial<Extract<AgendaItem, { kind: 'choice' }>> = {},
): Extract<AgendaItem, { kind: 'choice' }> {
  return { kind: 'choice', itemId: 'item', matter: 4, titleText: 'hash', optionIds: ['a', 'b'], ...overrides };
}

export function anElectionItem(
  overrides: Partial<Extract<AgendaItem, { kind: 'election' }>> = {},
): Extract<AgendaItem, { kind: 'election' }> {
  return {
    kind: 'election',
    itemId: 'item',
    matter: 3,
    titleText: 'hash',
    candidateIds: ['a', 'b', 'c'],
    seats: 2,
    minSeats: 1,
    ...overrides,
  };
}

/** An electronic ballot on the item called `item`; later seq, later instant. */
export function aBallot(rightNo: number, choice?: ItemChoice, overrides: Partial<CastBallot> = {}): CastBallot {
  const seq = overrides.seq ?? rightNo;
  return {
    seq,
    rightNo,
    channel: 'electronic',
    castAt: new Date(Date.UTC(2026, 10, 22) + seq * 1000).toISOString(),
    isVoid: false,
    choices: choice === undefined ? {} : { item: choice },
    ...overrides,
  };
}
