// Rehearsals: the same policy with days that last seconds. Its numbers stay what they are, so a rehearsal walks the same path as real life.
import { civilCalendar } from '../calendar/tables';
import type { Calendar } from '../calendar/types';
import { policySchema, type Policy } from './schema';

const SUFFIX = '-rehearsal';

/**
 * The policy under another id, its days lasting `dayMs` milliseconds (10 to 86,400,000). A rehearsal variant of a variant replaces the length.
 * Throws a RangeError for another length.
 */
export function rehearsalVariant(policy: Policy, dayMs: number): Policy {
  const variant: Policy = {
    ...policy,
    id: policy.id.endsWith(SUFFIX) ? policy.id : `${policy.id}${SUFFIX}`,
    title: policy.title.endsWith('（演练）') ? policy.title : `${policy.title}（演练）`,
    rehearsalDayMs: dayMs,
  };
  const checked = policySchema.safeParse(variant);
  if (!checked.success) throw new RangeError(`no rehearsal of ${policy.id} with days of ${dayMs} ms`);
  return checked.data;
}

export const isRehearsal = (policy: Policy): boolean => policy.rehearsalDayMs !== undefined;

/**
 * The calendar a process under this policy is launched with: scaled in a rehearsal, else the civil one with the tables published so far and
 * the policy's times of work.
 */
export const calendarFor = (policy: Policy): Calendar =>
  policy.rehearsalDayMs === undefined
    ? { ...civilCalendar(), workTimes: policy.workTimes.value }
    : { kind: 'scaled', version: `scaled-${policy.rehearsalDayMs}`, dayMs: policy.rehearsalDayMs };
