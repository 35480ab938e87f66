// Operations of signing in, of one's own account, and of the accounts and grants inside an officer's place.
import { z } from 'zod';
import type { Role } from '../../domain/process';
import { operation, type Reach } from './operation';
import { commandId, instant, line, pageOf, pageQuery, role, uuid } from './shapes';

const loginName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/)
  .meta({ description: '3 to 40 letters, digits, dot, dash, underscore; case does not matter' });

/** Long enough for a sentence, short enough not to burn the hash function. */
const password = z.string().min(1).max(200);

const department = z
  .string()
  .regex(/^[a-z][a-zA-Z]{1,39}$/)
  .meta({ description: 'The body a department officer speaks for: court, publicSecurity, …' });

const grant = z
  .strictObject({ id: uuid, role, path: z.string(), department: z.string().nullable() })
  .meta({ id: 'Grant', description: 'One role at one place or unit' });

const tokens = z
  .strictObject({
    accessToken: z.string(),
    expiresInSeconds: z.int(),
    refreshToken: z.string(),
    refreshExpiresAt: instant,
  })
  .meta({ id: 'Tokens' });

const account = z
  .strictObject({
    id: uuid,
    loginName: z.string(),
    displayName: z.string(),
    ownerId: uuid.nullable(),
    isSample: z.boolean(),
    isDisabled: z.boolean(),
    grants: z.array(grant),
  })
  .meta({ id: 'Account' });

const issued = z.strictObject({ accountId: uuid, loginName: z.string(), password: z.string() }).meta({
  id: 'IssuedAccount',
  description: 'The password is shown in this answer only; the same commandId shows it again',
});

/** Who manages accounts of a place; which roles they may give there is accounts' own rule (grant-rules.ts). */
const managers: Partial<Record<Role, Reach>> = { districtSupervisor: 'covers', streetOfficer: 'covers' };
const atPlace = { kind: 'place', param: 'placeId' } as const;
const placeParams = z.strictObject({ placeId: uuid });
const accountParams = z.strictObject({ placeId: uuid, accountId: uuid });

export const identityOperations = {
  login: operation({
    id: 'login',
    method: 'post',
    path: '/v1/login',
    tag: 'identity',
    summary: { zh: '登录', en: 'Sign in' },
    access: { kind: 'public' },
    body: z.strictObject({ loginName, password }),
    bodyLimit: 4096,
    response: tokens,
    status: 200,
    problems: ['login-failed', 'too-many-requests'],
  }),
  refresh: operation({
    id: 'refresh',
    method: 'post',
    path: '/v1/token/refresh',
    tag: 'identity',
    summary: { zh: '续期', en: 'Exchange a refresh token for new tokens' },
    access: { kind: 'public' },
    body: z.strictObject({ refreshToken: z.string().regex(/^rt_[\w-]{43}$/) }),
    bodyLimit: 4096,
    response: tokens,
    status: 200,
    problems: ['unauthenticated'],
  }),
  logout: operation({
    id: 'logout',
    method: 'post',
    path: '/v1/logout',
    tag: 'identity',
    summary: { zh: '退出', en: 'End this session' },
    access: { kind: 'signedIn' },
    body: z.strictObject({ commandId }),
    response: z.void(),
    status: 204,
    problems: [],
  }),
  changePassword: operation({
    id: 'changePassword',
    method: 'post',
    path: '/v1/me/password',
    tag: 'identity',
    summary: { zh: '修改密码；所有会话随之结束', en: 'Change the password; every session of the account ends' },
    access: { kind: 'signedIn' },
    body: z.strictObject({ commandId, currentPassword: password, newPassword: password }),
    bodyLimit: 4096,
    response: z.void(),
    status: 204,
    problems: ['wrong-password', 'weak-password', 'too-many-requests', 'command-id-reused'],
  }),
  me: operation({
    id: 'me',
    method: 'get',
    path: '/v1/me',
    tag: 'identity',
    summary: { zh: '我的账号与角色', en: 'My account and roles' },
    access: { kind: 'signedIn' },
    response: account,
    status: 200,
    problems: [],
  }),
  listAccounts: operation({
    id: 'listAccounts',
    method: 'get',
    path: '/v1/places/{placeId}/accounts',
    tag: 'identity',
    summary: { zh: '本地有授权的账号', en: 'Accounts with a live role at or inside the place' },
    access: { kind: 'roles', roles: { ...managers, auditor: 'covers' }, scope: atPlace },
    params: placeParams,
    query: pageQuery({ role: role.optional() }),
    response: pageOf(account),
    status: 200,
    problems: [],
  }),
  createAccount: operation({
    id: 'createAccount',
    method: 'post',
    path: '/v1/places/{placeId}/accounts',
    tag: 'identity',
    summary: { zh: '开设账号并授予第一个角色', en: 'Open an account with its first role at the place' },
    access: { kind: 'roles', roles: managers, scope: atPlace },
    params: placeParams,
    body: z.strictObject({ commandId, loginName, displayName: line(80), role, department: department.optional() }),
    response: issued,
    status: 201,
    problems: ['login-name-taken', 'role-not-at-place', 'role-above-own', 'department-needed', 'command-id-reused'],
  }),
  issueOwnerAccounts: operation({
    id: 'issueOwnerAccounts',
    method: 'post',
    path: '/v1/places/{placeId}/owner-accounts',
    tag: 'identity',
    summary: {
      zh: '为小区业主开设账号（每次至多 100 个），供打印启用通知',
      en: 'Open accounts for up to 100 owners of the estate who have none, for printed activation letters',
    },
    access: { kind: 'roles', roles: { streetOfficer: 'covers', communitySecretary: 'covers' }, scope: atPlace },
    params: placeParams,
    body: z.strictObject({ commandId, limit: z.int().min(1).max(100).default(100) }),
    response: z
      .strictObject({
        accounts: z.array(z.strictObject({ ...issued.shape, ownerId: uuid })),
        remainingCount: z.int().meta({ description: 'Owners of the estate still without an account' }),
      })
      .meta({ id: 'IssuedOwnerAccounts' }),
    status: 201,
    problems: ['command-id-reused'],
  }),
  grantRole: operation({
    id: 'grantRole',
    method: 'post',
    path: '/v1/places/{placeId}/accounts/{accountId}/grants',
    tag: 'identity',
    summary: { zh: '授予角色', en: 'Give an account a role at the place' },
    access: { kind: 'roles', roles: managers, scope: atPlace },
    params: accountParams,
    body: z.strictObject({ commandId, role, department: department.optional() }),
    response: grant,
    status: 201,
    problems: [
      'role-not-at-place',
      'role-above-own',
      'department-needed',
      'grant-exists',
      'account-disabled',
      'command-id-reused',
    ],
  }),
  endGrant: operation({
    id: 'endGrant',
    method: 'post',
    path: '/v1/places/{placeId}/accounts/{accountId}/grants/{grantId}/end',
    tag: 'identity',
    summary: { zh: '终止角色', en: 'End a role' },
    access: { kind: 'roles', roles: managers, scope: atPlace },
    params: z.strictObject({ placeId: uuid, accountId: uuid, grantId: uuid }),
    body: z.strictObject({ commandId }),
    response: z.void(),
    status: 204,
    problems: ['role-above-own', 'grant-ended', 'command-id-reused'],
  }),
  disableAccount: operation({
    id: 'disableAccount',
    method: 'post',
    path: '/v1/places/{placeId}/accounts/{accountId}/disable',
    tag: 'identity',
    summary: { zh: '停用账号', en: 'Disable an account' },
    access: { kind: 'roles', roles: managers, scope: atPlace },
    params: accountParams,
    body: z.strictObject({ commandId }),
    response: z.void(),
    status: 204,
    problems: ['role-above-own', 'account-disabled', 'command-id-reused'],
  }),
  resetPassword: operation({
    id: 'resetPassword',
    method: 'post',
    path: '/v1/places/{placeId}/accounts/{accountId}/reset-password',
    tag: 'identity',
    summary: { zh: '重置密码', en: 'Give an account a new one-time shown password' },
    access: { kind: 'roles', roles: managers, scope: atPlace },
    params: accountParams,
    body: z.strictObject({ commandId }),
    response: issued,
    status: 200,
    problems: ['role-above-own', 'account-disabled', 'command-id-reused'],
  }),
};
