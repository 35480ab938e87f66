// Carries a transaction into the books: what each account holds afterwards, or why it may not be. Pure; the database checks the result again.
import { ACCOUNT_KINDS, accountKey, siblingOf, type AccountRef } from './accounts';
import type { Entry } from './transactions';

/** Where an account stands after its newest entry. */
export interface Stand {
  balanceFen: bigint;
  /** Entries so far, which is the number of the newest. */
  entryNo: number;
}

/** Stands by `accountKey`; one that is missing has no entry yet. */
export type Books = Map<string, Stand>;

export interface CarriedEntry extends Entry {
  /** From 1 within the account, without a gap. */
  entryNo: number;
  balanceAfterFen: bigint;
}

export type CarryRefusal = 'not-enough-held' | 'refund-exceeds-paid' | 'account-overdrawn' | 'balance-too-large';

export type Carried = { ok: true; entries: CarriedEntry[] } | { ok: false; code: CarryRefusal; account: AccountRef };

/** JSON and JavaScript carry whole numbers up to here. */
const MOST_BALANCE = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The entries with number and balance after each, in their order; `books` then stand after them. Refused, and `books` left as they were:
 * - `not-enough-held`: more would go out than the holder has for this project and source;
 * - `refund-exceeds-paid`: a payer would have got back more than was paid (also by taking back the receipt of what was refunded);
 * - `account-overdrawn`: another account would stand on the wrong side (more matched than came in, say);
 * - `balance-too-large`.
 * Judged after the whole transaction: the order of its entries decides nothing.
 */
export function carry(books: Books, entries: readonly Entry[]): Carried {
  const changed: Books = new Map();
  const standOf = (key: string): Stand => changed.get(key) ?? books.get(key) ?? { balanceFen: 0n, entryNo: 0 };
  const carried = entries.map((entry) => {
    const key = accountKey(entry.account);
    const before = standOf(key);
    const after = { balanceFen: before.balanceFen + entry.amountFen, entryNo: before.entryNo + 1 };
    changed.set(key, after);
    return { ...entry, entryNo: after.entryNo, balanceAfterFen: after.balanceFen };
  });
  const balanceOf = (account: AccountRef): bigint => standOf(accountKey(account)).balanceFen;
  for (const { account } of entries) {
    const code = whyNot(account, balanceOf);
    if (code !== undefined) return { ok: false, code, account };
  }
  for (const [key, stand] of changed) books.set(key, stand);
  return { ok: true, entries: carried };
}

function whyNot(account: AccountRef, balanceOf: (account: AccountRef) => bigint): CarryRefusal | undefined {
  const balance = balanceOf(account);
  if (balance > MOST_BALANCE || balance < -MOST_BALANCE) return 'balance-too-large';
  if (ACCOUNT_KINDS[account.kind].side === 'debit' ? balance < 0n : balance > 0n)
    return account.kind === 'held' ? 'not-enough-held' : 'account-overdrawn';
  const sibling = siblingOf(account);
  // Received stands below zero, refunded above: together they are what the payer still has in it.
  return sibling !== undefined && balance + balanceOf(sibling) > 0n ? 'refund-exceeds-paid' : undefined;
}
