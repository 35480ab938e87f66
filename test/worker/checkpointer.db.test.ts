// Checkpoints while voting runs, against a real database: signed without anybody's asking, at the interval of the policy, and held against
// ballots that somebody took out behind the application's back.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import pino from 'pino';
import { checkpointOfLine, judgeCheckpoint, openRecount, Unreadable } from '../../scripts/recount/pack.cjs';
import { openBallotBox } from '../../store/ballots/cast-ballot';
import { checkpointLine, listCheckpoints } from '../../store/ballots/checkpoints';
import { closeWindow, sealCounting } from '../../store/ballots/vote-window';
import { databaseClock } from '../../store/time-source';
import { inTransaction } from '../../store/transaction';
import { signDueCheckpoints, startCheckpointer, type CheckpointerDeps } from '../../worker/checkpointer';
import { aCountedVote, packOf } from '../ballots/a-counted-vote';
import { anOpenVote, testKeys, type OpenVote } from '../ballots/an-open-vote';
import { aVotePolicy } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const deps = (aheadMs = 0): CheckpointerDeps => ({
  pool: database.pool,
  time: {
    ...databaseClock(database.pool),
    now: async () => new Date((await databaseClock(database.pool).now()).getTime() + aheadMs),
  },
  signing: testKeys.signing,
  log: pino({ level: 'silent' }),
});
const MINUTES = 60_000;

/** Under way, with its process; the policy asks for a checkpoint every quarter of an hour. */
async function aVote(): Promise<OpenVote> {
  const vote = await anOpenVote(database);
  const { voteId, estateId } = vote;
  const { pool } = database;
  await pool.query(
    `insert into place (id, kind, path, name, created_at) values ($1, 'district', $2, $3, clock_timestamp())`,
    [estateId, `/${estateId}/`, `${estateId}区`],
  );
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'ownersVote', $2, $3, 'p', '1', 'h', $4, '{}', clock_timestamp())`,
    [voteId, estateId, `/${estateId}/`, JSON.stringify({ vote: aVotePolicy() })],
  );
  await pool.query(
    `insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
     values ($1, 'ownersVote', $2, $3, 'open', true, false, 7, 'h', '{}', clock_timestamp())`,
    [voteId, estateId, `/${estateId}/`],
  );
  return vote;
}

async function cast({ voteId, voters }: OpenVote, rightNo: number): Promise<void> {
  const ownerId = voters[rightNo - 1] ?? '';
  const ids = { voteId, rightNo, ownerId, commandId: randomUUID(), accountId: randomUUID() };
  const outcome = await openBallotBox(database.pool, testKeys.signing)({ ...ids, choices: { item: 'yes' } });
  expect(outcome.ok).toBe(true);
}
const sizesOf = async ({ voteId }: OpenVote) => (await listCheckpoints(database.pool, voteId)).map(({ size }) => size);
const dutiesOf = async ({ voteId }: OpenVote) =>
  (
    await database.pool.query<{ duty: string; role: string }>(
      'select duty, role::text from obligation where process_id = $1 and closed_at is null',
      [voteId],
    )
  ).rows;

/** What only the owner of the tables can do, and only with the guard switched off. */
async function asOwner(sql: string, values: unknown[]): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('alter table ballot disable trigger append_only');
    expect((await client.query(sql, values)).rowCount).toBeGreaterThan(0);
  } finally {
    await client.query('alter table ballot enable trigger append_only');
    await client.end();
  }
}

test('the first is signed at once, the next when ballots came and the interval is over, and none once counting is', async () => {
  const vote = await aVote();
  expect(await signDueCheckpoints(deps())).toEqual({ signed: [vote.voteId], diverged: [] });
  await cast(vote, 1);
  expect(await signDueCheckpoints(deps(14 * MINUTES))).toEqual({ signed: [], diverged: [] });
  expect(await signDueCheckpoints(deps(15 * MINUTES))).toEqual({ signed: [vote.voteId], diverged: [] });
  expect(await signDueCheckpoints(deps(60 * MINUTES))).toEqual({ signed: [], diverged: [] });
  await cast(vote, 2);
  const now = (await deps().time.now()).toISOString();
  await inTransaction(database.pool, (tx) => closeWindow(tx, vote.voteId, now));
  expect((await signDueCheckpoints(deps(20 * MINUTES))).signed).toEqual([vote.voteId]);
  await inTransaction(database.pool, (tx) => sealCounting(tx, vote.voteId, now));
  expect((await signDueCheckpoints(deps(60 * MINUTES), { all: true })).signed).toEqual([]);
  expect(await sizesOf(vote)).toEqual([0, 1, 2]);
});

test('two workers sign one', async () => {
  const vote = await aVote();
  await Promise.all([signDueCheckpoints(deps()), signDueCheckpoints(deps()), signDueCheckpoints(deps())]);
  expect(await sizesOf(vote)).toEqual([0]);
});

test('the running one does so by itself', async () => {
  const vote = await aVote();
  const checkpointer = startCheckpointer(deps());
  while ((await sizesOf(vote)).length === 0) await new Promise((go) => setTimeout(go, 20));
  await checkpointer.stop();
  expect(await sizesOf(vote)).toEqual([0]);
});

describe('ballots that were taken out behind the back of the application', () => {
  it('at the end are noticed at once, without a new ballot, and the district has one duty', async () => {
    const vote = await aVote();
    const other = await aVote();
    for (const rightNo of [1, 2, 3]) await cast(vote, rightNo);
    await signDueCheckpoints(deps());
    await asOwner('delete from ballot where vote_id = $1 and seq = 3', [vote.voteId]);
    expect(await signDueCheckpoints(deps())).toEqual({ signed: [], diverged: [vote.voteId] });
    await signDueCheckpoints(deps());
    expect(await dutiesOf(vote)).toEqual([{ duty: 'mendDivergence', role: 'districtSupervisor' }]);
    expect(await dutiesOf(other)).toEqual([]);
    expect(await sizesOf(vote)).toEqual([3]);
  });

  it('in the middle, or changed, are noticed at the next look', async () => {
    const [cut, changed] = [await aVote(), await aVote()];
    for (const vote of [cut, changed]) for (const rightNo of [1, 2]) await cast(vote, rightNo);
    await signDueCheckpoints(deps());
    await asOwner('delete from ballot where vote_id = $1 and seq = 1', [cut.voteId]);
    await asOwner(`update ballot set leaf_hash = sha256('x') where vote_id = $1 and seq = 1`, [changed.voteId]);
    expect((await signDueCheckpoints(deps())).diverged).toEqual([]);
    for (const vote of [cut, changed]) await cast(vote, 3);
    const found = await signDueCheckpoints(deps(20 * MINUTES));
    expect(found).toEqual({ signed: [], diverged: [cut.voteId, changed.voteId].sort() });
    expect((await signDueCheckpoints(deps(), { all: true })).diverged).toHaveLength(2);
  });

  it('together with the checkpoints, as by a restore, are shown by the line that a witness kept', async () => {
    const counted = await aCountedVote(database);
    const { voteId } = counted.vote;
    const kept = await listCheckpoints(database.pool, voteId);
    const lines = kept.map(checkpointLine);
    const recount = openRecount();
    recount.write(await packOf(database, voteId));
    const { found } = recount.finish();
    expect(lines.map((line) => judgeCheckpoint(checkpointOfLine(line, found), found))).toEqual(
      kept.map(() => 'consistent'),
    );
    for (const line of lines) expect(line).toMatch(/^[A-Za-z0-9._-]{150,200}$/);
    const tree = new (found.tree.constructor as new () => typeof found.tree)();
    const restored = { ...found, tree };
    for (let n = 0; n < 4; n += 1) tree.add(Buffer.alloc(32, n));
    const last = lines.at(-1) ?? '';
    expect(judgeCheckpoint(checkpointOfLine(last, restored), restored)).toBe('lostTail');
    for (let n = 4; n < 8; n += 1) tree.add(Buffer.alloc(32, n));
    expect(judgeCheckpoint(checkpointOfLine(last, restored), restored)).toBe('forked');
    const other = { ...found, head: { voteId: randomUUID() } };
    expect(judgeCheckpoint(checkpointOfLine(last, other), other)).toBe('notGenuine');
    expect(judgeCheckpoint(checkpointOfLine(last.replace('.6.', '.5.'), found), found)).toBe('notGenuine');
    expect(() => checkpointOfLine('gongzhi-cp1.abc', found)).toThrow(Unreadable);
  });
});
