// The code in the remark of a transfer: no slip of a hand makes one household's code another's.
import fc from 'fast-check';
import { formatReference, isReference, REFERENCES, referenceOf, referencesIn } from '../../domain/receipts/reference';

const body = fc.integer({ min: 0, max: REFERENCES - 1 });
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

test('a code has eight letters, none of which is taken for another or for a digit', () => {
  fc.assert(fc.property(body, (n) => expect(referenceOf(n)).toMatch(/^[A-HJKMNP-Z]{8}$/)));
});

test('different numbers have different codes', () => {
  fc.assert(fc.property(body, body, (a, b) => expect(referenceOf(a) === referenceOf(b)).toBe(a === b)));
  expect(() => referenceOf(REFERENCES)).toThrow(RangeError);
  expect(() => referenceOf(-1)).toThrow(RangeError);
  expect(() => referenceOf(0.5)).toThrow(RangeError);
});

test('one letter misread makes no code', () => {
  fc.assert(
    fc.property(body, fc.nat(7), fc.nat(22), (n, at, letter) => {
      const code = referenceOf(n);
      const wrong = code.slice(0, at) + LETTERS.charAt(letter) + code.slice(at + 1);
      expect(isReference(wrong)).toBe(wrong === code);
    }),
  );
});

test('two letters exchanged make no code', () => {
  fc.assert(
    fc.property(body, fc.nat(7), fc.nat(7), (n, a, b) => {
      const letters = [...referenceOf(n)];
      [letters[a], letters[b]] = [letters[b] ?? '', letters[a] ?? ''];
      const wrong = letters.join('');
      expect(isReference(wrong)).toBe(wrong === referenceOf(n));
    }),
  );
});

test('a code is found in a remark however the bank spells it', () => {
  const code = referenceOf(123_456_789);
  const shown = formatReference(code);
  const wide = [...shown]
    .map((letter) => (letter === '-' ? '－' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0)))
    .join('');
  for (const remark of [
    code,
    shown,
    shown.toLowerCase(),
    `认筹款${shown}301室`,
    `网转 ${code.slice(0, 4)} ${code.slice(4)}`,
    wide,
  ])
    expect(referencesIn(remark)).toContain(code);
  expect(referencesIn('水电费')).toEqual([]);
  expect(referencesIn(code.slice(0, 7))).toEqual([]);
});

test('of two codes in one remark both are seen', () => {
  const [one, other] = [referenceOf(1), referenceOf(2)];
  expect(referencesIn(`${one}，${other}`)).toEqual([one, other]);
});
