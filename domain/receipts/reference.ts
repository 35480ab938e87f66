// The code that a household writes into the remark of its transfer, so that its payment is known without asking its name. Eight letters that
// nobody confuses, the last of them a check: a letter misread, or two exchanged, make no code at all.
import { cleanText } from '../register/normalise';

/** Without I, L and O, and without digits: nothing here looks like anything else here. Prime in number, so that the check finds every slip. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const BASE = LETTERS.length;
const BODY = 7;
/** Weight of each letter; all different and none a multiple of the base: one wrong letter and any exchange of two change the sum. */
const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 1];

/** How many codes there are: the body of one is a number below it. */
export const REFERENCES = BASE ** BODY;

const sumOf = (values: readonly number[]): number =>
  values.reduce((sum, value, position) => sum + value * (WEIGHTS[position] ?? 0), 0) % BASE;

/** The code of a number from 0 below REFERENCES, as `ABCDEFGH`. */
export function referenceOf(body: number): string {
  if (!Number.isSafeInteger(body) || body < 0 || body >= REFERENCES)
    throw new RangeError(`not the body of a code: ${body}`);
  const values: number[] = [];
  for (let rest = body, position = 0; position < BODY; position += 1, rest = Math.floor(rest / BASE))
    values.unshift(rest % BASE);
  const check = (BASE - sumOf(values)) % BASE;
  return [...values, check].map((value) => LETTERS[value]).join('');
}

/** Whether the eight letters are a code, whoever's. */
export function isReference(text: string): boolean {
  const values = [...text].map((letter) => LETTERS.indexOf(letter));
  return values.length === WEIGHTS.length && !values.includes(-1) && sumOf(values) === 0;
}

/** As it is printed and told: `ABCD-EFGH`. */
export const formatReference = (reference: string): string => `${reference.slice(0, 4)}-${reference.slice(4)}`;

/** Every code that may stand in a text, in any width and case, with dashes or blanks inside; each once, in the order of the text. */
export function referencesIn(text: string): string[] {
  const runs = cleanText(text)
    .toUpperCase()
    .match(/[A-Z](?:[\s\-‐‑–—_.·]*[A-Z])*/g);
  const found = new Set<string>();
  for (const run of runs ?? []) {
    const letters = run.replace(/[^A-Z]/g, '');
    for (let start = 0; start + WEIGHTS.length <= letters.length; start += 1) {
      const window = letters.slice(start, start + WEIGHTS.length);
      if (isReference(window)) found.add(window);
    }
  }
  return [...found];
}
