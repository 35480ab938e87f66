// Whether nobody is to be disturbed now: the night of the national policy. What is urgent anywhere does not come this way.
import { nightDelay } from '../domain/calendar/due';
import { localDateOf } from '../domain/calendar/instant';
import { civilCalendar } from '../domain/calendar/tables';
import { NATIONAL_JURISDICTION, policyFor } from '../domain/policy/presets';

export function isNight(now: Date): boolean {
  const at = now.toISOString();
  const { night } = policyFor(NATIONAL_JURISDICTION, localDateOf(at));
  return nightDelay(at, night, civilCalendar()) !== at;
}
