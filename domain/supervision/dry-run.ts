// What a change of the calendar or of the policy would do to clocks that run, worked out without changing anything. Pure. A running process is
// pinned to its policy: for a policy the answer is what would happen to processes that had been launched under the other one.
import type { Calendar, DurationRule, HolidayYear, Instant } from '../calendar/types';
import { reprojected } from '../machinery/standstill';
import type { Clocks, MovedClock } from '../process';

/** The calendar with this year's table in place of the one it had, if any. A scaled calendar knows no holidays and stays as it is. */
export function withYear(calendar: Calendar, table: HolidayYear): Calendar {
  if (calendar.kind === 'scaled') return calendar;
  const years = [...calendar.years.filter(({ year }) => year !== table.year), table];
  years.sort((a, b) => a.year - b.year);
  return { ...calendar, version: `cn-${years.at(-1)?.year ?? 'none'}`, years };
}

/** Where each rule stands in a policy: canonical rule → paths of the leaves that say exactly this. */
export type RuleIndex = ReadonlyMap<string, readonly string[]>;

export function indexRules(policy: unknown): RuleIndex {
  const index = new Map<string, string[]>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isRule(value)) {
      const key = keyOf(value);
      index.set(key, [...(index.get(key) ?? []), path]);
      return;
    }
    for (const [name, inner] of Object.entries(value)) walk(inner, path === '' ? name : `${path}.${name}`);
  };
  walk(policy, '');
  return index;
}

const isRule = (value: object): value is DurationRule =>
  'n' in value && 'unit' in value && 'basis' in value && typeof value.n === 'number';

const keyOf = ({ n, unit, rollover, basis, confidence }: DurationRule): string =>
  JSON.stringify([n, unit, rollover ?? null, basis, confidence]);

/** The rule of the other policy that stands where the clock's rule stood in its own; a reason where it cannot be told. */
export type Matched =
  | { ok: true; rule: DurationRule; path: string }
  /** `notFromPolicy`: no leaf of its own policy says this. `absent`: the other policy has no such leaf. `ambiguous`: several, and they differ. */
  | { ok: false; why: 'notFromPolicy' | 'absent' | 'ambiguous' };

export function matchRule(clock: string, rule: DurationRule, own: RuleIndex, other: unknown): Matched {
  const saying = own.get(keyOf(rule)) ?? [];
  // Of several leaves that say the same, those that are called like the clock are meant (`whole`, `response`).
  const called = saying.filter((path) => path.split('.').includes(clock.split(':')[0] ?? clock));
  const paths = called.length > 0 ? called : saying;
  if (paths.length === 0) return { ok: false, why: 'notFromPolicy' };
  const found = paths.flatMap((path) => {
    const leaf = path.split('.').reduce<unknown>((value, name) => fieldOf(value, name), other);
    return typeof leaf === 'object' && leaf !== null && isRule(leaf) ? [{ rule: leaf, path }] : [];
  });
  const [first] = found;
  if (!first) return { ok: false, why: 'absent' };
  const isOne = found.length === paths.length && new Set(found.map((leaf) => lengthOf(leaf.rule))).size === 1;
  return isOne ? { ok: true, ...first } : { ok: false, why: 'ambiguous' };
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** What of a rule decides the date. */
const lengthOf = ({ n, unit, rollover }: DurationRule): string => JSON.stringify([n, unit, rollover ?? null]);

export interface Unmatched {
  name: string;
  why: Exclude<Matched, { ok: true }>['why'];
}

/** Clocks that would be due at another instant under the other policy, by the function that a new calendar goes through. */
export function underPolicy(
  clocks: Clocks,
  own: RuleIndex,
  other: unknown,
  calendar: Calendar,
  now: Instant,
): { moved: MovedClock[]; unmatched: Unmatched[] } {
  const unmatched: Unmatched[] = [];
  const changed: Clocks = {};
  for (const clock of Object.values(clocks)) {
    const match = matchRule(clock.name, clock.rule, own, other);
    if (!match.ok) unmatched.push({ name: clock.name, why: match.why });
    // A rule of the same length moves nothing, even where a holiday table has been published since the clock was started.
    else if (lengthOf(match.rule) !== lengthOf(clock.rule)) changed[clock.name] = { ...clock, rule: match.rule };
  }
  return { moved: reprojected(changed, calendar, now), unmatched };
}

/** Clocks that would be due at another instant under a calendar with this year's table: exactly what `reviseCalendar` would record. */
export const underCalendar = (clocks: Clocks, calendar: Calendar, table: HolidayYear, now: Instant): MovedClock[] =>
  calendar.kind === 'scaled' ? [] : reprojected(clocks, withYear(calendar, table), now);
