// Status and label of every refusal of disclosures, spread into process-problems.ts, and of common revenue, spread into problems.ts.
import type { DisclosureRejection } from '../domain/disclosure/rejection-codes';
import { conflict, rule, type ProblemKind } from './problem-kinds';

export const DISCLOSURE_PROBLEMS = {
  'no-such-statement': rule(
    '没有这一期报表，或该期尚未结束',
    'There is no statement of this period, or it has not ended',
  ),
  'not-the-drafter': rule('该期报表不由您的单位编制', 'Another body drafts this statement'),
  'own-draft': rule(
    '不能审核本人或本机关编制的报表',
    'Nobody reviews their own draft, and no office that of its own people',
  ),
  'own-review': rule('审核人不能签署同一报表', 'Whoever reviewed a statement does not sign it'),
  'same-body': conflict('该单位已是编制单位', 'This body drafts already'),
  'statement-differs': conflict(
    '报表与所签署的不一致，请重新核对',
    'The statement is another than the one that is signed',
  ),
  'statement-elsewhere': conflict('该期报表不在这一环节', 'The statement is at another stage'),
} satisfies Record<DisclosureRejection, ProblemKind>;

export const COMMON_REVENUE_PROBLEMS = {
  'board-needs-photo': rule('公示栏凭证须为照片', 'The evidence of the notice board is a photo'),
  'common-spending-paid': conflict('该笔支出已入账', 'This spending is paid already'),
  'common-spending-unapproved': rule('支出须经两人审批', 'A spending is approved by two people first'),
  'common-vote-needed': rule(
    '超过授权限额的支出须经业主大会表决并已确认通过',
    "Above the limit a spending needs an owners' vote that is certified",
  ),
  'common-vote-used': conflict('该项表决已用于另一笔支出', 'This item of the vote has served for another spending'),
  'day-in-future': rule('日期不能晚于今天', 'The day lies in the future'),
  'own-spending': rule('提出人不能审批自己提出的支出', 'Whoever proposed a spending does not approve it'),
  'spending-already-approved': conflict('您已审批该笔支出', 'You have approved this spending already'),
  'spending-outside-estate': rule('公共收益和物业费结余只能用于本小区', 'This money is spent on the estate only'),
} satisfies Record<string, ProblemKind>;
