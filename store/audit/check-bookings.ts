// The rows that say that money moved against the ledger, both ways: each booked row has its posting, which says the same; each posting has a row that
// speaks of it; and what a bank, a desk or a provider told is the money that was booked. One statement for an estate, so one snapshot: money that is
// coming in meanwhile is in both or in neither. What the entries of a posting say among themselves is check-money.ts.
import { eachPage } from '../each-page';
import type { Db } from '../ledger/balances';
import { BOOKED_ROWS } from './booked-rows';
import type { Difference } from './differences';

/** What a difference is made of, at most; its numbers are those of the first. */
const NAMED = 20;

/** What came through a door, and the piece of money that it became. `what` is null where they agree. */
const AT_DOORS = `
  select 'money:' || s.money_id as root, 'statementLine' as record, s.import_id || ':' || s.row_no as id, s.amount_fen as row_fen, i.amount_fen as posted_fen,
    i.transaction_id as tx, case when i.id is null then 'notBooked' when i.estate_id <> p.estate_id or i.way <> 'bank' then 'otherPosting'
      when i.amount_fen <> s.amount_fen or i.happened_on <> s.booked_on then 'otherAmount' end as what
  from statement_import p join statement_row s on s.import_id = p.id left join money_in i on i.id = s.money_id
  where p.estate_id = $1 and s.money_id is not null
  union all
  select 'money:' || e.money_id, 'cashReceipt', r.id::text, r.amount_fen, i.amount_fen, i.transaction_id, case when i.id is null then 'notBooked'
      when i.estate_id <> r.estate_id or i.business_key <> 'cash:' || r.id then 'otherPosting'
      when i.amount_fen <> r.amount_fen or i.happened_on <> r.received_on then 'otherAmount' end
  from cash_receipt r join cash_receipt_end e on e.receipt_id = r.id and e.kind = 'confirmed' left join money_in i on i.id = e.money_id
  where r.estate_id = $1
  union all
  select coalesce('money:' || o.money_id, 'order:' || o.id), 'paymentOrder', o.id::text, o.amount_fen, i.amount_fen, i.transaction_id,
    case when i.id is null then 'notBooked' when i.estate_id <> o.estate_id or i.business_key <> 'order:' || o.id then 'otherPosting'
      when i.amount_fen <> o.amount_fen then 'otherAmount' end
  from project_plan p join payment_order o on o.process_id = p.process_id left join money_in i on i.id = o.money_id
  where p.estate_id = $1 and (o.state = 'paid' or o.money_id is not null)
  union all
  select coalesce('money:' || o.money_id, 'order:' || o.id), 'paymentEvent', o.id || ':' || e.event_no, e.amount_fen, o.amount_fen, null,
    case when o.state <> 'paid' then 'notBooked' when e.kind = 'paid' and e.amount_fen <> o.amount_fen then 'otherAmount'
      when e.kind = 'refunded' and e.refund_id is not null and not exists (
        select from refund r where r.id = e.refund_id and r.transaction_id is not null and r.amount_fen = e.amount_fen) then 'notBooked' end
  from project_plan p join payment_order o on o.process_id = p.process_id
    join (select *, row_number() over (partition by order_id order by received_at, event_id) as event_no from payment_event) e on e.order_id = o.id
  where p.estate_id = $1 and e.result = 'taken' and e.kind <> 'failed'`;

/** Payments of fees that are more or less than their parts, bills of which more was paid than they ask, and units that were billed otherwise. */
const OF_FEES = `
  select 'feePayment:' || p.id as root, 'feePaymentParts' as record, p.id::text as id, p.amount_fen as row_fen, coalesce(sum(a.amount_fen), 0) as posted_fen,
    p.transaction_id as tx, 'otherAmount' as what
  from fee_payment p left join fee_payment_part a on a.payment_id = p.id where p.estate_id = $1
  group by p.id having p.amount_fen <> coalesce(sum(a.amount_fen), 0)
  union all
  select 'feeBills:' || unit_id, 'feeBills', unit_id, sum(billed), sum(posted), null, 'otherAmount' from (
    select unit_id::text, amount_fen as billed, 0 as posted from fee_bill where estate_id = $1
    union all
    select substr(a.payer, 6), 0, e.amount_fen from ledger_account a join ledger_entry e on e.account_id = a.id
      where a.estate_id = $1 and a.kind = 'feeBilled') unit (unit_id, billed, posted)
  group by unit_id having sum(billed) <> sum(posted)`;

const DIFFERENCES = `
  with moved as materialized (
    select e.transaction_id, a.kind, sum(e.amount_fen) as fen, min(a.project_id::text) as process_id, min(a.source) as source, min(a.payer) as payer
    from ledger_account a join ledger_entry e on e.account_id = a.id where a.estate_id = $1 group by e.transaction_id, a.kind),
  -- A posting that is not balanced is said by check-money.ts, and nothing else about it.
  unbalanced as materialized (
    select distinct transaction_id from (
      select e.transaction_id from ledger_account a join ledger_entry e on e.account_id = a.id where a.estate_id = $1
      group by e.transaction_id, a.project_id, a.source having sum(e.amount_fen) <> 0) part),
  booked as materialized (${BOOKED_ROWS}),
  wrong as (
    select b.root, b.record, b.id, b.fen as row_fen, m.fen as posted_fen, coalesce(t.id, b.tx) as tx, case
        when t.id is null then 'notPosted'
        when b.stored and b.tx is distinct from t.id then 'otherPosting'
        when t.estate_id <> $1 or t.kind <> b.kind or t.reverses_id is distinct from b.reverses then 'otherPosting'
        when b.account is null or t.id in (select transaction_id from unbalanced) then null
        when m.fen is distinct from b.fen then 'otherAmount'
        when (b.process_id is not null and m.process_id is distinct from b.process_id::text) or (b.source is not null and m.source is distinct from b.source)
          or (b.payer is not null and m.payer is distinct from b.payer) then 'otherAccount' end as what
    from booked b left join ledger_transaction t on t.business_key = b.key left join moved m on m.transaction_id = t.id and m.kind = b.account
    union all ${AT_DOORS}
    union all ${OF_FEES}),
  of_rows as (
    select root, jsonb_build_object('rows', (array_agg(record || ':' || id order by record, id))[1:${NAMED}], 'what', array_agg(distinct what),
      'transactions', coalesce((array_agg(distinct tx::text) filter (where tx is not null))[1:${NAMED}], '{}'),
      'rowFen', abs((array_agg(row_fen order by record, id))[1]), 'postedFen', abs((array_agg(posted_fen order by record, id))[1])) as detail
    from wrong where what is not null group by root),
  unknown as (
    select case when starts_with(t.business_key, 'money:') then 'money:' || split_part(t.business_key, ':', 2) else 'posting:' || t.id end as root, t.id, t.kind,
      (select sum(fen) from moved m where m.transaction_id = t.id and m.fen > 0) as fen
    from ledger_transaction t where t.estate_id = $1 and not exists (select from booked b where b.key = t.business_key)
    union all
    -- Money that came through no door.
    select 'money:' || i.id, i.transaction_id, i.way, i.amount_fen from money_in i where i.estate_id = $1 and case i.way
      when 'bank' then not exists (select from statement_import p join statement_row s on s.import_id = p.id where p.estate_id = $1 and s.money_id = i.id)
      when 'cash' then not exists (select from cash_receipt_end e where e.money_id = i.id)
      when 'online' then not exists (select from payment_order o where o.money_id = i.id) else false end)
  select 'bookingDiffers' as kind, root as subject, detail from of_rows
  union all
  select 'postingUnknown', root, jsonb_build_object('transactions', (array_agg(id::text order by id))[1:${NAMED}], 'postingKinds', array_agg(distinct kind),
    'fen', sum(fen)) from unknown where root not in (select root from of_rows) group by root`;

const PAGE = 200;

type DifferingBooking = Pick<Difference, 'subject' | 'detail'> & { kind: 'bookingDiffers' | 'postingUnknown' };

/** Of one estate, in the order of their subjects. Memory does not grow with the rows, nor with the differences. */
export async function* checkBookings(
  db: Db,
  { estateId, placePath }: { estateId: string; placePath: string },
): AsyncGenerator<Difference> {
  const differing = async (after: DifferingBooking | null): Promise<DifferingBooking[]> => {
    const { rows } = await db.query<DifferingBooking>(
      `select * from (${DIFFERENCES}) difference where (kind, subject) > ($2, $3) order by kind, subject limit $4`,
      [estateId, after?.kind ?? '', after?.subject ?? '', PAGE],
    );
    return rows;
  };
  // Whose process it is of stands in the rows: no run is stopped for them.
  for await (const page of eachPage(PAGE, differing))
    for (const difference of page) yield { ...difference, processId: null, placePath };
}
