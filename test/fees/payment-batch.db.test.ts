// Many payments at once: judged in their order like single ones, and in as many statements for a thousand as for two, since the estate's ledger
// stands still meanwhile.
import { randomUUID } from 'node:crypto';
import { finishRun, startRun } from '../../store/fees/bill-month';
import { takePayments, type PaymentToTake } from '../../store/fees/payments';
import { setSchedule } from '../../store/fees/schedules';
import { standingCheck } from '../../store/ledger/standing-check';
import { inTransaction, type Tx } from '../../store/transaction';
import { apiWorld, type World } from '../support/api-world';
import { FEE_OF_UNIT, LUMP_SUM, TRUST } from '../support/a-fee-estate';

const AT = new Date('2026-11-20T04:00:00.000Z');
const BY = randomUUID();
let world: World;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

/** An estate of its own with so many flats of 180 yuan a month: September is the firm's, October the owners'. */
async function anEstate(flats: number): Promise<{ estateId: string; units: string[] }> {
  const { pool } = world.db;
  const estateId = randomUUID();
  const path = `${world.city.c1.path}${estateId}/`;
  await pool.query(`insert into place (id, kind, parent_id, path, name) values ($1, 'estate', $2, $3, $4)`, [
    ...[estateId, world.city.c1.id, path, estateId],
  ]);
  const units = Array.from({ length: flats }, () => randomUUID());
  await pool.query(
    `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
     select u.id, $2, $3, 'k' || u.n, 'k' || u.n, 'k' || u.n, 'dwelling', 'sold', 9000, $4 || u.id || '/', now()
     from unnest($1::uuid[]) with ordinality as u (id, n)`,
    [units, estateId, world.city.b1.id, path],
  );
  const schedule = { estateId, untilMonth: null, basisText: '合同', voteId: null, byAccount: BY, at: AT };
  for (const [fromMonth, terms] of [
    ['2026-09', LUMP_SUM],
    ['2026-10', TRUST],
  ] as const)
    await inTransaction(pool, (tx) => setSchedule(tx, { ...schedule, fromMonth, terms, commandId: randomUUID() }));
  for (const month of ['2026-09', '2026-10']) {
    const { runId } = await inTransaction(pool, (tx) => startRun(tx, { estateId, month, byAccount: BY, at: AT }));
    await finishRun(pool, runId, () => Promise.resolve(AT));
  }
  return { estateId, units };
}

const payment = (estateId: string, unitId: string | undefined, more: Partial<PaymentToTake> = {}): PaymentToTake => ({
  ...{ estateId, unitId: unitId ?? '', reference: `R-${randomUUID()}`, month: null, amountFen: FEE_OF_UNIT },
  ...{ paidOn: '2026-11-19', channel: 'cash', importId: null, byAccount: BY, at: AT, ...more },
});

it('each is judged by those before it, and a refused one leaves no trace', async () => {
  const { estateId, units } = await anEstate(2);
  const [one, other] = units;
  const answers = await inTransaction(world.db.pool, (tx) =>
    takePayments(tx, [
      payment(estateId, one, { reference: 'A' }),
      payment(estateId, one, { reference: 'A' }),
      payment(estateId, one, { reference: 'A', amountFen: FEE_OF_UNIT + 1 }),
      payment(estateId, one, { amountFen: FEE_OF_UNIT + 1 }),
      payment(estateId, one),
      payment(estateId, one, { amountFen: 1 }),
      payment(estateId, other, { amountFen: FEE_OF_UNIT + 5 }),
      payment(estateId, world.city.u1.id),
      payment(estateId, other, { paidOn: '2026-11-21' }),
    ]),
  );
  const said = answers.map((answer) => ('rejection' in answer ? answer.rejection.code : answer.isNew));
  expect(said).toEqual([
    ...[true, false, 'payment-reference-reused', 'payment-beyond-bill', true, 'payment-beyond-bill', true],
    ...['fee-unit-unknown', 'payment-in-future'],
  ]);
  const { rows } = await world.db.pool.query<{ unit: string; month: string; paid: number }>(
    `select unit_id as unit, month, paid_fen::int as paid from fee_bill where estate_id = $1 order by unit_id, month`,
    [estateId],
  );
  const paidOf = (unit: string | undefined) => rows.filter((row) => row.unit === unit).map(({ paid }) => paid);
  expect([paidOf(one), paidOf(other)]).toEqual([
    [FEE_OF_UNIT, FEE_OF_UNIT],
    [FEE_OF_UNIT, 5],
  ]);
  const { rows: passedOn } = await world.db.pool.query<{ n: number }>(
    'select count(passed_on_id)::int as n from fee_payment where estate_id = $1',
    [estateId],
  );
  // The two that paid September, in the lump-sum form.
  expect(passedOn[0]?.n).toBe(2);
  expect(await standingCheck(world.db.pool, { estateId })).toMatchObject({ isWhole: true });
});

it('are taken in as many statements for two hundred as for two', async () => {
  const { estateId, units } = await anEstate(202);
  const statementsOf = (of: readonly string[]) =>
    inTransaction(world.db.pool, async (tx) => {
      let statements = 0;
      const counting = new Proxy(tx, {
        get: (target, name) => {
          if (name === 'query') statements += 1;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      }) as Tx;
      const taken = await takePayments(
        counting,
        of.map((unitId) => payment(estateId, unitId)),
      );
      expect(taken.every((answer) => 'isNew' in answer && answer.isNew)).toBe(true);
      return statements;
    });
  const few = await statementsOf(units.slice(0, 2));
  expect(few).toBeGreaterThan(3);
  expect(await statementsOf(units.slice(2))).toBe(few);
});
