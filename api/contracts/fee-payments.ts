// Operations that take payments of property fees down: one by one, or by a file that is judged before it is taken.
import { z } from 'zod';
import { PAYMENT_CHANNELS, PAYMENT_COLUMN_IDS, PAYMENT_ISSUES, REFERENCE } from '../../domain/fees/payment-rows';
import { fen, feeKeepers, feeParams, month } from './fees';
import { fileSummary } from './file-import';
import { operation } from './operation';
import { commandId, day, instant, pageOf, pageQuery, paragraph, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const tag = 'fees';
/** Five thousand payments stay below it. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
const importParams = z.strictObject({ estateId: uuid, importId: uuid });
const channel = z.enum(PAYMENT_CHANNELS).meta({ id: 'FeePaymentChannel' });
const verdict = z.enum(['pays', 'alreadyIn', 'refused']).meta({ id: 'FeePaymentVerdict' });
const amount = z.int().min(0);

const paymentImport = z
  .strictObject({
    ...{ importId: uuid, fileSha256: sha256, format: z.enum(['xlsx', 'csv']) },
    summary: fileSummary(z.enum(PAYMENT_COLUMN_IDS), {
      ...{ pays: z.int(), alreadyIn: z.int(), refused: z.int(), paysFen: amount },
    }),
    createdAt: instant,
    committedAt: instant.nullable(),
  })
  .meta({ id: 'FeePaymentImport', description: 'The dry run of a file of payments, and whether it was committed' });

const paymentRow = z
  .strictObject({
    ...{ rowNo: z.int(), verdict, reference: z.string().nullable(), unitId: uuid.nullable(), month: month.nullable() },
    ...{ amountFen: amount.nullable(), paidOn: z.iso.date().nullable(), channel, paymentId: uuid.nullable() },
    issues: z.array(
      z.strictObject({
        column: z.enum(PAYMENT_COLUMN_IDS),
        code: z.enum(PAYMENT_ISSUES),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'FeePaymentRow', description: 'The answer to one row, numbered as in the file' });

export const feePaymentOperations = {
  recordFeePayment: operation({
    id: 'recordFeePayment',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-payments',
    tag,
    summary: {
      zh: '登记一笔物业费缴费',
      en: 'Take a payment down; the same reference with the same content changes nothing',
    },
    access: feeKeepers,
    params: feeParams,
    body: z
      .strictObject({
        ...{ commandId, unitId: uuid, amountFen: fen, paidOn: day, channel },
        reference: z.string().regex(REFERENCE).describe("The cashier's or bank's own number; one payment each."),
        month: month.nullable().default(null).describe('The bill that it pays; null: the oldest that are open.'),
      })
      .meta({ id: 'RecordFeePayment' }),
    response: z.strictObject({
      paymentId: uuid,
      isNew: z.boolean().meta({ description: 'False: this reference was taken down before' }),
    }),
    status: 201,
    problems: [
      'place-kind-mismatch',
      'fee-unit-unknown',
      'payment-in-future',
      'payment-beyond-bill',
      'payment-reference-reused',
      'command-id-reused',
    ],
  }),
  reverseFeePayment: operation({
    id: 'reverseFeePayment',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-payments/{paymentId}/reversal',
    tag,
    summary: { zh: '冲正登记有误的缴费', en: 'Take back a payment that was taken down wrongly' },
    access: feeKeepers,
    params: z.strictObject({ estateId: uuid, paymentId: uuid }),
    body: z.strictObject({ commandId, reasonText: paragraph(1000) }).meta({ id: 'ReverseFeePayment' }),
    response: z.void(),
    status: 204,
    problems: ['payment-already-reversed', 'fee-account-overdrawn', 'command-id-reused'],
  }),
  dryRunFeePayments: operation({
    id: 'dryRunFeePayments',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-payment-imports',
    tag,
    summary: {
      zh: '预检缴费文件：逐行说明可入账、已入账或有问题，不改动任何数据',
      en: 'Dry run of a file of payments: says of each row what would come of it, and does nothing',
    },
    access: feeKeepers,
    params: feeParams,
    // The body is the file, so the command id stands here.
    query: z.strictObject({ commandId, format: z.enum(['xlsx', 'csv']) }),
    transport: 'upload',
    bodyLimit: MAX_FILE_BYTES,
    response: paymentImport,
    status: 201,
    problems: ['place-kind-mismatch', 'payment-file-refused', 'unavailable', 'command-id-reused'],
  }),
  listFeePaymentRows: operation({
    id: 'listFeePaymentRows',
    method: 'get',
    path: '/v1/estates/{estateId}/fee-payment-imports/{importId}/rows',
    tag,
    summary: { zh: '缴费文件逐行结果', en: 'The answer to every row' },
    access: feeKeepers,
    params: importParams,
    query: pageQuery({ verdict: verdict.optional() }),
    response: pageOf(paymentRow),
    status: 200,
    problems: [],
  }),
  commitFeePayments: operation({
    id: 'commitFeePayments',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-payment-imports/{importId}/commit',
    tag,
    summary: { zh: '入账：无问题的行全部登记', en: 'Take every row that pays' },
    access: feeKeepers,
    params: importParams,
    body: z.strictObject({ commandId }),
    response: z
      .strictObject({ paid: z.int(), alreadyIn: z.int(), refused: z.int(), paidFen: amount })
      .meta({ id: 'FeePaymentCommit' }),
    status: 200,
    problems: ['import-already-committed', 'command-id-reused'],
  }),
};
