// Operations of the officer's desk: help for people without a phone, the calls that check a sample of it, rulings on what owners deny, and
// the checkpoints that witnesses keep. Help never becomes voting for somebody: docs/desk.md.
import { z } from 'zod';
import { officialsAt } from './access';
import { operation, type Access } from './operation';
import { commandId, instant, line, pageOf, pageQuery, paragraph, pathNumber, uuid } from './shapes';
import { agendaItem, ballotChoices, boxReceipt, sha256 } from './vote-shapes';

const params = z.strictObject({ voteId: uuid });
const scope = { kind: 'process', param: 'voteId' } as const;
const helpers: Access = {
  kind: 'roles',
  roles: { streetOfficer: 'covers', communitySecretary: 'covers', gridWorker: 'covers' },
  scope,
};
/** Those who call, and judge what they hear; not those who carry papers. */
const callers: Access = {
  kind: 'roles',
  roles: { streetOfficer: 'covers', communitySecretary: 'covers', districtSupervisor: 'covers' },
  scope,
};
const rulers: Access = { kind: 'roles', roles: { streetOfficer: 'covers', districtSupervisor: 'covers' }, scope };

const seqParams = z.strictObject({
  voteId: uuid,
  seq: pathNumber(1),
});
const assistanceParams = z.strictObject({ voteId: uuid, assistanceId: uuid });
const rightNo = z.int().min(1).max(2_147_483_647);

const purpose = z.enum(['readAloud', 'operateDevice', 'fillPaper', 'explain']).meta({ id: 'AssistancePurpose' });
const will = z.enum(['presentInPerson', 'signatureOnSlip']).meta({
  id: 'ShownWill',
  description: 'How the owner showed the will: there in person, or by a signature on the slip',
});
const ruling = z.enum(['stands', 'struck']);
const outcome = z.enum(['confirmed', 'denied', 'unreachable']).meta({ id: 'CallOutcome' });

const assistance = z
  .strictObject({
    assistanceId: uuid,
    rightNo: z.int(),
    label: z.string(),
    helpedOwnerId: uuid,
    assistantAccount: uuid,
    purpose,
    witnessAccount: uuid.nullable(),
    witness: z.string().nullable().meta({ description: 'A name, where the witness has no account' }),
    will,
    paperSerial: z.int().nullable(),
    at: instant,
    expiresAt: instant,
    ballotSeq: z.int().nullable().meta({ description: 'The ballot that came of it' }),
    confirmation: z.enum(['code', 'signature']).nullable(),
  })
  .meta({ id: 'Assistance' });

const sampled = z
  .strictObject({
    seq: z.int(),
    rightNo: z.int(),
    label: z.string(),
    channel: z.enum(['electronic', 'paper', 'platform']),
    how: z.enum(['assisted', 'collected']),
    state: z.enum(['open', 'confirmed', 'denied', 'unreachable']),
    calls: z.array(z.strictObject({ outcome, byAccount: uuid, at: instant })),
    ruling: ruling.nullable(),
    hands: z.array(uuid).meta({ description: 'Through whose hands it went; they may not call' }),
  })
  .meta({ id: 'CallBack', description: 'A ballot whose owner is called; never what was chosen' });

export const deskOperations = {
  recordAssistance: operation({
    id: 'recordAssistance',
    method: 'post',
    path: '/v1/votes/{voteId}/assistances',
    tag: 'desk',
    summary: {
      zh: '登记协助投票：协助谁、谁协助、为何、谁见证、业主如何表示意愿',
      en: 'Record help that is about to be given; it yields a slip for one ballot, which the owner casts',
    },
    access: helpers,
    params,
    body: z
      .strictObject({
        commandId,
        assistanceId: uuid,
        rightNo,
        help: z.discriminatedUnion('purpose', [
          z.strictObject({ purpose: purpose.exclude(['fillPaper']) }),
          z.strictObject({ purpose: z.literal('fillPaper'), serialNo: z.int().min(1).max(999_999_999) }),
        ]),
        witness: z.union([z.strictObject({ accountId: uuid }), z.strictObject({ nameText: line(60) })]),
        will,
      })
      .meta({ id: 'RecordAssistance' }),
    response: z.strictObject({ assistanceId: uuid, expiresAt: instant }),
    status: 201,
    problems: [
      'vote-not-open',
      'vote-closed',
      'vote-suspended',
      'right-not-found',
      'right-has-no-voter',
      'assistance-for-oneself',
      'assistant-is-counter',
      'assistant-is-proxy',
      'assistant-is-candidate',
      'witness-is-assistant',
      'witness-unknown',
      'serial-not-found',
      'paper-wrong-state',
      'assistance-cap-reached',
      'id-already-used',
      'command-id-reused',
    ],
  }),
  listAssistances: operation({
    id: 'listAssistances',
    method: 'get',
    path: '/v1/votes/{voteId}/assistances',
    tag: 'desk',
    summary: { zh: '协助投票登记', en: 'The help that was given, oldest first' },
    access: officialsAt(scope),
    params,
    query: pageQuery({}),
    response: pageOf(assistance),
    status: 200,
    problems: [],
  }),
  getSlip: operation({
    id: 'getSlip',
    method: 'get',
    path: '/v1/votes/{voteId}/assistances/{assistanceId}/slip',
    tag: 'desk',
    summary: {
      zh: '协助单（打印用）',
      en: 'What is printed on the slip; for whoever gives the help, while it is good',
    },
    access: helpers,
    params: assistanceParams,
    response: z
      .strictObject({
        assistanceId: uuid,
        voteId: uuid,
        rightNo: z.int(),
        label: z.string(),
        purpose,
        will,
        paperSerial: z.int().nullable(),
        agenda: z.array(agendaItem),
        code: z.string().nullable().meta({ description: 'The owner gives it to confirm the ballot; null for a paper' }),
        expiresAt: instant,
      })
      .meta({ id: 'AssistanceSlip' }),
    status: 200,
    problems: ['not-your-assistance', 'assistance-used', 'assistance-expired'],
  }),
  castAssisted: operation({
    id: 'castAssisted',
    method: 'post',
    path: '/v1/votes/{voteId}/assistances/{assistanceId}/ballot',
    tag: 'desk',
    summary: {
      zh: '业主本人在协助下投票（须本人确认码或签名）',
      en: "The owner's one ballot on the helper's device, confirmed with the slip's code or the owner's signature",
    },
    access: helpers,
    params: assistanceParams,
    body: z
      .strictObject({
        commandId,
        choices: ballotChoices,
        confirmation: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('code'), code: z.string().min(1).max(20) }),
          z.strictObject({
            kind: z.literal('signature'),
            signatureSha256: sha256.meta({ description: 'Of the signed slip or its scan' }),
          }),
        ]),
      })
      .meta({ id: 'CastAssisted' }),
    response: z.strictObject({ receipt: boxReceipt }),
    status: 201,
    problems: [
      'not-your-assistance',
      'assistance-on-paper',
      'assistance-used',
      'assistance-expired',
      'confirmation-wrong',
      'assistant-is-counter',
      'assistant-is-proxy',
      'assistant-is-candidate',
      'vote-not-open',
      'vote-closed',
      'vote-suspended',
      'unknown-agenda-item',
      'unknown-choice',
      'too-many-choices',
      'duplicate-choice',
      'empty-ballot',
      'changes-exhausted',
      'command-id-reused',
    ],
  }),
  listCallBacks: operation({
    id: 'listCallBacks',
    method: 'get',
    path: '/v1/votes/{voteId}/call-backs',
    tag: 'desk',
    summary: { zh: '抽样回访名单', en: 'The ballots whose owners are called, and what the calls came to' },
    access: officialsAt(scope),
    params,
    response: z.strictObject({
      percent: z.int(),
      handled: z.int().meta({ description: 'Ballots of which the sample was drawn' }),
      salt: sha256.nullable().meta({
        description: 'Once counting is over: with it everybody can draw the sample again, docs/desk.md',
      }),
      items: z.array(sampled),
    }),
    status: 200,
    problems: [],
  }),
  recordCallBack: operation({
    id: 'recordCallBack',
    method: 'post',
    path: '/v1/votes/{voteId}/call-backs/{seq}',
    tag: 'desk',
    summary: { zh: '登记回访结果', en: 'What a call came to' },
    access: callers,
    params: seqParams,
    body: z.strictObject({ commandId, outcome, noteText: paragraph(1000).optional() }).meta({ id: 'RecordCallBack' }),
    response: z.strictObject({
      attemptNo: z.int(),
      state: z.enum(['open', 'confirmed', 'denied', 'unreachable']),
    }),
    status: 201,
    problems: ['not-in-sample', 'caller-was-involved', 'call-back-settled', 'command-id-reused'],
  }),
  ruleOnBallot: operation({
    id: 'ruleOnBallot',
    method: 'post',
    path: '/v1/votes/{voteId}/ballots/{seq}/ruling',
    tag: 'desk',
    summary: {
      zh: '处理业主否认的选票：维持或剔除',
      en: 'Rule on a ballot that its owner denies: it stands, or is struck and counts no more',
    },
    access: rulers,
    params: seqParams,
    body: z.strictObject({ commandId, remedy: ruling, reasonText: paragraph(2000) }).meta({ id: 'RuleOnBallot' }),
    response: z.void(),
    status: 204,
    problems: ['ballot-not-denied', 'caller-was-involved', 'ballot-ruled-on', 'counting-over', 'command-id-reused'],
  }),
};
