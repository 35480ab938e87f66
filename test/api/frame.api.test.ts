// Between the socket and a handler: what is refused, how, and what is never said or logged. Raw requests where a client library
// would be too polite.
import { randomUUID } from 'node:crypto';
import { request as rawRequest, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import { z } from 'zod';
import { Authenticator } from '../../api/auth/authenticator';
import { operation, type Operation } from '../../api/contracts/operation';
import { createHttpServer } from '../../api/http-server';
import { mountOperations, notFound, problemHandler, requestFacts, type Route } from '../../api/routing';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let officer: Person;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(() => world.close());

const postRaw = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  request(world.app)
    .post(path)
    .set('Authorization', `Bearer ${officer.token}`)
    .set('Content-Type', 'application/json')
    .set(headers)
    .serialize((text) => text as string)
    .send(body as string);

const loginRaw = (body: string | Buffer) => postRaw('/v1/login', body);
const errorOf = async (sent: PromiseLike<{ status: number; body: { code: string; errors: { code: string }[] } }>) => {
  const { status, body } = await sent;
  return [status, body.code, body.errors?.[0]?.code];
};

describe('a body', () => {
  it.each([
    ['that is no JSON', '{"loginName":', 'invalid-json'],
    ['that is missing', '', 'empty-body'],
    ['with a key twice', '{"loginName":"a","loginName":"b","password":"x"}', 'duplicate-key'],
    ['with a key twice, once in disguise', '{"loginName":"a","login\\u004eame":"b","password":"x"}', 'duplicate-key'],
    ['with __proto__', '{"__proto__":{"isAdmin":true},"loginName":"abc","password":"x"}', 'forbidden-key'],
    ['with constructor', '{"constructor":{},"loginName":"abc","password":"x"}', 'forbidden-key'],
    ['with a NUL in a text', '{"loginName":"abc","password":"x\\u0000y"}', 'invalid-character'],
    ['with a lone surrogate', '{"loginName":"abc","password":"\\ud800"}', 'invalid-character'],
    ['with a number beyond all numbers', '{"loginName":"abc","password":1e309}', 'number-out-of-range'],
    ['with a number of 400 digits', `{"loginName":${'9'.repeat(400)}}`, 'number-out-of-range'],
    ['with a lone surrogate in a key', '{"\\udc00":1}', 'invalid-character'],
    ['ten thousand levels deep', '['.repeat(10_000) + ']'.repeat(10_000).slice(0), 'too-deep'],
  ])('%s is malformed', async (_what, body, code) => {
    const path = body.length > 4000 ? '/v1/logout' : '/v1/login';
    expect(await errorOf(postRaw(path, body))).toEqual([400, 'malformed-request', code]);
  });

  it.each([
    ['blanks', '  \t '],
    ['characters of no width', '\u200b\u2060'],
  ])('with a reason of nothing but %s is malformed, and says where', async (_what, reasonText) => {
    const answer = await world.as(officer).post(`/v1/elections/${randomUUID()}/commands`, {
      commandId: randomUUID(),
      command: { type: 'reopenNomination', reasonText },
    });
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path: 'body.command.reasonText', code: 'blank-text', message: '请写明内容' }],
    ]);
  });

  it('that is not UTF-8 is malformed', async () => {
    const gbk = Buffer.from([0x7b, 0x22, 0xd5, 0xc5, 0x22, 0x3a, 0x31, 0x7d]);
    const server = await listening(world);
    try {
      const answer = await send(server, 'POST', '/v1/login', gbk, { 'Content-Type': 'application/json' });
      expect([answer.status, answer.body.errors[0]?.code]).toEqual([400, 'invalid-utf8']);
    } finally {
      server.close();
    }
  });

  it('with a surrogate pair, a quote or a backslash in a text is taken as it is', async () => {
    expect((await loginRaw('{"loginName":"abc","password":"\\ud842\\udfb7 \\" \\\\ {["}')).status).toBe(401);
  });

  it.each([
    ['an unknown field', { loginName: 'abc', password: 'x', isAdmin: true }, 'unrecognized_keys'],
    ['the wrong type', { loginName: 'abc', password: 17 }, 'invalid_type'],
    ['too long a text', { loginName: 'abc', password: 'x'.repeat(201) }, 'too_big'],
    ['an array instead of an object', [], 'invalid_type'],
    ['null', null, 'invalid_type'],
  ])('with %s is malformed, and the place is named', async (_what, body, code) => {
    const answer = await loginRaw(JSON.stringify(body));
    expect([answer.status, answer.body.errors[0].code]).toEqual([400, code]);
    expect(answer.body.errors[0].path).toMatch(/^body/);
    expect(JSON.stringify(answer.body)).not.toContain('x'.repeat(201));
  });

  it('of exactly the limit is read, one byte more is too large', async () => {
    const body = (size: number) => {
      const start = '{"loginName":"abc","password":"x"';
      return start + ' '.repeat(size - start.length - 1) + '}';
    };
    expect((await loginRaw(body(4096))).status).toBe(401);
    const tooLarge = await loginRaw(body(4097));
    expect([tooLarge.status, tooLarge.body.code, tooLarge.body.params]).toEqual([
      413,
      'too-large',
      { limitBytes: 4096 },
    ]);
  });

  it('of 10 MB gets its 413 instead of a broken connection, announced or not', async () => {
    const server = await listening(world);
    const big = Buffer.alloc(10 * 1024 * 1024, 0x20);
    try {
      const announced = await send(server, 'POST', '/v1/login', big, { 'Content-Type': 'application/json' });
      expect([announced.status, announced.body.code]).toEqual([413, 'too-large']);
      const chunked = await send(server, 'POST', '/v1/login', big, {
        'Content-Type': 'application/json',
        'Transfer-Encoding': 'chunked',
      });
      expect([chunked.status, chunked.body.code]).toEqual([413, 'too-large']);
    } finally {
      server.close();
    }
  });

  it('of 10 MB gets its 413 also when the client reads nothing before everything is sent, and wants no more', async () => {
    const server = await listening(world);
    const big = Buffer.alloc(10 * 1024 * 1024, 0x20);
    try {
      const head = ['POST /v1/login HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Type: application/json'];
      const answer = await sendFirst(server, [...head, `Content-Length: ${big.length}`], big);
      expect(answer).toMatch(/^HTTP\/1.1 413 [^]*"code":"too-large"[^]*}$/);
    } finally {
      server.close();
    }
  });

  it.each([
    ['that is no HTTP', ['GARBAGE'], '400', 'malformed-request'],
    [
      'with a negative length',
      ['POST /v1/login HTTP/1.1', 'Host: x', 'Content-Length: -5'],
      '400',
      'malformed-request',
    ],
    ['with a header of 70 kB', ['GET /v1/me HTTP/1.1', 'Host: x', `X-A: ${'a'.repeat(70_000)}`], '413', 'too-large'],
  ])('%s is answered with a problem', async (_what, head, status, code) => {
    const server = await listening(world);
    try {
      const answer = await sendFirst(server, head, Buffer.alloc(0));
      expect(answer).toContain(`HTTP/1.1 ${status} `);
      expect(answer).toContain('application/problem+json');
      expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
        code,
        title: expect.stringMatching(/[一-鿿]/),
      });
    } finally {
      server.close();
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=gbk',
    'application/jsonp',
    'multipart/form-data',
  ])('of type %s is not supported', async (type) => {
    expect((await errorOf(postRaw('/v1/login', '{}', { 'Content-Type': type }))).slice(0, 2)).toEqual([
      415,
      'unsupported-media-type',
    ]);
  });

  it('that is compressed is not supported', async () => {
    const answer = await postRaw('/v1/login', '{}', { 'Content-Encoding': 'gzip' });
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
  });

  it.each([
    'application/json',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
    'APPLICATION/JSON',
  ])('of type %s is read', async (type) => {
    expect(
      (await postRaw('/v1/login', JSON.stringify({ loginName: randomUUID(), password: 'x' }), { 'Content-Type': type }))
        .status,
    ).toBe(401);
  });
});

describe('an address', () => {
  const as = (path: string) => world.as(officer).get(path);

  it.each(['/', '/v1', '/v1/me/', '/V1/me', '/v1/unknown', '/docs/../api/main.ts', '/docs/package.json', '/.env'])(
    '%s that nobody serves is not found, as a problem',
    async (path) => {
      const answer = await as(path);
      expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
      expect(answer.type).toBe('application/problem+json');
    },
  );

  it('spelled out is taken before one with a parameter in its place, whatever the order of the table', async () => {
    const paths = ['/a/{id}', '/a/check', '/{x}/b', '/a/{id}/c', '/a/check/c'];
    const routes = paths.map((at, index) => ({
      row: operation({
        id: `r${index}`,
        method: at === '/a/check' ? 'post' : 'get',
        path: at,
        tag: 'test',
        summary: { zh: '', en: '' },
        access: { kind: 'public' },
        params: z.looseObject({}),
        response: z.strictObject({ path: z.string() }),
        status: 200,
        problems: [],
      }) as Operation,
      handler: () => Promise.resolve({ path: at }),
    }));
    const mounted = express().use(requestFacts, mountOperations(routes, world.deps, new Authenticator(world.deps)));
    expect((await request(mounted).post('/a/check').expect(200)).body.path).toBe('/a/check');
    expect((await request(mounted).get('/a/check/c').expect(200)).body.path).toBe('/a/check/c');
    expect((await request(mounted).get('/a/17/c').expect(200)).body.path).toBe('/a/{id}/c');
    expect((await request(mounted).get('/a/17').expect(200)).body.path).toBe('/a/{id}');
    expect((await request(mounted).get('/17/b').expect(200)).body.path).toBe('/{x}/b');
  });

  it('with another method says which are allowed', async () => {
    const answer = await world.as(officer).delete('/v1/me');
    expect([answer.status, answer.body.code, answer.headers['allow']]).toEqual([
      405,
      'method-not-allowed',
      'GET, HEAD, OPTIONS',
    ]);
    const options = await request(world.app).options('/v1/me').expect(204);
    expect(options.headers['allow']).toBe('GET, HEAD, OPTIONS');
  });

  it('does not let a header override the method', async () => {
    const answer = await world.as(officer).get('/v1/me').set('X-HTTP-Method-Override', 'DELETE');
    expect(answer.status).toBe(200);
  });

  it.each(['not-a-uuid', '%00', '%ED%A0%80', "1' or '1'='1", '..%2F..%2Fetc', '0'.repeat(5000)])(
    'with the id %.20s is malformed',
    async (id) => {
      const answer = await as(`/v1/processes/${id.includes('%') ? id : encodeURIComponent(id)}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    },
  );

  it('with an id that does not exist is not found', async () => {
    const answer = await as(`/v1/processes/${randomUUID()}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  });

  it.each([
    ['an unknown name', 'sort=password_hash'],
    ['a name twice', 'limit=1&limit=2'],
    ['a list', 'limit[]=1'],
    ['page size 0', 'limit=0'],
    ['page size 101', 'limit=101'],
    ['page size -1', 'limit=-1'],
    ['page size 1e6', 'limit=1e6'],
    ['a made-up cursor', 'cursor=AAAA'],
    ['a cursor of another list', `cursor=${Buffer.from('["infinity"]').toString('base64url')}`],
    ['a NUL', 'kind=%00'],
    ['__proto__', '__proto__=1'],
    [
      'a hundred thousand names',
      Array.from({ length: 5_000 }, (_, i) => `a${i}=`)
        .join('&')
        .slice(0, 15_000),
    ],
  ])('with %s in the query is malformed', async (_what, query) => {
    const answer = await as(`/v1/processes?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
  });

  it('with page size 1 and 100 is served', async () => {
    await as('/v1/processes?limit=1').expect(200);
    await as('/v1/processes?limit=100').expect(200);
  });
});

describe('a problem', () => {
  it.each([
    [undefined, 'zh-CN', '请先登录'],
    ['en', 'en', 'Please sign in'],
    ['en-GB,en;q=0.9,zh;q=0.1', 'en', 'Please sign in'],
    ['zh-TW, en;q=0.5', 'zh-CN', '请先登录'],
    ['fr', 'zh-CN', '请先登录'],
    ['*', 'zh-CN', '请先登录'],
    ['en;q=nonsense', 'en', 'Please sign in'],
  ])('in answer to Accept-Language %s is in %s', async (header, language, title) => {
    const sent = request(world.app).get('/v1/me');
    const answer = await (header === undefined ? sent : sent.set('Accept-Language', header)).expect(401);
    expect([answer.headers['content-language'], answer.body.title]).toEqual([language, title]);
  });

  it('is an RFC 9457 body with code, parameters, command id and the request id of the header', async () => {
    const commandId = randomUUID();
    const answer = await request(world.app)
      .post('/v1/logout')
      .set('Authorization', `Bearer ${officer.token}`)
      .send({ commandId, surplus: 1 })
      .expect(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:gongzhi:problem:malformed-request',
      title: '请求格式不正确',
      status: 400,
      code: 'malformed-request',
      params: {},
      errors: [{ path: 'body', code: 'unrecognized_keys', message: expect.stringContaining('surplus') }],
      commandId,
      requestId: answer.headers['x-request-id'],
    });
  });

  it('names what is wrong with the input in the language asked for', async () => {
    const message = async (language: string) =>
      (await postRaw('/v1/login', '{"loginName":"abc"}', { 'Accept-Language': language })).body.errors[0]
        .message as string;
    expect(await message('zh')).toMatch(/\p{Script=Han}/u);
    expect(await message('en')).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('our own mistakes', () => {
  const row = (id: string, more: Partial<Operation> = {}) =>
    operation({
      id,
      method: 'get',
      path: `/${id}`,
      tag: 'test',
      summary: { zh: '', en: '' },
      access: { kind: 'public' },
      response: z.strictObject({ n: z.int() }),
      status: 200,
      problems: [],
      ...more,
    });
  const serve = (...routes: Route[]) => {
    const app = express();
    app.use(
      requestFacts,
      mountOperations(routes, world.deps, new Authenticator(world.deps)),
      notFound,
      problemHandler(world.deps),
    );
    return request(app);
  };

  it.each([
    ['a handler that throws', () => Promise.reject(new Error('secret detail 张三 13800138000'))],
    ['an answer that breaks its contract', () => Promise.resolve({ n: 'secret detail' })],
    ['an answer with a field too many', () => Promise.resolve({ n: 1, secret: 'secret detail' })],
  ])('%s is a 500 that says nothing, and is logged once with its request id', async (_what, handler) => {
    world.logLines.length = 0;
    const answer = await serve({ row: row('broken'), handler })
      .get('/broken')
      .expect(500);
    expect(answer.body.code).toBe('internal');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    const logged = world.logLines.filter(({ level }) => level === 50);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ requestId: answer.body.requestId, operationId: 'broken', code: 'internal' });
  });

  it('a database error is logged without its words, which may quote values', async () => {
    world.logLines.length = 0;
    const handler = () => world.db.pool.query(`select '张三'::int`);
    await serve({ row: row('query'), handler })
      .get('/query')
      .expect(500);
    expect(JSON.stringify(world.logLines)).not.toContain('张三');
  });

  it.each(['ECONNREFUSED', '57P01', '53300', '25006'])(
    'a database that is away (%s) is 503 with a time to come back',
    async (code) => {
      const handler = () => Promise.reject(Object.assign(new Error('no database'), { code }));
      const answer = await serve({ row: row('away'), handler })
        .get('/away')
        .expect(503);
      expect([answer.body.code, answer.headers['retry-after']]).toEqual(['unavailable', '5']);
    },
  );
});

describe('the log', () => {
  it('tells operation, status and time, and no name, phone, address, query or body', async () => {
    world.logLines.length = 0;
    await request(world.app).post('/v1/login').send({ loginName: 'zhang-san', password: '13800138000' });
    await world.as(officer).get('/v1/processes?kind=election&placeId=' + randomUUID());
    expect(world.logLines.map(({ operationId, status }) => [operationId, status])).toEqual([
      ['login', 401],
      ['listProcesses', 200],
    ]);
    expect(JSON.stringify(world.logLines)).not.toMatch(/zhang-san|13800138000|127\.0\.0\.1|placeId|Bearer/);
  });
});

describe('the documentation', () => {
  it('is served without asking another host', async () => {
    const page = await request(world.app).get('/docs').expect(200);
    expect(page.text.match(/(?:src|href)="([^"]+)"/g)).not.toHaveLength(0);
    for (const [, address] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(address).toMatch(/^\//);
      await request(world.app)
        .get(address as string)
        .expect(200);
    }
    expect(page.headers['content-security-policy']).toMatch(/default-src 'self'/);
    expect(page.headers['content-security-policy']).not.toMatch(/https?:\/\/\w/);
  });

  it('describes every operation', async () => {
    const document = await request(world.app).get('/openapi.json').expect(200);
    expect(document.body.openapi).toBe('3.1.0');
    expect(document.body.paths['/v1/login'].post.operationId).toBe('login');
  });
});

/** A real socket: supertest would refuse to send what these tests send. */
/** Sends everything and only then reads, until the server closes. */
async function sendFirst(server: Server, head: string[], body: Buffer): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

async function listening({ app }: World): Promise<Server> {
  const server = createHttpServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function send(server: Server, method: string, path: string, body: Buffer, headers: Record<string, string>) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; body: { code: string; errors: { code: string }[] } }>((resolve, reject) => {
    const length = headers['Transfer-Encoding'] === undefined ? { 'Content-Length': String(body.length) } : {};
    const sent = rawRequest(
      { host: '127.0.0.1', port, method, path, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
