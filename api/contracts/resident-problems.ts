// Operations that report residents' problems and take them forward. What a command means is in domain/problem/messages.ts.
import { z } from 'zod';
import { CLASSES, problemPeopleCommandSchema } from '../../domain/problem/messages';
import { PROBLEM_LAUNCHERS, problemRules } from '../../domain/problem/rules';
import { ROLES } from '../../domain/process';
import { REACH_OF_ROLE } from '../auth/authorise';
import { commandsOf, estateParams, launchChoice, launchProblems, receipt, thisEstate } from './launches';
import { operation } from './operation';
import { reportFields } from './reports';
import { commandId, paragraph, uuid } from './shapes';

export const residentProblemOperations = {
  launchProblem: operation({
    id: 'launchProblem',
    method: 'post',
    path: '/v1/estates/{estateId}/problems',
    tag: 'problems',
    summary: { zh: '上报问题', en: 'Report a problem' },
    access: {
      kind: 'roles',
      roles: Object.fromEntries(PROBLEM_LAUNCHERS.map((role) => [role, REACH_OF_ROLE[role]])),
      scope: thisEstate,
    },
    params: estateParams,
    body: z
      .strictObject({
        commandId,
        problemId: uuid,
        category: z.string().regex(/^[a-z][a-zA-Z]{1,39}$/),
        class: z.enum(CLASSES).optional().describe('Offices only; absent: the class of the category.'),
        ...reportFields,
        reportId: uuid.optional().describe('Of the first report; absent: made from the problem’s id.'),
        spotPlaceId: uuid.optional().describe('The building or entrance; absent: the estate.'),
        spotText: paragraph(400).optional().describe('Where exactly.'),
        reportText: paragraph(4000),
        joinSame: z
          .boolean()
          .default(false)
          .describe('Where the same is open at the very spot, the report joins it, and the answer names that problem.'),
        complaintOf: z
          .strictObject({ role: z.enum(ROLES), accountId: uuid.nullable().default(null) })
          .optional()
          .describe('Whom it is about; they neither see nor handle it.'),
        isSupervised: z.boolean().default(false).describe('Offices only: the supervised track (研交办督结评).'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchProblem' }),
    response: receipt,
    status: 201,
    problems: [
      ...launchProblems.filter((code) => code !== 'already-running'),
      'category-unknown',
      'spot-outside-estate',
      'class-not-yours',
      'assistance-not-allowed',
      'channel-not-yours',
      'not-an-owner-here',
      'attachment-unknown',
      'already-reported',
    ],
  }),
  commandProblem: commandsOf('commandProblem', '/v1/problems', 'problems', problemRules, {
    schema: problemPeopleCommandSchema,
    name: 'ProblemCommand',
    summary: { zh: '办理问题中的一步', en: 'Take a step in a problem' },
    problems: ['attachment-unknown', 'merged-into-unfit', 'not-your-report'],
  }),
};
