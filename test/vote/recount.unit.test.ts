// The count and a second one that shares no line with it, on random rolls and ballots; and what both must obey.
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { rootOf } from '../../domain/hash-tree';
import { proofSheet, verdictOf } from '../../domain/owners-vote/count';
import type { AgendaItem, CastBallot, CountRight, VoteTotals } from '../../domain/owners-vote/count-types';
import { totalsFromBallots } from '../../domain/owners-vote/totals-from-ballots';
import type { VotePolicy } from '../../domain/policy/schema';
import { recount, type RecountPack } from '../../scripts/recount/recount.cjs';
import { ballotCommitment, ballotLeafHash, leafBytes, sha256 } from '../../store/ballots/ballot-canon';
import { aBallot, aChoiceItem, anElectionItem, aVotePolicy, aYesNoItem, equalRights } from '../support/build';

const AGENDA: AgendaItem[] = [
  aYesNoItem({ itemId: 'fund', matter: 5 }),
  aYesNoItem({ itemId: 'rebuild', matter: 7 }),
  aChoiceItem({ itemId: 'firm', matter: 4, optionIds: ['a', 'b', 'c'] }),
  anElectionItem({ itemId: 'committee', candidateIds: ['a', 'b', 'c', 'd'], seats: 2, minSeats: 1 }),
];

const anyRights = fc
  .array(
    fc.record({
      headNo: fc.integer({ min: 1, max: 8 }),
      countsHead: fc.boolean().map((no) => !no),
      areaDm2: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((rights) =>
    rights.map((right, index): CountRight => ({ ...right, rightNo: index + 1, groupHeads: (right.headNo % 3) + 1 })),
  );

const yesNo = fc.constantFrom('yes', 'yes', 'yes', 'yes', 'no', 'abstain', '', 'spoiled');
const anyChoices = fc.record(
  {
    fund: yesNo,
    rebuild: yesNo,
    firm: fc.constantFrom('a', 'a', 'a', 'a', 'b', 'c', 'abstain', 'spoiled'),
    committee: fc.oneof(
      fc.uniqueArray(fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd'), { minLength: 1, maxLength: 2 }),
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 2 }),
      fc.constantFrom('abstain', 'spoiled'),
    ),
  },
  { requiredKeys: [] },
);
const anyBallots = fc
  .array(
    fc.record({
      right: fc.nat(),
      channel: fc.constantFrom('electronic' as const, 'paper' as const, 'platform' as const),
      castAt: fc.integer({ min: 0, max: 9 }).map((second) => `2026-11-22T16:00:0${second}.000Z`),
      isVoid: fc.nat(7).map((n) => n === 0),
      choices: anyChoices,
    }),
    { maxLength: 24 },
  )
  .map(
    // Mostly a ballot for every right, so that verdicts of all kinds come up; what is left over are second ballots.
    (drawn) =>
      (rights: CountRight[]): CastBallot[] =>
        drawn.map(({ right, ...ballot }, index) => ({
          ...ballot,
          seq: index + 1,
          rightNo: index < rights.length && right % 5 > 0 ? index + 1 : (right % rights.length) + 1,
        })),
  );
const anyPolicy = fc
  .record({
    precedence: fc.constantFrom(
      'lastValid' as const,
      'firstValid' as const,
      'paperPrevails' as const,
      'electronicPrevails' as const,
    ),
    voidBallots: fc.constantFrom('notParticipating' as const, 'participatingOnly' as const),
    blankItems: fc.constantFrom('abstain' as const, 'notParticipating' as const),
    electionRank: fc.constantFrom('headsThenArea' as const, 'areaThenHeads' as const),
    nonReturn: fc.constantFrom('notCounted' as const, 'deliveredIsParticipation' as const, 'followMajority' as const),
  })
  .map(aVotePolicy);
const anyVote = fc
  .record({ rights: anyRights, make: anyBallots, policy: anyPolicy, reach: fc.array(fc.nat(), { maxLength: 16 }) })
  .map(({ rights, make, policy, reach }) => ({
    rights,
    ballots: make(rights),
    policy,
    delivered: [...new Set(reach.map((n) => (n % rights.length) + 1))],
  }));
type AnyVote = { rights: CountRight[]; ballots: CastBallot[]; policy: VotePolicy; delivered: number[] };

const totalsOf = (vote: AnyVote): VoteTotals => totalsFromBallots({ ...vote, agenda: AGENDA });
const runs = { numRuns: 150 };

/** The same ballots with leaves and salts, as the database has them. */
function withLeaves(ballots: CastBallot[]): { pack: RecountPack['ballots']; root: string } {
  const rows = ballots.map((ballot) => {
    const salt = randomBytes(32);
    const { seq, rightNo, channel, isVoid, choices, castAt } = ballot;
    const commitment = ballotCommitment(salt, { schemaVersion: 1, voteId: 'v', rightNo, channel, isVoid, choices });
    const leaf = { schemaVersion: 1 as const, voteId: 'v', seq, commitment, rollHash: 'r', castAt };
    return {
      hash: ballotLeafHash(leaf),
      row: { ...ballot, salt: salt.toString('hex'), leaf: leafBytes(leaf).toString('utf8') },
    };
  });
  const root = Buffer.from(
    rootOf(
      rows.map(({ hash }) => hash),
      sha256,
    ),
  ).toString('hex');
  return { pack: rows.map(({ row }) => row), root };
}

describe('two independent counts', () => {
  it('agree on every total, every verdict under both readings and the root', () => {
    fc.assert(
      fc.property(anyVote, (vote) => {
        const { pack, root } = withLeaves(vote.ballots);
        const totals = totalsOf(vote);
        const sheet = proofSheet({
          rollHash: 'r',
          ballotRoot: root,
          closedAt: 'c',
          totals,
          agenda: AGENDA,
          policy: vote.policy,
        });
        const second = recount({
          rights: vote.rights,
          ballots: pack,
          delivered: vote.delivered,
          agenda: AGENDA,
          policy: vote.policy,
        });
        expect(second).toEqual({ totals, binding: sheet.binding, comparison: sheet.comparison, root, faults: [] });
      }),
      runs,
    );
  });

  it('agree on elections in which candidates tie again and again', () => {
    const agenda = [anElectionItem({ minSeats: 2 })];
    const seen = new Set<string>();
    const pair = fc.constantFrom(['a', 'b'], ['a', 'c'], ['b', 'c'], ['a'], ['b']);
    fc.assert(
      fc.property(fc.array(pair, { minLength: 3, maxLength: 8 }), anyPolicy, (choices, policy) => {
        const rights = equalRights(choices.length);
        const ballots = choices.map((names, index) => aBallot(index + 1, [...names]));
        const totals = totalsFromBallots({ rights, ballots, delivered: [], policy, agenda });
        const second = recount({ rights, ballots, delivered: [], agenda, policy });
        expect(second).toMatchObject({ totals, binding: verdictOf(totals, agenda, policy, policy.nonReturn.value) });
        seen.add(verdictOf(totals, agenda, policy, 'notCounted').items[0]!.outcome);
      }),
      runs,
    );
    expect([...seen].sort()).toEqual(['noResult', 'passed', 'tied']);
  });

  it('the second one finds a row that was changed after its receipt', () => {
    const { pack } = withLeaves([aBallot(1, 'yes'), aBallot(2, 'yes')]);
    const forged = pack.map((row) => (row.seq === 2 ? { ...row, choices: { item: 'no' } } : row));
    const input = { rights: equalRights(2), delivered: [], agenda: [aYesNoItem()], policy: aVotePolicy() };
    expect(recount({ ...input, ballots: forged }).faults).toEqual([
      'ballot 2: it is not the ballot that its receipt commits to',
    ]);
    expect(recount({ ...input, ballots: pack.slice(1) }).faults).toEqual(['ballot 2 stands in place 1']);
  });
});

describe('a count', () => {
  it('does not depend on the order in which ballots, rights or deliveries are read', () => {
    fc.assert(
      fc.property(anyVote, (vote) => {
        const turned = {
          ...vote,
          rights: [...vote.rights].reverse(),
          ballots: [...vote.ballots].reverse(),
          delivered: [...vote.delivered].reverse(),
        };
        expect(totalsOf(turned)).toEqual(totalsOf(vote));
      }),
    );
  });

  it('never counts more than there is: consent within participation, participation within the electorate', () => {
    fc.assert(
      fc.property(anyVote, (vote) => {
        const totals = totalsOf(vote);
        for (const key of ['heads', 'areaDm2'] as const) {
          const all = totals.electorate[key];
          expect(totals.void[key] + totals.deliveredUnreturned[key]).toBeLessThanOrEqual(all);
          for (const item of totals.items) {
            expect(item.participating[key] + totals.deliveredUnreturned[key]).toBeLessThanOrEqual(all);
            for (const [id, weight] of Object.entries(item.choices))
              if (id !== 'spoiled') expect(weight[key]).toBeLessThanOrEqual(item.participating[key]);
          }
          const firm = totals.items[2]!;
          const chosen = ['a', 'b', 'c', 'abstain'].reduce((sum, id) => sum + (firm.choices[id]?.[key] ?? 0), 0);
          expect(chosen).toBeLessThanOrEqual(firm.participating[key]);
        }
        expect(
          Object.values(totals.countedByChannel).reduce((a, b) => a + b, 0) + totals.supersededCount,
        ).toBeLessThanOrEqual(totals.ballotCount);
      }),
      runs,
    );
  });

  it('one more yes never turns a pass into a fail, under any reading', () => {
    const agenda = [aYesNoItem({ matter: 4 }), aYesNoItem({ itemId: 'special', matter: 8 })];
    const choice = fc.constantFrom('yes', 'yes', 'yes', 'no', 'abstain', 'none', 'silent');
    const owners = fc.array(fc.record({ says: choice, areaDm2: fc.integer({ min: 0, max: 4 }) }), {
      minLength: 1,
      maxLength: 20,
    });
    const outcomes = (people: { says: string; areaDm2: number }[], policy: VotePolicy) => {
      const rights = people.map(({ areaDm2 }, index): CountRight => ({
        rightNo: index + 1,
        headNo: index + 1,
        countsHead: true,
        areaDm2,
      }));
      const cast = people.flatMap(({ says }, index) =>
        says === 'none' || says === 'silent' ? [] : [{ says, rightNo: index + 1 }],
      );
      const ballots = cast.map(({ says, rightNo }) =>
        aBallot(rightNo, says, { choices: { item: says, special: says } }),
      );
      const delivered = people.flatMap(({ says }, index) => (says === 'silent' ? [index + 1] : []));
      const totals = totalsFromBallots({ rights, ballots, delivered, policy, agenda });
      return (['notCounted', 'deliveredIsParticipation', 'followMajority'] as const).flatMap((reading) =>
        verdictOf(totals, agenda, policy, reading).items.map(({ outcome }) => outcome === 'passed'),
      );
    };
    fc.assert(
      fc.property(owners, fc.nat(), anyPolicy, (people, at, policy) => {
        const more = people.map((person, index) =>
          index === at % people.length ? { ...person, says: 'yes' } : person,
        );
        const [before, after] = [outcomes(people, policy), outcomes(more, policy)];
        before.forEach((passed, index) => expect(passed && after[index] !== true).toBe(false));
      }),
      { numRuns: 300 },
    );
  });

  it('has the same heads and area when an owner returns one ballot per unit instead of one for all of them', () => {
    const owner = fc.record({
      areas: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      says: fc.constantFrom('yes', 'no', 'abstain', '', 'void', 'none'),
    });
    fc.assert(
      fc.property(fc.array(owner, { minLength: 1, maxLength: 8 }), anyPolicy, (owners, policy) => {
        const count = (isSplit: boolean) => {
          const rows = owners.flatMap(({ areas, says }, index) => {
            const parts = isSplit ? areas : [areas.reduce((a, b) => a + b)];
            return parts.map((areaDm2) => ({ areaDm2, says, headNo: index + 1 }));
          });
          const rights = rows.map(({ areaDm2, headNo }, index): CountRight => ({
            rightNo: index + 1,
            headNo,
            countsHead: true,
            areaDm2,
          }));
          const ballots = rows.flatMap(({ says }, index) =>
            says === 'none' ? [] : [aBallot(index + 1, says === 'void' ? 'yes' : says, { isVoid: says === 'void' })],
          );
          const totals = totalsFromBallots({ rights, ballots, delivered: [], policy, agenda: [aYesNoItem()] });
          return { electorate: totals.electorate, items: totals.items, void: totals.void };
        };
        expect(count(true)).toEqual(count(false));
      }),
    );
  });
});

describe('an owner of two units who votes per unit', () => {
  const rights: CountRight[] = [
    { rightNo: 1, headNo: 1, countsHead: true, areaDm2: 100 },
    { rightNo: 2, headNo: 1, countsHead: true, areaDm2: 40 },
  ];
  const count = (first: string | undefined, second: string | undefined, overrides = {}) => {
    const ballots = [first, second].flatMap((says, index) =>
      says === undefined ? [] : [aBallot(index + 1, says === 'void' ? '' : says, { isVoid: says === 'void' })],
    );
    const totals = totalsFromBallots({
      rights,
      ballots,
      delivered: [1, 2],
      policy: aVotePolicy(overrides),
      agenda: [aYesNoItem()],
    });
    const { participating, choices } = totals.items[0]!;
    return { part: participating, yes: choices['yes'], no: choices['no'], silent: totals.deliveredUnreturned };
  };

  it('consents as a head when both ballots say yes', () => {
    expect(count('yes', 'yes')).toMatchObject({ part: { heads: 1, areaDm2: 140 }, yes: { heads: 1, areaDm2: 140 } });
  });

  it('takes part without a choice when they differ, while each area counts by its own ballot', () => {
    const { part, yes, no } = count('yes', 'no');
    expect([part, yes, no]).toEqual([
      { heads: 1, areaDm2: 140 },
      { heads: 0, areaDm2: 100 },
      { heads: 0, areaDm2: 40 },
    ]);
  });

  it('consents with the one ballot that came back; the other area is silent, the head is not', () => {
    const { part, yes, silent } = count('yes', undefined);
    expect([part, yes, silent]).toEqual([
      { heads: 1, areaDm2: 100 },
      { heads: 1, areaDm2: 100 },
      { heads: 0, areaDm2: 40 },
    ]);
  });

  it('a void second ballot is as if unreturned, or keeps the head from consenting, as the policy says', () => {
    expect(count('yes', 'void').yes).toEqual({ heads: 1, areaDm2: 100 });
    expect(count('yes', 'void', { voidBallots: 'participatingOnly' }).yes).toEqual({ heads: 0, areaDm2: 100 });
  });
});

describe('ballots that no door should have let in', () => {
  const count = (ballot: CastBallot, item: AgendaItem = aYesNoItem()) =>
    totalsFromBallots({
      rights: equalRights(1),
      ballots: [ballot],
      delivered: [],
      policy: aVotePolicy(),
      agenda: [item],
    });

  it.each([
    ['an unknown answer', aBallot(1, 'perhaps'), aYesNoItem(), 'unknownAnswer'],
    ['a list for a yes or no', aBallot(1, ['yes']), aYesNoItem(), 'wrongShape'],
    ['three names for two seats', aBallot(1, ['a', 'b', 'c']), anElectionItem(), 'tooMany'],
    ['one name twice', aBallot(1, ['a', 'a']), anElectionItem(), 'namedTwice'],
    ['somebody who does not stand', aBallot(1, ['z']), anElectionItem(), 'unknownAnswer'],
    ['a right of another roll', aBallot(2, 'yes'), aYesNoItem(), 'no right 2'],
  ] as [string, CastBallot, AgendaItem, string][])(
    '%s stops the count instead of bending it',
    (_, ballot, item, message) => {
      expect(() => count(ballot, item)).toThrow(message);
    },
  );
});
