// Nothing that was acknowledged is lost and nothing is counted twice, when the API dies or the answer gets lost on the way.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { openBallotBox, type CastRequest } from '../../store/ballots/cast-ballot';
import { OutcomeUnknown } from '../../store/durable-transaction';
import { breakingAtCommit } from '../support/breaking-at-commit';
import type { Receipt } from '../../store/ballots/receipts';
import { equalRights } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';
import { anOpenVote, testKeys, type OpenVote } from './an-open-vote';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const requestsFor = (vote: OpenVote): CastRequest[] =>
  vote.voters.map((ownerId, index) => ({
    voteId: vote.voteId,
    rightNo: index + 1,
    choices: { item: 'yes' },
    commandId: randomUUID(),
    accountId: randomUUID(),
    ownerId,
  }));

const storedOf = async (vote: OpenVote): Promise<number> =>
  (await database.pool.query<{ n: number }>('select count(*)::int as n from ballot where vote_id = $1', [vote.voteId]))
    .rows[0]?.n ?? 0;

test('an API process killed in the middle of a burst: every receipt stands, every retry gets the one receipt', async () => {
  const vote = await anOpenVote(database, { rights: equalRights(2000), rules: { changes: 0 } });
  const requests = requestsFor(vote);
  const receipts = new Map<string, Receipt>();
  const child = fork(path.join(__dirname, 'casting-child.ts'), [], { execArgv: ['--import', 'tsx'] });
  await new Promise<void>((resolve) => {
    child.on('message', ({ commandId, receipt }: { commandId: string; receipt: Receipt }) => {
      receipts.set(commandId, receipt);
      if (receipts.size === 300) child.kill('SIGKILL');
    });
    child.on('exit', () => resolve());
    child.send({ url: database.url, requests });
  });
  expect(receipts.size).toBeGreaterThanOrEqual(300);
  const atDeath = await storedOf(vote);
  expect(atDeath).toBeGreaterThanOrEqual(receipts.size);

  const cast = openBallotBox(database.pool, testKeys.signing);
  const retried = await Promise.all(requests.map((request) => cast(request)));
  expect(retried.every((outcome) => outcome.ok)).toBe(true);
  expect(retried.filter((outcome) => outcome.ok && outcome.isRepeat)).toHaveLength(atDeath);
  requests.forEach(({ commandId }, index) => {
    const first = receipts.get(commandId);
    const again = retried[index];
    if (first !== undefined) expect(again?.ok && again.receipt).toEqual(first);
  });
  expect(await storedOf(vote)).toBe(2000);
});

test.each(['after', 'before'] as const)(
  'an answer lost just %s the commit: the same command id finds out, and one ballot is stored',
  async (when) => {
    const vote = await anOpenVote(database);
    const [request] = requestsFor(vote);
    if (request === undefined) throw new Error('no voter');
    const broken = openBallotBox(breakingAtCommit(database.pool, when), testKeys.signing);
    await expect(broken(request)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await storedOf(vote)).toBe(when === 'after' ? 1 : 0);
    const cast = openBallotBox(database.pool, testKeys.signing);
    const found = await cast(request);
    expect(found.ok && found.isRepeat).toBe(when === 'after');
    const again = await cast(request);
    expect(again.ok && again.receipt).toEqual(found.ok && found.receipt);
    expect(await storedOf(vote)).toBe(1);
  },
);
