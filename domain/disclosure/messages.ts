// Commands of a disclosure as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import { BODIES } from './bodies';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const no = z.int().min(0).max(1_000_000_000_000).describe('Number of the period, as the process shows it.');

export const bodySchema = z.enum(BODIES);

export const disclosurePeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draftStatement'), no }),
  z.strictObject({
    type: z.literal('reviewStatement'),
    no,
    isSound: z.boolean().describe('False sends it back to whoever drafts.'),
    reasonText: text,
  }),
  z.strictObject({
    type: z.literal('signStatement'),
    no,
    sha256: sha256.describe('Of the statement that is signed: nobody signs what they have not seen.'),
  }),
  z.strictObject({
    type: z.literal('recordBoard'),
    no,
    attachments: z.array(sha256).min(1).max(10).describe('Photos of the notice board, by their hashes.'),
  }),
  z.strictObject({ type: z.literal('objectToStatement'), no, objectionId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('answerObjection'),
    objectionId: id,
    isUpheld: z.boolean().describe('True: the statement is drafted anew, as a new version.'),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('correctStatement'), no, reasonText: text }),
  z.strictObject({ type: z.literal('changeBody'), body: bodySchema, reasonText: text }),
  z.strictObject({
    type: z.literal('endDisclosure'),
    reasonText: text,
    basisText: text.describe('The article or order on which it rests.'),
  }),
]);

export type DisclosurePeopleCommand = z.infer<typeof disclosurePeopleCommandSchema>;

/** Given by the machine only: by time, and when the figures are frozen. */
export type DisclosureEngineCommand =
  | { type: 'openPeriod' }
  | { type: 'recordDraftingSilence'; no: number }
  | { type: 'endDisplay'; no: number }
  | { type: 'recordDrafted'; no: number; version: number; sha256: string };
