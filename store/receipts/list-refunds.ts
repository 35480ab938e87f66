// Shares out what is left of a project's money to those who paid it, source by source, once. A reward that came afterwards first takes over what
// households have paid for the works, so that it goes back to them (以奖代补).
import { localDateOf } from '../../domain/calendar/instant';
import { surplusRefunds, type StandingPayment } from '../../domain/receipts/refunds';
import { uuidFrom } from '../ids';
import { readHeld } from '../ledger/balances';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { lockCollecting, moveCollecting } from './collect-window';
import { STANDS } from './payers';
import { readPlan, type ProjectPlanRow } from './project-plan';
import { insertRefunds, refundsOf, tellIfRefundsOver, type NewRefund, type RefundRow } from './refund-rows';
import { takeOverByRewards } from './take-over';

export interface ListedRefunds {
  /** Refunds to be paid: one for each payer and source, and those that were asked for alone and are not paid yet. */
  payers: number;
  totalFen: number;
}

/**
 * `surplus`: after the works; `all`: of a project given up. Both share out what is held, never more than was paid. From then on the project takes
 * no money: what came in later would be on no list. Running it again answers as before. Refuses `not-collecting` for a project without a plan.
 */
export async function listRefunds(
  tx: Tx,
  { processId, of, at }: { processId: string; of: 'surplus' | 'all'; at: Date },
): Promise<ListedRefunds> {
  const plan = await readPlan(tx, processId);
  if (!plan) throw refused('not-collecting', { processId });
  await lockEstates(tx, [plan.estateId]);
  await lockCollecting(tx, processId);
  const { rows } = await tx.query<{ payers: number; totalFen: string }>(
    'select payers, total_fen as "totalFen" from refund_list where process_id = $1 and of = $2',
    [processId, of],
  );
  const [before] = rows;
  if (before) return { payers: before.payers, totalFen: Number(before.totalFen) };
  await takeOverByRewards(tx, plan, at);
  await moveCollecting(tx, processId, { state: 'lapsed' });
  const alone = (await refundsOf(tx, processId)).filter((row) => row.of === 'excess' && row.transactionId === null);
  const refunds = await shareOut(tx, plan, of);
  await insertRefunds(tx, refunds, at);
  const listed = { payers: refunds.length + alone.length, totalFen: sumOf(refunds) + sumOf(alone) };
  await tx.query('insert into refund_list (process_id, of, payers, total_fen, at) values ($1, $2, $3, $4, $5)', [
    ...[processId, of, listed.payers, listed.totalFen, at],
  ]);
  // All that is left may be held already.
  if (alone.length > 0) await tellIfRefundsOver(tx, processId, at);
  return listed;
}

interface PaidRow {
  sourceId: string;
  rightNo: number | null;
  payer: string;
  payerHash: string | null;
  sealed: string | null;
  amountFen: string;
  dueFen: string | null;
}

/** Tells payers apart: a household, and within it whoever paid. */
const keyOf = ({
  payer,
  rightNo,
  payerHash,
}: Pick<PaidRow, 'rightNo' | 'payerHash'> & { payer: string | null }): string =>
  `${payer}|${rightNo ?? ''}|${payerHash ?? ''}`;

async function shareOut(tx: Tx, plan: ProjectPlanRow, of: 'surplus' | 'all'): Promise<NewRefund[]> {
  const { processId, estateId } = plan;
  const paid = await readPaid(tx, processId);
  const given = await refundsOf(tx, processId);
  const held = await readHeld(tx, processId);
  return [...new Set(paid.map(({ sourceId }) => sourceId))].flatMap((sourceId) => {
    const rows = paid.filter((row) => row.sourceId === sourceId);
    const earlier = given.filter((row) => row.sourceId === sourceId);
    // What is listed and not yet paid out is still held, and no surplus.
    const promisedFen = sumOf(earlier.filter(({ transactionId }) => transactionId === null));
    const heldFen = Math.max(0, Number(held[sourceId] ?? 0n) - promisedFen);
    const dues = new Map(rows.map(({ rightNo, dueFen }) => [String(rightNo), Number(dueFen ?? 0)]));
    const shares = surplusRefunds(heldFen, lessGiven(rows, earlier), (household) => dues.get(household) ?? 0);
    return shares.map(({ payerKey, amountFen }) => {
      const last = rows.findLast((row) => keyOf(row) === payerKey);
      const { payer = null, rightNo = null, payerHash = null, sealed = null } = last ?? {};
      const refundId = uuidFrom(`refund:${processId}:${of}:${sourceId}:${payerKey}`);
      return {
        refundId,
        estateId,
        processId,
        of,
        sourceId,
        rightNo,
        payer,
        moneyId: null,
        payerHash,
        sealed,
        amountFen,
      };
    });
  });
}

const sumOf = (rows: readonly { amountFen: number }[]): number =>
  rows.reduce((sum, { amountFen }) => sum + amountFen, 0);

/** In the order in which they came; what a payer was promised or given back is taken off the newest payments first. */
function lessGiven(rows: readonly PaidRow[], earlier: readonly RefundRow[]): StandingPayment[] {
  const given = new Map<string, number>();
  for (const refund of earlier) given.set(keyOf(refund), (given.get(keyOf(refund)) ?? 0) + refund.amountFen);
  return rows
    .toReversed()
    .map((row) => {
      const payerKey = keyOf(row);
      const lessFen = Math.min(given.get(payerKey) ?? 0, Number(row.amountFen));
      given.set(payerKey, (given.get(payerKey) ?? 0) - lessFen);
      const household = row.rightNo === null ? null : String(row.rightNo);
      return { payerKey, household, amountFen: Number(row.amountFen) - lessFen };
    })
    .toReversed();
}

async function readPaid(tx: Tx, processId: string): Promise<PaidRow[]> {
  const { rows } = await tx.query<PaidRow>(
    `select m.source_id as "sourceId", m.right_no as "rightNo", m.payer, i.payer_hash as "payerHash", i.sealed, i.amount_fen as "amountFen",
       p.due_fen as "dueFen"
     from money_match m join money_in i on i.id = m.money_id left join collect_payer p on p.process_id = m.process_id and p.right_no = m.right_no
     where m.process_id = $1 and ${STANDS} order by i.happened_on, i.at, i.id`,
    [processId],
  );
  return rows;
}

/** Today by China time, for what the machine books. */
export const todayAt = (at: Date): string => localDateOf(at.toISOString());
