// Refunds: listed, paid by two people or the way the money came, held. docs/payments.md
import { z } from 'zod';
import { operation } from './operation';
import { atEstate, bookkeepers, estate, ofRefund, tag, always } from './payment-access';
import * as shape from './payment-shapes';
import { commandId, day, instant, pageOf, pageQuery, paragraph, uuid } from './shapes';

export const refundOperations = {
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
