// Fixtures of the operations on money that comes in and goes back (operation-fixtures.ts has all others). The money is in the firm's escrow account,
// so that its manager is let in as well.
import { randomUUID } from 'node:crypto';
import type { paymentOperations } from '../../api/contracts/payments';
import { aCollectingProject } from './a-collecting';
import type { World } from './api-world';
import type { Fixture, Prepared } from './operation-fixtures';

const statement = (...serials: string[]): Buffer =>
  Buffer.from(['交易日期,收入,流水号', ...serials.map((serial) => `2026-01-05,1.00,${serial}`)].join('\n'));

/** A project of estate e1 collects; four pieces of money have come in, one of them matched, another on its way back. */
export async function paymentFixtures(world: World): Promise<Record<keyof typeof paymentOperations, Fixture>> {
  const { e1, c1 } = world.city;
  const processId = await aCollectingProject(world, e1, { holder: 'firmEscrow' });
  const secretary = world.as(await world.person([{ role: 'communitySecretary', at: c1 }]));
  const commandId = () => ({ commandId: randomUUID() });
  const upload = () => ({ ...commandId(), holder: 'firmEscrow', format: 'csv' });
  const base = `/v1/estates/${e1.id}`;
  const { body: imported } = await secretary
    .post(`${base}/bank-statements?${new URLSearchParams(upload()).toString()}`)
    .set('Content-Type', 'text/csv')
    .send(statement('fix-1', 'fix-2', 'fix-3', 'fix-4').toString('utf8'))
    .expect(201);
  const { importId } = imported as { importId: string };
  await secretary.post(`${base}/bank-statements/${importId}/commit`, commandId()).expect(200);
  const { body: waiting } = await secretary.get(`${base}/waiting-money`).expect(200);
  const money = (waiting as { items: { moneyId: string }[] }).items.map(({ moneyId }) => moneyId);
  const [toMatch = '', matched = '', returning = '', returned = ''] = money;
  const match = () => ({ ...commandId(), processId, to: { kind: 'household', rightNo: 1 } });
  await secretary.post(`${base}/money/${matched}/match`, match()).expect(200);
  const refundId = randomUUID();
  await secretary.post(`${base}/money/${returned}/return`, { ...commandId(), refundId }).expect(201);
  const receiptId = randomUUID();
  const cash = (id: string = randomUUID()) => ({
    ...commandId(),
    receiptId: id,
    rightNo: 2,
    amountFen: 1,
    receivedOn: '2026-01-05',
  });
  await secretary.post(`/v1/cofundings/${processId}/cash-receipts`, cash(receiptId)).expect(201);

  const at = (
    own: Record<string, string>,
    prepare: () => Prepared = () => ({}),
    refusedWith: Fixture['refusedWith'] = [],
  ): Fixture => ({
    at: e1,
    prepare: () => ({ ...prepare(), params: own }),
    refusedWith,
  });
  const project = { processId };
  const estate = { estateId: e1.id };
  const ofImport = { ...estate, importId };
  const ofRefund = { ...estate, refundId };
  const ofReceipt = { ...project, receiptId };
  const reason = () => ({ body: { ...commandId(), reasonText: '更正' } });
  const refund = () => ({ body: { ...commandId(), refundId: randomUUID() } });
  return {
    getOwnPayments: at(project),
    listPayers: at(project),
    listReceivedMoney: at(project),
    createPaymentOrder: at(
      project,
      () => ({ body: { ...commandId(), orderId: randomUUID(), rightNo: 1, amountFen: 1 } }),
      ['unavailable', 'not-your-right'],
    ),
    receivePaymentEvent: {
      prepare: () => ({ params: { source: 'nobody' }, file: Buffer.from('{}') }),
      refusedWith: ['bad-signature'],
    },
    previewBankStatement: at(estate, () => ({ query: upload(), file: statement('fix-5') })),
    getBankStatement: at(ofImport),
    listBankStatementRows: at(ofImport),
    commitBankStatement: at(ofImport, () => ({ body: commandId() }), ['import-already-committed']),
    listWaitingMoney: at(estate),
    matchMoney: at({ ...estate, moneyId: toMatch }, () => ({ body: match() }), ['money-matched']),
    undoMatch: at({ ...estate, moneyId: matched }, reason, ['money-not-matched']),
    returnMoney: at({ ...estate, moneyId: returning }, refund, ['money-being-returned']),
    requestRefund: at({ ...estate, moneyId: matched }, () => ({ body: { ...refund().body, amountFen: 1 } }), [
      'money-not-matched',
    ]),
    enterCash: at(project, () => ({ body: cash() })),
    confirmCash: at(ofReceipt, () => ({ body: commandId() }), ['cash-already-confirmed', 'cash-void']),
    voidCash: at(ofReceipt, reason, ['cash-already-confirmed', 'cash-void']),
    listCashReceipts: at(project),
    transferCommonIncome: at(
      project,
      () => ({
        body: { ...commandId(), transferId: randomUUID(), sourceId: 'sponsor', amountFen: 1, happenedOn: '2026-01-05' },
      }),
      ['source-not-paid-in'],
    ),
    listRefunds: at(estate),
    payRefund: at(ofRefund, () => ({ body: { ...commandId(), paidOn: '2026-01-05' } }), ['refund-already-paid']),
    holdRefund: at(ofRefund, reason, ['refund-already-paid', 'refund-held']),
    sendRefund: at(ofRefund, () => ({ body: commandId() }), ['unavailable']),
  };
}
