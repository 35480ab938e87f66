// What waits for a second person: reversals, refunds, cash, spendings of fees and of common revenue in one list; whoever may finish it is told of a reversal at
// once and of all of it once a day, and whoever asked for a reversal hears what became of it.
import { randomUUID } from 'node:crypto';
import { proposeSpending as proposeCommon, approveSpending } from '../../store/disclosure/common-revenue';
import { decideSpending, proposeSpending as proposeFee } from '../../store/fees/account';
import { setSchedule } from '../../store/fees/schedules';
import { enterCash, confirmCash, voidCash } from '../../store/receipts/cash';
import { payRefund, requestRefund } from '../../store/receipts/pay-refund';
import { pageOfReceived } from '../../store/receipts/read-money';
import { pageOfWaitingSteps } from '../../store/second-person/waiting';
import { remindOnce } from '../../worker/second-persons';
import { anIncome, posted } from '../ledger/a-ledger';
import { aCollection, at, cipher, pay } from '../receipts/a-collection';
import { TRUST } from '../support/a-fee-estate';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let member: Person;
let secretary: Person;
let officer: Person;
let firm: Person;
let elsewhere: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { e1, c1, s1, e3 } = world.city;
  member = await world.person([{ role: 'committeeMember', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
  elsewhere = await world.person([{ role: 'committeeMember', at: e3 }]);
});
afterAll(() => world.close());

interface Item {
  step: string;
  id: string;
  amountFen: number;
  days: number;
  isYours: boolean;
  place: object;
}
const list = async (who: Person, query = ''): Promise<Item[]> =>
  (
    (await world.as(who).get(`/v1/places/${world.city.e1.id}/waiting-for-second?limit=100${query}`).expect(200))
      .body as {
      items: Item[];
    }
  ).items;
const ids = async (who: Person): Promise<string[]> => (await list(who)).map(({ id }) => id);
const messages = async (template: string, who?: Person) => {
  const { rows } = await world.db.pool.query<{ to: string; params: Record<string, unknown> }>(
    `select to_account_id as to, params from outgoing_message where template = $1 and ($2::uuid is null or to_account_id = $2) order by created_at, to_account_id`,
    [template, who?.accountId ?? null],
  );
  return rows;
};
const askReversal = async (): Promise<{ requestId: string; path: string }> => {
  const income = anIncome({ estateId: world.city.e1.id, projectId: randomUUID() }, 500);
  const { transactionId } = await posted(world.db, income);
  const [requestId, path] = [randomUUID(), `/v1/ledger-transactions/${transactionId}/reversal`];
  const body = { commandId: randomUUID(), requestId, reasonText: '李四记错了账' };
  await world.as(member).post(path, body).expect(201);
  // Told twice it is once.
  await world.as(member).post(path, body).expect(201);
  return { requestId, path };
};

describe('a reversal that somebody asked for', () => {
  it('is in the list with its age, and everybody who may decide is told at once, but not whoever asked and nobody elsewhere', async () => {
    const { requestId } = await askReversal();
    expect(await list(secretary)).toMatchObject([
      {
        step: 'ledgerReversal',
        id: requestId,
        amountFen: 500,
        days: 0,
        isYours: false,
        place: { id: world.city.e1.id },
      },
    ]);
    expect(await list(member)).toMatchObject([{ id: requestId, isYours: true }]);
    const told = await messages('secondPersonNeeded');
    expect(told.map(({ to }) => to).sort()).toEqual([secretary.accountId, officer.accountId].sort());
    expect(told[0]?.params).toEqual({ step: 'ledgerReversal', id: requestId });
    const path = `/v1/places/${world.city.e1.id}/waiting-for-second`;
    expect((await world.as(elsewhere).get(path)).status).toBe(404);
    expect((await world.as(firm).get(path)).status).toBe(403);
  });

  it.each(['confirmed', 'declined'] as const)(
    'and is %s is gone from the list, and whoever asked hears it',
    async (decision) => {
      const { requestId, path } = await askReversal();
      expect(await ids(officer)).toContain(requestId);
      const decided = { commandId: randomUUID(), requestId, decision };
      await world.as(secretary).post(`${path}/decision`, decided).expect(200);
      expect(await ids(officer)).not.toContain(requestId);
      const told = (await messages('secondPersonDecided', member)).filter(({ params }) => params['id'] === requestId);
      expect(told.map(({ params }) => params)).toEqual([{ step: 'ledgerReversal', id: requestId, decision }]);
      expect(await messages('secondPersonDecided', secretary)).toEqual([]);
    },
  );
});

/** Each begun by the member at estate e1; `finish` is the second word, or what ends it otherwise. */
const begun: Record<string, () => Promise<{ id: string; finish: (byAccount: string) => Promise<unknown> }>> = {
  cash: async () => {
    const { processId } = await aCollection(world.db, { estateId: world.city.e1.id });
    const receiptId = randomUUID();
    await at(world.db, (tx, now, today) =>
      enterCash(tx, cipher, {
        ...{ receiptId, processId, rightNo: 1, amountFen: 10_000, receivedOn: today, payerName: null },
        ...{ byAccount: member.accountId, at: now, today },
      }),
    );
    const finish = (byAccount: string) =>
      at(world.db, (tx, now) => confirmCash(tx, cipher, { processId, receiptId, byAccount, at: now }));
    return { id: receiptId, finish };
  },
  'void cash': async () => {
    const { processId } = await aCollection(world.db, { estateId: world.city.e1.id });
    const receiptId = randomUUID();
    await at(world.db, (tx, now, today) =>
      enterCash(tx, cipher, {
        ...{ receiptId, processId, rightNo: 1, amountFen: 1, receivedOn: today, payerName: null },
        ...{ byAccount: member.accountId, at: now, today },
      }),
    );
    const finish = (byAccount: string) =>
      at(world.db, (tx, now) => voidCash(tx, { processId, receiptId, byAccount, reasonText: 'hash', at: now }));
    return { id: receiptId, finish };
  },
  refund: async () => {
    const estateId = world.city.e1.id;
    const collection = await aCollection(world.db, { estateId });
    await pay(world.db, collection, 1, 10_500);
    const page = { rightNo: 1, after: null, limit: 1 };
    const [money] = await pageOfReceived(world.db.pool, collection.processId, page);
    const refundId = randomUUID();
    const say = (byAccount: string) =>
      at(world.db, (tx, now, today) => payRefund(tx, { estateId, refundId, byAccount, paidOn: today, today, at: now }));
    await at(world.db, (tx, now) =>
      requestRefund(tx, { estateId, moneyId: money?.moneyId ?? '', refundId, amountFen: 500, at: now }),
    );
    expect(await ids(secretary)).not.toContain(refundId);
    await say(member.accountId);
    return { id: refundId, finish: say };
  },
  feeSpending: async () => {
    const [estateId, spendingId] = [world.city.e1.id, randomUUID()];
    await at(world.db, async (tx, now, today) => {
      const { rowCount } = await tx.query('select from fee_schedule where estate_id = $1', [estateId]);
      const schedule = { estateId, fromMonth: today.slice(0, 7), untilMonth: null, terms: TRUST, basisText: '合同' };
      const by = { byAccount: member.accountId, at: now };
      if (!rowCount) await setSchedule(tx, { ...schedule, voteId: null, commandId: randomUUID(), ...by });
      await proposeFee(tx, {
        ...{ spendingId, estateId, category: 'repair', amountFen: 100, spentOn: today, purposeText: '修灯' },
        ...{ documentSha256: null, commandId: randomUUID(), byRole: 'committeeMember', ...by },
      });
    });
    const finish = (byAccount: string) =>
      at(world.db, (tx, now) => decideSpending(tx, { estateId, spendingId, isApproved: false, byAccount, at: now }));
    return { id: spendingId, finish };
  },
  commonSpending: async () => {
    const [estateId, spendingId] = [world.city.e1.id, randomUUID()];
    await at(world.db, (tx, now) =>
      proposeCommon(
        tx,
        {
          ...{ spendingId, estateId, fund: 'commonIncome', purpose: 'repair', forPlaceId: estateId, amountFen: 100 },
          ...{ payeeText: 'hash', reasonText: 'hash', vote: null, byAccount: member.accountId },
        },
        now,
      ),
    );
    // Two others have to approve: after the first it still waits, for a third.
    await at(world.db, (tx, now) => approveSpending(tx, { spendingId, estateId, accountId: officer.accountId }, now));
    const finish = (accountId: string) =>
      at(world.db, (tx, now) => approveSpending(tx, { spendingId, estateId, accountId }, now));
    return { id: spendingId, finish };
  },
};

test.each(Object.keys(begun))('%s waits in the list until somebody else has finished it', async (what) => {
  const { id, finish } = (await begun[what]?.()) ?? { id: '', finish: () => Promise.resolve() };
  const step = what === 'void cash' ? 'cash' : what;
  expect((await list(secretary, `&step=${step}`)).find((item) => item.id === id)).toMatchObject({
    step,
    isYours: false,
  });
  expect((await list(member)).find((item) => item.id === id)).toMatchObject({ isYours: true });
  await finish(secretary.accountId);
  expect(await ids(secretary)).not.toContain(id);
});

describe('the daily reminder', () => {
  const NOON = new Date('2027-03-10T04:00:00.000Z');
  const remind = (now: Date, doneOn: string | null = null) =>
    remindOnce({ pool: world.db.pool, time: { now: () => Promise.resolve(now) } }, doneOn);
  const reminded = async (who: Person) => (await messages('secondPersonReminder', who)).map(({ params }) => params);
  const nothing = async () =>
    world.db.pool.query(
      `update ledger_reversal_request set decision = 'declined', decided_by = $1, decided_at = now() where decision is null`,
      [secretary.accountId],
    );

  it('tells whoever may finish it, once a day, how many of each kind wait and since when; nobody what is their own', async () => {
    await nothing();
    await world.db.pool.query(`update fee_spending set state = 'refused', decided_by = $1 where state = 'proposed'`, [
      officer.accountId,
    ]);
    await askReversal();
    await begun['feeSpending']?.();
    await begun['feeSpending']?.();
    const first = await pageOfWaitingSteps(world.db.pool, world.city.e1.path, { step: null, after: null, limit: 10 });
    expect(first).toHaveLength(3);
    const { written } = await remind(NOON);
    expect(written).toBe(2);
    expect(await reminded(secretary)).toEqual([
      { on: '2027-03-10', waiting: { ledgerReversal: 1, feeSpending: 2 }, since: expect.any(String) as string },
    ]);
    expect(await reminded(officer)).toHaveLength(1);
    for (const nobody of [member, firm, elsewhere]) expect(await reminded(nobody)).toEqual([]);
    expect((await remind(new Date(NOON.getTime() + 3_600_000))).written).toBe(0);
    expect((await remind(new Date(NOON.getTime() + 86_400_000))).written).toBe(2);
    expect(JSON.stringify(await messages('secondPersonReminder'))).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('leaves out what was begun on the same day, and takes it up at midnight in Beijing', async () => {
    const { rows } = await world.db.pool.query<{ day: string }>(
      `select to_char(max(asked_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day from ledger_reversal_request where decision is null`,
    );
    const sameDay = new Date(`${rows[0]?.day}T20:59:00+08:00`);
    await world.db.pool.query(`update ledger_reversal_request set asked_at = $1::timestamptz where decision is null`, [
      `${rows[0]?.day}T00:00:00+08:00`,
    ]);
    await world.db.pool.query(`update fee_spending set state = 'refused', decided_by = $1 where state = 'proposed'`, [
      officer.accountId,
    ]);
    expect((await remind(sameDay)).written).toBe(0);
    await world.db.pool.query(
      `update ledger_reversal_request set asked_at = asked_at - interval '1 millisecond' where decision is null`,
    );
    expect((await remind(sameDay)).written).toBe(2);
  });

  it('is not written at night, nor looked for a second time on a day', async () => {
    const night = new Date('2027-03-11T15:30:00.000Z');
    expect(await remind(night)).toEqual({ doneOn: null, written: 0 });
    expect(await remind(NOON, '2027-03-10')).toEqual({ doneOn: '2027-03-10', written: 0 });
  });

  it('goes to a firm’s manager only for money in the firm’s own account', async () => {
    await nothing();
    const collection = await aCollection(world.db, { estateId: world.city.e1.id, holder: 'firmEscrow' });
    await at(world.db, (tx, now, today) =>
      enterCash(tx, cipher, {
        ...{ receiptId: randomUUID(), processId: collection.processId, rightNo: 1, amountFen: 5, receivedOn: today },
        ...{ payerName: null, byAccount: member.accountId, at: now, today },
      }),
    );
    await remind(new Date('2027-04-01T04:00:00.000Z'));
    expect(await reminded(firm)).toEqual([
      { on: '2027-04-01', waiting: { cash: 1 }, since: expect.any(String) as string },
    ]);
  });
});
