// Pledges as rows: who may pledge what, once for each household, until when; withdrawals, the kept total, and that the process hears once
// that money and bar are reached.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { confirmPledge } from '../../store/pledges/confirm-pledge';
import { endPledge } from '../../store/pledges/end-pledge';
import { OutcomeUnknown } from '../../store/durable-transaction';
import { openPledgeBox, takePledges, type PledgeRequest } from '../../store/pledges/pledge';
import { countPledges, readTotal } from '../../store/pledges/totals';
import { recordVisit } from '../../store/pledges/visits';
import { movePledging, openPledging } from '../../store/pledges/window';
import { openCollecting } from '../../store/receipts/collect-window';
import { inTransaction } from '../../store/transaction';
import { breakingAtCommit } from '../support/breaking-at-commit';
import { freshDatabase, type TestDatabase } from '../support/database';
import { refusalOf } from '../support/refusal-of';
import { anOpenPledging, aPledge, onPaper, outcomesOf, pledges, type OpenPledging } from './an-open-pledging';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const counted = (project: OpenPledging) => countPledges(database.pool, project);
const move = ({ processId }: OpenPledging, change: Parameters<typeof movePledging>[2]) =>
  inTransaction(database.pool, (tx) => movePledging(tx, processId, change));
const withdraw = ({ processId, voters }: OpenPledging, pledgeId: string, rightNo: number | null) =>
  inTransaction(database.pool, (tx) =>
    endPledge(tx, {
      ...{ processId, pledgeId, accountId: randomUUID(), kind: 'withdrawn', reasonText: null },
      ownerId: rightNo === null ? null : (voters[rightNo - 1] ?? ''),
    }),
  );
const news = async ({ processId }: OpenPledging): Promise<object[]> => {
  const { rows } = await database.pool.query<{ command: object }>(
    `select payload -> 'command' as command from outbox where process_id = $1 order by id`,
    [processId],
  );
  return rows.map(({ command }) => command);
};
const one = async (project: OpenPledging, rightNo: number, more: Parameters<typeof aPledge>[2] = {}) => {
  const request = aPledge(project, rightNo, more);
  expect(await pledges(database, request)).toEqual(['ok']);
  return request;
};

test('of many who pledge at once, twice each, everybody is counted once, and the process hears once that it is enough', async () => {
  const project = await anOpenPledging(database, { households: 40 });
  const requests = Array.from({ length: 80 }, (_, index) => aPledge(project, (index % 40) + 1));
  const codes = await pledges(database, ...requests);
  expect(codes.filter((code) => code === 'ok')).toHaveLength(40);
  expect(codes.filter((code) => code === 'right-already-pledged')).toHaveLength(40);
  expect(await counted(project)).toEqual({ households: 40, pledgedHouseholds: 40, amountFen: 400_000 });
  const told = await news(project);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ type: 'recordPledgeTarget', pledged: { version: 1, households: 40 } });
});

describe('the process is told', () => {
  it('by the household that reaches the bar, not by the one before, however much money there is', async () => {
    const project = await anOpenPledging(database, { targetFen: 10_000 });
    for (let rightNo = 1; rightNo <= 6; rightNo++) await one(project, rightNo);
    expect(await news(project)).toEqual([]);
    await one(project, 7);
    const pledged = { version: 1, households: 10, pledgedHouseholds: 7, amountFen: 70_000 };
    expect(await news(project)).toEqual([{ type: 'recordPledgeTarget', pledged }]);
  });
  it('by the fen that reaches the target, not by one fen less', async () => {
    const bar = { num: 1, den: 10 };
    const short = await anOpenPledging(database, { targetFen: 20_001, bar });
    const enough = await anOpenPledging(database, { targetFen: 20_000, bar });
    for (const project of [short, enough]) for (const rightNo of [1, 2]) await one(project, rightNo);
    expect([(await news(short)).length, (await news(enough)).length]).toEqual([0, 1]);
  });
  it('once for a round: taking one back and pledging again is no news, pledging that was extended is', async () => {
    const project = await anOpenPledging(database, { households: 1 });
    const again = async () => {
      const { pledgeId } = await one(project, 1);
      await withdraw(project, pledgeId, 1);
    };
    await again();
    await again();
    expect(await news(project)).toHaveLength(1);
    await move(project, { isNewRound: true, closesAt: new Date(Date.now() + 7_200_000).toISOString() });
    await again();
    expect(await news(project)).toHaveLength(2);
  });
});

describe('a pledge is refused', () => {
  it('for another household, for one that is not on the roll, and on the screen where nobody speaks for it', async () => {
    const project = await anOpenPledging(database, { withoutVoter: [2] });
    const stranger = aPledge(project, 1, { ownerId: project.voters[2] ?? '' });
    expect(await pledges(database, stranger, aPledge(project, 99), aPledge(project, 2))).toEqual([
      'not-your-right',
      'right-not-found',
      'right-has-no-voter',
    ]);
    await one(project, 2, { how: onPaper });
  });
  it('that is not the share, by a fen more or less', async () => {
    const project = await anOpenPledging(database);
    const amounts = [9_999, 10_001].map((amountFen) => aPledge(project, 1, { amountFen }));
    const outcomes = await outcomesOf(database, ...amounts);
    const rejection = { code: 'pledge-not-the-share', params: { shareFen: 10_000 } };
    expect(outcomes).toEqual([
      { ok: false, rejection },
      { ok: false, rejection },
    ]);
    await one(project, 1);
  });
  it('of a household that pays nothing', async () => {
    const project = await anOpenPledging(database, { shares: [0, 10_000] });
    expect(await pledges(database, aPledge(project, 1), aPledge(project, 2))).toEqual(['right-pays-nothing', 'ok']);
    expect(await counted(project)).toMatchObject({ households: 1, pledgedHouseholds: 1 });
  });
  it('outside the range, where everybody gives what they like', async () => {
    const rule = { rule: 'voluntary' as const, minFen: 1_000, maxFen: 50_000 };
    const project = await anOpenPledging(database, { shares: [null, null, null], rule, capFen: 1_000_000 });
    const of = (rightNo: number, amountFen: number) => aPledge(project, rightNo, { amountFen });
    expect(await pledges(database, of(1, 999), of(1, 50_001), of(1, 1_000), of(2, 50_000))).toEqual([
      'pledge-out-of-range',
      'pledge-out-of-range',
      'ok',
      'ok',
    ]);
  });
  it('that would lift all pledges above the cap, also within one batch; just up to the cap it is taken', async () => {
    const project = await anOpenPledging(database, { capFen: 20_000 });
    const outcomes = await outcomesOf(database, ...[1, 2, 3].map((rightNo) => aPledge(project, rightNo)));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(outcomes[2]).toMatchObject({
      rejection: { code: 'pledge-above-cap', params: { capFen: 20_000, leftFen: 0 } },
    });
  });
  it('at the instant of the close and after it, before it has begun, and while it stands still', async () => {
    const late = await anOpenPledging(database, { closesInMs: 0 });
    expect(await pledges(database, aPledge(late, 1))).toEqual(['pledging-over']);
    expect(await pledges(database, aPledge({ ...late, processId: randomUUID() }, 1))).toEqual(['pledging-not-open']);
    const project = await anOpenPledging(database);
    await move(project, { suspended: true });
    expect(await pledges(database, aPledge(project, 1))).toEqual(['pledging-suspended']);
    await move(project, { suspended: false });
    await one(project, 1);
    await move(project, { state: 'closed' });
    expect(await pledges(database, aPledge(project, 2))).toEqual(['pledging-over']);
  });
  it('under an id that is taken, in the same batch too', async () => {
    const project = await anOpenPledging(database);
    const { pledgeId } = await one(project, 1);
    const twin = randomUUID();
    const requests = [
      aPledge(project, 2, { pledgeId }),
      aPledge(project, 3, { pledgeId: twin }),
      aPledge(project, 4, { pledgeId: twin }),
    ];
    expect(await pledges(database, ...requests)).toEqual(['id-already-used', 'ok', 'id-already-used']);
  });
  it('and the refusal stays on the record, without the amount', async () => {
    const project = await anOpenPledging(database);
    const request = aPledge(project, 1, { amountFen: 1 });
    await pledges(database, request);
    const { rows } = await database.pool.query<object>(
      `select command_type as type, actor_id as actor, code from refused_command where command_id = $1`,
      [request.commandId],
    );
    expect(rows).toEqual([{ type: 'pledge', actor: request.accountId, code: 'pledge-not-the-share' }]);
  });
});

describe('a pledge that is sent again', () => {
  it('is answered as it was the first time, also after it was withdrawn and after the close', async () => {
    const project = await anOpenPledging(database);
    const request = aPledge(project, 1);
    const [first] = await outcomesOf(database, request);
    await withdraw(project, request.pledgeId, 1);
    await move(project, { state: 'closed' });
    expect((await outcomesOf(database, request))[0]).toEqual(first);
    expect(await counted(project)).toMatchObject({ pledgedHouseholds: 0 });
  });
  it('in the same batch is one pledge', async () => {
    const project = await anOpenPledging(database);
    const request = aPledge(project, 1);
    expect(await pledges(database, request, request)).toEqual(['ok', 'ok']);
    expect(await counted(project)).toMatchObject({ pledgedHouseholds: 1, amountFen: 10_000 });
  });
  it.each<[string, (request: PledgeRequest) => PledgeRequest]>([
    ['another household', (request) => ({ ...request, rightNo: 2 })],
    ['another amount', (request) => ({ ...request, amountFen: 1 })],
    ['another account', (request) => ({ ...request, accountId: randomUUID() })],
  ])('under the same command id for %s is refused', async (_, change) => {
    const project = await anOpenPledging(database);
    const request = await one(project, 1);
    expect(await pledges(database, change(request))).toEqual(['command-id-reused']);
  });
});

/** A bank transfer that was matched to a household, as store/receipts leaves it. */
async function paidFor({ processId, version }: OpenPledging, rightNo: number): Promise<string> {
  const [moneyId, estateId] = [randomUUID(), randomUUID()];
  const at = new Date().toISOString();
  await inTransaction(database.pool, async (tx) => {
    await openCollecting(tx, { processId, estateId, version, opensAt: at, closesAt: at, pledgedFen: 10_000 }, []);
    await tx.query(
      `insert into money_in (id, estate_id, holder, way, business_key, amount_fen, happened_on, at, transaction_id)
       values ($1, $2, 'street', 'bank', $3, 10000, '2026-11-28', clock_timestamp(), $1)`,
      [moneyId, estateId, moneyId],
    );
    await tx.query(
      `insert into money_match (money_id, attempt_no, process_id, source_id, right_no, payer, amount_class, timing, paid_by, excess_fen, why,
         transaction_id, at)
       values ($1, 1, $2, 'household', $3, 'owner:x', 'exact', 'inTime', 'self', 0, '{}', $1, clock_timestamp())`,
      [moneyId, processId, rightNo],
    );
  });
  return moneyId;
}

test.each(['after', 'before'] as const)(
  'an answer lost just %s the commit: the same command id finds out, and one pledge is stored',
  async (when) => {
    const project = await anOpenPledging(database);
    const request = aPledge(project, 1);
    const broken = openPledgeBox(breakingAtCommit(database.pool, when));
    await expect(broken(request)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await counted(project)).toMatchObject({ pledgedHouseholds: when === 'after' ? 1 : 0 });
    expect(await pledges(database, request)).toEqual(['ok']);
    expect(await readTotal(database.pool, project)).toMatchObject({ pledgedHouseholds: 1, amountFen: 10_000 });
  },
);

describe('a pledge is taken back', () => {
  it('by its household, which is counted no more and may pledge again', async () => {
    const project = await anOpenPledging(database);
    const { pledgeId } = await one(project, 1);
    expect(await refusalOf(withdraw(project, pledgeId, 2))).toBe('not-your-pledge');
    await withdraw(project, pledgeId, 1);
    expect(await counted(project)).toMatchObject({ pledgedHouseholds: 0, amountFen: 0 });
    expect(await refusalOf(withdraw(project, pledgeId, 1))).toBe('pledge-ended');
    await one(project, 1);
  });
  it('and what it made room for under the cap may be pledged by another', async () => {
    const project = await anOpenPledging(database, { capFen: 10_000 });
    const { pledgeId } = await one(project, 1);
    await withdraw(project, pledgeId, 1);
    await one(project, 2);
  });
  it('after the close too, since a gift may be revoked until it is handed over', async () => {
    const project = await anOpenPledging(database);
    const { pledgeId } = await one(project, 1);
    await move(project, { state: 'closed' });
    await withdraw(project, pledgeId, 1);
    expect(await counted(project)).toMatchObject({ pledgedHouseholds: 0 });
  });
  it('never after it was paid, and again when the payment turned out to be somebody else’s', async () => {
    const project = await anOpenPledging(database);
    const { pledgeId } = await one(project, 1);
    const other = await one(project, 2);
    const moneyId = await paidFor(project, 1);
    expect(await refusalOf(withdraw(project, pledgeId, 1))).toBe('pledge-paid');
    await withdraw(project, other.pledgeId, 2);
    await database.pool.query(
      `insert into money_match_end (money_id, attempt_no, transaction_id, reason_text, by_account, at)
       values ($1, 1, $1, 'hash', $1, clock_timestamp())`,
      [moneyId],
    );
    await withdraw(project, pledgeId, 1);
  });
  it('by an official only where it stands on paper, by any holder then', async () => {
    const project = await anOpenPledging(database);
    const own = await one(project, 1);
    const paper = await one(project, 2, { how: onPaper });
    expect(await refusalOf(withdraw(project, own.pledgeId, null))).toBe('not-your-pledge');
    await withdraw(project, paper.pledgeId, null);
    const other = await one(project, 2, { how: onPaper });
    await withdraw(project, other.pledgeId, 2);
    expect(await refusalOf(withdraw(project, randomUUID(), null))).toBe('pledge-not-found');
    const none = { ...project, processId: randomUUID() };
    expect(await refusalOf(withdraw(none, own.pledgeId, 1))).toBe('pledging-not-open');
  });
});

describe('a pledge for an earlier version of the plan', () => {
  const confirm = ({ processId }: OpenPledging, pledgeId: string, more: { ownerId: string; amountFen: number }) =>
    inTransaction(database.pool, (tx) => {
      const ids = { newPledgeId: randomUUID(), commandId: randomUUID(), accountId: randomUUID() };
      return confirmPledge(tx, { processId, pledgeId, ...ids, ...more });
    });
  /** The same doors on the roll of a second version at 80.00 yuan; the owner of the third household has changed. */
  async function rescoped() {
    const before = await anOpenPledging(database, { households: 3 });
    const old = [await one(before, 1), await one(before, 2), await one(before, 3)];
    const shares = [8_000, 8_000, 8_000];
    const after = await anOpenPledging(database, { processId: before.processId, version: 2, shares });
    // Rolls are append-only for the application: the test, as owner of the database, gives the new one the doors and voters of the first.
    const owner = await superuser();
    await owner.query('alter table roll_right disable trigger append_only');
    await owner.query(
      `update roll_right n set unit_ids = o.unit_ids,
         voter_owner_id = case n.right_no when 3 then n.voter_owner_id else o.voter_owner_id end
       from roll_right o where o.roll_id = $1 and n.roll_id = $2 and o.right_no = n.right_no`,
      [before.rollId, after.rollId],
    );
    await owner.query('alter table roll_right enable trigger append_only');
    await owner.end();
    return { before, after, old };
  }
  async function superuser() {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: database.url });
    await client.connect();
    return client;
  }

  it('does not count, until its household confirms it at the new amount', async () => {
    const { before, after, old } = await rescoped();
    expect(await counted(after)).toMatchObject({ pledgedHouseholds: 0, amountFen: 0 });
    const [first = '', second = ''] = before.voters;
    const [mine, theirs] = old.map(({ pledgeId }) => pledgeId) as [string, string, string];
    const wanted = { ownerId: first, amountFen: 8_000 };
    expect(await refusalOf(confirm(after, mine, { ...wanted, amountFen: 10_000 }))).toBe('pledge-not-the-share');
    expect(await refusalOf(confirm(after, theirs, wanted))).toBe('not-your-pledge');
    expect(await refusalOf(confirm(after, randomUUID(), wanted))).toBe('pledge-not-found');
    const confirmed = await confirm(after, mine, wanted);
    expect(confirmed).toMatchObject({ version: 2, amountFen: 8_000 });
    expect(await counted(after)).toMatchObject({ pledgedHouseholds: 1, amountFen: 8_000 });
    expect(await refusalOf(confirm(after, mine, wanted))).toBe('right-already-pledged');
    expect(await refusalOf(confirm(after, confirmed.pledgeId, wanted))).toBe('pledge-needs-no-confirmation');
    await withdraw(before, theirs, 2);
    expect(await refusalOf(confirm(after, theirs, { ownerId: second, amountFen: 8_000 }))).toBe('pledge-ended');
  });
  it('is not confirmed by who no longer speaks for the household', async () => {
    const { before, after, old } = await rescoped();
    const ownerId = before.voters[2] ?? '';
    expect(await refusalOf(confirm(after, old[2]?.pledgeId ?? '', { ownerId, amountFen: 8_000 }))).toBe(
      'not-your-right',
    );
  });
  it('is not confirmed before there is any pledging', async () => {
    const none = { ...(await anOpenPledging(database)), processId: randomUUID() };
    const asked = { ownerId: randomUUID(), amountFen: 8_000 };
    expect(await refusalOf(confirm(none, randomUUID(), asked))).toBe('pledging-not-open');
  });
});

test('a window of an earlier version never takes the place of a later one', async () => {
  const project = await anOpenPledging(database, { version: 2 });
  const { processId, rollId } = project;
  const at = new Date().toISOString();
  await inTransaction(database.pool, (tx) =>
    openPledging(tx, {
      ...{ processId, version: 1, rollId, opensAt: at, closesAt: at, targetFen: 1, capFen: 1 },
      ...{ bar: { num: 1, den: 1 }, rule: { rule: 'equal' } },
    }),
  );
  await one(project, 1);
});

test('calls at a door are numbered; nobody rings where there is no door, or after the close', async () => {
  const project = await anOpenPledging(database);
  const call = (rightNo: number, processId = project.processId) =>
    inTransaction(database.pool, (tx) => {
      const by = { accountId: randomUUID(), commandId: randomUUID() };
      return recordVisit(tx, { processId, rightNo, result: 'nobodyHome', ...by });
    });
  expect([(await call(1)).visitNo, (await call(1)).visitNo, (await call(2)).visitNo]).toEqual([1, 2, 1]);
  expect(await refusalOf(call(99))).toBe('right-not-found');
  expect(await refusalOf(call(1, randomUUID()))).toBe('pledging-not-open');
  await move(project, { suspended: true });
  expect(await refusalOf(call(1))).toBe('pledging-suspended');
  await move(project, { suspended: false, state: 'closed' });
  expect(await refusalOf(call(1))).toBe('pledging-over');
});

test('what was pledged stays on the record: no pledge, end, share or visit can be changed', async () => {
  const project = await anOpenPledging(database);
  const { pledgeId } = await one(project, 1);
  await withdraw(project, pledgeId, 1);
  for (const table of ['pledge', 'pledge_end', 'household_share', 'pledge_visit'])
    for (const change of [`update ${table} set process_id = process_id`, `delete from ${table}`])
      await expect(database.pool.query(change)).rejects.toMatchObject({ code: '42501' });
});

test('whatever is pledged, sent again, taken back, struck and undone by a crash, the kept total is what the pledges say, and never above the cap', async () => {
  const step = fc.record({
    what: fc.constantFrom('pledge', 'pledge', 'pledge', 'repeat', 'withdraw', 'strike', 'crash'),
    rightNo: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), async (steps, most) => {
      const project = await anOpenPledging(database, { households: 5, capFen: most * 10_000 });
      const standing = new Map<number, PledgeRequest>();
      for (const { what, rightNo } of steps) {
        const held = standing.get(rightNo);
        if (what === 'pledge') {
          const request = aPledge(project, rightNo, rightNo % 2 === 0 ? { how: onPaper } : {});
          const [code] = await pledges(database, request);
          const expected = held ? 'right-already-pledged' : standing.size === most ? 'pledge-above-cap' : 'ok';
          expect(code).toBe(expected);
          if (code === 'ok') standing.set(rightNo, request);
        } else if (what === 'crash') {
          // The transaction dies after it has stored the pledge and the total.
          const dying = inTransaction(database.pool, async (tx) => {
            await takePledges(tx, project.processId, [aPledge(project, rightNo)]);
            throw new Error('died');
          });
          await expect(dying).rejects.toThrow('died');
        } else if (held && what === 'repeat') expect(await pledges(database, held)).toEqual(['ok']);
        else if (held && (what === 'withdraw' || held.how.kind === 'paper')) {
          await withdraw(project, held.pledgeId, what === 'withdraw' ? rightNo : null);
          standing.delete(rightNo);
        }
        const kept = await readTotal(database.pool, project);
        expect(kept).toEqual(await counted(project));
        expect(kept).toEqual({ households: 5, pledgedHouseholds: standing.size, amountFen: standing.size * 10_000 });
      }
    }),
    { numRuns: 20, endOnFailure: true },
  );
});
