// Paying over HTTP: own orders through a provider that tells badly, cash by two, transfers, refunds; and every amount that is none.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { checkSplitting } from '../../activities/check-splitting';
import { countReceipts } from '../../activities/count-receipts';
import { listRefunds } from '../../activities/list-refunds';
import { startFakeProvider, type FakeProvider, type SignedNews } from '../../scripts/support/fake-payment-provider';
import { standingCheck } from '../../store/ledger/standing-check';
import { httpPaymentPort } from '../../store/receipts/payment-port';
import { readCollecting } from '../../store/receipts/collect-window';
import { readPlan } from '../../store/receipts/project-plan';
import { aCollectingProject } from '../support/a-collecting';
import { activityDeps, anOfficial } from '../support/a-pledging';
import { apiWorld, type Person, type World } from '../support/api-world';
import { ENGINE } from '../support/play';
import { recordCommand } from '../support/record-command';

const provider = { sourceId: randomUUID(), code: `pay-${randomUUID()}`.slice(0, 40), secret: '' };
let fake: FakeProvider;
let world: World;
let bookkeeper: Person;
let secretary: Person;
let payer: Person;
let processId: string;
beforeAll(async () => {
  fake = await startFakeProvider(() => provider.secret);
  world = await apiWorld({ payments: httpPaymentPort({ url: fake.url, providerCode: provider.code }) });
  const officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  const { body } = await world
    .as(officer)
    .post(`/v1/places/${world.city.s1.id}/intake-sources`, {
      ...{
        commandId: randomUUID(),
        sourceId: provider.sourceId,
        code: provider.code,
        kind: 'payments',
        name: '模拟支付',
      },
    })
    .expect(201);
  provider.secret = (body as { secret: string }).secret;
  bookkeeper = await world.person([{ role: 'committeeMember', at: world.city.e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: world.city.c1 }]);
  payer = await world.ownerOf(world.city.u1);
  processId = await aCollectingProject(world, world.city.e1);
});
afterAll(async () => {
  await world.close();
  await fake.stop();
});

const base = () => `/v1/estates/${world.city.e1.id}`;
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`.trim();
const cofunding = () => `/v1/cofundings/${processId}`;
const order = (who: Person, more: object = {}) =>
  world.as(who).post(`${cofunding()}/payment-orders`, {
    commandId: randomUUID(),
    orderId: randomUUID(),
    rightNo: 1,
    amountFen: 5_001,
    ...more,
  });
const anOrder = async (amountFen = 5_001): Promise<string> =>
  ((await order(payer, { amountFen }).expect(201)).body as { orderId: string }).orderId;
const deliver = ({ body, headers }: SignedNews, source = provider.code) =>
  world
    .as(null)
    .post(`/v1/payment-providers/${source}/events`)
    .set(headers)
    .set('Content-Type', 'application/json')
    .send(body);
const news = async (event: object, at?: Date) => fake.news(event, provider.secret, at ?? (await world.deps.time.now()));
const tell = async (event: object) => deliver(await news(event));
const paid = (orderId: string, more: object = {}) => ({ orderId, type: 'paid', amountFen: 5_001, ...more });
const own = async () =>
  (
    (await world.as(payer).get(`${cofunding()}/own-payments`).expect(200)).body as {
      items: { paidFen: number; refundedFen: number; outstandingFen: number }[];
    }
  ).items[0];
const received = async () =>
  (
    (await world.as(bookkeeper).get(`${cofunding()}/received-money?limit=100`).expect(200)).body as {
      items: { moneyId: string; way: string; amountClass: string }[];
    }
  ).items;
const isWhole = async () =>
  (await standingCheck(world.db.pool, { projectId: processId })).isWhole &&
  (await standingCheck(world.db.pool, { estateId: world.city.e1.id })).isWhole;

describe('an order', () => {
  it('is paid once, however often, in whatever order and however late the provider tells', async () => {
    const before = (await own())?.paidFen ?? 0;
    const orderId = await anOrder();
    const failed = await news({ orderId, type: 'failed', amountFen: 5_001 });
    const first = await news(paid(orderId, { eventId: 'ev-1' }));
    expect((await deliver(first)).body).toEqual({ result: 'taken' });
    // The very same call is a replay; the same news signed anew is answered as before; another event says what is known.
    expect(code(await deliver(first))).toBe('409 call-replayed');
    const later = await news(
      paid(orderId, { eventId: 'ev-1' }),
      new Date((await world.deps.time.now()).getTime() + 5_000),
    );
    expect((await deliver(later)).body).toEqual({ result: 'taken' });
    expect((await tell(paid(orderId))).body).toEqual({ result: 'stale' });
    expect((await deliver(failed)).body).toEqual({ result: 'stale' });
    expect((await own())?.paidFen).toBe(before + 5_001);
    expect(await isWhole()).toBe(true);
  });

  it('three times the same news at the same moment is one payment', async () => {
    const before = (await own())?.paidFen ?? 0;
    const orderId = await anOrder();
    const now = (await world.deps.time.now()).getTime();
    const three = [0, 1_000, 2_000].map((ms) =>
      fake.news(paid(orderId, { eventId: 'once' }), provider.secret, new Date(now + ms)),
    );
    expect((await Promise.all(three.map((one) => deliver(one)))).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await own())?.paidFen).toBe(before + 5_001);
  });

  it('that failed may still be paid, and a payment with another amount or in another currency books nothing', async () => {
    const before = (await own())?.paidFen ?? 0;
    const orderId = await anOrder();
    expect((await tell({ orderId, type: 'failed', amountFen: 5_001 })).body).toEqual({ result: 'taken' });
    expect(code(await tell(paid(orderId, { amountFen: 5_000 })))).toBe('422 amount-changed');
    expect(code(await tell(paid(orderId, { amountFen: 5_002 })))).toBe('422 amount-changed');
    expect(code(await tell(paid(orderId, { currency: 'USD' })))).toBe('422 currency-not-cny');
    expect((await own())?.paidFen).toBe(before);
    expect((await tell(paid(orderId, { eventId: 'e' }))).body).toEqual({ result: 'taken' });
    expect(code(await tell(paid(orderId, { eventId: 'e', type: 'failed' })))).toBe('422 amount-changed');
    expect((await own())?.paidFen).toBe(before + 5_001);
  });

  it('is believed by the provider’s signature alone', async () => {
    const orderId = await anOrder();
    const good = await news(paid(orderId));
    expect(code(await deliver({ ...good, headers: { ...good.headers, 'gongzhi-signature': 'v1=00' } }))).toBe(
      '401 bad-signature',
    );
    expect(code(await deliver({ ...good, body: good.body.replace('5001', '1') }))).toBe('401 bad-signature');
    expect(code(await deliver(good, 'nobody'))).toBe('401 bad-signature');
    const old = await news(paid(orderId), new Date(Date.now() - 3_600_000));
    expect(code(await deliver(old))).toBe('401 bad-signature');
    expect(code(await tell(paid(randomUUID())))).toBe('422 order-not-found');
    expect(code(await tell({ ...paid(orderId), amountFen: 0.5 }))).toBe('400 malformed-request');
    const officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
    const hotline = { sourceId: randomUUID(), code: `h-${randomUUID()}`.slice(0, 40), kind: 'hotline', name: '热线' };
    const { body } = await world
      .as(officer)
      .post(`/v1/places/${world.city.s1.id}/intake-sources`, { commandId: randomUUID(), ...hotline })
      .expect(201);
    const others = fake.news(paid(orderId), (body as { secret: string }).secret, await world.deps.time.now());
    expect(code(await deliver(others, hotline.code))).toBe('422 source-not-here');
  });

  it('asked for again is one order at the provider, also when it could not be reached at first; one that it refuses is said so', async () => {
    const ask = { commandId: randomUUID(), orderId: randomUUID() };
    fake.failures.push(500);
    expect(code(await order(payer, ask))).toBe('503 unavailable');
    expect((await order(payer, ask).expect(201)).body).toEqual({
      orderId: ask.orderId,
      payUrl: `https://pay.example/${ask.orderId}`,
    });
    await order(payer, ask).expect(201);
    expect(fake.orders.get(ask.orderId)).toMatchObject({ amountFen: 5_001, asked: 2 });
    expect(code(await order(payer, { ...ask, commandId: randomUUID() }))).toBe('409 id-already-used');
    fake.failures.push(422);
    expect(code(await order(payer))).toBe('502 provider-refused');
  });

  it('is for an own household that pledged', async () => {
    expect(code(await order(payer, { rightNo: 2 }))).toBe('403 not-your-right');
    expect(code(await order(payer, { rightNo: 7 }))).toBe('422 payer-not-found');
    expect(code(await order(await world.person([{ role: 'owner', at: world.city.u1 }])))).toBe('403 not-your-right');
  });

  it.each([0, -1, 0.001, '5', 1e309, 2 ** 53 + 1, 10_000_000_000_001, null])('of %s fen is none', async (amountFen) => {
    const text = JSON.stringify({ commandId: randomUUID(), orderId: randomUUID(), rightNo: 1, amountFen: 'X' }).replace(
      '"X"',
      typeof amountFen === 'number' && !Number.isFinite(amountFen) ? '1e309' : JSON.stringify(amountFen),
    );
    const sent = world
      .as(payer)
      .post(`${cofunding()}/payment-orders`)
      .set('Content-Type', 'application/json')
      .send(text as never);
    expect(code(await sent)).toBe('400 malformed-request');
  });
});

describe('money back', () => {
  const pay = (who: Person, refundId: string, paidOn = '2026-01-01') =>
    world.as(who).post(`${base()}/refunds/${refundId}/payment`, { commandId: randomUUID(), paidOn });
  const listed = async (query = '') =>
    (
      (await world.as(bookkeeper).get(`${base()}/refunds?limit=100${query}`).expect(200)).body as {
        items: { refundId: string; state: string; amountFen: number; of: string }[];
      }
    ).items;
  const back = (moneyId: string, amountFen: number, refundId: string = randomUUID()) =>
    world.as(bookkeeper).post(`${base()}/money/${moneyId}/refunds`, { commandId: randomUUID(), refundId, amountFen });

  it('told before its payment waits for it, and more than was paid is refused, in one and in parts', async () => {
    const before = await own();
    const orderId = await anOrder();
    expect((await tell({ orderId, type: 'refunded', amountFen: 2_000 })).body).toEqual({ result: 'waiting' });
    expect(code(await tell({ orderId, type: 'refunded', amountFen: 3_002 }))).toBe('409 refund-exceeds-paid');
    expect((await tell(paid(orderId))).body).toEqual({ result: 'taken' });
    expect(await own()).toMatchObject({
      paidFen: (before?.paidFen ?? 0) + 5_001,
      refundedFen: (before?.refundedFen ?? 0) + 2_000,
    });
    expect(code(await tell({ orderId, type: 'refunded', amountFen: 3_002 }))).toBe('409 refund-exceeds-paid');
    const rest = { orderId, type: 'refunded', amountFen: 3_001, eventId: 'rest' };
    expect((await tell(rest)).body).toEqual({ result: 'taken' });
    const again = await news(rest, new Date((await world.deps.time.now()).getTime() + 7_000));
    expect((await deliver(again)).body).toEqual({ result: 'taken' });
    expect((await own())?.refundedFen).toBe((before?.refundedFen ?? 0) + 5_001);
    expect(await isWhole()).toBe(true);
  });

  it('of what was paid twice goes through the provider: asked once, booked when it says so, and not again', async () => {
    const orderId = await anOrder();
    await tell(paid(orderId));
    const money = (await received()).findLast(({ way }) => way === 'online');
    expect(money?.amountClass).toBe('paidTwice');
    const refundId = randomUUID();
    expect(code(await back(money?.moneyId ?? '', 5_002))).toBe('409 refund-exceeds-paid');
    await back(money?.moneyId ?? '', 5_001, refundId).expect(201);
    expect(code(await back(money?.moneyId ?? '', 1))).toBe('409 refund-exceeds-paid');
    const send = (commandId: string = randomUUID()) =>
      world.as(bookkeeper).post(`${base()}/refunds/${refundId}/provider`, { commandId });
    fake.failures.push(422);
    expect(code(await send())).toBe('502 provider-refused');
    expect((await listed()).find((one) => one.refundId === refundId)?.state).toBe('listed');
    fake.failures.push(500);
    const commandId = randomUUID();
    expect(code(await send(commandId))).toBe('503 unavailable');
    expect((await send(commandId).expect(200)).body).toMatchObject({ state: 'sent' });
    expect(fake.refunds.get(refundId)).toMatchObject({ orderId, amountFen: 5_001, asked: 1 });
    expect(code(await pay(bookkeeper, refundId))).toBe('409 refund-sent');
    expect(
      code(
        await world
          .as(bookkeeper)
          .post(`${base()}/refunds/${refundId}/hold`, { commandId: randomUUID(), reasonText: '无人' }),
      ),
    ).toBe('409 refund-sent');
    expect(code(await tell({ orderId, type: 'refunded', amountFen: 5_000, refundId }))).toBe('422 amount-changed');
    expect((await tell({ orderId, type: 'refunded', amountFen: 5_001, refundId })).body).toEqual({ result: 'taken' });
    expect((await tell({ orderId, type: 'refunded', amountFen: 5_001, refundId })).body).toEqual({ result: 'stale' });
    expect((await listed('&state=paid')).map((one) => one.refundId)).toContain(refundId);
    expect(code(await send())).toBe('409 refund-already-paid');
    expect(await isWhole()).toBe(true);
  });

  it('paid by hand needs two people, and cash does not go back through a provider', async () => {
    const receiptId = randomUUID();
    const cash = {
      commandId: randomUUID(),
      receiptId,
      rightNo: 2,
      amountFen: 6_000,
      receivedOn: '2026-01-01',
      payerName: '她女儿',
    };
    await world.as(bookkeeper).post(`${cofunding()}/cash-receipts`, cash).expect(201);
    const confirm = (who: Person) =>
      world.as(who).post(`${cofunding()}/cash-receipts/${receiptId}/confirmation`, { commandId: randomUUID() });
    expect(code(await confirm(bookkeeper))).toBe('409 second-person-needed');
    expect((await confirm(secretary).expect(200)).body).toMatchObject({
      amount: 'overpaid',
      excessFen: 1_000,
      paidBy: 'relative',
    });
    expect(code(await confirm(secretary))).toBe('409 cash-already-confirmed');
    const money = (await received()).findLast(({ way }) => way === 'cash');
    const refundId = randomUUID();
    await back(money?.moneyId ?? '', 1_000, refundId).expect(201);
    expect(
      code(await world.as(bookkeeper).post(`${base()}/refunds/${refundId}/provider`, { commandId: randomUUID() })),
    ).toBe('422 not-paid-online');
    expect(code(await pay(bookkeeper, refundId, '2999-01-01'))).toBe('422 received-in-future');
    expect((await pay(bookkeeper, refundId).expect(200)).body).toEqual({ state: 'confirmed' });
    expect(code(await pay(bookkeeper, refundId))).toBe('409 second-person-needed');
    expect((await pay(secretary, refundId).expect(200)).body).toEqual({ state: 'paid' });
    expect(code(await pay(secretary, refundId))).toBe('409 refund-already-paid');
    // Who the money goes to is seen by those who pay it; no other list shows a name.
    expect((await listed()).find((one) => one.refundId === refundId)).toMatchObject({ paidTo: { name: '她女儿' } });
    expect(JSON.stringify(world.logLines)).not.toContain('她女儿');
  });

  it.each([0, -1, 0.001, 2 ** 53 + 1])('of %s fen is none', async (amountFen) => {
    expect(code(await back(randomUUID(), amountFen))).toBe('400 malformed-request');
  });
});

describe('cash', () => {
  it('has its number once for a command that is sent twice, and a void one is not confirmed', async () => {
    const receiptId = randomUUID();
    const entry = { commandId: randomUUID(), receiptId, rightNo: 2, amountFen: 1, receivedOn: '2026-01-01' };
    const enter = () => world.as(bookkeeper).post(`${cofunding()}/cash-receipts`, entry);
    const [one, two] = [await enter().expect(201), await enter().expect(201)];
    expect(one.body).toEqual(two.body);
    const end = (what: string, body: object) =>
      world
        .as(secretary)
        .post(`${cofunding()}/cash-receipts/${receiptId}/${what}`, { commandId: randomUUID(), ...body });
    await end('void', { reasonText: '写错了' }).expect(204);
    expect(code(await end('confirmation', {}))).toBe('409 cash-void');
    expect(code(await end('void', { reasonText: '写错了' }))).toBe('409 cash-void');
    const { body } = await world.as(bookkeeper).get(`${cofunding()}/cash-receipts?limit=100`).expect(200);
    const items = (body as { items: { receiptNo: number; state: string }[] }).items;
    expect(items.map(({ receiptNo }) => receiptNo)).toEqual(items.map((_, index) => index + 1));
  });
});

describe('the project', () => {
  it('moves no revenue that the plan does not have or the estate has not', async () => {
    const move = (more: object) =>
      world.as(secretary).post(`${cofunding()}/transfers`, {
        ...{
          commandId: randomUUID(),
          transferId: randomUUID(),
          sourceId: 'sponsor',
          amountFen: 1,
          happenedOn: '2026-01-01',
          ...more,
        },
      });
    expect(code(await move({}))).toBe('422 source-not-paid-in');
    expect(code(await move({ happenedOn: '2999-01-01' }))).toBe('422 received-in-future');
    const income = { sourceId: 'income', kind: 'commonIncome', amountFen: 500, timing: 'before' };
    await world.db.pool.query(`update project_plan set sources = sources || $2::jsonb where process_id = $1`, [
      processId,
      JSON.stringify([income]),
    ]);
    expect(code(await move({ sourceId: 'income', amountFen: 501 }))).toBe('422 more-than-planned');
    expect(code(await move({ sourceId: 'income' }))).toBe('409 not-enough-held');
  });

  it('that is over takes no money: orders are refused, what is paid late or for nothing waits, and everything goes back', async () => {
    const orderId = await anOrder();
    const lateId = await anOrder();
    await recordCommand(world, processId, anOfficial('communitySecretary'), {
      type: 'suspend',
      days: 1,
      reasonText: '查',
      basisText: '条',
    });
    await recordCommand(world, processId, anOfficial('communitySecretary'), { type: 'resume' });
    await world.db.pool.query(`update collect_window set closes_at = now() - interval '2 days' where process_id = $1`, [
      processId,
    ]);
    expect(code(await order(payer))).toBe('409 collecting-over');
    expect((await tell(paid(lateId))).body).toEqual({ result: 'taken' });
    expect(((await received()).at(-1) as { timing?: string } | undefined)?.timing).toBe('late');
    await world.db.pool.query(`update collect_window set state = 'lapsed' where process_id = $1`, [processId]);
    expect(code(await order(payer))).toBe('409 project-takes-no-money');
    const before = (await own())?.paidFen;
    expect((await tell(paid(orderId))).body).toEqual({ result: 'taken' });
    expect((await own())?.paidFen).toBe(before);
    const { body } = await world.as(bookkeeper).get(`${base()}/waiting-money`).expect(200);
    const [one] = (body as { items: { moneyId: string; doubt: string; way: string }[] }).items;
    expect(one).toMatchObject({ doubt: 'lapsed', way: 'online', suggestion: { rightNo: 1 } });
    const money = `${base()}/money/${one?.moneyId}`;
    const match = { commandId: randomUUID(), processId, to: { kind: 'household', rightNo: 1 } };
    expect(code(await world.as(bookkeeper).post(`${money}/match`, match))).toBe('409 project-takes-no-money');
    const refundId = randomUUID();
    await world.as(bookkeeper).post(`${money}/return`, { commandId: randomUUID(), refundId }).expect(201);
    expect(
      code(await world.as(bookkeeper).post(`${money}/return`, { commandId: randomUUID(), refundId: randomUUID() })),
    ).toBe('409 money-being-returned');
    await world.as(bookkeeper).post(`${base()}/refunds/${refundId}/provider`, { commandId: randomUUID() }).expect(200);
    expect((await tell({ orderId, type: 'refunded', amountFen: 5_001, refundId })).body).toEqual({ result: 'taken' });
    expect(await isWhole()).toBe(true);
  });
});

it('the window follows the process: opened, closed, resumed while there is time, extended, and at the end for good', async () => {
  const { pool, time } = world.deps;
  const other = await aCollectingProject(world, world.city.e1);
  const window = () => readCollecting(pool, other);
  const say = (command: object) => recordCommand(world, other, anOfficial('communitySecretary'), command as never);
  const machine = (command: object) => recordCommand(world, other, ENGINE, command as never);
  const count = async () =>
    machine({ type: 'recordReceipts', received: await countReceipts(activityDeps(world))({ processId: other }) });
  expect(await window()).toMatchObject({ state: 'open', version: 1, roundNo: 1 });
  await say({ type: 'closeCollecting' });
  expect(await window()).toMatchObject({ state: 'closed', isContracted: false });
  await count();
  expect(await window()).toMatchObject({ state: 'open', roundNo: 2 });
  await machine({ type: 'endCollecting' });
  await count();
  expect(await window()).toMatchObject({ state: 'closed' });
  const before = (await window())?.closesAt ?? new Date(0);
  await say({ type: 'extendCollecting', reasonText: '再等几天' });
  expect(await window()).toMatchObject({ state: 'open', roundNo: 3 });
  expect((await window())?.closesAt).not.toEqual(before);
  await machine({ type: 'endCollecting' });
  await count();
  await say({ type: 'abandonProject', reasonText: '不做了' });
  expect(await window()).toMatchObject({ state: 'lapsed' });
  const listed = await listRefunds(activityDeps(world))({ processId: other, of: 'all' });
  expect(listed).toEqual({ payers: 0, totalFen: 0 });
  await machine({ type: 'recordRefundsListed', ...listed });
  expect((await readPlan(pool, other))?.outcome).toBe('refunded');
  expect(await checkSplitting({ pool, time, signing: activityDeps(world).signing })({ processId: other })).toEqual({
    otherFen: 0,
    processIds: [],
  });
});

it('where no provider is registered nobody pays online', async () => {
  const bare = await apiWorld();
  try {
    const owner = await bare.ownerOf(bare.city.u1);
    const project = await aCollectingProject(bare, bare.city.e1);
    const ask = { commandId: randomUUID(), orderId: randomUUID(), rightNo: 1, amountFen: 1 };
    const answer = await bare.as(owner).post(`/v1/cofundings/${project}/payment-orders`, ask);
    expect([code(answer), answer.body.params?.reason]).toEqual(['503 unavailable', 'no-payment-provider']);
  } finally {
    await bare.close();
  }
});
