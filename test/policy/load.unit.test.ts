import { USUAL_WORK_TIMES } from '../../domain/calendar/tables';
import { parsePolicy } from '../../domain/policy/load';
import { PRESETS } from '../../domain/policy/presets';
import { calendarFor, isRehearsal, rehearsalVariant } from '../../domain/policy/rehearsal';
import type { Policy } from '../../domain/policy/schema';

const national = PRESETS[0] as Policy;
/** The national policy with these times of work, `09:00-12:00`. */
const withWorkTimes = (...periods: string[]) => {
  const value = periods.map((period) => ({ from: period.slice(0, 5), until: period.slice(6) }));
  return { ...national, workTimes: { ...national.workTimes, value } };
};
const pathsOf = (json: unknown): string[] => {
  const load = parsePolicy(json);
  return load.ok ? [] : load.faults.map(({ path }) => path);
};

describe('a policy file', () => {
  it('is taken as it is when nothing is wrong with it', () => {
    expect(parsePolicy(JSON.parse(JSON.stringify(national)))).toEqual({ ok: true, policy: national });
  });

  it.each([null, 42, 'policy', [], {}])('that is %j is refused without falling over', (json) => {
    expect(parsePolicy(json).ok).toBe(false);
  });

  it('names the path of a missing, a wrong and an unknown field', () => {
    const { term: _gone, ...election } = structuredClone(national.election);
    const vote = { ...structuredClone(national.vote), quorum: 1, notice: { ...national.vote.notice, n: '15' } };
    expect(pathsOf({ ...national, election, vote }).sort()).toEqual(['election.term', 'vote', 'vote.notice.n']);
    const load = parsePolicy({ ...national, vote });
    expect(load.ok ? '' : load.faults.map(({ message }) => message).join('\n')).toContain('quorum');
  });

  it.each([
    [
      'a number without its article',
      'vote.proxyCap.basis',
      { ...national, vote: { ...national.vote, proxyCap: { value: 3, confidence: 'V' } } },
    ],
    [
      'an unknown confidence',
      'vote.notice.confidence',
      { ...national, vote: { ...national.vote, notice: { ...national.vote.notice, confidence: 'sure' } } },
    ],
    [
      'a share of nothing',
      'vote.ordinary.area.den',
      {
        ...national,
        vote: {
          ...national.vote,
          ordinary: { ...national.vote.ordinary, area: { ...national.vote.ordinary.area, den: 0 } },
        },
      },
    ],
    [
      'a fraction of a day',
      'vote.notice.n',
      { ...national, vote: { ...national.vote, notice: { ...national.vote.notice, n: 15.5 } } },
    ],
    [
      'a negative period',
      'vote.notice.n',
      { ...national, vote: { ...national.vote, notice: { ...national.vote.notice, n: -15 } } },
    ],
    ['a night that begins at 25 o’clock', 'night.from', { ...national, night: { ...national.night, from: '25:00' } }],
    ['times of work that overlap', 'workTimes.value', withWorkTimes('09:00-12:00', '11:59-17:00')],
    ['a time of work over midnight', 'workTimes.value', withWorkTimes('22:00-06:00')],
    ['a time of work at 25 o’clock', 'workTimes.value', withWorkTimes('09:00-25:00')],
    ['no time of work', 'workTimes.value', withWorkTimes()],
    ['an area code of five digits', 'jurisdiction', { ...national, jurisdiction: '37020' }],
    ['a date that does not exist', 'effectiveOn', { ...national, effectiveOn: '2026-02-30' }],
    ['a schema of the future', 'schemaVersion', { ...national, schemaVersion: 2 }],
  ])('with %s is refused at %s', (_, path, json) => {
    expect(pathsOf(json)).toEqual([path]);
  });
});

describe('a rehearsal variant', () => {
  it.each(PRESETS.map((policy) => [policy.id, policy] as const))(
    'of %s differs in its days only and passes the same floors',
    (id, policy) => {
      const variant = rehearsalVariant(policy, 2000);
      expect(parsePolicy(variant)).toEqual({ ok: true, policy: variant });
      expect(variant).toEqual({
        ...policy,
        id: `${id}-rehearsal`,
        title: `${policy.title}（演练）`,
        rehearsalDayMs: 2000,
      });
      expect([isRehearsal(policy), isRehearsal(variant)]).toEqual([false, true]);
    },
  );

  it('of a variant only has another day', () => {
    expect(rehearsalVariant(rehearsalVariant(national, 2000), 500)).toEqual(rehearsalVariant(national, 500));
  });

  it('has days of 10 ms to 24 hours', () => {
    expect(rehearsalVariant(national, 10).rehearsalDayMs).toBe(10);
    expect(rehearsalVariant(national, 86_400_000).rehearsalDayMs).toBe(86_400_000);
    for (const ms of [9, 86_400_001, 0, -5, 2.5, NaN]) expect(() => rehearsalVariant(national, ms)).toThrow(RangeError);
  });

  it('runs on the scaled calendar, everything else on the civil one', () => {
    expect(calendarFor(rehearsalVariant(national, 2000))).toEqual({
      kind: 'scaled',
      version: 'scaled-2000',
      dayMs: 2000,
    });
    expect(calendarFor(national)).toMatchObject({ kind: 'civil', workTimes: national.workTimes.value });
  });

  it('has in the national policy the times of work of a calendar that states none', () => {
    expect(national.workTimes.value).toEqual(USUAL_WORK_TIMES);
  });
});
