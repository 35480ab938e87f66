// The short path of a co-funding: how far pledging has got, shares with their working, pledges on the screen and on paper, and the doors at
// which to ring. Shown to the people of the roll and to the offices of the place, to nobody else.
import { z } from 'zod';
import { VISIT_RESULTS } from '../../domain/shares/visit-results';
import type { ProblemCode } from '../problems';
import { ownersAt, staffAndAuditAt, staffAt } from './access';
import { operation, type Access } from './operation';
import { amountFen, doorShare, doorToVisit, ownShare, pledged, pledging } from './pledge-shapes';
import { commandId, instant, line, pageOf, pageQuery, paragraph, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const params = z.strictObject({ processId: uuid });
const pledgeParams = z.strictObject({ processId: uuid, pledgeId: uuid });
const scope = { kind: 'process', param: 'processId' } as const;
const [staff, staffAndAudit, owners] = [staffAt(scope), staffAndAuditAt(scope), ownersAt(scope)];
/** Owners who are not on the roll are turned away by the handler. */
const rollAndOffices: Access = {
  ...staffAndAudit,
  roles: { ...staffAndAudit.roles, committeeMember: 'covers', owner: 'inside' },
};

const rightNo = z.int().min(1).max(2_147_483_647);

const takingProblems = [
  'pledging-not-open',
  'pledging-over',
  'pledging-suspended',
  'right-not-found',
  'id-already-used',
  'right-already-pledged',
  'right-pays-nothing',
  'pledge-not-the-share',
  'pledge-out-of-range',
  'pledge-above-cap',
  'command-id-reused',
] as const satisfies readonly ProblemCode[];
const endingProblems = [
  'pledging-not-open',
  'pledge-not-found',
  'not-your-pledge',
  'pledge-ended',
  'pledge-paid',
  'command-id-reused',
] as const satisfies readonly ProblemCode[];

export const pledgeOperations = {
  getPledging: operation({
    id: 'getPledging',
    method: 'get',
    path: '/v1/cofundings/{processId}/pledging',
    tag: 'pledges',
    summary: {
      zh: '认筹进度、我的应分摊数及其算法、我的认筹',
      en: 'How far pledging has got; the own share with its working, and the own pledge',
    },
    access: rollAndOffices,
    params,
    response: z.strictObject({
      processId: uuid,
      progress: pledging
        .nullable()
        .meta({ description: 'Null until the roll is frozen and the shares are worked out' }),
      mine: z.array(ownShare),
    }),
    status: 200,
    problems: ['not-on-the-roll'],
  }),
  pledge: operation({
    id: 'pledge',
    method: 'post',
    path: '/v1/cofundings/{processId}/pledges',
    tag: 'pledges',
    summary: { zh: '认筹（本人）', en: 'Pledge for the own household' },
    access: owners,
    params,
    body: z.strictObject({ commandId, pledgeId: uuid, rightNo, amountFen }).meta({ id: 'Pledge' }),
    response: pledged,
    status: 201,
    problems: [...takingProblems, 'right-has-no-voter', 'not-your-right', 'unavailable', 'outcome-unknown'],
  }),
  recordPaperPledge: operation({
    id: 'recordPaperPledge',
    method: 'post',
    path: '/v1/cofundings/{processId}/paper-pledges',
    tag: 'pledges',
    summary: { zh: '登记纸质认筹', en: 'Record a pledge that was signed on paper at the door' },
    access: staff,
    params,
    body: z
      .strictObject({
        ...{ commandId, pledgeId: uuid, rightNo, amountFen },
        pageNo: z.int().min(1).max(9999).describe('Page of the signed sheets'),
        lineNo: z.int().min(1).max(9999).describe('Line on that page'),
        collectorName: line(60).describe('Who collected it'),
        sheetSha256: sha256.describe('The photo of the signed sheet, uploaded before; one photo serves all its lines.'),
      })
      .meta({ id: 'RecordPaperPledge' }),
    response: pledged,
    status: 201,
    problems: [...takingProblems, 'attachment-unknown'],
  }),
  withdrawPledge: operation({
    id: 'withdrawPledge',
    method: 'post',
    path: '/v1/cofundings/{processId}/pledges/{pledgeId}/withdrawal',
    tag: 'pledges',
    summary: { zh: '撤回本人认筹（付款前）', en: 'Take back the own pledge, on screen or paper, before it is paid' },
    access: owners,
    params: pledgeParams,
    body: z.strictObject({ commandId }),
    response: z.void(),
    status: 204,
    problems: endingProblems,
  }),
  endPaperPledge: operation({
    id: 'endPaperPledge',
    method: 'post',
    path: '/v1/cofundings/{processId}/paper-pledges/{pledgeId}/end',
    tag: 'pledges',
    summary: {
      zh: '撤销或剔除纸质认筹',
      en: 'End a pledge on paper: at its people’s wish, or because it is defective',
    },
    access: staff,
    params: pledgeParams,
    body: z.strictObject({
      commandId,
      kind: z.enum(['withdrawn', 'struck']).describe('struck: entered by mistake, or not signed by whom it names.'),
      reasonText: paragraph(1000),
    }),
    response: z.void(),
    status: 204,
    problems: endingProblems,
  }),
  confirmPledge: operation({
    id: 'confirmPledge',
    method: 'post',
    path: '/v1/cofundings/{processId}/pledges/{pledgeId}/confirmation',
    tag: 'pledges',
    summary: { zh: '对新方案确认原认筹', en: 'Confirm a pledge of an earlier version for the present plan' },
    access: owners,
    params: pledgeParams,
    body: z
      .strictObject({ commandId, newPledgeId: uuid, amountFen: amountFen.describe('What the present plan asks for.') })
      .meta({ id: 'ConfirmPledge' }),
    response: pledged,
    status: 201,
    problems: [
      ...takingProblems,
      'right-has-no-voter',
      'not-your-right',
      'pledge-not-found',
      'not-your-pledge',
      'pledge-ended',
      'pledge-needs-no-confirmation',
    ],
  }),
  listShares: operation({
    id: 'listShares',
    method: 'get',
    path: '/v1/cofundings/{processId}/shares',
    tag: 'pledges',
    summary: { zh: '逐户应分摊数及其算法', en: 'Shares door by door, with their working' },
    access: rollAndOffices,
    params,
    query: pageQuery({ buildingId: uuid.optional() }),
    response: pageOf(doorShare),
    status: 200,
    problems: ['not-on-the-roll'],
  }),
  listPledgeVisits: operation({
    id: 'listPledgeVisits',
    method: 'get',
    path: '/v1/cofundings/{processId}/visits',
    tag: 'pledges',
    summary: {
      zh: '上门清单：还没有认筹的住户，按楼栋、单元、房号排列',
      en: 'Whom to visit next: households without a pledge, by building, stairwell and door',
    },
    access: staffAndAudit,
    params,
    query: pageQuery({ buildingId: uuid.optional(), entranceId: uuid.optional() }),
    response: pageOf(doorToVisit),
    status: 200,
    problems: [],
  }),
  recordPledgeVisit: operation({
    id: 'recordPledgeVisit',
    method: 'post',
    path: '/v1/cofundings/{processId}/visits',
    tag: 'pledges',
    summary: { zh: '登记上门结果', en: 'Record what came of a call at a door' },
    access: staff,
    params,
    body: z.strictObject({ commandId, rightNo, result: z.enum(VISIT_RESULTS) }).meta({ id: 'RecordPledgeVisit' }),
    response: z.strictObject({ visitNo: z.int(), visitedAt: instant }),
    status: 201,
    problems: ['pledging-not-open', 'pledging-over', 'pledging-suspended', 'right-not-found', 'command-id-reused'],
  }),
};
