// Refusals of printed papers and their templates. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const PAPER_PROBLEMS = {
  'paper-not-ready': {
    status: 409,
    title: { zh: '此文书所需的内容尚未产生', en: 'What this paper says is not on the record yet' },
  },
  'too-many-copies': { status: 422, title: { zh: '一份文件装不下，请分楼栋打印', en: 'Too many copies for one file' } },
  'template-broken': { status: 422, title: { zh: '文书模板不正确', en: 'The template of the paper is broken' } },
  'template-not-own': {
    status: 409,
    title: { zh: '本街道用的就是内置模板', en: 'The built-in template applies already' },
  },
  'not-a-street': {
    status: 422,
    title: { zh: '文书模板只能由街道设置', en: 'Only a street has templates of its own' },
  },
} satisfies Record<string, ProblemKind>;
