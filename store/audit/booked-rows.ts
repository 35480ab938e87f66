// Every row that says that money moved, with the posting it must have: its business key, and what of it must have moved on which account. SQL for one estate
// (parameter 1), put together in check-bookings.ts. A row that is of something else (a match of its piece of money) has the same root.

/** `stored`: the row itself names its transaction (`tx`). `fen`: what the posting moves on its accounts of this kind; null: not compared. */
const COLUMNS = `root text, record text, id text, key text, stored boolean, tx uuid, kind text, reverses uuid, process_id uuid, source text,
  payer text, account text, fen numeric`;

/** Money that came in, whose it was found to be, and what was undone. A transfer is one posting for both. */
const MONEY = `
  select 'money:' || i.id, 'moneyIn', i.id::text, case i.way when 'transfer' then i.business_key else 'money:' || i.id end, true, i.transaction_id,
    case i.way when 'transfer' then 'incomeGrant' else 'unmatchedReceipt' end, null::uuid, null::uuid, null, null,
    case i.way when 'transfer' then 'received' else 'unmatched' end, -i.amount_fen
  from money_in i where i.estate_id = $1
  union all
  select 'money:' || i.id, 'moneyMatch', i.id || ':' || m.attempt_no, case i.way when 'transfer' then i.business_key
      else 'money:' || i.id || ':match:' || m.attempt_no end, true, m.transaction_id, case i.way when 'transfer' then 'incomeGrant' else 'match' end,
    null, m.process_id, m.source_id, m.payer, 'received', -i.amount_fen
  from money_in i join money_match m on m.money_id = i.id where i.estate_id = $1
  union all
  select 'money:' || i.id, 'moneyMatchEnd', i.id || ':' || m.attempt_no, 'money:' || i.id || ':undo:' || m.attempt_no, true, e.transaction_id, 'reversal',
    m.transaction_id, m.process_id, m.source_id, m.payer, 'received', i.amount_fen
  from money_in i join money_match m on m.money_id = i.id join money_match_end e on e.money_id = m.money_id and e.attempt_no = m.attempt_no
  where i.estate_id = $1`;

/** Refunds that were paid, and held ones that went where the street decided. */
const REFUNDS = `
  select 'refund:' || r.id, 'refund', r.id::text, 'refund:' || r.id, true, r.transaction_id,
    case when w.is_unmatched then 'unmatchedReturn' when starts_with(r.payer, 'account:') then 'incomeGrantReturn' else 'refund' end, null::uuid,
    case when not w.is_unmatched then r.process_id end, case when not w.is_unmatched then r.source_id end,
    case when not w.is_unmatched then r.payer end, case when w.is_unmatched then 'unmatched' else 'refunded' end, r.amount_fen
  from refund r, lateral (select r.process_id is null or r.source_id is null or r.payer is null as is_unmatched) w
  where r.estate_id = $1 and (r.transaction_id is not null or r.state = 'paid')`;

/** The estate's own money: what came in, what was spent of it. */
const OWN = `
  select 'commonIncome:' || c.income_id, 'commonIncome', c.income_id::text, 'commonIncome:' || c.income_id, true, c.transaction_id, 'incomeReceipt',
    null::uuid, null::uuid, 'commonIncome', null, 'income', -c.amount_fen
  from common_income c where c.estate_id = $1
  union all
  select 'commonSpending:' || s.spending_id, 'commonSpending', s.spending_id::text, 'commonSpending:' || s.spending_id, true, p.transaction_id,
    'spending', null, null, s.fund, null, 'spent', s.amount_fen
  from common_spending s join common_spending_payment p on p.spending_id = s.spending_id where s.estate_id = $1
  union all
  select 'feeSpending:' || s.id, 'feeSpending', s.id::text, 'feeSpending:' || s.id, true, s.transaction_id,
    case s.category when 'surplus' then 'feeSurplus' else 'spending' end, null, null, 'propertyFee', null,
    case s.category when 'surplus' then 'granted' else 'spent' end, s.amount_fen
  from fee_spending s where s.estate_id = $1 and s.state = 'posted'`;

/** Fees: bills, payments with what was passed on to the firm (lump sum), and payments that were undone. */
const FEES = `
  select 'feeRun:' || r.id, 'feeRun', r.id::text, t.business_key, false, null::uuid, 'feeBill', null::uuid, null::uuid, null, null, null, null
  from ledger_transaction t join fee_run r on r.id::text = split_part(t.business_key, ':', 2)
  where t.estate_id = $1 and t.kind = 'feeBill' and r.estate_id = $1 and starts_with(t.business_key, 'feeBills:')
  union all
  select 'feePayment:' || p.id, f.record, p.id::text, f.key, f.stored, f.tx, f.kind, f.reverses, null, 'propertyFee', f.payer, f.account, f.fen
  from fee_payment p left join fee_payment_reversal v on v.payment_id = p.id
    cross join lateral (select coalesce(sum(a.amount_fen), 0) as fen from fee_payment_part a join fee_bill b on b.id = a.bill_id
      join fee_run r on r.id = b.run_id join fee_schedule s on s.estate_id = r.estate_id and s.version = r.schedule_version
      where a.payment_id = p.id and s.form = 'lumpSum') firm
    cross join lateral (values
      ('feePayment', 'feePayment:' || p.estate_id || ':' || p.reference, true, p.transaction_id, 'feePayment', null::uuid,
        'unit:' || p.unit_id, 'feePaid', -p.amount_fen, true),
      ('feePassedOn', 'feePassedOn:' || p.estate_id || ':' || p.reference, true, p.passed_on_id, 'spending', null, null, 'spent', firm.fen,
        firm.fen > 0 or p.passed_on_id is not null),
      ('feePaymentReversal', 'feePaymentReversal:' || p.id, true, v.transaction_id, 'reversal', p.transaction_id,
        'unit:' || p.unit_id, 'feePaid', p.amount_fen, v.payment_id is not null),
      ('feePassedOnReversal', 'feePassedOnReversal:' || p.id, false, null, 'reversal', p.passed_on_id, null, 'spent', -firm.fen,
        v.payment_id is not null and p.passed_on_id is not null)
    ) f (record, key, stored, tx, kind, reverses, payer, account, fen, is_booked)
  where p.estate_id = $1 and f.is_booked`;

/**
 * Payments of a project are asked for and approved in its record. The posting is made before its event is written, so an approved payment may have
 * one already; one that is posted must have it. A reward books a spending again (store/receipts/take-over.ts).
 */
const ORDERS = `
  select e.process_id, e.payload #>> '{payment,paymentId}' as payment_id, (e.payload #>> '{payment,amountFen}')::numeric as fen,
    exists (select from process_event a where a.process_id = e.process_id and a.type = 'paymentApproved' and a.seq > e.seq
      and a.payload ->> 'paymentId' = e.payload #>> '{payment,paymentId}' and (a.payload ->> 'isFinal')::boolean) as is_approved,
    exists (select from process_event a where a.process_id = e.process_id and a.type = 'paymentFailed' and a.seq > e.seq
      and a.payload ->> 'paymentId' = e.payload #>> '{payment,paymentId}') as is_failed,
    (select (a.payload ->> 'transactionId')::uuid from process_event a where a.process_id = e.process_id and a.type = 'paymentPosted' and a.seq > e.seq
      and a.payload ->> 'paymentId' = e.payload #>> '{payment,paymentId}') as tx
  from project_plan p join process_event e on e.process_id = p.process_id and e.type = 'paymentRequested' where p.estate_id = $1`;
const PAYMENTS = `
  select 'payment:' || o.payment_id, 'payment', o.payment_id, coalesce(t.business_key, 'spending:' || o.process_id || ':' || o.payment_id),
    o.tx is not null and not coalesce(t.business_key like '%:again', false), o.tx, 'spending', null::uuid, o.process_id, null, null, 'spent', o.fen
  from (${ORDERS}) o left join ledger_transaction t on t.process_id = o.process_id and t.kind = 'spending'
    and (t.business_key = 'spending:' || o.process_id || ':' || o.payment_id
      or starts_with(t.business_key, 'spending:' || o.process_id || ':' || o.payment_id || ':again'))
  where o.tx is not null or (t.id is not null and o.is_approved and not o.is_failed)
  union all
  select 'spending:' || o.id, 'takenOver', o.id::text, r.business_key, false, null, 'reversal', o.id, null, null, null, null, null
  from ledger_transaction r join ledger_transaction o on o.id = r.reverses_id and r.business_key = o.business_key || ':takenOver'
    join ledger_transaction again on again.business_key = o.business_key || ':again'
  where r.estate_id = $1 and r.kind = 'reversal'`;

/** Reversals that two people agreed on. */
const REVERSALS = `
  select 'reversal:' || q.id, 'reversalRequest', q.id::text, 'reversal:' || q.id, false, null::uuid, 'reversal', q.transaction_id, null::uuid, null, null,
    null, null
  from ledger_transaction t join ledger_reversal_request q on q.transaction_id = t.id where t.estate_id = $1 and q.decision = 'confirmed'`;

export const BOOKED_ROWS = `select * from (
  ${[MONEY, REFUNDS, OWN, FEES, PAYMENTS, REVERSALS].join('\n  union all')}
) booked (${COLUMNS.replaceAll(/ (?:text|boolean|uuid|numeric)/g, '')})`;
