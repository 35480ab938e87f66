// Money that waits for a person: whose it is, undone, sent back. docs/payments.md
import { z } from 'zod';
import { operation } from './operation';
import { atEstate, bookkeepers, estate, ofMoney, tag, ledgerRefusals, always } from './payment-access';
import * as shape from './payment-shapes';
import { commandId, pageOf, pageQuery, paragraph, uuid } from './shapes';

export const waitingMoneyOperations = {
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
};
