// `npm run due` as a person meets it: what it prints, its exit codes, and that every fault of a file is named by case and field.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDueCase, runDueOn, runDueOnCase, runDueWith } from '../support/run-due';

describe('npm run due', () => {
  it('prints the exclusive instant in China time and UTC, and the last day that is in time', () => {
    const { code, out } = runDueOn(JSON.stringify([aDueCase()]));
    expect(code).toBe(0);
    expect(out.split('\n')[1]).toMatch(/^a +2026-10-01T00:00:00\.000\+08:00 +2026-09-30 +2026-09-30T16:00:00\.000Z$/);
    expect(out.split('\n')[2]).toBe('1 cases, 0 compared, 0 differ');
  });

  it('prints JSON when asked', () => {
    const { code, out } = runDueOn(
      JSON.stringify({ cases: [aDueCase({ expected: '2026-09-30T16:00:00Z' })] }),
      'cases.json',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      count: 1,
      compared: 1,
      differing: 0,
      results: [
        {
          id: 'a',
          at: '2026-09-30T16:00:00.000Z',
          local: '2026-10-01T00:00:00.000+08:00',
          lastDay: '2026-09-30',
          isProvisional: false,
          expected: '2026-09-30T16:00:00.000Z',
          isAsExpected: true,
        },
      ],
    });
  });

  it.each([
    [
      'an instant that differs by a millisecond',
      { expected: '2026-09-30T16:00:00.001Z' },
      /DIFFERS: expected 2026-09-30T16:00:00\.001Z/,
    ],
    ['a flag that differs', { expectedProvisional: true }, /DIFFERS: expected provisional/],
  ])('leaves with 1 for %s', (_, change, text) => {
    const { code, out } = runDueOn(JSON.stringify([aDueCase({ id: 'same' }), aDueCase(change)]));
    expect(code).toBe(1);
    expect(out).toMatch(text);
    expect(out).toContain('2 cases, 1 compared, 1 differ');
  });

  it('reads CSV, with or without a byte order mark, columns in any order', () => {
    const csv = 'unit,n,id,until,expected\nmonth,3,report,2027-01-01,2026-10-01T00:00:00+08:00\n';
    for (const text of [csv, `\uFEFF${csv}`, csv.replaceAll('\n', '\r\n')]) {
      const { code, out } = runDueOn(text, 'cases.csv');
      expect([code, out.split('\n')[1]]).toEqual([0, expect.stringMatching(/^report .* as expected$/)]);
    }
  });

  it('takes a calendar for a file or for one case', () => {
    const y2027 = { year: 2027, holidays: ['2027-01-01'], makeUpDays: [], source: 'as if' };
    const given = { kind: 'civil', years: [y2027] };
    const cases = [
      aDueCase({
        id: 'known',
        rule: { n: 1, unit: 'day' },
        from: '2026-12-31',
        expected: '2027-01-05T00:00:00+08:00',
        expectedProvisional: false,
      }),
      aDueCase({ id: 'scaled', calendar: 'scaled:1000', expected: '2026-09-15T10:00:15+08:00' }),
      aDueCase({ id: 'also', calendar: { kind: 'scaled', dayMs: 1000 }, expected: '2026-09-15T10:00:15+08:00' }),
      aDueCase({ id: 'short', calendar: 'civil:2024-2025', expectedProvisional: true }),
    ];
    expect(runDueOn(JSON.stringify({ calendar: given, cases }))).toMatchObject({ code: 0, err: '' });
  });

  it('takes the rule of a policy as it stands there', () => {
    const rule = { n: 15, unit: 'day', basis: '物业管理条例 14', confidence: 'V' };
    expect(runDueOnCase({ rule }).code).toBe(0);
  });
});

describe('a file of cases that cannot be used', () => {
  it.each([
    ['a negative count', { rule: { n: -1, unit: 'day' } }, 'case 1 ("a"), field rule.n: '],
    ['a count in words', { rule: { n: 'three', unit: 'day' } }, 'case 1 ("a"), field rule.n: '],
    ['half a day', { rule: { n: 0.5, unit: 'day' } }, 'case 1 ("a"), field rule.n: '],
    ['an unknown unit', { rule: { n: 1, unit: 'week' } }, 'case 1 ("a"), field rule.unit: '],
    [
      'an unknown rollover',
      { rule: { n: 1, unit: 'day', rollover: 'previous' } },
      'case 1 ("a"), field rule.rollover: ',
    ],
    ['a field nobody knows', { form: '2026-01-01' }, 'case 1 ("a"), field form: '],
    ['no start', { from: undefined }, 'case 1 ("a"), field from: give either'],
    ['a start and an end', { until: '2026-01-01' }, 'case 1 ("a"), field from: give either'],
    ['a day that does not exist', { from: '2025-02-29' }, 'case 1 ("a"), field from: not a date: 2025-02-29'],
    ['a moment on such a day', { from: '2025-02-29T10:00:00Z' }, 'case 1 ("a"), field from: not a date: 2025-02-29'],
    [
      'a moment without its offset',
      { from: '2026-09-15T10:00:00' },
      'case 1 ("a"), field from: "2026-09-15T10:00:00" is no moment',
    ],
    [
      'a date where the hour matters',
      { rule: { n: 1, unit: 'hour' }, from: '2026-09-15' },
      'case 1 ("a"), field from: 2026-09-15 names no moment',
    ],
    ['an unknown calendar', { calendar: 'lunar' }, 'case 1 ("a"), field calendar: "lunar" is no calendar'],
    [
      'years without tables',
      { calendar: 'civil:2024-2099' },
      'case 1 ("a"), field calendar: civil:2024-2099: there are tables for 2024',
    ],
    [
      'a table with a make-up Monday',
      { calendar: { kind: 'civil', years: [{ year: 2027, holidays: [], makeUpDays: ['2027-01-04'], source: '' }] } },
      'field calendar: 2027-01-04 is no Saturday or Sunday',
    ],
    ['an expectation that is no moment', { expected: 'soon' }, 'case 1 ("a"), field expected: "soon" is no moment'],
    [
      'a result after the year 9999',
      { rule: { n: 100_000, unit: 'month' } },
      'case 1 ("a"), field rule.n: no instant in the years 0000 to 9999',
    ],
    ['no id', { id: undefined }, 'case 1, field id: '],
  ])('for %s is refused by case and field', (_, change, text) => {
    const { code, err } = runDueOnCase(change);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it('names every fault, by line and column in CSV', () => {
    const { code, err } = runDueOn(
      'id,n,unit,from\na,x,day,2026-01-01\nb,1,week,2026-01-01\nb,1,day,someday\n',
      'bad.csv',
    );
    expect(code).toBe(2);
    expect(err).toMatch(
      /line 2 \("a"\), column n: [\s\S]*line 3 \("b"\), column unit: [\s\S]*line 4 \("b"\), column from: /,
    );
  });

  it.each([
    [
      'an id that comes twice',
      JSON.stringify([aDueCase(), aDueCase()]),
      'c.json',
      'case 2 ("a"), field id: "a" is already the id of case 1 ("a")',
    ],
    ['a column nobody knows', 'id,n,unit,start\na,1,day,2026-01-01\n', 'c.csv', 'line 1: unknown column start'],
    ['a short line', 'id,n,unit,from\na,1\n', 'd.csv', 'the file is not CSV'],
    ['JSON that is cut off', '[{"id": "a"', 'e.json', 'the file is not JSON'],
    ['JSON that is something else', '{"rule": 1}', 'f.json', 'the file must be a list of cases'],
    ['no cases', '[]', 'g.json', 'the file has no cases'],
    ['an empty CSV', '', 'h.csv', 'the file has no cases'],
    ['bytes that are no UTF-8', Buffer.from([0x5b, 0xff, 0x5d]), 'i.json', 'the file is not UTF-8'],
  ])('for %s is refused', (_, content, name, text) => {
    const { code, err } = runDueOn(content, name);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it('shows the usage for a call without a file, with two, or with an unknown option', () => {
    for (const args of [[], ['a', 'b'], ['a', '--quiet']]) {
      const { code, err } = runDueWith(args);
      expect(code).toBe(2);
      expect(err.split('\n')[1]).toContain('usage: npm run due -- FILE');
    }
  });

  it('says so when there is no such file', () => {
    const { code, err } = runDueWith([join(tmpdir(), 'due-nowhere', 'nowhere.json')]);
    expect(code).toBe(2);
    expect(err).toContain('the file cannot be read: ENOENT');
  });
});
