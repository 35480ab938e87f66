// Refusals of the register: places, imports, opening numbers. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const REGISTER_PROBLEMS = {
  'place-kind-mismatch': {
    status: 422,
    title: { zh: '这一级场所不能办理此事', en: 'Not possible at a place of this kind' },
  },
  'place-name-taken': { status: 409, title: { zh: '同级已有此名称', en: 'The name is taken here' } },
  'register-file-refused': {
    status: 422,
    title: { zh: '文件不能作为名册读取', en: 'The file cannot be read as a register' },
  },
  'import-has-refusals': {
    status: 409,
    title: { zh: '预检有问题行，改正后重新上传', en: 'Rows are refused; correct the file and upload it again' },
  },
  'import-already-committed': {
    status: 409,
    title: { zh: '此次导入已经写入', en: 'This import is already committed' },
  },
  'import-expired': {
    status: 409,
    title: { zh: '预检已过期，请重新上传', en: 'The dry run has expired; upload the file again' },
  },
  'register-changed': {
    status: 409,
    title: { zh: '预检之后名册已有变动，请重新预检', en: 'The register has changed since the dry run; make a new one' },
  },
  'number-not-recorded': { status: 409, title: { zh: '名册中没有此号码', en: 'The register holds no such number' } },
} satisfies Record<string, ProblemKind>;
