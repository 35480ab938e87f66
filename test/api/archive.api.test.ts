// The archive of a process, a litigation hold, and the erasure of what somebody said.
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection, recordCommand } from '../support/record-command';

let world: World;
let officer: Person;
let district: Person;
let election: string;
const WORDS = '组员王某与物业有利害关系';

beforeAll(async () => {
  world = await apiWorld();
  const { city } = world;
  officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  district = await world.person([{ role: 'districtSupervisor', at: city.district }]);
  election = await launchElection(world, city.e1);
  const street = { kind: 'account', id: officer.accountId, role: 'streetOfficer' } as const;
  await recordCommand(world, election, street, {
    ...{ type: 'stopElection', reasonText: WORDS, basisText: '物业管理条例 19' },
  });
});
afterAll(() => world.close());

type Line = { kind: string; [field: string]: unknown };
const archive = async (who = officer): Promise<{ text: string; lines: Line[] }> => {
  const { body } = await world
    .as(who)
    .get(`/v1/processes/${election}/archive`)
    .buffer(true)
    .parse((answer, done) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => done(null, text));
    })
    .expect(200);
  const text = body as string;
  return {
    text,
    lines: text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  };
};
const order = (path: string, who = district) =>
  world.as(who).post(`/v1/processes/${election}/${path}`, { commandId: randomUUID(), reasonText: '法院通知' });
const textHash = async (): Promise<string> =>
  (await archive()).lines.find(({ kind, body }) => kind === 'text' && body === WORDS)?.['sha256'] as string;

describe('the archive', () => {
  it('holds the whole record in order, each event following from the one before, with the words behind the hashes', async () => {
    const { lines } = await archive();
    const head = lines[0] as Line;
    const events = lines.filter(({ kind }) => kind === 'event');
    expect(head).toMatchObject({ kind: 'archive', processId: election, outcome: 'stopped' });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    for (const [index, event] of events.entries())
      if (index > 0) expect(event['prevHash']).toBe((events[index - 1] as Line)['hash']);
    expect(events.at(-1)?.['hash']).toBe(head['hash']);
    for (const { salt, body, sha256 } of lines.filter(({ kind }) => kind === 'text'))
      expect(
        createHash('sha256')
          .update(`${(salt as string | null) ?? ''}${body as string}`)
          .digest('hex'),
      ).toBe(sha256);
  });

  it('is sealed: a changed letter is found, and the seal is the installation’s', async () => {
    const { text, lines } = await archive();
    const { sha256, signature, keyId, lines: count } = lines.at(-1) as Line & Record<string, string>;
    const before = text.trimEnd().split('\n').slice(0, -1);
    const digest = (rows: string[]) =>
      createHash('sha256')
        .update(rows.map((row) => `${row}\n`).join(''))
        .digest('hex');
    expect(count).toBe(before.length);
    expect(digest(before)).toBe(sha256);
    expect(digest(before.map((row, index) => (index === 1 ? row.replace('a', 'b') : row)))).not.toBe(sha256);
    const { body } = await world.as(null).get('/v1/keys').expect(200);
    const key = (body as { keys: { kid: string; x: string }[] }).keys.find(({ kid }) => kid === keyId);
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key?.x ?? '' }, format: 'jwk' });
    const signed = Buffer.from(`${election}\n${count}\n${sha256}`);
    expect(verify(null, signed, publicKey, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
  });
});

describe('a litigation hold', () => {
  it('is placed once, keeps every word, and is lifted on the record', async () => {
    const sha256 = await textHash();
    await order('holds').expect(200);
    expect((await order('holds').expect(409)).body).toMatchObject({ code: 'already-on-hold' });
    expect((await order(`texts/${sha256}/erasure`).expect(409)).body).toMatchObject({ code: 'on-hold' });
    const { body } = await order('holds/lifting').expect(200);
    expect(body).toMatchObject({ isHeld: false, items: [{ isHeld: true }, { isHeld: false }] });
    expect((await order('holds/lifting').expect(409)).body).toMatchObject({ code: 'not-on-hold' });
  });
});

describe('the erasure of a text', () => {
  it('takes the words and their salt, and leaves the chain whole and the hash unexplained', async () => {
    const sha256 = await textHash();
    await order(`texts/${sha256}/erasure`, officer).expect(403);
    await order(`texts/${sha256}/erasure`).expect(200);
    const { text, lines } = await archive();
    expect(text).not.toContain(WORDS);
    expect(lines.find(({ kind }) => kind === 'erasedText')).toMatchObject({ sha256 });
    const { rows } = await world.db.pool.query('select 1 from text_note where sha256 = $1', [sha256]);
    expect(rows).toEqual([]);
    expect((await order(`texts/${sha256}/erasure`).expect(422)).body).toMatchObject({ code: 'text-not-found' });
  });

  it('is refused while the process is open, and for what another process said', async () => {
    const open = await launchElection(world, world.city.e2);
    const erase = (processId: string, sha256: string) =>
      world.as(district).post(`/v1/processes/${processId}/texts/${sha256}/erasure`, {
        ...{ commandId: randomUUID(), reasonText: '本人申请' },
      });
    expect((await erase(open, 'a'.repeat(64)).expect(409)).body).toMatchObject({ code: 'process-still-open' });
    expect((await erase(election, 'a'.repeat(64)).expect(422)).body).toMatchObject({ code: 'text-not-found' });
  });

  it('is refused for what was published to everybody', async () => {
    const sha256 = createHash('sha256').update('公告').digest('hex');
    const voteId = randomUUID();
    const body = {
      ...{ commandId: randomUUID(), voteId, scope: { kind: 'estate', placeId: world.city.e1.id } },
      agenda: [{ kind: 'yesNo', itemId: 'item', matter: 9, titleText: '公告' }],
    };
    await world.as(officer).post(`/v1/estates/${world.city.e1.id}/votes`, body).expect(201);
    const street = { kind: 'account', id: officer.accountId, role: 'streetOfficer' } as const;
    await recordCommand(world, voteId, street, { type: 'voidVote', reasonText: '撤回', basisText: '无' });
    const answer = await world.as(district).post(`/v1/processes/${voteId}/texts/${sha256}/erasure`, {
      ...{ commandId: randomUUID(), reasonText: '本人申请' },
    });
    expect(answer.body).toMatchObject({ code: 'text-is-published' });
  });
});
