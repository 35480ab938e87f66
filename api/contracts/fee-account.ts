// Operations of the owners' fee account (酬金制, 信托制): what came in, every spending, what is left. docs/fees.md
import { z } from 'zod';
import { FEE_FORMS, SPENDING_CATEGORIES } from '../../domain/fees/messages';
import { everyoneAt } from './access';
import { feeDeciders, feeKeepers, feeParams, fen, month, storedFen } from './fees';
import { thisEstate } from './launches';
import { operation } from './operation';
import { commandId, day, instant, pageOf, pageQuery, paragraph, role, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const tag = 'fees';
const category = z.enum(SPENDING_CATEGORIES).meta({ id: 'FeeSpendingCategory' });

export const feeAccountOperations = {
  readFeeAccount: operation({
    id: 'readFeeAccount',
    method: 'get',
    path: '/v1/estates/{estateId}/fee-account',
    tag,
    summary: {
      zh: '业主共有的物业费账户（酬金制、信托制）：收、支、结余，对全体业主开放',
      en: "The owners' fee account: in, out and what is left; open to every owner",
    },
    access: everyoneAt(thisEstate),
    params: feeParams,
    response: z
      .strictObject({
        form: z.enum(FEE_FORMS),
        ...{ billedFen: storedFen, paidFen: storedFen, spentFen: storedFen },
        balanceFen: storedFen.meta({ description: 'By the ledger; what is left over stays on the estate' }),
        rewardLimitFen: storedFen.meta({ description: 'What the firm may have taken of the fees paid by now' }),
        rewardTakenFen: storedFen,
        byCategory: z.array(z.strictObject({ category, amountFen: storedFen })),
        byMonth: z.array(z.strictObject({ month, billedFen: storedFen, paidFen: storedFen })),
        at: instant,
      })
      .meta({ id: 'FeeAccount' }),
    status: 200,
    problems: ['fee-account-not-owners'],
  }),
  listFeeSpendings: operation({
    id: 'listFeeSpendings',
    method: 'get',
    path: '/v1/estates/{estateId}/fee-spendings',
    tag,
    summary: { zh: '物业费支出逐笔公开', en: "Every spending of the owners' fee account, newest first" },
    access: everyoneAt(thisEstate),
    params: feeParams,
    query: pageQuery({}),
    response: pageOf(
      z
        .strictObject({
          ...{ spendingId: uuid, category, amountFen: storedFen, spentOn: day },
          purpose: z.string().nullable().meta({ description: 'Null once erased' }),
          documentSha256: sha256.nullable(),
          state: z.enum(['proposed', 'posted', 'refused']),
          proposedRole: role,
          proposedAt: instant,
          decidedAt: instant.nullable(),
        })
        .meta({ id: 'FeeSpending' }),
    ),
    status: 200,
    problems: [],
  }),
  proposeFeeSpending: operation({
    id: 'proposeFeeSpending',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-spendings',
    tag,
    summary: { zh: '提出一笔物业费支出', en: "Propose a spending from the owners' fee account" },
    access: feeKeepers,
    params: feeParams,
    body: z
      .strictObject({
        ...{ commandId, spendingId: uuid, category, amountFen: fen, spentOn: day },
        purposeText: paragraph(1000).describe('To whom and for what; every owner reads it.'),
        documentSha256: sha256.nullable().default(null),
      })
      .meta({ id: 'ProposeFeeSpending' }),
    response: z.void(),
    status: 204,
    problems: [
      'place-kind-mismatch',
      'spending-in-future',
      'fee-account-not-owners',
      'id-already-used',
      'command-id-reused',
    ],
  }),
  decideFeeSpending: operation({
    id: 'decideFeeSpending',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-spendings/{spendingId}/decision',
    tag,
    summary: { zh: '审批物业费支出（非提出人）', en: 'Approve or turn down a spending; never by whoever proposed it' },
    access: feeDeciders,
    params: z.strictObject({ estateId: uuid, spendingId: uuid }),
    body: z.strictObject({ commandId, isApproved: z.boolean() }).meta({ id: 'DecideFeeSpending' }),
    response: z.strictObject({ state: z.enum(['posted', 'refused']) }),
    status: 200,
    problems: [
      'spending-already-decided',
      'spending-own-proposal',
      'firm-reward-exceeded',
      'fee-account-overdrawn',
      'command-id-reused',
    ],
  }),
};
