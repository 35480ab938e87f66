// Amounts as a bank statement writes them, in fen: a cell may be empty, a dash, a text or a spreadsheet's number. What is not exactly a number of
// fen is refused, never rounded.
import { MOST_FEN } from '../ledger/transactions';
import { readMoney, type MoneyFault } from '../ledger/money';
import { compact } from '../register/normalise';

export type AmountProblem = 'amount-unreadable' | 'amount-below-fen' | 'amount-absurd' | 'currency-not-cny';

const PROBLEMS: Record<MoneyFault, AmountProblem> = {
  moneyMalformed: 'amount-unreadable',
  otherCurrency: 'currency-not-cny',
  tooManyDecimals: 'amount-below-fen',
  tooLarge: 'amount-absurd',
};

export type ReadAmount = { fen: number | null } | { problem: AmountProblem };

/** `1,234.50`, `¥8`, `-3.00元` → fen, negative where the text is; null: nothing there, or a dash in place of nothing. */
export function fenOfText(raw: string): ReadAmount {
  if (/^[-–—/]*$/.test(compact(raw))) return { fen: null };
  const money = readMoney(raw);
  return money.ok ? { fen: money.fen } : { problem: PROBLEMS[money.fault] };
}

/** A number that a spreadsheet holds, in yuan: taken where it is a number of fen but for what binary fractions lose. */
export function fenOfNumber(yuan: number): ReadAmount {
  if (!Number.isFinite(yuan) || Math.abs(yuan) * 100 > Number(MOST_FEN)) return { problem: 'amount-absurd' };
  const fen = Math.round(yuan * 100);
  // Below the limit a double is far closer to its fen than this, and a third decimal far from it.
  return Math.abs(yuan * 100 - fen) < 1e-2 ? { fen: fen === 0 ? 0 : fen } : { problem: 'amount-below-fen' };
}

/** Words for the one currency in which accounts are kept here. */
export const isYuan = (raw: string): boolean => /^(?:|CNY|RMB|人民币|人民币元|156|01)$/i.test(compact(raw));
