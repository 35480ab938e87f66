// Refusals of the auditor. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const AUDIT_PROBLEMS = {
  'only-a-person-decides': {
    status: 409,
    title: {
      zh: '此项差异须由人判断，不能自动修复',
      en: 'Only a person may decide this difference; nothing repairs it by itself',
    },
  },
  'chain-is-broken': {
    status: 409,
    title: {
      zh: '该程序的记录链已断，须先查明',
      en: 'The record of this process is broken and must be cleared up first',
    },
  },
  'already-resolved': { status: 409, title: { zh: '此项差异已消除', en: 'The difference is gone already' } },
} satisfies Record<string, ProblemKind>;
