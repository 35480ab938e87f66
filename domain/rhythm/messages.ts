// Commands of a rhythm as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import { RHYTHM_FORMS, type MeetingForm, type MeetingOutcome, type RhythmForm } from '../meeting/forms';

/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const form = z.enum(RHYTHM_FORMS);

export const rhythmFormsSchema = z.array(form).min(1).max(RHYTHM_FORMS.length);

export const rhythmPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pauseForm'), form, reasonText: text }),
  z.strictObject({ type: z.literal('resumeForm'), form, reasonText: text }),
  z.strictObject({
    type: z.literal('endRhythm'),
    reasonText: text,
    basisText: text.describe('The article or order on which it rests.'),
  }),
]);

export type RhythmPeopleCommand = z.infer<typeof rhythmPeopleCommandSchema>;

/** Given by the machine only: by time, and by the meetings. */
export type RhythmEngineCommand =
  | { type: 'callRound'; form: RhythmForm }
  | { type: 'recordChildLaunched'; childKey: string; childId: string }
  | { type: 'recordMeetingEnded'; meetingId: string; form: MeetingForm; outcome: MeetingOutcome };
