// Refusals of reports and of saved views. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const REPORT_PROBLEMS = {
  'period-refused': {
    status: 422,
    title: { zh: '起止日期不成立或跨度太大', en: 'The period ends before it begins, or is too long' },
  },
  'view-name-taken': { status: 409, title: { zh: '您已有同名视图', en: 'You have a view of this name' } },
  'too-many-views': { status: 422, title: { zh: '保存的视图已达上限', en: 'No more views can be saved' } },
} satisfies Record<string, ProblemKind>;
