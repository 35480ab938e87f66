// Money for co-funded projects, in and back: bank statements, cash, payment orders, what waits for a person, refunds. docs/payments.md
import { z } from 'zod';
import type { Role } from '../../domain/process';
import { ownersAt } from './access';
import { operation, type Access, type Reach, type ScopeOf } from './operation';
import * as shape from './payment-shapes';
import { commandId, day, instant, line, pageOf, pageQuery, paragraph, uuid } from './shapes';

const atEstate = { kind: 'place', param: 'estateId' } as const;
const ofProcess = { kind: 'process', param: 'processId' } as const;
const BOOKKEEPERS: Partial<Record<Role, Reach>> = {
  ...{ streetOfficer: 'covers', communitySecretary: 'covers', committeeMember: 'covers', firmManager: 'covers' },
};
/** Those who keep the accounts; a firm only those of its own escrow account (`holder-not-yours`). */
const bookkeepers = (scope: ScopeOf): Access => ({ kind: 'roles', roles: BOOKKEEPERS, scope });
const overseers = (scope: ScopeOf): Access => ({
  kind: 'roles',
  roles: { ...BOOKKEEPERS, districtSupervisor: 'covers', auditor: 'covers' },
  scope,
});

const estate = z.strictObject({ estateId: uuid });
const project = z.strictObject({ processId: uuid });
const ofMoney = z.strictObject({ estateId: uuid, moneyId: uuid });
const ofImport = z.strictObject({ estateId: uuid, importId: uuid });
const ofReceipt = z.strictObject({ processId: uuid, receiptId: uuid });
const ofRefund = z.strictObject({ estateId: uuid, refundId: uuid });
/** Five thousand lines stay below it. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const tag = 'payments';

const ledgerRefusals = ['not-enough-held', 'refund-exceeds-paid', 'account-overdrawn', 'balance-differs'] as const;
const always = ['holder-not-yours', 'command-id-reused'] as const;

export const paymentOperations = {
  getOwnPayments: operation({
    ...{ id: 'getOwnPayments', method: 'get', path: '/v1/cofundings/{processId}/own-payments', tag },
    summary: {
      zh: '我的缴款：应缴、已缴、附言码',
      en: 'What I owe, have paid and got back, and the code for my transfer',
    },
    access: ownersAt(ofProcess),
    params: project,
    response: z.strictObject({
      window: shape.window.nullable().meta({ description: 'Null until collecting begins' }),
      items: z.array(shape.payer),
    }),
    status: 200,
    problems: [],
  }),
  listPayers: operation({
    ...{ id: 'listPayers', method: 'get', path: '/v1/cofundings/{processId}/payers', tag },
    summary: { zh: '各户缴款情况', en: 'Households that pledged: what each owes and has paid' },
    access: overseers(ofProcess),
    params: project,
    query: pageQuery({}),
    response: pageOf(shape.payer),
    status: 200,
    problems: ['holder-not-yours'],
  }),
  listReceivedMoney: operation({
    ...{ id: 'listReceivedMoney', method: 'get', path: '/v1/cofundings/{processId}/received-money', tag },
    summary: { zh: '项目到账明细', en: 'Money that came in for a project, and what spoke for each match' },
    access: overseers(ofProcess),
    params: project,
    query: pageQuery({}),
    response: pageOf(shape.receivedMoney),
    status: 200,
    problems: ['holder-not-yours'],
  }),
  createPaymentOrder: operation({
    ...{ id: 'createPaymentOrder', method: 'post', path: '/v1/cofundings/{processId}/payment-orders', tag },
    summary: { zh: '在线缴款（本人）', en: 'Pay for an own right through the payment provider' },
    access: ownersAt(ofProcess),
    params: project,
    body: z
      .strictObject({ commandId, orderId: uuid, rightNo: shape.rightNo, amountFen: shape.fen })
      .meta({ id: 'CreatePaymentOrder' }),
    response: z.strictObject({ orderId: uuid, payUrl: z.string() }),
    status: 201,
    problems: [
      ...([
        'not-collecting',
        'payer-not-found',
        'not-your-right',
        'project-takes-no-money',
        'collecting-over',
      ] as const),
      ...(['id-already-used', 'unavailable', 'provider-refused', 'command-id-reused'] as const),
    ],
  }),
  receivePaymentEvent: operation({
    ...{ id: 'receivePaymentEvent', method: 'post', path: '/v1/payment-providers/{source}/events', tag },
    summary: {
      zh: '支付平台通知（签名）',
      en: 'Signed call of a payment provider (PaymentProviderEvent): paid, failed or refunded; told twice it is once',
    },
    access: { kind: 'public' },
    params: z.strictObject({ source: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/) }),
    transport: 'upload',
    bodyLimit: 64 * 1024,
    response: z.strictObject({
      result: z.enum(['taken', 'stale', 'waiting']).meta({
        description: 'stale: a later event had overtaken it; waiting: a refund whose payment has not been told',
      }),
    }),
    status: 200,
    problems: [
      ...(['bad-signature', 'call-replayed', 'malformed-request', 'source-not-here', 'order-not-found'] as const),
      ...(['currency-not-cny', 'amount-changed', 'not-enough-held', 'refund-exceeds-paid'] as const),
    ],
  }),
  previewBankStatement: operation({
    ...{ id: 'previewBankStatement', method: 'post', path: '/v1/estates/{estateId}/bank-statements', tag },
    summary: {
      zh: '预览银行流水：逐行说明属于谁、有何问题，不入账',
      en: 'Preview of a bank statement: says of each line whose payment it is, and books nothing',
    },
    access: bookkeepers(atEstate),
    params: estate,
    // The body is the file, so the command id stands here.
    query: z.strictObject({ commandId, holder: shape.holder, format: z.enum(['xlsx', 'csv']) }),
    transport: 'upload',
    bodyLimit: MAX_FILE_BYTES,
    response: shape.statementImport,
    status: 201,
    problems: ['statement-refused', 'unavailable', ...always],
  }),
  getBankStatement: operation({
    ...{ id: 'getBankStatement', method: 'get', path: '/v1/estates/{estateId}/bank-statements/{importId}', tag },
    summary: { zh: '一次流水导入', en: 'One bank statement' },
    access: bookkeepers(atEstate),
    params: ofImport,
    response: shape.statementImport,
    status: 200,
    problems: ['holder-not-yours'],
  }),
  listBankStatementRows: operation({
    ...{
      id: 'listBankStatementRows',
      method: 'get',
      path: '/v1/estates/{estateId}/bank-statements/{importId}/rows',
      tag,
    },
    summary: { zh: '流水逐行结果', en: 'The answer to every line' },
    access: bookkeepers(atEstate),
    params: ofImport,
    query: pageQuery({ verdict: shape.lineVerdict.optional() }),
    response: pageOf(shape.statementRow),
    status: 200,
    problems: ['holder-not-yours'],
  }),
  commitBankStatement: operation({
    ...{
      id: 'commitBankStatement',
      method: 'post',
      path: '/v1/estates/{estateId}/bank-statements/{importId}/commit',
      tag,
    },
    summary: { zh: '流水入账', en: 'Book every line that brings money: to its household, or as waiting' },
    access: bookkeepers(atEstate),
    params: ofImport,
    body: z.strictObject({ commandId }),
    response: z
      .strictObject({ matched: z.int(), unmatched: z.int(), alreadyIn: z.int(), refused: z.int(), outgoing: z.int() })
      .meta({ id: 'BankStatementCommit' }),
    status: 200,
    problems: [
      'import-already-committed',
      'import-expired',
      'not-collecting',
      'payer-not-found',
      ...ledgerRefusals,
      ...always,
    ],
  }),
  listWaitingMoney: operation({
    ...{ id: 'listWaitingMoney', method: 'get', path: '/v1/estates/{estateId}/waiting-money', tag },
    summary: { zh: '待认领款', en: 'Money of which nobody knows whose it is, or that cannot be taken' },
    access: bookkeepers(atEstate),
    params: estate,
    query: pageQuery({}),
    response: pageOf(shape.waitingMoney),
    status: 200,
    problems: [],
  }),
  matchMoney: operation({
    ...{ id: 'matchMoney', method: 'post', path: '/v1/estates/{estateId}/money/{moneyId}/match', tag },
    summary: { zh: '认领：这笔款属于谁', en: 'Say whose waiting money is: a household’s, or a source of the plan' },
    access: bookkeepers(atEstate),
    params: ofMoney,
    body: z
      .strictObject({
        ...{ commandId, processId: uuid },
        to: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('household'), rightNo: shape.rightNo }),
          z.strictObject({ kind: z.literal('source'), sourceId: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/) }),
        ]),
      })
      .meta({ id: 'MatchMoney' }),
    response: z.strictObject({ class: shape.paymentClass.nullable() }),
    status: 200,
    problems: [
      ...([
        'money-matched',
        'money-being-returned',
        'not-collecting',
        'payer-not-found',
        'project-takes-no-money',
      ] as const),
      ...(['payment-too-late', 'source-not-paid-in'] as const),
      ...ledgerRefusals,
      ...always,
    ],
  }),
  undoMatch: operation({
    ...{ id: 'undoMatch', method: 'post', path: '/v1/estates/{estateId}/money/{moneyId}/undo', tag },
    summary: { zh: '撤销认领（冲正）', en: 'Take a match back by a reversal; the money waits again' },
    access: bookkeepers(atEstate),
    params: ofMoney,
    body: z.strictObject({ commandId, reasonText: paragraph(1000) }),
    response: z.void(),
    status: 204,
    problems: [
      ...(['money-not-matched', 'money-being-returned', 'refund-already-listed', 'transfer-stands'] as const),
      ...ledgerRefusals,
      ...always,
    ],
  }),
  returnMoney: operation({
    ...{ id: 'returnMoney', method: 'post', path: '/v1/estates/{estateId}/money/{moneyId}/return', tag },
    summary: { zh: '退回待认领款', en: 'List waiting money as a refund to whoever sent it' },
    access: bookkeepers(atEstate),
    params: ofMoney,
    body: z.strictObject({ commandId, refundId: uuid }),
    response: z.strictObject({ refundId: uuid }),
    status: 201,
    problems: ['money-matched', 'money-being-returned', 'id-already-used', ...always],
  }),
  requestRefund: operation({
    ...{ id: 'requestRefund', method: 'post', path: '/v1/estates/{estateId}/money/{moneyId}/refunds', tag },
    summary: {
      zh: '退还多缴、重复缴纳的款项',
      en: 'List part or all of a payment as a refund: paid twice, or too much',
    },
    access: bookkeepers(atEstate),
    params: ofMoney,
    body: z.strictObject({ commandId, refundId: uuid, amountFen: shape.fen }).meta({ id: 'RequestRefund' }),
    response: z.strictObject({ refundId: uuid }),
    status: 201,
    problems: [
      ...(['money-not-matched', 'refund-exceeds-paid', 'not-enough-held', 'refund-already-listed'] as const),
      ...(['id-already-used', ...always] as const),
    ],
  }),
  enterCash: operation({
    ...{ id: 'enterCash', method: 'post', path: '/v1/cofundings/{processId}/cash-receipts', tag },
    summary: { zh: '登记现金收款', en: 'Enter cash under the next number of the estate’s receipts' },
    access: bookkeepers(ofProcess),
    params: project,
    body: z
      .strictObject({
        ...{ commandId, receiptId: uuid, rightNo: shape.rightNo, amountFen: shape.fen, receivedOn: day },
        payerName: line(60)
          .nullable()
          .default(null)
          .meta({ description: 'Who handed it over, where that was not the owner' }),
      })
      .meta({ id: 'EnterCash' }),
    response: z.strictObject({ receiptId: uuid, receiptNo: z.int() }),
    status: 201,
    problems: [
      ...([
        'not-collecting',
        'payer-not-found',
        'project-takes-no-money',
        'payment-too-late',
        'received-in-future',
      ] as const),
      ...(['id-already-used', ...always] as const),
    ],
  }),
  confirmCash: operation({
    ...{
      id: 'confirmCash',
      method: 'post',
      path: '/v1/cofundings/{processId}/cash-receipts/{receiptId}/confirmation',
      tag,
    },
    summary: { zh: '复点现金并入账（第二人）', en: 'A second person has counted the cash: it is booked' },
    access: bookkeepers(ofProcess),
    params: ofReceipt,
    body: z.strictObject({ commandId }),
    response: shape.paymentClass,
    status: 200,
    problems: [
      'second-person-needed',
      'cash-already-confirmed',
      'cash-void',
      'not-collecting',
      ...ledgerRefusals,
      ...always,
    ],
  }),
  voidCash: operation({
    ...{ id: 'voidCash', method: 'post', path: '/v1/cofundings/{processId}/cash-receipts/{receiptId}/void', tag },
    summary: { zh: '作废现金收据', en: 'Make a receipt void before it was confirmed; its number stays used' },
    access: bookkeepers(ofProcess),
    params: ofReceipt,
    body: z.strictObject({ commandId, reasonText: paragraph(1000) }),
    response: z.void(),
    status: 204,
    problems: ['second-person-needed', 'cash-already-confirmed', 'cash-void', ...always],
  }),
  listCashReceipts: operation({
    ...{ id: 'listCashReceipts', method: 'get', path: '/v1/cofundings/{processId}/cash-receipts', tag },
    summary: { zh: '现金收据清单', en: 'Cash receipts by their number' },
    access: overseers(ofProcess),
    params: project,
    query: pageQuery({}),
    response: pageOf(shape.cashReceipt),
    status: 200,
    problems: ['holder-not-yours'],
  }),
  transferCommonIncome: operation({
    ...{ id: 'transferCommonIncome', method: 'post', path: '/v1/cofundings/{processId}/transfers', tag },
    summary: { zh: '公共收益划入项目', en: 'Move the estate’s own revenue to the project that its owners agreed upon' },
    access: bookkeepers(ofProcess),
    params: project,
    body: z
      .strictObject({
        ...{ commandId, transferId: uuid, amountFen: shape.fen, happenedOn: day },
        sourceId: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
      })
      .meta({ id: 'TransferCommonIncome' }),
    response: z.strictObject({ moneyId: uuid }),
    status: 201,
    problems: [
      ...([
        'not-collecting',
        'project-takes-no-money',
        'source-not-paid-in',
        'more-than-planned',
        'received-in-future',
      ] as const),
      ...(['id-already-used', ...ledgerRefusals, ...always] as const),
    ],
  }),
  listRefunds: operation({
    ...{ id: 'listRefunds', method: 'get', path: '/v1/estates/{estateId}/refunds', tag },
    summary: { zh: '退款清单', en: 'Refunds of an estate: to whom, how much, how far' },
    access: bookkeepers(atEstate),
    params: estate,
    query: pageQuery({ processId: uuid.optional(), state: shape.refundState.optional() }),
    response: pageOf(shape.refund),
    status: 200,
    problems: [],
  }),
  payRefund: operation({
    ...{ id: 'payRefund', method: 'post', path: '/v1/estates/{estateId}/refunds/{refundId}/payment', tag },
    summary: { zh: '退款已付（两人先后确认）', en: 'Say that a refund was paid; booked when a second person says so' },
    access: bookkeepers(atEstate),
    params: ofRefund,
    body: z.strictObject({ commandId, paidOn: day }).meta({ id: 'PayRefund' }),
    response: z.strictObject({ state: shape.refundState }),
    status: 200,
    problems: [
      ...(['refund-already-paid', 'refund-sent', 'second-person-needed', 'received-in-future'] as const),
      ...(['not-enough-held', ...always] as const),
    ],
  }),
  holdRefund: operation({
    ...{ id: 'holdRefund', method: 'post', path: '/v1/estates/{estateId}/refunds/{refundId}/hold', tag },
    summary: { zh: '联系不上，暂存退款', en: 'Nobody to pay it to: hold a refund, shown as held' },
    access: bookkeepers(atEstate),
    params: ofRefund,
    body: z.strictObject({ commandId, reasonText: paragraph(1000) }),
    response: z.void(),
    status: 204,
    problems: ['refund-already-paid', 'refund-sent', 'refund-held', 'refund-disposed', ...always],
  }),
  sendRefund: operation({
    ...{ id: 'sendRefund', method: 'post', path: '/v1/estates/{estateId}/refunds/{refundId}/provider', tag },
    summary: { zh: '原路退款（支付平台）', en: 'Ask the payment provider to give back what was paid through it' },
    access: bookkeepers(atEstate),
    params: ofRefund,
    body: z.strictObject({ commandId }),
    response: z.strictObject({ state: shape.refundState, askedAt: instant }),
    status: 200,
    problems: [
      ...(['refund-already-paid', 'refund-disposed', 'not-paid-online', 'unavailable', 'provider-refused'] as const),
      ...always,
    ],
  }),
};
