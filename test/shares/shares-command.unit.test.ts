// `npm run shares` as a person meets it: what it prints, its exit codes, and that every fault of a file is named by line and column.
import { runShares } from '../../scripts/shares';
import { runOn, runWith } from '../support/run-on-file';

const onCsv = (text: string, ...options: string[]) => runOn(runShares, text, 'units.csv', ...options);
const onJson = (file: unknown, ...options: string[]) =>
  runOn(runShares, JSON.stringify(file), 'units.json', ...options);
const equally = (text: string) => onCsv(text, '--rule', 'equal', '--total', '100.00');

describe('npm run shares', () => {
  it('prints what each unit pays with its working, and what they pay together', () => {
    const { code, out } = equally('unit\n1-1-101\n1-1-102\n1-1-201\n');
    expect(code).toBe(0);
    expect(out.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^1-1-101 +33\.34 +Equal shares: 100\.00 yuan × 1 ÷ 3 households, .* pays 33\.34 yuan$/),
      expect.stringMatching(/^1-1-102 +33\.33 +Equal/),
      expect.stringMatching(/^1-1-201 +33\.33 +Equal/),
      '3 units, 100.00 yuan together, 0 compared, 0 differ',
    ]);
  });

  it('explains in Chinese when asked, and reads Chinese headers, remarks in brackets, full-width numbers and a byte order mark', () => {
    const csv = '\uFEFF房号,建筑面积（㎡）,备注\r\n１-101,"５０.００",东户\r\n1-102,"1,150.00",\r\n';
    const { code, out } = onCsv(csv, '--rule', 'area', '--total', '1200', '--zh');
    expect(code).toBe(0);
    expect(out).toContain('按面积分摊：1,200.00 元 × 50.00 平方米 ÷ 1200.00 平方米，舍至分为 50.00 元，应付 50.00 元');
  });

  it('works a lift out by the coefficients of its column, the floor being read from the room', () => {
    const csv = '房屋,系数,应分摊\n1-101,0,0\n1-201,0,0.00\n1-301,0.7,7000.00\n1-601,1,10000\n';
    const { code, out } = onCsv(csv, '--rule', 'floor', '--total', '17000');
    expect([code, out.split('\n').at(-1)]).toEqual([0, '4 units, 17,000.00 yuan together, 4 compared, 0 differ']);
    expect(out).toContain('floor 3: coefficient 7/10, ');
  });

  it('works out a rate, exemptions, weights and stalls', () => {
    const rate = onCsv('unit,area\na,90.12\n', '--rule', 'perArea', '--rate', '20');
    expect(rate.out).toContain('1 units, 1,802.40 yuan together');
    const exempt = equally('unit,pays,household\na,1/2,\nb,,yes\nc,0,\nd,,否\n');
    expect(exempt.out.split('\n').slice(1, 5)).toEqual([
      expect.stringMatching(/^a +16\.66 /),
      expect.stringMatching(/^b +83\.34 /),
      expect.stringMatching(/^c +0\.00 /),
      expect.stringMatching(/^d +0\.00 /),
    ]);
    const weights = onCsv('unit,weight\na,3\nb,1\n', '--rule', 'benefit', '--total', '1');
    expect(weights.out).toMatch(/a +0\.75 .*\nb +0\.25 /);
  });

  it('takes the rule of a plan as JSON, and prints JSON when asked', () => {
    const coefficients = [
      { floor: 1, num: 0 },
      { floor: 3, num: 7 },
    ];
    const units = [{ unit: '1-101' }, { unit: '1-301', area: 80, expected: '10.00' }];
    const rule = { rule: 'floor', den: 10, byArea: false, coefficients };
    const { code, out } = onJson({ rule, totalFen: 1_000, units }, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...{ rule: 'floor', totalFen: 1_000, units: 2, compared: 1, differing: 0 },
      shares: [
        { unit: '1-101', fen: 0 },
        {
          unit: '1-301',
          fen: 1_000,
          expectedFen: 1_000,
          isAsExpected: true,
          working: { coefficient: { num: 7, den: 10 } },
        },
      ],
    });
    const short = onJson({ rule: { rule: 'benefit' }, total: 1, units: [{ unit: '甲', weight: 2 }] });
    expect(short.out).toContain('1 units, 1.00 yuan together');
  });

  it('leaves with 1 for a share that differs by a fen', () => {
    const { code, out } = equally('unit,expected\na,50.01\nb,50\n');
    expect(code).toBe(1);
    expect(out).toMatch(/a +50\.00 +DIFFERS: expected 50\.01 /);
    expect(out).toContain('2 units, 100.00 yuan together, 2 compared, 1 differ');
  });

  describe('leaves with 2 and names', () => {
    it.each<[string, string, RegExp]>([
      [
        'an amount with three decimals',
        'unit,expected\na,12.345\n',
        /line 2, column expected: "12\.345" is no amount in yuan with at most two decimals/,
      ],
      ['an area in words', '房号,面积\na,大\n', /line 2, column 面积: "大" is no area in m²/],
      ['a part of one or more', 'unit,pays\na,1\n', /line 2, column pays: "1" is no part below 1/],
      ['a unit without a name', 'unit,area\n,5\n', /line 2, column unit: it has no name/],
      ['a unit that stands there twice', 'unit\na\na\n', /line [23] \("a"\): a: this unit stands there twice/],
      ['an unknown column', 'unit,price\na,1\n', /line 1: unknown column "price"; the columns are unit \(房屋\)/],
      ['a column under two names', 'unit,area,面积\na,1,1\n', /line 1: column "面积" stands there twice/],
      ['a torn line', 'unit,area\na,1\nb\n', /line 3: 1 cells instead of 2/],
      ['an empty file', 'unit\n', /the file has no units/],
      ['an open quote', 'unit\n"a\n', /the file is not CSV/],
    ])('%s', (_, csv, fault) => {
      const { code, err } = equally(csv);
      expect(code).toBe(2);
      expect(err).toMatch(fault);
    });
    it.each<[string, string, string[], RegExp]>([
      [
        'a CSV file without a rule',
        'unit\na\n',
        ['--total', '1'],
        /a CSV file needs --rule: one of equal, area, perArea, floor, benefit/,
      ],
      ['voluntary pledges', 'unit\na\n', ['--rule', 'voluntary', '--total', '1'], /voluntary pledges have no shares/],
      [
        'a total with three decimals',
        'unit\na\n',
        ['--rule', 'equal', '--total', '1.000'],
        /--total: an amount in yuan with at most two decimals/,
      ],
      ['a total below zero', 'unit\na\n', ['--rule', 'equal', '--total=-1'], /--total: an amount in yuan/],
      ['a rate that is missing', 'unit\na\n', ['--rule', 'perArea'], /perArea needs --rate/],
      [
        'two coefficients for one floor',
        'unit,coefficient\n1-301,0.7\n1-302,0.8\n',
        ['--rule', 'floor', '--total', '1'],
        /line 3 \("1-302"\): floor 3 has another coefficient in line 2/,
      ],
      [
        'a floor without a coefficient',
        'unit,coefficient\n1-301,\n1-401,1\n',
        ['--rule', 'floor', '--total', '1'],
        /line 2 \("1-301"\): 1-301, 3: no coefficient was agreed/,
      ],
      [
        'a floor that the room does not tell',
        'unit,coefficient\n甲,1\n',
        ['--rule', 'floor', '--total', '1'],
        /line 2 \("甲"\): 甲: the floor of this unit is not known/,
      ],
      [
        'a household without a weight',
        'unit,weight\na,1\nb,\n',
        ['--rule', 'benefit', '--total', '1'],
        /line 3 \("b"\): b: no weight was agreed/,
      ],
      ['nobody who pays', 'unit,area\na,0\n', ['--rule', 'area', '--total', '1'], /nobody is left to pay/],
    ])('%s', (_, csv, options, fault) => {
      const { code, err } = onCsv(csv, ...options);
      expect(code).toBe(2);
      expect(err).toMatch(fault);
    });
    it.each<[string, unknown, RegExp]>([
      ['a JSON file without units', { rule: { rule: 'equal' }, total: 1 }, /field units/],
      [
        'an unknown field of a unit',
        { rule: { rule: 'equal' }, total: 1, units: [{ unit: 'a', price: 1 }] },
        /unit 1, field price: unknown/,
      ],
      ['a rule that there is not', { rule: { rule: 'byRank' }, total: 1, units: [{ unit: 'a' }] }, /field rule\.rule/],
      [
        'a total given twice',
        { rule: { rule: 'equal' }, total: 1, totalFen: 100, units: [{ unit: 'a' }] },
        /field totalFen/,
      ],
      ['half a fen', { rule: { rule: 'equal' }, totalFen: 0.5, units: [{ unit: 'a' }] }, /field totalFen/],
      [
        'an area with three decimals',
        { rule: { rule: 'equal' }, total: 1, units: [{ unit: 'a', area: 1.005 }] },
        /unit 1, field area: "1\.005"/,
      ],
    ])('%s', (_, file, fault) => {
      const { code, err } = onJson(file);
      expect(code).toBe(2);
      expect(err).toMatch(fault);
    });
    it('a JSON file with a rule in the options too', () => {
      const { code, err } = onJson({ rule: { rule: 'equal' }, total: 1, units: [{ unit: 'a' }] }, '--rule', 'area');
      expect([code, err]).toEqual([2, expect.stringContaining('leave out --rule')]);
    });
    it('text that is no JSON, or in another encoding, no file, and two files', () => {
      expect(runOn(runShares, '{', 'units.json').err).toContain('the file is not JSON');
      const gbk = Buffer.from([0xb7, 0xbf, 0xba, 0xc5, 0x0a]);
      expect(runOn(runShares, gbk, 'units.csv', '--rule', 'equal', '--total', '1').err).toContain('not UTF-8');
      expect(runWith(runShares, []).err).toContain('no file is named');
      expect(runWith(runShares, ['a', 'b']).err).toContain('one file at a time');
    });
  });
});
