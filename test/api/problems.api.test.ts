// One test per problem code. The codes of the frame and of accounts are provoked here, one by one; how every code comes out (status,
// titles, body) is asked of the frame itself; and a code that no test anywhere provokes fails.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import express from 'express';
import { Pool } from 'pg';
import request, { type Response } from 'supertest';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { Authenticator } from '../../api/auth/authenticator';
import { operation } from '../../api/contracts/operation';
import { PROBLEMS, type ProblemCode } from '../../api/problems';
import { mountOperations, notFound, problemHandler, requestFacts } from '../../api/routing';
import { refused } from '../../store/refused';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection } from '../support/record-command';

let world: World;
let officer: Person;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(() => world.close());

const codes = Object.keys(PROBLEMS) as ProblemCode[];

// ---- how each comes out -----------------------------------------------------------------------------------------------

describe('a refusal', () => {
  const row = operation({
    id: 'refuse',
    method: 'get',
    path: '/refuse/{code}',
    tag: 'test',
    summary: { zh: '', en: '' },
    access: { kind: 'public' },
    params: z.strictObject({ code: z.string() }),
    response: z.void(),
    status: 204,
    problems: [],
  });
  const ask = (code: string, language: string) => {
    const handler = ({ params }: { params: { code: string } }) => Promise.reject(refused(params.code, { n: 1 }));
    const app = express();
    const operations = mountOperations([{ row, handler }], world.deps, new Authenticator(world.deps));
    app.use(requestFacts, operations, notFound, problemHandler(world.deps));
    return request(app).get(`/refuse/${code}`).set('Accept-Language', language);
  };

  it.each(codes)('%s has its own status and a title in both languages', async (code) => {
    const [zh, en] = [await ask(code, 'zh-CN'), await ask(code, 'en')];
    expect([zh.status, zh.body.code, zh.body.params]).toEqual([PROBLEMS[code].status, code, { n: 1 }]);
    expect(zh.body.title).toMatch(/\p{Script=Han}/u);
    expect(en.body.title).not.toMatch(/\p{Script=Han}/u);
    expect(zh.body.status).toBeGreaterThanOrEqual(400);
  });

  it('with a code that the registry lacks is our own fault', async () => {
    expect((await ask('no-such-code', 'en')).body.code).toBe('internal');
  });

  it('has a title that no other code has, in either language', () => {
    for (const lang of ['zh', 'en'] as const) {
      const titles = codes.map((code) => PROBLEMS[code].title[lang]);
      const twice = codes.filter((code) => titles.filter((title) => title === PROBLEMS[code].title[lang]).length > 1);
      expect(twice).toEqual([]);
    }
  });
});

// ---- each provoked ----------------------------------------------------------------------------------------------------

const inPlace = (place: { id: string }) => `/v1/places/${place.id}/accounts`;
const newAccount = (role: string, more: object = {}) => ({
  commandId: randomUUID(),
  loginName: randomUUID(),
  displayName: '某某',
  role,
  ...more,
});
const secretary = () => world.person([{ role: 'communitySecretary', at: world.city.c1 }]);

/** Codes of the frame and of accounts, and how a caller comes by them. Those of processes, votes and the register: see below. */
const PROVOKED: Partial<Record<ProblemCode, () => Promise<Response>>> = {
  'malformed-request': async () => world.as(officer).get('/v1/processes?limit=0'),
  unauthenticated: async () => world.as(null).get('/v1/me'),
  'login-failed': async () => world.as(null).post('/v1/login', { loginName: 'nobody', password: 'x' }),
  forbidden: async () => world.as(await world.ownerOf(world.city.u1)).get(inPlace(world.city.c1)),
  'not-found': async () => world.as(officer).get(`/v1/processes/${randomUUID()}`),
  'method-not-allowed': async () => world.as(officer).delete('/v1/me'),
  'too-large': async () => world.as(null).post('/v1/login', { loginName: 'abc', password: 'x'.repeat(5000) }),
  'unsupported-media-type': async () => world.as(null).post('/v1/login').type('text/plain').send('x'),
  'too-many-requests': async () => {
    const login = () => world.as(null).post('/v1/login', { loginName: 'guessed', password: 'x' });
    for (let i = 0; i < 5; i++) await login();
    return login();
  },
  internal: async () => {
    const broken = Object.assign(new Pool(), { query: () => Promise.reject(new Error('a bug')) });
    return request(createApp({ ...world.deps, pool: broken }))
      .get('/v1/me')
      .set('Authorization', `Bearer ${officer.token}`);
  },
  unavailable: async () => {
    const pool = new Pool({ host: '127.0.0.1', port: 1 });
    return request(createApp({ ...world.deps, pool })).get('/readyz');
  },
  'outcome-unknown': async () => {
    // A command that was sent and whose answer has not come yet: its receipt is there without an answer.
    const commandId = randomUUID();
    const secretaryToGo = await secretary();
    const send = () =>
      world.as(officer).post(`${inPlace(world.city.c1)}/${secretaryToGo.accountId}/disable`, { commandId });
    await send();
    await world.db.pool.query('update command_receipt set status = null, response = null where command_id = $1', [
      commandId,
    ]);
    return send();
  },
  'command-id-reused': async () => {
    const body = newAccount('communitySecretary');
    await world.as(officer).post(inPlace(world.city.c1), body).expect(201);
    return world.as(officer).post(inPlace(world.city.c1), { ...body, displayName: '别人' });
  },
  'login-name-taken': async () => {
    const body = newAccount('communitySecretary');
    await world.as(officer).post(inPlace(world.city.c1), body).expect(201);
    return world.as(officer).post(inPlace(world.city.c1), { ...body, commandId: randomUUID() });
  },
  'weak-password': async () => {
    const { password, ...person } = await secretary();
    const body = { commandId: randomUUID(), currentPassword: password, newPassword: 'short' };
    return world.as({ password, ...person }).post('/v1/me/password', body);
  },
  'wrong-password': async () => {
    const body = { commandId: randomUUID(), currentPassword: 'wrong', newPassword: 'a perfectly long sentence' };
    return world.as(await secretary()).post('/v1/me/password', body);
  },
  'role-not-at-place': async () => world.as(officer).post(inPlace(world.city.e1), newAccount('communitySecretary')),
  'role-above-own': async () => world.as(officer).post(inPlace(world.city.s1), newAccount('streetOfficer')),
  'department-needed': async () => world.as(officer).post(inPlace(world.city.s1), newAccount('departmentOfficer')),
  'account-disabled': async () => {
    const { accountId } = await secretary();
    const disable = () =>
      world.as(officer).post(`${inPlace(world.city.c1)}/${accountId}/disable`, { commandId: randomUUID() });
    await disable().expect(204);
    return disable();
  },
  'grant-ended': async () => {
    const { accountId } = await secretary();
    const end = `${inPlace(world.city.c1)}/${accountId}/grants/${randomUUID()}/end`;
    return world.as(officer).post(end, { commandId: randomUUID() });
  },
  'grant-exists': async () => {
    const { accountId } = await secretary();
    const body = { commandId: randomUUID(), role: 'communitySecretary' };
    return world.as(officer).post(`${inPlace(world.city.c1)}/${accountId}/grants`, body);
  },
  'already-running': async () => {
    await launchElection(world, world.city.e2);
    const body = {
      commandId: randomUUID(),
      electionId: randomUUID(),
      trigger: 'termEnding',
      termEndsOn: null,
      seats: 5,
    };
    return world.as(officer).post(`/v1/estates/${world.city.e2.id}/elections`, body);
  },
};

describe('provoked over HTTP', () => {
  it.each(Object.keys(PROVOKED) as ProblemCode[])('%s', async (code) => {
    const answer = await (PROVOKED[code] as () => Promise<Response>)();
    expect([answer.status, answer.body.code]).toEqual([PROBLEMS[code].status, code]);
    expect(answer.type).toBe('application/problem+json');
  });
});

describe('a code is provoked by some test', () => {
  const elsewhere = testTexts(path.join(__dirname, '..'));

  it.each(codes.filter((code) => PROVOKED[code] === undefined))('%s', (code) => {
    // As a literal of its own, or as '409 the-code'.
    const quoted = new RegExp(`['"\`](?:\\d{3} )?${code}['"\`]`);
    expect(elsewhere.filter(({ text }) => quoted.test(text)).map(({ file }) => file)).not.toEqual([]);
  });
});

/** Every test but this one; fixtures only list what they tolerate. */
function testTexts(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('problems.api.test.ts'))
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));
}
