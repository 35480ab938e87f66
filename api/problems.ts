// Every refusal the API can give: one registry of codes with status and label, the error class that carries one, and its RFC 9457 body.
// Which code is meant is decided where the refusal happens; sentences beyond the title are made by the client from code and params.
import { ATTACHMENT_PROBLEMS } from './attachment-problems';
import { INTAKE_PROBLEMS } from './intake-problems';
import { AUDIT_PROBLEMS } from './audit-problems';
import { COVENANT_PROBLEMS } from './covenant-problems';
import { DESK_PROBLEMS } from './desk-problems';
import { COMMON_REVENUE_PROBLEMS } from './disclosure-problems';
import { EVOTE_PROBLEMS } from './evote-problems';
import { FEE_PROBLEMS } from './fee-problems';
import { HOUSEHOLD_PROBLEMS } from './household-problems';
import { PAYMENT_PROBLEMS } from './payment-problems';
import { LEDGER_PROBLEMS } from './ledger-problems';
import { PETITION_PROBLEMS } from './petition-problems';
import { PLEDGE_PROBLEMS } from './pledge-problems';
import { PAPER_PROBLEMS } from './paper-problems';
import { PROCESS_PROBLEMS } from './process-problems';
import { REGISTER_PROBLEMS } from './register-problems';
import { REPORT_PROBLEMS } from './report-problems';
import { VOTE_PROBLEMS } from './vote-problems';

/** Languages of labels; a request that asks for neither gets `zh`. */
export type Lang = 'zh' | 'en';

export interface ProblemKind {
  status: number;
  title: Record<Lang, string>;
}

/** What the HTTP frame, identity and the idempotent commands refuse. */
const GENERAL = {
  'malformed-request': { status: 400, title: { zh: '请求格式不正确', en: 'The request is malformed' } },
  unauthenticated: { status: 401, title: { zh: '请先登录', en: 'Please sign in' } },
  'login-failed': { status: 401, title: { zh: '账号或密码不正确', en: 'Account or password is wrong' } },
  forbidden: { status: 403, title: { zh: '您的角色不能办理此事', en: 'Your role may not do this' } },
  'not-found': { status: 404, title: { zh: '没有找到', en: 'Not found' } },
  'method-not-allowed': {
    status: 405,
    title: { zh: '此地址不支持这种操作', en: 'This address does not support the method' },
  },
  'too-large': { status: 413, title: { zh: '提交的内容太大', en: 'The content is too large' } },
  'unsupported-media-type': {
    status: 415,
    title: { zh: '不支持此内容类型', en: 'This content type is not supported' },
  },
  'too-many-requests': { status: 429, title: { zh: '尝试过于频繁，请稍后再试', en: 'Too many attempts, please wait' } },
  internal: { status: 500, title: { zh: '系统内部错误', en: 'Internal error' } },
  unavailable: {
    status: 503,
    title: { zh: '系统暂时不可用，请稍后用同一编号重试', en: 'Unavailable for now; retry with the same commandId' },
  },
  'outcome-unknown': {
    status: 504,
    title: { zh: '尚不知是否办成，请用同一编号重试', en: 'The outcome is unknown; retry with the same commandId' },
  },
  'command-id-reused': {
    status: 409,
    title: { zh: '此编号已用于另一项操作', en: 'This commandId was used for something else' },
  },
} satisfies Record<string, ProblemKind>;

/** Accounts and grants. */
const IDENTITY = {
  'login-name-taken': { status: 409, title: { zh: '登录名已被占用', en: 'The login name is taken' } },
  'weak-password': { status: 422, title: { zh: '密码太简单', en: 'The password is too weak' } },
  'wrong-password': { status: 422, title: { zh: '原密码不正确', en: 'The current password is wrong' } },
  'role-not-at-place': {
    status: 422,
    title: { zh: '此角色不能设在这一级', en: 'This role does not belong at this kind of place' },
  },
  'role-above-own': {
    status: 422,
    title: { zh: '不能授予或更改不低于自己的角色', en: 'You cannot manage a role at or above your own' },
  },
  'department-needed': { status: 422, title: { zh: '须注明部门', en: 'The department must be named' } },
  'account-disabled': { status: 409, title: { zh: '账号已停用', en: 'The account is disabled' } },
  'grant-ended': { status: 409, title: { zh: '授权已经终止', en: 'The grant has already ended' } },
  'grant-exists': { status: 409, title: { zh: '已有同样的授权', en: 'The same grant exists' } },
} satisfies Record<string, ProblemKind>;

export const PROBLEMS = {
  ...GENERAL,
  ...IDENTITY,
  ...PROCESS_PROBLEMS,
  ...REGISTER_PROBLEMS,
  ...REPORT_PROBLEMS,
  ...VOTE_PROBLEMS,
  ...EVOTE_PROBLEMS,
  ...DESK_PROBLEMS,
  ...PETITION_PROBLEMS,
  ...PAYMENT_PROBLEMS,
  ...PLEDGE_PROBLEMS,
  ...PAPER_PROBLEMS,
  ...ATTACHMENT_PROBLEMS,
  ...INTAKE_PROBLEMS,
  ...AUDIT_PROBLEMS,
  ...HOUSEHOLD_PROBLEMS,
  ...COMMON_REVENUE_PROBLEMS,
  ...FEE_PROBLEMS,
  ...COVENANT_PROBLEMS,
  ...LEDGER_PROBLEMS,
} satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a domain rejection's code is registered; an unregistered one is our bug and becomes `internal`. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

export type ProblemParams = Record<string, string | number | boolean | null>;

/** One thing wrong with the input: where (JSON path such as `body.seats`), and what in the caller's language. */
export interface FieldError {
  path: string;
  code: string;
  message: string;
}

/** A refusal on its way to the caller. Thrown by handlers and by the frame; `cause` is logged, never sent. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly params: ProblemParams = {},
    readonly errors: FieldError[] = [],
    readonly headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** `throw problem('not-found')`. Params are ids, numbers, instants and enums: no names, no free text. */
export const problem = (code: ProblemCode, params?: ProblemParams): Problem => new Problem(code, params);

/** A 400 that names one field. */
export const malformed = (path: string, code: string, message: Record<Lang, string>, lang: Lang): Problem =>
  new Problem('malformed-request', {}, [{ path, code, message: message[lang] }]);

/** The body of `application/problem+json`. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  params: ProblemParams;
  errors: FieldError[];
  commandId: string | null;
  requestId: string;
}

export const problemBody = (
  { code, params, errors }: Problem,
  { lang, requestId, commandId }: { lang: Lang; requestId: string; commandId: string | null },
): ProblemBody => ({
  type: `urn:gongzhi:problem:${code}`,
  title: PROBLEMS[code].title[lang],
  status: PROBLEMS[code].status,
  code,
  params,
  errors,
  commandId,
  requestId,
});
