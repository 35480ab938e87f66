// What `npm run account` does to the database: the same rows and the same record as the API writes, under nobody's grant, because whoever
// holds the database's address is above every role. Which words were typed is read-arguments.ts's.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { belongsAt } from '../../api/auth/grant-rules';
import {
  hashOneTimePassword,
  hashPassword,
  isWeakPassword,
  MIN_PASSWORD_LENGTH,
  oneTimePassword,
} from '../../api/auth/passwords';
import * as accounts from '../../store/accounts';
import { Refused } from '../../store/refused';
import type { TimeSource } from '../../store/time-source';
import { inTransaction, type Tx } from '../../store/transaction';
import { ServiceError } from '../services/service-error';
import { placeNamed } from './place-named';
import type { AccountCommand } from './read-arguments';

export interface Office {
  pool: Pool;
  time: TimeSource;
  /** The password that somebody brought; asked only where the command says so. */
  readPassword: () => Promise<string>;
}

/** Carries the command out and returns the lines for the person. Throws ServiceError, and then nothing has changed. */
export async function manageAccounts(command: AccountCommand, office: Office): Promise<string[]> {
  try {
    switch (command.kind) {
      case 'create':
        return await create(command, office);
      case 'list':
        return await list(office);
      case 'disable':
        return await disable(command, office);
      case 'reset':
        return await reset(command, office);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new ServiceError(SENTENCES[error.rejection.code] ?? `Refused: ${error.rejection.code}.`);
  }
}

const SENTENCES: Record<string, string> = {
  'login-name-taken': 'The login name is taken: choose another, or reset its password.',
  'account-disabled': 'The account is disabled.',
};

async function create(command: Extract<AccountCommand, { kind: 'create' }>, office: Office): Promise<string[]> {
  const { loginName, displayName, role, department } = command.account;
  if ((role === 'departmentOfficer') !== (department !== null))
    throw new ServiceError('--department goes with the role departmentOfficer, which needs it.');
  const password = await passwordFor(loginName, command.hasPassword, office);
  const by = await byOperator(office);
  return inTransaction(office.pool, async (tx) => {
    const { place, added } = await placeNamed(tx, command.place, command.makesPlaces, by.at);
    if (!belongsAt(role, place.kind))
      throw new ServiceError(
        role === 'owner'
          ? 'Owners come from the register: issue their accounts over the API.'
          : `The role ${role} does not belong at a ${place.kind}.`,
      );
    const accountId = randomUUID();
    await accounts.insertAccount(tx, { id: accountId, loginName, displayName, passwordHash: password.hash }, by);
    await accounts.insertGrant(tx, { accountId, role, placeId: place.placeId, path: place.path, department }, by);
    return [
      ...added.map((what) => `Added ${what}.`),
      `Created ${loginName}: ${role} of ${place.name} (${place.placeId}).`,
      ...password.lines,
    ];
  });
}

async function list({ pool }: Office): Promise<string[]> {
  const { rows } = await pool.query<{ loginName: string; isDisabled: boolean; grants: string | null }>(
    `select a.login_name as "loginName", a.disabled_at is not null as "isDisabled",
            string_agg(concat_ws(' ', g.role::text, g.department, 'of', p.name), ', ' order by g.path, g.role) as grants
       from account a
       left join role_grant g on g.account_id = a.id and g.ended_at is null
       left join place p on p.id = g.place_id
      where a.owner_id is null group by a.id order by a.login_name`,
  );
  if (rows.length === 0) return ['There is no account yet.'];
  const line = ({ loginName, isDisabled, grants }: (typeof rows)[number]): string =>
    `${loginName.padEnd(24)} ${isDisabled ? 'disabled  ' : '          '} ${grants ?? 'no role'}`;
  return [...rows.map(line), `${rows.length} accounts (owners' accounts are not listed).`];
}

async function disable({ loginName }: { loginName: string }, office: Office): Promise<string[]> {
  const by = await byOperator(office);
  await inTransaction(office.pool, async (tx) => {
    const account = await accountNamed(tx, loginName);
    await accounts.disableAccount(tx, account.id, by);
  });
  return [`Disabled ${loginName}; its sessions have ended.`];
}

async function reset(command: Extract<AccountCommand, { kind: 'reset' }>, office: Office): Promise<string[]> {
  const { loginName } = command;
  const password = await passwordFor(loginName, command.hasPassword, office);
  const by = await byOperator(office);
  await inTransaction(office.pool, async (tx) => {
    const account = await accountNamed(tx, loginName);
    if (account.isDisabled) throw new ServiceError(`${loginName} is disabled; a new password would not let it in.`);
    await accounts.setPassword(tx, account.id, password.hash, 'reset', by);
  });
  return [`Reset the password of ${loginName}; its sessions have ended.`, ...password.lines];
}

async function accountNamed(tx: Tx, loginName: string): Promise<accounts.Credentials> {
  const found = await accounts.findCredentials(tx, { loginName });
  if (found === null) throw new ServiceError(`There is no account ${loginName}.`);
  return found;
}

const byOperator = async ({ time }: Office): Promise<accounts.By> => ({
  accountId: null,
  role: null,
  path: null,
  commandId: randomUUID(),
  at: await time.now(),
});

/** The hash to store, and what the person must still be told: a drawn password, this once. */
async function passwordFor(
  loginName: string,
  isBrought: boolean,
  office: Office,
): Promise<{ hash: string; lines: string[] }> {
  if (!isBrought) {
    const drawn = oneTimePassword(randomBytes(32), randomUUID(), loginName);
    const lines = [`Password, shown only now: ${drawn}`];
    return { hash: await hashOneTimePassword(drawn), lines };
  }
  const password = await office.readPassword();
  if (isWeakPassword(password, loginName))
    throw new ServiceError(
      `The password is too weak: at least ${MIN_PASSWORD_LENGTH} characters, five of them different, without the login name.`,
    );
  return { hash: await hashPassword(password), lines: [] };
}
