// Operations that propose co-funded micro-projects and take them forward. What a command means is in domain/cofunding/messages.ts.
import { z } from 'zod';
import { cofundingPeopleCommandSchema } from '../../domain/cofunding/messages';
import { cofundingRules, PROPOSERS } from '../../domain/cofunding/rules';
import { REACH_OF_ROLE } from '../auth/authorise';
import { commandsOf, estateParams, launchChoice, launchProblems, receipt, thisEstate } from './launches';
import { operation } from './operation';
import { commandId, line, paragraph, uuid } from './shapes';

export const cofundingOperations = {
  launchCofunding: operation({
    id: 'launchCofunding',
    method: 'post',
    path: '/v1/estates/{estateId}/cofundings',
    tag: 'cofundings',
    summary: { zh: '提出微项目', en: 'Propose a micro-project' },
    access: {
      kind: 'roles',
      roles: Object.fromEntries(PROPOSERS.map((role) => [role, REACH_OF_ROLE[role]])),
      scope: thisEstate,
    },
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, projectId: uuid },
        titleText: line(200).describe('What the project is called; everybody reads it.'),
        needText: paragraph(4000).describe('What is lacking, and for whom.'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchCofunding' }),
    response: receipt,
    status: 201,
    problems: launchProblems.filter((code) => code !== 'already-running'),
  }),
  commandCofunding: commandsOf('commandCofunding', '/v1/cofundings', 'cofundings', cofundingRules, {
    schema: cofundingPeopleCommandSchema,
    name: 'CofundingCommand',
    summary: { zh: '办理微项目中的一步', en: 'Take a step in a micro-project' },
    problems: ['scope-outside-estate', 'shares-not-workable', 'not-an-owner-here', 'attachment-unknown'],
  }),
};
