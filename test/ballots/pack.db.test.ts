// The doubter's pack, from the real store to the separate program: it recounts to the published result, whatever bit is flipped in it
// is found, and what single people kept (receipt, checkpoint) is recognised or refused.
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createActivities } from '../../activities/create-activities';
import { databaseClock } from '../../store/time-source';
import { DIVERGED } from '../../workflows/messages';
import { listCheckpoints, recordCheckpoint } from '../../store/ballots/checkpoints';
import { inTransaction } from '../../store/transaction';
import { judgeCheckpoint, openRecount, receiptFault } from '../../scripts/recount/pack.cjs';
import type { VotePolicy } from '../../domain/policy/schema';
import { redrawn } from '../../domain/owners-vote/count';
import { aVotePolicy, equalRights } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';
import { aCountedVote, packOf, type CountedVote } from './a-counted-vote';
import { anOpenVote, testKeys } from './an-open-vote';

let database: TestDatabase;
let counted: CountedVote;
let pack: Buffer;
beforeAll(async () => {
  database = await freshDatabase();
  counted = await aCountedVote(database);
  pack = await packOf(database, counted.vote.voteId);
});
afterAll(() => database.drop());

function recounted(bytes: Buffer) {
  const running = openRecount();
  running.write(bytes);
  return running.finish();
}

/** What is said of these bytes; `agrees` when nothing is wrong. */
function saidOf(bytes: Buffer): string {
  try {
    recounted(bytes);
    return 'agrees';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Only what a count reads, without sources: every byte of the smallest pack is walked through. */
function plainPolicy(): VotePolicy {
  const { participation, ordinary, special, specialMatters, nonReturn, blankItems, electionRank } = aVotePolicy();
  const { precedence, voidBallots, ballotPer, changes, proxyCap } = aVotePolicy();
  const shares = Object.entries({ participation, ordinary, special }).map(([name, { heads, area }]) => [
    name,
    { heads, area },
  ]);
  const sourced = { specialMatters, nonReturn, blankItems, electionRank, precedence, voidBallots };
  const values = Object.entries({ ...sourced, ballotPer, changes, proxyCap }).map(([name, { value }]) => [
    name,
    { value },
  ]);
  return Object.fromEntries([...shares, ...values]) as VotePolicy;
}

const linesOf = (bytes: Buffer): string[] => bytes.toString('utf8').trimEnd().split('\n');

/** The pack of a forger who knows the format: lines changed, the last one made again. */
function forged(change: (row: Record<string, unknown>) => Record<string, unknown> | null, from = pack): Buffer {
  const rows = linesOf(from)
    .slice(0, -1)
    .flatMap((line) => change(JSON.parse(line) as Record<string, unknown>) ?? []);
  const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return Buffer.from(`${body}${JSON.stringify({ kind: 'end', sha256 })}\n`, 'utf8');
}

describe('the pack of a vote', () => {
  it.each([
    ['lastValid', 'notCounted'],
    ['firstValid', 'followMajority'],
    ['paperPrevails', 'deliveredIsParticipation'],
    ['electronicPrevails', 'followMajority'],
  ] as const)('recounts to the published verdict and root under %s and %s', async (precedence, nonReturn) => {
    const { vote, proof } = await aCountedVote(database, { policy: aVotePolicy({ precedence, nonReturn }) });
    const { second, root, found } = recounted(await packOf(database, vote.voteId));
    expect(second).toMatchObject({ totals: proof.totals, binding: proof.binding, comparison: proof.comparison });
    expect(root).toBe(proof.ballotRoot);
    expect(found.checkpoints).toHaveLength(3);
    expect(proof.totals).toMatchObject({ supersededCount: 2, ballotCount: 6, deliveredUnreturned: { heads: 1 } });
  });

  it('takes over a lot that fits the tie, and no other', async () => {
    const policy = aVotePolicy();
    const pairs = ['ab', 'bc', 'ac'].map((names) => [...names]);
    const tied = await aCountedVote(database, {
      policy,
      rights: equalRights(3),
      batches: [pairs.map((board, index) => ({ rightNo: index + 1, channel: 'electronic', choices: { board } }))],
      settle: (sheet, agenda) => redrawn(sheet, agenda, policy, 'board', ['c', 'a']) ?? sheet,
    });
    expect(tied.proof.binding.items[1]).toMatchObject({ outcome: 'passed', byLot: ['c', 'a'] });
    const bytes = await packOf(database, tied.vote.voteId);
    expect(saidOf(bytes)).toBe('agrees');
    const greedy = forged((row) => {
      if (row['kind'] !== 'proof') return row;
      const proof = structuredClone(row['proof']) as CountedVote['proof'];
      Object.assign(proof.binding.items[1]!, { elected: ['c', 'a', 'b'], byLot: ['c', 'a', 'b'] });
      return { ...row, proof };
    }, bytes);
    expect(saidOf(greedy)).toContain('the lot for board does not fit its tie');
  });

  it('recounts without the ballots that were struck, and shows where a ruling was left out or changed', async () => {
    const { vote, proof } = await aCountedVote(database, { struck: [3, 5, 6] });
    const bytes = await packOf(database, vote.voteId);
    const { second } = recounted(bytes);
    expect(second).toMatchObject({ totals: proof.totals, binding: proof.binding, comparison: proof.comparison });
    expect(proof.totals).toMatchObject({ ballotCount: 6, supersededCount: 3, void: { heads: 0 } });
    const rulings = linesOf(bytes).filter((line) => line.includes('"kind":"ruling"'));
    expect(rulings).toHaveLength(3);
    const without = (seq: number) =>
      forged((row) => (row['kind'] === 'ruling' && row['seq'] === seq ? null : row), bytes);
    for (const seq of [3, 5, 6]) expect(saidOf(without(seq))).toContain('is published as');
    const elsewhere = forged((row) => (row['kind'] === 'ruling' && row['seq'] === 6 ? { ...row, seq: 7 } : row), bytes);
    expect(saidOf(elsewhere)).toContain('a ruling on ballot 7, which is not here');
    const doubled = forged((row) => (row['kind'] === 'ruling' ? { ...row, seq: 3 } : row), bytes);
    expect(saidOf(doubled)).toContain('the ruling on ballot 3 is out of order');
  });

  it('is the same bytes each time, and however the bytes arrive they are read alike', async () => {
    expect(await packOf(database, counted.vote.voteId)).toEqual(pack);
    const running = openRecount();
    for (let from = 0; from < pack.length; from += 7) running.write(pack.subarray(from, from + 7));
    expect(running.finish().root).toBe(counted.proof.ballotRoot);
  });

  it('names no owner and no account, and shows two rights of one head to be one', async () => {
    const text = pack.toString('utf8');
    for (const ownerId of counted.vote.voters) expect(text).not.toContain(ownerId);
    const { rows } = await database.pool.query<{ id: string }>(
      'select cast_by_account as id from ballot where vote_id = $1',
      [counted.vote.voteId],
    );
    for (const { id } of rows) expect(text).not.toContain(id);
    const holders = linesOf(pack).flatMap((line) => /"kind":"right".*"holder":"(.+)"/.exec(line)?.[1] ?? []);
    expect(holders[0]).toBe(holders[1]);
    expect(new Set(holders).size).toBe(5);
  });

  it('gives another vote other holder commitments', async () => {
    const other = await packOf(database, (await aCountedVote(database)).vote.voteId);
    const holder = /"kind":"right".*"holder":"(.+)"/;
    expect(holder.exec(other.toString())?.[1]).not.toBe(holder.exec(pack.toString())?.[1]);
  });
});

describe('a pack that was changed', () => {
  it('is found out whichever bit was flipped', async () => {
    const { vote } = await aCountedVote(database, { policy: plainPolicy(), isSmall: true });
    const small = await packOf(database, vote.voteId);
    expect(saidOf(small)).toBe('agrees');
    const flipped = Buffer.from(small);
    const missed: number[] = [];
    for (let bit = 0; bit < 8 * small.length; bit += 1) {
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      if (saidOf(flipped) === 'agrees') missed.push(bit);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(missed).toEqual([]);
  }, 240_000);

  it('is found out when bits are flipped, bytes cut off, added or moved anywhere', () => {
    const place = fc.nat(pack.length - 1);
    const change = fc.oneof(
      fc.array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 6 }).map((bits) => {
        const bytes = Buffer.from(pack);
        for (const [at, bit] of bits) bytes[at]! ^= 1 << bit;
        return bytes;
      }),
      place.map((at) => pack.subarray(0, at)),
      fc
        .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 5 }))
        .map(([at, more]) => Buffer.concat([pack.subarray(0, at), more, pack.subarray(at)])),
      fc.tuple(place, place).map(([a, b]) => {
        const lines = linesOf(pack);
        const [one, other] = [a % lines.length, b % lines.length];
        [lines[one], lines[other]] = [lines[other]!, lines[one]!];
        return Buffer.from(`${lines.join('\n')}\n`);
      }),
    );
    fc.assert(
      fc.property(change, (bytes) => {
        fc.pre(!bytes.equals(pack));
        expect(saidOf(bytes)).not.toBe('agrees');
      }),
      { numRuns: 500 },
    );
  });

  const ballotLine = 3 + 6 + 4 + 1;
  it.each([
    ['a choice', 'ballot', { choices: { fund: 'no' } }, `line ${ballotLine}: ballot 1 is not the ballot`],
    ['more names than seats', 'ballot', { choices: { board: ['a', 'b', 'c'] } }, 'names more for board than it may'],
    ['an unknown name', 'ballot', { choices: { board: ['z'] } }, 'answers board with what cannot be chosen'],
    ['whose ballot it is', 'ballot', { rightNo: 5 }, `line ${ballotLine}: ballot 1 is not the ballot`],
    ['when it was cast', 'ballot', { castAt: '2020-01-01T00:00:00.000Z' }, 'outside the time for voting'],
    ['a leaf hash', 'ballot', { leafHash: '00'.repeat(32) }, 'ballot 1 has another leaf hash'],
    [
      'an area',
      'right',
      { areaDm2: 9 },
      'totals.items.0.choices.yes.areaDm2 is published as 24411, the recount gives 16420',
    ],
    ['a head', 'right', { headNo: 9 }, 'right 2 has the holder of head 9'],
    ['the rule of precedence', 'policy', { vote: aVotePolicy({ precedence: 'firstValid' }) }, 'is published as'],
    ['a root', 'checkpoint', { root: '00'.repeat(32) }, 'not signed'],
    ['a consistency proof', 'checkpoint', { consistency: ['00'.repeat(32)] }, 'not shown to have grown'],
  ])('by somebody who makes its last line again is still found out: %s', (_what, kind, change, sentence) => {
    let isFirst = true;
    const bytes = forged((row) => {
      if (row['kind'] !== kind || !isFirst) return row;
      isFirst = false;
      return { ...row, ...change };
    });
    expect(saidOf(bytes)).toContain(sentence);
  });

  it('where the result does not rest on it, is found out by its last line alone', () => {
    // Right 1 voted, so when it had been reached decides nothing.
    const change = { result: 'undeliverable' };
    const bytes = forged((row) => (row['kind'] === 'delivery' && row['rightNo'] === 1 ? { ...row, ...change } : row));
    expect(saidOf(bytes)).toBe('agrees');
    const end = linesOf(pack).at(-1) ?? '';
    const kept = Buffer.from([...linesOf(bytes).slice(0, -1), end, ''].join('\n'));
    expect(saidOf(kept)).toContain('the lines above have SHA-256');
  });

  it('lacks ballots: the rest does not lead to the published root', () => {
    const bytes = forged((row) => (row['kind'] === 'ballot' && row['seq'] === 6 ? null : row));
    expect(saidOf(bytes)).toMatch(/checkpoint 3: it has more ballots than the pack|published are 6 ballots/);
    const first = forged((row) => (row['kind'] === 'ballot' && row['seq'] === 1 ? null : row));
    expect(saidOf(first)).toContain('ballot 2 is in place 1');
  });

  it('has another result on its proof sheet: the first wrong figure is named', () => {
    const bytes = forged((row) => {
      if (row['kind'] !== 'proof') return row;
      const proof = structuredClone(row['proof']) as CountedVote['proof'];
      proof.binding.items[0]!.outcome = 'passed';
      return { ...row, proof };
    });
    expect(saidOf(bytes)).toMatch(/^line \d+: binding\.items\.0\.outcome is published as "passed", the recount gives/);
  });
});

describe('a receipt', () => {
  it('of every ballot shows it to be in, counted or not', () => {
    const { found } = recounted(pack);
    expect(counted.receipts.map((kept) => receiptFault(kept, found))).toEqual(counted.receipts.map(() => null));
  });

  it('that was changed, belongs elsewhere or brings another salt does not', async () => {
    const { found } = recounted(pack);
    const [first, second] = counted.receipts as [CountedVote['receipts'][0], CountedVote['receipts'][0]];
    const { receipt } = first;
    const faultOf = (kept: object) => receiptFault(kept, found);
    expect(faultOf({ ...receipt, seq: 2 })).toContain('not signed');
    expect(faultOf({ ...receipt, commitment: '00'.repeat(32) })).toContain('not signed');
    expect(faultOf({ receipt, salt: second.salt })).toContain('another salt');
    expect(faultOf({})).toBe('this is no receipt');
    const other = await aCountedVote(database);
    expect(faultOf(other.receipts[0]!)).toBe('the receipt is of another vote');
  });

  it('of a ballot that was left out or replaced is refused by the pack without it', () => {
    const { found } = recounted(pack);
    const [{ receipt }] = counted.receipts as [CountedVote['receipts'][0]];
    const cut = { ...found, tree: new (found.tree.constructor as new () => typeof found.tree)() };
    expect(receiptFault(receipt, cut)).toContain('the pack ends with 0');
    for (let n = 0; n < 6; n += 1) cut.tree.add(Buffer.alloc(32, n));
    expect(receiptFault(receipt, cut)).toContain('is not the one on the receipt');
  });
});

describe('a kept checkpoint', () => {
  it('is consistent with the pack, or shows a fork, a lost tail, or that it is none', async () => {
    const { found } = recounted(pack);
    const kept = await listCheckpoints(database.pool, counted.vote.voteId);
    expect(kept.map((one) => judgeCheckpoint(one, found))).toEqual(['consistent', 'consistent', 'consistent']);
    expect(judgeCheckpoint({ ...kept[0]!, size: 1 }, found)).toBe('notGenuine');
    const other = (leaves: number) => {
      const tree = new (found.tree.constructor as new () => typeof found.tree)();
      for (let n = 0; n < leaves; n += 1) tree.add(Buffer.alloc(32, n));
      return { ...found, tree };
    };
    expect(judgeCheckpoint(kept[2]!, other(5))).toBe('lostTail');
    expect(judgeCheckpoint(kept[2]!, other(6))).toBe('forked');
  });

  it('is signed once for the same ballots, and refused when the ballots do not go on from it', async () => {
    const { voteId } = counted.vote;
    const again = () => inTransaction(database.pool, (tx) => recordCheckpoint(tx, voteId, testKeys.signing));
    expect((await again()).checkpointNo).toBe(3);
    const restored = await anOpenVote(database);
    await database.pool.query(
      `insert into vote_checkpoint (vote_id, checkpoint_no, size, root, at, key_id, signature) values ($1, 1, 4, '\\x00', now(), 'k1', '')`,
      [restored.voteId],
    );
    const lost = inTransaction(database.pool, (tx) => recordCheckpoint(tx, restored.voteId, testKeys.signing));
    await expect(lost).rejects.toMatchObject({ rejection: { code: 'log-diverged' } });
    // Nor is such a vote counted: the engine's run ends, and the district is told to mend it.
    const { pool } = database;
    const { tallyVote } = createActivities({ pool, time: databaseClock(pool), signing: testKeys.signing });
    await expect(tallyVote({ voteId: restored.voteId })).rejects.toMatchObject({ type: DIVERGED, nonRetryable: true });
  });
});

describe('npm run recount', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-pack-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const file = (name: string, content: Buffer | object): string => {
    const place = path.join(directory, name);
    writeFileSync(place, Buffer.isBuffer(content) ? content : JSON.stringify(content));
    return place;
  };
  const run = (...args: string[]): Promise<{ code: number; last: Record<string, unknown> }> =>
    new Promise((resolve) => {
      const program = path.join(__dirname, '..', '..', 'scripts', 'recount', 'pack.cjs');
      execFile(process.execPath, [program, ...args], (error, stdout) => {
        const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, last });
      });
    });

  it('ends with 0 when all agrees, 1 with a difference, 2 when there is nothing to read', async () => {
    const good = file('pack.ndjson', pack);
    const receipt = file('receipt.json', counted.receipts[2]!);
    const kept = await listCheckpoints(database.pool, counted.vote.voteId);
    const checkpoint = file('checkpoint.json', kept[1]!);
    const all = await run(good, '--receipt', receipt, '--checkpoint', checkpoint);
    expect(all).toMatchObject({ code: 0, last: { recount: 'agrees', ballots: 6, root: counted.proof.ballotRoot } });
    const cut = await run(file('cut.ndjson', pack.subarray(0, -2)));
    expect(cut).toMatchObject({ code: 1, last: { recount: 'differs', line: linesOf(pack).length } });
    const wrong = await run(good, '--receipt', file('wrong.json', { ...counted.receipts[0]!.receipt, seq: 3 }));
    expect(wrong).toMatchObject({ code: 1, last: { recount: 'differs', line: null } });
    expect(await run(path.join(directory, 'none'))).toMatchObject({ code: 2, last: { recount: 'unreadable' } });
    expect(await run(receipt)).toMatchObject({ code: 2, last: { recount: 'unreadable' } });
    expect(await run()).toMatchObject({ code: 2 });
  });
});
