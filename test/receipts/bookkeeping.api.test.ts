// What a bookkeeper cannot do by mistake or on purpose: undo what went back, spend a stranger's account, lose evidence; and what a newcomer types
// wrongly, in Chinese, is answered with what is wrong and changes nothing.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { readCollecting } from '../../store/receipts/collect-window';
import { readPledging } from '../../store/pledges/window';
import { encodeCursor } from '../../api/cursor';
import { aPhoto } from '../attachments/files';
import { aCollectingProject } from '../support/a-collecting';
import { anOfficial, aPledgingProject } from '../support/a-pledging';
import { apiWorld, type Person, type World } from '../support/api-world';
import { ENGINE } from '../support/play';
import { recordCommand } from '../support/record-command';

let world: World;
let bookkeeper: Person;
let secretary: Person;
let processId: string;
beforeAll(async () => {
  world = await apiWorld();
  bookkeeper = await world.person([{ role: 'committeeMember', at: world.city.e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: world.city.c1 }]);
  processId = await aCollectingProject(world, world.city.e1);
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`.trim();
const base = () => `/v1/estates/${world.city.e1.id}`;
const cofunding = (id = processId) => `/v1/cofundings/${id}`;
const commandId = () => ({ commandId: randomUUID() });
const cash = (more: object = {}) => ({
  ...commandId(),
  ...{ receiptId: randomUUID(), rightNo: 1, amountFen: 5_001, receivedOn: '2026-01-05', payerName: null, ...more },
});
/** Taken in by one, counted by another. */
const pays = async (rightNo: number, amountFen: number): Promise<string> => {
  const entry = cash({ rightNo, amountFen });
  await world.as(bookkeeper).post(`${cofunding()}/cash-receipts`, entry).expect(201);
  await world
    .as(secretary)
    .post(`${cofunding()}/cash-receipts/${entry.receiptId}/confirmation`, commandId())
    .expect(200);
  const { body } = await world.as(bookkeeper).get(`${cofunding()}/received-money?limit=100`).expect(200);
  return (body as { items: { moneyId: string }[] }).items.at(-1)?.moneyId ?? '';
};
const statement = async (who: Person, holder: string, line: string): Promise<void> => {
  const file = Buffer.from(`交易日期,贷方金额,交易流水号\n${line}\n`);
  const { body } = await world
    .as(who)
    .post(`${base()}/bank-statements?commandId=${randomUUID()}&holder=${holder}&format=csv`)
    .set('Content-Type', 'application/octet-stream')
    .send(file as unknown as object)
    .expect(201);
  const { importId } = body as { importId: string };
  await world.as(who).post(`${base()}/bank-statements/${importId}/commit`, commandId()).expect(200);
};
const waiting = async (who: Person): Promise<{ moneyId: string; holder: string }[]> =>
  ((await world.as(who).get(`${base()}/waiting-money?limit=100`).expect(200)).body as { items: never[] }).items;

it('what was paid twice and goes back is not undone as well: it would be given back a second time', async () => {
  await pays(1, 5_001);
  const moneyId = await pays(1, 5_001);
  const refundId = randomUUID();
  const refund = { ...commandId(), refundId, amountFen: 5_001 };
  await world.as(bookkeeper).post(`${base()}/money/${moneyId}/refunds`, refund).expect(201);
  for (const who of [bookkeeper, secretary])
    await world
      .as(who)
      .post(`${base()}/refunds/${refundId}/payment`, { ...commandId(), paidOn: '2026-01-06' })
      .expect(200);
  const undo = { ...commandId(), reasonText: '认错人了' };
  expect(code(await world.as(bookkeeper).post(`${base()}/money/${moneyId}/undo`, undo))).toBe(
    '409 money-being-returned',
  );
  expect(await waiting(bookkeeper)).toEqual([]);
});

it('who took cash in does not make the receipt void alone', async () => {
  const entry = cash({ rightNo: 2, amountFen: 1 });
  await world.as(bookkeeper).post(`${cofunding()}/cash-receipts`, entry).expect(201);
  const makeVoid = (who: Person) =>
    world
      .as(who)
      .post(`${cofunding()}/cash-receipts/${entry.receiptId}/void`, { ...commandId(), reasonText: '写错了' });
  expect(code(await makeVoid(bookkeeper))).toBe('409 second-person-needed');
  await makeVoid(secretary).expect(204);
});

it('a firm gives money of its own account to no project whose money is elsewhere', async () => {
  const firm = await world.person([{ role: 'firmManager', at: world.city.e1 }]);
  await statement(firm, 'firmEscrow', '2026-01-05,50.00,FIRM-1');
  const [money] = await waiting(firm);
  const match = { ...commandId(), processId, to: { kind: 'household', rightNo: 2 } };
  expect(code(await world.as(firm).post(`${base()}/money/${money?.moneyId}/match`, match))).toBe(
    '403 holder-not-yours',
  );
  expect((await waiting(firm)).map(({ moneyId }) => moneyId)).toEqual([money?.moneyId]);
});

it('photos of a milestone are those that were uploaded, and stay with the project', async () => {
  const report = (attachments: string[]) =>
    world.as(secretary).post(`${cofunding()}/commands`, {
      ...commandId(),
      command: { type: 'reportMilestone', milestoneId: 'm1', evidenceText: '门已装好', attachments },
    });
  expect(code(await report(['a'.repeat(64)]))).toBe('422 attachment-unknown');
  const { body } = await world
    .as(secretary)
    .post(`/v1/attachments?commandId=${randomUUID()}&kind=photo`)
    .set('Content-Type', 'application/octet-stream')
    .send((await aPhoto()) as unknown as object)
    .expect(201);
  // The engine is away here; the photo is kept all the same.
  expect(code(await report([(body as { sha256: string }).sha256]))).toBe('503 unavailable');
  const { rows } = await world.db.pool.query<{ id: string; expires: Date | null }>(
    'select problem_id as id, expires_at as expires from attachment where sha256 = $1',
    [(body as { sha256: string }).sha256],
  );
  expect(rows).toEqual([{ id: processId, expires: null }]);
});

it.each(['received-money', 'waiting-money'])(
  'a page mark of %s that nobody gave out is malformed, and no fault of ours',
  async (what) => {
    const at = what === 'waiting-money' ? base() : cofunding();
    for (const key of [{ at: '昨天', id: randomUUID() }, { at: '', id: randomUUID() }, '１']) {
      const answer = await world.as(bookkeeper).get(`${at}/${what}?cursor=${encodeCursor(key)}`);
      expect(code(answer)).toBe('400 malformed-request');
    }
  },
);

describe('what a newcomer types wrongly', () => {
  const typed: [string, object][] = [
    ['full-width digits', { amountFen: '１００' }],
    ['yuan in place of fen', { amountFen: '50.01元' }],
    ['nothing', { amountFen: '' }],
    ['less than nothing', { amountFen: -5_001 }],
    ['half a fen', { amountFen: 0.5 }],
    ['more than there is', { amountFen: 2 ** 53 }],
    ['a door in words', { rightNo: '一号' }],
    ['a day in Chinese', { receivedOn: '2026年1月5日' }],
    ['a day that never was', { receivedOn: '2026-02-30' }],
    ['a name of blanks', { payerName: '　　' }],
    ['a receipt by its number', { receiptId: '收据１号' }],
    ['one field too many', { 备注: '急' }],
  ];
  it.each(typed)('%s: is refused with what is wrong, in Chinese, and uses up no receipt', async (_what, more) => {
    const count = async () =>
      (await world.db.pool.query<{ n: number }>('select count(*)::int as n from cash_receipt')).rows[0]?.n;
    const before = await count();
    const answer = await world
      .as(bookkeeper)
      .post(`${cofunding()}/cash-receipts`, cash(more))
      .set('Accept-Language', 'zh-CN');
    expect(code(answer)).toBe('400 malformed-request');
    const { title, errors } = answer.body as { title: string; errors: { path: string; message: string }[] };
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(errors[0]?.message).toMatch(/\p{Script=Han}/u);
    expect(await count()).toBe(before);
  });

  it.each([
    ['0000-01-01', '400 malformed-request'],
    ['1899-12-31', '400 malformed-request'],
    ['9999-12-31', '422 received-in-future'],
  ])('a day as far off as %s is no fault of ours', async (day, expected) => {
    const ask = (path: string, body: object) => world.as(bookkeeper).post(path, { ...commandId(), ...body });
    expect(code(await ask(`${cofunding()}/cash-receipts`, cash({ receivedOn: day })))).toBe(expected);
    const transfer = { transferId: randomUUID(), sourceId: 'sponsor', amountFen: 1, happenedOn: day };
    expect(code(await ask(`${cofunding()}/transfers`, transfer))).toBe(expected);
  });

  it('a journal of the year 0 is malformed', async () => {
    const journal = `${base()}/ledger/journal/file?from=0000-01-01&to=0000-01-02`;
    expect(code(await world.as(bookkeeper).get(journal))).toBe('400 malformed-request');
  });

  it('a project, money or refund of another estate is not there', async () => {
    const other = await world.person([{ role: 'committeeMember', at: world.city.e2 }]);
    const elsewhere = `/v1/estates/${world.city.e2.id}`;
    const [money] = await waiting(bookkeeper);
    expect(code(await world.as(other).post(`${cofunding()}/cash-receipts`, cash()))).toMatch(/^40[34] /);
    const match = { ...commandId(), processId, to: { kind: 'household', rightNo: 1 } };
    expect(code(await world.as(other).post(`${elsewhere}/money/${money?.moneyId}/match`, match))).toBe('404 not-found');
    const paid = { ...commandId(), paidOn: '2026-01-06' };
    const { body } = await world.as(bookkeeper).get(`${base()}/refunds`).expect(200);
    const [refund] = (body as { items: { refundId: string }[] }).items;
    expect(code(await world.as(other).post(`${elsewhere}/refunds/${refund?.refundId}/payment`, paid))).toBe(
      '404 not-found',
    );
  });
});

describe('a window that stood still while pledges or money were counted', () => {
  it('of pledging ends when the process says, not when it would have ended before', async () => {
    const pledging = await aPledgingProject(world, world.city.e1);
    const short = { version: 1, households: 2, pledgedHouseholds: 1, amountFen: 5_001 };
    await recordCommand(world, pledging, ENGINE, { type: 'recordPledgeTarget', pledged: short });
    await recordCommand(world, pledging, anOfficial('communitySecretary'), { type: 'closePledging' });
    const before = await readPledging(world.db.pool, pledging);
    await world.db.pool.query('update pledge_window set closes_at = opens_at where process_id = $1', [pledging]);
    await recordCommand(world, pledging, ENGINE, { type: 'recordPledges', pledged: short });
    expect(await readPledging(world.db.pool, pledging)).toMatchObject({ state: 'open', closesAt: before?.closesAt });
  });

  it('of collecting likewise', async () => {
    const collecting = await aCollectingProject(world, world.city.e1);
    const before = await readCollecting(world.db.pool, collecting);
    await recordCommand(world, collecting, anOfficial('communitySecretary'), { type: 'closeCollecting' });
    await world.db.pool.query('update collect_window set closes_at = opens_at where process_id = $1', [collecting]);
    const received = { householdFen: 0, paidHouseholds: 0, bySource: {} };
    await recordCommand(world, collecting, ENGINE, { type: 'recordReceipts', received });
    expect(await readCollecting(world.db.pool, collecting)).toMatchObject({
      state: 'open',
      closesAt: before?.closesAt,
    });
  });
});
