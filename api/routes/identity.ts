// Signing in and out, one's own account, and the accounts and grants inside an officer's place. Reads, asks, answers; the rules about
// who may give which role are grant-rules.ts's, the rows accounts.ts's.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '../../domain/process';
import * as accounts from '../../store/accounts';
import { endSession, openSession, rotateSession, type OpenSession } from '../../store/sessions';
import type { Tx } from '../../store/transaction';
import { belongsAt, mayManage, type PlaceKind } from '../auth/grant-rules';
import { LoginThrottle } from '../auth/login-throttle';
import {
  fitsPassword,
  hashOneTimePassword,
  hashPassword,
  isWeakPassword,
  MIN_PASSWORD_LENGTH,
  oneTimePassword,
} from '../auth/passwords';
import { ACCESS_TOKEN_SECONDS, hashOfRefreshToken, issueAccessToken, newRefreshToken } from '../auth/tokens';
import type { Context, Handlers } from '../context';
import { identityOperations as rows } from '../contracts/identity';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';

export function createIdentityRoutes(deps: Deps): Handlers<typeof rows> {
  const throttle = new LoginThrottle(deps.pool);

  return {
    async login({ body }, context) {
      const found = await accounts.findCredentials(deps.pool, body);
      const isUsable = found !== null && !found.isDisabled && !(found.isSample && deps.config.isProduction);
      const fits = await throttle.attempt(body.loginName, context.address, () =>
        fitsPassword(body.password, isUsable ? found.passwordHash : null),
      );
      if (!fits || found === null) throw problem('login-failed');
      const refreshToken = newRefreshToken();
      return tokensOf(await openSession(deps.pool, found, hashOfRefreshToken(refreshToken)), refreshToken, context);
    },

    async refresh({ body }, context) {
      const refreshToken = newRefreshToken();
      const rotated = await rotateSession(
        deps.pool,
        hashOfRefreshToken(body.refreshToken),
        hashOfRefreshToken(refreshToken),
      );
      if (rotated === null) throw problem('unauthenticated', { reason: 'invalid' });
      if ('stolen' in rotated) {
        context.authenticator.forgetSession(rotated.stolen);
        throw problem('unauthenticated', { reason: 'reused' });
      }
      return tokensOf(rotated.session, refreshToken, context);
    },

    async logout(_call, context) {
      const { sessionId } = context.caller();
      await endSession(deps.pool, sessionId);
      context.authenticator.forgetSession(sessionId);
    },

    async changePassword({ body }, context) {
      const { accountId } = context.caller();
      const own = await accounts.findAccount(deps.pool, accountId);
      if (own === null) throw problem('unauthenticated', { reason: 'revoked' });
      if (isWeakPassword(body.newPassword, own.loginName))
        throw problem('weak-password', { minLength: MIN_PASSWORD_LENGTH });
      const credentials = await accounts.findCredentials(deps.pool, { accountId });
      const fits = await throttle.attempt(own.loginName, context.address, () =>
        fitsPassword(body.currentPassword, credentials?.passwordHash ?? null),
      );
      if (!fits) throw problem('wrong-password');
      const passwordHash = await hashPassword(body.newPassword);
      const asked = { params: {}, body: { commandId: body.commandId } };
      await oncePerCommand(rows.changePassword, asked, context, (tx, at) =>
        accounts.setPassword(tx, accountId, passwordHash, 'changed', byOf(context, body.commandId, at)),
      );
      context.authenticator.forgetAccount(accountId);
    },

    async me(_call, context) {
      const own = await accounts.findAccount(deps.pool, context.caller().accountId);
      if (own === null) throw problem('unauthenticated', { reason: 'revoked' });
      return own;
    },

    async listAccounts({ query }, context) {
      const after = decodeCursor(z.string(), query.cursor, context.lang);
      const found = await accounts.listAccounts(deps.pool, {
        path: scopePath(context),
        role: query.role,
        after,
        limit: query.limit + 1,
      });
      return pageFrom(
        found,
        query.limit,
        (row) => row,
        (row) => row.loginName,
      );
    },

    async createAccount({ params, body }, context) {
      const accountId = randomUUID();
      const answer = await oncePerCommand(rows.createAccount, { params, body }, context, async (tx, at) => {
        const place = await assertMayGrant(tx, context, body.role, body.department);
        const password = oneTimePassword(deps.config.tokenKey, body.commandId, accountId);
        const passwordHash = await hashOneTimePassword(password);
        const by = byOf(context, body.commandId, at);
        await accounts.insertAccount(
          tx,
          { id: accountId, loginName: body.loginName, displayName: body.displayName, passwordHash },
          by,
        );
        await accounts.insertGrant(
          tx,
          { accountId, role: body.role, ...place, department: body.department ?? null },
          by,
        );
        return { accountId, loginName: body.loginName };
      });
      return { ...answer, password: oneTimePassword(deps.config.tokenKey, body.commandId, answer.accountId) };
    },

    async issueOwnerAccounts({ params, body }, context) {
      const answer = await oncePerCommand(rows.issueOwnerAccounts, { params, body }, context, async (tx, at) => {
        const { owners, count } = await accounts.ownersWithoutAccount(tx, scopePath(context), body.limit);
        const opened = owners.map(({ id, name }) => ({
          ownerId: id,
          displayName: name,
          accountId: randomUUID(),
          loginName: `yz-${randomUUID().slice(0, 13)}`,
        }));
        const hashes = await Promise.all(
          opened.map(({ accountId }) =>
            hashOneTimePassword(oneTimePassword(deps.config.tokenKey, body.commandId, accountId)),
          ),
        );
        for (const [index, { accountId, ...account }] of opened.entries()) {
          const passwordHash = hashes[index] as string;
          await accounts.insertAccount(
            tx,
            { id: accountId, passwordHash, ...account },
            byOf(context, body.commandId, at),
          );
        }
        return {
          accounts: opened.map(({ ownerId, accountId, loginName }) => ({ ownerId, accountId, loginName })),
          remainingCount: count - opened.length,
        };
      });
      return {
        ...answer,
        accounts: answer.accounts.map((opened) => ({
          ...opened,
          password: oneTimePassword(deps.config.tokenKey, body.commandId, opened.accountId),
        })),
      };
    },

    async grantRole({ params, body }, context) {
      const granted = await oncePerCommand(rows.grantRole, { params, body }, context, async (tx, at) => {
        const place = await assertMayGrant(tx, context, body.role, body.department);
        const target = await accounts.findAccount(tx, params.accountId, true);
        if (target === null) throw problem('not-found');
        if (target.isDisabled) throw problem('account-disabled');
        const grant = { accountId: target.id, role: body.role, ...place, department: body.department ?? null };
        return accounts.insertGrant(tx, grant, byOf(context, body.commandId, at));
      });
      context.authenticator.forgetAccount(params.accountId);
      return granted;
    },

    async endGrant({ params, body }, context) {
      await oncePerCommand(rows.endGrant, { params, body }, context, async (tx, at) => {
        const target = await managedAccount(tx, context, params.accountId);
        const grant = target.grants.find(({ id }) => id === params.grantId);
        if (grant === undefined) throw problem('grant-ended');
        if (!mayManage(context.authorities, grant.role, grant.path))
          throw problem('role-above-own', { role: grant.role });
        await accounts.endGrant(tx, target.id, grant.id, byOf(context, body.commandId, at));
      });
      context.authenticator.forgetAccount(params.accountId);
    },

    async disableAccount({ params, body }, context) {
      await oncePerCommand(rows.disableAccount, { params, body }, context, async (tx, at) => {
        const target = await managedAccount(tx, context, params.accountId);
        assertManagesAll(context, target);
        await accounts.disableAccount(tx, target.id, byOf(context, body.commandId, at));
      });
      context.authenticator.forgetAccount(params.accountId);
    },

    async resetPassword({ params, body }, context) {
      const password = oneTimePassword(deps.config.tokenKey, body.commandId, params.accountId);
      const answer = await oncePerCommand(rows.resetPassword, { params, body }, context, async (tx, at) => {
        const target = await managedAccount(tx, context, params.accountId);
        assertManagesAll(context, target);
        if (target.isDisabled) throw problem('account-disabled');
        await accounts.setPassword(
          tx,
          target.id,
          await hashOneTimePassword(password),
          'reset',
          byOf(context, body.commandId, at),
        );
        return { accountId: target.id, loginName: target.loginName };
      });
      context.authenticator.forgetAccount(params.accountId);
      return { ...answer, password };
    },
  };
}

async function tokensOf(session: OpenSession, refreshToken: string, context: Context) {
  const accessToken = await issueAccessToken(session, context.deps.config.tokenKey, await context.authenticator.now());
  return {
    accessToken,
    expiresInSeconds: ACCESS_TOKEN_SECONDS,
    refreshToken,
    refreshExpiresAt: session.expiresAt.toISOString(),
  };
}

const byOf = ({ principal, authority }: Context, commandId: string, at: Date): accounts.By => ({
  accountId: principal?.accountId ?? null,
  role: authority?.role ?? null,
  path: authority?.path ?? null,
  commandId,
  at,
});

function scopePath(context: Context): string {
  const path = context.scoped?.paths[0];
  if (path === undefined) throw new Error('the row has no place scope');
  return path;
}

async function assertMayGrant(
  tx: Tx,
  context: Context,
  role: Role,
  department: string | undefined,
): Promise<{ placeId: string; path: string }> {
  const path = scopePath(context);
  const { rows: places } = await tx.query<{ id: string; kind: PlaceKind }>(
    'select id, kind from place where path = $1',
    [path],
  );
  const place = places[0];
  if (place === undefined) throw problem('not-found');
  if (!belongsAt(role, place.kind)) throw problem('role-not-at-place', { role, placeKind: place.kind });
  if (!mayManage(context.authorities, role, path)) throw problem('role-above-own', { role });
  if ((role === 'departmentOfficer') !== (department !== undefined)) throw problem('department-needed', { role });
  return { placeId: place.id, path };
}

/** An account counts as the place's own when it holds a live role there; others are not found. Already disabled ones still hold theirs. */
async function managedAccount(tx: Tx, context: Context, accountId: string): Promise<accounts.AccountRow> {
  const target = await accounts.findAccount(tx, accountId, true);
  const isHere = target?.grants.some(({ path }) => path.startsWith(scopePath(context))) === true;
  if (target === null || !isHere) throw problem('not-found');
  return target;
}

/** Whoever disables an account takes away all its roles, so all of them must be theirs to take (an owner's elsewhere excepted). */
function assertManagesAll(context: Context, target: accounts.AccountRow): void {
  for (const { role, path } of target.grants) {
    if (role !== 'owner' && !mayManage(context.authorities, role, path)) throw problem('role-above-own', { role });
  }
  const owns = target.grants.filter(({ role }) => role === 'owner');
  if (owns.length > 0 && !owns.some(({ path }) => mayManage(context.authorities, 'owner', path))) {
    throw problem('role-above-own', { role: 'owner' });
  }
}
