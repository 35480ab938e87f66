// The parts of the co-funding rehearsal that can be wrong without any server: its pace, its plans, the bank's file, the diary.
import type { Pool } from 'pg';
import { faultOfPlan } from '../../domain/cofunding/plan';
import type { PlanInput } from '../../domain/cofunding/messages';
import { rehearse } from '../../scripts/rehearsal/cofunding';
import { Diary } from '../../scripts/rehearsal/cofunding/diary';
import { BankAccount } from '../../scripts/rehearsal/cofunding/money';
import {
  BIDDERS,
  DOOR,
  LAMPS,
  LIFT,
  makeCofundingPlan,
  SECOND_BIDDERS,
  SHED,
  SHED_FINAL_FEN,
  SPONSOR_USCC,
} from '../../scripts/rehearsal/cofunding/plan';
import { quarterDayMs } from '../../scripts/rehearsal/cofunding/quarter';
import { readBooks } from '../../scripts/rehearsal/cofunding/record';
import { limitFen } from '../../scripts/rehearsal/cofunding/variation';

it('lets the lift, whose way is the longest, wait for less than two minutes on a usual machine', () => {
  const { dayMs, entranceWindowDays } = makeCofundingPlan({ seed: 1, dayMs: undefined });
  // Qingdao: roll 7, notice 15, window 5, result 7, grant 3, pledging 30, extension 15, decision 7.
  expect(dayMs).toBe(Math.ceil(95_000 / 89));
  expect(entranceWindowDays).toBe(5);
  expect(makeCofundingPlan({ seed: 1, dayMs: 4_000 }).dayMs).toBe(4_000);
});

it('refuses a day that is no number, and an unknown option, with the usage', async () => {
  const complaint = jest.spyOn(console, 'error').mockImplementation(() => {});
  expect(await rehearse(['--day-ms', '9'])).toBe(2);
  expect(await rehearse(['--nonsense'])).toBe(2);
  expect(complaint.mock.calls.map(([line]) => String(line))).toEqual([
    expect.stringContaining('--day-ms must be a whole number from 10'),
    expect.stringContaining('usage: npm run rehearsal -- cofunding'),
  ]);
  complaint.mockRestore();
});

it.each([
  ['door', DOOR],
  ['shed', SHED],
  ['lift', LIFT],
  ['lamps', LAMPS],
])('has sources of the %s that add up to its cost, and no bidder among its sponsors', (_name, { costFen, sources }) => {
  const plan = { costFen, sources, participation: { num: 1, den: 1 } } as PlanInput;
  expect(faultOfPlan(plan)).toBeUndefined();
  expect([...BIDDERS, ...SECOND_BIDDERS]).not.toContain(SPONSOR_USCC);
});

it('lets the shed end above the limit of a tenth, which is rounded down', () => {
  const plan = makeCofundingPlan({ seed: 1, dayMs: undefined });
  expect(limitFen({ plan }, 1_868_509)).toBe(2_055_359);
  expect(SHED_FINAL_FEN).toBeGreaterThan(limitFen({ plan }, SHED.costFen));
});

it.each([
  ['a minute', 60_000],
  ['ten minutes', 600_000],
])('finds a quarter that holds the last %s and ends in eight to sixteen seconds', (_name, length) => {
  for (let now = 1_790_000_000_000; now < 1_790_000_000_000 + 50 * 977; now += 977) {
    const quarter = 90 * quarterDayMs(now - length, now);
    const until = (Math.floor(now / quarter) + 1) * quarter;
    expect(until - now).toBeGreaterThanOrEqual(8_000);
    expect(until - now).toBeLessThanOrEqual(16_000);
    expect(until - quarter).toBeLessThanOrEqual(now - length);
  }
});

it('writes a statement whose balances follow on, and the lines from a later one only', () => {
  const account = new BankAccount('street');
  account.credit({ amountFen: 105, remark: '补助', name: '财政局' });
  account.credit({ amountFen: 20_000, remark: '赞助', name: '公司' });
  const rows = (bytes: Buffer): string[][] =>
    new TextDecoder('gb18030')
      .decode(bytes)
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
  const [header, first, second] = rows(account.statement());
  expect(header?.slice(5, 8)).toEqual(['贷方金额', '余额', '对方户名']);
  expect([first?.[5], second?.[5]]).toEqual(['1.05', '200.00']);
  expect(Number(second?.[6]) - Number(first?.[6])).toBeCloseTo(200);
  expect(rows(account.statement(1))[1]).toEqual(second);
});

it('adds up what moved by project and source', () => {
  const diary = new Diary();
  diary.note('in', 'p', 'household', 300);
  diary.note('in', 'p', 'household', 5);
  diary.note('back', 'p', 'household', 7);
  diary.note('in', 'q', 'grant', 1);
  expect([diary.sum('in', 'p', 'household'), diary.sum('back', 'p', 'household'), diary.sum('in', 'q', 'x')]).toEqual([
    305n,
    7n,
    0n,
  ]);
  expect(diary.sources('p')).toEqual(['household']);
});

it('adds up what each payer paid and got back, a household by its right', () => {
  const diary = new Diary();
  diary.note('in', 'p', 'household', 300, 7);
  diary.note('in', 'p', 'household', 200, 8);
  diary.note('back', 'p', 'household', 299, 7);
  diary.note('in', 'p', 'sponsor', 5);
  diary.note('spent', 'p', '*', 100);
  expect([...diary.payers('p')]).toEqual([
    ['household 7', { in: 300n, back: 299n }],
    ['household 8', { in: 200n, back: 0n }],
    ['sponsor', { in: 5n, back: 0n }],
  ]);
  expect([diary.total('in', 'p'), diary.total('back', 'p'), diary.total('spent', 'p')]).toEqual([505n, 299n, 100n]);
});

describe('the reading of the raw tables', () => {
  const [one, other] = ['transaction-1', 'transaction-2'];
  const entry = (transactionId: string, kind: string, fen: string, source = 'household') => ({
    ...{ transactionId, kind, fen, source, projectId: 'project' },
    accountId: `${source} ${kind}`,
  });
  const received = [entry(one, 'held', '500'), entry(one, 'received', '-500')];
  const spent = [entry(other, 'spent', '200'), entry(other, 'held', '-200')];
  const kept = (balances: Record<string, string>) =>
    Object.entries(balances).map(([kind, fen]) => ({ accountId: `household ${kind}`, fen }));
  const read = (entries: object[], balances: Record<string, string>) => {
    const answers = [entries, kept(balances)];
    return readBooks({ query: () => Promise.resolve({ rows: answers.shift() }) } as unknown as Pool, 'estate');
  };

  it('adds entries up by source and by kind of account', async () => {
    const books = await read([...received, ...spent], { held: '300', received: '-500', spent: '200' });
    expect(books.faults).toEqual([]);
    expect(books.bySource.get('project')?.get('household')).toEqual({
      ...{ received: 500n, spent: 200n, refunded: 0n, held: 300n },
    });
    expect(books.trial).toContainEqual({
      ...{ projectId: 'project', source: 'household', kind: 'received', accounts: 1, debitFen: 0n, creditFen: 500n },
    });
  });

  it('finds a balance that is kept differently', async () => {
    const { faults } = await read(received, { held: '501', received: '-500' });
    expect(faults).toEqual(['account household held is kept as 501, not 500']);
  });

  it('finds money of one source that pays for another', async () => {
    const moved = [entry(other, 'spent', '200'), entry(other, 'held', '-200', 'grant')];
    const { faults } = await read([...received, ...moved], { held: '500', received: '-500', spent: '200' });
    expect(faults).toContain(`${other} project household does not balance: 200`);
    expect(faults).toContain(`${other} project grant does not balance: -200`);
  });

  it('finds money that is neither spent, refunded nor held', async () => {
    const { faults } = await read([entry(one, 'received', '-500')], { received: '-500' });
    expect(faults).toContain('project household: 500 came in, 0 spent, 0 back, 0 held');
  });
});
