// The wall around the visits to households: who sees them, what is kept sealed, and that each look is on record before it is answered.
import { randomUUID } from 'node:crypto';
import { openObligations } from '../../domain/machinery/look';
import { definitionOf } from '../../domain/definitions';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { writeNotices } from '../../store/messages/write-notices';
import { readSnapshot } from '../../store/record/read-process';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor } from '../support/play';
import { storeActs } from '../support/play-on-record';
import { launchHousehold, recordCommand } from '../support/record-command';

const DAY = 86_400_000;
const REASON = '独居，八十六岁，上月摔倒';
const NOTE = '药已服完，请社区医生上门';

let world: World;
let secretary: Person, worker: Person, street: Person, auditor: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { c1, s1 } = world.city;
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  worker = await world.person([{ role: 'gridWorker', at: c1 }]);
  street = await world.person([{ role: 'streetOfficer', at: s1 }]);
  auditor = await world.person([{ role: 'auditor', at: s1 }]);
});
afterAll(() => world.close());

const unitPath = (unit: { id: string }, rest: string) => `/v1/units/${unit.id}/household/${rest}`;
const look = (more: object = {}) => ({ commandId: randomUUID(), purpose: 'visit', purposeText: '今日走访', ...more });
const inPeriod = 'from=2020-01-01T00:00:00.000Z&to=2099-01-01T00:00:00.000Z';

/** A second unit of e1, so that each test has a household of its own. */
async function aUnit(): Promise<{ id: string }> {
  const id = randomUUID();
  const room = id.slice(0, 8);
  await world.db.pool.query(
    `insert into unit (id, estate_id, building_id, entrance_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
     select $1::uuid, estate_id, building_id, entrance_id, $2, $2, $2, use, tenure, area_dm2, replace(path, id::text, $1::uuid::text), created_at from unit where id = $3`,
    [id, room, world.city.u1.id],
  );
  return { id };
}

describe('the visits to a household', () => {
  it('are seen by the grid workers and the secretary of its community, and by nobody else', async () => {
    const unit = await aUnit();
    const processId = await launchHousehold(world, world.city.e1, unit.id);
    for (const seer of [secretary, worker]) {
      await world.as(seer).get(`/v1/processes/${processId}`).expect(200);
      const { body } = await world.as(seer).get('/v1/processes?kind=household&limit=100');
      expect(body.items.map(({ id }: { id: string }) => id)).toContain(processId);
    }
    const { c2, district, u1 } = world.city;
    const others = [
      ...[street, auditor, await world.ownerOf(u1)],
      await world.person([{ role: 'districtSupervisor', at: district }]),
      await world.person([{ role: 'gridWorker', at: c2 }]),
    ];
    for (const other of others) {
      await world.as(other).get(`/v1/processes/${processId}`).expect(404);
      await world.as(other).get(`/v1/processes/${processId}/events`).expect(404);
      const { body } = await world.as(other).get('/v1/processes?kind=household&limit=100');
      expect(body.items).toEqual([]);
    }
  });

  it('leave nothing in the stream of changes, which does not know who may see them', async () => {
    const unit = await aUnit();
    const processId = await launchHousehold(world, world.city.e1, unit.id);
    const { rows } = await world.db.pool.query('select from change where process_id = $1', [processId]);
    expect(rows).toEqual([]);
  });

  it('run once for a unit: of two launches at the same moment one is refused', async () => {
    const unit = await aUnit();
    const launch = () =>
      world.as(secretary).post(`/v1/estates/${world.city.e1.id}/households`, {
        ...{ commandId: randomUUID(), householdId: randomUUID(), unitId: unit.id, class: 'red', reasonText: REASON },
      });
    const answers = await Promise.all([launch(), launch()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already-running');
  });

  it('are of a unit of this estate', async () => {
    const body = { commandId: randomUUID(), householdId: randomUUID(), unitId: world.city.u3.id };
    await world
      .as(secretary)
      .post(`/v1/estates/${world.city.e1.id}/households`, { ...body, class: 'red', reasonText: REASON })
      .expect(422)
      .expect(({ body: { code } }) => expect(code).toBe('scope-outside-estate'));
  });

  it('are given only to somebody who is a grid worker there', async () => {
    const unit = await aUnit();
    const processId = await launchHousehold(world, world.city.e1, unit.id);
    const assign = (accountId: string) =>
      world.as(secretary).post(`/v1/households/${processId}/commands`, {
        ...{ commandId: randomUUID(), command: { type: 'assignVisitor', accountId } },
      });
    const elsewhere = await world.person([{ role: 'gridWorker', at: world.city.c2 }]);
    for (const { accountId } of [elsewhere, secretary])
      expect((await assign(accountId)).body.code).toBe('visitor-not-here');
    // There is no engine here: whoever is let in hears that the command must wait for it.
    expect((await assign(worker.accountId)).body.code).toBe('unavailable');
  });
});

describe('many households', () => {
  const e1 = () => `/v1/estates/${world.city.e1.id}/households/batch`;
  const rows = (...units: { id: string }[]) => units.map(({ id }) => ({ unitId: id, class: 'green' }));

  it('are taken in by one command, each with its result', async () => {
    const [first, second] = [await aUnit(), await aUnit()];
    const running = await launchHousehold(world, world.city.e1, first.id);
    const body = { commandId: randomUUID(), reasonText: REASON, households: rows(first, second, world.city.u3) };
    const { body: answer } = await world.as(secretary).post(e1(), body).expect(201);
    expect(answer).toMatchObject({
      launched: 1,
      households: [
        { unitId: first.id, result: 'already-visited', processId: running },
        { unitId: second.id, result: 'launched' },
        { unitId: world.city.u3.id, result: 'unit-not-here', processId: null },
      ],
    });
    const again = await world.as(secretary).post(e1(), body).expect(201);
    expect(again.body).toEqual(answer);
    const { rows: found } = await world.db.pool.query(
      `select count(*)::int as n from process_view where kind = 'household' and state -> 'core' ->> 'unitId' = any($1)`,
      [[first.id, second.id]],
    );
    expect(found).toEqual([{ n: 2 }]);
    // The relay starts those that were launched, and nothing is left of the one that was not.
    const started = await world.db.pool.query(
      `select p.id from process p where p.kind = 'household' and not exists (select from process_view v where v.process_id = p.id)`,
    );
    expect(started.rows).toEqual([]);
  });

  it('are named once each', async () => {
    const unit = await aUnit();
    const body = { commandId: randomUUID(), reasonText: REASON, households: rows(unit, unit) };
    const { body: answer } = await world.as(secretary).post(e1(), body).expect(422);
    expect(answer.code).toBe('unit-twice');
  });
});

describe('what is known about a household', () => {
  it('lies sealed in the database, and no list, event or detail shows it', async () => {
    const unit = await aUnit();
    const processId = await launchHousehold(world, world.city.e1, unit.id, { reasonText: REASON });
    await world
      .as(worker)
      .post(unitPath(unit, 'entries'), { commandId: randomUUID(), section: 'health', contentText: NOTE })
      .expect(201);
    for (const path of [`/v1/processes/${processId}`, `/v1/processes/${processId}/events`]) {
      const { text } = await world.as(secretary).get(path).expect(200);
      expect(text).not.toContain('摔倒');
      expect(text).not.toContain('a256gcm');
    }
    const kept = await world.db.pool.query(
      `select body as text from text_note union all select content_cipher from household_record union all
       select payload::text from process_event union all select state::text from process_view`,
    );
    const everything = kept.rows.map(({ text }: { text: string }) => text).join('\n');
    for (const word of ['摔倒', '医生']) expect(everything).not.toContain(word);
  });

  it('is answered with the look on record: who, when and why; looking again is another look', async () => {
    const unit = await aUnit();
    const processId = await launchHousehold(world, world.city.e1, unit.id, { reasonText: REASON, class: 'red' });
    const seal = (text: string) => createFieldCipher(world.deps.keyRing).seal('text', text);
    const visitedAt = (await world.deps.time.now()).toISOString();
    const visitor = { ...anActor('gridWorker'), id: worker.accountId };
    const command = { type: 'recordVisit', visitedAt, kind: 'door', noteText: seal(NOTE) };
    await recordCommand(world, processId, visitor, command);
    await world
      .as(worker)
      .post(unitPath(unit, 'entries'), { commandId: randomUUID(), section: 'contacts', contentText: '女儿，同城' })
      .expect(201);

    const asked = look();
    const { body } = await world.as(worker).post(unitPath(unit, 'read'), asked).expect(200);
    expect(body).toMatchObject({
      entries: [{ section: 'contacts', contentText: '女儿，同城', byAccountId: worker.accountId }],
      visits: { processId, class: 'red', reasonText: REASON },
      notes: [{ round: 1, kind: 'door', visitedAt, noteText: NOTE, byAccountId: worker.accountId }],
    });
    const again = await world.as(worker).post(unitPath(unit, 'read'), asked).expect(200);
    expect(again.body.lookId).not.toBe(body.lookId);
    await world
      .as(worker)
      .post(unitPath(unit, 'read'), { ...asked, purpose: 'emergency' })
      .expect(409);

    const looks = await world.as(auditor).get(unitPath(unit, 'looks')).expect(200);
    expect(looks.body.items).toMatchObject(
      [again.body.lookId, body.lookId].map((lookId) => ({
        ...{ lookId, accountId: worker.accountId, role: 'gridWorker', purpose: 'visit', purposeText: '今日走访' },
      })),
    );
    await world.as(worker).get(unitPath(unit, 'looks')).expect(403);
  });

  it('is not for street and district', async () => {
    const entry = { commandId: randomUUID(), section: 'needs', contentText: NOTE };
    await world.as(street).post(unitPath(world.city.u1, 'read'), look()).expect(403);
    await world.as(street).post(unitPath(world.city.u1, 'entries'), entry).expect(403);
  });

  it.each(['household_record', 'household_look'])('stays as it was written: %s', async (table) => {
    await world.as(worker).post(unitPath(world.city.u1, 'read'), look()).expect(200);
    await expect(world.db.pool.query(`update ${table} set at = now()`)).rejects.toThrow('permission denied');
    await expect(world.db.pool.query(`delete from ${table}`)).rejects.toThrow('permission denied');
  });
});

describe('a missed visit', () => {
  it('is counted for street and district without a household, and told to the street without a name', async () => {
    const unit = await aUnit();
    const processId = await launchHousehold(world, world.city.e1, unit.id, { class: 'red', reasonText: REASON });
    const launchedAt = (await world.deps.time.now()).getTime();
    // As if a week had gone by without anybody visiting.
    await storeActs(world.db.pool, processId, [{ at: new Date(launchedAt + 7 * DAY).toISOString() }]);
    const { body } = await world.as(street).get(`/v1/places/${world.city.s1.id}/visit-counts?${inPeriod}`).expect(200);
    const red = body.items.find((item: { class: string }) => item.class === 'red');
    expect(red).toMatchObject({ communityId: world.city.c1.id, missed: expect.any(Number) });
    expect(red.missed).toBeGreaterThanOrEqual(4);
    expect(red.toSee).toBe(1);
    for (const word of [unit.id, processId]) expect(JSON.stringify(body)).not.toContain(word);
    const before = `from=2020-01-01T00:00:00.000Z&to=2020-02-01T00:00:00.000Z`;
    const earlier = await world.as(street).get(`/v1/places/${world.city.s1.id}/visit-counts?${before}`).expect(200);
    expect(earlier.body.items.every(({ missed }: { missed: number }) => missed === 0)).toBe(true);

    const snapshot = await readSnapshot(world.db.pool, processId);
    if (!snapshot) throw new Error('no such process');
    const duties = openObligations(definitionOf('household'), snapshot.state, snapshot.setting);
    const seeing = duties.find(({ key }) => key === 'seeHousehold');
    expect(seeing).toMatchObject({ rung: 2, nextStepTells: null });
    if (!seeing) return;
    const notice = {
      ...({ template: 'escalation', obligationKey: seeing.key, duty: seeing.duty, party: seeing.party } as const),
      ...{ tell: 'streetOfficer' as const, dueAt: seeing.dueAt, rung: 1 },
    };
    await writeNotices(world.db.pool, `${processId}:test`, processId, notice, new Date(launchedAt));
    const mail = await world.as(street).get(`/v1/places/${world.city.s1.id}/messages`).expect(200);
    expect(mail.body.items).toMatchObject([
      { template: 'escalation', toOwnerId: null, params: { duty: 'seeHousehold' } },
    ]);
    for (const word of [unit.id, '独居', '摔倒']) expect(mail.text).not.toContain(word);
  });
});

it('whoever visits works down a list by what is due next', async () => {
  const unit = await aUnit();
  await launchHousehold(world, world.city.e1, unit.id, { class: 'red' });
  const path = `/v1/places/${world.city.c1.id}/visits`;
  const { body } = await world.as(worker).get(`${path}?limit=100`).expect(200);
  expect(body.items).toContainEqual(expect.objectContaining({ unitId: unit.id, class: 'red', phase: 'due', round: 1 }));
  const dues = body.items.map(({ dueAt }: { dueAt: string }) => dueAt);
  expect(dues).toEqual([...dues].sort());
  const paged: string[] = [];
  for (let cursor = ''; ;) {
    const page = await world.as(worker).get(`${path}?limit=2${cursor}`).expect(200);
    paged.push(...page.body.items.map(({ processId }: { processId: string }) => processId));
    if (page.body.nextCursor === null) break;
    cursor = `&cursor=${page.body.nextCursor}`;
  }
  expect(paged).toEqual(body.items.map(({ processId }: { processId: string }) => processId));
  await world.as(street).get(path).expect(403);
});
