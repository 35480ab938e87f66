// Machines that report: signed calls of sensors and hotlines, believed by their signature, carried out once, joined where they are the same.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { takeSignal } from '../../store/intake/signals';
import { signatureOf } from '../../store/signature';
import { inTransaction } from '../../store/transaction';
import { aDevice, aSource, call, type TestSource } from '../support/a-source';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let officer: Person;
let sensors: TestSource;
let hotline: TestSource;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  sensors = await aSource(world, officer, 'sensors');
  hotline = await aSource(world, officer, 'hotline');
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const anAlarm = (serialNo: string, eventId: string = randomUUID()) => ({
  eventId,
  serialNo,
  happenedAt: '2026-01-05T03:00:00+08:00',
});
const aCall = (ticketNo: string = randomUUID(), more: object = {}) => ({
  ...{ ticketNo, calledAt: '2026-01-05T09:30:00+08:00', name: '李四', phone: '13800138000' },
  ...{ address: '一小区1号楼2单元301', category: '漏水', text: '楼上漏水', ...more },
});
const nowSeconds = async (): Promise<number> => Math.floor((await world.deps.time.now()).getTime() / 1_000);
/** Everything that a refused call could have left behind. */
async function counts(): Promise<unknown> {
  const { rows } = await world.db.pool.query(
    `select (select count(*) from process) as processes, (select count(*) from problem_report) as reports,
       (select count(*) from intake_signal) as signals, (select count(*) from signed_call) as calls, (select count(*) from text_note) as texts`,
  );
  return rows[0];
}
const reportsOf = async (id: string) =>
  (await world.as(officer).get(`/v1/problems/${id}/reports`).expect(200)).body.items;

describe('a smoke alarm', () => {
  it('is an urgent problem at its device’s place at once, and calls the fire station', async () => {
    const { serialNo } = await aDevice(world, officer, sensors);
    const { body } = await call(world, sensors, 'alarms', anAlarm(serialNo)).then(
      (answer) => (expect(code(answer)).toBe('200 '), answer),
    );
    expect(body).toMatchObject({ outcome: 'opened' });
    const shown = (await world.as(officer).get(`/v1/processes/${body.processId}`).expect(200)).body;
    expect(shown.state).toMatchObject({
      ...{ category: 'smokeAlarm', class: 'urgent', channel: 'sensor', reporterId: null },
      spot: { placeId: world.city.b1.id },
    });
    expect(shown.waitsFor.every(({ isUrgent }: { isUrgent: boolean }) => isUrgent)).toBe(true);
    expect(shown.waitsFor.map(({ key }: { key: string }) => key)).toContain('answerCall:fire');
    expect(await reportsOf(body.processId)).toMatchObject([{ channel: 'sensor', isFirst: true, name: null }]);
  });

  it('again within the minutes joins the open problem, later opens another, and one event never counts twice', async () => {
    const { serialNo } = await aDevice(world, officer, sensors, { category: 'gasSmell', joinMinutes: 30 });
    const event = anAlarm(serialNo);
    const first = (await call(world, sensors, 'alarms', event)).body;
    const signedAnew = String((await nowSeconds()) - 1);
    const repeated = await call(world, sensors, 'alarms', event, { timestamp: signedAnew });
    expect(repeated.body).toEqual({ ...first, outcome: 'alreadyIn' });
    expect((await call(world, sensors, 'alarms', anAlarm(serialNo))).body).toMatchObject({
      ...{ outcome: 'joined', processId: first.processId },
    });
    expect(await reportsOf(first.processId)).toHaveLength(2);
    const immediate = await aDevice(world, officer, sensors, { category: 'liftTrapped', joinMinutes: 0 });
    for (const _ of [1, 2])
      expect((await call(world, sensors, 'alarms', anAlarm(immediate.serialNo))).body.outcome).toBe('opened');
  });

  it('counts its minutes from the last time that anybody told of it', async () => {
    const cipher = createFieldCipher(world.deps.keyRing);
    const spot = { estateId: world.city.e1.id, spotPlaceId: world.city.b1.id, category: 'waterOutage' };
    const start = (await world.deps.time.now()).getTime();
    const tell = async (minutes: number) => {
      const at = new Date(start + minutes * 60_000);
      const device = {
        deviceId: null,
        joinMinutes: 30,
        channel: 'sensor',
        by: 'engine',
        reporter: null,
        text: null,
      } as const;
      const actor = { kind: 'account', id: officer.accountId, role: 'streetOfficer' } as const;
      const signal = {
        ...spot,
        ...device,
        actor,
        sourceId: sensors.sourceId,
        signalNo: randomUUID(),
        happenedAt: at,
        at,
      };
      return inTransaction(world.db.pool, (tx) => takeSignal(tx, cipher, signal));
    };
    const oneMs = 1 / 60_000;
    const first = await tell(0);
    expect(await tell(30 - oneMs)).toMatchObject({ outcome: 'joined', problemId: first.problemId });
    expect(await tell(60 - 2 * oneMs)).toMatchObject({ outcome: 'joined', problemId: first.problemId });
    expect(await tell(90 - 2 * oneMs)).toMatchObject({ outcome: 'opened' });
  });

  it('a hundred at the same moment open one problem, and all are in it', async () => {
    const { serialNo } = await aDevice(world, officer, sensors, { category: 'burstPipe' });
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => call(world, sensors, 'alarms', anAlarm(serialNo))),
    );
    expect(answers.filter(({ body }) => body.outcome === 'opened')).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.processId)).size).toBe(1);
    const { rows } = await world.db.pool.query<{ count: number }>(
      'select count(*)::int as count from problem_report where problem_id = $1',
      [answers[0]?.body.processId],
    );
    expect(rows).toEqual([{ count: 100 }]);
  });
});

describe('a call', () => {
  it('whose signature is wrong, old or of another body is refused without a word more, and leaves nothing', async () => {
    const { serialNo } = await aDevice(world, officer, sensors);
    const given = anAlarm(serialNo);
    const now = await nowSeconds();
    const before = await counts();
    const refusals = [
      await call(world, { ...sensors, secret: 'ins_other' }, 'alarms', given),
      await call(world, { ...sensors, code: 'nobody' }, 'alarms', given),
      await call(world, sensors, 'alarms', given, { timestamp: String(now - 305) }),
      await call(world, sensors, 'alarms', given, { timestamp: String(now + 305) }),
      await call(world, sensors, 'alarms', given, {
        signature: signatureOf(sensors.secret, String(now), Buffer.from('{}')),
      }),
      await call(world, sensors, 'alarms', given, { signature: '' }),
    ];
    for (const answer of refusals) expect([code(answer), answer.body.params]).toEqual(['401 bad-signature', {}]);
    expect(await counts()).toEqual(before);
  });

  it('that is played again is refused; signed anew it is answered as before', async () => {
    const { serialNo } = await aDevice(world, officer, sensors, { category: 'lift' });
    const event = anAlarm(serialNo);
    const timestamp = String(await nowSeconds());
    const first = await call(world, sensors, 'alarms', event, { timestamp });
    const before = await counts();
    expect(code(await call(world, sensors, 'alarms', event, { timestamp }))).toBe('409 call-replayed');
    expect(await counts()).toEqual(before);
    const anew = await call(world, sensors, 'alarms', event, { timestamp: String(Number(timestamp) - 1) });
    expect(anew.body).toEqual({ ...first.body, outcome: 'alreadyIn' });
  });

  it('of a device that nobody registered, or that is retired, or through the other door, leaves nothing', async () => {
    const { deviceId, serialNo } = await aDevice(world, officer, sensors);
    const path = `/v1/places/${world.city.b1.id}/sensor-devices/${deviceId}/retire`;
    await world.as(officer).post(path, { commandId: randomUUID() }).expect(204);
    const before = await counts();
    expect(code(await call(world, sensors, 'alarms', anAlarm('nobody')))).toBe('422 device-unknown');
    expect(code(await call(world, sensors, 'alarms', anAlarm(serialNo)))).toBe('422 device-unknown');
    expect(code(await call(world, hotline, 'alarms', anAlarm(serialNo)))).toBe('422 source-not-here');
    expect(code(await call(world, sensors, 'alarms', { ...anAlarm(serialNo), more: 1 }))).toBe('400 malformed-request');
    expect(await counts()).toEqual(before);
  });

  it('is believed under the old secret as long as the rotation says', async () => {
    const own = await aSource(world, officer, 'hotline');
    const rotate = async (oldValidHours: number): Promise<string> => {
      const path = `/v1/places/${world.city.s1.id}/intake-sources/${own.sourceId}/keys`;
      return (await world.as(officer).post(path, { commandId: randomUUID(), oldValidHours }).expect(201)).body.secret;
    };
    const statusOf = async (secret: string) =>
      (await call(world, { ...own, secret }, 'tickets', aCall(undefined, { category: '噪音' }))).status;
    const second = await rotate(1);
    expect([await statusOf(own.secret), await statusOf(second)]).toEqual([200, 200]);
    const third = await rotate(0);
    expect([await statusOf(own.secret), await statusOf(second), await statusOf(third)]).toEqual([401, 401, 200]);
    const { body } = await world.as(officer).get(`/v1/places/${world.city.s1.id}/intake-sources`).expect(200);
    expect(JSON.stringify(body)).not.toContain('ins_');
  });
});

describe('a ticket', () => {
  it('finds its estate and building by the address, keeps the caller sealed, and joins what is open at that building', async () => {
    const { body } = await call(world, hotline, 'tickets', aCall('T-1'));
    expect(body.outcome).toBe('opened');
    const joined = (await call(world, hotline, 'tickets', aCall('T-2', { phone: '13912345678', text: '我家也漏' })))
      .body;
    expect(joined).toMatchObject({ outcome: 'joined', processId: body.processId });
    const [first, second] = await reportsOf(body.processId);
    expect(first).toMatchObject({
      ...{ channel: 'hotline', name: '李四', phoneMasked: '138****8000', spotPlaceId: world.city.b1.id },
      reportText: '楼上漏水（一小区1号楼2单元301）',
    });
    expect(second).toMatchObject({ isFirst: false, phoneMasked: '139****5678' });
    const again = await call(world, hotline, 'tickets', aCall('T-1', { text: '换了说法' }));
    expect(again.body).toEqual({ ...body, outcome: 'alreadyIn' });
  });

  it('of an estate that nobody knows, or of a category that the policy lacks, is refused by name', async () => {
    const before = await counts();
    expect(code(await call(world, hotline, 'tickets', aCall('T-3', { address: '四小区' })))).toBe('422 estate-unknown');
    const unknown = await call(world, hotline, 'tickets', aCall('T-4', { category: '外星人' }));
    expect([code(unknown), unknown.body.params]).toEqual(['422 category-unknown', { category: '外星人' }]);
    expect(await counts()).toEqual(before);
  });
});

describe('registering', () => {
  it('a source needs a code of its own, a device a network of sensors above it and a name of its own', async () => {
    const { b1, c1, e4, s1 } = world.city;
    const source = {
      commandId: randomUUID(),
      sourceId: randomUUID(),
      code: hotline.code,
      kind: 'hotline',
      name: '热线',
    };
    const register = (body: object) => world.as(officer).post(`/v1/places/${s1.id}/intake-sources`, body);
    expect(code(await register(source))).toBe('409 source-code-taken');
    const same = { ...source, commandId: randomUUID(), sourceId: hotline.sourceId, code: `x-${randomUUID()}` };
    expect(code(await register(same))).toBe('409 id-already-used');
    const { serialNo } = await aDevice(world, officer, sensors);
    const device = { deviceId: randomUUID(), source: sensors.code, serialNo, category: 'smokeAlarm', joinMinutes: 1 };
    const at = (place: { id: string }, more: object = {}, who = officer) =>
      world.as(who).post(`/v1/places/${place.id}/sensor-devices`, { ...device, commandId: randomUUID(), ...more });
    expect(code(await at(b1))).toBe('409 device-registered');
    expect(code(await at(b1, { serialNo: 'n-1', category: 'ufo' }))).toBe('422 category-unknown');
    expect(code(await at(b1, { serialNo: 'n-1', source: hotline.code }))).toBe('422 source-not-here');
    expect(code(await at(c1, { serialNo: 'n-1' }))).toBe('422 not-an-estate');
    const district = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
    expect(code(await at(e4, { serialNo: 'n-1' }, district))).toBe('422 source-not-here');
    const { body } = await world.as(officer).get(`/v1/places/${s1.id}/sensor-devices?limit=1`).expect(200);
    expect([body.items.length, body.nextCursor === null]).toEqual([1, false]);
  });
});
