// Which clocks another policy or a new holiday table would move, and which cannot be told.
import { civilCalendar } from '../../domain/calendar/tables';
import type { DurationRule } from '../../domain/calendar/types';
import { startClock } from '../../domain/clocks';
import { decideProcess } from '../../domain/machinery/decide';
import { indexRules, matchRule, underCalendar, underPolicy, withYear } from '../../domain/supervision/dry-run';
import { isoWeekOf } from '../../store/supervision/read-trend';
import { addMs, dayOfDate, localDateOf } from '../../domain/calendar/instant';
import { launchedProblem } from '../support/a-problem';
import { launchedElection } from '../support/an-election';
import { anActor, aPolicy } from '../support/play';

const rule = (n: number, basis = 'one'): DurationRule => ({ n, unit: 'workingDay', basis, confidence: 'V' });
const NOW = '2026-11-26T02:00:00.000Z';
const calendar = civilCalendar();
const clockOf = (of: DurationRule) => startClock('answer', of, { now: NOW, calendar }).clock;

describe('a rule in another policy', () => {
  const own = { a: { x: rule(3) }, b: [rule(3, 'two'), rule(3, 'two')], c: rule(7, 'three') };
  const index = indexRules(own);

  it('is the one at the same place', () => {
    expect(matchRule('answer', rule(3), index, { a: { x: rule(5) } })).toEqual({
      ok: true,
      rule: rule(5),
      path: 'a.x',
    });
  });

  it('is found in several places as long as they say the same', () => {
    expect(matchRule('answer', rule(3, 'two'), index, { b: [rule(4), rule(4, 'other')] })).toMatchObject({ ok: true });
    expect(matchRule('answer', rule(3, 'two'), index, { b: [rule(4), rule(5)] })).toEqual({
      ok: false,
      why: 'ambiguous',
    });
    expect(matchRule('answer', rule(3, 'two'), index, { b: [rule(4)] })).toEqual({ ok: false, why: 'ambiguous' });
  });

  it('is the one that is called like the clock, where several say the same', () => {
    const twice = indexRules({ answer: rule(3), other: rule(3) });
    expect(matchRule('answer:x', rule(3), twice, { answer: rule(4), other: rule(9) })).toMatchObject({
      path: 'answer',
    });
    expect(matchRule('else', rule(3), twice, { answer: rule(4), other: rule(9) })).toMatchObject({ why: 'ambiguous' });
  });

  it('cannot be told where one of the two policies does not have it', () => {
    expect(matchRule('answer', rule(99), index, own)).toEqual({ ok: false, why: 'notFromPolicy' });
    expect(matchRule('answer', rule(7, 'three'), index, { a: {} })).toEqual({ ok: false, why: 'absent' });
  });
});

describe('a clock under another policy', () => {
  it('moves by what the rule gives more or less, keeps what was added, and never becomes late by it', () => {
    const clocks = { answer: { ...clockOf(rule(3)), addedMs: 86_400_000 } };
    const own = indexRules({ a: rule(3) });
    const of = (n: number, now = NOW) => underPolicy(clocks, own, { a: rule(n) }, calendar, now).moved;
    // Thursday 26 November: three working days end on Tuesday 1 December, five on Thursday, and a day was added.
    expect(of(5)).toMatchObject([{ to: '2026-12-04T16:00:00.000Z' }]);
    expect(of(3)).toEqual([]);
    // What the shorter rule puts into the past ends when people were told it would.
    expect(of(1, '2026-12-01T02:00:00.000Z')).toEqual([]);
  });

  it('of a problem is recognised in the preset that it was launched under', () => {
    const play = launchedProblem();
    const own = indexRules(play.policy);
    const other = aPolicy();
    const under = () => underPolicy(play.state.clocks, own, other, calendar, play.now);
    expect(under()).toEqual({ moved: [], unmatched: [] });
    for (const of of Object.values(other.problem.classes)) of.whole = { ...of.whole, n: of.whole.n + 20 };
    const { moved, unmatched } = under();
    expect(moved.map(({ name }) => name)).toEqual(['whole']);
    expect(unmatched).toEqual([]);
  });
});

test('a holiday table moves exactly what the command reviseCalendar records', () => {
  const play = launchedElection();
  // Its last day becomes a holiday.
  const lastDay = localDateOf(addMs(play.state.clocks['groupForm']?.dueAt ?? '', -1));
  const table = { year: Number(lastDay.slice(0, 4)), holidays: [lastDay], makeUpDays: [], source: 's' };
  const newer = withYear(calendar, table);
  expect(newer).toMatchObject({ version: calendar.version });
  const { decision } = decideProcess(
    play.definition,
    play.state,
    { actor: anActor('streetOfficer'), channel: 'web', command: { type: 'reviseCalendar', calendar: newer } },
    play.setting,
    play.now,
  );
  const recorded = decision.ok ? decision.events.find(({ type }) => type === 'calendarRevised') : undefined;
  const moved = underCalendar(play.state.clocks, calendar, table, play.now);
  expect(moved.length).toBeGreaterThan(0);
  expect(recorded).toMatchObject({ moved });
});

test('a new year joins the table, and a rehearsal has none', () => {
  const table = { year: 2031, holidays: ['2031-01-01'], makeUpDays: [], source: 's' };
  expect(withYear(calendar, table)).toMatchObject({ version: 'cn-2031' });
  const scaled = { kind: 'scaled', version: 'r', dayMs: 100 } as const;
  expect(withYear(scaled, table)).toBe(scaled);
  expect(underCalendar({ answer: clockOf(rule(3)) }, scaled, table, NOW)).toEqual([]);
});

test.each([
  ['2026-12-28', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2024-12-30', '2025-W01'],
  ['2026-11-23', '2026-W48'],
])('the week of Monday %s is %s', (monday, week) => {
  expect(isoWeekOf(dayOfDate(monday))).toBe(week);
});
