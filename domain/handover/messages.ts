// Commands of a handover as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import { SIDES } from './state';

/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const code = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/);

/** What is known of an item once somebody has looked. */
export const FOUND = ['provided', 'missing', 'disputed', 'waived'] as const;
/** What became of a missing or disputed item in the end. */
export const SETTLEMENTS = ['provided', 'waived', 'claimed', 'toCourt'] as const;

export const handoverPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('addItem'), item: code, noteText: text }),
  z.strictObject({
    type: z.literal('recordItem'),
    item: code,
    status: z.enum(FOUND),
    noteText: text.optional(),
  }),
  z.strictObject({ type: z.literal('sign'), side: z.enum(SIDES) }),
  z.strictObject({ type: z.literal('reportRefusal'), reasonText: text }),
  z.strictObject({ type: z.literal('urge'), letterText: text.describe('The written order, with its time limit.') }),
  z.strictObject({
    type: z.literal('requestAssistance'),
    body: z.enum(['police', 'housingOffice', 'court']),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('recordAssistance'), hasCome: z.boolean(), resultText: text }),
  z.strictObject({ type: z.literal('holdJointMeeting'), minutesText: text }),
  z.strictObject({ type: z.literal('settleItem'), item: code, how: z.enum(SETTLEMENTS), noteText: text }),
  z.strictObject({ type: z.literal('stopHandover'), reasonText: text, basisText: text }),
]);

export type HandoverPeopleCommand = z.infer<typeof handoverPeopleCommandSchema>;

/** Given by the machine only: the time to hand over, or to obey the order, has run out. */
export type HandoverEngineCommand = { type: 'recordNotHandedOver' } | { type: 'recordUrgeIgnored' };
