// Operations that start processes and give them commands. What a command means is in domain/<process>/messages.ts.
import { z } from 'zod';
import { committeeMemberSchema, termPeopleCommandSchema } from '../../domain/committee-term/messages';
import { termRules } from '../../domain/committee-term/rules';
import { electionPeopleCommandSchema, VARIANTS } from '../../domain/election/messages';
import { electionRules } from '../../domain/election/rules';
import { handoverPeopleCommandSchema } from '../../domain/handover/messages';
import { handoverRules } from '../../domain/handover/rules';
import { MACHINERY_RULES } from '../../domain/machinery/decide';
import { agendaItemSchema, scopeSchema, votePeopleCommandSchema } from '../../domain/owners-vote/messages';
import { voteRules } from '../../domain/owners-vote/rules';
import { ROLES, SANCTION_STEPS, TRANSFEREES, type Role } from '../../domain/process';
import { accessOfCommand } from '../auth/authorise';
import { PROCESS_PROBLEMS } from '../process-problems';
import type { ProblemCode } from '../problems';
import type { Access } from './operation';
import { operation } from './operation';
import { commandId, paragraph, uuid } from './shapes';

/** A policy by the id of its preset, or as a whole document. */
export const namedPolicy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preset'), id: z.string().max(40), version: z.string().max(20).optional() }),
  z.strictObject({ kind: z.literal('document'), document: z.record(z.string(), z.unknown()) }),
]);

/** Which policy the process is pinned to. Nothing: the one in force at the place today. */
const policyChoice = namedPolicy
  .optional()
  .meta({ description: 'A preset by id, or a whole policy document; it is refused below the floor of the law' });

const rehearsalDayMs = z
  .int()
  .min(10)
  .max(86_400_000)
  .optional()
  .meta({ description: 'For rehearsals only: a day lasts this many milliseconds. Refused in production.' });

export const receipt = z
  .strictObject({ commandId, processId: uuid, seq: z.int(), phase: z.string() })
  .meta({ id: 'CommandReceipt', description: 'The command is decided and stored; `seq` is its last event' });

/** What every launch may choose. */
export const launchChoice = { policy: policyChoice, rehearsalDayMs };

/** As `waitsFor` shows it: the duty, with what it is about behind a colon. */
const dutyKey = z.string().regex(/^[a-zA-Z][a-zA-Z0-9:-]{0,119}$/);

const machineryCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('suspend'),
    reason: dutyKey.optional().describe('Code from the list of the kind, where it has one'),
    reasonText: paragraph(4000),
    basisText: paragraph(1000),
    days: z.int().min(1).max(365),
  }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('nudge'), key: dutyKey, reasonText: paragraph(4000) }),
  z.strictObject({
    type: z.literal('extendDeadline'),
    clock: dutyKey.describe('Name of the running clock'),
    reasonText: paragraph(4000),
    basisText: paragraph(1000),
  }),
  z.strictObject({ type: z.literal('reassign'), key: dutyKey, role: z.enum(ROLES), reasonText: paragraph(4000) }),
  z.strictObject({ type: z.literal('takeOver'), key: dutyKey, reasonText: paragraph(4000) }),
  z.strictObject({ type: z.literal('sendBack'), key: dutyKey, reasonText: paragraph(4000) }),
  z.strictObject({
    type: z.literal('orderWithLimit'),
    key: dutyKey,
    days: z
      .int()
      .min(1)
      .max(365)
      .describe('Until when whoever has the duty must answer, within the bounds of the policy'),
    letterText: paragraph(4000),
  }),
  z.strictObject({
    type: z.literal('sanction'),
    key: dutyKey,
    step: z
      .enum(SANCTION_STEPS)
      .exclude(['remind', 'writtenOrder'])
      .describe('A harder step of the ladder; the policy says who takes which, and after which'),
    days: z.int().min(1).max(365),
    letterText: paragraph(4000),
    basisText: paragraph(1000),
    to: z.enum(TRANSFEREES).optional().describe('For `transfer`: the body to which it goes'),
  }),
  z.strictObject({ type: z.literal('answerOrder'), key: dutyKey, answerText: paragraph(4000) }),
  z.strictObject({ type: z.literal('reviseCalendar'), calendar: z.literal('newest') }),
]);

const envelope = {
  commandId,
  channel: z.enum(['web', 'desk', 'paper', 'phone']).default('web'),
  inNameOf: uuid
    .optional()
    .meta({ description: 'Assisted entry: the owner in whose name an official acts. Never for votes and signatures.' }),
};

/** The row lets in whoever may give any of the commands; commands.ts judges the one that is given. */
const anyRoleOf = (rules: Record<string, { roles: readonly Role[] }>): Access => ({
  ...accessOfCommand([
    ...new Set([...Object.values(rules), ...Object.values(MACHINERY_RULES)].flatMap(({ roles }) => roles)),
  ]),
});

/** Whatever a decider can refuse, and what can happen on the way to it. */
export const commandProblems: readonly ProblemCode[] = [
  ...(Object.keys(PROCESS_PROBLEMS) as (keyof typeof PROCESS_PROBLEMS)[]),
  'unavailable',
  'outcome-unknown',
  'command-id-reused',
];

/** The row by which people give commands to processes of one kind. */
export const commandsOf = <Id extends string, Command extends z.ZodType>(
  id: Id,
  path: string,
  tag: string,
  rules: Record<string, { roles: readonly Role[] }>,
  {
    schema,
    name,
    summary,
    problems = [],
  }: {
    schema: Command;
    name: string;
    summary: { zh: string; en: string };
    problems?: readonly ProblemCode[];
  },
) =>
  operation({
    id,
    method: 'post',
    path: `${path}/{processId}/commands`,
    tag,
    summary,
    access: anyRoleOf(rules),
    params: processParams,
    body: z.strictObject({ ...envelope, command: z.union([schema, machineryCommandSchema]) }).meta({ id: name }),
    response: receipt,
    status: 200,
    problems: [...commandProblems, ...problems],
  });

export const estateParams = z.strictObject({ estateId: uuid });
const processParams = z.strictObject({ processId: uuid });
export const thisEstate = { kind: 'place', param: 'estateId' } as const;

/** What the launch of any process can be refused for. */
export const launchProblems = [
  'already-running',
  'not-an-estate',
  'register-empty',
  'policy-refused',
  'policy-not-found',
  'rehearsal-in-production',
  'command-id-reused',
  'id-already-used',
] as const satisfies readonly ProblemCode[];

export const launchOperations = {
  launchTermWatch: operation({
    id: 'launchTermWatch',
    method: 'post',
    path: '/v1/estates/{estateId}/committee-terms',
    tag: 'committee terms',
    summary: { zh: '登记业委会任期并开始预警', en: "Register a committee's term and watch over it" },
    access: { kind: 'roles', roles: { streetOfficer: 'covers' }, scope: thisEstate },
    params: estateParams,
    body: z
      .strictObject({
        commandId,
        termId: uuid,
        seats: z.int().min(1).max(30),
        members: z.array(committeeMemberSchema).max(30),
        alternateIds: z.array(uuid).max(30).default([]).describe('Elected reserves in the order of their votes.'),
        termYears: z.int().min(1).max(10).describe('How many years the next terms last, by the estate’s rules.'),
        termStartsOn: z.iso.date().nullable().describe('Null, as the end: there has never been a committee.'),
        termEndsOn: z.iso.date().nullable().describe('The last day of the term (China date).'),
        policy: policyChoice,
        rehearsalDayMs,
      })
      .meta({ id: 'LaunchTermWatch' }),
    response: receipt,
    status: 201,
    problems: [
      ...launchProblems,
      'not-an-owner-here',
      'committee-member-twice',
      'more-members-than-seats',
      'term-ends-before-it-starts',
      'term-half-known',
      'members-without-term',
      'term-length',
    ],
  }),
  launchElection: operation({
    id: 'launchElection',
    method: 'post',
    path: '/v1/estates/{estateId}/elections',
    tag: 'elections',
    summary: { zh: '启动业委会成立、换届或补选', en: "Launch the election of an owners' committee" },
    // The district launches where the street has let its time pass.
    access: { kind: 'roles', roles: { streetOfficer: 'covers', districtSupervisor: 'covers' }, scope: thisEstate },
    params: estateParams,
    body: z
      .strictObject({
        commandId,
        electionId: uuid,
        variant: z
          .enum(VARIANTS)
          .default('reelection')
          .describe('A first assembly, a re-election at or before the term’s end, or vacant seats only.'),
        trigger: z.enum(['termEnding', 'ownersDemand', 'streetMotion']),
        termEndsOn: z.iso.date().nullable(),
        seats: z.int().min(1).max(30),
        policy: policyChoice,
        rehearsalDayMs,
      })
      .meta({ id: 'LaunchElection' }),
    response: receipt,
    status: 201,
    problems: [...launchProblems, 'seats-out-of-bounds'],
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
      ...launchProblems.filter((code) => code !== 'already-running'),
      'scope-outside-estate',
      'estate-locked',
      'duplicate-agenda-item',
      'duplicate-option',
      'seats-below-minimum',
    ],
  }),
  commandTermWatch: commandsOf('commandTermWatch', '/v1/committee-terms', 'committee terms', termRules, {
    schema: termPeopleCommandSchema,
    name: 'TermWatchCommand',
    summary: { zh: '办理任期管理中的一步', en: "Take a step in the watch on a committee's term" },
  }),
  commandElection: commandsOf('commandElection', '/v1/elections', 'elections', electionRules, {
    schema: electionPeopleCommandSchema,
    name: 'ElectionCommand',
    summary: { zh: '办理换届中的一步', en: 'Take a step in an election' },
  }),
  commandHandover: commandsOf('commandHandover', '/v1/handovers', 'handovers', handoverRules, {
    schema: handoverPeopleCommandSchema,
    name: 'HandoverCommand',
    summary: { zh: '办理移交中的一步', en: 'Take a step in a handover' },
  }),
  commandVote: commandsOf('commandVote', '/v1/votes', 'votes', voteRules, {
    schema: votePeopleCommandSchema,
    name: 'VoteCommand',
    summary: { zh: '办理表决中的一步', en: "Take a step in an owners' vote" },
  }),
};
