// A street's own templates of papers, over HTTP: put in place of the built-in ones, refused when broken, withdrawn, kept.
import { randomUUID } from 'node:crypto';
import { PAPER_KINDS } from '../../papers/kinds';
import { sha256 } from '../../papers/paper';
import { builtInTemplate } from '../../store/papers/templates';
import { apiWorld, type Person, type World } from '../support/api-world';
import { asking } from './asking';
import { electionOnRecord, type ElectionOnRecord } from './on-record';

let world: World;
let officer: Person;
let election: ElectionOnRecord;
let { get, stateOf, read } = {} as ReturnType<typeof asking>;

beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  ({ get, stateOf, read } = asking(world, officer));
  election = await electionOnRecord(world);
  await election.publishGroup();
});
afterAll(() => world.close());

describe('a street’s own template', () => {
  const path = () => `/v1/places/${world.city.s1.id}/paper-templates/groupNotice`;
  const put = (source: string, at = path()) => world.as(officer).put(at, { commandId: randomUUID(), source });

  it('replaces the built-in one for its estates, with a hash of its own, until it is withdrawn', async () => {
    expect(await read(election.id, 'groupNotice')).not.toContain('便民热线');
    const builtIn = (await stateOf(election.id, 'groupNotice'))?.hash;
    const source = `${builtInTemplate('groupNotice').source}\n电话：{{street}}便民热线`;
    expect((await put(source).expect(200)).body).toEqual({ version: 1, sha256: sha256(source) });
    expect(await read(election.id, 'groupNotice')).toContain('电话：一街道便民热线');
    const own = (await stateOf(election.id, 'groupNotice'))?.hash;
    expect(own).not.toBe(builtIn);
    expect((await get(`/v1/papers/${builtIn}`, null)).body).toMatchObject({ isCurrent: false, currentHash: own });
    await world.as(officer).post(`${path()}/withdraw`, { commandId: randomUUID() }).expect(200);
    expect((await stateOf(election.id, 'groupNotice'))?.hash).toBe(builtIn);
    const again = await world.as(officer).post(`${path()}/withdraw`, { commandId: randomUUID() });
    expect([again.status, again.body.code]).toEqual([409, 'template-not-own']);
  });

  it('is listed with who changed it, and can be read with the names it may use', async () => {
    await put(`${builtInTemplate('groupNotice').source}\n完`).expect(200);
    const list = await get(`/v1/places/${world.city.s1.id}/paper-templates`);
    const { items } = list.body as { items: { kind: string; isOwn: boolean; changedBy: string | null }[] };
    expect(items.map(({ kind }) => kind)).toEqual(PAPER_KINDS.map(({ code }) => code));
    expect(items.filter(({ isOwn }) => isOwn)).toEqual([
      expect.objectContaining({ kind: 'groupNotice', changedBy: officer.accountId }),
    ]);
    expect((await get(path())).body).toMatchObject({
      isOwn: true,
      source: expect.stringContaining('完') as string,
      names: expect.arrayContaining(['estate', 'members.name']) as string[],
      required: ['article', 'members.name', 'members.capacity', 'deadline'],
    });
  });

  it('that is broken is refused with the placeholder’s name and its line, and nothing changes', async () => {
    const before = (await stateOf(election.id, 'groupNotice'))?.hash;
    const broken = await put(`${builtInTemplate('groupNotice').source}{{phone}}`);
    expect([broken.status, broken.body.code]).toEqual([422, 'template-broken']);
    expect(broken.body.params).toEqual({ reason: 'unknown-placeholder', line: 14, name: 'phone' });
    expect(broken.body.errors[0].message).toContain('phone');
    const without = await put(builtInTemplate('groupNotice').source.replace('{{deadline}}', '近日'));
    expect(without.body.params).toEqual({ reason: 'required-placeholder-missing', line: 0, name: 'deadline' });
    expect((await stateOf(election.id, 'groupNotice'))?.hash).toBe(before);
  });

  it('belongs to a street and no other place', async () => {
    const response = await put(
      builtInTemplate('groupNotice').source,
      path().replace(world.city.s1.id, world.city.c1.id),
    );
    expect([response.status, response.body.code]).toEqual([422, 'not-a-street']);
  });

  it('is kept with every version, which nobody can change', async () => {
    const { rows } = await world.db.pool.query<{ version: number }>(
      'select version from paper_template order by version',
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const table of ['paper_template', 'printed_paper'])
      await expect(world.db.pool.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
  });
});
