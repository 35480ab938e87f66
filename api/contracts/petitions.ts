// Operations that start petitions and recalls and give them commands, and the short path of signatures. What a command means is in
// domain/petition/messages.ts and domain/recall/messages.ts.
import { z } from 'zod';
import { petitionPeopleCommandSchema, PURPOSES } from '../../domain/petition/messages';
import { PETITIONERS, petitionRules } from '../../domain/petition/rules';
import { GROUND_CODES, PROPOSERS, recallPeopleCommandSchema } from '../../domain/recall/messages';
import { RECALL_LAUNCHERS, recallRules } from '../../domain/recall/rules';
import type { Role } from '../../domain/process';
import { REACH_OF_ROLE } from '../auth/authorise';
import type { ProblemCode } from '../problems';
import { everyoneAt, ownersAt, staffAndAuditAt, staffAt } from './access';
import { commandsOf, estateParams, launchChoice, launchProblems, receipt, thisEstate } from './launches';
import { operation, type Access } from './operation';
import { commandId, instant, line, pageOf, pageQuery, paragraph, uuid } from './shapes';
import { ownRight } from './vote-shapes';

const params = z.strictObject({ petitionId: uuid });
const signatureParams = z.strictObject({ petitionId: uuid, signatureId: uuid });
const scope = { kind: 'process', param: 'petitionId' } as const;
const atEstate = (roles: readonly Role[]): Access => ({
  kind: 'roles',
  roles: Object.fromEntries(roles.map((role) => [role, REACH_OF_ROLE[role]])),
  scope: thisEstate,
});

const [staff, staffAndAudit, owners] = [staffAt(scope), staffAndAuditAt(scope), ownersAt(scope)];

const rightNo = z.int().min(1).max(2_147_483_647);
const given = z.strictObject({ signatureId: uuid, signedAt: instant });
const weight = { rights: z.int(), heads: z.int(), areaDm2: z.int() };

const way = z
  .strictObject({
    of: z.enum(['owners', 'area', 'ownerCount']),
    part: z.int(),
    whole: z.int(),
    num: z.int(),
    den: z.int(),
    isReached: z.boolean(),
    shortfall: z.int().meta({ description: 'Owners, or 0.01 m², that are still missing' }),
  })
  .meta({ id: 'ThresholdCheck', description: 'One way to be enough; any one of them will do' });

const signature = z
  .strictObject({
    signatureId: uuid,
    rightNo: z.int(),
    label: z.string(),
    kind: z.enum(['own', 'paper']),
    signedAt: instant,
    pageNo: z.int().nullable(),
    lineNo: z.int().nullable(),
    collectorName: z.string().nullable(),
    state: z.enum(['stands', 'withdrawn', 'struck']),
  })
  .meta({ id: 'PetitionSignature' });

const signingProblems = [
  'signing-not-open',
  'signing-over',
  'signing-suspended',
  'right-not-found',
  'right-already-signed',
  'id-already-used',
  'command-id-reused',
] as const satisfies readonly ProblemCode[];
const withdrawalProblems = [
  'signing-not-open',
  'signature-not-found',
  'not-your-signature',
  'signature-fixed',
  'signature-ended',
  'command-id-reused',
] as const satisfies readonly ProblemCode[];

const memberIds = z.array(uuid).max(30);

export const petitionOperations = {
  launchPetition: operation({
    id: 'launchPetition',
    method: 'post',
    path: '/v1/estates/{estateId}/petitions',
    tag: 'petitions',
    summary: { zh: '发起业主联名', en: "Begin a petition of the estate's owners" },
    access: atEstate(PETITIONERS),
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, petitionId: uuid, purpose: z.enum(PURPOSES) },
        memberIds: memberIds.default([]).describe('Members to be recalled; with `recallMembers` only.'),
        requestText: paragraph(4000).describe('What the owners demand, and why: everybody who signs reads it.'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchPetition' }),
    response: receipt,
    status: 201,
    problems: [
      ...launchProblems,
      'not-an-owner-here',
      'not-a-member',
      'recall-names-nobody',
      'members-not-asked-for',
      'committee-member-twice',
    ],
  }),
  launchRecall: operation({
    id: 'launchRecall',
    method: 'post',
    path: '/v1/estates/{estateId}/recalls',
    tag: 'recalls',
    summary: { zh: '启动罢免业委会委员', en: 'Launch the recall of committee members' },
    access: atEstate(RECALL_LAUNCHERS),
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, recallId: uuid, proposedBy: z.enum(PROPOSERS) },
        petitionId: uuid.nullable().default(null).describe('The accepted petition; with `proposedBy` petition only.'),
        memberIds: memberIds.min(1),
        groundCodes: z.array(z.enum(GROUND_CODES)).min(1).max(GROUND_CODES.length),
        groundText: paragraph(4000).describe(
          'What each member is reproached with: the members answer it, the owners read it.',
        ),
        ...launchChoice,
      })
      .meta({ id: 'LaunchRecall' }),
    response: receipt,
    status: 201,
    problems: [
      ...launchProblems,
      'not-an-owner-here',
      'not-a-member',
      'recall-names-nobody',
      'committee-member-twice',
      'petition-not-named',
      'petition-not-accepted',
    ],
  }),
  commandPetition: commandsOf('commandPetition', '/v1/petitions', 'petitions', petitionRules, {
    schema: petitionPeopleCommandSchema,
    name: 'PetitionCommand',
    summary: { zh: '办理联名中的一步', en: 'Take a step in a petition' },
    problems: ['signature-not-found'],
  }),
  commandRecall: commandsOf('commandRecall', '/v1/recalls', 'recalls', recallRules, {
    schema: recallPeopleCommandSchema,
    name: 'RecallCommand',
    summary: { zh: '办理罢免中的一步', en: 'Take a step in a recall' },
  }),
  getPetition: operation({
    id: 'getPetition',
    method: 'get',
    path: '/v1/petitions/{petitionId}',
    tag: 'petitions',
    summary: { zh: '联名进度：已签、还差多少', en: 'A petition: how many have signed and how many are missing' },
    access: everyoneAt(scope),
    params,
    response: z.strictObject({
      petitionId: uuid,
      purpose: z.enum(PURPOSES),
      memberIds: z.array(uuid),
      request: z.string().nullable().meta({ description: 'Null once the text was erased' }),
      progress: z
        .strictObject({
          state: z.enum(['open', 'suspended', 'over', 'counting', 'closed']),
          closesAt: instant.meta({ description: 'Exclusive: a signature at this very instant is late' }),
          base: z.strictObject(weight).meta({ description: 'The whole roll' }),
          signed: z.strictObject(weight).meta({ description: 'Signatures that stand' }),
          isEnough: z.boolean(),
          ways: z.array(way),
        })
        .nullable()
        .meta({ description: 'Null until the roll is frozen' }),
      myRights: z.array(ownRight.omit({ hasVoted: true }).extend({ signatureId: uuid.nullable() })),
    }),
    status: 200,
    problems: [],
  }),
  signPetition: operation({
    id: 'signPetition',
    method: 'post',
    path: '/v1/petitions/{petitionId}/signatures',
    tag: 'petitions',
    summary: { zh: '在联名上签名（本人）', en: 'Sign a petition for an own right' },
    access: owners,
    params,
    body: z.strictObject({ commandId, signatureId: uuid, rightNo }).meta({ id: 'SignPetition' }),
    response: given,
    status: 201,
    problems: [...signingProblems, 'right-has-no-voter', 'not-your-right'],
  }),
  recordPaperSignature: operation({
    id: 'recordPaperSignature',
    method: 'post',
    path: '/v1/petitions/{petitionId}/paper-signatures',
    tag: 'petitions',
    summary: { zh: '登记纸质签名', en: 'Record a signature that was given on paper' },
    access: staff,
    params,
    body: z
      .strictObject({
        ...{ commandId, signatureId: uuid, rightNo },
        pageNo: z.int().min(1).max(9999).describe('Page of the paper'),
        lineNo: z.int().min(1).max(9999).describe('Line on that page'),
        collectorName: line(60).describe('Who collected it'),
      })
      .meta({ id: 'RecordPaperSignature' }),
    response: given,
    status: 201,
    problems: signingProblems,
  }),
  withdrawSignature: operation({
    id: 'withdrawSignature',
    method: 'post',
    path: '/v1/petitions/{petitionId}/signatures/{signatureId}/withdrawal',
    tag: 'petitions',
    summary: { zh: '撤回本人签名', en: 'Take back the own signature, on screen or paper' },
    access: owners,
    params: signatureParams,
    body: z.strictObject({ commandId }),
    response: z.void(),
    status: 204,
    problems: withdrawalProblems,
  }),
  withdrawPaperSignature: operation({
    id: 'withdrawPaperSignature',
    method: 'post',
    path: '/v1/petitions/{petitionId}/paper-signatures/{signatureId}/withdrawal',
    tag: 'petitions',
    summary: {
      zh: '撤销纸质签名登记',
      en: 'Take back a signature on paper: entered by mistake, or at its owner’s wish',
    },
    access: staff,
    params: signatureParams,
    body: z.strictObject({ commandId, reasonText: paragraph(1000) }),
    response: z.void(),
    status: 204,
    problems: withdrawalProblems,
  }),
  listSignatures: operation({
    id: 'listSignatures',
    method: 'get',
    path: '/v1/petitions/{petitionId}/signatures',
    tag: 'petitions',
    summary: { zh: '签名清单（核实用）', en: 'The signatures, for those who check them' },
    access: staffAndAudit,
    params,
    query: pageQuery({}),
    response: pageOf(signature),
    status: 200,
    problems: [],
  }),
};
