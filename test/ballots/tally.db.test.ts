// The count in the database against the count in memory (domain/owners-vote/totals-from-ballots.ts), on random votes.
import fc from 'fast-check';
import { randomBytes, randomUUID } from 'node:crypto';
import type {
  AgendaItem,
  BallotChannel,
  BallotChoices,
  CastBallot,
  CountRight,
} from '../../domain/owners-vote/count-types';
import { totalsFromBallots } from '../../domain/owners-vote/totals-from-ballots';
import { verifyInclusion, rootOf } from '../../domain/hash-tree';
import { appendBallots, canonicalChoices } from '../../store/ballots/append-ballots';
import { sha256 } from '../../store/ballots/ballot-canon';
import { ballotTreeRoot, createProver } from '../../store/ballots/ballot-tree';
import { castContext } from '../../store/ballots/cast-context';
import { exportVoteRows, type ExportRow } from '../../store/ballots/export-rows';
import { rebuildCounted } from '../../store/ballots/rebuild-counted';
import { tallyVote } from '../../store/ballots/tally-vote';
import { readTurnout } from '../../store/ballots/turnout';
import { lockWindow, type WindowRules } from '../../store/ballots/vote-window';
import { inTransaction } from '../../store/transaction';
import { aChoiceItem, anElectionItem, aVotePolicy, aYesNoItem } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';
import { anOpenVote, testKeys, type OpenVote } from './an-open-vote';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const AGENDA: AgendaItem[] = [aYesNoItem(), anElectionItem({ itemId: 'board' }), aChoiceItem({ itemId: 'firm' })];

interface Drawn {
  rights: CountRight[];
  ballots: { rightNo: number; channel: BallotChannel; agoMs: number; isVoid: boolean; choices: BallotChoices }[];
  delivered: number[];
  rules: Pick<WindowRules, 'precedence' | 'voidBallots' | 'blankItems'>;
}

const aChoice = fc.record({
  item: fc.constantFrom('yes', 'no', 'abstain', 'spoiled', ''),
  board: fc.oneof(
    fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
    fc.constantFrom('abstain', 'spoiled'),
  ),
  firm: fc.constantFrom('a', 'b', 'abstain', 'spoiled', ''),
});

/** Few rights and fewer heads, so that heads with several rights, which must agree, are common. */
const aVote: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.record({
    rights: fc
      .array(
        fc.record({
          headNo: fc.integer({ min: 1, max: 6 }),
          countsHead: fc.boolean(),
          areaDm2: fc.integer({ min: 0, max: 2_000_000_000 }),
        }),
        {
          minLength: count,
          maxLength: count,
        },
      )
      .map((rights) => rights.map((right, index) => ({ rightNo: index + 1, ...right }))),
    ballots: fc.array(
      fc.record({
        rightNo: fc.integer({ min: 1, max: count }),
        channel: fc.constantFrom<BallotChannel>('electronic', 'paper', 'platform'),
        agoMs: fc.integer({ min: 0, max: 5 }).map((step) => step * 1000),
        isVoid: fc.boolean(),
        choices: aChoice,
      }),
      { maxLength: 30 },
    ),
    delivered: fc.uniqueArray(fc.integer({ min: 1, max: count })),
    rules: fc.record({
      precedence: fc.constantFrom('lastValid', 'firstValid', 'paperPrevails', 'electronicPrevails'),
      voidBallots: fc.constantFrom('notParticipating', 'participatingOnly'),
      blankItems: fc.constantFrom('abstain', 'notParticipating'),
    }),
  }),
);

/** Stores the drawn ballots as the ledger would, in batches of three, and returns them as the count takes them. */
async function store(drawn: Drawn): Promise<{ vote: OpenVote; ballots: CastBallot[] }> {
  const vote = await anOpenVote(database, { rights: drawn.rights, agenda: AGENDA, rules: drawn.rules });
  const ballots: CastBallot[] = [];
  for (let from = 0; from < drawn.ballots.length; from += 3) {
    await inTransaction(database.pool, async (tx) => {
      const locked = await lockWindow(tx, vote.voteId);
      if (locked === undefined) throw new Error('no window');
      const batch = drawn.ballots
        .slice(from, from + 3)
        .map((ballot, index) => ({ ...ballot, commandId: randomUUID(), paper: from + index + 1 }));
      const context = await castContext(
        tx,
        locked.window,
        batch.map(({ rightNo, commandId }) => ({ rightNo, commandId, ownerId: null })),
      );
      const rights = new Map(context.flatMap(({ right }) => (right === null ? [] : [[right.rightNo, right]])));
      const stored = await appendBallots(
        tx,
        locked.window,
        locked.now,
        batch.map((ballot) => ({
          ...ballot,
          choices: ballot.isVoid ? {} : canonicalChoices(ballot.choices),
          voidReason: ballot.isVoid ? 'illegible' : null,
          castAt: new Date(vote.closesAt.getTime() - 1_000_000 - ballot.agoMs),
          castByAccount: randomUUID(),
          inNameOf: null,
          proxyId: null,
          assistedBy: null,
          paperSerial: ballot.channel === 'paper' ? ballot.paper : null,
          bodyHash: randomBytes(32),
        })),
        rights,
        testKeys.signing,
      );
      batch.forEach(({ rightNo, channel, isVoid, choices }, index) => {
        const receipt = stored[index]?.receipt;
        if (receipt)
          ballots.push({
            seq: receipt.seq,
            rightNo,
            channel,
            isVoid,
            choices: isVoid ? {} : choices,
            castAt: receipt.castAt,
          });
      });
    });
  }
  await database.pool.query(
    `insert into ballot_delivery (vote_id, right_no, delivery_no, channel, result, proof_kind, proof_sha256, delivered_at, recorded_at,
       by_account, command_id)
     select $1, n, k, 'paper', 'delivered', 'signature', repeat('ab', 32), $2, $2, gen_random_uuid(), gen_random_uuid()
     from unnest($3::int[]) n, generate_series(1, 2) k`,
    [vote.voteId, new Date(vote.closesAt.getTime() - 1_000_000), drawn.delivered],
  );
  return { vote, ballots };
}

const leavesOf = async (vote: OpenVote): Promise<Buffer[]> =>
  (
    await database.pool.query<{ leaf_hash: Buffer }>('select leaf_hash from ballot where vote_id = $1 order by seq', [
      vote.voteId,
    ])
  ).rows.map(({ leaf_hash }) => leaf_hash);

test('counts every vote as the count in memory does, heads with several rights included', async () => {
  await fc.assert(
    fc.asyncProperty(aVote, async (drawn) => {
      const { vote, ballots } = await store(drawn);
      const expected = totalsFromBallots({
        rights: drawn.rights,
        agenda: AGENDA,
        policy: aVotePolicy(drawn.rules),
        ballots,
        delivered: drawn.delivered,
      });
      expect(withZeros(await tallyVote(database.pool, vote.voteId))).toEqual(withZeros(expected));
      // The projection that was kept up to date ballot by ballot is the one that the ledger gives.
      const counted = () =>
        database.pool.query('select * from counted_ballot where vote_id = $1 order by right_no', [vote.voteId]);
      const live = (await counted()).rows;
      await rebuildCounted(database.pool, vote.voteId);
      expect((await counted()).rows).toEqual(live);
    }),
    { numRuns: 60 },
  );
}, 120_000);

/** An answer nobody gave may be missing from totals or stand there with nothing. */
const withZeros = (totals: Awaited<ReturnType<typeof tallyVote>>) => ({
  ...totals,
  items: totals.items.map((item) => ({
    ...item,
    choices: Object.fromEntries(Object.entries(item.choices).filter(([, { heads, areaDm2 }]) => heads + areaDm2 > 0)),
  })),
});

test('every ballot is in the tree under the root, and a ballot that is not there is not', async () => {
  const [drawn] = fc.sample(
    aVote.filter(({ ballots }) => ballots.length >= 7),
    { seed: 11, numRuns: 1 },
  );
  if (drawn === undefined) throw new Error('nothing drawn');
  const { vote, ballots } = await store(drawn);
  const leaves = await leavesOf(vote);
  const head = await ballotTreeRoot(database.pool, vote.voteId);
  expect(head).toEqual({ size: ballots.length, root: Buffer.from(rootOf(leaves, sha256)).toString('hex') });
  const prover = createProver(database.pool);
  for (const [index, leaf] of leaves.entries()) {
    const proof = await prover.prove(vote.voteId, index + 1, head.size);
    const claim = {
      index,
      size: proof.size,
      proof: proof.path.map((hash) => Buffer.from(hash, 'hex')),
      root: Buffer.from(proof.root, 'hex'),
    };
    expect(proof.root).toBe(head.root);
    expect(verifyInclusion({ ...claim, leaf }, sha256)).toBe(true);
    expect(verifyInclusion({ ...claim, leaf: Buffer.alloc(32, 1) }, sha256)).toBe(false);
  }
});

test('proofs of a vote with many thousand ballots lead to the streamed root', async () => {
  const vote = await anOpenVote(database);
  const size = 4_096 * 2 + 77;
  await database.pool.query(
    `insert into ballot (vote_id, seq, roll_id, right_no, channel, choices, is_void, cast_at, recorded_at, cast_by_account, salt, commitment,
       leaf_hash, command_id, body_hash, receipt)
     select $1, n, $2, 1, 'electronic', '{}', false, now(), now(), gen_random_uuid(), '', '', sha256(n::text::bytea), gen_random_uuid(), '', '{}'
     from generate_series(1, $3::int) n`,
    [vote.voteId, vote.rollId, size],
  );
  const head = await ballotTreeRoot(database.pool, vote.voteId);
  const prover = createProver(database.pool);
  for (const seq of [1, 4_096, 4_097, 8_192, 8_193, size]) {
    const { path, root } = await prover.prove(vote.voteId, seq, size);
    const leaf = sha256(Buffer.from(String(seq)));
    expect(root).toBe(head.root);
    const proof = path.map((hash) => Buffer.from(hash, 'hex'));
    expect(verifyInclusion({ index: seq - 1, size, leaf, proof, root: Buffer.from(head.root, 'hex') }, sha256)).toBe(
      true,
    );
  }
});

test('turnout shows who voted by building and channel, and the export holds every row once', async () => {
  const [drawn] = fc.sample(
    aVote.filter(({ ballots }) => ballots.length >= 5),
    { seed: 5, numRuns: 1 },
  );
  if (drawn === undefined) throw new Error('nothing drawn');
  const { vote, ballots } = await store(drawn);
  const [building, ...others] = await readTurnout(database.pool, vote);
  expect(others).toEqual([]);
  const voted = new Set(ballots.map(({ rightNo }) => rightNo));
  expect(building).toMatchObject({ rights: drawn.rights.length, voted: voted.size });
  expect(Object.values(building?.byChannel ?? {}).reduce((sum, n) => sum + n, 0)).toBe(voted.size);
  expect(JSON.stringify(building)).not.toContain('yes');

  const rows: ExportRow[] = [];
  for await (const row of exportVoteRows(database.pool, vote.voteId)) rows.push(row);
  const kinds = (kind: string) => rows.filter((row) => row.kind === kind);
  expect(kinds('right')).toHaveLength(drawn.rights.length);
  expect(kinds('delivery')).toHaveLength(2 * drawn.delivered.length);
  expect(kinds('ballot').map((row) => row.kind === 'ballot' && row.seq)).toEqual(ballots.map(({ seq }) => seq));
});
