// One month of property fees for the whole estate: a schedule, bills, a cashier's file with faults, a payment taken back, arrears, and spending by
// two people from the account that is the owners' own. Who paid what goes into the diary under the unit; what is owed is worked out here again.
import { randomUUID } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { z } from 'zod';
import type { feePaymentOperations } from '../../../api/contracts/fee-payments';
import type { feeOperations } from '../../../api/contracts/fees';
import { encodeGb18030 } from '../../register/encode-gb18030';
import { seededRandom } from '../../register/seeded-random';
import { the } from '../election/client';
import { today, yuan } from './money';
import type { Stage, Unit } from './stage';

type Run = z.output<(typeof feeOperations)['billFeeMonth']['response']>;
type OwnBill = z.output<(typeof feeOperations)['listOwnFeeBills']['response']>['items'][number];
type DryRun = z.output<(typeof feePaymentOperations)['dryRunFeePayments']['response']>;
type Commit = z.output<(typeof feePaymentOperations)['commitFeePayments']['response']>;
type Taken = z.output<(typeof feePaymentOperations)['recordFeePayment']['response']>;

/** Where the diary has it. */
export const FEE = 'propertyFee';
export const ASIDE = 'feeSurplus';

/** Fen a month: for a m² of a flat or shop, for a stall, for a parking space on common ground. */
const RATES = { dwelling: 185, shop: 320, stall: 6_000, space: 15_000 };
const TERMS = {
  ...{ form: 'costPlus', parkingFen: RATES.space, firmShare: { num: 1, den: 10 } },
  rates: [
    { use: 'dwelling', rule: 'perArea', rateFen: RATES.dwelling },
    { use: 'shop', rule: 'perArea', rateFen: RATES.shop },
    { use: 'parking', rule: 'perUnit', rateFen: RATES.stall },
  ],
};
/** Flats that park on common ground, one space each. */
const PARKED = 40;
const STAFF_FEN = 8_000_000;
export const ASIDE_FEN = 1_234_567;

export interface FeesPlayed {
  month: string;
  /** By unit, in whole fen: what the month costs it. */
  owed: ReadonlyMap<string, bigint>;
  /** What the firm took as its reward: all that it may. */
  rewardFen: bigint;
}

/** What a month costs a unit: exact in hundredths of a fen, rounded half up once. */
export function owedFen({ use, areaDm2 }: Pick<Unit, 'use' | 'areaDm2'>, spaces: number): bigint {
  const perArea = use === 'dwelling' ? RATES.dwelling : use === 'shop' ? RATES.shop : 0;
  const flat = (use === 'parking' ? RATES.stall : 0) + spaces * RATES.space;
  const hundredths = BigInt(areaDm2) * BigInt(perArea) + 100n * BigInt(flat);
  const rest = hundredths % 100n;
  return (hundredths - rest) / 100n + (rest >= 50n ? 1n : 0n);
}

export async function playFees(stage: Stage): Promise<FeesPlayed> {
  const { people, firm, say } = stage;
  const { oldCommittee: committee, estateId } = people;
  const at = `/v1/estates/${estateId}`;
  const month = today().slice(0, 7);
  const units = stage.units.toSorted((one, other) => (one.label < other.label ? -1 : 1));
  const parked = units.filter(({ use }) => use === 'dwelling').slice(0, PARKED);
  const schedule = { fromMonth: month, terms: TERMS, basisText: '物业服务合同第五条，业主大会通过' };
  await firm.refuses('forbidden', `${at}/fee-schedules`, schedule);
  await committee.post(`${at}/fee-schedules`, schedule);
  await firm.post(`${at}/fee-parking`, {
    fromMonth: month,
    units: parked.map(({ unitId }) => ({ unitId, spaces: 1 })),
  });
  const run = await firm.post<Run>(`${at}/fee-runs`, { month });
  await firm.refuses('fee-period-already-billed', `${at}/fee-runs`, { month });
  const spaces = new Set(parked.map(({ unitId }) => unitId));
  const owed = new Map(units.map((unit) => [unit.unitId, owedFen(unit, spaces.has(unit.unitId) ? 1 : 0)]));
  const bills = [...owed.values()].filter((fen) => fen > 0n);
  const totalFen = bills.reduce((sum, fen) => sum + fen, 0n);
  if (run.billCount !== bills.length || BigInt(run.totalFen) !== totalFen)
    throw new Error(`fees: ${run.billCount} bills of ${run.totalFen} fen, not ${bills.length} of ${totalFen}`);

  const rows = await cashierFile(stage, units, owed);
  await oneAtTheDesk(stage, the(rows.unpaid[0], 'unit in arrears'), month);
  await readOwnBill(stage, units, owed);
  const rewardFen = await spend(stage, owed);
  say(
    `物业费：${month} 出账 ${bills.length} 户，文件入账 ${rows.paid} 笔，${rows.refused} 行被拒，${rows.unpaid.length} 户分文未缴`,
  );
  return { month, owed, rewardFen };
}

/** Most pay in full, some the half, some nothing. Two rows are wrong: one beyond the bill, one in tenths of a fen. */
async function cashierFile(
  { people, firm, diary, plan }: Stage,
  units: readonly Unit[],
  owed: ReadonlyMap<string, bigint>,
): Promise<{ paid: number; refused: number; unpaid: Unit[] }> {
  const random = seededRandom(plan.seed + 1);
  const owing = units.filter(({ unitId }) => (owed.get(unitId) ?? 0n) > 0n);
  const unpaid: Unit[] = [];
  const rows: string[][] = [];
  const row = (unit: Unit, amount: string) =>
    rows.push([`WY-${String(rows.length + 1).padStart(5, '0')}`, ...addressOf(unit), amount, today(), '微信支付']);
  const paid: { unitId: string; fen: number }[] = [];
  for (const unit of owing) {
    const fen = Number(owed.get(unit.unitId));
    const part = random.chance(0.82) ? fen : random.chance(0.4) ? Math.floor(fen / 2) : 0;
    if (part === 0) unpaid.push(unit);
    else {
      row(unit, yuan(part));
      paid.push({ unitId: unit.unitId, fen: part });
    }
  }
  const [full] = paid.filter(({ unitId, fen }) => BigInt(fen) === owed.get(unitId));
  row(
    the(
      owing.find(({ unitId }) => unitId === full?.unitId),
      'unit that paid in full',
    ),
    '0.01',
  );
  row(the(unpaid[0], 'unit in arrears'), '1.005');
  const header = ['流水号', '楼栋', '单元', '房号', '实收金额', '缴费日期', '缴费方式'];
  const bytes = encodeGb18030(stringify([header, ...rows], { record_delimiter: 'windows' }));
  const at = `/v1/estates/${people.estateId}/fee-payment-imports`;
  const { importId, summary } = await firm.upload<DryRun>(
    `${at}?commandId=${randomUUID()}&format=csv`,
    bytes,
    'text/csv',
  );
  if (summary.pays !== paid.length || summary.refused !== 2)
    throw new Error(`fees: the file of ${rows.length} rows: ${JSON.stringify(summary)}`);
  const commit = await firm.post<Commit>(`${at}/${importId}/commit`);
  if (commit.paid !== paid.length) throw new Error(`fees: ${JSON.stringify(commit)} of ${paid.length} payments`);
  for (const { unitId, fen } of paid) diary.note('in', FEE, unitId, fen);
  return { paid: paid.length, refused: summary.refused, unpaid };
}

/** Building, entrance and room as the register's label has them. */
function addressOf({ label }: Unit): string[] {
  const [, building = '', entrance = '', room = ''] = /^(.+?(?:号楼|栋)|地下车库)(\d+单元)?(.+)$/.exec(label) ?? [];
  if (room === '') throw new Error(`the address of ${label} cannot be told apart`);
  return [building, entrance, room];
}

/** Paid at the desk, sent twice, and taken back since it was another household's. */
async function oneAtTheDesk({ people, firm, diary }: Stage, { unitId }: Unit, month: string): Promise<void> {
  const at = `/v1/estates/${people.estateId}/fee-payments`;
  const payment = { unitId, amountFen: 4_321, paidOn: today(), channel: 'cash', reference: 'DESK-1', month };
  const { paymentId } = await firm.post<Taken>(at, payment);
  diary.note('in', FEE, unitId, payment.amountFen);
  const again = await firm.post<Taken>(at, payment);
  if (again.isNew || again.paymentId !== paymentId)
    throw new Error('fees: a payment that was sent twice was taken twice');
  await firm.refuses('payment-reference-reused', at, { ...payment, amountFen: payment.amountFen + 1 });
  await firm.post(`${at}/${paymentId}/reversal`, { reasonText: '登记错户' });
  diary.note('back', FEE, unitId, payment.amountFen);
  await firm.refuses('payment-already-reversed', `${at}/${paymentId}/reversal`, { reasonText: '登记错户' });
}

async function readOwnBill(
  { owners, diary }: Stage,
  units: readonly Unit[],
  owed: ReadonlyMap<string, bigint>,
): Promise<void> {
  const unit = the(
    units.find(({ use, holders }) => use === 'dwelling' && owners.has(holders[0]?.ownerId ?? '')),
    'flat with an owner',
  );
  const owner = the(owners.get(unit.holders[0]?.ownerId ?? ''), 'owner');
  const bill = (await owner.session.all<OwnBill>('/v1/fee-bills/mine')).find(({ unitId }) => unitId === unit.unitId);
  const expected = [owed.get(unit.unitId), diary.sum('in', FEE, unit.unitId) - diary.sum('back', FEE, unit.unitId)];
  if (`${bill?.amountFen}/${bill?.paidFen}` !== expected.join('/'))
    throw new Error(`fees: an owner reads ${bill?.amountFen}/${bill?.paidFen}, not ${expected.join('/')}`);
}

/** Wages, the firm's reward to its limit and not a fen beyond, and a surplus that is put aside for the estate. Answers the reward. */
async function spend(stage: Stage, owed: ReadonlyMap<string, bigint>): Promise<bigint> {
  const { diary } = stage;
  const paidFen = [...owed.keys()].reduce(
    (sum, unitId) => sum + diary.sum('in', FEE, unitId) - diary.sum('back', FEE, unitId),
    0n,
  );
  const rewardFen = paidFen / 10n;
  await spendOn(stage, 'staff', STAFF_FEN);
  await spendOn(stage, 'firmReward', Number(rewardFen));
  await spendOn(stage, 'firmReward', 1, 'firm-reward-exceeded');
  await spendOn(stage, 'surplus', ASIDE_FEN);
  diary.note('in', ASIDE, ASIDE, ASIDE_FEN);
  return rewardFen;
}

/** Proposed by the firm, approved by the committee; `refusal`: the answer to the approval. */
async function spendOn(
  { people, firm, diary }: Stage,
  category: string,
  amountFen: number,
  refusal?: string,
): Promise<void> {
  const at = `/v1/estates/${people.estateId}/fee-spendings`;
  const spendingId = randomUUID();
  await firm.post(at, { spendingId, category, amountFen, spentOn: today(), purposeText: `本月${category}支出` });
  const decision = `${at}/${spendingId}/decision`;
  await firm.refuses('forbidden', decision, { isApproved: true });
  if (refusal !== undefined) {
    await people.oldCommittee.refuses(refusal, decision, { isApproved: true });
    await people.oldCommittee.post(decision, { isApproved: false });
    return;
  }
  await people.oldCommittee.post(decision, { isApproved: true });
  diary.note('spent', FEE, category, amountFen);
}
