// The sections of a policy on what comes round again: meetings, their rhythm, visits to households.
import { z } from 'zod';
import { MEETING_FORMS } from '../../meeting/forms';
import { basis, durationRuleSchema, roleSchema, sourced, timeOfDay } from './parts';

/** Who is called to a form of meeting when nobody else is named: an office at its place, or a department. */
const usualParty = z.union([
  z.strictObject({ role: roleSchema, isRequired: z.boolean() }),
  z.strictObject({ department: z.string().regex(/^[a-z][a-zA-Z]{1,39}$/), isRequired: z.boolean() }),
]);

export const meetingsPolicySchema = z.strictObject({
  /** From the planned instant until nobody has held it; then until it can no longer be held late. */
  grace: durationRuleSchema,
  lateWithin: durationRuleSchema,
  minutesWithin: durationRuleSchema,
  /** From minutes without a resolution until the meeting closes by itself. */
  closeWithin: durationRuleSchema,
  postponements: sourced(z.int().min(0).max(10)),
  /** Whether it is held all the same when somebody who is required did not come. */
  requiredAbsent: sourced(z.enum(['held', 'notHeld'])),
  /** Days to carry a resolution out: when the meeting names none, and at most. */
  resolutionDays: z.strictObject({
    default: sourced(z.int().min(1).max(3660)),
    max: sourced(z.int().min(1).max(3660)),
  }),
  /** From the report until the convenor has looked at it; from a report sent back until the next. */
  confirmWithin: durationRuleSchema,
  returnedWithin: durationRuleSchema,
  parties: z.strictObject(
    Object.fromEntries(MEETING_FORMS.map((form) => [form, sourced(z.array(usualParty).max(12))])) as Record<
      (typeof MEETING_FORMS)[number],
      ReturnType<typeof sourced<z.ZodArray<typeof usualParty>>>
    >,
  ),
});

/** When the meetings of a rhythm are held; a day that is not worked moves to the next that is, a day that a month lacks to its last. */
export const rhythmPolicySchema = z.strictObject({
  /** 0 Sunday to 6 Saturday. */
  weekly: sourced(z.strictObject({ weekday: z.int().min(0).max(6), at: timeOfDay })),
  monthly: sourced(z.strictObject({ day: z.int().min(1).max(31), at: timeOfDay })),
  /** `month`: of the quarter. */
  quarterly: sourced(z.strictObject({ month: z.int().min(1).max(3), day: z.int().min(1).max(31), at: timeOfDay })),
  yearly: sourced(z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31), at: timeOfDay })),
  /** How long before it is held a meeting is called, with its pack. */
  callAhead: durationRuleSchema,
  /** What stands in a pack. */
  pack: z.strictObject({
    /** Stalls and coming deadlines that are named one by one. */
    worst: sourced(z.int().min(1).max(100)),
    /** An open process in which nothing has happened for longer is silent. */
    silentAfter: durationRuleSchema,
    /** So many problems of one place within the time are a repeat. */
    repeats: z.strictObject({ times: sourced(z.int().min(2).max(100)), within: durationRuleSchema }),
  }),
});

/** How often: a schedule knows no rest days, so that none of its rounds coincide. */
const interval = z.strictObject({
  n: z.int().min(1).max(366),
  unit: z.enum(['hour', 'day', 'month']),
  rollover: z.literal('none'),
  ...basis,
});

export const visitsPolicySchema = z.strictObject({
  classes: z.strictObject({ red: interval, yellow: interval, green: interval }),
  /** Until when on the last day of a round it must have been visited. */
  latest: z.strictObject({ time: timeOfDay, ...basis }),
  /** From a missed visit until the community has made up for it. */
  makeUp: durationRuleSchema,
  /** After so many rounds in a row in which nobody was met, somebody must be seen, and within which time. */
  unseenInRow: sourced(z.int().min(1).max(31)),
  see: durationRuleSchema,
});
