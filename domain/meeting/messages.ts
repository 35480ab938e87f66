// Commands of a meeting as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import { ROLES } from '../process';

export { MEETING_FORMS, type MeetingForm, type MeetingOutcome } from './forms';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const code = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
const instant = z.iso.datetime({ precision: 3 });

const party = {
  key: code.describe(
    'By which attendance and resolutions name this party; of the one who chairs a mediation: `expert`.',
  ),
  isRequired: z
    .boolean()
    .default(true)
    .describe('Whether the meeting counts as held without this party is the policy’s.'),
};

/** Somebody who is called to a meeting: a role at its place, a department, an owner, or one account. */
export const meetingPartySchema = z.union([
  z.strictObject({ ...party, role: z.enum(ROLES) }),
  z.strictObject({ ...party, department: code }),
  z.strictObject({ ...party, ownerId: id }),
  z.strictObject({ ...party, accountId: id }),
]);
export const meetingPartiesSchema = z.array(meetingPartySchema).max(30);
export const topicCodesSchema = z.array(code).max(20);

const resolutionId = id;

export const meetingPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('inviteParties'), parties: meetingPartiesSchema.min(1) }),
  z.strictObject({ type: z.literal('postpone'), heldAt: instant, reasonText: text }),
  z.strictObject({
    type: z.literal('recordAttendance'),
    present: z.array(code).max(60).describe('Keys of the parties that came.'),
    excused: z.array(code).max(60).default([]).describe('Absent with an excuse. Everybody else was absent without.'),
  }),
  z.strictObject({
    type: z.literal('recordMinutes'),
    minutesText: text,
    isAgreed: z.boolean().optional().describe('Whether the sides have agreed; for a mediation, and for nothing else.'),
  }),
  z.strictObject({
    type: z.literal('addResolution'),
    resolutionId,
    by: z
      .union([z.strictObject({ partyKey: code }), z.strictObject({ role: z.enum(ROLES) })])
      .describe('Who carries it out: a party of the meeting, or an office at its place.'),
    days: z.int().min(1).max(3660).optional().describe('Until it is carried out; without it as the policy says.'),
    contentText: text,
    isForCovenant: z
      .boolean()
      .default(false)
      .describe('A building meeting or council wants it in the owners’ covenant: marked only.'),
  }),
  z.strictObject({ type: z.literal('reportResolution'), resolutionId, evidenceText: text }),
  z.strictObject({ type: z.literal('confirmResolution'), resolutionId }),
  z.strictObject({ type: z.literal('returnResolution'), resolutionId, reasonText: text }),
  z.strictObject({ type: z.literal('dropResolution'), resolutionId, reasonText: text }),
  z.strictObject({ type: z.literal('explainMissedMeeting'), reasonText: text }),
  z.strictObject({ type: z.literal('endMissedMeeting'), reasonText: text }),
  z.strictObject({ type: z.literal('closeMeeting') }),
  z.strictObject({
    type: z.literal('stopMeeting'),
    reasonText: text,
    basisText: text.describe('The article or order on which it rests.'),
  }),
]);

export type MeetingPeopleCommand = z.infer<typeof meetingPeopleCommandSchema>;
export type MeetingPartyAsked = z.infer<typeof meetingPartySchema>;

/** Given by the machine only: by time, and when the pack is written. */
export type MeetingEngineCommand =
  | { type: 'beginMeeting' }
  | { type: 'recordMissed' }
  | { type: 'closeMissed' }
  | { type: 'closeQuietly' }
  | { type: 'recordPackWritten'; sha256: string; madeAt: string };
