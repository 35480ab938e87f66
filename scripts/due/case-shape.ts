// The shape of one due case as it stands in a file (docs/due-format.md). What its texts mean is in understand.ts.
import { z } from 'zod';
import { DURATION_UNITS } from '../../domain/calendar/types';

/** The columns of a CSV file; `n`, `unit` and `rollover` are the rule's fields. */
export const COLUMNS = [
  ...['id', 'n', 'unit', 'rollover', 'from', 'until', 'calendar', 'workTimes', 'night', 'pauses'],
  ...['expected', 'expectedProvisional', 'expectedTold', 'note'],
];

const span = z.strictObject({ from: z.string(), until: z.string() });

const workTimesField = z.union([z.string(), z.array(span).max(24)], {
  error: 'write "09:00-12:00 14:00-17:30", or a list of { "from", "until" }',
});
const nightField = z.union(
  [z.string(), span.extend({ basis: z.string().optional(), confidence: z.string().optional() })],
  { error: 'write "21:00-08:00", or { "from", "until" }' },
);
const pausesField = z.union([z.string(), z.array(span).max(100)], {
  error: 'write FROM/UNTIL FROM/UNTIL, or a list of { "from", "until" }',
});

const holidayYear = z.strictObject({
  year: z.int(),
  holidays: z.array(z.string()),
  makeUpDays: z.array(z.string()),
  source: z.string(),
});
const calendarField = z.union([
  z.string(),
  z.strictObject({
    kind: z.literal('civil'),
    version: z.string().optional(),
    years: z.array(holidayYear).max(200),
    workTimes: workTimesField.optional(),
  }),
  z.strictObject({ kind: z.literal('scaled'), version: z.string().optional(), dayMs: z.int().min(1).max(86_400_000) }),
]);
export type RawCalendar = z.infer<typeof calendarField>;

/** What a file says for all of its cases that say nothing else. */
export const fileDefaults = z.strictObject({
  calendar: calendarField.optional(),
  workTimes: workTimesField.optional(),
  night: nightField.optional(),
});
export type FileDefaults = z.infer<typeof fileDefaults>;

export const caseShape = fileDefaults.extend({
  id: z.string().min(1).max(200),
  note: z.string().optional(),
  rule: z.strictObject({
    n: z.int().min(0).max(100_000),
    unit: z.enum(DURATION_UNITS),
    rollover: z.enum(['none', 'nextWorkingDay']).optional(),
    basis: z.string().optional(),
    confidence: z.string().optional(),
  }),
  from: z.string().optional(),
  until: z.string().optional(),
  pauses: pausesField.optional(),
  expected: z.string().optional(),
  expectedProvisional: z.boolean().optional(),
  expectedTold: z.string().optional(),
});
export type RawCase = z.infer<typeof caseShape>;
