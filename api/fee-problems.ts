// Refusals of property fees. Registered in problems.ts.
import type { ProblemKind } from './problems';

const conflict = (zh: string, en: string): ProblemKind => ({ status: 409, title: { zh, en } });
const rule = (zh: string, en: string): ProblemKind => ({ status: 422, title: { zh, en } });

export const FEE_PROBLEMS = {
  'fee-schedule-overlap': conflict(
    '与已有收费标准的时间重叠',
    'The schedule begins before the one before it has ended',
  ),
  'fee-schedule-gap': conflict('与上一收费标准之间有空档', 'Months between this schedule and the last would have none'),
  'fee-schedule-billed': conflict('该月起已有账单', 'Months from then on are already billed'),
  'fee-vote-not-passed': rule(
    '该表决未经本小区业主通过并确认',
    'The owners of this estate have not passed that vote, or it is not certified',
  ),
  'no-fee-schedule': rule('该月没有收费标准', 'No fee schedule is in force in this month'),
  'fee-period-ahead': rule('该月尚未开始', 'The month has not begun'),
  'fee-period-already-billed': conflict('该月已经出账', 'The month is already billed'),
  'fee-unit-unknown': rule('本小区没有这一户', 'The estate has no such unit'),
  'payment-in-future': rule('缴费日期晚于今天', 'The day of payment lies ahead'),
  'payment-beyond-bill': rule('缴费金额超过应缴金额', 'The payment is more than what is owed'),
  'payment-reference-reused': conflict('该流水号已用于另一笔缴费', 'The reference belongs to another payment'),
  'payment-already-reversed': conflict('该笔缴费已经冲正', 'The payment was already reversed'),
  'payment-file-refused': rule('无法作为缴费文件读取', 'Not a file of payments'),
  'fee-account-not-owners': rule(
    '包干制下物业费归物业企业，没有业主共有的账户',
    'In the lump-sum form the fees are the firm’s: there is no account of the owners',
  ),
  'fee-account-overdrawn': rule('账户余额不足', 'The account does not hold so much'),
  'firm-reward-exceeded': rule('超过合同约定的酬金比例', 'The firm would take more than its share'),
  'spending-in-future': rule('支出日期晚于今天', 'The day of the spending lies ahead'),
  'spending-own-proposal': rule('提出支出的人不能自己审批', 'Whoever proposed the spending does not decide it'),
  'spending-already-decided': conflict('该笔支出已有审批结果', 'The spending is already decided'),
} satisfies Record<string, ProblemKind>;
