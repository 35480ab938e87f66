// Sums that are kept beside what they are made of: pledges of a project, payments of a bill, bills of a month's run, refunds of an order. Each is compared
// with its parts in one statement, and made again from them by the auditor's repair.
import type { Pool } from 'pg';
import { eachPage } from '../each-page';
import type { Db } from '../ledger/balances';
import { lockEstates } from '../ledger/write';
import { lockPledging } from '../pledges/window';
import { inTransaction, type Tx } from '../transaction';
import type { Difference } from './differences';

interface Total {
  /** SQL for the estate $1: `key`, `process_id`, `kept` and `counted` (fen), and whether the row may say what was counted. */
  differing: string;
  /** SQL for the key $1: makes it again, where it differs and may. */
  recount: string;
}

/** Pledges of a version that stand. */
const PLEDGED = `select count(p.pledge_id)::int as households, coalesce(sum(p.amount_fen), 0) as fen from pledge p
  where p.process_id = t.process_id and p.version = t.version and not exists (select from pledge_end e where e.pledge_id = p.pledge_id)`;
/** Parts of a bill whose payment was not taken back; doubtful where a payment is not the sum of its parts: then a person decides first. */
const PAID = `select coalesce(sum(a.amount_fen) filter (where v.payment_id is null), 0) as fen,
    coalesce(bool_or(y.amount_fen <> (select sum(o.amount_fen) from fee_payment_part o where o.payment_id = y.id)), false) as is_doubtful
  from fee_payment_part a join fee_payment y on y.id = a.payment_id left join fee_payment_reversal v on v.payment_id = a.payment_id
  where a.bill_id = b.id`;
const BILLED = `select count(*)::int as bills, coalesce(sum(b.amount_fen), 0) as fen from fee_bill b where b.run_id = r.id`;
/** What the provider told it gave back, each refund once; of an order that was not paid yet it waits. More than was paid is check-refunds.ts. */
const GIVEN_BACK = `select coalesce(sum(fen), 0) as fen from (select max(e.amount_fen) as fen from payment_event e
  where e.order_id = o.id and o.state = 'paid' and e.kind = 'refunded' and e.result <> 'stale' group by coalesce(e.refund_id::text, e.event_id)) told`;

export const TOTALS = {
  pledges: {
    differing: `select t.process_id || ':' || t.version as key, t.process_id, t.pledged_fen as kept, c.fen as counted, c.households <= t.households as is_possible
      from process p join pledge_total t on t.process_id = p.id cross join lateral (${PLEDGED}) c
      where p.place_id = $1 and (t.pledged_fen <> c.fen or t.pledged_households <> c.households)`,
    recount: `update pledge_total u set pledged_fen = c.fen, pledged_households = c.households from pledge_total t cross join lateral (${PLEDGED}) c
      where t.process_id || ':' || t.version = $1 and u.process_id = t.process_id and u.version = t.version and c.households <= t.households
        and (t.pledged_fen <> c.fen or t.pledged_households <> c.households)`,
  },
  feeBill: {
    differing: `select b.id::text as key, null::uuid as process_id, b.paid_fen as kept, c.fen as counted, c.fen <= b.amount_fen as is_possible
      from fee_bill b cross join lateral (${PAID}) c where b.estate_id = $1 and b.paid_fen <> c.fen and not c.is_doubtful`,
    recount: `update fee_bill t set paid_fen = c.fen from fee_bill b cross join lateral (${PAID}) c
      where b.id::text = $1 and t.id = b.id and t.paid_fen <> c.fen and c.fen <= t.amount_fen and not c.is_doubtful`,
  },
  feeRun: {
    differing: `select r.id::text as key, null::uuid as process_id, r.total_fen as kept, c.fen as counted, c.bills <= r.unit_count as is_possible
      from fee_run r cross join lateral (${BILLED}) c where r.estate_id = $1 and (r.total_fen <> c.fen or r.bill_count <> c.bills)`,
    recount: `update fee_run t set total_fen = c.fen, bill_count = c.bills from fee_run r cross join lateral (${BILLED}) c
      where r.id::text = $1 and t.id = r.id and (t.total_fen <> c.fen or t.bill_count <> c.bills) and c.bills <= t.unit_count`,
  },
  paymentOrder: {
    differing: `select o.id::text as key, null::uuid as process_id, o.refunded_fen as kept, c.fen as counted, true as is_possible
      from project_plan p join payment_order o on o.process_id = p.process_id cross join lateral (${GIVEN_BACK}) c
      where p.estate_id = $1 and o.refunded_fen <> c.fen and c.fen <= o.amount_fen`,
    recount: `update payment_order t set refunded_fen = c.fen from payment_order o cross join lateral (${GIVEN_BACK}) c
      where o.id::text = $1 and t.id = o.id and t.refunded_fen <> c.fen and c.fen <= t.amount_fen`,
  },
} as const satisfies Record<string, Total>;

type TotalName = keyof typeof TOTALS;
const NAMES = Object.keys(TOTALS) as TotalName[];
const PAGE = 200;

interface DifferingTotal {
  key: string;
  processId: string | null;
  keptFen: number;
  countedFen: number;
  isPossible: boolean;
}

/** Of one estate. Where the parts come to what the sum can never be, they are what is wrong: nothing is made again of them. */
export async function* checkTotals(
  db: Db,
  { estateId, placePath }: { estateId: string; placePath: string },
): AsyncGenerator<Difference> {
  for (const name of NAMES) {
    const differing = async (after: DifferingTotal | null): Promise<DifferingTotal[]> => {
      const { rows } = await db.query<DifferingTotal>(
        `select key, process_id as "processId", kept::float8 as "keptFen", counted::float8 as "countedFen", is_possible as "isPossible"
         from (${TOTALS[name].differing}) total where key > $2 order by key limit $3`,
        [estateId, after?.key ?? '', PAGE],
      );
      return rows;
    };
    for await (const page of eachPage(PAGE, differing))
      for (const { key, processId, keptFen, countedFen, isPossible } of page) {
        const detail = { total: name, key, keptFen, countedFen };
        yield isPossible
          ? { kind: 'totalDiffers', subject: `${name}:${key}`, processId, placePath, detail }
          : { kind: 'bookingDiffers', subject: `${name}:${key}`, processId: null, placePath, detail };
      }
  }
}

/** Makes the total of a difference again from its parts, under the lock of whoever changes it; false: it is right by now, or its parts cannot be. */
export const recount = (pool: Pool, { subject }: Pick<Difference, 'subject'>): Promise<boolean> =>
  inTransaction(pool, async (tx) => {
    const [name, key] = splitSubject(subject);
    await lockTotal(tx, name, key);
    return (await tx.query(TOTALS[name].recount, [key])).rowCount === 1;
  });

function splitSubject(subject: string): [TotalName, string] {
  const name = NAMES.find((other) => subject.startsWith(`${other}:`));
  if (name === undefined) throw new Error(`no kept sum is named ${subject}`);
  return [name, subject.slice(name.length + 1)];
}

async function lockTotal(tx: Tx, name: TotalName, key: string): Promise<void> {
  const [id = ''] = key.split(':');
  if (name === 'pledges') await lockPledging(tx, id);
  else if (name === 'feeRun') await tx.query('select from fee_run where id = $1 for update', [id]);
  else {
    const table = name === 'feeBill' ? 'fee_bill' : 'payment_order';
    const { rows } = await tx.query<{ estateId: string }>(
      `select estate_id as "estateId" from ${table} where id = $1`,
      [id],
    );
    await lockEstates(
      tx,
      rows.map(({ estateId }) => estateId),
    );
  }
}
