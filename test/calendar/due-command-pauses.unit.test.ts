// `npm run due` with times of work, nights and pauses in the file: what it prints, and what it refuses, by case or line and by field or column.
import { aDueCase, runDueOn, runDueOnCase } from '../support/run-due';

describe('working time, nights and pauses in a file', () => {
  const SPLIT = '09:00-12:00 14:00-17:30';
  const twoHours = { rule: { n: 2, unit: 'workingHour' }, from: '2026-03-09T11:00+08:00' };
  const periods = [
    { from: '09:00', until: '12:00' },
    { from: '14:00', until: '17:30' },
  ];

  it('are worked out from CSV columns, and shown beside the due instant', () => {
    const { code, out } = runDueOn(
      [
        'id,n,unit,from,workTimes,pauses,night,expected,expectedTold',
        `call,2,workingHour,2026-03-09T11:00+08:00,${SPLIT},2026-03-09T11:30+08:00/2026-03-09T14:30+08:00,,2026-03-09T16:00+08:00,`,
        'late,15,minute,2026-03-09T20:50+08:00,,,21:00-08:00,2026-03-09T21:05+08:00,2026-03-10T08:00+08:00',
        'plain,1,day,2026-03-09,,,,2026-03-11T00:00+08:00,',
        '',
      ].join('\n'),
      'cases.csv',
    );
    const [headings, call, late, plain] = out.split('\n');
    expect(code).toBe(0);
    expect(headings).toMatch(/provisional +without pauses +told +expected$/);
    expect(call).toMatch(/^call +2026-03-09T16:00.* 2026-03-09T15:00:00\.000\+08:00 +as expected$/);
    expect(late).toMatch(/^late +2026-03-09T21:05.* 2026-03-10T08:00:00\.000\+08:00 +as expected$/);
    expect(plain).toMatch(
      /^plain +2026-03-11T00:00:00\.000\+08:00 +2026-03-10 +2026-03-10T16:00:00\.000Z +as expected$/,
    );
  });

  it('are given in JSON for a file, in a calendar or for one case, the nearest one counting', () => {
    const years = [{ year: 2026, holidays: [], makeUpDays: [], source: 'as if' }];
    const calendar = { kind: 'civil', years, workTimes: '09:00-13:00' };
    const cases = [
      aDueCase({ id: 'file', ...twoHours, expected: '2026-03-09T15:00+08:00', expectedTold: '2026-03-09T16:00+08:00' }),
      aDueCase({ id: 'calendar', ...twoHours, calendar, expected: '2026-03-09T13:00+08:00' }),
      aDueCase({ id: 'case', ...twoHours, calendar, workTimes: '10:00-12:00', expected: '2026-03-10T11:00+08:00' }),
      aDueCase({ id: 'night', ...twoHours, night: '08:00-09:00', expectedTold: '2026-03-09T15:00+08:00' }),
      aDueCase({ id: 'scaled', ...twoHours, calendar: 'scaled:8000', expected: '2026-03-09T11:00:02+08:00' }),
    ];
    const night = { from: '14:00', until: '16:00', basis: 'as in a policy', confidence: 'custom' };
    const { code, out } = runDueOn(JSON.stringify({ workTimes: periods, night, cases }), 'cases.json', '--json');
    expect(code).toBe(0);
    const { results } = JSON.parse(out) as { results: object[] };
    expect(results[0]).toMatchObject({ at: '2026-03-09T07:00:00.000Z', toldAt: '2026-03-09T08:00:00.000Z' });
    expect(results[4]).not.toHaveProperty('toldAt');
  });

  it('take a pause for days too, and say what would have been without', () => {
    const pauses = [{ from: '2026-09-20', until: '2026-09-25' }];
    const { out } = runDueOn(JSON.stringify([aDueCase({ pauses })]), 'cases.json', '--json');
    expect(JSON.parse(out)).toMatchObject({
      results: [{ lastDay: '2026-10-08', atWithoutPauses: '2026-09-30T16:00:00.000Z' }],
    });
  });

  it('leave with 1 when somebody is told at another time than expected', () => {
    const { code, out } = runDueOn(
      JSON.stringify([aDueCase({ night: '21:00-08:00', expectedTold: '2026-10-01T00:00+08:00' })]),
    );
    expect(code).toBe(1);
    expect(out).toContain('DIFFERS: expected to be told 2026-09-30T16:00:00.000Z');
  });

  const pause = (from: string, until: string) => ({ from: `2026-09-${from}+08:00`, until: `2026-09-${until}+08:00` });
  it.each([
    [
      'times that overlap',
      { workTimes: '09:00-12:00 11:00-13:00' },
      'field workTimes: 11:00-13:00 begins before 09:00',
    ],
    ['no times', { workTimes: '' }, 'field workTimes: there is no time of work'],
    ['a time in words', { workTimes: 'mornings' }, 'field workTimes: "mornings" is not like 09:00-12:00 14:00-17:30'],
    ['a time of 24 hours', { workTimes: '09:00-24:00' }, 'field workTimes: 09:00-24:00: not a time of day: 24:00'],
    ['times that are a number', { workTimes: 9 }, 'field workTimes: write "09:00-12:00 14:00-17:30", or a list'],
    [
      'times in a calendar that overlap',
      { calendar: { kind: 'civil', years: [], workTimes: [periods[1], periods[0]] } },
      'field calendar: 09:00-12:00 begins before 14:00-17:30 is over',
    ],
    [
      'times of day in a rehearsal',
      { calendar: 'scaled:9', workTimes: SPLIT },
      'field workTimes: a scaled calendar has no',
    ],
    ['a night in a rehearsal', { calendar: 'scaled:9', night: '21:00-08:00' }, 'field night: a scaled calendar has no'],
    ['a night at 25', { night: '25:00-08:00' }, 'field night: not a time of day: 25:00'],
    ['half a night', { night: '21:00' }, 'field night: "21:00" is not like 21:00-08:00'],
    [
      'waiting for no night',
      { expectedTold: '2026-10-01T08:00Z' },
      'field expectedTold: there is no night to wait for',
    ],
    ['half a pause', { pauses: '2026-09-16/' }, 'field pauses: "2026-09-16/" is not like'],
    ['a pause on no day', { pauses: '2026-09-31/2026-10-02' }, 'field pauses: not a date: 2026-09-31'],
    [
      'a pause by days where the hour matters',
      { ...twoHours, pauses: '2026-03-10/2026-03-11' },
      'field pauses: 2026-03-10 names no moment',
    ],
    [
      'a pause of no length',
      { pauses: [pause('16T10:00', '16T10:00')] },
      'field pauses: the pause from 2026-09-16T10:00+08:00 ends before it has lasted',
    ],
    [
      'a pause before the start',
      { pauses: [pause('15T09:59', '16T10:00')] },
      'field pauses: the pause from 2026-09-15T09:59+08:00 begins before the period does',
    ],
    [
      'pauses that overlap',
      { pauses: [pause('16T10:00', '17T10:00'), pause('17T09:59', '18T10:00')] },
      'field pauses: the pause from 2026-09-17T09:59+08:00 begins before the one before it is over',
    ],
    [
      'a pause backward',
      { from: undefined, until: '2026-09-15', pauses: [pause('16T10:00', '17T10:00')] },
      'field pauses: a period that is counted backward does not stand still',
    ],
    [
      'a pause when all is over',
      { pauses: [{ from: '2026-10-01T00:00+08:00', until: '2026-10-02T00:00+08:00' }] },
      'case 1 ("a"), field pauses: the pause from 2026-09-30T16:00:00.000Z begins when all is over',
    ],
  ])('are refused by case and field: %s', (_, change, text) => {
    const { code, err } = runDueOnCase(change);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it('are refused by line and column in CSV, all of them', () => {
    const { code, err } = runDueOn(
      [
        'id,n,unit,from,workTimes,pauses,night',
        'a,1,workingHour,2026-03-09T09:00+08:00,12:00-09:00,,',
        'b,1,workingHour,2026-03-09T09:00+08:00,,2026-03-09T10:00+08:00,',
        'c,1,day,2026-03-09,,,21-8',
        '',
      ].join('\n'),
      'bad.csv',
    );
    expect(code).toBe(2);
    expect(err).toMatch(
      /line 2 \("a"\), column workTimes: [\s\S]*line 3 \("b"\), column pauses: [\s\S]*line 4 \("c"\), column night: /,
    );
  });

  it('are refused by line where it shows only when they are worked out, all of them too', () => {
    const { code, err } = runDueOn(
      [
        'id,n,unit,from,pauses',
        'a,1,day,2026-03-09,2026-03-11/2026-03-12',
        'b,100000,month,2026-03-09,',
        'c,1,day,2026-03-09,2026-03-10/2026-03-12',
        '',
      ].join('\n'),
      'late.csv',
    );
    expect(code).toBe(2);
    expect(err.split('\n').slice(1)).toEqual([
      expect.stringContaining('line 2 ("a"), column pauses: '),
      expect.stringContaining('line 3 ("b"), column n: no instant in the years'),
    ]);
  });
});
