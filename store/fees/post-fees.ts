// Property fees in the ledger. Each unit has its accounts of what was billed and paid; what is held for the estate is the owners' own money. In
// the lump-sum form (包干制) a fee is the firm's, so it is passed on in the moment in which it is paid and never counts as held.
import type { Pool } from 'pg';
import type { LocalDate } from '../../domain/calendar/types';
import type { AccountKind, AccountRef, ESTATE_SOURCES } from '../../domain/ledger/accounts';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import { post, postedOrThrow, postMany, type Posting } from '../ledger/post';
import { reverse } from '../ledger/reverse';
import { accountIdOf } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';

type FeeSource = Extract<(typeof ESTATE_SOURCES)[number], 'propertyFee' | 'feeSurplus'>;

const accountOf = (
  estateId: string,
  kind: AccountKind,
  unitId: string | null = null,
  source: FeeSource = 'propertyFee',
): AccountRef => ({
  estateId,
  projectId: null,
  source,
  kind,
  // Whoever owns the unit owes it: the ledger names no person.
  payer: unitId === null ? null : `unit:${unitId}`,
});

export interface BilledUnits {
  businessKey: string;
  estateId: string;
  bills: readonly { unitId: string; amountFen: number }[];
  byAccount: string;
  at: Date;
}

/** Debits what each unit owes, credits what is earned. */
export async function postBills(
  tx: Tx,
  { businessKey, estateId, bills, byAccount, at }: BilledUnits,
): Promise<{ transactionId: string }> {
  const total = bills.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n);
  return post(tx, {
    ...{ businessKey, kind: 'feeBill', estateId, processId: null, byAccounts: [byAccount], documentHash: null, at },
    happenedOn: localDateOf(instantOf(at.getTime())),
    entries: [
      ...bills.map(({ unitId, amountFen }) => ({
        account: accountOf(estateId, 'feeBilled', unitId),
        amountFen: BigInt(amountFen),
      })),
      { account: accountOf(estateId, 'feeIncome'), amountFen: -total },
    ],
  });
}

export interface PostedPayment {
  /** The business key is made of it. */
  reference: string;
  estateId: string;
  unitId: string;
  amountFen: number;
  /** Of it, what is the firm's own (lump sum) and is passed on. */
  firmFen: number;
  paidOn: LocalDate;
  byAccount: string;
  at: Date;
}

export interface PostedIds {
  transactionId: string;
  /** The transaction that passes the firm's part on; null: nothing is the firm's. */
  passedOnId: string | null;
}

/** Of one estate, in their order; each with what is passed on of it right behind. */
export async function postPayments(tx: Tx, payments: readonly PostedPayment[]): Promise<PostedIds[]> {
  const postings = payments.map(({ reference, estateId, unitId, amountFen, firmFen, paidOn, byAccount, at }) => {
    const shared = { estateId, processId: null, byAccounts: [byAccount], documentHash: null, happenedOn: paidOn, at };
    const held = accountOf(estateId, 'held');
    const payment: Posting = {
      ...{ ...shared, kind: 'feePayment', businessKey: `feePayment:${estateId}:${reference}` },
      entries: [
        { account: held, amountFen: BigInt(amountFen) },
        { account: accountOf(estateId, 'feePaid', unitId), amountFen: -BigInt(amountFen) },
      ],
    };
    if (firmFen === 0) return [payment];
    const passedOn: Posting = {
      ...{ ...shared, kind: 'spending', businessKey: `feePassedOn:${estateId}:${reference}` },
      entries: [
        { account: accountOf(estateId, 'spent'), amountFen: BigInt(firmFen) },
        { account: held, amountFen: -BigInt(firmFen) },
      ],
    };
    return [payment, passedOn];
  });
  const posted = (await postMany(tx, postings.flat())).map(postedOrThrow);
  let at = 0;
  return postings.map(({ length }) => {
    const [payment, passedOn] = posted.slice(at, (at += length));
    return { transactionId: payment?.transactionId ?? '', passedOnId: passedOn?.transactionId ?? null };
  });
}

/** Takes a payment back, and before it what was passed on of it. The caller has seen that the rest is still held. */
export async function reversePosted(
  tx: Tx,
  asked: {
    paymentId: string;
    transactionId: string;
    passedOnId: string | null;
    reasonText: string;
    byAccount: string;
    at: Date;
  },
): Promise<{ transactionId: string }> {
  const { paymentId, transactionId, passedOnId, reasonText, byAccount, at } = asked;
  const shared = { reasonText, byAccounts: [byAccount], at };
  if (passedOnId !== null)
    await reverse(tx, { ...shared, transactionId: passedOnId, businessKey: `feePassedOnReversal:${paymentId}` });
  return reverse(tx, { ...shared, transactionId, businessKey: `feePaymentReversal:${paymentId}` });
}

/** Spends from the owners' account, or puts aside from it as the estate's surplus. What is held was looked at before (assertHeld). */
export function postSpending(
  tx: Tx,
  asked: {
    spendingId: string;
    estateId: string;
    isSurplus: boolean;
    amountFen: number;
    spentOn: LocalDate;
    documentSha256: string | null;
    byAccounts: string[];
    at: Date;
  },
): Promise<{ transactionId: string }> {
  const { spendingId, estateId, isSurplus, spentOn, byAccounts, documentSha256, at } = asked;
  const amountFen = BigInt(asked.amountFen);
  const surplus = (kind: AccountKind) => accountOf(estateId, kind, null, 'feeSurplus');
  return post(tx, {
    ...{ businessKey: `feeSpending:${spendingId}`, kind: isSurplus ? 'feeSurplus' : 'spending', estateId },
    ...{ processId: null, happenedOn: spentOn, at, byAccounts, documentHash: documentSha256 },
    entries: [
      { account: accountOf(estateId, isSurplus ? 'granted' : 'spent'), amountFen },
      { account: accountOf(estateId, 'held'), amountFen: -amountFen },
      ...(isSurplus
        ? [
            { account: surplus('held'), amountFen },
            { account: surplus('income'), amountFen: -amountFen },
          ]
        : []),
    ],
  });
}

/** Refuses `fee-account-overdrawn` where less is held. The estate's ledger is locked. */
export async function assertHeld(tx: Tx, estateId: string, amountFen: number): Promise<void> {
  const balanceFen = await heldFen(tx, estateId);
  if (balanceFen < amountFen) throw refused('fee-account-overdrawn', { balanceFen, amountFen });
}

/** What is held of the owners' fees, by the ledger. */
export async function heldFen(db: Pool | Tx, estateId: string): Promise<number> {
  const { rows } = await db.query<{ balanceFen: number }>(
    'select balance_fen::float8 as "balanceFen" from ledger_balance where account_id = $1',
    [accountIdOf(accountOf(estateId, 'held'))],
  );
  return rows[0]?.balanceFen ?? 0;
}
