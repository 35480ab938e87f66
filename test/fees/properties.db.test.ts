// Random sequences of bills, payments, repeats, reversals, spendings and killed transactions: whatever happens, what was billed is what was paid
// and what is open, unit by unit and in the ledger, and what the owners' account holds is what was paid and not spent.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { decideSpending, proposeSpending } from '../../store/fees/account';
import { finishRun, startRun } from '../../store/fees/bill-month';
import { heldFen } from '../../store/fees/post-fees';
import { reversePayment, takePayments } from '../../store/fees/payments';
import { setSchedule } from '../../store/fees/schedules';
import { standingCheck } from '../../store/ledger/standing-check';
import { trialBalance } from '../../store/ledger/trial-balance';
import { Refused } from '../../store/refused';
import { inTransaction, type Tx } from '../../store/transaction';
import { differencesAt } from '../audit/full-books';
import { apiWorld, type World } from '../support/api-world';
import { LUMP_SUM, TRUST } from '../support/a-fee-estate';

const AT = new Date('2026-11-20T04:00:00.000Z');
const MONTHS = ['2026-08', '2026-09', '2026-10', '2026-11'];
const [PROPOSER, APPROVER] = [randomUUID(), randomUUID()];
let world: World;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const payment = fc.record({ unit: fc.nat(2), fen: fc.integer({ min: 1, max: 40_000 }), ref: fc.nat(9) });
const step = fc.oneof(
  fc.record({ do: fc.constant('bill' as const), month: fc.nat(3) }),
  fc.record({
    do: fc.constant('pay' as const),
    // One alone, or several at once as a file has them.
    payments: fc.array(payment, { minLength: 1, maxLength: 4 }),
    dies: fc.boolean(),
  }),
  fc.record({ do: fc.constant('reverse' as const), ref: fc.nat(9) }),
  fc.record({ do: fc.constant('spend' as const), fen: fc.integer({ min: 1, max: 20_000 }), reward: fc.boolean() }),
);

/** An estate of its own with three units: 180.00, 90.00 and 0.01 yuan a month, trust after a lump sum. */
async function anEstate(): Promise<{ estateId: string; path: string; units: string[] }> {
  const { pool } = world.db;
  const estateId = randomUUID();
  const path = `${world.city.c1.path}${estateId}/`;
  await pool.query(`insert into place (id, kind, parent_id, path, name) values ($1, 'estate', $2, $3, $4)`, [
    ...[estateId, world.city.c1.id, path, estateId],
  ]);
  const units = [randomUUID(), randomUUID(), randomUUID()];
  for (const [index, areaDm2] of [9_000, 4_500, 1].entries())
    await pool.query(
      `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
       values ($1, $2, $3, $4, $4, $4, 'dwelling', 'sold', $5, $6, now())`,
      [units[index], estateId, world.city.b1.id, `k${index}`, areaDm2, `${path}${units[index]}/`],
    );
  const schedule = { estateId, untilMonth: null, basisText: '合同', voteId: null, byAccount: PROPOSER, at: AT };
  await inTransaction(pool, (tx) =>
    setSchedule(tx, { ...schedule, fromMonth: '2026-08', terms: LUMP_SUM, commandId: randomUUID() }),
  );
  await inTransaction(pool, (tx) =>
    setSchedule(tx, { ...schedule, fromMonth: '2026-10', terms: TRUST, commandId: randomUUID() }),
  );
  return { estateId, path, units };
}

/** A refusal by rule is an answer; everything else is a bug. */
const attempt = async (work: (tx: Tx) => Promise<unknown>, dies = false): Promise<void> => {
  await inTransaction(world.db.pool, async (tx) => {
    await work(tx);
    if (dies) throw new Refused({ code: 'killed' });
  }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
};

async function play(
  { estateId, units }: { estateId: string; units: string[] },
  one: typeof step extends fc.Arbitrary<infer T> ? T : never,
) {
  const { pool } = world.db;
  const shared = { estateId, byAccount: PROPOSER, at: AT };
  switch (one.do) {
    case 'bill': {
      let runId: string | undefined;
      await attempt(async (tx) => ({ runId } = await startRun(tx, { ...shared, month: MONTHS[one.month] ?? '' })));
      if (runId !== undefined) await finishRun(pool, runId, () => Promise.resolve(AT));
      return;
    }
    case 'pay':
      return attempt(
        (tx) =>
          takePayments(
            tx,
            one.payments.map(({ unit, ref, fen }) => ({
              ...{ ...shared, unitId: units[unit] ?? '', reference: `R${ref}`, month: null, amountFen: fen },
              ...{ paidOn: '2026-11-19', channel: 'cash', importId: null },
            })),
          ),
        one.dies,
      );
    case 'reverse': {
      const { rows } = await pool.query<{ id: string }>(
        'select id from fee_payment where estate_id = $1 and reference = $2',
        [...[estateId, `R${one.ref}`]],
      );
      const [payment] = rows;
      if (payment)
        await attempt((tx) =>
          reversePayment(tx, { ...shared, paymentId: payment.id, reasonText: '有误', commandId: randomUUID() }),
        );
      return;
    }
    case 'spend': {
      const spendingId = randomUUID();
      await attempt((tx) =>
        proposeSpending(tx, {
          ...{ ...shared, spendingId, category: one.reward ? 'firmReward' : 'repair', amountFen: one.fen },
          ...{
            spentOn: '2026-11-19',
            purposeText: '维修',
            documentSha256: null,
            commandId: randomUUID(),
            byRole: 'firmManager',
          },
        }),
      );
      return attempt((tx) =>
        decideSpending(tx, { estateId, spendingId, isApproved: true, byAccount: APPROVER, at: AT }),
      );
    }
  }
}

it('money neither appears nor disappears: billed = paid + open, in the rows and in the ledger', async () => {
  const { pool } = world.db;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const estate = await anEstate();
      const { estateId } = estate;
      for (const one of steps) await play(estate, one);
      const { rows } = await pool.query<Record<string, number>>(
        `select coalesce(sum(b.amount_fen), 0)::float8 as billed, coalesce(sum(b.paid_fen), 0)::float8 as paid,
           coalesce(sum(b.amount_fen - b.paid_fen), 0)::float8 as open,
           (select coalesce(sum(p.amount_fen), 0)::float8 from fee_payment p where p.estate_id = $1
             and not exists (select from fee_payment_reversal v where v.payment_id = p.id)) as standing,
           (select coalesce(sum(s.amount_fen), 0)::float8 from fee_spending s where s.estate_id = $1 and s.state = 'posted') as spent,
           coalesce(sum(b.paid_fen) filter (where r.schedule_version = 1), 0)::float8 as "firmPaid",
           coalesce(sum(b.paid_fen) filter (where r.schedule_version = 2), 0)::float8 as "ownersPaid"
         from fee_bill b join fee_run r on r.id = b.run_id where b.estate_id = $1`,
        [estateId],
      );
      const { billed = 0, paid = 0, open = 0, standing, spent = 0, firmPaid = 0, ownersPaid = 0 } = rows[0] ?? {};
      expect([paid + open, standing]).toEqual([billed, paid]);
      expect(await heldFen(pool, estateId)).toBe(ownersPaid - spent);
      const trial = await trialBalance(pool, { estateId });
      const of = (kind: string) =>
        Number(
          trial.rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.debitFen - row.creditFen, 0n),
        );
      expect([of('feeBilled'), 0 - of('feeIncome'), 0 - of('feePaid'), of('held'), of('spent')]).toEqual([
        ...[billed, billed, paid, ownersPaid - spent, firmPaid + spent],
      ]);
      expect(trial.unbalanced).toEqual([]);
      expect(await standingCheck(pool, { estateId })).toMatchObject({ isWhole: true });
      expect(await differencesAt(pool, estate)).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 300_000);
