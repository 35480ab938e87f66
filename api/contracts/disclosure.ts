// Operations of an estate's disclosure (阳光财务) and of its common revenue, and what everybody may read without signing in. What a command
// means is in domain/disclosure/messages.ts.
import { z } from 'zod';
import { FUNDS, INCOME_CATEGORIES, SPENDING_PURPOSES } from '../../domain/disclosure/figures';
import { bodySchema, disclosurePeopleCommandSchema } from '../../domain/disclosure/messages';
import { PERIOD_LENGTHS } from '../../domain/disclosure/periods';
import { DISCLOSURE_LAUNCHERS, disclosureRules } from '../../domain/disclosure/rules';
import type { Role } from '../../domain/process';
import { REACH_OF_ROLE } from '../auth/authorise';
import { everyoneAt } from './access';
import { commandsOf, estateParams, launchChoice, launchProblems, receipt, thisEstate } from './launches';
import { operation, type Access } from './operation';
import { commandId, day, instant, line, paragraph, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const atEstate = (...roles: Role[]): Access => ({
  kind: 'roles',
  roles: Object.fromEntries(roles.map((one) => [one, REACH_OF_ROLE[one]])),
  scope: thisEstate,
});

const fund = z.enum(FUNDS).meta({ id: 'Fund', description: 'Common revenue, or what property fees left over' });
const amountFen = z.int().min(1).max(10_000_000_000_000).meta({ description: 'Fen: whole numbers only' });
/** What is read may be any whole number of fen. */
const fen = z.int().meta({ description: 'Fen' });
const amounts = z.array(z.strictObject({ category: z.string(), fen }));

const statementBody = z
  .strictObject({
    ...{ schemaVersion: z.literal(1), estateId: uuid, no: z.int(), length: z.enum(PERIOD_LENGTHS) },
    from: instant,
    until: instant.meta({ description: 'Exclusive' }),
    version: z.int().min(1),
    asOf: instant.meta({ description: 'When the figures were frozen' }),
    funds: z.array(
      z.strictObject({
        ...{ fund, openingFen: fen, carriedFen: fen.nullable(), lateFen: fen },
        ...{ income: amounts, spent: amounts, grantedFen: fen, closingFen: fen },
      }),
    ),
    projects: z.array(
      z.strictObject({ projectId: uuid, receivedFen: fen, spentFen: fen, refundedFen: fen, heldFen: fen }),
    ),
  })
  .meta({
    id: 'StatementBody',
    description:
      'opening + income − spent − granted = closing, for each fund; `lateFen` was booked into earlier periods after they were published',
  });

const publicStatement = z
  .strictObject({
    ...{ no: z.int(), version: z.int(), sha256, publishedAt: instant },
    boardAt: instant.nullable().meta({ description: 'When the photo of the notice board was handed in' }),
    closedAt: instant.nullable(),
    objections: z.strictObject({ raised: z.int(), upheld: z.int() }),
    isCorrected: z.boolean().meta({ description: 'A newer version of the period exists' }),
    body: statementBody,
  })
  .meta({ id: 'PublicStatement' });

const publicProject = z
  .strictObject({
    projectId: uuid,
    title: z.string().nullable().meta({ description: 'Null: its text was erased' }),
    ...{ phase: z.string(), outcome: z.string().nullable() },
    nextAt: instant.nullable().meta({ description: 'When time decides next, or the next duty is due' }),
    sources: z.array(
      z.strictObject({
        ...{ sourceId: z.string(), kind: z.string().nullable(), plannedFen: fen.nullable() },
        ...{ receivedFen: fen, spentFen: fen, refundedFen: fen, heldFen: fen },
      }),
    ),
  })
  .meta({ id: 'PublicProject', description: 'Money by source; never by payer or household' });

const spendingParams = z.strictObject({ estateId: uuid, spendingId: uuid });
const posted = z
  .strictObject({ transactionId: uuid })
  .meta({ id: 'CommonPosting', description: 'The transaction in the ledger' });

export const disclosureOperations = {
  launchDisclosure: operation({
    id: 'launchDisclosure',
    method: 'post',
    path: '/v1/estates/{estateId}/disclosures',
    tag: 'disclosure',
    summary: { zh: '建立小区阳光财务公示', en: 'Have an estate disclose its common revenue, period by period' },
    access: atEstate(...DISCLOSURE_LAUNCHERS),
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, disclosureId: uuid },
        body: bodySchema.default('committeeMember').describe('Who drafts the statements here.'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchDisclosure' }),
    response: receipt,
    status: 201,
    problems: launchProblems.filter((code) => code !== 'register-empty'),
  }),
  commandDisclosure: commandsOf('commandDisclosure', '/v1/disclosures', 'disclosure', disclosureRules, {
    schema: disclosurePeopleCommandSchema,
    name: 'DisclosureCommand',
    summary: { zh: '办理公示中的一步', en: 'Take a step in a disclosure' },
    problems: ['attachment-unknown', 'board-needs-photo'],
  }),
  getDisclosureStatement: operation({
    id: 'getDisclosureStatement',
    method: 'get',
    path: '/v1/disclosures/{processId}/statements/{sha256}',
    tag: 'disclosure',
    summary: {
      zh: '一期报表：公示前仅编制、审核单位可见',
      en: 'One version of a statement; before it is published only for those who draft and review',
    },
    access: everyoneAt({ kind: 'process', param: 'processId' }),
    params: z.strictObject({ processId: uuid, sha256 }),
    response: z.strictObject({ sha256, isPublished: z.boolean(), body: statementBody }).meta({ id: 'Statement' }),
    status: 200,
    problems: [],
  }),
  recordCommonIncome: operation({
    id: 'recordCommonIncome',
    method: 'post',
    path: '/v1/estates/{estateId}/common-income',
    tag: 'disclosure',
    summary: { zh: '登记公共收益收入', en: 'Record common revenue that came in' },
    access: atEstate('committeeMember', 'firmManager', 'communitySecretary', 'streetOfficer'),
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, incomeId: uuid, category: z.enum(INCOME_CATEGORIES), amountFen },
        ...{ happenedOn: day, noteText: paragraph(1000) },
      })
      .meta({ id: 'RecordCommonIncome' }),
    response: posted,
    status: 201,
    problems: ['day-in-future', 'id-already-used', 'balance-differs', 'command-id-reused', 'not-an-estate'],
  }),
  proposeCommonSpending: operation({
    id: 'proposeCommonSpending',
    method: 'post',
    path: '/v1/estates/{estateId}/common-spending',
    tag: 'disclosure',
    summary: { zh: '提出公共收益支出', en: "Propose a spending of the estate's own money" },
    access: atEstate('committeeMember', 'firmManager', 'communitySecretary'),
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, spendingId: uuid, fund, purpose: z.enum(SPENDING_PURPOSES), amountFen },
        forPlaceId: uuid.optional().describe('A place inside the estate; without it the estate itself.'),
        ...{ payeeText: line(200), reasonText: paragraph(2000) },
        vote: z
          .strictObject({ voteId: uuid, itemId: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/) })
          .optional()
          .describe('The owners’ decision on which it rests; needed above the limit of the policy.'),
      })
      .meta({ id: 'ProposeCommonSpending' }),
    response: z.strictObject({ spendingId: uuid }),
    status: 201,
    problems: ['spending-outside-estate', 'id-already-used', 'command-id-reused'],
  }),
  approveCommonSpending: operation({
    id: 'approveCommonSpending',
    method: 'post',
    path: '/v1/estates/{estateId}/common-spending/{spendingId}/approvals',
    tag: 'disclosure',
    summary: { zh: '审批公共收益支出', en: 'Approve a spending; two people do, and neither is who proposed it' },
    access: atEstate('committeeMember', 'communitySecretary', 'streetOfficer'),
    params: spendingParams,
    body: z.strictObject({ commandId }),
    response: z.strictObject({ approvals: z.int() }),
    status: 201,
    problems: ['common-spending-paid', 'own-spending', 'spending-already-approved', 'command-id-reused'],
  }),
  payCommonSpending: operation({
    id: 'payCommonSpending',
    method: 'post',
    path: '/v1/estates/{estateId}/common-spending/{spendingId}/payment',
    tag: 'disclosure',
    summary: { zh: '公共收益支出入账', en: 'Post a spending that two people have approved' },
    access: atEstate('committeeMember', 'firmManager', 'communitySecretary'),
    params: spendingParams,
    body: z.strictObject({ commandId, happenedOn: day }).meta({ id: 'PayCommonSpending' }),
    response: posted,
    status: 201,
    problems: [
      'day-in-future',
      'common-spending-paid',
      'common-spending-unapproved',
      'common-vote-needed',
      'common-vote-used',
      ...(['not-enough-held', 'balance-differs', 'command-id-reused'] as const),
    ],
  }),
  getCommonRevenue: operation({
    id: 'getCommonRevenue',
    method: 'get',
    path: '/v1/estates/{estateId}/common-revenue',
    tag: 'disclosure',
    summary: {
      zh: '公共收益余额、收入和支出',
      en: "The estate's own money: what is held, what came in, the newest spendings",
    },
    access: everyoneAt(thisEstate),
    params: estateParams,
    response: z
      .strictObject({
        funds: z.array(z.strictObject({ fund, heldFen: fen })),
        income: z.array(z.strictObject({ category: z.string(), amountFen: fen })),
        spending: z.array(
          z.strictObject({
            ...{ spendingId: uuid, fund, purpose: z.string(), forPlaceId: uuid, amountFen: fen, proposedAt: instant },
            ...{ approvals: z.int(), voteId: uuid.nullable(), itemId: z.string().nullable() },
            ...{ paidOn: z.iso.date().nullable(), transactionId: uuid.nullable() },
          }),
        ),
      })
      .meta({ id: 'CommonRevenue' }),
    status: 200,
    problems: [],
  }),
  publicEstate: operation({
    id: 'publicEstate',
    method: 'get',
    path: '/v1/public/estates/{estateId}',
    tag: 'disclosure',
    summary: {
      zh: '小区公开账目（无需登录，不含姓名）；网页在 /public/estates/{estateId}',
      en: 'What an estate has published, without signing in and without names; as a page at /public/estates/{estateId}',
    },
    access: { kind: 'public' },
    params: estateParams,
    response: z
      .strictObject({
        ...{ estateId: uuid, estate: z.string(), community: z.string(), street: z.string() },
        ...{ statements: z.array(publicStatement), projects: z.array(publicProject) },
      })
      .meta({ id: 'PublicEstate' }),
    status: 200,
    problems: ['too-many-requests'],
  }),
};
