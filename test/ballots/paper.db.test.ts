// Printed ballots from the printer to the ledger, against a real database.
import { randomUUID } from 'node:crypto';
import { openBallotBox } from '../../store/ballots/cast-ballot';
import { countUnsettledPapers, listDisputed } from '../../store/ballots/disputes';
import { enterPaper, type EntryOutcome, type Reading } from '../../store/ballots/paper-entries';
import {
  issueSerials,
  markReturned,
  reissueSerial,
  voidSerial,
  withdrawReturn,
} from '../../store/ballots/paper-serials';
import { rebuildCounted } from '../../store/ballots/rebuild-counted';
import { receiptFault } from '../../store/ballots/receipts';
import { closeWindow, reopenCounting, sealCounting } from '../../store/ballots/vote-window';
import { Refused } from '../../store/refused';
import { inTransaction, type Tx } from '../../store/transaction';
import { anElectionItem, aYesNoItem } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';
import { anOpenVote, testKeys, type OpenVote } from './an-open-vote';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(database.pool, work);
const by = (vote: OpenVote, account: string = randomUUID()) => ({
  voteId: vote.voteId,
  byAccount: account,
  commandId: randomUUID(),
});

const issueAll = (vote: OpenVote) => inTx((tx) => issueSerials(tx, by(vote), { kind: 'all' }));
const giveBack = (vote: OpenVote, serialNos: number[], returnedAt?: Date) =>
  inTx((tx) => markReturned(tx, by(vote), { serialNos, returnedAt }));
const enter = (vote: OpenVote, serialNo: number, reading: Reading, account?: string): Promise<EntryOutcome> =>
  inTx((tx) => enterPaper(tx, by(vote, account), serialNo, reading, testKeys.signing));
const saying = (choice: string): Reading => ({ isVoid: false, choices: { item: choice } });
const VOID: Reading = { isVoid: true, voidReason: 'unsigned' };

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Refused) return error.rejection.code;
    throw error;
  }
};

const query = async <Row extends object>(sql: string, vote: OpenVote): Promise<Row[]> =>
  (await database.pool.query<Row>(sql, [vote.voteId])).rows;
const ballotsOf = (vote: OpenVote) =>
  query<{
    seq: number;
    right_no: number;
    channel: string;
    choices: object;
    is_void: boolean;
    cast_at: Date;
    paper_serial: number;
  }>(
    'select seq, right_no, channel, choices, is_void, cast_at, paper_serial from ballot where vote_id = $1 order by seq',
    vote,
  );
const statesOf = async (vote: OpenVote) =>
  (await query<{ state: string }>('select state from paper_serial where vote_id = $1 order by serial_no', vote)).map(
    ({ state }) => state,
  );
const eventsOf = async (vote: OpenVote, serialNo: number) =>
  (
    await database.pool.query<{ type: string }>(
      'select type from paper_event where vote_id = $1 and serial_no = $2 order by event_no',
      [vote.voteId, serialNo],
    )
  ).rows.map(({ type }) => type);

test('issues one serial per right, and none to a right that has one', async () => {
  const vote = await anOpenVote(database);
  expect(await inTx((tx) => issueSerials(tx, by(vote), { kind: 'rights', rightNos: [2] }))).toEqual({
    firstSerialNo: 1,
    issued: 1,
    skipped: 0,
  });
  expect(await issueAll(vote)).toEqual({ firstSerialNo: 2, issued: 2, skipped: 1 });
  expect(await codeOf(inTx((tx) => issueSerials(tx, by(vote), { kind: 'rights', rightNos: [9] })))).toBe(
    'right-not-found',
  );
});

test('two agreeing entries by two people make one paper ballot, cast when the paper came back', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  const returnedAt = new Date(vote.closesAt.getTime() - 60 * 60_000);
  expect(await giveBack(vote, [2], returnedAt)).toEqual({ returned: [2], refused: [] });
  expect(await countUnsettledPapers(database.pool, vote.voteId)).toBe(1);
  expect(await enter(vote, 2, saying('yes'))).toEqual({ state: 'returned', entries: 1 });
  expect(await ballotsOf(vote)).toEqual([]);
  const second = await enter(vote, 2, saying('yes'));
  expect(second.state).toBe('entered');
  expect(second.state === 'entered' && receiptFault(second.receipt, testKeys.publicKeyOf)).toBeNull();
  expect(await ballotsOf(vote)).toEqual([
    {
      seq: 1,
      right_no: 2,
      channel: 'paper',
      choices: { item: 'yes' },
      is_void: false,
      cast_at: returnedAt,
      paper_serial: 2,
    },
  ]);
  expect(await eventsOf(vote, 2)).toEqual(['issued', 'returned', 'entryMade', 'entryMade', 'entered']);
  expect(await countUnsettledPapers(database.pool, vote.voteId)).toBe(0);
});

test('one person cannot make both entries, and an entered paper takes no more', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  await giveBack(vote, [1]);
  const clerk = randomUUID();
  await enter(vote, 1, saying('yes'), clerk);
  expect(await codeOf(enter(vote, 1, saying('yes'), clerk))).toBe('already-entered-by-you');
  await enter(vote, 1, saying('yes'));
  expect(await codeOf(enter(vote, 1, saying('yes')))).toBe('paper-wrong-state');
});

test('differing entries are put aside and shown, and a third person decides by agreeing with one of them', async () => {
  const agenda = [aYesNoItem(), anElectionItem({ itemId: 'board' })];
  const vote = await anOpenVote(database, { agenda });
  await issueAll(vote);
  await giveBack(vote, [1]);
  const reading = (item: string): Reading => ({ isVoid: false, choices: { item, board: ['b', 'a'] } });
  await enter(vote, 1, reading('yes'));
  expect(await enter(vote, 1, reading('no'))).toEqual({ state: 'mismatch', entries: 2, differing: ['item'] });
  const { papers } = await listDisputed(database.pool, vote.voteId);
  expect(papers).toMatchObject([{ serialNo: 1, rightNo: 1, state: 'mismatch', differing: ['item'] }]);
  expect(papers[0]?.enteredBy).toHaveLength(2);
  expect(await ballotsOf(vote)).toEqual([]);
  const third = await enter(vote, 1, { isVoid: false, choices: { item: 'no', board: ['a', 'b'] } });
  expect(third.state).toBe('entered');
  expect(await ballotsOf(vote)).toMatchObject([{ choices: { item: 'no', board: ['a', 'b'] } }]);
  expect((await listDisputed(database.pool, vote.voteId)).papers).toEqual([]);
});

test('three readings that all differ stay put aside until a fourth agrees', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  await giveBack(vote, [1]);
  await enter(vote, 1, saying('yes'));
  await enter(vote, 1, saying('no'));
  expect(await enter(vote, 1, VOID)).toEqual({ state: 'mismatch', entries: 3, differing: ['void'] });
  expect((await enter(vote, 1, VOID)).state).toBe('entered');
  expect(await ballotsOf(vote)).toMatchObject([{ is_void: true, choices: {} }]);
});

test('a paper may mark one item as spoiled; what no paper can say is refused', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  await giveBack(vote, [1]);
  expect(await codeOf(enter(vote, 1, saying('maybe')))).toBe('unknown-choice');
  await enter(vote, 1, saying('spoiled'));
  expect((await enter(vote, 1, saying('spoiled'))).state).toBe('entered');
});

test('voids and reissues papers that are still out; the old number is good for nothing afterwards', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  await inTx((tx) => voidSerial(tx, by(vote), 1, 'hash'));
  expect(await inTx((tx) => reissueSerial(tx, by(vote), 2, 'hash'))).toEqual({ serialNo: 4, rightNo: 2 });
  expect(await statesOf(vote)).toEqual(['void', 'reissued', 'issued', 'issued']);
  expect(await giveBack(vote, [1, 2, 4, 99])).toEqual({
    returned: [4],
    refused: [
      { serialNo: 1, state: 'void', code: 'paper-wrong-state' },
      { serialNo: 2, state: 'reissued', code: 'paper-wrong-state' },
      { serialNo: 99, state: null, code: 'serial-not-found' },
    ],
  });
  expect(await codeOf(inTx((tx) => reissueSerial(tx, by(vote), 2, 'hash')))).toBe('paper-wrong-state');
  expect(await eventsOf(vote, 2)).toEqual(['issued', 'reissued']);
});

test('a paper that came back can be neither voided nor replaced; a wrong scan can be taken back before anybody entered it', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  await giveBack(vote, [1, 2]);
  expect(await codeOf(inTx((tx) => voidSerial(tx, by(vote), 1, 'hash')))).toBe('paper-wrong-state');
  expect(await codeOf(inTx((tx) => reissueSerial(tx, by(vote), 1, 'hash')))).toBe('paper-wrong-state');
  await inTx((tx) => withdrawReturn(tx, by(vote), 1, 'hash'));
  expect(await statesOf(vote)).toEqual(['delivered', 'returned', 'issued']);
  await enter(vote, 2, saying('yes'));
  expect(await codeOf(inTx((tx) => withdrawReturn(tx, by(vote), 2, 'hash')))).toBe('paper-already-entered');
});

test('a paper is in time one millisecond before the close and late at the close', async () => {
  const vote = await anOpenVote(database, { closesInMs: -1000, opensInMs: -60_000 });
  await inTx((tx) => tx.query(`update vote_window set state = 'scheduled' where vote_id = $1`, [vote.voteId]));
  await issueAllBeforeClose(vote);
  expect(await codeOf(giveBack(vote, [1], vote.closesAt))).toBe('too-late');
  expect(await codeOf(giveBack(vote, [1], new Date(vote.closesAt.getTime() - 60_000)))).toBe('before-opening');
  expect(await codeOf(giveBack(vote, [1], new Date(vote.closesAt.getTime() + 600_000)))).toBe('in-the-future');
  expect(await giveBack(vote, [1], new Date(vote.closesAt.getTime() - 1))).toEqual({ returned: [1], refused: [] });
});

/** Serials for a vote whose window has just ended: issued while it had no end yet. */
async function issueAllBeforeClose(vote: OpenVote): Promise<void> {
  await inTx(async (tx) => {
    await tx.query('update vote_window set closes_at = null where vote_id = $1', [vote.voteId]);
    await issueSerials(tx, by(vote), { kind: 'all' });
    await tx.query(`update vote_window set closes_at = $2, state = 'open' where vote_id = $1`, [
      vote.voteId,
      vote.closesAt,
    ]);
  });
}

test('entry goes on after the close until counting is sealed, and again when counting is reopened', async () => {
  const vote = await anOpenVote(database);
  await issueAll(vote);
  const inTime = new Date(vote.closesAt.getTime() - 60 * 60_000);
  await giveBack(vote, [1, 2], inTime);
  await inTx((tx) => closeWindow(tx, vote.voteId, new Date(inTime.getTime() + 1).toISOString()));
  await enter(vote, 1, saying('yes'));
  expect((await enter(vote, 1, saying('yes'))).state).toBe('entered');
  await inTx((tx) => sealCounting(tx, vote.voteId, new Date(0).toISOString()));
  expect(await codeOf(enter(vote, 2, saying('yes')))).toBe('counting-over');
  expect(await codeOf(giveBack(vote, [3], inTime))).toBe('counting-over');
  await inTx((tx) => reopenCounting(tx, vote.voteId));
  await enter(vote, 2, saying('no'));
  expect((await enter(vote, 2, saying('no'))).state).toBe('entered');
});

test.each([
  ['lastValid', 'electronic after paper', 'electronic'],
  ['lastValid', 'paper after electronic', 'paper'],
  ['firstValid', 'electronic after paper', 'paper'],
  ['firstValid', 'paper after electronic', 'electronic'],
  ['paperPrevails', 'electronic after paper', 'paper'],
  ['paperPrevails', 'paper after electronic', 'paper'],
  ['electronicPrevails', 'electronic after paper', 'electronic'],
  ['electronicPrevails', 'paper after electronic', 'electronic'],
  ['paperPrevails', 'void paper after electronic', 'electronic'],
] as const)('under %s, %s: the %s ballot counts and the other stays in sight', async (precedence, order, winner) => {
  const vote = await anOpenVote(database, { rules: { precedence } });
  await issueAll(vote);
  const cast = openBallotBox(database.pool, testKeys.signing);
  const electronic = async () => {
    const outcome = await cast({
      voteId: vote.voteId,
      rightNo: 1,
      choices: { item: 'yes' },
      commandId: randomUUID(),
      accountId: randomUUID(),
      ownerId: vote.voters[0] as string,
    });
    expect(outcome.ok).toBe(true);
  };
  const paper = async (at?: Date) => {
    await giveBack(vote, [1], at);
    const reading = order.startsWith('void') ? VOID : saying('no');
    await enter(vote, 1, reading);
    await enter(vote, 1, reading);
  };
  if (order === 'electronic after paper') {
    // Returned before the electronic ballot, typed in after it: what decides is when it came back.
    const returnedAt = new Date(vote.closesAt.getTime() - 60 * 60_000);
    await electronic();
    await paper(returnedAt);
  } else {
    await electronic();
    await paper();
  }
  const counted = () =>
    query<{ channel: string; seq: number }>('select * from counted_ballot where vote_id = $1', vote);
  expect(await counted()).toMatchObject([{ channel: winner, ballot_count: 2, electronic_count: 1 }]);
  const { duplicates } = await listDisputed(database.pool, vote.voteId);
  expect(duplicates).toMatchObject([
    {
      rightNo: 1,
      ballots: [
        { seq: 1, channel: 'electronic' },
        { seq: 2, channel: 'paper' },
      ],
    },
  ]);
  const live = await counted();
  await rebuildCounted(database.pool, vote.voteId);
  expect(await counted()).toEqual(live);
});
