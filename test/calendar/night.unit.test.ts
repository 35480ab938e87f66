import { nightDelay } from '../../domain/calendar/due';
import { civilCalendar } from '../../domain/calendar/tables';
import type { Calendar } from '../../domain/calendar/types';

const civil = civilCalendar();
const night = { from: '21:00', until: '08:00' };
const china = (text: string): string => new Date(`${text.replace(' ', 'T')}+08:00`).toISOString();
const told = (at: string, rule = night): string => nightDelay(china(at), rule, civil);

describe('the night rule', () => {
  it('holds a reminder from 21:00 sharp until 8:00, on either side of midnight', () => {
    expect(told('2026-06-08 20:59:59.999')).toBe(china('2026-06-08 20:59:59.999'));
    expect(told('2026-06-08 21:00')).toBe(china('2026-06-09 08:00'));
    expect(told('2026-06-08 23:59:59.999')).toBe(china('2026-06-09 08:00'));
    expect(told('2026-06-09 00:00')).toBe(china('2026-06-09 08:00'));
    expect(told('2026-06-09 07:59:59.999')).toBe(china('2026-06-09 08:00'));
    expect(told('2026-06-09 08:00')).toBe(china('2026-06-09 08:00'));
  });

  it('also holds within one day where the rule does not pass midnight', () => {
    const noonRest = { from: '12:00', until: '14:30' };
    expect(told('2026-06-08 11:59', noonRest)).toBe(china('2026-06-08 11:59'));
    expect(told('2026-06-08 13:00', noonRest)).toBe(china('2026-06-08 14:30'));
    expect(told('2026-06-08 22:00', noonRest)).toBe(china('2026-06-08 22:00'));
  });

  it('knows no night when it begins and ends at the same time', () => {
    expect(told('2026-06-08 21:00', { from: '21:00', until: '21:00' })).toBe(china('2026-06-08 21:00'));
  });

  it('does not exist on a scaled calendar', () => {
    const scaled: Calendar = { kind: 'scaled', version: 'test', dayMs: 1000 };
    expect(nightDelay(china('2026-06-08 23:00'), night, scaled)).toBe(china('2026-06-08 23:00'));
  });

  it('refuses a time of day that does not exist', () => {
    expect(() => told('2026-06-08 23:00', { from: '24:00', until: '08:00' })).toThrow(RangeError);
  });
});
