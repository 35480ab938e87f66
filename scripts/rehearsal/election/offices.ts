// The two offices that must exist before anybody can be let in through the API: a district with its supervisor and a street with its
// officer, written into the fresh database as the starter writes its sample. Everybody else gets an account from them, over HTTP.
import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../../api/auth/passwords';
import { loadDatabaseUrl } from '../../../config/config';
import type { Role } from '../../../domain/process';
import { APP_ROLE, openDatabase } from '../../../prisma/client';
import { insertAccount, insertGrant } from '../../../store/accounts';
import { databaseClock } from '../../../store/time-source';
import { inTransaction, type Tx } from '../../../store/transaction';

export interface Office {
  placeId: string;
  accountId: string;
  loginName: string;
  password: string;
}

export async function seedOffices(environment: NodeJS.ProcessEnv): Promise<{ district: Office; street: Office }> {
  const { pool, close } = openDatabase({ url: loadDatabaseUrl(environment), max: 2, role: APP_ROLE });
  try {
    const at = await databaseClock(pool).now();
    return await inTransaction(pool, async (tx) => {
      const district = await office(tx, at, { kind: 'district', name: '市北区', parent: null }, 'districtSupervisor');
      const street = await office(tx, at, { kind: 'street', name: '合肥路街道', parent: district }, 'streetOfficer');
      return { district, street };
    });
  } finally {
    await close();
  }
}

async function office(
  tx: Tx,
  at: Date,
  place: { kind: 'district' | 'street'; name: string; parent: (Office & { path: string }) | null },
  role: Role,
): Promise<Office & { path: string }> {
  const [placeId, accountId, password] = [randomUUID(), randomUUID(), randomUUID()];
  const path = `${place.parent?.path ?? '/'}${placeId}/`;
  await tx.query(
    'insert into place (id, kind, parent_id, path, name, created_at) values ($1, $2::"PlaceKind", $3, $4, $5, $6)',
    [placeId, place.kind, place.parent?.placeId ?? null, path, place.name, at],
  );
  const by = { accountId: null, role: null, path: null, commandId: randomUUID(), at };
  const account = { id: accountId, loginName: place.kind, displayName: `${place.name}经办`, isSample: true };
  await insertAccount(tx, { ...account, passwordHash: await hashPassword(password) }, by);
  await insertGrant(tx, { accountId, role, placeId, path, department: null }, by);
  return { placeId, accountId, loginName: place.kind, password, path };
}
