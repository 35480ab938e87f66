// Appends accepted ballots to the ledger: sequence numbers, commitments, signed receipts, and the ballot that now counts for each
// right. The caller holds the window's lock and has judged the ballots; what prevails is domain/owners-vote/resolve-counted.ts.
import { randomBytes } from 'node:crypto';
import type { BallotChannel, BallotChoices } from '../../domain/owners-vote/count-types';
import { resolveCounted } from '../../domain/owners-vote/resolve-counted';
import type { Tx } from '../transaction';
import { ballotCommitment, ballotLeafHash, canonicalJson, sha256, type BallotLeaf } from './ballot-canon';
import type { RightState } from './cast-context';
import { signReceipts, type Receipt, type SigningKey } from './receipts';
import type { VoteWindowRow } from './vote-window';

/** A ballot that was found good, not yet numbered. `choices` are in canonical form (canonicalChoices). */
export interface GoodBallot {
  rightNo: number;
  channel: BallotChannel;
  choices: BallotChoices;
  isVoid: boolean;
  voidReason: string | null;
  castAt: Date;
  castByAccount: string;
  inNameOf: string | null;
  proxyId: string | null;
  assistedBy: string | null;
  paperSerial: number | null;
  commandId: string;
  bodyHash: Buffer;
}

export interface StoredBallot {
  seq: number;
  receipt: Receipt;
  /** Hex; opens the commitment together with the choices. */
  salt: string;
}

/** Blanks dropped, candidates sorted: two ballots that say the same are the same. */
export function canonicalChoices(choices: BallotChoices): BallotChoices {
  const said = Object.entries(choices).filter(([, choice]) => choice.length > 0);
  return Object.fromEntries(
    said.map(([itemId, choice]) => [itemId, typeof choice === 'string' ? choice : [...choice].sort()] as const),
  );
}

/**
 * Fingerprint of what a ballot says, as 32 hex digits (a uuid to PostgreSQL): half of a SHA-256. Two ballots that say different things
 * and share it would have to be found by 2^64 trials among the few ballots that an agenda allows.
 */
export const saidOf = (choicesJson: string, isVoid: boolean): string =>
  sha256(Buffer.from(isVoid ? 'void' : choicesJson, 'utf8')).toString('hex', 0, 16);

/**
 * Stores the ballots in their order, after all that were stored before. `rights` holds the state of every right concerned and is
 * brought up to date, so that several ballots of one right in one batch see each other.
 */
export async function appendBallots(
  tx: Tx,
  window: VoteWindowRow,
  now: Date,
  ballots: readonly GoodBallot[],
  rights: ReadonlyMap<number, RightState>,
  key: SigningKey,
): Promise<StoredBallot[]> {
  const rows = ballots.map((ballot, index) => {
    const seq = window.nextSeq + index;
    const salt = randomBytes(32);
    const { rightNo, channel, isVoid, choices } = ballot;
    const commitment = ballotCommitment(salt, {
      schemaVersion: 1,
      voteId: window.voteId,
      rightNo,
      channel,
      isVoid,
      choices,
    });
    const leaf: BallotLeaf = {
      schemaVersion: 1,
      voteId: window.voteId,
      seq,
      rightId: String(rightNo),
      commitment,
      rollHash: window.rollHash,
      castAt: ballot.castAt.toISOString(),
    };
    return { ballot, seq, salt, leaf, choicesJson: canonicalJson(choices) };
  });
  const receipts = signReceipts(
    rows.map(({ leaf }) => leaf),
    key,
  );
  const changed = new Map<number, { right: RightState; choicesJson: string }>();
  for (const { ballot, seq, choicesJson } of rows) {
    const right = rights.get(ballot.rightNo);
    if (right === undefined) throw new Error(`right ${ballot.rightNo} was not loaded`);
    const won = count(right, ballot, seq, window);
    const before = changed.get(ballot.rightNo);
    changed.set(ballot.rightNo, { right, choicesJson: won ? choicesJson : (before?.choicesJson ?? '{}') });
  }
  await insertBallots(tx, window, now, rows, receipts);
  await upsertCounted(tx, window.voteId, [...changed.values()]);
  window.nextSeq += rows.length;

  return rows.map(({ seq, salt }, index) => {
    const receipt = receipts[index];
    if (receipt === undefined) throw new Error('a ballot was left without a receipt');
    return { seq, receipt, salt: salt.toString('hex') };
  });
}

/** Enters the ballot in its right's state; true when it is now the one that counts. */
function count(right: RightState, ballot: GoodBallot, seq: number, { rules }: VoteWindowRow): boolean {
  const { rightNo, channel, isVoid, castAt } = ballot;
  const mine = { seq, rightNo, channel, castAt: castAt.toISOString(), isVoid };
  const earlier = right.counted;
  const rivals = earlier === null ? [mine] : [{ ...earlier, rightNo, castAt: earlier.castAt.toISOString() }, mine];
  const [best] = resolveCounted(rivals, rules.precedence).counted;
  const won = best?.seq === seq;
  const numbers = {
    ballotCount: (earlier?.ballotCount ?? 0) + 1,
    electronicCount: (earlier?.electronicCount ?? 0) + (channel === 'paper' ? 0 : 1),
  };
  right.counted = won || earlier === null ? { seq, channel, isVoid, castAt, ...numbers } : { ...earlier, ...numbers };
  return won;
}

interface NumberedBallot {
  ballot: GoodBallot;
  seq: number;
  salt: Buffer;
  leaf: BallotLeaf;
  choicesJson: string;
}

async function insertBallots(
  tx: Tx,
  window: VoteWindowRow,
  now: Date,
  rows: readonly NumberedBallot[],
  receipts: readonly Receipt[],
): Promise<void> {
  const column = <T>(of: (row: NumberedBallot) => T): T[] => rows.map(of);
  await tx.query({
    name: 'insert-ballots',
    text: `with moved as (update vote_window set next_seq = $4 where vote_id = $1)
      insert into ballot (vote_id, roll_id, recorded_at, seq, right_no, channel, choices, is_void, void_reason, cast_at, cast_by_account,
        in_name_of, proxy_id, assisted_by, paper_serial, salt, commitment, leaf_hash, command_id, body_hash, receipt)
      select $1, $2, $3, seq, right_no, channel, choices, is_void, void_reason, cast_at, cast_by, in_name_of, proxy_id, assisted_by,
        paper_serial, salt, commitment, leaf_hash, command_id, body_hash, receipt
      from unnest($5::int[], $6::int[], $7::text[], $8::jsonb[], $9::boolean[], $10::text[], $11::timestamptz[], $12::uuid[], $13::uuid[],
        $14::uuid[], $15::uuid[], $16::int[], $17::bytea[], $18::bytea[], $19::bytea[], $20::uuid[], $21::bytea[], $22::jsonb[])
        as b (seq, right_no, channel, choices, is_void, void_reason, cast_at, cast_by, in_name_of, proxy_id, assisted_by, paper_serial,
          salt, commitment, leaf_hash, command_id, body_hash, receipt)`,
    values: [
      window.voteId,
      window.rollId,
      now,
      window.nextSeq + rows.length,
      column(({ seq }) => seq),
      column(({ ballot }) => ballot.rightNo),
      column(({ ballot }) => ballot.channel),
      column(({ choicesJson }) => choicesJson),
      column(({ ballot }) => ballot.isVoid),
      column(({ ballot }) => ballot.voidReason),
      column(({ ballot }) => ballot.castAt.toISOString()),
      column(({ ballot }) => ballot.castByAccount),
      column(({ ballot }) => ballot.inNameOf),
      column(({ ballot }) => ballot.proxyId),
      column(({ ballot }) => ballot.assistedBy),
      column(({ ballot }) => ballot.paperSerial),
      column(({ salt }) => salt),
      column(({ leaf }) => Buffer.from(leaf.commitment, 'hex')),
      column(({ leaf }) => Buffer.from(ballotLeafHash(leaf))),
      column(({ ballot }) => ballot.commandId),
      column(({ ballot }) => ballot.bodyHash),
      receipts.map(({ keyId, alg, signature, batch }) => JSON.stringify({ keyId, alg, signature, batch })),
    ],
  });
}

async function upsertCounted(
  tx: Tx,
  voteId: string,
  changed: readonly { right: RightState; choicesJson: string }[],
): Promise<void> {
  const column = <T>(of: (right: RightState, counted: NonNullable<RightState['counted']>) => T): T[] =>
    changed.map(({ right }) => {
      if (right.counted === null) throw new Error(`right ${right.rightNo} has no counted ballot`);
      return of(right, right.counted);
    });
  await tx.query({
    name: 'upsert-counted',
    // Where the earlier ballot still counts only the numbers change: the new one's choices are not handed over.
    text: `insert into counted_ballot (vote_id, right_no, seq, channel, is_void, cast_at, head_no, counts_head, head_size, area_dm2,
        ballot_count, electronic_count, choices, said)
      select $1, c.*
      from unnest($2::int[], $3::int[], $4::text[], $5::boolean[], $6::timestamptz[], $7::int[], $8::boolean[], $9::int[], $10::int[],
        $11::int[], $12::int[], $13::jsonb[], $14::uuid[]) as c
      on conflict (vote_id, right_no) do update set seq = excluded.seq, channel = excluded.channel, is_void = excluded.is_void,
        cast_at = excluded.cast_at, ballot_count = excluded.ballot_count, electronic_count = excluded.electronic_count,
        choices = case when excluded.seq = counted_ballot.seq then counted_ballot.choices else excluded.choices end,
        said = case when excluded.seq = counted_ballot.seq then counted_ballot.said else excluded.said end`,
    values: [
      voteId,
      changed.map(({ right }) => right.rightNo),
      column((_right, counted) => counted.seq),
      column((_right, counted) => counted.channel),
      column((_right, counted) => counted.isVoid),
      column((_right, counted) => counted.castAt.toISOString()),
      column((right) => right.headNo),
      column((right) => right.countsHead),
      column((right) => right.headSize),
      column((right) => right.areaDm2),
      column((_right, counted) => counted.ballotCount),
      column((_right, counted) => counted.electronicCount),
      changed.map(({ choicesJson }) => choicesJson),
      changed.map(({ right, choicesJson }) => saidOf(choicesJson, right.counted?.isVoid ?? false)),
    ],
  });
}
