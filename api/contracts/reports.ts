// The short path of residents' problems: reports that join one, one's own reports, the answer whether it is solved, comments, and problems that
// are alike. None of them but the answer ever reaches the process.
import { z } from 'zod';
import { CHANNELS, CLASSES, LEVELS, type ProblemChannel } from '../../domain/problem/messages';
import type { Role } from '../../domain/process';
import { everyoneAt } from './access';
import { attachmentHashes } from './attachments';
import { commandProblems, receipt } from './launches';
import { operation, type Access, type Reach } from './operation';
import { foreseen, waiting } from './process-shapes';
import { commandId, instant, line, pageOf, pageQuery, paragraph, role, uuid } from './shapes';

const processParams = z.strictObject({ processId: uuid });
const TOLD_BY_PEOPLE = [
  'web',
  'hotline',
  'petition',
  'grid',
  'committee',
  'helper',
] as const satisfies readonly ProblemChannel[];
const thisProblem = { kind: 'process', param: 'processId' } as const;
/** Those who handle, verify or supervise problems. */
const HANDLERS: Partial<Record<Role, Reach>> = {
  firmManager: 'covers',
  committeeMember: 'covers',
  gridWorker: 'covers',
  communitySecretary: 'covers',
  streetOfficer: 'covers',
  districtSupervisor: 'covers',
  departmentOfficer: 'covers',
};
const handlers: Access = { kind: 'roles', roles: HANDLERS, scope: thisProblem };
const handlersAndAudit: Access = { kind: 'roles', roles: { ...HANDLERS, auditor: 'covers' }, scope: thisProblem };

export const phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{4,18}$/);

/** Somebody for whom an official writes (代办): an owner, or a caller known by name and phone. */
export const onBehalfOf = z.union([
  z.strictObject({ ownerId: uuid }),
  z.strictObject({ name: line(60), phone }).meta({ description: 'Without an account; kept sealed' }),
]);

/** What every report says, whether it opens a problem or joins one. */
export const reportFields = {
  reportId: uuid,
  channel: z
    .enum(TOLD_BY_PEOPLE)
    .default('web')
    .meta({ description: 'Offices may say by which way it came; others `web`' }),
  attachments: attachmentHashes,
  onBehalfOf: onBehalfOf.optional(),
};

const spot = z.strictObject({ id: uuid, name: z.string() });
const level = z.enum(LEVELS);

const ownReport = z
  .strictObject({
    reportId: uuid,
    processId: uuid.meta({ description: 'The problem that it was a report of' }),
    goesOnIn: uuid.nullable().meta({
      description: 'The problem that this one was merged into, of which everything below then tells; null: it was not',
    }),
    at: instant,
    channel: z.enum(CHANNELS),
    isFirst: z.boolean().meta({ description: 'It opened the problem; otherwise it joined' }),
    reportText: z.string().nullable(),
    attachments: z.array(uuid),
    place: spot,
    category: z.string(),
    class: z.enum(CLASSES),
    phase: z.string(),
    isOpen: z.boolean(),
    outcome: z.string().nullable(),
    level,
    department: z.string().nullable(),
    reportCount: z.int().meta({ description: 'Reports of the same problem, this one included' }),
    mayAppealUntil: instant.nullable().meta({
      description: 'It is to be closed without a solution, and until then you may object (appealReport); null: not so',
    }),
    mayAnswer: z.boolean().meta({ description: 'It is said to be done: tell us whether it is (answerReport)' }),
    waitsFor: z.array(waiting).meta({ description: 'Who has what to do, until when; of people only their role' }),
    ahead: z.array(foreseen).meta({ description: 'What happens by itself if nobody moves' }),
  })
  .meta({ id: 'OwnReport', description: 'A report with the state of its problem as everybody may know it' });

const reportItem = z
  .strictObject({
    reportId: uuid,
    isFirst: z.boolean(),
    channel: z.enum(CHANNELS),
    reporterAccount: uuid.nullable(),
    reporterOwner: uuid.nullable(),
    name: z.string().nullable().meta({ description: 'Of the reporter; masked unless your office is in charge' }),
    phoneMasked: z.string().nullable().meta({ description: 'Of a caller without an account; openContact shows it' }),
    helperAccount: uuid.nullable(),
    reportText: z.string().nullable(),
    spotPlaceId: uuid,
    attachments: z.array(uuid),
    at: instant,
  })
  .meta({ id: 'ProblemReport' });

const comment = z
  .strictObject({
    commentId: uuid,
    byAccount: uuid,
    byRole: role,
    name: z.string().nullable(),
    bodyText: z.string().nullable().meta({ description: 'Null once erased' }),
    at: instant,
  })
  .meta({ id: 'ProblemComment' });

const suggestion = z
  .strictObject({
    processId: uuid,
    nearness: z.enum(['spot', 'building', 'estate']),
    spot,
    phase: z.string(),
    class: z.enum(CLASSES),
    level,
    openedAt: instant,
    reportCount: z.int(),
  })
  .meta({ id: 'ProblemSuggestion' });

export const reportOperations = {
  joinProblem: operation({
    id: 'joinProblem',
    method: 'post',
    path: '/v1/problems/{processId}/reports',
    tag: 'problems',
    summary: { zh: '并入已有诉求：我也遇到', en: 'Join an open problem: it is mine, too' },
    access: everyoneAt(thisProblem),
    params: processParams,
    body: z
      .strictObject({
        commandId,
        ...reportFields,
        spotPlaceId: uuid.optional().meta({ description: 'Absent: where the problem is' }),
        reportText: paragraph(4000).optional(),
      })
      .meta({ id: 'JoinProblem' }),
    response: z.strictObject({ reportId: uuid, processId: uuid }),
    status: 201,
    problems: [
      'process-closed',
      'already-reported',
      'spot-outside-estate',
      'attachment-unknown',
      'assistance-not-allowed',
      'channel-not-yours',
      'not-an-owner-here',
      'id-already-used',
      'command-id-reused',
    ],
  }),
  listMyReports: operation({
    id: 'listMyReports',
    method: 'get',
    path: '/v1/reports/mine',
    tag: 'problems',
    summary: {
      zh: '我反映的问题：在谁手里、何时到期、没人办会怎样',
      en: 'My reports: who has each, until when, and what happens if nobody moves',
    },
    access: { kind: 'signedIn' },
    query: pageQuery({}),
    response: pageOf(ownReport),
    status: 200,
    problems: [],
  }),
  answerReport: operation({
    id: 'answerReport',
    method: 'post',
    path: '/v1/reports/{reportId}/answer',
    tag: 'problems',
    summary: { zh: '本人确认是否解决、是否满意', en: 'Say whether it is solved; only whoever reported it' },
    access: { kind: 'signedIn' },
    params: z.strictObject({ reportId: uuid }),
    body: z
      .strictObject({
        commandId,
        isSolved: z.boolean(),
        isSatisfied: z.boolean(),
        answerText: paragraph(4000).optional(),
      })
      .meta({ id: 'AnswerReport' }),
    response: receipt,
    status: 200,
    problems: [...commandProblems, 'not-your-report'],
  }),
  appealReport: operation({
    id: 'appealReport',
    method: 'post',
    path: '/v1/reports/{reportId}/appeal',
    tag: 'problems',
    summary: {
      zh: '本人对不经解决的办结提出异议',
      en: 'Object to an end without a solution; only whoever reported it, while there is time',
    },
    access: { kind: 'signedIn' },
    params: z.strictObject({ reportId: uuid }),
    body: z.strictObject({ commandId, reasonText: paragraph(4000) }).meta({ id: 'AppealReport' }),
    response: receipt,
    status: 200,
    problems: [...commandProblems, 'not-your-report'],
  }),
  listReports: operation({
    id: 'listReports',
    method: 'get',
    path: '/v1/problems/{processId}/reports',
    tag: 'problems',
    summary: { zh: '诉求的全部反映', en: 'All reports of a problem, oldest first' },
    access: handlersAndAudit,
    params: processParams,
    query: pageQuery({}),
    response: pageOf(reportItem),
    status: 200,
    problems: [],
  }),
  openContact: operation({
    id: 'openContact',
    method: 'post',
    path: '/v1/problems/{processId}/reports/{reportId}/contact',
    tag: 'problems',
    summary: { zh: '查看来电人姓名电话（留痕）', en: 'Open the name and phone of a caller; it is on the record' },
    access: handlers,
    params: z.strictObject({ processId: uuid, reportId: uuid }),
    body: z.strictObject({ commandId, reasonText: paragraph(500) }),
    response: z.strictObject({ name: z.string(), phone: z.string() }),
    status: 200,
    problems: ['number-not-recorded', 'command-id-reused'],
  }),
  addComment: operation({
    id: 'addComment',
    method: 'post',
    path: '/v1/problems/{processId}/comments',
    tag: 'problems',
    summary: { zh: '留言（不影响任何期限）', en: 'Comment; no clock stops for it' },
    access: everyoneAt(thisProblem),
    params: processParams,
    body: z.strictObject({ commandId, commentId: uuid, bodyText: paragraph(2000) }).meta({ id: 'AddComment' }),
    response: z.strictObject({ commentId: uuid }),
    status: 201,
    problems: ['id-already-used', 'command-id-reused'],
  }),
  listComments: operation({
    id: 'listComments',
    method: 'get',
    path: '/v1/problems/{processId}/comments',
    tag: 'problems',
    summary: { zh: '留言', en: 'Comments, oldest first' },
    access: everyoneAt(thisProblem),
    params: processParams,
    query: pageQuery({}),
    response: pageOf(comment),
    status: 200,
    problems: [],
  }),
  suggestProblems: operation({
    id: 'suggestProblems',
    method: 'get',
    path: '/v1/estates/{estateId}/problem-suggestions',
    tag: 'problems',
    summary: { zh: '附近同类未办结诉求，供并入', en: 'Open problems of this category nearby, which a report may join' },
    access: everyoneAt({ kind: 'place', param: 'estateId' }),
    params: z.strictObject({ estateId: uuid }),
    query: z.strictObject({
      category: z.string().regex(/^[a-z][a-zA-Z]{1,39}$/),
      spotPlaceId: uuid.optional().meta({ description: 'Building or entrance; absent: the estate' }),
    }),
    response: z.strictObject({ items: z.array(suggestion) }),
    status: 200,
    problems: ['category-unknown', 'spot-outside-estate', 'not-an-estate'],
  }),
};
