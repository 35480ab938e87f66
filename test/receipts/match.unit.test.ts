// Whose payment a line is: sure by its code or by three facts together, and a person's question otherwise.
import { matchLine, paidByOf, type AwaitedPayer } from '../../domain/receipts/match';
import { formatReference, referenceOf } from '../../domain/receipts/reference';

const household = (rightNo: number, more: Partial<AwaitedPayer> = {}): AwaitedPayer => ({
  ...{ processId: 'p', rightNo, reference: referenceOf(rightNo), label: `1栋2单元${100 + rightNo}` },
  ...{ holderNames: [`业主${rightNo}`], outstandingFen: 10_000, ...more },
});
const [one, two] = [household(1), household(2)];
const line = (remark: string, more: { amountFen?: number; counterName?: string | null } = {}) => ({
  ...{ amountFen: 10_000, counterName: null, remark, ...more },
});
const code = (payer: AwaitedPayer) => formatReference(payer.reference);

test('a code is enough, whatever the amount, and says whether it was a holder who paid', () => {
  expect(matchLine(line(code(one), { counterName: '业主1' }), [one, two])).toMatchObject({
    ...{ kind: 'sure', payer: { rightNo: 1 }, why: ['reference'], paidBy: 'self' },
  });
  expect(matchLine(line(code(one), { amountFen: 3, counterName: '她女儿' }), [one, two])).toMatchObject({
    ...{ kind: 'sure', paidBy: 'relative' },
  });
  expect(matchLine(line(`${code(one)} 1-2-101`), [one, two])).toMatchObject({ why: ['reference', 'unit'] });
});

test('a name that the bank has masked says nothing', () => {
  expect(paidByOf('业*', ['业主1'])).toBe('unknown');
  expect(paidByOf(null, ['业主1'])).toBe('unknown');
  expect(matchLine(line(code(one), { counterName: '*主1' }), [one])).toMatchObject({ paidBy: 'unknown' });
});

test('two codes, or a code and another unit, are a person’s question', () => {
  expect(matchLine(line(`${code(one)}/${code(two)}`), [one, two])).toMatchObject({ doubt: 'several-references' });
  expect(matchLine(line(`${code(one)} 1栋2单元102室`), [one, two])).toMatchObject({
    ...{ kind: 'doubtful', doubt: 'unit-contradicts', suggestion: { rightNo: 1 } },
  });
});

test('amount, unit and name together are enough; two of them only suggest', () => {
  expect(matchLine(line('1栋2单元101室 门禁', { counterName: '业主1' }), [one, two])).toMatchObject({
    ...{ kind: 'sure', payer: { rightNo: 1 }, why: ['amount', 'unit', 'name'] },
  });
  expect(matchLine(line('1-2-101'), [one, two])).toMatchObject({
    ...{ kind: 'doubtful', doubt: 'not-enough-known', suggestion: { rightNo: 1 }, why: ['amount', 'unit'] },
  });
  expect(matchLine(line('1-2-101', { counterName: '业主1', amountFen: 9_999 }), [one, two])).toMatchObject({
    ...{ doubt: 'not-enough-known', why: ['unit', 'name'] },
  });
});

test('an amount that many owe suggests nobody, and a line of which nothing is known neither', () => {
  expect(matchLine(line('门禁款'), [one, two])).toMatchObject({ doubt: 'several-households', suggestion: null });
  expect(matchLine(line('利息', { amountFen: 7 }), [one, two])).toEqual({
    ...{ kind: 'doubtful', doubt: 'nothing-known', suggestion: null, why: [] },
  });
});

test('a unit is its own: 1-2-10 is not named by 1-2-101, nor 1-2-101 by 11-2-101 or 1-2-1011', () => {
  const short = household(3, { label: '1栋2单元10', outstandingFen: 5 });
  expect(matchLine(line('1-2-101'), [short, one])).toMatchObject({ suggestion: { rightNo: 1 } });
  expect(matchLine(line('11-2-101', { amountFen: 1 }), [one])).toMatchObject({ doubt: 'nothing-known' });
  expect(matchLine(line('1-2-1011', { amountFen: 1 }), [one])).toMatchObject({ doubt: 'nothing-known' });
});

test('who owes nothing any more is not found by the amount', () => {
  expect(matchLine(line('门禁', { amountFen: 10_000 }), [household(1, { outstandingFen: 0 })])).toMatchObject({
    doubt: 'nothing-known',
  });
});
