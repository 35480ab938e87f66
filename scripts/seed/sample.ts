// The sample street that a first `npm start` shows: places, registers, and one account for each role with a random password. Embedded mode only;
// a database in which anybody has an account already is left as it is.
import { randomInt, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hashPassword } from '../../api/auth/passwords';
import type { Role } from '../../domain/process';
import { insertAccount, insertGrant } from '../../store/accounts';
import type { KeyRing } from '../../store/key-ring';
import type { TimeSource } from '../../store/time-source';
import { inTransaction, type Tx } from '../../store/transaction';
import { seedSamplePlaces, seedSampleRegister, type SamplePlaces } from './sample-register';

/** A sample account, with the password that is shown this once and stored only as a hash. */
export interface SampleAccount {
  role: Role;
  loginName: string;
  displayName: string;
  password: string;
}

const ACCOUNTS: { role: Role; loginName: string; displayName: string; at: keyof SamplePlaces; department?: string }[] =
  [
    { role: 'districtSupervisor', loginName: 'district', displayName: '区级督导', at: 'district' },
    { role: 'auditor', loginName: 'auditor', displayName: '审计员', at: 'district' },
    { role: 'streetOfficer', loginName: 'street', displayName: '街道经办', at: 'street' },
    {
      role: 'departmentOfficer',
      loginName: 'department',
      displayName: '住建部门',
      at: 'street',
      department: 'housing',
    },
    { role: 'expert', loginName: 'expert', displayName: '专家', at: 'street' },
    { role: 'communitySecretary', loginName: 'community', displayName: '社区书记', at: 'community' },
    { role: 'gridWorker', loginName: 'grid', displayName: '网格员', at: 'community' },
    { role: 'committeeMember', loginName: 'committee', displayName: '业委会委员', at: 'estate' },
    { role: 'firmManager', loginName: 'firm', displayName: '物业经理', at: 'estate' },
  ];

export interface SampleOptions {
  pool: Pool;
  time: TimeSource;
  /** Seals the numbers in the sample registers. */
  keyRing: KeyRing;
}

/** The registers come in inside the same transaction. */
const SEED_TIMEOUT = { timeoutMs: 300_000 };

/** Fills an empty database and returns the new accounts; returns none when there were accounts already. All or nothing. */
export async function seedSample({ pool, time, keyRing }: SampleOptions): Promise<SampleAccount[]> {
  const at = await time.now();
  return inTransaction(
    pool,
    async (tx) => {
      // Two starters at once on one empty database: the second waits here and then finds the accounts of the first.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('seedSample', 0))`);
      const { rowCount } = await tx.query('select from account limit 1');
      if (rowCount !== 0) return [];
      const places = await seedSamplePlaces(tx, at);
      const accounts: SampleAccount[] = [];
      let officerId = '';
      for (const { role, loginName, displayName, at: kind, department } of ACCOUNTS) {
        const by = { accountId: null, role: null, path: null, commandId: randomUUID(), at };
        const place = places[kind];
        const account = { id: randomUUID(), loginName, displayName };
        const password = randomPassword();
        await insertAccount(tx, { ...account, passwordHash: await hashPassword(password), isSample: true }, by);
        const grant = {
          accountId: account.id,
          role,
          placeId: place.placeId,
          path: place.path,
          department: department ?? null,
        };
        await insertGrant(tx, grant, by);
        accounts.push({ role, loginName, displayName, password });
        if (role === 'streetOfficer') officerId = account.id;
      }
      await seedSampleRegister(tx, keyRing, { byAccountId: officerId, at });
      accounts.push(await addOwnerAccount(tx, places.estate.placeId, at));
      return accounts;
    },
    SEED_TIMEOUT,
  );
}

/** An account for one owner of the estate; the register says what they own, so it needs no grant. */
async function addOwnerAccount(tx: Tx, estateId: string, at: Date): Promise<SampleAccount> {
  const { rows } = await tx.query<{ ownerId: string; name: string }>(
    `select o.id as "ownerId", o.name from unit u join ownership h on h.unit_id = u.id join owner o on o.id = h.owner_id
     where u.estate_id = $1 and o.kind = 'person' and h.is_representative and h.until_on is null order by u.unit_key limit 1`,
    [estateId],
  );
  const owner = rows[0];
  if (owner === undefined) throw new Error('The sample estate has no owner.');
  const [loginName, displayName, password] = ['owner', `业主${owner.name}`, randomPassword()];
  await insertAccount(
    tx,
    {
      id: randomUUID(),
      loginName,
      displayName,
      passwordHash: await hashPassword(password),
      ownerId: owner.ownerId,
      isSample: true,
    },
    { accountId: null, role: null, path: null, commandId: randomUUID(), at },
  );
  return { role: 'owner', loginName, displayName, password };
}

/** Sixteen letters and digits that cannot be mistaken for each other: 78 bits. */
function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const text = Array.from({ length: 16 }, () => letters.charAt(randomInt(letters.length))).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}
