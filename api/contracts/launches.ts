// Operations that start processes and give them commands. What a command means is in domain/<process>/messages.ts.
import { z } from 'zod';
import { electionPeopleCommandSchema } from '../../domain/election/messages';
import { electionRules } from '../../domain/election/rules';
import { MACHINERY_RULES } from '../../domain/machinery';
import { agendaItemSchema, scopeSchema, votePeopleCommandSchema } from '../../domain/owners-vote/messages';
import { voteRules } from '../../domain/owners-vote/rules';
import type { Role } from '../../domain/process';
import { accessOfCommand } from '../auth/authorise';
import { PROCESS_PROBLEMS } from '../process-problems';
import type { ProblemCode } from '../problems';
import type { Access } from './operation';
import { operation } from './operation';
import { commandId, paragraph, uuid } from './shapes';

/** Which policy the process is pinned to. Nothing: the one in force at the place today. */
const policyChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('preset'), id: z.string().max(40), version: z.string().max(20).optional() }),
    z.strictObject({ kind: z.literal('document'), document: z.record(z.string(), z.unknown()) }),
  ])
  .optional()
  .meta({ description: 'A preset by id, or a whole policy document; it is refused below the floor of the law' });

const rehearsalDayMs = z
  .int()
  .min(10)
  .max(86_400_000)
  .optional()
  .meta({ description: 'For rehearsals only: a day lasts this many milliseconds. Refused in production.' });

const receipt = z
  .strictObject({ commandId, processId: uuid, seq: z.int(), phase: z.string() })
  .meta({ id: 'CommandReceipt', description: 'The command is decided and stored; `seq` is its last event' });

const machineryCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('suspend'),
    reasonText: paragraph(4000),
    basisText: paragraph(1000),
    days: z.int().min(1).max(365),
  }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('reviseCalendar'), calendar: z.literal('newest') }),
]);

const envelope = {
  commandId,
  channel: z.enum(['web', 'desk', 'paper', 'phone']).default('web'),
  inNameOf: uuid
    .optional()
    .meta({ description: 'Assisted entry: the owner in whose name an official acts. Never for votes and signatures.' }),
};

const electionCommandBody = z
  .strictObject({ ...envelope, command: z.union([electionPeopleCommandSchema, machineryCommandSchema]) })
  .meta({ id: 'ElectionCommand' });
const voteCommandBody = z
  .strictObject({ ...envelope, command: z.union([votePeopleCommandSchema, machineryCommandSchema]) })
  .meta({ id: 'VoteCommand' });

/** The row lets in whoever may give any of the commands; commands.ts judges the one that is given. */
const anyRoleOf = (rules: Record<string, { roles: readonly Role[] }>): Access => ({
  ...accessOfCommand([
    ...new Set([...Object.values(rules), ...Object.values(MACHINERY_RULES)].flatMap(({ roles }) => roles)),
  ]),
});

/** Whatever a decider can refuse, and what can happen on the way to it. */
const commandProblems: readonly ProblemCode[] = [
  ...(Object.keys(PROCESS_PROBLEMS) as (keyof typeof PROCESS_PROBLEMS)[]),
  'unavailable',
  'outcome-unknown',
  'command-id-reused',
];

const estateParams = z.strictObject({ estateId: uuid });
const processParams = z.strictObject({ processId: uuid });
const thisEstate = { kind: 'place', param: 'estateId' } as const;

export const launchOperations = {
  launchElection: operation({
    id: 'launchElection',
    method: 'post',
    path: '/v1/estates/{estateId}/elections',
    tag: 'elections',
    summary: { zh: '启动业委会换届', en: "Launch the re-election of an owners' committee" },
    access: { kind: 'roles', roles: { streetOfficer: 'covers' }, scope: thisEstate },
    params: estateParams,
    body: z
      .strictObject({
        commandId,
        electionId: uuid,
        trigger: z.enum(['termEnding', 'ownersDemand', 'streetMotion']),
        termEndsOn: z.iso.date().nullable(),
        seats: z.int().min(1).max(30),
        policy: policyChoice,
        rehearsalDayMs,
      })
      .meta({ id: 'LaunchElection' }),
    response: receipt,
    status: 201,
    problems: [
      'already-running',
      'not-an-estate',
      'register-empty',
      'policy-refused',
      'policy-not-found',
      'rehearsal-in-production',
      'seats-out-of-bounds',
      'command-id-reused',
      'id-already-used',
    ],
  }),
  launchVote: operation({
    id: 'launchVote',
    method: 'post',
    path: '/v1/estates/{estateId}/votes',
    tag: 'votes',
    summary: { zh: '启动业主大会表决', en: "Launch an owners' vote" },
    access: {
      kind: 'roles',
      roles: { streetOfficer: 'covers', communitySecretary: 'covers', committeeMember: 'covers' },
      scope: thisEstate,
    },
    params: estateParams,
    body: z
      .strictObject({
        commandId,
        voteId: uuid,
        scope: scopeSchema,
        agenda: z.array(agendaItemSchema).min(1).max(20),
        meeting: z
          .enum(['regular', 'extraordinary'])
          .default('regular')
          .describe(
            'Regular or extraordinary assembly: where the place gives the latter a shorter notice, it is used.',
          ),
        policy: policyChoice,
        rehearsalDayMs,
      })
      .meta({ id: 'LaunchVote' }),
    response: receipt,
    status: 201,
    problems: [
      'not-an-estate',
      'register-empty',
      'scope-outside-estate',
      'policy-refused',
      'policy-not-found',
      'rehearsal-in-production',
      'duplicate-agenda-item',
      'duplicate-option',
      'seats-below-minimum',
      'command-id-reused',
      'id-already-used',
    ],
  }),
  commandElection: operation({
    id: 'commandElection',
    method: 'post',
    path: '/v1/elections/{processId}/commands',
    tag: 'elections',
    summary: { zh: '办理换届中的一步', en: 'Take a step in an election' },
    access: anyRoleOf(electionRules),
    params: processParams,
    body: electionCommandBody,
    response: receipt,
    status: 200,
    problems: commandProblems,
  }),
  commandVote: operation({
    id: 'commandVote',
    method: 'post',
    path: '/v1/votes/{processId}/commands',
    tag: 'votes',
    summary: { zh: '办理表决中的一步', en: "Take a step in an owners' vote" },
    access: anyRoleOf(voteRules),
    params: processParams,
    body: voteCommandBody,
    response: receipt,
    status: 200,
    problems: commandProblems,
  }),
};
