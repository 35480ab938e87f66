// The world of a process bench: one street with as many estates as asked, each with so many homes of as many owners, and officials
// who speak to the API with tokens of their own.
import { randomUUID } from 'node:crypto';
import { issueAccessToken } from '../../api/auth/tokens';
import type { ProcessPlace, Role } from '../../domain/process';
import type { BenchStack } from './stack';

export interface Official {
  accountId: string;
  /**
   * Sends one request and returns what came back; while the outcome is not known the same body is sent again, as a client does. Throws on
   * any other answer but 2xx.
   */
  send<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>;
}

export interface City {
  estates: ProcessPlace[];
  /** Over the whole street, or at one estate. */
  official(role: Role, at?: ProcessPlace): Promise<Official>;
  /** The owner of the first home of an estate. */
  firstOwner(estate: number): Promise<Official & { ownerId: string }>;
}

/** `homes[i]` homes in estate i, one building each; every home has an owner of its own with an account. */
export async function buildCity({ pool, tokenKey, address }: BenchStack, homes: readonly number[]): Promise<City> {
  const ids = [randomUUID(), randomUUID(), randomUUID()] as const;
  const [districtPath, streetPath, communityPath] = [1, 2, 3].map((n) => `/${ids.slice(0, n).join('/')}/`) as [
    string,
    string,
    string,
  ];
  await pool.query(
    `insert into place (id, kind, parent_id, path, name) values
       ($1, 'district', null, $4, 'd'), ($2, 'street', $1, $5, 's'), ($3, 'community', $2, $6, 'c')`,
    [...ids, districtPath, streetPath, communityPath],
  );
  const estates = homes.map((): ProcessPlace => {
    const estateId = randomUUID();
    return { estateId, estatePath: `${communityPath}${estateId}/`, communityPath, streetPath, districtPath };
  });
  await pool.query(
    `with estate as (
       select id, n, homes, $2 || id || '/' as path, md5(id::text)::uuid as building_id
       from unnest($3::uuid[], $4::int[]) with ordinality as e (id, homes, n)),
     estates as (
       insert into place (id, kind, parent_id, path, name) select id, 'estate', $1, path, 'e' || n from estate),
     buildings as (
       insert into place (id, kind, parent_id, path, name)
       select building_id, 'building', id, path || building_id || '/', '1' from estate),
     home as (
       select e.*, k, gen_random_uuid() as unit_id, gen_random_uuid() as owner_id from estate e, generate_series(1, homes) k),
     units as (
       insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path)
       select unit_id, id, building_id, k::text, k::text, k::text, 'dwelling', 'sold', 9000, path || building_id || '/' || unit_id || '/'
       from home),
     owners as (
       insert into owner (id, kind, name, name_key) select owner_id, 'person', 'o' || n || '-' || k, 'o' || n || '-' || k from home),
     accounts as (
       insert into account (id, login_name, display_name, password_hash, owner_id)
       select gen_random_uuid(), 'o' || n || '-' || k, 'o', '-', owner_id from home)
     insert into ownership (id, unit_id, owner_id, is_representative, from_on)
     select gen_random_uuid(), unit_id, owner_id, true, '2020-01-01' from home`,
    [ids[2], communityPath, estates.map(({ estateId }) => estateId), homes],
  );
  await pool.query('vacuum analyze');

  const speakerFor = (accountId: string): Official => {
    const sessionId = randomUUID();
    const token = renewing(async () => {
      const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
      return issueAccessToken({ accountId, sessionId, epoch: 0 }, tokenKey, rows[0]?.now ?? new Date(0));
    });
    return {
      accountId,
      async send<Answer>(method: 'GET' | 'POST', path: string, body?: object) {
        const once = async () =>
          fetch(`${address}${path}`, {
            method,
            headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
        let response = await once();
        for (let again = 0; response.status === OUTCOME_UNKNOWN && again < ATTEMPTS; again++) response = await once();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        return (await response.json()) as Answer;
      },
    };
  };

  const official = async (role: Role, at?: ProcessPlace): Promise<Official> => {
    const accountId = randomUUID();
    const [placeId, path] = at === undefined ? [ids[1], streetPath] : [at.estateId, at.estatePath];
    await pool.query(
      `with one as (insert into account (id, login_name, display_name, password_hash) values ($1, $5, 'official', '-'))
       insert into role_grant (id, account_id, role, place_id, path) values (gen_random_uuid(), $1, $2::"Role", $3, $4)`,
      [accountId, role, placeId, path, `official-${accountId}`],
    );
    return speakerFor(accountId);
  };

  const firstOwner = async (estate: number): Promise<Official & { ownerId: string }> => {
    const { rows } = await pool.query<{ id: string; ownerId: string }>(
      `select id, owner_id as "ownerId" from account where login_name = $1`,
      [`o${estate + 1}-1`],
    );
    const [account] = rows;
    if (account === undefined) throw new Error(`estate ${estate} has no home`);
    return { ...speakerFor(account.id), ownerId: account.ownerId };
  };
  return { estates, official, firstOwner };
}

const OUTCOME_UNKNOWN = 504;
const ATTEMPTS = 5;

const RENEW_AFTER_MS = 10 * 60_000;

/** Keeps what `make` gave for ten minutes; a token lives fifteen. */
function renewing(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  let madeAt = 0;
  return () => {
    if (made === undefined || performance.now() - madeAt > RENEW_AFTER_MS) {
      made = make();
      madeAt = performance.now();
    }
    return made;
  };
}
