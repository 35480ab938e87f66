// Signing in and out, tokens and what is refused, accounts and grants: over HTTP, on a real database.
import { createHmac, randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import request from 'supertest';
import { apiWorld, TEST_TOKEN_KEY, type Person, type World } from '../support/api-world';

let world: World;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const login = (loginName: string, password: string) =>
  request(world.app).post('/v1/login').send({ loginName, password });
const officer = () => world.person([{ role: 'streetOfficer', at: world.city.s1 }]);

describe('signing in', () => {
  it('answers with tokens that open the account, whatever the case of the login name', async () => {
    const person = await officer();
    const answer = await login(person.loginName.toUpperCase(), person.password).expect(200);
    const me = await world
      .as({ ...person, token: answer.body.accessToken as string })
      .get('/v1/me')
      .expect(200);
    expect(me.body).toMatchObject({ id: person.accountId, loginName: person.loginName });
    expect(me.body.grants).toHaveLength(1);
  });

  it('gives a wrong password and an unknown account the same answer', async () => {
    const person = await officer();
    const wrong = await login(person.loginName, 'not-the-password').expect(401);
    const unknown = await login('nobody-here', 'not-the-password').expect(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.body.code).toBe('login-failed');
  });

  it('stops guessing at one account from one address after five failures, and lets another account in meanwhile', async () => {
    const [person, neighbour] = [await officer(), await officer()];
    for (let i = 0; i < 5; i++) await login(person.loginName, 'guess').expect(401);
    const stopped = await login(person.loginName, person.password).expect(429);
    expect(stopped.body.code).toBe('too-many-requests');
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    await login(neighbour.loginName, neighbour.password).expect(200);
  });

  it('forgets four failures after one success', async () => {
    const person = await officer();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) await login(person.loginName, 'guess').expect(401);
      await login(person.loginName, person.password).expect(200);
    }
  });

  it('lets at most five of twenty simultaneous guesses reach the password', async () => {
    const person = await officer();
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(person.loginName, 'guess')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });
});

describe('refresh tokens', () => {
  const refresh = (refreshToken: string) => request(world.app).post('/v1/token/refresh').send({ refreshToken });

  it('are exchanged for new ones', async () => {
    const person = await officer();
    const first = await login(person.loginName, person.password);
    const second = await refresh(first.body.refreshToken as string).expect(200);
    expect(second.body.refreshToken).not.toBe(first.body.refreshToken);
    await refresh(second.body.refreshToken as string).expect(200);
  });

  it('work once more when the answer to the exchange was lost', async () => {
    const person = await officer();
    const first = await login(person.loginName, person.password);
    await refresh(first.body.refreshToken as string).expect(200);
    await refresh(first.body.refreshToken as string).expect(200);
  });

  it('are exchanged even when the request still carries an access token that has run out', async () => {
    const person = await officer();
    const { body } = await login(person.loginName, person.password);
    await refresh(body.refreshToken as string)
      .set('Authorization', 'Bearer no.longer.valid')
      .expect(200);
  });

  it('end the whole session when an old one is shown later: it was stolen', async () => {
    const person = await officer();
    const first = await login(person.loginName, person.password);
    const second = await refresh(first.body.refreshToken as string).expect(200);
    await world.db.pool.query(
      `update session set rotated_at = rotated_at - interval '31 seconds' where account_id = $1`,
      [person.accountId],
    );
    expect((await refresh(first.body.refreshToken as string).expect(401)).body.params).toEqual({ reason: 'reused' });
    await refresh(second.body.refreshToken as string).expect(401);
    await world
      .as({ ...person, token: second.body.accessToken as string })
      .get('/v1/me')
      .expect(401);
  });

  it('are worthless after sign-out, and so is the access token at once', async () => {
    const person = await officer();
    const { body } = await login(person.loginName, person.password);
    const signedIn = world.as({ ...person, token: body.accessToken as string });
    await signedIn.post('/v1/logout', { commandId: randomUUID() }).expect(204);
    await refresh(body.refreshToken as string).expect(401);
    expect((await signedIn.get('/v1/me').expect(401)).body.params).toEqual({ reason: 'revoked' });
  });
});

describe('access tokens', () => {
  let person: Person;
  let claims: Record<string, unknown>;
  const meWith = (token: string) => request(world.app).get('/v1/me').set('Authorization', `Bearer ${token}`);
  const reasonOf = async (token: string): Promise<unknown> => (await meWith(token).expect(401)).body.params.reason;
  const signed = (
    changes: Record<string, unknown>,
    { typ = 'at+jwt', key = TEST_TOKEN_KEY as Uint8Array, alg = 'HS256' } = {},
  ) => new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, typ }).sign(key);

  beforeAll(async () => {
    person = await officer();
    claims = JSON.parse(Buffer.from(person.token.split('.')[1] as string, 'base64url').toString()) as Record<
      string,
      unknown
    >;
  });

  it('signed as ours are taken', async () => {
    await meWith(await signed({})).expect(200);
  });

  it('without a signature are refused', async () => {
    expect(await reasonOf(new UnsecuredJWT(claims).encode())).toBe('invalid');
  });

  it.each(['none', 'None', 'HS512', 'RS256'])('with alg %s in the header are refused', async (alg) => {
    const [, payload] = person.token.split('.');
    const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url');
    const signature = createHmac('sha256', TEST_TOKEN_KEY).update(`${header}.${payload}`).digest('base64url');
    expect(await reasonOf(`${header}.${payload}.${signature}`)).toBe('invalid');
  });

  it.each([
    ['of another audience', { aud: 'another-api' }],
    ['of another issuer', { iss: 'somebody' }],
    ['without an expiry', { exp: undefined }],
    ['without a session', { sid: undefined }],
    ['whose subject is no account id', { sub: `' or 1=1 --` }],
  ])('%s are refused', async (_what, changes) => {
    expect(await reasonOf(await signed(changes))).toBe('invalid');
  });

  it('of another type, such as an id token, are refused', async () => {
    expect(await reasonOf(await signed({}, { typ: 'JWT' }))).toBe('invalid');
  });

  it('signed with another key are refused', async () => {
    expect(await reasonOf(await signed({}, { key: Buffer.alloc(32, 7) }))).toBe('invalid');
  });

  it('that ended a second ago are expired, those with a minute left are not', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await reasonOf(await signed({ exp: now - 1 }))).toBe('expired');
    await meWith(await signed({ exp: now + 60 })).expect(200);
  });

  it('are not replaced by a refresh token', async () => {
    const { body } = await login(person.loginName, person.password);
    expect(await reasonOf(body.refreshToken as string)).toBe('invalid');
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    `Bearer ${'a'.repeat(5000)}`,
    'Bearer a.b.c',
    'Bearer ../../etc/passwd',
  ])('are not any header: %.20s', async (header) => {
    await request(world.app).get('/v1/me').set('Authorization', header).expect(401);
  });

  it('of a disabled account are refused', async () => {
    const gone = await officer();
    await meWith(gone.token).expect(200);
    await world.db.pool.query(
      'update account set disabled_at = clock_timestamp(), token_epoch = token_epoch + 1, epoch_raised_at = clock_timestamp() where id = $1',
      [gone.accountId],
    );
    await untilRefused(gone);
  });

  it('are refused within two seconds after another replica took a role away', async () => {
    const demoted = await officer();
    await meWith(demoted.token).expect(200);
    await world.db.pool.query('update role_grant set ended_at = clock_timestamp() where account_id = $1', [
      demoted.accountId,
    ]);
    await world.db.pool.query(
      'update account set token_epoch = token_epoch + 1, epoch_raised_at = clock_timestamp() where id = $1',
      [demoted.accountId],
    );
    await untilRefused(demoted);
    const renewed = await meWith(await world.tokenFor(demoted.accountId)).expect(200);
    expect(renewed.body.grants).toEqual([]);
  });

  /** Asks until the answer is 401; fails when it takes longer than the two seconds promised. */
  async function untilRefused({ token }: Person): Promise<void> {
    const until = Date.now() + 2_500;
    while ((await meWith(token)).status !== 401) {
      if (Date.now() > until) throw new Error('the token was still taken after 2.5 s');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

describe('sample accounts', () => {
  it('are refused in production as if they did not exist', async () => {
    const production = await apiWorld({ config: { isProduction: true } });
    try {
      const sample = await production.person([{ role: 'streetOfficer', at: production.city.s1 }], { isSample: true });
      const real = await production.person([{ role: 'streetOfficer', at: production.city.s1 }]);
      const answer = await request(production.app).post('/v1/login').send(sample).expect(400);
      expect(answer.body.code).toBe('malformed-request');
      const signIn = ({ loginName, password }: Person) =>
        request(production.app).post('/v1/login').send({ loginName, password });
      expect((await signIn(sample).expect(401)).body.code).toBe('login-failed');
      await signIn(real).expect(200);
      await production.as(sample).get('/v1/me').expect(401);
    } finally {
      await production.close();
    }
  });
});

describe('accounts and grants', () => {
  const accountsOf = (place: { id: string }) => `/v1/places/${place.id}/accounts`;

  it('lets a street officer open a community secretary, who can then sign in with the password shown', async () => {
    const clerk = world.as(await officer());
    const body = {
      commandId: randomUUID(),
      loginName: 'secretary-1',
      displayName: '王书记',
      role: 'communitySecretary',
    };
    const opened = await clerk.post(accountsOf(world.city.c1), body).expect(201);
    const again = await clerk.post(accountsOf(world.city.c1), body).expect(201);
    expect(again.body).toEqual(opened.body);
    await login('secretary-1', opened.body.password as string).expect(200);
    const listed = await clerk.get(accountsOf(world.city.c1)).expect(200);
    expect(listed.body.items.map(({ loginName }: { loginName: string }) => loginName)).toContain('secretary-1');
  });

  it('keeps the shown password out of the database', async () => {
    const clerk = world.as(await officer());
    const commandId = randomUUID();
    const body = { commandId, loginName: 'secretary-2', displayName: '李书记', role: 'communitySecretary' };
    const opened = await clerk.post(accountsOf(world.city.c1), body).expect(201);
    const { rows } = await world.db.pool.query('select response::text from command_receipt where command_id = $1', [
      commandId,
    ]);
    expect(rows[0].response).not.toContain(opened.body.password);
  });

  it.each([
    ['their own role', 'streetOfficer', 's1', 'role-above-own'],
    ['a district role', 'districtSupervisor', 'district', null],
    ['an auditor', 'auditor', 's1', 'role-above-own'],
    ['a secretary at an estate', 'communitySecretary', 'e1', 'role-not-at-place'],
    ['the role of owner', 'owner', 'e1', 'role-not-at-place'],
    ['a department officer of no department', 'departmentOfficer', 's1', 'department-needed'],
  ] as const)('refuses a street officer who opens an account with %s', async (_what, role, place, code) => {
    const clerk = world.as(await officer());
    const body = { commandId: randomUUID(), loginName: 'never-opened', displayName: '某某', role };
    const answer = await clerk.post(accountsOf(world.city[place]), body);
    expect(answer.body.code).toBe(code ?? 'not-found');
    const { rowCount } = await world.db.pool.query(`select from account where login_name = 'never-opened'`);
    expect(rowCount).toBe(0);
  });

  it('refuses a second account of the same login name', async () => {
    const clerk = world.as(await officer());
    const body = () => ({
      commandId: randomUUID(),
      loginName: 'twice',
      displayName: '某某',
      role: 'communitySecretary',
    });
    await clerk.post(accountsOf(world.city.c1), body()).expect(201);
    expect((await clerk.post(accountsOf(world.city.c1), body()).expect(409)).body.code).toBe('login-name-taken');
  });

  it('takes a role away at once, and says so when it is gone already', async () => {
    const clerk = world.as(await officer());
    const secretary = await world.person([{ role: 'communitySecretary', at: world.city.c1 }]);
    const { body: me } = await world.as(secretary).get('/v1/me').expect(200);
    const end = () =>
      clerk.post(`${accountsOf(world.city.c1)}/${secretary.accountId}/grants/${me.grants[0].id}/end`, {
        commandId: randomUUID(),
      });
    await end().expect(204);
    await world.as(secretary).get('/v1/me').expect(401);
    expect((await end()).status).toBe(404);
  });

  it('never lets a street officer disable another street officer or someone of another street', async () => {
    const clerk = world.as(await officer());
    const peer = await officer();
    const stranger = await world.person([{ role: 'communitySecretary', at: world.city.c3 }]);
    const disable = (place: { id: string }, { accountId }: Person) =>
      clerk.post(`${accountsOf(place)}/${accountId}/disable`, { commandId: randomUUID() });
    expect((await disable(world.city.s1, peer)).body.code).toBe('role-above-own');
    expect((await disable(world.city.s1, stranger)).body.code).toBe('not-found');
    expect((await disable(world.city.s2, stranger)).body.code).toBe('not-found');
  });

  it('opens accounts for the owners of an estate, each the owner of exactly their own units', async () => {
    const clerk = world.as(await officer());
    const path = `/v1/places/${world.city.e2.id}/owner-accounts`;
    const issued = await clerk.post(path, { commandId: randomUUID() }).expect(201);
    expect(issued.body.accounts).toHaveLength(1);
    expect(issued.body.remainingCount).toBe(0);
    const [first] = issued.body.accounts;
    const { body } = await login(first.loginName as string, first.password as string).expect(200);
    const me = await request(world.app).get('/v1/me').set('Authorization', `Bearer ${body.accessToken}`).expect(200);
    expect(me.body.grants).toEqual([expect.objectContaining({ role: 'owner', path: world.city.u3.path })]);
    expect((await clerk.post(path, { commandId: randomUUID() }).expect(201)).body.accounts).toEqual([]);
  });

  it('records who opened, granted and disabled, and refuses to change that record', async () => {
    const clerk = await officer();
    const body = { commandId: randomUUID(), loginName: 'grid-1', displayName: '网格员', role: 'gridWorker' };
    const { body: opened } = await world.as(clerk).post(accountsOf(world.city.c1), body).expect(201);
    await world
      .as(clerk)
      .post(`${accountsOf(world.city.c1)}/${opened.accountId}/disable`, { commandId: randomUUID() })
      .expect(204);
    const { rows } = await world.db.pool.query(
      'select type, by_account_id, authority_role, authority_path from account_event where account_id = $1 order by at, type desc',
      [opened.accountId],
    );
    expect(rows.map(({ type }) => type)).toEqual(['opened', 'granted', 'disabled']);
    for (const row of rows) {
      expect(row).toMatchObject({
        by_account_id: clerk.accountId,
        authority_role: 'streetOfficer',
        authority_path: world.city.s1.path,
      });
    }
    await expect(world.db.pool.query('delete from account_event')).rejects.toThrow();
  });

  it('changes a password after seeing the old one, refuses a weak one, and ends the sessions of before', async () => {
    const person = await officer();
    const change = (currentPassword: string, newPassword: string) =>
      world.as(person).post('/v1/me/password', { commandId: randomUUID(), currentPassword, newPassword });
    expect((await change(person.password, 'short').expect(422)).body.code).toBe('weak-password');
    expect((await change('wrong', 'a perfectly long sentence').expect(422)).body.code).toBe('wrong-password');
    await change(person.password, 'a perfectly long sentence').expect(204);
    await world.as(person).get('/v1/me').expect(401);
    await login(person.loginName, person.password).expect(401);
    await login(person.loginName, 'a perfectly long sentence').expect(200);
  });
});
