// Reading processes over HTTP: lists and their scope, where one stands, its record, what can be done, duties and messages.
import { randomUUID } from 'node:crypto';
import { launchElection, recordCommand } from '../support/record-command';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let election: string;
let elsewhere: string;
let officer: Person;
let secretary: Person;
let owner: Person;
let neighbour: Person;

beforeAll(async () => {
  world = await apiWorld();
  const { city } = world;
  election = await launchElection(world, city.e1);
  elsewhere = await launchElection(world, city.e4);
  officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: city.c1 }]);
  owner = await world.ownerOf(city.u1);
  neighbour = await world.ownerOf(city.u2);
  const street = { kind: 'account', id: officer.accountId, role: 'streetOfficer' } as const;
  const members = [city.u1.ownerId, city.u2.ownerId, randomUUID(), randomUUID()].map((memberId) => ({
    memberId,
    capacity: 'owner',
  }));
  const others = [officer.accountId, randomUUID(), randomUUID()].map((memberId) => ({ memberId, capacity: 'street' }));
  await recordCommand(world, election, street, {
    type: 'formGroup',
    members: [...members, ...others],
    leaderId: officer.accountId,
  });
  await recordCommand(
    world,
    election,
    { kind: 'account', id: owner.accountId, role: 'owner', ownerId: city.u1.ownerId },
    { type: 'objectToGroup', objectionId: randomUUID(), reasonText: '组员王某与物业有利害关系' },
  );
});
afterAll(() => world.close());

const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

describe('the list of processes', () => {
  it.each([
    ['the district supervisor', 'districtSupervisor', 'district', ['election', 'elsewhere']],
    ['the officer of the street', 'streetOfficer', 's1', ['election']],
    ['the officer of another street', 'streetOfficer', 's2', ['elsewhere']],
    ['the secretary of the community', 'communitySecretary', 'c1', ['election']],
    ['the secretary of a sibling community', 'communitySecretary', 'c2', []],
    ['a committee member of the estate', 'committeeMember', 'e1', ['election']],
    ['a committee member of a sibling estate', 'committeeMember', 'e2', []],
    ['the supervisor of another district', 'districtSupervisor', 'otherDistrict', []],
  ] as const)('shows %s what lies within their places', async (_who, role, at, expected) => {
    const person = await world.person([{ role, at: world.city[at] }]);
    const answer = await world.as(person).get('/v1/processes').expect(200);
    expect(idsOf(answer).sort()).toEqual(expected.map((name) => ({ election, elsewhere })[name]).sort());
  });

  it('shows an owner the processes of the own estate and no other', async () => {
    expect(idsOf(await world.as(owner).get('/v1/processes').expect(200))).toEqual([election]);
    const stranger = await world.ownerOf(world.city.u3);
    expect(idsOf(await world.as(stranger).get('/v1/processes').expect(200))).toEqual([]);
  });

  it('shows nothing to an account without a role', async () => {
    expect(
      idsOf(
        await world
          .as(await world.person([]))
          .get('/v1/processes')
          .expect(200),
      ),
    ).toEqual([]);
  });

  it('is filtered by place, kind and whether it is open', async () => {
    const supervisor = world.as(await world.person([{ role: 'districtSupervisor', at: world.city.district }]));
    const list = async (query: string) => idsOf(await supervisor.get(`/v1/processes?${query}`).expect(200));
    expect(await list(`placeId=${world.city.s2.id}`)).toEqual([elsewhere]);
    expect(await list(`placeId=${randomUUID()}`)).toEqual([]);
    expect(await list('kind=ownersVote')).toEqual([]);
    expect(await list('isOpen=false')).toEqual([]);
    expect((await list('kind=election&isOpen=true')).sort()).toEqual([election, elsewhere].sort());
  });

  it('is paged without a gap or a repetition, newest first', async () => {
    const supervisor = world.as(await world.person([{ role: 'districtSupervisor', at: world.city.district }]));
    const first = await supervisor.get('/v1/processes?limit=1').expect(200);
    expect(idsOf(first)).toEqual([elsewhere]);
    const second = await supervisor.get(`/v1/processes?limit=1&cursor=${first.body.nextCursor}`).expect(200);
    expect(idsOf(second)).toEqual([election]);
    expect(second.body.nextCursor).toBeNull();
  });
});

describe('one process', () => {
  const get = (person: Person) => world.as(person).get(`/v1/processes/${election}`);

  it('tells what it waits for, from whom, since when, until when, and under which article', async () => {
    const { body } = await get(officer).expect(200);
    expect(body).toMatchObject({
      id: election,
      kind: 'election',
      phase: 'groupNotice',
      isOpen: true,
      place: { name: '一小区', kind: 'estate' },
    });
    const [duty] = body.waitsFor;
    expect(duty).toMatchObject({
      duty: 'answerObjection',
      party: {
        kind: 'role',
        role: expect.stringMatching(/streetOfficer|communitySecretary/),
        place: { name: expect.any(String) },
      },
      isOverdue: false,
    });
    expect(duty.basis).toMatch(/\p{Script=Han}/u);
    expect(Date.parse(duty.dueAt)).toBeGreaterThan(Date.parse(duty.since));
    expect(body.openCount).toBe(1);
  });

  it('tells what will happen by itself, and when', async () => {
    const { body } = await get(officer).expect(200);
    expect(body.ahead[0]).toMatchObject({ what: 'settleGroupNotice', clock: 'groupNotice' });
    expect(body.clocks.map(({ name }: { name: string }) => name)).toContain('groupNotice');
    expect(body.ahead[0].at).toBe(body.clocks.find(({ name }: { name: string }) => name === 'groupNotice').dueAt);
  });

  it('shows the words of an objection to those in charge and not to a neighbour', async () => {
    const words = '组员王某与物业有利害关系';
    expect(Object.values((await get(officer).expect(200)).body.texts)).toContain(words);
    expect(JSON.stringify((await get(neighbour).expect(200)).body)).not.toContain(words);
  });

  it('names owners to the office in charge and masks them for neighbours', async () => {
    const name = async (person: Person) => (await get(person).expect(200)).body.people[world.city.u1.ownerId] as string;
    expect(await name(officer)).toBe('业主101');
    expect(await name(neighbour)).toBe('业***');
  });

  it('is not found by those who have nothing to do with the place', async () => {
    await get(await world.ownerOf(world.city.u3)).expect(404);
    await get(await world.person([{ role: 'streetOfficer', at: world.city.s2 }])).expect(404);
  });
});

describe('the record', () => {
  const events = (person: Person, query = '') => world.as(person).get(`/v1/processes/${election}/events${query}`);

  it('lists every event once, in order, each hash following from the one before', async () => {
    const seen: { seq: number; hash: string; prevHash: string; type: string }[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await events(officer, `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`).expect(200);
      seen.push(...page.body.items);
      cursor = page.body.nextCursor as string | null;
    }
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
    for (const [index, event] of seen.slice(1).entries()) expect(event.prevHash).toBe(seen[index]?.hash);
    expect(seen.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['electionLaunched', 'groupPublished', 'objectionRaised']),
    );
    const { body } = await world.as(officer).get(`/v1/processes/${election}`).expect(200);
    expect([seen.length, seen.at(-1)?.hash]).toEqual([body.seq, body.hash]);
  });

  it('shows an owner their own words and not those of others', async () => {
    const words = '组员王某与物业有利害关系';
    expect(Object.values((await events(owner).expect(200)).body.texts)).toContain(words);
    expect(Object.values((await events(neighbour).expect(200)).body.texts)).not.toContain(words);
  });

  it('keeps refused attempts for officials, newest first', async () => {
    // A minute apart: two attempts of one millisecond stand in no order.
    for (const [minutes, code] of ['wrong-phase', 'too-late'].entries()) {
      await world.db.pool.query(
        `insert into refused_command (id, process_id, command_id, command_type, actor_id, code, params, at)
         values ($1, $2, $3, 'nominate', $4, $5, '{}', now() + make_interval(mins => $6))`,
        [randomUUID(), election, randomUUID(), owner.accountId, code, minutes],
      );
    }
    const path = `/v1/processes/${election}/refused-attempts`;
    const first = await world.as(officer).get(`${path}?limit=1`).expect(200);
    const second = await world.as(officer).get(`${path}?limit=1&cursor=${first.body.nextCursor}`).expect(200);
    expect([first, second].map(({ body }) => body.items[0].code)).toEqual(['too-late', 'wrong-phase']);
    await world.as(owner).get(path).expect(403);
  });
});

describe('what can be done now', () => {
  const commands = async (
    person: Person,
  ): Promise<Map<string, { can: boolean; as: string | null; reason: { code: string } | null }>> => {
    const { body } = await world.as(person).get(`/v1/processes/${election}/commands`).expect(200);
    return new Map(body.items.map((item: { type: string }) => [item.type, item]));
  };

  it('tells the officer of the street which steps are open and, for the others, that the phase stands in the way', async () => {
    const list = await commands(officer);
    expect(list.get('answerObjection')).toMatchObject({ can: true, as: 'streetOfficer', reason: null });
    expect(list.get('suspend')).toMatchObject({ can: true });
    expect(list.get('decideFiling')).toMatchObject({
      can: false,
      reason: { code: 'wrong-phase', title: '当前阶段不能办理此事' },
    });
    expect(list.get('resume')).toMatchObject({ can: false, reason: { code: 'not-suspended' } });
  });

  it('tells an owner that only an owner may object, and that filing is for others', async () => {
    const list = await commands(owner);
    expect(list.get('objectToGroup')).toMatchObject({ can: true, as: 'owner' });
    expect(list.get('decideFiling')).toMatchObject({ can: false, as: null, reason: { code: 'forbidden' } });
    expect((await commands(officer)).get('objectToGroup')).toMatchObject({ can: false, reason: { code: 'forbidden' } });
  });

  it('offers nobody what only time or the machine decides', async () => {
    const list = await commands(officer);
    for (const type of ['launch', 'settleGroupNotice', 'recordVoteResult']) expect(list.has(type)).toBe(false);
  });

  it('tells that a suspended process stands still, and that it can be resumed', async () => {
    const street = { kind: 'account', id: officer.accountId, role: 'streetOfficer' } as const;
    const suspend = { type: 'suspend', reasonText: '核查', basisText: '条例', days: 3 };
    await recordCommand(world, election, street, suspend);
    const list = await commands(officer);
    expect(list.get('answerObjection')).toMatchObject({ can: false, reason: { code: 'process-suspended' } });
    expect(list.get('resume')).toMatchObject({ can: true });
    const { body } = await world.as(neighbour).get(`/v1/processes/${election}`).expect(200);
    expect(body.isSuspended).toBe(true);
    expect(body.texts[body.suspension.reasonText]).toBe('核查');
    await recordCommand(world, election, street, { type: 'resume' });
  });
});

describe('duties', () => {
  const dutiesOf = async (person: Person, path: string): Promise<string[]> => {
    const { body } = await world.as(person).get(path).expect(200);
    return body.items.map(
      ({ processId, duty }: { processId: string; duty: string }) =>
        `${processId === election ? 'here' : 'there'}:${duty}`,
    );
  };

  it('of mine are those addressed to my office at my place', async () => {
    const mine = [await dutiesOf(officer, '/v1/obligations/mine'), await dutiesOf(secretary, '/v1/obligations/mine')];
    // The leader of the group is the street officer or the secretary, as the policy says.
    expect(mine.flat()).toEqual(['here:answerObjection']);
    const other = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    expect(await dutiesOf(other, '/v1/obligations/mine')).toEqual(['there:formGroup']);
    expect(await dutiesOf(owner, '/v1/obligations/mine')).toEqual([]);
  });

  it('of a place are those of the processes in it', async () => {
    expect(await dutiesOf(officer, `/v1/places/${world.city.e1.id}/obligations`)).toEqual(['here:answerObjection']);
    expect(await dutiesOf(officer, `/v1/places/${world.city.e2.id}/obligations`)).toEqual([]);
    const supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
    const all = await dutiesOf(supervisor, `/v1/places/${world.city.district.id}/obligations`);
    expect(all.sort()).toEqual(['here:answerObjection', 'there:formGroup']);
    await world.as(officer).get(`/v1/places/${world.city.s2.id}/obligations`).expect(404);
    await world.as(owner).get(`/v1/places/${world.city.e1.id}/obligations`).expect(403);
  });

  it('that are done say who did them and how', async () => {
    const { body } = await world
      .as(officer)
      .get(`/v1/places/${world.city.e1.id}/obligations?isClosed=true`)
      .expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        duty: 'formGroup',
        closedBy: officer.accountId,
        closedHow: 'groupPublished',
        isOverdue: false,
      }),
    ]);
  });

  it('are overdue from their due instant on, and not before', async () => {
    const supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
    expect(await dutiesOf(supervisor, '/v1/obligations/overdue')).toEqual([]);
    await world.db.pool.query(
      `update obligation set due_at = clock_timestamp() where process_id = $1 and closed_at is null`,
      [elsewhere],
    );
    expect(await dutiesOf(supervisor, '/v1/obligations/overdue')).toEqual(['there:formGroup']);
    expect(await dutiesOf(officer, '/v1/obligations/overdue')).toEqual([]);
    await world.as(owner).get('/v1/obligations/overdue').expect(403);
  });

  it('are paged by due instant, those without a deadline last', async () => {
    await world.db.pool.query(`update obligation set due_at = null where process_id = $1 and closed_at is null`, [
      elsewhere,
    ]);
    const supervisor = world.as(await world.person([{ role: 'districtSupervisor', at: world.city.district }]));
    const path = `/v1/places/${world.city.district.id}/obligations?limit=1`;
    const first = await supervisor.get(path).expect(200);
    const second = await supervisor.get(`${path}&cursor=${first.body.nextCursor}`).expect(200);
    expect([first, second].map(({ body }) => body.items[0].processId)).toEqual([election, elsewhere]);
    expect(second.body.items[0].dueAt).toBeNull();
    expect(second.body.nextCursor).toBeNull();
  });
});

describe('messages', () => {
  it('are listed for officials of the place, newest first', async () => {
    for (const key of ['one', 'two']) {
      await world.db.pool.query(
        `insert into outgoing_message (id, key, process_id, obligation_key, template, channel, to_account_id, place_path, params, created_at)
         values ($1, $2, $3, 'formGroup', 'reminder', 'sms', $4, $5, '{"dueAt":"x"}', clock_timestamp())`,
        [randomUUID(), key, election, officer.accountId, world.city.s1.path],
      );
    }
    const path = `/v1/places/${world.city.s1.id}/messages`;
    const { body } = await world.as(officer).get(path).expect(200);
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({
      template: 'reminder',
      toAccountId: officer.accountId,
      params: { dueAt: 'x' },
    });
    await world.as(owner).get(path).expect(403);
  });
});
