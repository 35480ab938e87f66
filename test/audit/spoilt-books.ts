// Ways to spoil full books (full-books.ts) in one place, as superuser with every guard switched off, and what an audit finds then.
import type { DifferenceKind } from '../../store/audit/differences';

/** A piece of money that came this way. */
export const MONEY_OF = (way: string): string =>
  `(select i.id from money_in i where i.way = '${way}' order by i.id limit 1)`;
/** A household's refund of the surplus, and its posting. */
export const SURPLUS = `(select id from refund where of = 'surplus' and state = 'paid' and source_id = 'household' order by id limit 1)`;
export const OF_SURPLUS = `(select transaction_id from refund where id = ${SURPLUS})`;
const STANDING_PAYMENT = `(select p.id from fee_payment p where not exists (select from fee_payment_reversal v where v.payment_id = p.id))`;
const POSTED = (type: string) => `process_event where type = '${type}' and payload ->> 'paymentId' is not null`;

/** What is wrong, how it is brought about, and which sum it is. */
export const KEPT_SUMS: [string, string, string][] = [
  ['a fen more is kept as pledged', 'update pledge_total set pledged_fen = pledged_fen - 1', 'pledges'],
  ['a pledge less is kept', 'update pledge_total set pledged_households = pledged_households - 1', 'pledges'],
  [
    'a bill is kept as paid less than it was',
    `update fee_bill set paid_fen = paid_fen - 1 where id = (select bill_id from fee_payment_part p
     where p.payment_id = ${STANDING_PAYMENT} order by bill_id limit 1)`,
    'feeBill',
  ],
  [
    'a bill is kept as paid whose payment was undone',
    `update fee_bill set paid_fen = 1 where id = (select a.bill_id from fee_payment_part a
     join fee_payment_reversal v on v.payment_id = a.payment_id limit 1)`,
    'feeBill',
  ],
  [
    'a month is kept as billed for less',
    `update fee_run set total_fen = total_fen - 1 where month = (select max(month) from fee_run)`,
    'feeRun',
  ],
  ['an order is kept as given back less', 'update payment_order set refunded_fen = refunded_fen - 1', 'paymentOrder'],
];

/** What somebody changes, how, and what is found. */
export const SPOILT_ROWS: [string, string[], DifferenceKind, object][] = [
  [
    'the amount of cash that was booked',
    [`update money_in set amount_fen = amount_fen + 1 where id = ${MONEY_OF('cash')}`],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'whom a payment is from',
    [`update money_match set payer = 'street' where money_id = ${MONEY_OF('cash')}`],
    'bookingDiffers',
    { what: ['otherAccount'] },
  ],
  [
    'for which source a payment is',
    [`update money_match set source_id = 'sponsor' where money_id = ${MONEY_OF('cash')}`],
    'bookingDiffers',
    { what: ['otherAccount'] },
  ],
  [
    'which posting a match names',
    [`update money_match set transaction_id = money_id where money_id = ${MONEY_OF('cash')}`],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  [
    'which posting undid a match',
    ['update money_match_end set transaction_id = money_id'],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  ['that a match was undone', ['delete from money_match_end'], 'postingUnknown', { postingKinds: ['reversal'] }],
  [
    'that money of nobody came',
    [`delete from money_in where id in (select id from money_in where amount_fen = 77)`],
    'bookingDiffers',
    { what: ['notBooked'] },
  ],
  [
    'that a posting of a transfer was made',
    [`update money_in set transaction_id = id where way = 'transfer'`],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  [
    'the amount of a line of a statement',
    ['update statement_row set amount_fen = 78 where amount_fen = 77'],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'the day of a line of a statement',
    ['update statement_row set booked_on = booked_on - 1 where amount_fen = 77'],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'the line that brought money',
    ['delete from statement_row where amount_fen = 77'],
    'postingUnknown',
    { postingKinds: ['bank'], fen: 77 },
  ],
  [
    'the amount of a cash receipt',
    ['update cash_receipt set amount_fen = amount_fen - 1'],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  ['that a cash receipt was confirmed', ['delete from cash_receipt_end'], 'postingUnknown', { postingKinds: ['cash'] }],
  [
    'the amount of an order',
    ['update payment_order set amount_fen = amount_fen + 1'],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'the amount of which a provider told',
    [`update payment_event set amount_fen = amount_fen + 1 where kind = 'paid'`],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'that an order was paid',
    [`update payment_order set state = 'created', refunded_fen = 0`],
    'bookingDiffers',
    { what: ['notBooked'] },
  ],
  [
    'which money an order brought',
    [
      `update payment_order set money_id = null`,
      `update payment_order set state = 'created', refunded_fen = 0`,
      `update payment_event set result = 'stale'`,
    ],
    'postingUnknown',
    { postingKinds: ['online'] },
  ],
  [
    'the amount of a refund',
    [`update refund set amount_fen = amount_fen + 1 where id = ${SURPLUS}`],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'who got a refund',
    [`update refund set payer = 'street' where id = ${SURPLUS}`],
    'bookingDiffers',
    { what: ['otherAccount'] },
  ],
  [
    'the posting of a refund that was paid',
    [`update refund set transaction_id = null where id = ${SURPLUS}`],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  [
    'that a listed refund was not paid',
    [`update refund set state = 'paid' where state = 'listed'`],
    'bookingDiffers',
    { what: ['notPosted'] },
  ],
  [
    'that there was a refund',
    [`delete from refund where id = ${SURPLUS}`],
    'postingUnknown',
    { postingKinds: ['refund'] },
  ],
  [
    'that a refund was posted',
    [`delete from ledger_transaction where id = ${OF_SURPLUS}`],
    'bookingDiffers',
    { what: ['notPosted'] },
  ],
  [
    'the amount of common revenue',
    ['update common_income set amount_fen = amount_fen + 1 where amount_fen = 9000'],
    'bookingDiffers',
    {},
  ],
  [
    'that common revenue came in',
    ['delete from common_income where amount_fen = 9000'],
    'postingUnknown',
    { fen: 9_000 },
  ],
  [
    'what was spent of common revenue',
    ['update common_spending set amount_fen = amount_fen + 1'],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'of which fund it was spent',
    [`update common_spending set fund = 'feeSurplus'`],
    'bookingDiffers',
    { what: ['otherAccount'] },
  ],
  [
    'what was spent of the fees',
    [`update fee_spending set amount_fen = amount_fen + 1 where category = 'repair'`],
    'bookingDiffers',
    {},
  ],
  [
    'what was put aside of the fees',
    [`update fee_spending set amount_fen = amount_fen + 1 where category = 'surplus'`],
    'bookingDiffers',
    {},
  ],
  [
    'the amount of a payment of fees',
    [`update fee_payment set amount_fen = amount_fen + 1 where id = ${STANDING_PAYMENT}`],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'to which bills a payment went',
    [`update fee_payment_part set amount_fen = amount_fen - 1 where payment_id = ${STANDING_PAYMENT}`],
    'bookingDiffers',
    {},
  ],
  [
    'whose payment of fees it was',
    [`update fee_payment set unit_id = id where id = ${STANDING_PAYMENT}`],
    'bookingDiffers',
    { what: ['otherAccount'] },
  ],
  [
    'what was passed on to the firm',
    [`update fee_payment set passed_on_id = null where id = ${STANDING_PAYMENT}`],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  [
    'which posting undid a payment',
    ['update fee_payment_reversal set transaction_id = payment_id'],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  [
    'what a unit was billed',
    [
      'update fee_bill set amount_fen = amount_fen + 1 where id = (select id from fee_bill order by id limit 1)',
      'update fee_run r set total_fen = (select sum(amount_fen) from fee_bill b where b.run_id = r.id)',
    ],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'what a payment of the project was asked for',
    [
      `update process_event set payload = jsonb_set(payload, '{payment,amountFen}', '11999') where type = 'paymentRequested'`,
    ],
    'bookingDiffers',
    { what: ['otherAmount'] },
  ],
  [
    'which posting a payment of the project names',
    [
      `update process_event set payload = jsonb_set(payload, '{transactionId}', '"00000000-0000-4000-8000-000000000000"') where seq in (select seq from ${POSTED('paymentPosted')}) and type = 'paymentPosted'`,
    ],
    'bookingDiffers',
    { what: ['otherPosting'] },
  ],
  [
    'that a payment of the project was approved by two',
    [`delete from process_event where type in ('paymentApproved', 'paymentPosted')`],
    'postingUnknown',
    { postingKinds: ['spending'] },
  ],
  [
    'that two agreed to take a posting back',
    ['update ledger_reversal_request set decision = null, decided_by = null, decided_at = null'],
    'postingUnknown',
    { postingKinds: ['reversal'] },
  ],
  [
    'that two agreed on what never was posted',
    [
      `insert into ledger_reversal_request (id, transaction_id, asked_by, asked_at, reason_text, decision, decided_by, decided_at)
     select gen_random_uuid(), transaction_id, id, now(), 'hash', 'confirmed', estate_id, now() from fee_spending where category = 'repair'`,
    ],
    'bookingDiffers',
    { what: ['notPosted'] },
  ],
];
