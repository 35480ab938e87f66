// Transactions of the ledger: the closed list of kinds with what each may move, and the checks that hold before anything is written.
// What the books already hold is judged in carry.ts.
import { accountKey, isAccount, type AccountKind, type AccountRef } from './accounts';

/** `+held`: the transaction may debit accounts of this kind; `-held`: credit them. */
type Move = `${'+' | '-'}${AccountKind}`;

interface TransactionKindFacts {
  moves: readonly Move[];
  /** Nobody else keeps rows about it, so two people may take it back in the ledger; the others are undone where they were entered. */
  isUndoneHere?: true;
  label: { zh: string; en: string };
}

export const TRANSACTION_KINDS = {
  receipt: { moves: ['+held', '-received'], label: { zh: '收款', en: 'money came in for a project' } },
  unmatchedReceipt: {
    moves: ['+held', '-unmatched'],
    label: { zh: '待认领入账', en: 'money came in, nobody knows yet what for' },
  },
  match: {
    moves: ['+unmatched', '-held', '+held', '-received', '-feePaid', '-income'],
    label: { zh: '认领', en: 'it is known now what it was for' },
  },
  unmatchedReturn: { moves: ['+unmatched', '-held'], label: { zh: '退回无主款', en: 'sent back unmatched' } },
  spending: { moves: ['+spent', '-held'], isUndoneHere: true, label: { zh: '支出', en: 'spent' } },
  refund: { moves: ['+refunded', '-held'], label: { zh: '退款', en: 'refunded to those who paid' } },
  incomeReceipt: {
    moves: ['+held', '-income'],
    isUndoneHere: true,
    label: { zh: '公共收益入账', en: 'common revenue came in' },
  },
  incomeGrant: {
    moves: ['+granted', '-held', '+held', '-received'],
    label: { zh: '公共收益划入项目', en: 'the estate’s own money given to a project' },
  },
  incomeGrantReturn: {
    moves: ['+refunded', '-held', '+held', '-granted'],
    label: { zh: '项目结余退回公共收益', en: 'what a project left over, back to the estate' },
  },
  feeBill: { moves: ['+feeBilled', '-feeIncome'], label: { zh: '物业费账单', en: 'property fee billed' } },
  feePayment: { moves: ['+held', '-feePaid'], label: { zh: '物业费缴纳', en: 'property fee paid' } },
  feeRefund: { moves: ['+feePaid', '-held'], label: { zh: '物业费退还', en: 'property fee paid back' } },
  feeSurplus: {
    moves: ['+granted', '-held', '+held', '-income'],
    isUndoneHere: true,
    label: { zh: '物业费结余转入', en: 'surplus of a period put aside for the estate' },
  },
  reversal: { moves: [], label: { zh: '冲正', en: 'takes a transaction back' } },
} as const satisfies Record<string, TransactionKindFacts>;

export type TransactionKind = keyof typeof TRANSACTION_KINDS;
export const TRANSACTION_KIND_NAMES = Object.keys(TRANSACTION_KINDS) as [TransactionKind, ...TransactionKind[]];

/** Whether two people may take such a transaction back in the ledger. */
export const isUndoneHere = (kind: TransactionKind): boolean => 'isUndoneHere' in TRANSACTION_KINDS[kind];

export interface Entry {
  account: AccountRef;
  /** Debit > 0, credit < 0. */
  amountFen: bigint;
}

/** A hundred thousand million yuan. */
export const MOST_FEN = 10_000_000_000_000n;
/** A refund to every flat of the largest estate is one transaction. */
export const MOST_ENTRIES = 50_000;

export type TransactionFault =
  | 'keyMalformed'
  | 'noEntries'
  | 'tooManyEntries'
  | 'accountMalformed'
  | 'otherEstate'
  | 'zeroEntry'
  | 'amountTooLarge'
  /** The kind of transaction does not move this kind of account in this direction. */
  | 'kindDoesNotFit'
  | 'unbalanced'
  /** Balanced in all, but not for each project and source: money of one would pay for another. */
  | 'unbalancedWithinSource';

const IS_KEY = /^[A-Za-z0-9][\x21-\x7e]{0,199}$/;

/** Why this is no transaction; undefined: it is one. Reversals are made from what they take back and are not judged by their moves. */
export function transactionFault(asked: {
  businessKey: string;
  kind: TransactionKind;
  estateId: string;
  entries: readonly Entry[];
}): TransactionFault | undefined {
  const { businessKey, kind, estateId, entries } = asked;
  if (!IS_KEY.test(businessKey)) return 'keyMalformed';
  if (entries.length === 0) return 'noEntries';
  if (entries.length > MOST_ENTRIES) return 'tooManyEntries';
  const moves: readonly Move[] = TRANSACTION_KINDS[kind].moves;
  const sums = new Map<string, bigint>();
  let all = 0n;
  for (const { account, amountFen } of entries) {
    if (!isAccount(account)) return 'accountMalformed';
    if (account.estateId !== estateId) return 'otherEstate';
    if (amountFen === 0n) return 'zeroEntry';
    if (amountFen > MOST_FEN || amountFen < -MOST_FEN) return 'amountTooLarge';
    const move: Move = `${amountFen > 0n ? '+' : '-'}${account.kind}`;
    if (kind !== 'reversal' && !moves.includes(move)) return 'kindDoesNotFit';
    const part = `${account.projectId ?? ''}|${account.source ?? ''}`;
    sums.set(part, (sums.get(part) ?? 0n) + amountFen);
    all += amountFen;
  }
  if (all !== 0n) return 'unbalanced';
  return [...sums.values()].some((sum) => sum !== 0n) ? 'unbalancedWithinSource' : undefined;
}

/** One text for what a transaction moves, whatever the order of its entries: the same key must always come with the same. */
export const contentOf = (asked: { kind: TransactionKind; estateId: string; entries: readonly Entry[] }): string =>
  JSON.stringify([
    asked.kind,
    asked.estateId,
    asked.entries.map(({ account, amountFen }) => `${accountKey(account)}|${amountFen}`).toSorted(),
  ]);
