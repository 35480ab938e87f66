// Reminders keep off people's nights. Only reminders: a deadline runs out at night like at any other time.
import { DAY_MS, addMs, clockMs, timeOfDay } from './instant';
import type { Calendar, Instant, NightRule } from './types';

/**
 * When something planned for `at` may be told: `at` itself, or the end of the night it falls in. 21:00 sharp is night, 8:00 sharp is not.
 * `from` equal to `until` means no night; a scaled calendar has none either.
 */
export function nightDelay(at: Instant, night: Pick<NightRule, 'from' | 'until'>, calendar: Calendar): Instant {
  if (calendar.kind === 'scaled') return at;
  const sinceNightfall = wrapped(timeOfDay(at) - clockMs(night.from));
  const length = wrapped(clockMs(night.until) - clockMs(night.from));
  return sinceNightfall < length ? addMs(at, length - sinceNightfall) : at;
}

const wrapped = (ms: number): number => ((ms % DAY_MS) + DAY_MS) % DAY_MS;
