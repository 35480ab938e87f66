// The rules of the ledger: what is an account, what is a transaction, how money is read, and how a spending is spread over its sources.
import fc from 'fast-check';
import { ACCOUNT_KINDS, isAccount, purposeOf, type AccountRef } from '../../domain/ledger/accounts';
import { carry, type Books } from '../../domain/ledger/carry';
import { fenNumber, moneyText, readMoney } from '../../domain/ledger/money';
import { allocateSpending, proRata } from '../../domain/ledger/pro-rata';
import {
  TRANSACTION_KINDS,
  transactionFault,
  type Entry,
  type TransactionKind,
} from '../../domain/ledger/transactions';

const estateId = '00000000-0000-8000-8000-000000000001';
const projectId = '00000000-0000-8000-8000-000000000002';
const payer = 'owner:00000000-0000-8000-8000-000000000003';
const ref = (more: Partial<AccountRef> = {}): AccountRef => ({
  ...{ estateId, projectId, source: 'household', kind: 'held', payer: null },
  ...more,
});
const entry = (amountFen: number | bigint, more: Partial<AccountRef> = {}): Entry => ({
  account: ref(more),
  amountFen: BigInt(amountFen),
});
const receipt = (fen: number | bigint): Entry[] => [entry(fen), entry(-BigInt(fen), { kind: 'received', payer })];
const faultOf = (entries: Entry[], kind: TransactionKind = 'receipt', businessKey = 'receipt:1') =>
  transactionFault({ businessKey, kind, estateId, entries });

describe('an account', () => {
  test.each<[string, Partial<AccountRef>]>([
    ['names a payer where money comes from or goes to one', { kind: 'received', payer }],
    ['may be a firm’s', { kind: 'received', payer: 'org:91370212MA3XXXXX1X' }],
    ['may be the street’s', { kind: 'received', payer: 'street' }],
    ['of unmatched money has no source', { kind: 'unmatched', source: null }],
    ['may be the estate’s own', { projectId: null, source: 'commonIncome', kind: 'income' }],
  ])('%s', (_, more) => expect(isAccount(ref(more))).toBe(true));

  test.each<[string, Partial<AccountRef>]>([
    ['of what came in names no payer', { kind: 'received' }],
    ['of what is held names a payer', { payer }],
    ['names a person', { kind: 'received', payer: '王秀英' }],
    ['has a source in words', { source: '居民' }],
    ['of the estate has a source that only projects have', { projectId: null }],
    ['of common revenue belongs to a project', { source: 'commonIncome', kind: 'income' }],
    ['of receipts belongs to no project', { projectId: null, source: 'commonIncome', kind: 'received', payer }],
    ['of spending has no source', { source: null, kind: 'spent' }],
    ['has an estate that is no id', { estateId: 'e1' }],
  ])('that %s cannot be', (_, more) => expect(isAccount(ref(more))).toBe(false));

  test('says what its money is for', () => {
    expect(purposeOf(ref())).toBe('project');
    expect(purposeOf(ref({ source: null }))).toBe('unmatched');
    expect(purposeOf(ref({ projectId: null, source: 'propertyFee' }))).toBe('propertyFee');
  });

  test('of every kind, and every transaction, has a name in both languages', () => {
    for (const { label } of [...Object.values(ACCOUNT_KINDS), ...Object.values(TRANSACTION_KINDS)]) {
      expect(label.zh).toMatch(/\p{Script=Han}/u);
      expect(label.en).toMatch(/^[\x20-\x7e’]+$/);
    }
  });
});

describe('a transaction', () => {
  test('of one fen, and of a hundred thousand million yuan, is one; of a fen more it is none', () => {
    expect(faultOf(receipt(1))).toBeUndefined();
    expect(faultOf(receipt(10n ** 13n))).toBeUndefined();
    expect(faultOf(receipt(10n ** 13n + 1n))).toBe('amountTooLarge');
  });

  test('without entries, with a zero, or one fen out of balance is none', () => {
    expect(faultOf([])).toBe('noEntries');
    expect(faultOf([entry(0)])).toBe('zeroEntry');
    expect(faultOf([entry(100), entry(-99, { kind: 'received', payer })])).toBe('unbalanced');
  });

  test('whose money of one source, or one project, would stand for another is none', () => {
    const other = { kind: 'received', payer } as const;
    expect(faultOf([entry(100), entry(-100, { ...other, source: 'grant' })])).toBe('unbalancedWithinSource');
    expect(faultOf([entry(100), entry(-100, { ...other, projectId: estateId })])).toBe('unbalancedWithinSource');
  });

  test('moves only what its kind moves, in its direction', () => {
    const backwards = [entry(-100), entry(100, { kind: 'received', payer })];
    expect(faultOf(backwards)).toBe('kindDoesNotFit');
    expect(faultOf(receipt(100), 'spending')).toBe('kindDoesNotFit');
    expect(faultOf([entry(100, { kind: 'spent' }), entry(-100)], 'spending')).toBeUndefined();
  });

  test('is of one estate', () => {
    expect(faultOf([entry(100, { estateId: projectId }), ...receipt(1)])).toBe('otherEstate');
  });

  test.each(['', ' a', 'ä', 'a b', 'x'.repeat(201)])('with the key %j is none', (key) =>
    expect(faultOf(receipt(1), 'receipt', key)).toBe('keyMalformed'),
  );
  test('with a key of two hundred characters is one', () =>
    expect(faultOf(receipt(1), 'receipt', 'x'.repeat(200))).toBeUndefined());
});

test('whatever is carried, each account is the sum of its entries, and a refused transaction leaves the books as they were', () => {
  const moves = fc.array(fc.tuple(fc.constantFrom('in', 'out', 'back'), fc.integer({ min: 1, max: 50 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(moves, (all) => {
      const books: Books = new Map();
      const sums = new Map<string, bigint>();
      for (const [move, fen] of all) {
        const entries =
          move === 'in'
            ? receipt(fen)
            : move === 'out'
              ? [entry(fen, { kind: 'spent' }), entry(-fen)]
              : [entry(fen, { kind: 'refunded', payer }), entry(-fen)];
        const before = structuredClone(books);
        const carried = carry(books, entries);
        if (!carried.ok) expect(books).toEqual(before);
        for (const { account, amountFen } of carried.ok ? entries : [])
          sums.set(account.kind, (sums.get(account.kind) ?? 0n) + amountFen);
      }
      const sum = (kind: string) => sums.get(kind) ?? 0n;
      expect(sum('held') + sum('received') + sum('spent') + sum('refunded')).toBe(0n);
      expect(sum('held')).toBeGreaterThanOrEqual(0n);
      expect(sum('refunded') + sum('received')).toBeLessThanOrEqual(0n);
      expect([...books.values()].reduce((all, { balanceFen }) => all + balanceFen, 0n)).toBe(0n);
    }),
  );
});

describe('money as text', () => {
  test.each([
    ['12.34', 1234],
    ['0.01', 1],
    ['12', 1200],
    ['12.3', 1230],
    ['1,234,567.89', 123_456_789],
    ['１２．３４', 1234],
    ['￥１，２３４．５元', 123_450],
    ['¥8', 800],
    ['CNY 8.00', 800],
    ['8元', 800],
    [' 8 ', 800],
    ['-3.5', -350],
    ['－３．５', -350],
    ['0', 0],
    ['-0.00', 0],
    ['100000000000.00', 10_000_000_000_000],
  ])('%s is %d fen', (text, fen) => expect(readMoney(text)).toEqual({ ok: true, fen }));

  test.each([
    ['12.345', 'tooManyDecimals'],
    ['12.340', 'tooManyDecimals'],
    ['１２．３４５', 'tooManyDecimals'],
    ['100000000000.01', 'tooLarge'],
    ['9007199254740993', 'tooLarge'],
    ['1'.repeat(400), 'tooLarge'],
    ['1e309', 'moneyMalformed'],
    ['1E3', 'moneyMalformed'],
    ['Infinity', 'moneyMalformed'],
    ['NaN', 'moneyMalformed'],
    ['0x10', 'moneyMalformed'],
    ['', 'moneyMalformed'],
    ['元', 'moneyMalformed'],
    ['.5', 'moneyMalformed'],
    ['5.', 'moneyMalformed'],
    ['1,23', 'moneyMalformed'],
    ['12,345,6.00', 'moneyMalformed'],
    ['1 234', 'moneyMalformed'],
    ['--5', 'moneyMalformed'],
    ['十二元', 'moneyMalformed'],
    ['$12', 'otherCurrency'],
    ['＄12', 'otherCurrency'],
    ['12 USD', 'otherCurrency'],
    ['12 usd', 'otherCurrency'],
    ['12美元', 'otherCurrency'],
    ['12欧元', 'otherCurrency'],
    ['€12', 'otherCurrency'],
    ['HKD12.00', 'otherCurrency'],
    ['JPY 1200', 'otherCurrency'],
  ])('%s is refused: %s', (text, fault) => expect(readMoney(text)).toEqual({ ok: false, fault }));

  test('what is written is read again as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000_000_000, max: 10_000_000_000_000 }), (fen) => {
        expect(readMoney(moneyText(fen))).toEqual({ ok: true, fen: fen === 0 ? 0 : fen });
      }),
    );
    expect([moneyText(5), moneyText(-5n), moneyText(1234), moneyText(0)]).toEqual(['0.05', '-0.05', '12.34', '0.00']);
  });

  test('up to the largest whole number goes into JSON, and beyond it never', () => {
    expect(fenNumber(BigInt(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => fenNumber(2n ** 53n)).toThrow(RangeError);
    expect(() => fenNumber(-(2n ** 53n))).toThrow(RangeError);
  });
});

describe('a spending is spread over the sources', () => {
  test('in proportion to what is held of each, by largest remainder', () => {
    const bySource = { household: 100, grant: 100, sponsor: 100 };
    expect(allocateSpending(bySource, 100)).toEqual({ ok: true, bySource: { household: 33, grant: 34, sponsor: 33 } });
  });

  test('to the last fen that is held, and not one more', () => {
    const held = { household: 7, grant: 5, sponsor: 0 };
    expect(allocateSpending(held, 12)).toEqual({ ok: true, bySource: { household: 7, grant: 5 } });
    expect(allocateSpending(held, 13)).toEqual({ ok: false, code: 'not-enough-held', heldFen: 12 });
    expect(allocateSpending({}, 1)).toEqual({ ok: false, code: 'not-enough-held', heldFen: 0 });
  });

  test.each([0, -1, 1.5, NaN])('never for %d fen', (fen) =>
    expect(() => allocateSpending({ household: 10 }, fen)).toThrow(RangeError),
  );

  const held = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer({ min: 0, max: 10_000_000_000_000 }), {
    minKeys: 1,
    maxKeys: 6,
  });
  test('exactly, never above what is held, and the same whatever the order', () => {
    fc.assert(
      fc.property(held, fc.double({ min: 0, max: 1, noNaN: true }), (bySource, part) => {
        const all = Object.values(bySource).reduce((sum, fen) => sum + fen, 0);
        const amount = Math.max(1, Math.floor(all * part));
        fc.pre(amount <= all);
        const found = allocateSpending(bySource, amount);
        if (!found.ok) throw new Error(found.code);
        expect(Object.values(found.bySource).reduce((sum, fen) => sum + fen, 0)).toBe(amount);
        for (const [source, fen] of Object.entries(found.bySource))
          expect(fen).toBeLessThanOrEqual(bySource[source] ?? 0);
        const turned = Object.fromEntries(Object.entries(bySource).reverse());
        expect(allocateSpending(turned, amount)).toEqual(found);
      }),
    );
  });

  test('fen are shared out to nobody only when there are none', () => {
    expect(proRata([{ key: 'a', weight: 0 }], 0)).toEqual(new Map([['a', 0]]));
    expect(() => proRata([{ key: 'a', weight: 0 }], 1)).toThrow(RangeError);
  });
});
