// Fixtures of the operations of property fees (operation-fixtures.ts has all others): a trust at estate e1 with one month billed.
import { randomUUID } from 'node:crypto';
import type { feeAccountOperations } from '../../api/contracts/fee-account';
import type { feePaymentOperations } from '../../api/contracts/fee-payments';
import type { feeOperations } from '../../api/contracts/fees';
import { aFeeEstate, paymentsCsv, TRUST } from './a-fee-estate';
import type { World } from './api-world';
import { atEstate } from './at-estate';
import type { Fixture } from './operation-fixtures';

type Fees = keyof (typeof feeOperations & typeof feePaymentOperations & typeof feeAccountOperations);

export async function feeFixtures(world: World): Promise<Record<Fees, Fixture>> {
  const { e1, u1 } = world.city;
  const fees = await aFeeEstate(world);
  await fees.schedule(TRUST, '2020-01').expect(201);
  await fees.bill('2020-02').expect(201);
  const { paymentId } = (await fees.pay(u1.id, 5_000).expect(201)).body as { paymentId: string };
  const spending = () => ({
    ...{ spendingId: randomUUID(), category: 'cleaning', amountFen: 1, spentOn: fees.today, purposeText: '保洁' },
  });
  const proposed = spending();
  await fees.post(fees.firm, 'fee-spendings', proposed).expect(204);
  const file = paymentsCsv(['F-1', '1', '101', '2020-02', '1.00', fees.today]);
  const { body } = await world
    .as(fees.firm)
    .post(`/v1/estates/${e1.id}/fee-payment-imports?commandId=${randomUUID()}&format=csv`)
    .set('Content-Type', 'text/csv')
    .send(file.toString('utf8'))
    .expect(201);
  const { importId } = body as { importId: string };
  const commandId = () => randomUUID();
  const period = { from: '2020-01', to: '2020-12' };
  const atE1 = atEstate(e1);
  const ofPlace = (query: Record<string, string>): Fixture => ({
    at: e1,
    prepare: () => ({ params: { placeId: e1.id }, query }),
  });

  return {
    setFeeSchedule: atE1(
      () => ({ body: { commandId: commandId(), fromMonth: '2019-01', terms: TRUST, basisText: '合同' } }),
      { refusedWith: ['fee-schedule-overlap'] },
    ),
    listFeeSchedules: atE1(),
    setFeeParking: atE1(() => ({
      body: { commandId: commandId(), fromMonth: '2099-01', units: [{ unitId: u1.id, spaces: 1 }] },
    })),
    billFeeMonth: atE1(() => ({ body: { commandId: commandId(), month: '2020-03' } }), {
      refusedWith: ['fee-period-already-billed'],
    }),
    listFeeRuns: atE1(),
    listOwnFeeBills: {},
    listFeeArrears: atE1(),
    readFeeCollection: ofPlace(period),
    exportFeeCollection: ofPlace(period),
    exportFees: atE1(() => ({ query: { ...period, what: 'bills' } })),
    readFeeAccount: atE1(),
    listFeeSpendings: atE1(),
    proposeFeeSpending: atE1(() => ({ body: { commandId: commandId(), ...spending() } })),
    decideFeeSpending: atE1(
      () => ({ params: { spendingId: proposed.spendingId }, body: { commandId: commandId(), isApproved: false } }),
      { refusedWith: ['spending-already-decided'] },
    ),
    recordFeePayment: atE1(() => ({
      body: {
        ...{ commandId: commandId(), unitId: u1.id, amountFen: 1, paidOn: fees.today, channel: 'cash' },
        reference: commandId(),
      },
    })),
    reverseFeePayment: atE1(
      () => ({ params: { paymentId }, body: { commandId: commandId(), reasonText: '登记有误' } }),
      { refusedWith: ['payment-already-reversed'] },
    ),
    dryRunFeePayments: atE1(() => ({ query: { commandId: commandId(), format: 'csv' }, file })),
    listFeePaymentRows: atE1(() => ({ params: { importId } })),
    commitFeePayments: atE1(() => ({ params: { importId }, body: { commandId: commandId() } }), {
      refusedWith: ['import-already-committed'],
    }),
  };
}
