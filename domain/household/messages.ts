// Commands of the visits to a household as they come in from people (zod, the only copy of their shape) and from time (types).
import { z } from 'zod';

/** Free text: stored apart by the API, sealed; a SHA-256 from then on. */
const text = z.string().min(1).max(4000);

/** Red daily, yellow weekly, green monthly (三色随访); how often that is, is policy. */
export const VISIT_CLASSES = ['red', 'yellow', 'green'] as const;
/** `notMet`: somebody was there and nobody answered. */
export const VISIT_KINDS = ['door', 'phone', 'notMet'] as const;

/** In UTC with milliseconds, as all instants are compared. */
const instant = z.iso.datetime({ precision: 3 });

export const householdPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('recordVisit'),
    visitedAt: instant.describe('When it was: since the round began, and not in the future.'),
    kind: z.enum(VISIT_KINDS),
    noteText: text,
  }),
  z.strictObject({ type: z.literal('reclassify'), class: z.enum(VISIT_CLASSES), reasonText: text }),
  z.strictObject({
    type: z.literal('assignVisitor'),
    accountId: z
      .uuid()
      .toLowerCase()
      .nullable()
      .describe('A grid worker of the place who visits this household; null: any of them.'),
  }),
  z.strictObject({ type: z.literal('endVisits'), reasonText: text }),
]);

export type HouseholdPeopleCommand = z.infer<typeof householdPeopleCommandSchema>;
export type VisitClass = (typeof VISIT_CLASSES)[number];
export type VisitKind = (typeof VISIT_KINDS)[number];

/** Given by time only: a round has run out, or the next one begins. */
export type HouseholdTimeCommand = { type: 'missVisit' } | { type: 'beginRound' };
