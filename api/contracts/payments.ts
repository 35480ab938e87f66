// Money for co-funded projects, in and back: who owes and has paid what, payment orders and the provider's news of them here; statements, cash,
// waiting money and refunds in files of their own. docs/payments.md
import { z } from 'zod';
import { ownersAt } from './access';
import { statementOperations } from './bank-statements';
import { cashOperations } from './cash';
import { operation } from './operation';
import { ofProcess, overseers, project, tag } from './payment-access';
import * as shape from './payment-shapes';
import { refundOperations } from './refunds';
import { commandId, pageOf, pageQuery, uuid } from './shapes';
import { waitingMoneyOperations } from './waiting-money';

const payingOperations = {
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
};

export const paymentOperations = {
  ...payingOperations,
  ...statementOperations,
  ...waitingMoneyOperations,
  ...cashOperations,
  ...refundOperations,
};
