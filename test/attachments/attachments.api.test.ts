// Photos and recordings over HTTP: who may bring one, who may look at it when, what it is kept as, and when it is gone.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchProblem } from '../support/record-command';
import { anM4a, aPhoto, OWNER_NAME, withMetadata } from './files';

let world: World;
let resident: Person;
let neighbour: Person;
let stranger: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { e1, e4 } = world.city;
  resident = await world.person([{ role: 'resident', at: e1 }]);
  neighbour = await world.person([{ role: 'resident', at: e1 }]);
  stranger = await world.person([{ role: 'resident', at: e4 }]);
});
afterAll(() => world.close());

const upload = (who: Person | null, file: Buffer, kind = 'photo', commandId: string = randomUUID()) =>
  world
    .as(who)
    .post(`/v1/attachments?commandId=${commandId}&kind=${kind}`)
    .set('Content-Type', 'application/octet-stream')
    .send(file as unknown as object);
const look = (who: Person | null, id: string) => world.as(who).get(`/v1/attachments/${id}`);
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;

/** Reported with these files; the id of the problem. */
async function reported(attachments: string[], more: object = {}): Promise<Response> {
  const body = { commandId: randomUUID(), problemId: randomUUID(), category: 'leak', reportText: '漏', attachments };
  return world.as(resident).post(`/v1/estates/${world.city.e1.id}/problems`, { ...body, ...more });
}

it('a photo is its uploader’s alone until it is used, and then everybody’s who may see the problem', async () => {
  const { body: kept } = await upload(resident, withMetadata(await aPhoto())).expect(201);
  expect(kept).toMatchObject({ kind: 'photo', mediaType: 'image/jpeg', width: 64, height: 48, reportId: null });
  const seen = async () => [
    (await look(resident, kept.attachmentId)).status,
    (await look(neighbour, kept.attachmentId)).status,
    (await look(stranger, kept.attachmentId)).status,
  ];
  expect(await seen()).toEqual([200, 404, 404]);
  const { body } = await reported([kept.sha256]).then((answer) => (expect(answer.status).toBe(201), answer));
  expect(await seen()).toEqual([200, 200, 404]);
  const list = await world.as(neighbour).get(`/v1/problems/${body.processId}/attachments`).expect(200);
  expect(list.body.items).toMatchObject([{ attachmentId: kept.attachmentId, expiresAt: null }]);
  expect(code(await look(null, kept.attachmentId))).toBe('401 unauthenticated');
});

it('what is served is the cleaned file, as a download that no browser takes for a page', async () => {
  const { body: kept } = await upload(resident, withMetadata(await aPhoto())).expect(201);
  const served = await look(resident, kept.attachmentId).buffer(true).expect(200);
  expect(served.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  });
  expect(served.headers['content-disposition']).toMatch(/^attachment;/);
  const bytes = served.body as Buffer;
  expect([bytes.length, bytes.includes(OWNER_NAME)]).toEqual([kept.byteCount, false]);
});

it('the database holds no byte of it in the clear', async () => {
  const { body: kept } = await upload(resident, anM4a(), 'voice').expect(201);
  const { rows } = await world.db.pool.query<{ content: Buffer }>('select content from attachment where id = $1', [
    kept.attachmentId,
  ]);
  expect(rows[0]?.content.includes('ftyp')).toBe(false);
  const served = await look(resident, kept.attachmentId).responseType('blob').expect(200);
  expect((served.body as Buffer).subarray(4, 8).toString()).toBe('ftyp');
});

it('a complaint’s photo is not shown to whom it is about, whatever role that person has', async () => {
  const firm = await world.person([{ role: 'firmManager', at: world.city.e1 }]);
  const { body: kept } = await upload(resident, await aPhoto()).expect(201);
  const complaintOf = { role: 'firmManager', accountId: firm.accountId };
  expect((await reported([kept.sha256], { complaintOf })).status).toBe(201);
  expect([(await look(firm, kept.attachmentId)).status, (await look(resident, kept.attachmentId)).status]).toEqual([
    404, 200,
  ]);
});

it('a file that is not what it should be is refused by name, and one that is too large before it is opened', async () => {
  expect(code(await upload(resident, anM4a()))).toBe('422 not-a-photo');
  expect(code(await upload(resident, await aPhoto(), 'voice'))).toBe('422 not-a-recording');
  expect(code(await upload(resident, await aPhoto({ width: 10_000, height: 5_001 })))).toBe(
    '422 photo-too-many-pixels',
  );
  const limit = world.deps.config.attachments.maxBytes;
  expect(code(await upload(resident, Buffer.alloc(limit)))).toBe('422 not-a-photo');
  expect(code(await upload(resident, Buffer.alloc(limit + 1)))).toBe('413 too-large');
  expect(code(await upload(null, await aPhoto()))).toBe('401 unauthenticated');
});

it('an upload that is sent again is kept once', async () => {
  const commandId = randomUUID();
  const photo = await aPhoto();
  const first = await upload(resident, photo, 'photo', commandId).expect(201);
  const again = await upload(resident, photo, 'photo', commandId).expect(201);
  expect(again.body).toEqual(first.body);
  expect(code(await upload(resident, await aPhoto({ width: 30 }), 'photo', commandId))).toBe('409 command-id-reused');
});

it('nobody reports with another’s photo, with one that was used elsewhere, or with one that has expired', async () => {
  const { body: theirs } = await upload(neighbour, await aPhoto({ width: 31 })).expect(201);
  expect(code(await reported([theirs.sha256]))).toBe('422 attachment-unknown');
  const { body: mine } = await upload(resident, await aPhoto({ width: 32 })).expect(201);
  expect((await reported([mine.sha256])).status).toBe(201);
  expect(code(await reported([mine.sha256], { category: 'lighting' }))).toBe('422 attachment-unknown');
  const { body: old } = await upload(resident, await aPhoto({ width: 33 })).expect(201);
  await world.db.pool.query(`update attachment set expires_at = clock_timestamp() where id = $1`, [old.attachmentId]);
  expect(code(await reported([old.sha256]))).toBe('422 attachment-unknown');
  expect((await look(resident, old.attachmentId)).status).toBe(404);
});

it('what nobody used goes with the next upload, and what was used stays', async () => {
  const { body: unused } = await upload(resident, await aPhoto({ width: 34 })).expect(201);
  const { body: used } = await upload(resident, await aPhoto({ width: 35 })).expect(201);
  const problemId = await launchProblem(world, world.city.e1);
  const body = { commandId: randomUUID(), reportId: randomUUID(), attachments: [used.sha256] };
  await world.as(resident).post(`/v1/problems/${problemId}/reports`, body).expect(201);
  await world.db.pool.query(`update attachment set expires_at = clock_timestamp() where expires_at is not null`);
  await upload(neighbour, await aPhoto()).expect(201);
  const { rows } = await world.db.pool.query<{ id: string }>('select id from attachment where id = any($1)', [
    [unused.attachmentId, used.attachmentId],
  ]);
  expect(rows).toEqual([{ id: used.attachmentId }]);
});

it('an account cannot fill the disk with files that nobody needs', async () => {
  const eager = await world.person([{ role: 'resident', at: world.city.e1 }]);
  await world.db.pool.query(
    `insert into attachment (id, sha256, kind, media_type, byte_count, ring_key_id, content, uploaded_by, uploaded_at, expires_at)
     select gen_random_uuid(), repeat('a', 64), 'photo', 'image/jpeg', 1, 'k1', '', $1, clock_timestamp(), clock_timestamp() + interval '1 hour'
     from generate_series(1, 39)`,
    [eager.accountId],
  );
  await upload(eager, await aPhoto()).expect(201);
  expect(code(await upload(eager, await aPhoto()))).toBe('409 too-many-attachments');
});
