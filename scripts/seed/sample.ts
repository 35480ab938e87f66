// The sample street that a first `npm start` shows: places and one account for each role, with random passwords. Embedded mode only;
// a database in which anybody has an account already is left as it is.
import { randomInt, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hashPassword } from '../../api/auth/passwords';
import type { Role } from '../../domain/process';
import { insertAccount, insertGrant } from '../../store/accounts';
import type { TimeSource } from '../../store/time-source';
import { inTransaction } from '../../store/transaction';
import type { Tx } from '../../store/transaction';

/** A sample account, with the password that is shown this once and stored only as a hash. */
export interface SampleAccount {
  role: Role;
  loginName: string;
  displayName: string;
  password: string;
}

type PlaceKind = 'district' | 'street' | 'community' | 'estate';

const PLACES: { kind: PlaceKind; name: string }[] = [
  { kind: 'district', name: '示范区' },
  { kind: 'street', name: '梧桐街道' },
  { kind: 'community', name: '梧桐第一社区' },
  { kind: 'estate', name: '梧桐花园' },
];

const ACCOUNTS: { role: Role; loginName: string; displayName: string; at: PlaceKind; department?: string }[] = [
  { role: 'districtSupervisor', loginName: 'district', displayName: '区级督导', at: 'district' },
  { role: 'auditor', loginName: 'auditor', displayName: '审计员', at: 'district' },
  { role: 'streetOfficer', loginName: 'street', displayName: '街道经办', at: 'street' },
  { role: 'departmentOfficer', loginName: 'department', displayName: '住建部门', at: 'street', department: 'housing' },
  { role: 'expert', loginName: 'expert', displayName: '专家', at: 'street' },
  { role: 'communitySecretary', loginName: 'community', displayName: '社区书记', at: 'community' },
  { role: 'gridWorker', loginName: 'grid', displayName: '网格员', at: 'community' },
  { role: 'committeeMember', loginName: 'committee', displayName: '业委会委员', at: 'estate' },
  { role: 'firmManager', loginName: 'firm', displayName: '物业经理', at: 'estate' },
];

export interface SampleOptions {
  pool: Pool;
  time: TimeSource;
}

/** Fills an empty database and returns the new accounts; returns none when there were accounts already. All or nothing. */
export async function seedSample({ pool, time }: SampleOptions): Promise<SampleAccount[]> {
  const at = await time.now();
  return inTransaction(pool, async (tx) => {
    // Two starters at once on one empty database: the second waits here and then finds the accounts of the first.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('seedSample', 0))`);
    const { rowCount } = await tx.query('select from account limit 1');
    if (rowCount !== 0) return [];
    const places = await insertPlaces(tx);
    const accounts: SampleAccount[] = [];
    for (const { role, loginName, displayName, at: kind, department } of ACCOUNTS) {
      const by = { accountId: null, role: null, path: null, commandId: randomUUID(), at };
      const place = places[kind];
      const account = { id: randomUUID(), loginName, displayName };
      const password = randomPassword();
      await insertAccount(tx, { ...account, passwordHash: await hashPassword(password), isSample: true }, by);
      const grant = {
        accountId: account.id,
        role,
        placeId: place.id,
        path: place.path,
        department: department ?? null,
      };
      await insertGrant(tx, grant, by);
      accounts.push({ role, loginName, displayName, password });
    }
    return accounts;
  });
}

async function insertPlaces(tx: Tx): Promise<Record<PlaceKind, { id: string; path: string }>> {
  const places: Partial<Record<PlaceKind, { id: string; path: string }>> = {};
  let parent: { id: string; path: string } | undefined;
  for (const { kind, name } of PLACES) {
    const id = randomUUID();
    const place = { id, path: `${parent?.path ?? '/'}${id}/` };
    await tx.query('insert into place (id, kind, parent_id, path, name) values ($1, $2::"PlaceKind", $3, $4, $5)', [
      id,
      kind,
      parent?.id ?? null,
      place.path,
      name,
    ]);
    places[kind] = place;
    parent = place;
  }
  return places as Record<PlaceKind, { id: string; path: string }>;
}

/** Sixteen letters and digits that cannot be mistaken for each other: 78 bits. */
function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const text = Array.from({ length: 16 }, () => letters.charAt(randomInt(letters.length))).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}
