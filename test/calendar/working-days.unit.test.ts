import { HOLIDAY_YEARS, civilCalendar } from '../../domain/calendar/tables';
import type { HolidayYear } from '../../domain/calendar/types';
import { holidayYearFaults, isPublished, isWorkingDay } from '../../domain/calendar/working-days';

const civil = civilCalendar();

describe('the published holiday tables', () => {
  // Days off and make-up days as the notices add them up: 2024 has 28 and 8, 2025 28 and 5, 2026 33 and 6.
  it.each([
    [2024, 28, 8, '国办发明电〔2023〕7号'],
    [2025, 28, 5, '国办发明电〔2024〕12号'],
    [2026, 33, 6, '国办发明电〔2025〕7号'],
  ])('of %i has %i days off, %i make-up days and its notice', (year, off, madeUp, source) => {
    const table = HOLIDAY_YEARS.find((candidate) => candidate.year === year);
    expect(table).toMatchObject({ year, source });
    expect(table?.holidays).toHaveLength(off);
    expect(table?.makeUpDays).toHaveLength(madeUp);
    expect(holidayYearFaults(table as HolidayYear)).toEqual([]);
  });

  it.each([
    ['2024-02-09', true, 'New Year’s Eve of 2024 was no day off'],
    ['2025-01-28', false, 'New Year’s Eve of 2025 is'],
    ['2024-02-18', true, 'a Sunday that makes up for the Spring Festival'],
    ['2026-01-02', false, 'a Friday off'],
    ['2026-01-04', true, 'a worked Sunday'],
    ['2026-06-22', true, 'the Monday after a break'],
    ['2026-06-13', false, 'an ordinary Saturday'],
  ])('%s: worked %s (%s)', (date, isWorked) => {
    expect(isWorkingDay(date, civil)).toBe(isWorked);
  });

  it('say for which years they are published', () => {
    expect([isPublished('2023-12-31', civil), isPublished('2024-01-01', civil)]).toEqual([false, true]);
    expect([isPublished('2026-12-31', civil), isPublished('2040-01-01', civil)]).toEqual([true, false]);
  });

  it('are given out as copies, so that nobody can change them for others', () => {
    civilCalendar().years[0]?.holidays.push('2024-03-01');
    expect(isWorkingDay('2024-03-01', civilCalendar())).toBe(true);
  });

  it('may name days of the December before, as the notice for 2019 did', () => {
    const y2019: HolidayYear = {
      year: 2019,
      holidays: ['2018-12-30', '2018-12-31', '2019-01-01'],
      makeUpDays: ['2018-12-29'],
      source: '国办发明电〔2018〕15号',
    };
    expect(holidayYearFaults(y2019)).toEqual([]);
    const calendar = civilCalendar([y2019]);
    expect([isWorkingDay('2018-12-29', calendar), isWorkingDay('2018-12-31', calendar)]).toEqual([true, false]);
  });
});

describe('a holiday table that somebody hands in', () => {
  const table = (change: Partial<HolidayYear>): HolidayYear => ({
    year: 2027,
    holidays: [],
    makeUpDays: [],
    source: 'x',
    ...change,
  });
  it.each([
    [{ holidays: ['2027-02-30'] }, '2027-02-30 is not a date'],
    [{ holidays: ['tomorrow'] }, 'tomorrow is not a date'],
    [{ holidays: ['2026-12-24'] }, '2026-12-24 is not in 2027'],
    [{ holidays: ['2028-01-01'] }, '2028-01-01 is not in 2027'],
    [{ makeUpDays: ['2027-01-04'] }, '2027-01-04 is no Saturday or Sunday, so it cannot be a make-up day'],
    [{ holidays: ['2027-01-02'], makeUpDays: ['2027-01-02'] }, '2027-01-02 is listed twice'],
    [{ year: 20.5 }, 'year 20.5 is not a year'],
  ])('%j is told: %s', (change, fault) => {
    expect(holidayYearFaults(table(change))).toEqual([fault]);
  });

  it('may reach back to 25 December and no further', () => {
    expect(holidayYearFaults(table({ holidays: ['2026-12-25'] }))).toEqual([]);
  });
});
