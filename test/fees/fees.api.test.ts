// Property fees over HTTP: schedules, bills, payments one by one, arrears, rates, exports, and who may see what.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { billBatch, finishRun } from '../../store/fees/bill-month';
import { trialBalance } from '../../store/ledger/trial-balance';
import { standingCheck } from '../../store/ledger/standing-check';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type World } from '../support/api-world';
import { aFeeEstate, FEE_OF_UNIT, LUMP_SUM, TRUST, type FeeEstate } from '../support/a-fee-estate';

let world: World;
let fees: FeeEstate;
beforeAll(async () => {
  world = await apiWorld();
  fees = await aFeeEstate(world);
  await fees.schedule(LUMP_SUM, fees.month(-6)).expect(201);
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const figures = async (table: string) =>
  (
    await world.db.pool.query<{ rows: number; fen: number }>(
      `select count(*)::int as rows, coalesce(sum(amount_fen), 0)::float8 as fen from ${table}`,
    )
  ).rows[0];

describe('a schedule', () => {
  it('follows the one before without gap and without overlap, and only one that owners decided names their vote', async () => {
    const other = await aFeeEstate(world, world.city.e2);
    await other.schedule(LUMP_SUM, '2024-01', { untilMonth: '2024-12' }).expect(201);
    expect(code(await other.schedule(TRUST, '2024-12'))).toBe('409 fee-schedule-overlap');
    expect(code(await other.schedule(TRUST, '2025-02'))).toBe('409 fee-schedule-gap');
    expect(code(await other.schedule(TRUST, '2025-01', { voteId: randomUUID() }))).toBe('422 fee-vote-not-passed');
    const { body } = await other.schedule(TRUST, '2025-01').expect(201);
    expect(body).toEqual({ version: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const shown = await other.get(await world.ownerOf(world.city.u3), 'fee-schedules').expect(200);
    expect(
      shown.body.items.map(({ version, fromMonth, untilMonth, basis }: Record<string, unknown>) => [
        version,
        fromMonth,
        untilMonth,
        basis,
      ]),
    ).toEqual([
      [1, '2024-01', '2024-12', '物业服务合同第五条'],
      [2, '2025-01', null, '物业服务合同第五条'],
    ]);
    // A month of it is billed: nothing that begins there or before may follow.
    await other.bill('2025-03').expect(201);
    expect(code(await other.schedule(LUMP_SUM, '2025-03'))).toBe('409 fee-schedule-billed');
    await other.schedule(LUMP_SUM, '2025-04').expect(201);
  });

  it('with half a fen, a rate below zero, or an end before its beginning is malformed, and none is stored', async () => {
    const before = await figures('fee_bill');
    for (const terms of [1.5, -1].map((rateFen) => ({ ...LUMP_SUM, rates: [{ ...LUMP_SUM.rates[0], rateFen }] })))
      expect(
        code(await fees.post(fees.committee, 'fee-schedules', { fromMonth: fees.month(1), terms, basisText: '合同' })),
      ).toBe('400 malformed-request');
    expect(code(await fees.schedule(LUMP_SUM, '2027-02', { untilMonth: '2027-01' }))).toBe('400 malformed-request');
    expect(code(await fees.schedule(LUMP_SUM, '2027-13'))).toBe('400 malformed-request');
    expect(await figures('fee_bill')).toEqual(before);
  });

  it('belongs to an estate, not to a building', async () => {
    const secretary = await world.person([{ role: 'communitySecretary', at: world.city.c1 }]);
    const asked = { commandId: randomUUID(), fromMonth: '2025-01', terms: LUMP_SUM, basisText: '合同' };
    const answer = await world.as(secretary).post(`/v1/estates/${world.city.b1.id}/fee-schedules`, asked);
    expect(code(answer)).toBe('422 place-kind-mismatch');
  });
});

describe('a month', () => {
  it('is billed once for all units; asked again it is refused, and the same command is answered as before', async () => {
    const commandId = randomUUID();
    const asked = { commandId, month: fees.month(-3) };
    const { body } = await fees.post(fees.firm, 'fee-runs', asked).expect(201);
    expect(body).toMatchObject({ unitCount: 2, billCount: 2, totalFen: 2 * FEE_OF_UNIT, scheduleVersion: 1 });
    expect((await fees.post(fees.firm, 'fee-runs', asked).expect(201)).body).toEqual(body);
    expect(code(await fees.bill(fees.month(-3)))).toBe('409 fee-period-already-billed');
    const { rows } = await world.db.pool.query('select from fee_bill where run_id = $1', [body.runId]);
    expect(rows).toHaveLength(2);
  });

  it('is not billed before it has begun, nor where no schedule is in force', async () => {
    expect(code(await fees.bill(fees.month(1)))).toBe('422 fee-period-ahead');
    expect(code(await fees.bill(fees.month(-7)))).toBe('422 no-fee-schedule');
  });

  it('of 1,203 units is billed in batches; cut off in the middle it goes on, and nobody is billed twice', async () => {
    const big = await aFeeEstate(world, world.city.e3);
    const { pool } = world.db;
    await pool.query(
      `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
       select gen_random_uuid(), $1, $2, 'k' || n, 'k' || n, 'k' || n, 'dwelling', 'sold', 9000 + n, $3 || n || '/', now() from generate_series(1, 1203) n`,
      [big.estate.id, world.city.b1.id, big.estate.path],
    );
    await big.schedule(LUMP_SUM, big.month(-1)).expect(201);
    const { rows: started } = await pool.query<{ id: string }>(
      `insert into fee_run (id, estate_id, month, schedule_version, schedule_hash, unit_count, by_account, started_at)
       select gen_random_uuid(), $1, $2, 1, hash, 0, $3, now() from fee_schedule where estate_id = $1 returning id`,
      [big.estate.id, big.month(-1), big.firm.accountId],
    );
    const runId = started[0]?.id ?? '';
    const at = await world.deps.time.now();
    await inTransaction(pool, (tx) => billBatch(tx, runId, at));
    // The second batch dies before its commit.
    const died = inTransaction(pool, async (tx) => {
      await billBatch(tx, runId, at);
      throw new Error('killed');
    });
    await expect(died).rejects.toThrow('killed');
    expect(await figures(`fee_bill where estate_id = '${big.estate.id}'`)).toMatchObject({ rows: 500 });
    // Two go on at once: one over HTTP, one beside it.
    const [{ body }] = await Promise.all([big.bill(big.month(-1)), finishRun(pool, runId, () => Promise.resolve(at))]);
    const totalFen = 1_203 * FEE_OF_UNIT + (2 * (1_203 * 1_204)) / 2;
    expect(body).toMatchObject({ runId, unitCount: 1_203, billCount: 1_203, totalFen });
    expect(await figures(`fee_bill where estate_id = '${big.estate.id}'`)).toEqual({ rows: 1_203, fen: totalFen });
    const trial = await trialBalance(pool, { estateId: big.estate.id });
    expect([trial.debitFen, trial.creditFen, trial.unbalanced]).toEqual([BigInt(totalFen), BigInt(totalFen), []]);
  }, 60_000);
});

describe('parking spaces', () => {
  it('are billed from their month on; the newest figure counts', async () => {
    const estate = await aFeeEstate(world, world.city.e4);
    const firm = await world.person([{ role: 'firmManager', at: world.city.e4 }]);
    const { u4 } = world.city;
    const secretary = await world.person([{ role: 'communitySecretary', at: world.city.c3 }]);
    await estate.post(secretary, 'fee-schedules', {
      ...{ fromMonth: estate.month(-4), terms: { ...LUMP_SUM, parkingFen: 5_000 }, basisText: '合同' },
    });
    const park = (fromMonth: string, spaces: number, unitId = u4.id) =>
      estate.post(firm, 'fee-parking', { fromMonth, units: [{ unitId, spaces }] });
    await park(estate.month(-3), 1).expect(204);
    await park(estate.month(-2), 5).expect(204);
    await park(estate.month(-2), 2).expect(204);
    expect(code(await park(estate.month(-2), 1, world.city.u1.id))).toBe('422 fee-unit-unknown');
    expect(code(await park(estate.month(-2), -1))).toBe('400 malformed-request');
    const totals: number[] = [];
    for (const by of [-4, -3, -2])
      totals.push((await estate.post(firm, 'fee-runs', { month: estate.month(by) }).expect(201)).body.totalFen);
    expect(totals).toEqual([FEE_OF_UNIT, FEE_OF_UNIT + 5_000, FEE_OF_UNIT + 10_000]);
    expect(code(await park(estate.month(-2), 0))).toBe('409 fee-schedule-billed');
    await park(estate.month(-1), 0).expect(204);
  });
});

describe('a payment', () => {
  it('is taken down once by its reference: again it changes nothing, with other content it is refused', async () => {
    const { u1 } = world.city;
    await fees.bill(fees.month(-2)).expect(201);
    const paid = { reference: 'CASH-1', month: fees.month(-2) };
    const { body } = await fees.pay(u1.id, 10_000, paid).expect(201);
    expect(body).toEqual({ paymentId: expect.any(String), isNew: true });
    const before = await figures('fee_payment');
    expect((await fees.pay(u1.id, 10_000, paid).expect(201)).body).toEqual({ ...body, isNew: false });
    expect(code(await fees.pay(u1.id, 10_001, paid))).toBe('409 payment-reference-reused');
    expect(code(await fees.pay(world.city.u2.id, 10_000, paid))).toBe('409 payment-reference-reused');
    expect(await figures('fee_payment')).toEqual(before);
  });

  it('beyond what is owed, below a fen, of a later day or for a unit of elsewhere is refused and changes nothing', async () => {
    const { u1, u3 } = world.city;
    const before = await figures('fee_payment');
    const month = fees.month(-2);
    expect(code(await fees.pay(u1.id, 8_001, { month }))).toBe('422 payment-beyond-bill');
    expect(code(await fees.pay(u1.id, 0, { month }))).toBe('400 malformed-request');
    expect(code(await fees.pay(u1.id, -5, { month }))).toBe('400 malformed-request');
    expect(code(await fees.pay(u1.id, 0.5, { month }))).toBe('400 malformed-request');
    expect(code(await fees.pay(u1.id, 100, { month, paidOn: '2999-01-01' }))).toBe('422 payment-in-future');
    expect(code(await fees.pay(u3.id, 100, { month }))).toBe('422 fee-unit-unknown');
    expect(code(await fees.pay(randomUUID(), 100, { month }))).toBe('422 fee-unit-unknown');
    expect(await figures('fee_payment')).toEqual(before);
    await fees.pay(u1.id, 8_000, { month }).expect(201);
  });

  it('that comes twenty times at once is taken once, and twenty different ones never pay more than the bill', async () => {
    const { u2 } = world.city;
    const month = fees.month(-2);
    const same = await Promise.all(
      Array.from({ length: 20 }, () => fees.pay(u2.id, 1_000, { month, reference: 'TWENTY' })),
    );
    expect(same.filter(({ body }) => body.isNew === true)).toHaveLength(1);
    const different = await Promise.all(Array.from({ length: 20 }, () => fees.pay(u2.id, 1_000, { month })));
    // 180.00 yuan, of which 10.00 are paid.
    expect(different.filter(({ status }) => status === 201)).toHaveLength(17);
    expect(different.filter(({ status }) => status !== 201).map(code)).toEqual(
      Array(3).fill('422 payment-beyond-bill'),
    );
  }, 60_000);

  it('that was taken down wrongly is reversed as a whole, once, and the bill is open again', async () => {
    const { u1 } = world.city;
    await fees.bill(fees.month(-1)).expect(201);
    const month = fees.month(-1);
    const { paymentId } = (await fees.pay(u1.id, FEE_OF_UNIT, { month, reference: 'WRONG' }).expect(201)).body;
    const reversal = `fee-payments/${paymentId}/reversal`;
    await fees.post(fees.firm, reversal, { reasonText: '登记到了别户' }).expect(204);
    expect(code(await fees.post(fees.firm, reversal, { reasonText: '再次' }))).toBe('409 payment-already-reversed');
    expect(code(await fees.post(fees.firm, `fee-payments/${randomUUID()}/reversal`, { reasonText: '无' }))).toBe(
      '404 not-found',
    );
    await fees.pay(u1.id, FEE_OF_UNIT, { month, reference: 'RIGHT' }).expect(201);
    // The wrong one is on the books beside its reversal, and its reference stays taken.
    expect((await fees.pay(u1.id, FEE_OF_UNIT, { month, reference: 'WRONG' }).expect(201)).body.isNew).toBe(false);
  });
});

describe('what is owed', () => {
  it('is seen by an owner for the own units with the working, and by nobody for those of others', async () => {
    const owner = await world.ownerOf(world.city.u1);
    const { body } = await world.as(owner).get('/v1/fee-bills/mine').expect(200);
    expect(body.items.map(({ unitId }: { unitId: string }) => unitId)).toEqual(Array(3).fill(world.city.u1.id));
    expect(body.items[0]).toMatchObject({
      ...{ month: fees.month(-1), amountFen: FEE_OF_UNIT, paidFen: FEE_OF_UNIT },
      working: {
        lines: [{ item: 'perArea', quantity: 9_000, rateFen: 200, hundredths: 1_800_000 }],
        hundredths: 1_800_000,
      },
    });
    expect((await world.as(fees.officer).get('/v1/fee-bills/mine').expect(200)).body.items).toEqual([]);
    expect(code(await fees.get(owner, 'fee-arrears'))).toBe('403 forbidden');
    const paged = await world.as(owner).get('/v1/fee-bills/mine?limit=2').expect(200);
    const rest = await world.as(owner).get(`/v1/fee-bills/mine?limit=2&cursor=${paged.body.nextCursor}`).expect(200);
    expect([...paged.body.items, ...rest.body.items]).toEqual(body.items);
    expect(rest.body.nextCursor).toBeNull();
  });

  it('does not show a new owner what was billed before the unit was theirs', async () => {
    const { u4 } = world.city;
    const ownerId = randomUUID();
    await world.db.pool.query(
      `insert into owner (id, kind, name, name_key, created_at) values ($1, 'person', '新业主', '新业主', now())`,
      [ownerId],
    );
    await world.db.pool.query(
      `insert into ownership (id, unit_id, owner_id, is_representative, from_on) values (gen_random_uuid(), $1, $2, false, $3)`,
      [u4.id, ownerId, `${fees.month(-2)}-15`],
    );
    const { body } = await world
      .as(await world.person([], { ownerId }))
      .get('/v1/fee-bills/mine')
      .expect(200);
    expect(body.items.map(({ month }: { month: string }) => month)).toEqual([fees.month(-2)]);
  });

  it('is the list of arrears of the keepers, without names', async () => {
    const { body } = await fees.get(fees.committee, 'fee-arrears').expect(200);
    expect(body.items).toEqual([
      { unitId: world.city.u1.id, unitLabel: '101', months: 1, oldestMonth: fees.month(-3), openFen: FEE_OF_UNIT },
      { unitId: world.city.u2.id, unitLabel: '102', months: 2, oldestMonth: fees.month(-3), openFen: 2 * FEE_OF_UNIT },
    ]);
  });
});

describe('the collection rate', () => {
  const asked = () => `from=${fees.month(-3)}&to=${fees.month(-1)}`;
  const of = async (place: { id: string }, query = '', who = fees.officer) =>
    (await world.as(who).get(`/v1/places/${place.id}/fee-collection?${asked()}${query}`).expect(200)).body;

  it('is paid of billed, in fen and in households, by estate and by street, with its formulas', async () => {
    const { items, total, formulas } = await of(world.city.e1);
    // Six bills; u1 owes one month, u2 two.
    const counts = {
      ...{ billedFen: 6 * FEE_OF_UNIT, paidFen: 3 * FEE_OF_UNIT, billedHouseholds: 2, paidHouseholds: 0 },
      money: { part: 3 * FEE_OF_UNIT, whole: 6 * FEE_OF_UNIT, percent: 50 },
      households: { part: 0, whole: 2, percent: 0 },
    };
    expect([items, total]).toEqual([[{ placeId: world.city.e1.id, name: '一小区', ...counts }], counts]);
    expect(formulas.money.zh).toContain('收缴率');
    const supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
    const byStreet = await of(world.city.district, '&by=street', supervisor);
    expect(byStreet.items.map(({ name }: { name: string }) => name).sort()).toEqual(['一街道', '二街道'].sort());
    const one = await world
      .as(fees.officer)
      .get(`/v1/places/${world.city.e1.id}/fee-collection?from=${fees.month(-2)}&to=${fees.month(-2)}`);
    expect(one.body.total).toMatchObject({ paidHouseholds: 2, households: { percent: 100 } });
  });

  it('of a period that ends before it begins, or is longer than ten years, is refused', async () => {
    const path = `/v1/places/${world.city.e1.id}/fee-collection`;
    expect(code(await world.as(fees.officer).get(`${path}?from=2026-02&to=2026-01`))).toBe('422 period-refused');
    expect(code(await world.as(fees.officer).get(`${path}?from=2016-01&to=2026-01`))).toBe('422 period-refused');
    await world.as(fees.officer).get(`${path}?from=2016-01&to=2025-12`).expect(200);
  });

  it('comes as a file for Chinese Excel', async () => {
    const file = await world
      .as(fees.officer)
      .get(`/v1/places/${world.city.e1.id}/fee-collection/file?${asked()}&format=csv`)
      .expect(200);
    expect(file.text.startsWith('\ufeff')).toBe(true);
    expect(file.text).toContain('一小区,1080.00,540.00,50,2,0,0');
  });
});

describe('an export for accounting', () => {
  const rows = async (what: string) =>
    (
      await fees
        .get(fees.firm, `fees/file?what=${what}&from=${fees.month(-3)}&to=${fees.month()}&format=csv`)
        .expect(200)
    ).text
      .trim()
      .split('\r\n');

  it('has every bill with what is open, and every payment with its reference and whether it was reversed', async () => {
    const bills = await rows('bills');
    expect(bills).toHaveLength(7);
    expect(bills[1]).toBe(`101,${fees.month(-3)},180.00,0.00,180.00`);
    const payments = await rows('payments');
    expect(payments.filter((row) => row.includes(',WRONG,'))).toEqual([`${fees.today},WRONG,101,180.00,wechat,是`]);
    expect(payments).toHaveLength(1 + 2 + 18 + 2);
    await fees.get(fees.firm, `fees/file?what=bills&from=${fees.month(-3)}&to=${fees.month()}&format=xlsx`).expect(200);
  });
});

it('the ledger says the same: what was billed is what was paid and what is open, and in the lump-sum form nothing is held', async () => {
  const trial = await trialBalance(world.db.pool, { estateId: fees.estate.id });
  const of = (kind: string) =>
    trial.rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.debitFen - row.creditFen, 0n);
  expect([of('feeBilled'), of('feePaid'), of('feeIncome'), of('held'), of('spent')]).toEqual(
    [6, -3, -6, 0, 3].map((units) => BigInt(units * FEE_OF_UNIT)),
  );
  expect(trial.unbalanced).toEqual([]);
  expect(await standingCheck(world.db.pool, { estateId: fees.estate.id })).toMatchObject({ isWhole: true });
});
