// Audits as work: one a night, taken by one worker, gone on with where another left it; and ballots that were changed by hand.
import { Client } from 'pg';
import { checkLedger } from '../../store/audit/check-ledger';
import {
  askForAudit,
  finishAudit,
  noteProgress,
  pageOfProcesses,
  queueNightly,
  takeAudit,
} from '../../store/audit/audits';
import { recordCheckpoint } from '../../store/ballots/checkpoints';
import { inTransaction } from '../../store/transaction';
import { testKeys } from '../ballots/an-open-vote';
import { aCountedVote } from '../ballots/a-counted-vote';
import { apiWorld, type World } from '../support/api-world';
import { launchElection } from '../support/record-command';

let world: World;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const AT = new Date('2026-11-28T19:00:00.000Z');
const after = (ms: number) => new Date(AT.getTime() + ms);
const accountId = '28ab0136-ecb3-41b7-b2f6-46d10963415b';

test('however many workers there are, a night has one audit, one of them runs it, and the next night has another', async () => {
  const { pool } = world.db;
  const queued = await Promise.all([1, 2, 3, 4].map(() => queueNightly(pool, '2026-11-29', AT)));
  expect(queued.filter((isFirst) => isFirst)).toHaveLength(1);
  const taken = await Promise.all([1, 2, 3, 4].map(() => takeAudit(pool, AT)));
  const [audit] = taken.filter((one) => one !== undefined);
  expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
  expect(audit).toMatchObject({ scopePaths: ['/'], isFull: false, reachedId: null });
  await finishAudit(pool, audit?.id ?? '', AT);
  expect(await queueNightly(pool, '2026-11-29', after(3_600_000))).toBe(false);
  expect(await takeAudit(pool, AT)).toBeUndefined();
  expect(await queueNightly(pool, '2026-11-30', after(86_400_000))).toBe(true);
  await finishAudit(pool, (await takeAudit(pool, AT))?.id ?? '', AT);
});

test('an audit whose worker died is taken by another after two minutes, which goes on behind the last page; the first one hears that', async () => {
  const { pool } = world.db;
  const elections = [await launchElection(world, world.city.e1), await launchElection(world, world.city.e2)].sort();
  await inTransaction(pool, (tx) => askForAudit(tx, { accountId, scopePaths: ['/'], isFull: true, at: AT }));
  const first = await takeAudit(pool, AT);
  if (first === undefined) throw new Error('nothing to take');
  const pages = [await pageOfProcesses(pool, first, 1)];
  const progress = { reachedId: pages[0]?.[0] ?? '', processes: 1, events: 4 };
  expect(await noteProgress(pool, first, { ...progress, now: AT })).toBe(true);
  expect(await takeAudit(pool, after(119_999))).toBeUndefined();
  const second = await takeAudit(pool, after(120_001));
  if (second === undefined) throw new Error('nobody took it over');
  expect(second).toMatchObject({ id: first.id, reachedId: elections[0] });
  pages.push(await pageOfProcesses(pool, second, 1));
  expect(pages.flat()).toEqual(elections);
  const reachedId = elections[1] ?? '';
  expect(await noteProgress(pool, second, { ...progress, reachedId, now: AT })).toBe(true);
  expect(await noteProgress(pool, first, { ...progress, reachedId, now: AT })).toBe(false);
  expect(await pageOfProcesses(pool, second, 1)).toEqual([]);
  await finishAudit(pool, second.id, AT);
});

test('by night what is closed and quiet is looked at once in sixteen nights; what is open always', async () => {
  const { pool } = world.db;
  const closed = await launchElection(world, world.city.e4);
  await pool.query(`update process_view set is_open = false, updated_at = '2020-01-01' where process_id = $1`, [
    closed,
  ]);
  const looked: string[][] = [];
  for (let night = 0; night < 16; night += 1) {
    const audit = {
      id: accountId,
      scopePaths: ['/'],
      isFull: false,
      startedAt: after(night * 86_400_000),
      reachedId: null,
    };
    looked.push(await pageOfProcesses(pool, audit, 100));
  }
  expect(looked.filter((ids) => ids.includes(closed))).toHaveLength(1);
  expect(looked.filter((ids) => ids.length >= 2)).toHaveLength(16);
  const full = { id: accountId, scopePaths: ['/'], isFull: true, startedAt: AT, reachedId: null };
  expect(await pageOfProcesses(pool, full, 100)).toContain(closed);
  await pool.query('update process_view set is_open = true where process_id = $1', [closed]);
});

describe('the ballots of a vote', () => {
  /** What only the owner of the tables can do, and only with the guard switched off. */
  async function asOwner(sql: string, values: unknown[]): Promise<void> {
    const client = new Client({ connectionString: world.db.url });
    await client.connect();
    try {
      await client.query('set session_replication_role = replica');
      expect((await client.query(sql, values)).rowCount).toBe(1);
    } finally {
      await client.end();
    }
  }

  test('are whole; changed in what they say, or taken out, the ledger differs and names the ballot', async () => {
    const { vote } = await aCountedVote(world.db);
    const { pool } = world.db;
    await inTransaction(pool, (tx) => recordCheckpoint(tx, vote.voteId, testKeys.signing));
    expect(await checkLedger(pool, vote.voteId)).toBeUndefined();
    await asOwner(`update ballot set choices = '{"item":"abstain"}', is_void = false where vote_id = $1 and seq = 2`, [
      vote.voteId,
    ]);
    expect(await checkLedger(pool, vote.voteId)).toMatchObject({ kind: 'ledgerDiffers', detail: { changedSeq: 2 } });
    await asOwner('delete from ballot where vote_id = $1 and seq = 1', [vote.voteId]);
    expect(await checkLedger(pool, vote.voteId)).toMatchObject({ kind: 'ledgerDiffers', detail: { missing: 1 } });
  });

  test('of something that is no vote there are none', async () =>
    expect(await checkLedger(world.db.pool, accountId)).toBeUndefined());
});
