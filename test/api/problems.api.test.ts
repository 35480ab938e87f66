// One test per problem code. The codes of the frame and of accounts are provoked here, one by one; how every code comes out (status,
// titles, body) is asked of the frame itself; and a code that no test anywhere provokes fails.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import express from 'express';
import { Pool } from 'pg';
import { Client } from '@temporalio/client';
import request, { type Response } from 'supertest';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { Authenticator } from '../../api/auth/authenticator';
import { operation } from '../../api/contracts/operation';
import { PROBLEMS, type ProblemCode } from '../../api/problems';
import { mountOperations, notFound, problemHandler, requestFacts } from '../../api/routing';
import { refused } from '../../store/refused';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aVotePolicy, aYesNoItem } from '../support/build';
import { launchElection } from '../support/record-command';
import { devServer } from '../support/temporal';

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
    return launch(world.city.e2);
  },
  'id-already-used': async () => {
    const electionId = await launchElection(world, world.city.e4);
    return launch(world.city.e1, { electionId });
  },
  'not-an-estate': () => launch(world.city.c1),
  'register-empty': () => launch(world.city.e3),
  'seats-out-of-bounds': () => launch(world.city.e1, { seats: 1 }),
  'policy-not-found': () => launch(world.city.e1, { policy: { kind: 'preset', id: 'atlantis' } }),
  'policy-refused': () => launch(world.city.e1, { policy: { kind: 'document', document: {} } }),
  'rehearsal-in-production': async () => {
    const app = createApp({ ...world.deps, config: { ...world.deps.config, isProduction: true } });
    const body = { ...anElection(), rehearsalDayMs: 1000 };
    return request(app)
      .post(`/v1/estates/${world.city.e1.id}/elections`)
      .set('Authorization', `Bearer ${officer.token}`)
      .send(body);
  },
  'scope-outside-estate': async () => {
    const scope = { kind: 'estate', placeId: world.city.e2.id };
    const body = { commandId: randomUUID(), voteId: randomUUID(), scope, agenda: [aYesNoItem()] };
    return world.as(officer).post(`/v1/estates/${world.city.e1.id}/votes`, body);
  },
  'assistance-not-allowed': () =>
    command(running(), { type: 'stopElection', reasonText: '因', basisText: '据' }, randomUUID()),
  'not-an-owner-here': () => command(running(), anObjection(), randomUUID()),
  'process-busy': () => fortyAtOnce(),

  'place-kind-mismatch': async () => world.as(officer).get(`/v1/places/${world.city.c1.id}/units`),
  'place-name-taken': async () => {
    const create = () =>
      world
        .as(officer)
        .post(`/v1/places/${world.city.c1.id}/children`, { commandId: randomUUID(), kind: 'estate', name: '同名小区' });
    await create().expect(201);
    return create();
  },
  'register-file-refused': async () =>
    world
      .as(officer)
      .post(`/v1/places/${world.city.e3.id}/register-imports?commandId=${randomUUID()}&format=xlsx`)
      .type('application/octet-stream')
      .send(Buffer.from('this is no workbook')),
  'number-not-recorded': async () => {
    const body = { commandId: randomUUID(), field: 'phone', reasonText: '核对' };
    return world.as(officer).post(`/v1/owners/${world.city.u1.ownerId}/unmask`, body);
  },
};

const anElection = () => ({
  commandId: randomUUID(),
  electionId: randomUUID(),
  trigger: 'termEnding',
  termEndsOn: null,
  seats: 5,
});
const launch = async (estate: { id: string }, more: object = {}): Promise<Response> =>
  world.as(officer).post(`/v1/estates/${estate.id}/elections`, { ...anElection(), ...more });

let runningElection: Promise<string> | undefined;
const running = (): Promise<string> => (runningElection ??= launchElection(world, world.city.e1));
const anObjection = () => ({ type: 'objectToGroup', objectionId: randomUUID(), reasonText: '异议' });
const command = async (election: Promise<string>, given: object, inNameOf?: string): Promise<Response> =>
  world.as(officer).post(`/v1/elections/${await election}/commands`, {
    commandId: randomUUID(),
    command: given,
    ...(inNameOf && { inNameOf }),
  });

/** Forty commands at once to a process that no worker serves: the first answer says that the process is busy. */
async function fortyAtOnce(): Promise<Response> {
  const { connection, namespace, close } = await devServer();
  const temporal = new Client({ connection, namespace });
  const server = createApp({ ...world.deps, temporal, start: { taskQueue: `nobody-${randomUUID()}` } }).listen(0);
  const election = await running();
  const send = async () =>
    request(server)
      .post(`/v1/elections/${election}/commands`)
      .set('Authorization', `Bearer ${officer.token}`)
      .send({ commandId: randomUUID(), command: { type: 'resume' } });
  const sent = Array.from({ length: 40 }, send);
  const first = await Promise.race(sent);
  // The others would wait for ten seconds each, eight at a time.
  await close();
  await Promise.allSettled(sent);
  server.close();
  return first;
}

describe('provoked over HTTP', () => {
  it.each(Object.keys(PROVOKED) as ProblemCode[])('%s', async (code) => {
    const answer = await (PROVOKED[code] as () => Promise<Response>)();
    expect([answer.status, answer.body.code]).toEqual([PROBLEMS[code].status, code]);
    expect(answer.type).toBe('application/problem+json');
  });
});

it('scope-has-no-units: a roll of a building in which nothing counts', async () => {
  const scope = { kind: 'building', placeId: world.city.b1.id } as const;
  await world.db.pool.query(
    `insert into place (id, kind, parent_id, path, name) values ($1, 'building', $2, $3, '空楼')`,
    [emptyBuilding.id, world.city.e1.id, `${world.city.e1.path}${emptyBuilding.id}/`],
  );
  const freeze = freezeRoll(world.db.pool, randomUUID(), 1, { ...scope, placeId: emptyBuilding.id }, aVotePolicy());
  await expect(freeze).rejects.toMatchObject({ rejection: { code: 'scope-has-no-units' } });
});
const emptyBuilding = { id: randomUUID() };

describe('a code is provoked by some test', () => {
  const elsewhere = testTexts(path.join(__dirname, '..'));

  it.each(codes.filter((code) => PROVOKED[code] === undefined))('%s', (code) => {
    // As a literal of its own, or as '409 the-code'.
    const quoted = new RegExp(`['"\`](?:\\d{3} )?${code}['"\`]`);
    expect(elsewhere.filter(({ text }) => quoted.test(text)).map(({ file }) => file)).not.toEqual([]);
  });
});

/** Every test, but no fixtures: those only list what they tolerate. */
function testTexts(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));
}
