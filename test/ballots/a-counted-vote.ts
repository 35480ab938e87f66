// A small vote that was counted, through the real store: two rights of one head, a change, a paper that competes, a void one, a right
// that was reached and stayed silent, and one that nobody reached. Checkpoints on the way and at the end.
import { randomBytes, randomUUID } from 'node:crypto';
import { proofSheet } from '../../domain/owners-vote/count';
import type {
  AgendaItem,
  BallotChannel,
  BallotChoices,
  CountRight,
  ProofSheet,
} from '../../domain/owners-vote/count-types';
import type { VotePolicy } from '../../domain/policy/schema';
import { appendBallots, canonicalChoices } from '../../store/ballots/append-ballots';
import { ballotTreeRoot } from '../../store/ballots/ballot-tree';
import { castContext } from '../../store/ballots/cast-context';
import { recordCheckpoint } from '../../store/ballots/checkpoints';
import { packLines, readPackHead } from '../../store/ballots/export-pack';
import { recountRight } from '../../store/ballots/rebuild-counted';
import type { Receipt } from '../../store/ballots/receipts';
import { tallyVote } from '../../store/ballots/tally-vote';
import { closeWindow, lockWindow, sealCounting, windowRules } from '../../store/ballots/vote-window';
import { inTransaction } from '../../store/transaction';
import { aChoiceItem, anElectionItem, aVotePolicy, aYesNoItem } from '../support/build';
import type { TestDatabase } from '../support/database';
import { anOpenVote, testKeyRing, testKeys, type OpenVote } from './an-open-vote';

const AGENDA: AgendaItem[] = [
  aYesNoItem({ itemId: 'fund', matter: 5 }),
  anElectionItem({ itemId: 'board' }),
  aChoiceItem({ itemId: 'firm' }),
];
const RIGHTS = [1, 1, 2, 3, 4, 5].map((headNo, index) => ({
  rightNo: index + 1,
  headNo,
  countsHead: true,
  areaDm2: 8_000 + 137 * index,
}));

export interface Cast {
  rightNo: number;
  channel: BallotChannel;
  choices: BallotChoices | null;
}
const CAST: Cast[][] = [
  [
    { rightNo: 1, channel: 'electronic', choices: { fund: 'no', board: ['a'], firm: 'b' } },
    { rightNo: 3, channel: 'electronic', choices: { fund: 'yes', board: ['a', 'b'] } },
  ],
  [{ rightNo: 1, channel: 'electronic', choices: { fund: 'yes', board: ['a', 'b'], firm: 'a' } }],
  [
    { rightNo: 2, channel: 'paper', choices: { fund: 'yes', board: ['b', 'a'], firm: 'a' } },
    { rightNo: 3, channel: 'paper', choices: { fund: 'yes', board: 'spoiled', firm: 'a' } },
    { rightNo: 4, channel: 'paper', choices: null },
  ],
];

export interface CountedVote {
  vote: OpenVote;
  proof: ProofSheet;
  receipts: { receipt: Receipt; salt: string }[];
}

/** `isSmall`: one item and the first three ballots. */
export async function aCountedVote(
  database: TestDatabase,
  {
    policy = aVotePolicy(),
    isSmall = false,
    rights = RIGHTS,
    batches = isSmall ? CAST.slice(0, 2) : CAST,
    struck = [],
    settle = (sheet) => sheet,
  }: {
    policy?: VotePolicy;
    isSmall?: boolean;
    rights?: CountRight[];
    batches?: Cast[][];
    /** Ballots that their owners denied, and that were struck. */
    struck?: number[];
    /** What happens to the proof sheet before it is published: a lot. */
    settle?: (sheet: ProofSheet, agenda: AgendaItem[]) => ProofSheet;
  } = {},
): Promise<CountedVote> {
  const agenda = isSmall ? AGENDA.slice(0, 1) : AGENDA;
  const { pool } = database;
  const scope = { kind: 'estate', placeId: randomUUID() } as const;
  const rules = windowRules(agenda, scope, policy);
  const vote = await anOpenVote(database, { rights, agenda, rules });
  const { voteId, estateId } = vote;
  const receipts: CountedVote['receipts'] = [];
  for (const batch of batches) {
    receipts.push(...(await castBatch(database, vote, batch, agenda)));
    await inTransaction(pool, (tx) => recordCheckpoint(tx, voteId, testKeys.signing));
  }
  await pool.query(
    `insert into ballot_delivery (vote_id, right_no, delivery_no, channel, result, proof_kind, proof_sha256, delivered_at, recorded_at,
       by_account, command_id)
     select $1, n, 1, 'paper', case when n = 6 then 'undeliverable' else 'delivered' end, 'signature', repeat('cd', 32), now(), now(),
       gen_random_uuid(), gen_random_uuid() from unnest(array[1, 4, 5, 6]) n where n <= $2`,
    [voteId, rights.length],
  );
  await inTransaction(pool, async (tx) => {
    const locked = await lockWindow(tx, voteId);
    if (locked === undefined) throw new Error('no window');
    for (const seq of struck) {
      const { rows } = await tx.query<{ rightNo: number }>(
        `with ruled as (insert into ballot_ruling (vote_id, ballot_seq, remedy, reason, by_account, at)
           values ($1, $2, 'struck', repeat('ef', 32), gen_random_uuid(), clock_timestamp()))
         select right_no as "rightNo" from ballot where vote_id = $1 and seq = $2`,
        [voteId, seq],
      );
      // Only a following statement sees the ruling.
      await recountRight(tx, locked.window, rows[0]?.rightNo ?? 0);
    }
  });
  // After the last ballot and delivery, so that both were in time.
  const closedAt = new Date(Date.now() + 1_000).toISOString();
  await inTransaction(pool, async (tx) => {
    await closeWindow(tx, voteId, closedAt);
    await sealCounting(tx, voteId, closedAt);
  });
  const { root } = await ballotTreeRoot(pool, voteId);
  const totals = await tallyVote(pool, voteId);
  const counted = { rollHash: 'ab'.repeat(32), ballotRoot: root, closedAt, totals, agenda, policy };
  const proof = settle(proofSheet(counted), agenda);
  await storeProcess(database, { voteId, estateId, policy, proof });
  return { vote, proof, receipts };
}

/** Puts a batch into the open window of a vote, as the API does. */
export async function castBatch(
  { pool }: Pick<TestDatabase, 'pool'>,
  { voteId }: Pick<OpenVote, 'voteId'>,
  batch: Cast[],
  agenda: AgendaItem[],
  signing = testKeys.signing,
): Promise<CountedVote['receipts']> {
  const asked = new Set(agenda.map(({ itemId }) => itemId));
  const answersTo = (choices: BallotChoices): BallotChoices =>
    Object.fromEntries(Object.entries(choices).filter(([itemId]) => asked.has(itemId)));
  return inTransaction(pool, async (tx) => {
    const locked = await lockWindow(tx, voteId);
    if (locked === undefined) throw new Error('no window');
    const ballots = batch.map(({ rightNo, channel, choices }) => ({
      rightNo,
      channel,
      commandId: randomUUID(),
      isVoid: choices === null,
      choices: choices === null ? {} : canonicalChoices(answersTo(choices)),
      voidReason: choices === null ? 'illegible' : null,
      castAt: locked.now,
      castByAccount: randomUUID(),
      inNameOf: null,
      proxyId: null,
      assistedBy: null,
      paperSerial: channel === 'paper' ? rightNo : null,
      bodyHash: randomBytes(32),
    }));
    const context = await castContext(
      tx,
      locked.window,
      ballots.map(({ rightNo, commandId }) => ({ rightNo, commandId, ownerId: null })),
    );
    const rights = new Map(context.flatMap(({ right }) => (right === null ? [] : [[right.rightNo, right]])));
    const stored = await appendBallots(tx, locked.window, locked.now, ballots, rights, signing);
    return stored.map(({ receipt, salt }) => ({ receipt, salt }));
  });
}

/** The vote's process as far as a pack reads it: pinned policy, proof sheet, notice and an objection. */
async function storeProcess(
  { pool }: TestDatabase,
  { voteId, estateId, policy, proof }: { voteId: string; estateId: string; policy: VotePolicy; proof: ProofSheet },
): Promise<void> {
  const path = `/${estateId}/`;
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'ownersVote', $2, $3, 'national', '2026-01', 'h', $4, '{}', now())`,
    [voteId, estateId, path, JSON.stringify({ vote: policy })],
  );
  await pool.query(
    `insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
     values ($1, 'ownersVote', $2, $3, 'resultPublished', true, false, 3, 'h', $4, now())`,
    [voteId, estateId, path, JSON.stringify({ core: { agenda: AGENDA, proof } })],
  );
  const acts = [
    ['noticePublished', { noticeText: '12'.repeat(32), windowDays: 10 }],
    ['rollObjectionRaised', { objectionId: randomUUID(), reasonText: '34'.repeat(32) }],
  ] as const;
  for (const [index, [type, payload]] of acts.entries())
    await pool.query(
      `insert into process_event (process_id, seq, type, payload, at, recorded_at, command_id, actor_kind, channel, prev_hash, hash)
       values ($1, $2, $3, $4, now(), now(), gen_random_uuid(), 'engine', 'engine', $5, $6)`,
      [voteId, index + 1, type, JSON.stringify(payload), `h${index}`, `h${index + 1}`],
    );
}

/** The pack as the API streams it. */
export async function packOf({ pool }: TestDatabase, voteId: string): Promise<Buffer> {
  const head = await readPackHead(pool, voteId);
  if (head === undefined) throw new Error('counting is not over');
  const lines: string[] = [];
  for await (const line of packLines(pool, testKeyRing, head)) lines.push(line);
  return Buffer.from(lines.join(''), 'utf8');
}
