// Casting over the short path, against a real database: every ballot is either stored with a receipt or refused with a code.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { ballotTreeRoot } from '../../store/ballots/ballot-tree';
import { openBallotBox, type CastBallot, type CastOutcome, type CastRequest } from '../../store/ballots/cast-ballot';
import { receiptFault } from '../../store/ballots/receipts';
import { closeWindow, setWindowState } from '../../store/ballots/vote-window';
import { inTransaction } from '../../store/transaction';
import { anElectionItem, aChoiceItem, aYesNoItem, equalRights } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';
import { anOpenVote, testKeys, type OpenVote } from './an-open-vote';

let database: TestDatabase;
let cast: CastBallot;
beforeAll(async () => {
  database = await freshDatabase({ max: 16 });
  cast = openBallotBox(database.pool, testKeys.signing);
});
afterAll(() => database.drop());

const aRequest = (vote: OpenVote, rightNo: number, changes: Partial<CastRequest> = {}): CastRequest => ({
  voteId: vote.voteId,
  rightNo,
  choices: { item: 'yes' },
  commandId: randomUUID(),
  accountId: randomUUID(),
  ownerId: vote.voters[rightNo - 1] ?? randomUUID(),
  ...changes,
});

const codeOf = (outcome: CastOutcome): string => (outcome.ok ? 'accepted' : outcome.rejection.code);

const rowsOf = async (pool: Pool, voteId: string) =>
  (
    await pool.query<{ seq: number; right_no: number; choices: object; cast_at: Date }>(
      'select seq, right_no, choices, cast_at from ballot where vote_id = $1 order by seq',
      [voteId],
    )
  ).rows;

const countedOf = async (pool: Pool, voteId: string) =>
  (
    await pool.query<{ right_no: number; seq: number; choices: object; ballot_count: number }>(
      'select right_no, seq, choices, ballot_count from counted_ballot where vote_id = $1 order by right_no',
      [voteId],
    )
  ).rows;

test('answers a ballot with a receipt that verifies and that a changed receipt does not', async () => {
  const vote = await anOpenVote(database);
  const outcome = await cast(aRequest(vote, 1));
  if (!outcome.ok) throw new Error(codeOf(outcome));
  expect(outcome.receipt.seq).toBe(1);
  expect(receiptFault(outcome.receipt, testKeys.publicKeyOf)).toBeNull();
  expect(receiptFault({ ...outcome.receipt, seq: 2 }, testKeys.publicKeyOf)).toBe('wrongSignature');
  expect(await rowsOf(database.pool, vote.voteId)).toHaveLength(1);
});

test('gives the same receipt again for the same command id, alone and within one batch', async () => {
  const vote = await anOpenVote(database);
  const request = aRequest(vote, 1);
  const [first, twin] = await Promise.all([cast(request), cast(request)]);
  const again = await cast(request);
  if (!first?.ok || !twin?.ok || !again.ok) throw new Error('not accepted');
  expect(twin.receipt).toEqual(first.receipt);
  expect(again.receipt).toEqual(first.receipt);
  expect(again.salt).toBe(first.salt);
  expect([first.isRepeat, twin.isRepeat, again.isRepeat]).toEqual([false, true, true]);
  expect(await rowsOf(database.pool, vote.voteId)).toHaveLength(1);
});

test('gives the same receipt again after a batch whose shared signature covered many', async () => {
  const vote = await anOpenVote(database, { rights: equalRights(40) });
  const requests = Array.from({ length: 40 }, (_, index) => aRequest(vote, index + 1));
  const first = await Promise.all(requests.map(cast));
  const again = await Promise.all(requests.map(cast));
  expect(first.map((outcome) => outcome.ok && outcome.receipt)).toEqual(
    again.map((outcome) => outcome.ok && outcome.receipt),
  );
  for (const outcome of again) expect(outcome.ok && receiptFault(outcome.receipt, testKeys.publicKeyOf)).toBeNull();
});

test('refuses a command id with another body or from another account', async () => {
  const vote = await anOpenVote(database);
  const request = aRequest(vote, 1);
  await cast(request);
  expect(codeOf(await cast({ ...request, choices: { item: 'no' } }))).toBe('command-id-reused');
  expect(codeOf(await cast({ ...request, accountId: randomUUID() }))).toBe('command-id-reused');
  const fresh = aRequest(vote, 2);
  const [, other] = await Promise.all([cast(fresh), cast({ ...fresh, choices: { item: 'no' } })]);
  expect(codeOf(other as CastOutcome)).toBe('command-id-reused');
});

test('lets an owner change the ballot as often as the policy allows and not once more', async () => {
  const vote = await anOpenVote(database, { rules: { changes: 2 } });
  for (const choice of ['yes', 'no', 'abstain']) {
    expect(codeOf(await cast(aRequest(vote, 1, { choices: { item: choice } })))).toBe('accepted');
  }
  expect(codeOf(await cast(aRequest(vote, 1)))).toBe('changes-exhausted');
  expect(await countedOf(database.pool, vote.voteId)).toEqual([
    { right_no: 1, seq: 3, choices: { item: 'abstain' }, ballot_count: 3 },
  ]);
});

test('counts the limit of changes within one batch too', async () => {
  const vote = await anOpenVote(database, { rules: { changes: 1 } });
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => cast(aRequest(vote, 1))));
  expect(outcomes.map(codeOf).sort()).toEqual(['accepted', 'accepted', ...Array<string>(3).fill('changes-exhausted')]);
});

test('refuses a right that another owner casts, that nobody casts yet, that the roll does not have, or of another estate', async () => {
  const vote = await anOpenVote(database, { withoutVoter: [3] });
  const elsewhere = await anOpenVote(database, { rights: equalRights(5) });
  expect(codeOf(await cast(aRequest(vote, 2, { ownerId: vote.voters[0] as string })))).toBe('not-your-right');
  expect(codeOf(await cast(aRequest(vote, 3)))).toBe('right-has-no-voter');
  expect(codeOf(await cast(aRequest(vote, 4)))).toBe('right-not-found');
  expect(codeOf(await cast(aRequest(vote, 1, { ownerId: elsewhere.voters[0] as string })))).toBe('not-your-right');
  expect(codeOf(await cast({ ...aRequest(elsewhere, 5), voteId: vote.voteId }))).toBe('right-not-found');
  expect(await rowsOf(database.pool, vote.voteId)).toEqual([]);
});

test.each([
  [{ item: 'perhaps' }, 'unknown-choice'],
  [{ other: 'yes' }, 'unknown-agenda-item'],
  [{ item: ['yes'] }, 'unknown-choice'],
  [{ item: 'spoiled' }, 'unknown-choice'],
  [{ item: '' }, 'empty-ballot'],
  [{}, 'empty-ballot'],
  [{ board: ['a', 'b', 'c'] }, 'too-many-choices'],
  [{ board: ['a', 'a'] }, 'duplicate-choice'],
  [{ board: ['z'] }, 'unknown-choice'],
  [{ firm: 'c' }, 'unknown-choice'],
  [{ item: 'yes', board: ['b', 'a'], firm: 'abstain' }, 'accepted'],
])('judges the choices %j as %s', async (choices, code) => {
  const agenda = [aYesNoItem(), anElectionItem({ itemId: 'board' }), aChoiceItem({ itemId: 'firm' })];
  const vote = await anOpenVote(database, { agenda });
  expect(codeOf(await cast(aRequest(vote, 1, { choices: choices as CastRequest['choices'] })))).toBe(code);
});

test('accepts nothing before the window opens, while it is suspended, after it closed, or without a window', async () => {
  const early = await anOpenVote(database, { opensInMs: 60_000 });
  expect(codeOf(await cast(aRequest(early, 1)))).toBe('vote-not-open');
  const over = await anOpenVote(database, { closesInMs: 0 });
  expect(codeOf(await cast(aRequest(over, 1)))).toBe('vote-closed');
  const vote = await anOpenVote(database);
  await inTransaction(database.pool, (tx) => setWindowState(tx, vote.voteId, { state: 'suspended' }));
  expect(codeOf(await cast(aRequest(vote, 1)))).toBe('vote-suspended');
  await inTransaction(database.pool, (tx) => setWindowState(tx, vote.voteId, { state: 'open' }));
  const repeated = aRequest(vote, 1);
  expect(codeOf(await cast(repeated))).toBe('accepted');
  await inTransaction(database.pool, (tx) => closeWindow(tx, vote.voteId, new Date().toISOString()));
  expect(codeOf(await cast(aRequest(vote, 2)))).toBe('vote-closed');
  expect(codeOf(await cast(repeated))).toBe('accepted');
  expect(codeOf(await cast({ ...aRequest(vote, 1), voteId: randomUUID() }))).toBe('vote-not-open');
});

test('keeps refused attempts on the record, without what was chosen', async () => {
  const vote = await anOpenVote(database);
  const request = aRequest(vote, 2, { ownerId: vote.voters[0] as string });
  await cast(request);
  const { rows } = await database.pool.query(
    'select command_id, command_type, actor_id, code, params from refused_command where process_id = $1',
    [vote.voteId],
  );
  expect(rows).toEqual([
    {
      command_id: request.commandId,
      command_type: 'castBallot',
      actor_id: request.accountId,
      code: 'not-your-right',
      params: { rightNo: 2 },
    },
  ]);
});

test('counts or refuses each of a thousand ballots that race the close: no third state', async () => {
  const vote = await anOpenVote(database, { rights: equalRights(1000), closesInMs: 2_000 });
  const doors = [cast, openBallotBox(database.pool, testKeys.signing), openBallotBox(database.pool, testKeys.signing)];
  // A hundred come at once, the others each at a moment of their own within ±100 ms of the close: the waiting is the scenario.
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const at = index < 100 ? 0 : vote.closesAt.getTime() - 100 + (index % 200);
      if (at > 0) await new Promise((done) => setTimeout(done, Math.max(0, at - Date.now())));
      return (doors[index % 3] as CastBallot)(aRequest(vote, index + 1));
    }),
  );
  await inTransaction(database.pool, (tx) => closeWindow(tx, vote.voteId, vote.closesAt.toISOString()));
  const accepted = outcomes.filter((outcome) => outcome.ok);
  const refused = outcomes.filter((outcome) => !outcome.ok);
  expect(accepted.length + refused.length).toBe(1000);
  expect(accepted.length).toBeGreaterThan(0);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(codeOf))).toEqual(new Set(['vote-closed']));
  const rows = await rowsOf(database.pool, vote.voteId);
  expect(rows.map(({ seq }) => seq)).toEqual(accepted.map(({ receipt }) => receipt.seq).sort((a, b) => a - b));
  expect(rows.every(({ cast_at }) => cast_at < vote.closesAt)).toBe(true);
  expect(await countedOf(database.pool, vote.voteId)).toHaveLength(accepted.length);
  expect((await ballotTreeRoot(database.pool, vote.voteId)).size).toBe(accepted.length);
});

test('closing waits for the ballots in flight, and none appears afterwards', async () => {
  const vote = await anOpenVote(database, { rights: equalRights(300) });
  const casting = Array.from({ length: 300 }, (_, index) => cast(aRequest(vote, index + 1)));
  const closing = inTransaction(database.pool, async (tx) => {
    await closeWindow(tx, vote.voteId, new Date().toISOString());
    return (await tx.query<{ n: number }>('select count(*)::int as n from ballot where vote_id = $1', [vote.voteId]))
      .rows[0]?.n;
  });
  const [atClose, outcomes] = [await closing, await Promise.all(casting)];
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(atClose as number);
  expect(await rowsOf(database.pool, vote.voteId)).toHaveLength(atClose as number);
});

test('two sessions of one voter at the same moment leave one counted ballot and both in sight', async () => {
  const vote = await anOpenVote(database, { rules: { changes: 5 } });
  const other = openBallotBox(database.pool, testKeys.signing);
  const outcomes = await Promise.all([cast(aRequest(vote, 1)), other(aRequest(vote, 1, { choices: { item: 'no' } }))]);
  expect(outcomes.map(codeOf)).toEqual(['accepted', 'accepted']);
  const rows = await rowsOf(database.pool, vote.voteId);
  expect(rows).toHaveLength(2);
  expect(await countedOf(database.pool, vote.voteId)).toEqual([
    { right_no: 1, seq: 2, choices: rows[1]?.choices, ballot_count: 2 },
  ]);
});

test('the ledger refuses update, delete and truncate, even from the superuser', async () => {
  const vote = await anOpenVote(database);
  await cast(aRequest(vote, 1));
  await expect(database.pool.query('update ballot set right_no = 2 where vote_id = $1', [vote.voteId])).rejects.toThrow(
    /permission denied/,
  );
  const { Client } = await import('pg');
  const superuser = new Client({ connectionString: database.url });
  await superuser.connect();
  try {
    for (const table of ['ballot', 'roll', 'roll_right', 'paper_event', 'paper_entry', 'ballot_delivery']) {
      await expect(superuser.query(`delete from ${table}`)).rejects.toThrow(/append-only/);
      await expect(superuser.query(`truncate ${table} cascade`)).rejects.toThrow(/append-only/);
    }
    await expect(superuser.query(`update ballot set choices = '{}'`)).rejects.toThrow(/append-only/);
  } finally {
    await superuser.end();
  }
});
