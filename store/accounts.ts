// Accounts and grants: reading, opening, granting, ending, disabling. Every change writes its account_event in the same transaction.
// Who may do it is the API's question; here only what the rows themselves refuse.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Role } from '../domain/process';
import { LIVE_GRANTS, type LoadedGrant } from './principals';
import { refused } from './refused';
import { endAllSessions, raiseEpoch } from './sessions';
import type { Tx } from './transaction';

export interface AccountRow {
  id: string;
  loginName: string;
  displayName: string;
  ownerId: string | null;
  isSample: boolean;
  isDisabled: boolean;
  grants: LoadedGrant[];
}

/** Under whose hand and authority an account is changed, for the record. */
export interface By {
  accountId: string | null;
  role: Role | null;
  path: string | null;
  commandId: string;
  at: Date;
}

export interface Credentials {
  id: string;
  epoch: number;
  isSample: boolean;
  isDisabled: boolean;
  passwordHash: string;
}

/** What sign-in needs; null for an unknown name. Names are compared in lower case. */
export async function findCredentials(
  db: Pool | Tx,
  by: { loginName: string } | { accountId: string },
): Promise<Credentials | null> {
  const [column, value] = 'loginName' in by ? ['login_name', by.loginName] : ['id', by.accountId];
  const { rows } = await db.query<Credentials>(
    `select id, token_epoch as epoch, is_sample as "isSample", disabled_at is not null as "isDisabled", password_hash as "passwordHash"
     from account where ${column} = $1`,
    [value],
  );
  return rows[0] ?? null;
}

const ACCOUNT_COLUMNS = `a.id, a.login_name as "loginName", a.display_name as "displayName", a.owner_id as "ownerId",
  a.is_sample as "isSample", a.disabled_at is not null as "isDisabled",
  ${LIVE_GRANTS}`;

/** One account with its live grants; `forUpdate` holds it against simultaneous changes until the transaction ends. */
export async function findAccount(db: Pool | Tx, accountId: string, forUpdate = false): Promise<AccountRow | null> {
  if (forUpdate) await db.query('select 1 from account where id = $1 for update', [accountId]);
  const { rows } = await db.query<AccountRow>(`select ${ACCOUNT_COLUMNS} from account a where a.id = $1`, [accountId]);
  return rows[0] ?? null;
}

/** Accounts that hold a live role at or inside `path`, ordered by login name; `after` is the last name of the page before. */
export async function listAccounts(
  pool: Pool,
  { path, role, after, limit }: { path: string; role: Role | undefined; after: string | null; limit: number },
): Promise<AccountRow[]> {
  const { rows } = await pool.query<AccountRow>(
    `select ${ACCOUNT_COLUMNS} from account a
      where ($3::text is null or a.login_name > $3)
        and (exists (select from role_grant g where g.account_id = a.id and g.ended_at is null
                and starts_with(g.path, $1) and ($2::text is null or g.role::text = $2))
          or (coalesce($2, 'owner') = 'owner' and exists (select from ownership o join unit u on u.id = o.unit_id
                where o.owner_id = a.owner_id and o.until_on is null and starts_with(u.path, $1))))
      order by a.login_name limit $4`,
    [path, role ?? null, after, limit],
  );
  return rows;
}

export interface NewAccount {
  id: string;
  loginName: string;
  displayName: string;
  passwordHash: string;
  ownerId?: string;
  isSample?: boolean;
}

/** Refuses `login-name-taken`. */
export async function insertAccount(tx: Tx, account: NewAccount, by: By): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into account (id, login_name, display_name, password_hash, owner_id, is_sample, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (login_name) do nothing`,
    [
      account.id,
      account.loginName,
      account.displayName,
      account.passwordHash,
      account.ownerId ?? null,
      account.isSample ?? false,
      by.at,
    ],
  );
  if (rowCount !== 1) throw refused('login-name-taken');
  await recordAccountEvent(
    tx,
    account.id,
    'opened',
    { ownerId: account.ownerId ?? null, isSample: account.isSample ?? false },
    by,
  );
}

export interface NewGrant {
  accountId: string;
  role: Role;
  placeId: string;
  path: string;
  department: string | null;
}

/** Refuses `grant-exists` where the account holds the same role (and department) at the same place. */
export async function insertGrant(tx: Tx, grant: NewGrant, by: By): Promise<LoadedGrant> {
  const same = await tx.query(
    `select 1 from role_grant where account_id = $1 and role = $2::"Role" and path = $3 and department is not distinct from $4 and ended_at is null`,
    [grant.accountId, grant.role, grant.path, grant.department],
  );
  if (same.rowCount !== 0) throw refused('grant-exists');
  const id = randomUUID();
  await tx.query(
    'insert into role_grant (id, account_id, role, place_id, path, department) values ($1, $2, $3::"Role", $4, $5, $6)',
    [id, grant.accountId, grant.role, grant.placeId, grant.path, grant.department],
  );
  await raiseEpoch(tx, grant.accountId);
  await recordAccountEvent(
    tx,
    grant.accountId,
    'granted',
    { grantId: id, role: grant.role, path: grant.path, department: grant.department },
    by,
  );
  return { id, role: grant.role, path: grant.path, department: grant.department };
}

/** Refuses `grant-ended` when it was over already. */
export async function endGrant(tx: Tx, accountId: string, grantId: string, by: By): Promise<void> {
  const { rowCount } = await tx.query(
    'update role_grant set ended_at = $3 where id = $1 and account_id = $2 and ended_at is null',
    [grantId, accountId, by.at],
  );
  if (rowCount !== 1) throw refused('grant-ended');
  await raiseEpoch(tx, accountId);
  await recordAccountEvent(tx, accountId, 'grantEnded', { grantId }, by);
}

/** Refuses `account-disabled` when it is disabled already. */
export async function disableAccount(tx: Tx, accountId: string, by: By): Promise<void> {
  const { rowCount } = await tx.query('update account set disabled_at = $2 where id = $1 and disabled_at is null', [
    accountId,
    by.at,
  ]);
  if (rowCount !== 1) throw refused('account-disabled');
  await endAllSessions(tx, accountId);
  await recordAccountEvent(tx, accountId, 'disabled', {}, by);
}

/** A new password ends every session of the account. */
export async function setPassword(
  tx: Tx,
  accountId: string,
  passwordHash: string,
  how: 'changed' | 'reset',
  by: By,
): Promise<void> {
  await tx.query('update account set password_hash = $2 where id = $1', [accountId, passwordHash]);
  await endAllSessions(tx, accountId);
  await recordAccountEvent(tx, accountId, how === 'changed' ? 'passwordChanged' : 'passwordReset', {}, by);
}

/** Owners with a unit at or inside `path` and no account yet: the oldest entries first, and how many there are in all. */
export async function ownersWithoutAccount(
  tx: Tx,
  path: string,
  limit: number,
): Promise<{ owners: { id: string; name: string }[]; count: number }> {
  const { rows } = await tx.query<{ id: string; name: string; count: string }>(
    `select w.id, w.name, count(*) over () as count from owner w
      where exists (select from ownership o join unit u on u.id = o.unit_id
          where o.owner_id = w.id and o.until_on is null and starts_with(u.path, $1))
        and not exists (select from account a where a.owner_id = w.id)
      order by w.created_at, w.id limit $2`,
    [path, limit],
  );
  return { owners: rows.map(({ id, name }) => ({ id, name })), count: Number(rows[0]?.count ?? 0) };
}

/** Whether sample accounts exist that could sign in: production must not start with them. */
export async function countSampleAccounts(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from account where is_sample and disabled_at is null',
  );
  return rows[0]?.count ?? 0;
}

async function recordAccountEvent(tx: Tx, accountId: string, type: string, payload: object, by: By): Promise<void> {
  await tx.query(
    `insert into account_event (id, account_id, type, payload, by_account_id, authority_role, authority_path, command_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [randomUUID(), accountId, type, JSON.stringify(payload), by.accountId, by.role, by.path, by.commandId, by.at],
  );
}
