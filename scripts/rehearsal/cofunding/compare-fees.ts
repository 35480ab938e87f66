// The month of property fees: collection rate, arrears, the owners' account and the ledger, each against what is owed (worked out in fees.ts) and
// what the diary says was paid, unit by unit.
import type { z } from 'zod';
import type { feeAccountOperations } from '../../../api/contracts/fee-account';
import type { feeOperations } from '../../../api/contracts/fees';
import type { Session } from '../election/client';
import type { Diary } from './diary';
import { ASIDE, ASIDE_FEN, FEE, type FeesPlayed } from './fees';
import type { TrialLine } from './record';

type Rate = z.output<(typeof feeOperations)['readFeeCollection']['response']>;
type Arrears = z.output<(typeof feeOperations)['listFeeArrears']['response']>['items'][number];
type Account = z.output<(typeof feeAccountOperations)['readFeeAccount']['response']>;

/** What is said about the fees of an estate. */
export interface FeesTold {
  rate: Rate;
  arrears: readonly Arrears[];
  account: Account;
  /** Of the ledger, by kind of account, as our own reading of the entries adds it up. */
  trial: readonly TrialLine[];
}

export async function readFees(street: Session, estateId: string, month: string): Promise<Omit<FeesTold, 'trial'>> {
  const [rate, arrears, account] = await Promise.all([
    street.get<Rate>(`/v1/places/${estateId}/fee-collection?from=${month}&to=${month}`),
    street.all<Arrears>(`/v1/estates/${estateId}/fee-arrears`),
    street.get<Account>(`/v1/estates/${estateId}/fee-account`),
  ]);
  return { rate, arrears, account };
}

/** Sums that a reader can check, for the last line. */
export interface FeesCompared {
  billedFen: string;
  paidFen: string;
  billed: number;
  paidInFull: number;
  inArrears: number;
}

export function compareFees(
  { owed, rewardFen }: FeesPlayed,
  diary: Diary,
  { rate, arrears, account, trial }: FeesTold,
): { fees: FeesCompared; differences: string[] } {
  const paidBy = (unitId: string): bigint => diary.sum('in', FEE, unitId) - diary.sum('back', FEE, unitId);
  const bills = [...owed].filter(([, fen]) => fen > 0n).map(([unitId, fen]) => ({ unitId, fen, paid: paidBy(unitId) }));
  const open = new Map(
    bills.filter(({ fen, paid }) => paid !== fen).map(({ unitId, fen, paid }) => [unitId, fen - paid]),
  );
  const sum = (amounts: bigint[]): bigint => amounts.reduce((total, fen) => total + fen, 0n);
  const [billed, paid] = [sum(bills.map(({ fen }) => fen)), sum(bills.map((bill) => bill.paid))];
  const spent = diary.total('spent', FEE);
  const full = bills.length - open.size;

  const differences: string[] = [];
  const same = (what: string, said: unknown, ours: unknown): void => {
    if (String(said) !== String(ours)) differences.push(`fees, ${what}: ${String(said)}, not ${String(ours)}`);
  };
  const { money, households } = rate.total;
  same('paid of billed', `${money.part}/${money.whole}`, `${paid}/${billed}`);
  same('households in full', `${households.part}/${households.whole}`, `${full}/${bills.length}`);
  // To two decimals: the difference of a hundredth is not one of a fen.
  same('rate in percent', money.percent?.toFixed(1), (Number((paid * 10_000n) / billed) / 100).toFixed(1));
  same('units in arrears', arrears.length, open.size);
  for (const { unitId, openFen } of arrears) same(`arrears of ${unitId}`, openFen, open.get(unitId) ?? 0n);
  same('account: billed', account.billedFen, billed);
  same('account: paid', account.paidFen, paid);
  same('account: spent', account.spentFen, spent);
  same('account: balance', account.balanceFen, paid - spent);
  same('account: reward', `${account.rewardTakenFen} of ${account.rewardLimitFen}`, `${rewardFen} of ${paid / 10n}`);

  const aside = BigInt(ASIDE_FEN);
  // A surplus is granted on, not spent; what is left of the estate's own fund after its spendings is held.
  const asideHeld = aside - diary.total('spent', ASIDE);
  const ledger: [source: string, kind: string, fen: bigint][] = [
    [FEE, 'feeBilled', billed],
    [FEE, 'feeIncome', -billed],
    [FEE, 'feePaid', -paid],
    [FEE, 'spent', spent - aside],
    [FEE, 'granted', aside],
    [FEE, 'held', paid - spent],
    [ASIDE, 'income', -aside],
    [ASIDE, 'held', asideHeld],
  ];
  for (const [source, kind, fen] of ledger) {
    const line = trial.find((one) => one.projectId === null && one.source === source && one.kind === kind);
    same(`ledger ${source} ${kind}`, (line?.debitFen ?? 0n) - (line?.creditFen ?? 0n), fen);
  }
  const fees = { billedFen: String(billed), paidFen: String(paid), billed: bills.length, paidInFull: full };
  return { fees: { ...fees, inArrears: open.size }, differences };
}
