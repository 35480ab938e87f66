// Money as people and banks write it, and as fen. Exact: no float is ever made of an amount.
import { MOST_FEN } from './transactions';

export type MoneyFault = 'moneyMalformed' | 'otherCurrency' | 'tooManyDecimals' | 'tooLarge';
export type ReadMoney = { ok: true; fen: number } | { ok: false; fault: MoneyFault };

const AMOUNT = /^(?<sign>-?)(?<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?<part>\d+))?$/;
const RENMINBI = /^(?:¥|CNY|RMB|人民币)|(?:元|圆|CNY|RMB)$/gi;
/** Letters that make a number (`1e9`) are a malformed amount; other words and signs are another currency. */
const OTHER_CURRENCY =
  /[$€£₩₽₹฿]|(?<![A-Z])(?:USD|EUR|HKD|JPY|GBP|TWD|MOP|SGD)(?![A-Z])|[美欧港日英台]元|欧元|英镑|日圆/i;

/**
 * Fen of `12.34`, `¥1,234.5`, `１２．３４元`, `-3` (a minus is kept: what a negative amount means is the caller's). Full-width characters count
 * as what they stand for; thousands may be separated, correctly or not at all. Refuses: what is no amount (empty, `1e9`, `1,23`, `.5`),
 * another currency, a third decimal (even a zero, since the writer then counts in something else than fen), more than `MOST_FEN`.
 */
export function readMoney(text: string): ReadMoney {
  const plain = text.normalize('NFKC').trim();
  if (OTHER_CURRENCY.test(plain)) return { ok: false, fault: 'otherCurrency' };
  const { sign, whole, part = '' } = AMOUNT.exec(plain.replace(RENMINBI, '').trim())?.groups ?? {};
  if (sign === undefined || whole === undefined) return { ok: false, fault: 'moneyMalformed' };
  if (part.length > 2) return { ok: false, fault: 'tooManyDecimals' };
  const fen = BigInt(whole.replaceAll(',', '') + part.padEnd(2, '0'));
  if (fen > MOST_FEN) return { ok: false, fault: 'tooLarge' };
  return { ok: true, fen: fen === 0n || sign === '' ? Number(fen) : -Number(fen) };
}

/** `12.34` of 1234 fen; `-0.05` of -5. */
export function moneyText(fen: number | bigint): string {
  const amount = BigInt(fen);
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Fen as JSON carries them. Throws a RangeError beyond whole numbers: that is a bug or a tampered row, never rounded. */
export function fenNumber(fen: bigint): number {
  if (fen > BigInt(Number.MAX_SAFE_INTEGER) || fen < -BigInt(Number.MAX_SAFE_INTEGER))
    throw new RangeError(`${fen} fen are beyond whole numbers`);
  return Number(fen);
}
