// Operations that start meetings and rhythms and give them commands, and the pack of a meeting. What a command means is in
// domain/meeting/messages.ts and domain/rhythm/messages.ts.
import { z } from 'zod';
import { MEETING_FORMS, RHYTHM_FORMS } from '../../domain/meeting/forms';
import { meetingPartiesSchema, meetingPeopleCommandSchema, topicCodesSchema } from '../../domain/meeting/messages';
import { MEETING_CONVENORS, meetingRules } from '../../domain/meeting/rules';
import type { Role } from '../../domain/process';
import { rhythmFormsSchema, rhythmPeopleCommandSchema } from '../../domain/rhythm/messages';
import { RHYTHM_LAUNCHERS, rhythmRules } from '../../domain/rhythm/rules';
import { REACH_OF_ROLE } from '../auth/authorise';
import { staffAndAuditAt } from './access';
import { commandsOf, launchChoice, launchProblems, receipt } from './launches';
import { operation, type Access } from './operation';
import { processKind } from './process-shapes';
import { commandId, instant, paragraph, role, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const placeParams = z.strictObject({ placeId: uuid });
const atPlace = (roles: readonly Role[]): Access => ({
  kind: 'roles',
  roles: Object.fromEntries(roles.map((one) => [one, REACH_OF_ROLE[one]])),
  scope: { kind: 'place', param: 'placeId' },
});

const problemsAtPlace = [
  ...launchProblems.filter((code) => code !== 'not-an-estate' && code !== 'register-empty'),
  'not-an-area',
] as const;

const rate = z
  .strictObject({ part: z.int(), whole: z.int() })
  .meta({ id: 'PackRate', description: 'Never rounded; a whole of 0 means that there was nothing to count' });
const duty = z
  .strictObject({
    ...{ processId: uuid, kind: processKind, placeName: z.string(), duty: z.string() },
    ...{ role: role.nullable(), department: z.string().nullable(), since: instant, dueAt: instant },
  })
  .meta({ id: 'PackDuty' });

export const meetingOperations = {
  launchMeeting: operation({
    id: 'launchMeeting',
    method: 'post',
    path: '/v1/places/{placeId}/meetings',
    tag: 'meetings',
    summary: { zh: '召集会议', en: 'Call a meeting' },
    access: atPlace(MEETING_CONVENORS),
    params: placeParams,
    body: z
      .strictObject({
        ...{ commandId, meetingId: uuid, form: z.enum(MEETING_FORMS), heldAt: instant },
        parties: meetingPartiesSchema
          .default([])
          .describe('Nobody: those that the policy of the place gives this form, as far as they hold office there.'),
        topicCodes: topicCodesSchema.default([]),
        topicText: paragraph(4000).optional(),
        ...launchChoice,
      })
      .meta({ id: 'LaunchMeeting' }),
    response: receipt,
    status: 201,
    problems: [
      ...problemsAtPlace.filter((code) => code !== 'already-running'),
      'meeting-not-ahead',
      'meeting-party-twice',
      'party-has-no-office',
      'mediation-needs-expert',
      'not-an-owner-here',
      'party-not-known',
    ],
  }),
  commandMeeting: commandsOf('commandMeeting', '/v1/meetings', 'meetings', meetingRules, {
    schema: meetingPeopleCommandSchema,
    name: 'MeetingCommand',
    summary: { zh: '办理会议中的一步', en: 'Take a step in a meeting' },
  }),
  getMeetingPack: operation({
    id: 'getMeetingPack',
    method: 'get',
    path: '/v1/meetings/{processId}/pack',
    tag: 'meetings',
    summary: { zh: '会议材料：卡点、三率、反复、将到期', en: 'What a meeting of the rhythm was called with' },
    access: staffAndAuditAt({ kind: 'process', param: 'processId' }),
    params: z.strictObject({ processId: uuid }),
    response: z
      .strictObject({
        sha256: sha256.meta({ description: 'Of the canonical JSON (RFC 8785) of `body`; it stands in the record too' }),
        body: z.strictObject({
          ...{ form: z.enum(RHYTHM_FORMS), placeName: z.string(), madeAt: instant, from: instant, until: instant },
          stalls: z.strictObject({
            ...{ openProcesses: z.int(), overdue: z.int(), silent: z.int() },
            worst: z
              .array(duty)
              .meta({ description: 'Longest overdue first; of processes that everybody there may see' }),
          }),
          rates: z.strictObject({ response: rate, solved: rate, satisfied: rate }),
          repeats: z.array(z.strictObject({ placeName: z.string(), problems: z.int() })),
          dueNext: z.strictObject({ duties: z.int(), first: z.array(duty) }),
        }),
      })
      .meta({ id: 'MeetingPack' }),
    status: 200,
    problems: ['pack-not-ready'],
  }),
  launchRhythm: operation({
    id: 'launchRhythm',
    method: 'post',
    path: '/v1/places/{placeId}/rhythms',
    tag: 'meetings',
    summary: { zh: '建立会议制度（周议事、月研判、季调度、年考评）', en: 'Have a place hold its meetings by itself' },
    access: atPlace(RHYTHM_LAUNCHERS),
    params: placeParams,
    body: z
      .strictObject({ commandId, rhythmId: uuid, forms: rhythmFormsSchema, ...launchChoice })
      .meta({ id: 'LaunchRhythm' }),
    response: receipt,
    status: 201,
    problems: [...problemsAtPlace, 'not-a-community-or-street'],
  }),
  commandRhythm: commandsOf('commandRhythm', '/v1/rhythms', 'meetings', rhythmRules, {
    schema: rhythmPeopleCommandSchema,
    name: 'RhythmCommand',
    summary: { zh: '办理会议制度中的一步', en: 'Change the rhythm of a place' },
  }),
};
