// Commands of a resident's problem as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import type { MeetingForm, MeetingOutcome } from '../meeting/messages';
import type { ChildLaunched } from '../process';
import { CLASSES, CLOSINGS, LEVELS } from './words';

const id = z.uuid().toLowerCase();
const code = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/);
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
/** Photos and recordings by the hash under which they are stored. */
const attachments = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(20);

export { CHANNELS, CLASSES, CLOSINGS, LEVELS } from './words';
export type { Closing, Level, ProblemChannel, ProblemClass } from './words';

/** Meetings that a problem can call. */
export const PROBLEM_MEETINGS = ['mediation', 'threeParty', 'building'] as const satisfies readonly MeetingForm[];

const whatCameOfIt = { isSolved: z.boolean(), isSatisfied: z.boolean() };

export const problemPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('respond'), noteText: text.describe('What was said at the first contact.') }),
  z.strictObject({
    type: z.literal('reclassify'),
    category: code,
    class: z.enum(CLASSES).optional().describe('Absent: the class of the category.'),
    reasonText: text,
  }),
  z.strictObject({
    type: z.literal('assign'),
    level: z.enum(LEVELS),
    department: code.nullable().default(null).describe('With level street: the department that handles it.'),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('raise'), reasonText: text.describe('Why it is beyond the power of this level.') }),
  z.strictObject({ type: z.literal('returnProblem'), reason: code, reasonText: text }),
  z.strictObject({
    type: z.literal('acceptReturn'),
    level: z.enum(LEVELS),
    department: code.nullable().default(null),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('refuseReturn'), reasonText: text }),
  z.strictObject({ type: z.literal('askExtension'), reasonText: text }),
  z.strictObject({ type: z.literal('extendHandling'), reasonText: text }),
  z.strictObject({ type: z.literal('refuseExtension'), reasonText: text }),
  z.strictObject({
    type: z.literal('callDepartments'),
    departments: z.array(code).min(1).max(30),
    lead: code,
    reasonText: text,
  }),
  z.strictObject({
    type: z.literal('answerCall'),
    body: code.describe('The department that answers.'),
    isComing: z.boolean(),
    answerText: text,
  }),
  z.strictObject({ type: z.literal('nameLead'), lead: code, reasonText: text }),
  z.strictObject({ type: z.literal('orderDepartment'), department: code, letterText: text }),
  z.strictObject({
    type: z.literal('reportWork'),
    evidenceText: text,
    attachments: attachments.default([]),
    body: code.optional().describe('The department that reports, where one handles it.'),
  }),
  z.strictObject({ type: z.literal('verifyWork'), isDone: z.boolean(), noteText: text }),
  z.strictObject({ type: z.literal('answerProblem'), ...whatCameOfIt, answerText: text.optional() }),
  z.strictObject({
    type: z.literal('recordCallBack'),
    answer: z.strictObject(whatCameOfIt).nullable().describe('Null: the resident could not be reached.'),
    noteText: text,
  }),
  z.strictObject({
    type: z.literal('proposeClosing'),
    how: z.enum(CLOSINGS),
    reasonText: text,
    basisText: text.describe('The article or rule it rests on.'),
    mergedInto: id.nullable().default(null).describe('With `merged`: the problem that goes on.'),
    reviewOn: z.iso.date().nullable().default(null).describe('With `parked`: the day it is taken up again.'),
  }),
  z.strictObject({ type: z.literal('approveClosing'), reasonText: text }),
  z.strictObject({ type: z.literal('refuseClosing'), reasonText: text }),
  z.strictObject({ type: z.literal('appealClosing'), reasonText: text.describe('Why it is not over.') }),
  z.strictObject({ type: z.literal('recordAppeal'), reasonText: text.describe('What whoever has called objects to.') }),
  z.strictObject({ type: z.literal('upholdAppeal'), reasonText: text }),
  z.strictObject({ type: z.literal('dismissAppeal'), reasonText: text }),
  z.strictObject({ type: z.literal('resumeParked'), reasonText: text }),
  z.strictObject({ type: z.literal('explainDelay'), explanationText: text }),
  z.strictObject({
    type: z.literal('callMeeting'),
    form: z.enum(PROBLEM_MEETINGS),
    heldAt: z.iso.datetime({ precision: 3 }),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('recordResearch'), opinionText: text }),
  z.strictObject({ type: z.literal('supervise'), noteText: text }),
  z.strictObject({ type: z.literal('appraise'), stars: z.int().min(1).max(5), noteText: text }),
]);

export type ProblemPeopleCommand = z.infer<typeof problemPeopleCommandSchema>;

/** Given by the machine only: by time, by effects, by the meeting that was called. */
export type ProblemEngineCommand =
  | { type: 'raiseBySilence'; clock: 'response' | 'handling' | 'returnReview' }
  | { type: 'recordOverdue' }
  | { type: 'recordCallSilence'; department: string }
  | { type: 'endParking' }
  | { type: 'closeUnappealed' }
  | ChildLaunched
  | { type: 'recordMeetingEnded'; meetingId: string; form: MeetingForm; outcome: MeetingOutcome };
