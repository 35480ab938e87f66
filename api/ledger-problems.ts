// Refusals of the ledger. Registered in problems.ts.
import { conflict, type ProblemKind } from './problem-kinds';

export const LEDGER_PROBLEMS = {
  'business-key-reused': conflict('此业务编号已用于另一笔账', 'This business key was used for another transaction'),
  'not-enough-held': conflict('该来源的在管资金不足', 'Less is held of this source than would go out'),
  'refund-exceeds-paid': conflict('退款超过该付款人已付金额', 'The refund is larger than what this payer paid'),
  'account-overdrawn': conflict('超过该账户可动用金额', 'More than this account has'),
  'balance-too-large': conflict('余额超出可记录的范围', 'The balance would be beyond what can be recorded'),
  'balance-differs': conflict(
    '账面余额与分录不符，须先核对修复',
    'The maintained balance differs from its entries and must be repaired first',
  ),
  'transaction-not-found': { status: 404, title: { zh: '没有这笔账', en: 'There is no such transaction' } },
  'reversal-not-reversible': conflict('冲正不能再冲正', 'A reversal is not taken back; post anew instead'),
  'undone-elsewhere': conflict(
    '收款、认领、退款和物业费在其录入处撤销',
    'Receipts, matches, refunds and fees are undone where they were entered',
  ),
  'already-reversed': conflict('这笔账已经冲正', 'The transaction was taken back already'),
  'reversal-already-asked': conflict(
    '这笔账已有待确认的冲正申请',
    'Somebody asked for this reversal already; it waits',
  ),
  'reversal-not-found': { status: 404, title: { zh: '没有这项冲正申请', en: 'There is no such request' } },
  'reversal-decided': conflict('这项冲正申请已有决定', 'The request was decided already'),
  'reversal-needs-another': conflict('申请人不能自行确认', 'Another person than whoever asked decides'),
} satisfies Record<string, ProblemKind>;
