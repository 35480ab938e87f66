// Cash by two people under numbered receipts, and the estate's own revenue moved to a project. docs/payments.md
import { z } from 'zod';
import { operation } from './operation';
import { ofProcess, bookkeepers, overseers, project, ofReceipt, tag, ledgerRefusals, always } from './payment-access';
import * as shape from './payment-shapes';
import { commandId, day, line, pageOf, pageQuery, paragraph, uuid } from './shapes';

export const cashOperations = {
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
};
