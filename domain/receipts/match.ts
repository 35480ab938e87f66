// Whose payment a line of a bank statement is. Sure by its code; or by amount, unit and name together. Whatever is doubtful is left to a
// person, with what speaks for whom.
import { cleanText, nameKey } from '../register/normalise';
import type { PaidBy } from './classify';
import { referencesIn } from './reference';

/** A household from which money is awaited. */
export interface AwaitedPayer {
  processId: string;
  rightNo: number;
  /** The code it was told. */
  reference: string;
  /** As the roll calls it: `1栋2单元101`. */
  label: string;
  /** Names of its holders as they are compared (nameKey). */
  holderNames: readonly string[];
  outstandingFen: number;
}

export interface PaymentLine {
  amountFen: number;
  /** All words of the line: summary, postscript, note. */
  remark: string;
  counterName: string | null;
}

export const MATCH_REASONS = ['reference', 'amount', 'unit', 'name'] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

export const DOUBTS = [
  'several-references',
  'unit-contradicts',
  'several-households',
  'not-enough-known',
  'nothing-known',
] as const;
export type Doubt = (typeof DOUBTS)[number];

export type Matched =
  | { kind: 'sure'; payer: AwaitedPayer; why: MatchReason[]; paidBy: PaidBy }
  | { kind: 'doubtful'; doubt: Doubt; suggestion: AwaitedPayer | null; why: MatchReason[] };

/** `1栋2单元101室`, `1-2-101` and `１号楼2单元101` are `1-2-101`. */
const unitKey = (text: string): string =>
  cleanText(text)
    .toUpperCase()
    .replace(/\s*(?:号楼|号栋|栋|幢|座|楼|单元|门洞|#|[-‐‑–—~/_])\s*/g, '-')
    .replace(/(\d)(?:室|房|号)/g, '$1 ');

const names = (remark: string, label: string): boolean => {
  const key = unitKey(label).trim();
  if (key === '') return false;
  const text = unitKey(remark);
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + key.length]];
    if (!/[0-9A-Z-]/.test(before) && !/[0-9A-Z-]/.test(after)) return true;
  }
  return false;
};

/** A name that the bank has masked (`张*`) says nothing about who paid. */
const readable = (name: string | null): string | null => (name === null || /[*＊×]/.test(name) ? null : nameKey(name));

export const paidByOf = (counterName: string | null, holderNames: readonly string[]): PaidBy => {
  const name = readable(counterName);
  if (name === null || name === '') return 'unknown';
  return holderNames.includes(name) ? 'self' : 'relative';
};

/** Never throws; `payers` are those of every project at the estate. */
export function matchLine(line: PaymentLine, payers: readonly AwaitedPayer[]): Matched {
  const codes = new Set(referencesIn(line.remark));
  const coded = payers.filter(({ reference }) => codes.has(reference));
  const [first] = coded;
  if (coded.length > 1) return { kind: 'doubtful', doubt: 'several-references', suggestion: null, why: ['reference'] };
  if (first !== undefined) return byReference(line, first, payers);
  return byFacts(line, payers);
}

function byReference(line: PaymentLine, payer: AwaitedPayer, payers: readonly AwaitedPayer[]): Matched {
  const isNamed = names(line.remark, payer.label);
  const other = isNamed ? undefined : payers.find(({ label }) => label !== payer.label && names(line.remark, label));
  if (other !== undefined)
    return { kind: 'doubtful', doubt: 'unit-contradicts', suggestion: payer, why: ['reference'] };
  const paidBy = paidByOf(line.counterName, payer.holderNames);
  return { kind: 'sure', payer, why: ['reference', ...(isNamed ? (['unit'] as const) : [])], paidBy };
}

function byFacts(line: PaymentLine, payers: readonly AwaitedPayer[]): Matched {
  const judged = payers
    .map((payer) => ({ payer, why: factsFor(line, payer) }))
    .filter(({ why }) => why.length > 0)
    .sort((a, b) => b.why.length - a.why.length);
  const [best] = judged;
  if (best === undefined) return { kind: 'doubtful', doubt: 'nothing-known', suggestion: null, why: [] };
  const isAlone = judged.filter(({ why }) => why.length === best.why.length).length === 1;
  if (!isAlone) return { kind: 'doubtful', doubt: 'several-households', suggestion: null, why: [] };
  if (best.why.length === 3) return { kind: 'sure', ...best, paidBy: 'self' };
  return { kind: 'doubtful', doubt: 'not-enough-known', suggestion: best.payer, why: best.why };
}

function factsFor(line: PaymentLine, payer: AwaitedPayer): MatchReason[] {
  const facts: MatchReason[] = [];
  if (payer.outstandingFen > 0 && line.amountFen === payer.outstandingFen) facts.push('amount');
  if (names(line.remark, payer.label)) facts.push('unit');
  if (paidByOf(line.counterName, payer.holderNames) === 'self') facts.push('name');
  return facts;
}
