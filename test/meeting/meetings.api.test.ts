// Meetings and rhythms over HTTP and on the record: who calls them where, under which policy, and the pack with its paper.
import { randomUUID } from 'node:crypto';
import { launchChild } from '../../activities/launch-child';
import { writePack } from '../../activities/write-pack';
import { addMs } from '../../domain/calendar/instant';
import { definitionOf } from '../../domain/definitions';
import type { PackBody } from '../../domain/meeting/pack';
import type { LaunchChild } from '../../domain/process';
import { packHash } from '../../store/meetings/pack';
import { readSnapshot } from '../../store/record/read-process';
import { asking } from '../papers/asking';
import { apiWorld, type Person, type Place, type World } from '../support/api-world';
import { storeActs } from '../support/play-on-record';
import { anActor, aPolicy } from '../support/play';
import { launchElection, launchMeeting, launchRhythm, recordCommand } from '../support/record-command';

let world: World;
let officer: Person;
let secretary: Person;
let district: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { s1, c1, district: all } = world.city;
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  district = await world.person([{ role: 'districtSupervisor', at: all }]);
});
afterAll(() => world.close());

const DAY = 86_400_000;
const AHEAD = '2099-01-05T01:30:00.000Z';
const deps = () => ({ ...world.deps, signing: undefined as never });

const call = (who: Person, at: { id: string }, more: object = {}) =>
  world.as(who).post(`/v1/places/${at.id}/meetings`, {
    ...{ commandId: randomUUID(), meetingId: randomUUID(), form: 'threeParty', heldAt: AHEAD },
    ...more,
  });
const keep = (who: Person, at: { id: string }, more: object = {}) =>
  world.as(who).post(`/v1/places/${at.id}/rhythms`, {
    ...{ commandId: randomUUID(), rhythmId: randomUUID(), forms: ['weekly'] },
    ...more,
  });
const shown = async (processId: string, who = officer) =>
  (await world.as(who).get(`/v1/processes/${processId}`).expect(200)).body as {
    [field: string]: unknown;
    waitsFor: { key: string; party: { role: string; place: { id: string } } }[];
    state: { [field: string]: unknown };
  };
const refusalOf = ({ body, status }: { status: number; body: { code?: string } }) => `${status} ${body.code ?? ''}`;

describe('a meeting', () => {
  it('is called at an estate, a community, a street or a district, by whoever holds office there', async () => {
    const { e1, c1, s1, district: all } = world.city;
    for (const [who, at] of [
      [secretary, e1],
      [secretary, c1],
      [officer, s1],
      [district, all],
    ] as [Person, Place][]) {
      const { body } = await call(who, at).expect(201);
      const { processId } = body as { processId: string };
      expect(await shown(processId, district)).toMatchObject({
        kind: 'meeting',
        phase: 'called',
        place: { id: at.id },
      });
    }
    expect(refusalOf(await call(secretary, s1))).toBe('404 not-found');
    expect(refusalOf(await call(await world.ownerOf(world.city.u1), e1))).toBe('403 forbidden');
  });

  it('names who is waited for, each at the place of its office', async () => {
    const { body } = await call(secretary, world.city.e1).expect(201);
    const { waitsFor, state } = await shown((body as { processId: string }).processId);
    expect(waitsFor.map(({ key, party }) => [key, party.role, party.place.id])).toEqual([
      ['attend:communitySecretary', 'communitySecretary', world.city.c1.id],
      ['attend:committeeMember', 'committeeMember', world.city.e1.id],
      ['attend:firmManager', 'firmManager', world.city.e1.id],
    ]);
    expect(state['convenor']).toEqual({ role: 'communitySecretary', placePath: world.city.c1.path });
  });

  it('is refused for a building, for the past, and for people whom nobody knows there', async () => {
    const { b1, e1, u4 } = world.city;
    expect(refusalOf(await call(officer, b1))).toBe('422 not-an-area');
    expect(refusalOf(await call(officer, e1, { heldAt: '2020-01-01T00:00:00.000Z' }))).toBe('422 meeting-not-ahead');
    const party = (who: object) => ({ parties: [{ key: 'somebody', ...who }] });
    expect(refusalOf(await call(officer, e1, party({ ownerId: u4.ownerId })))).toBe('422 not-an-owner-here');
    expect(refusalOf(await call(officer, e1, party({ accountId: randomUUID() })))).toBe('422 party-not-known');
    expect(refusalOf(await call(officer, e1, party({ role: 'owner' })))).toBe('422 party-has-no-office');
    await call(officer, e1, party({ accountId: secretary.accountId })).expect(201);
  });

  it('keeps what it is about out of its record, and is called once however often it is sent', async () => {
    const asked = { commandId: randomUUID(), meetingId: randomUUID(), topicText: '三号楼漏水' };
    const [first, second] = [await call(officer, world.city.e1, asked), await call(officer, world.city.e1, asked)];
    expect([first.status, second.body]).toEqual([201, first.body]);
    const { rows } = await world.db.pool.query<{ text: string }>(
      'select payload::text as text from process_event where process_id = $1',
      [asked.meetingId],
    );
    expect(rows.map(({ text }) => text).join()).not.toMatch(/\p{Script=Han}/u);
    expect(JSON.stringify(await shown(asked.meetingId))).toContain('三号楼漏水');
  });

  it('is under the policy of the district in whose area it lies', async () => {
    const { city, db } = world;
    await db.pool.query(`update place set code = '370202' where id = $1`, [city.otherDistrict.id]);
    const other = await world.person([{ role: 'districtSupervisor', at: city.otherDistrict }]);
    const { body } = await call(other, city.otherDistrict).expect(201);
    expect(await shown((body as { processId: string }).processId, other)).toMatchObject({ policy: { id: 'qingdao' } });
  });
});

describe('a rhythm', () => {
  it('is set by the street for a community, one at each, and not for an estate or a district', async () => {
    const { c1, e1, district: all } = world.city;
    const { body } = await keep(officer, c1).expect(201);
    const { processId } = body as { processId: string };
    expect(refusalOf(await keep(officer, c1))).toBe('409 already-running');
    expect(refusalOf(await keep(officer, e1))).toBe('422 not-an-area');
    expect(refusalOf(await keep(district, all))).toBe('422 not-a-community-or-street');
    expect(refusalOf(await keep(secretary, c1))).toBe('403 forbidden');
    const { ahead } = (await shown(processId)) as unknown as { ahead: { what: string }[] };
    expect(ahead[0]?.what).toBe('callRound');
  });

  it('launches the meeting of a round once, however often the machine tries, and hears when it has ended', async () => {
    const rhythmId = await launchRhythm(world, world.city.c2);
    const { pool } = world.db;
    const before = await readSnapshot(pool, rhythmId);
    const strike = before?.state.clocks['weekly']?.dueAt ?? '';
    await storeActs(pool, rhythmId, [{ at: strike }]);
    const after = await readSnapshot(pool, rhythmId);
    const effect = definitionOf('rhythm').effect(after?.state.core as { phase: string }, aPolicy()) as LaunchChild;
    const launch = launchChild({ ...deps(), time: { now: () => Promise.resolve(new Date(strike)) } });
    const [first, second] = [
      await launch({ parentId: rhythmId, ...effect }),
      await launch({ parentId: rhythmId, ...effect }),
    ];
    expect(second).toEqual(first);
    const meeting = await shown(first.childId);
    expect(meeting).toMatchObject({ kind: 'meeting', parentId: rhythmId, state: { form: 'weekly' } });
    await recordCommand(
      world,
      first.childId,
      { kind: 'process', id: rhythmId },
      {
        ...{ type: 'stopMeeting', reasonText: '停', basisText: '条' },
      },
    );
    const { rows } = await pool.query<{ payload: object }>(
      `select payload from outbox where process_id = $1 and kind = 'command'`,
      [first.childId],
    );
    expect(rows).toMatchObject([
      {
        payload: {
          to: rhythmId,
          command: { type: 'recordMeetingEnded', meetingId: first.childId, outcome: 'stopped' },
        },
      },
    ]);
  });
});

describe('the pack of a meeting', () => {
  let meetingId: string;
  let body: PackBody;
  let now: string;
  beforeAll(async () => {
    const { city, db } = world;
    now = (await world.deps.time.now()).toISOString();
    const late = await launchElection(world, city.e1);
    const hidden = await launchElection(world, city.e2);
    await launchElection(world, city.e4);
    await db.pool.query('update obligation set due_at = $2 where process_id = any($1::uuid[])', [
      [late, hidden],
      addMs(now, -3 * DAY),
    ]);
    await db.pool.query(`update process_view set hidden_from = array[$2::uuid] where process_id = $1`, [
      hidden,
      randomUUID(),
    ]);
    await someProblems();
    meetingId = await launchMeeting(world, city.c1);
  });

  /** Three problems of e1, as far as their figures go: two answered, one of them contacted in time; one contact was never made. */
  async function someProblems(): Promise<void> {
    const { pool } = world.db;
    const { e1 } = world.city;
    const [late, early] = [addMs(now, -DAY), addMs(now, -2 * DAY)];
    const solved = { at: early, desk: '', isSolved: true, isSatisfied: true };
    const facts = [
      // Answered twice, as solved and then as not: each answer counts, as in the reports.
      { responses: [contact(early, true)], answers: [solved, { ...solved, at: late, isSatisfied: false }] },
      // Said today, and so for the next pack; said before the last meeting, and so in the last one.
      {
        responses: [contact(late, false)],
        answers: [
          { ...solved, isSolved: false, isSatisfied: false, at: late },
          { ...solved, at: now },
        ],
      },
      { responses: [contact(late, false)], answers: [{ ...solved, at: addMs(now, -9 * DAY) }] },
    ];
    for (const rates of facts) {
      const id = randomUUID();
      await pool.query(
        `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
         values ($1, 'problem', $2, $3, 'national', '1', 'h', '{}', '{}', $4)`,
        [id, e1.id, e1.path, addMs(now, -3 * DAY)],
      );
      await pool.query(
        `insert into process_fact (process_id, kind, place_id, launched_at, rates) values ($1, 'problem', $2, $3, $4)`,
        [id, e1.id, addMs(now, -3 * DAY), rates],
      );
    }
  }
  const contact = (at: string, isAnswered: boolean) => ({ at, desk: '', isAnswered });
  const readPack = (who: Person) => world.as(who).get(`/v1/meetings/${meetingId}/pack`);

  it('is not there before the machine has written it, and never of a meeting without', async () => {
    expect(refusalOf(await readPack(secretary))).toBe('409 pack-not-ready');
    const { body: other } = await call(officer, world.city.e1).expect(201);
    const { processId } = other as { processId: string };
    expect(refusalOf(await world.as(officer).get(`/v1/meetings/${processId}/pack`))).toBe('404 not-found');
    const { printed: _printed, refusal } = asking(world, officer);
    expect(await refusal(meetingId, 'meetingPack')).toBe('409 paper-not-ready');
    await expect(writePack(deps())({ meetingId: processId })).rejects.toThrow('no meeting with a pack');
  });

  it('counts stalls, rates, repeats and what is due next at its place, and names no process that is not for everybody', async () => {
    await writePack(deps())({ meetingId });
    const answer = await readPack(secretary).expect(200);
    ({ body } = answer.body as { body: PackBody });
    expect(body).toMatchObject({ form: 'weekly', placeName: '一社区' });
    expect(body.stalls.overdue).toBe(2);
    expect(body.stalls.worst).toMatchObject([
      { kind: 'election', placeName: '一小区', duty: 'formGroup', role: 'streetOfficer' },
    ]);
    expect(body.rates).toEqual({
      response: { part: 1, whole: 3 },
      solved: { part: 2, whole: 3 },
      satisfied: { part: 1, whole: 3 },
    });
    expect(body.repeats).toEqual([{ placeName: '一小区', problems: 3 }]);
    expect(body.dueNext.duties).toBeGreaterThanOrEqual(body.dueNext.first.length);
    expect(Date.parse(body.madeAt) - Date.parse(body.from)).toBeGreaterThanOrEqual(7 * DAY);
  });

  it('is frozen: what happens afterwards changes nothing, and its hash stands for its figures', async () => {
    const { pool } = world.db;
    await pool.query(`update obligation set due_at = $1 where duty = 'formGroup'`, [addMs(now, 5 * DAY)]);
    const again = await writePack(deps())({ meetingId });
    const { sha256, body: later } = (await readPack(officer).expect(200)).body as { sha256: string; body: PackBody };
    expect(later).toEqual(body);
    expect([again.sha256, packHash(later)]).toEqual([sha256, sha256]);
    await expect(pool.query(`update meeting_pack set sha256 = 'x'`)).rejects.toThrow();
  });

  it('is the same when two machines write it at once', async () => {
    const id = await launchMeeting(world, world.city.c1);
    const write = () => writePack(deps())({ meetingId: id }).catch(() => writePack(deps())({ meetingId: id }));
    const written = await Promise.all([write(), write(), write()]);
    expect(new Set(written.map(({ sha256 }) => sha256)).size).toBe(1);
  });

  it('is printed for those who work there, with the hash of its figures', async () => {
    const { read } = asking(world, officer);
    const text = await read(meetingId, 'meetingPack');
    const { sha256 } = (await readPack(officer)).body as { sha256: string };
    for (const words of [
      '一社区周议事会议材料',
      '逾期事项2项',
      '响应率1333.3%',
      '解决率2366.6%',
      '满意率1333.3%',
      '一小区3',
      '换届选举一小区',
    ])
      expect(text).toContain(words);
    expect(text).toContain(sha256);
  });

  it('is for those who work at the place or audit it', async () => {
    const stranger = await world.person([{ role: 'communitySecretary', at: world.city.c2 }]);
    expect(refusalOf(await readPack(stranger))).toBe('404 not-found');
    expect(refusalOf(await readPack(await world.ownerOf(world.city.u1)))).toBe('403 forbidden');
    await readPack(await world.person([{ role: 'auditor', at: world.city.district }])).expect(200);
  });
});

it('a resolution is found by whoever has to carry it out, with its own time', async () => {
  const meetingId = randomUUID();
  const heldAt = addMs((await world.deps.time.now()).toISOString(), 300);
  await call(officer, world.city.e1, { meetingId, heldAt }).expect(201);
  while ((await world.deps.time.now()).toISOString() < heldAt) await new Promise((go) => setTimeout(go, 20));
  const street = anActor('streetOfficer', { id: officer.accountId });
  const present = ['communitySecretary', 'committeeMember', 'firmManager'];
  const resolutionId = randomUUID();
  await recordCommand(world, meetingId, street, { type: 'recordAttendance', present, excused: [] });
  await recordCommand(world, meetingId, street, {
    ...{ type: 'addResolution', resolutionId, by: { partyKey: 'firmManager' }, days: 3 },
    ...{ contentText: '三日内修好水管', isForCovenant: false },
  });
  const firm = await world.person([{ role: 'firmManager', at: world.city.e1 }]);
  const { body } = await world.as(firm).get('/v1/obligations/mine').expect(200);
  const mine = (body as { items: { processId: string; key: string }[] }).items.filter(
    (duty) => duty.processId === meetingId,
  );
  expect(mine.map(({ key }) => key)).toEqual([`carryOut:${resolutionId}`]);
});
