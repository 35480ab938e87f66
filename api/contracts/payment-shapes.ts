// What money that came in and goes back looks like in answers.
import { z } from 'zod';
import { HOLDERS, MOST_FEN } from '../../domain/cofunding/words';
import { DOUBTS, MATCH_REASONS } from '../../domain/receipts/match';
import { LINE_ISSUES, STATEMENT_COLUMN_IDS } from '../../domain/receipts/statement';
import { fileSummary, importedFile } from './file-import';
import { instant, uuid } from './shapes';

/** What somebody pays, asks for or gets. */
export const fen = z.int().min(1).max(MOST_FEN).meta({ description: 'Integer fen (分), from 1' });
/** What adds up from such. */
export const fenTotal = z.int().min(0).meta({ description: 'Integer fen (分)' });
export const holder = z.enum(HOLDERS).meta({ id: 'MoneyHolder', description: 'In whose account the money is' });
export const rightNo = z.int().min(1).max(2_147_483_647);
export const way = z.enum(['bank', 'cash', 'online', 'transfer']).meta({ id: 'MoneyWay' });

export const paymentClass = z
  .strictObject({
    amount: z.enum(['exact', 'underpaid', 'overpaid', 'paidTwice']),
    timing: z.enum(['inTime', 'late']),
    paidBy: z.enum(['self', 'relative', 'unknown']),
    returnedFor: z
      .enum(['lapsed', 'late'])
      .nullable()
      .meta({ description: 'Why it cannot be taken and waits to be sent back; null: it was taken' }),
    excessFen: fenTotal.meta({ description: 'Paid beyond what was owed' }),
    leftFen: fenTotal.meta({ description: 'Still owed' }),
  })
  .meta({ id: 'PaymentClass' });

const owed = {
  rightNo,
  label: z.string(),
  reference: z.string().meta({ description: 'For the remark of the transfer', example: 'ABCD-EFGH' }),
  dueFen: fenTotal,
  paidFen: fenTotal,
  refundedFen: fenTotal,
  outstandingFen: fenTotal,
};
export const payer = z.strictObject(owed).meta({ id: 'AwaitedPayer' });

export const window = z
  .strictObject({
    state: z.enum(['open', 'closed', 'lapsed']).meta({ description: 'lapsed: the project takes no money any more' }),
    opensAt: instant,
    closesAt: instant.meta({ description: 'Exclusive: a payment at this very instant is late' }),
  })
  .meta({ id: 'CollectWindow' });

export const receivedMoney = z
  .strictObject({
    moneyId: uuid,
    way,
    amountFen: fen,
    happenedOn: z.iso.date(),
    sourceId: z.string(),
    rightNo: rightNo.nullable(),
    label: z.string().nullable(),
    amountClass: z.enum(['exact', 'underpaid', 'overpaid', 'paidTwice']).nullable(),
    timing: z.enum(['inTime', 'late']),
    paidBy: z.enum(['self', 'relative', 'unknown']),
    excessFen: fenTotal,
    why: z.array(z.string()).meta({ description: 'What spoke for it' }),
    at: instant,
  })
  .meta({ id: 'ReceivedMoney' });

export const waitingMoney = z
  .strictObject({
    moneyId: uuid,
    holder,
    way,
    amountFen: fen,
    happenedOn: z.iso.date(),
    doubt: z
      .enum([...DOUBTS, 'lapsed', 'late'])
      .nullable()
      .meta({ description: 'Why nobody was taken for it; null: a person undid its match' }),
    suggestion: z.strictObject({ processId: uuid, rightNo, label: z.string().nullable() }).nullable(),
    paidBy: z
      .strictObject({
        name: z.string().nullable(),
        accountMasked: z.string().nullable(),
        remark: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'WaitingMoney' });

export const lineVerdict = z
  .enum(['matched', 'unmatched', 'outgoing', 'alreadyIn', 'refused'])
  .meta({ id: 'BankLineVerdict' });

export const statementImport = z
  .strictObject({
    importId: uuid,
    holder,
    ...importedFile,
    summary: fileSummary(z.enum(STATEMENT_COLUMN_IDS), {
      ...{
        matched: z.int(),
        unmatched: z.int(),
        outgoing: z.int(),
        alreadyIn: z.int(),
        refused: z.int(),
      },
      incomingFen: fenTotal,
      balanceBreaks: z.int().meta({ description: 'Lines whose balance does not follow on from the one before' }),
    }),
  })
  .meta({ id: 'BankStatementImport', description: 'The preview of a bank statement, and whether it was committed' });

export const statementRow = z
  .strictObject({
    rowNo: z.int(),
    verdict: lineVerdict,
    bookedOn: z.iso.date().nullable(),
    amountFen: fenTotal.nullable(),
    processId: uuid.nullable(),
    rightNo: rightNo.nullable(),
    label: z.string().nullable().meta({ description: 'Of the household that it is from, or may be from' }),
    why: z.array(z.enum(MATCH_REASONS)),
    doubt: z.enum(DOUBTS).nullable(),
    issues: z.array(
      z.strictObject({ column: z.enum(STATEMENT_COLUMN_IDS), code: z.enum(LINE_ISSUES), message: z.string() }),
    ),
    moneyId: uuid.nullable().meta({ description: 'Once it was booked' }),
  })
  .meta({ id: 'BankStatementRow', description: 'The answer to one line, numbered as in the file' });

export const cashReceipt = z
  .strictObject({
    receiptId: uuid,
    receiptNo: z.int().meta({ description: 'Of the estate, without a gap' }),
    rightNo,
    label: z.string(),
    amountFen: fen,
    receivedOn: z.iso.date(),
    enteredAt: instant,
    enteredBy: uuid,
    state: z.enum(['entered', 'confirmed', 'void']),
  })
  .meta({ id: 'CashReceipt' });

export const refundState = z
  .enum(['listed', 'confirmed', 'sent', 'paid', 'held', 'disposed'])
  .meta({ id: 'RefundState', description: 'confirmed: by the first of two people; sent: the provider was asked' });

export const refund = z
  .strictObject({
    refundId: uuid,
    processId: uuid.nullable().meta({ description: 'Null: money that was never matched' }),
    of: z.enum(['surplus', 'all', 'excess', 'unmatched']),
    sourceId: z.string().nullable(),
    rightNo: rightNo.nullable(),
    payer: z.string().nullable().meta({ description: 'Key of the payer in the ledger' }),
    amountFen: fen,
    state: refundState,
    paidTo: z
      .strictObject({ name: z.string().nullable(), account: z.string().nullable() })
      .nullable()
      .meta({ description: 'Who paid, where that was not simply the household' }),
    listedAt: instant,
    isBooked: z.boolean(),
  })
  .meta({ id: 'MoneyRefund' });

/** A payment provider's event of an order. */
export const providerEvent = z
  .strictObject({
    eventId: z.string().regex(/^[\w.:-]{1,80}$/),
    orderId: uuid,
    type: z.enum(['paid', 'failed', 'refunded']),
    amountFen: fen,
    currency: z.string().regex(/^[A-Z]{3}$/),
    refundId: uuid.nullable().default(null),
    happenedAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'PaymentProviderEvent' });
