// A small city for API tests: two streets with estates, buildings and units, people in every role at every level, and the API on top.
// Sign-in is skipped (tokens are issued directly) except where a test is about signing in.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Express } from 'express';
import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { hashOneTimePassword } from '../../api/auth/passwords';
import { issueAccessToken } from '../../api/auth/tokens';
import type { ApiConfig, Deps } from '../../api/deps';
import { createHttpServer } from '../../api/http-server';
import type { Role } from '../../domain/process';
import { openKeyRing } from '../../store/key-ring';
import { openSession } from '../../store/sessions';
import { databaseClock } from '../../store/time-source';
import { freshDatabase, type TestDatabase } from './database';

export interface Place {
  id: string;
  path: string;
}

export interface Unit extends Place {
  ownerId: string;
}

/** district → streets s1, s2; s1 → communities c1, c2; c1 → estates e1, e2; c2 → estate e3; s2 → c3 → e4. Two units in each estate. */
export interface City {
  district: Place;
  otherDistrict: Place;
  s1: Place;
  s2: Place;
  c1: Place;
  c2: Place;
  c3: Place;
  e1: Place;
  e2: Place;
  e3: Place;
  e4: Place;
  b1: Place;
  /** Two units of estate e1, of different owners. */
  u1: Unit;
  u2: Unit;
  /** One unit of e2 and one of e4. */
  u3: Unit;
  u4: Unit;
}

export interface Person {
  accountId: string;
  loginName: string;
  password: string;
  token: string;
}

export interface World {
  db: TestDatabase;
  deps: Deps;
  app: Express;
  city: City;
  /** Everything the API logged, one object per line. */
  logLines: Record<string, unknown>[];
  /** An account with these grants and a live access token. */
  person(
    grants: { role: Role; at: Place; department?: string }[],
    more?: { ownerId?: string; isSample?: boolean },
  ): Promise<Person>;
  /** The account of the owner of this unit. */
  ownerOf(unit: Unit): Promise<Person>;
  tokenFor(accountId: string): Promise<string>;
  /** supertest with the person's token. */
  as(person: Person | null): ReturnType<typeof client>;
  close(): Promise<void>;
}

export const TEST_TOKEN_KEY = randomBytes(32);

export async function apiWorld({
  config = {},
  time,
  temporal,
  start,
  payments,
}: Partial<Pick<Deps, 'temporal' | 'start' | 'time' | 'payments'>> & {
  config?: Partial<ApiConfig>;
} = {}): Promise<World> {
  const db = await freshDatabase();
  const logLines: Record<string, unknown>[] = [];
  const deps: Deps = {
    pool: db.pool,
    prisma: db.prisma,
    time: time ?? databaseClock(db.pool),
    temporal,
    start,
    payments,
    keyRing: openKeyRing([{ id: 'k1', secret: randomBytes(32) }]),
    config: {
      ...{ tokenKey: TEST_TOKEN_KEY, isProduction: false, trustedProxies: 0, listenUrl: db.url },
      ...{
        attachments: { maxBytes: 2 * 1024 * 1024, maxPixels: 50_000_000, maxSide: 2_048, maxUnused: 40 },
        maxSavedViews: 3,
        ...config,
      },
    },
    log: pino({}, { write: (line: string) => void logLines.push(JSON.parse(line) as Record<string, unknown>) }),
  };
  const app = createApp(deps);
  // One socket for all requests: supertest would open one for each.
  const server = createHttpServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const city = await buildCity(db);

  const person: World['person'] = async (grants, more = {}) => {
    const accountId = randomUUID();
    const loginName = `p-${accountId.slice(0, 13)}`;
    const password = `${randomUUID()}`;
    await db.pool.query(
      `insert into account (id, login_name, display_name, password_hash, owner_id, is_sample, created_at)
       values ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
      [
        accountId,
        loginName,
        '测试人员',
        await hashOneTimePassword(password),
        more.ownerId ?? null,
        more.isSample ?? false,
      ],
    );
    for (const { role, at, department } of grants) {
      await db.pool.query(
        'insert into role_grant (id, account_id, role, place_id, path, department) values ($1, $2, $3::"Role", $4, $5, $6)',
        [randomUUID(), accountId, role, at.id, at.path, department ?? null],
      );
    }
    return { accountId, loginName, password, token: await tokenFor(accountId) };
  };

  const tokenFor = async (accountId: string): Promise<string> => {
    const { rows } = await db.pool.query<{ epoch: number; now: Date }>(
      'select token_epoch as epoch, clock_timestamp() as now from account where id = $1',
      [accountId],
    );
    const { epoch, now } = rows[0] as { epoch: number; now: Date };
    const hash = createHash('sha256').update(randomUUID()).digest('hex');
    const session = await openSession(db.pool, { id: accountId, epoch }, hash);
    return issueAccessToken(session, deps.config.tokenKey, now);
  };

  return {
    db,
    deps,
    app,
    city,
    logLines,
    person,
    ownerOf: ({ ownerId }) => person([], { ownerId }),
    tokenFor,
    as: (who) => client(server, who),
    async close() {
      app.stopStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await db.drop();
    },
  };
}

const client = (server: Server, who: Person | null) => {
  const send = (method: 'get' | 'post' | 'put' | 'delete', path: string) => {
    const sent = request(server)[method](path);
    return who === null ? sent : sent.set('Authorization', `Bearer ${who.token}`);
  };
  return {
    get: (path: string) => send('get', path),
    post: (path: string, body?: object) => send('post', path).send(body),
    put: (path: string, body?: object) => send('put', path).send(body),
    delete: (path: string) => send('delete', path),
  };
};

async function buildCity({ pool }: TestDatabase): Promise<City> {
  const place = async (kind: string, name: string, parent: Place | null): Promise<Place> => {
    const id = randomUUID();
    const path = `${parent?.path ?? '/'}${id}/`;
    await pool.query(
      'insert into place (id, kind, parent_id, path, name, created_at) values ($1, $2::"PlaceKind", $3, $4, $5, clock_timestamp())',
      [id, kind, parent?.id ?? null, path, name],
    );
    return { id, path };
  };
  const unit = async (estate: Place, building: Place, label: string): Promise<Unit> => {
    const [id, ownerId] = [randomUUID(), randomUUID()];
    const path = `${building.path}${id}/`;
    await pool.query(
      `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
       values ($1, $2, $3, $4, $4, $4, 'dwelling', 'sold', 9000, $5, clock_timestamp())`,
      [id, estate.id, building.id, label, path],
    );
    await pool.query(
      `insert into owner (id, kind, name, name_key, created_at) values ($1, 'person', $2, $2, clock_timestamp())`,
      [ownerId, `业主${label}`],
    );
    await pool.query(
      `insert into ownership (id, unit_id, owner_id, is_representative, from_on) values ($1, $2, $3, true, '2020-01-01')`,
      [randomUUID(), id, ownerId],
    );
    return { id, path, ownerId };
  };
  const district = await place('district', '甲区', null);
  const otherDistrict = await place('district', '乙区', null);
  const s1 = await place('street', '一街道', district);
  const s2 = await place('street', '二街道', district);
  const c1 = await place('community', '一社区', s1);
  const c2 = await place('community', '二社区', s1);
  const c3 = await place('community', '三社区', s2);
  const e1 = await place('estate', '一小区', c1);
  const e2 = await place('estate', '二小区', c1);
  const e3 = await place('estate', '三小区', c2);
  const e4 = await place('estate', '四小区', c3);
  const b1 = await place('building', '1号楼', e1);
  const b2 = await place('building', '1号楼', e2);
  const b4 = await place('building', '1号楼', e4);
  return {
    district,
    otherDistrict,
    s1,
    s2,
    c1,
    c2,
    c3,
    e1,
    e2,
    e3,
    e4,
    b1,
    u1: await unit(e1, b1, '101'),
    u2: await unit(e1, b1, '102'),
    u3: await unit(e2, b2, '101'),
    u4: await unit(e4, b4, '101'),
  };
}
