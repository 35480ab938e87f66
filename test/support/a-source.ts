// A registered hotline or network of sensors, and its signed calls.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { signatureOf } from '../../store/signature';
import type { Person, Place, World } from './api-world';

export interface TestSource {
  sourceId: string;
  code: string;
  secret: string;
}

/** Registered at street s1 unless told otherwise. */
export async function aSource(
  world: World,
  officer: Person,
  kind: 'hotline' | 'sensors' | 'payments',
  at: Place = world.city.s1,
): Promise<TestSource> {
  const source = { sourceId: randomUUID(), code: `${kind}-${randomUUID()}`.slice(0, 40), kind, name: '某系统' };
  const { body } = await world
    .as(officer)
    .post(`/v1/places/${at.id}/intake-sources`, { commandId: randomUUID(), ...source })
    .expect(201);
  return { ...source, secret: (body as { secret: string }).secret };
}

/** A signed call; `more` overrides what the signature rests on. */
export async function call(
  world: World,
  { code, secret }: Pick<TestSource, 'code' | 'secret'>,
  door: 'alarms' | 'tickets',
  given: unknown,
  more: { timestamp?: string; signature?: string } = {},
): Promise<Response> {
  const body = Buffer.from(JSON.stringify(given), 'utf8');
  const timestamp = more.timestamp ?? String(Math.floor((await world.deps.time.now()).getTime() / 1_000));
  return world
    .as(null)
    .post(`/v1/intake/${code}/${door}`)
    .set('Content-Type', 'application/json')
    .set('gongzhi-timestamp', timestamp)
    .set('gongzhi-signature', more.signature ?? signatureOf(secret, timestamp, body))
    .send(body.toString('utf8'));
}

/** A device at building b1 of estate e1. */
export async function aDevice(
  world: World,
  officer: Person,
  source: TestSource,
  more: { category?: string; joinMinutes?: number } = {},
): Promise<{ deviceId: string; serialNo: string }> {
  const device = { deviceId: randomUUID(), serialNo: `SN-${randomUUID()}` };
  await world
    .as(officer)
    .post(`/v1/places/${world.city.b1.id}/sensor-devices`, {
      ...{ commandId: randomUUID(), ...device, source: source.code, category: 'smokeAlarm', joinMinutes: 30 },
      ...more,
    })
    .expect(201);
  return device;
}

/** A file of tickets as a hotline exports it. */
export const ticketsCsv = (...rows: string[][]): Buffer =>
  Buffer.from(
    [['工单编号', '来电时间', '来电人', '联系电话', '地址', '问题类别', '内容'], ...rows]
      .map((row) => row.join(','))
      .join('\n'),
  );

/** 二小区 by default, so that a street that covers it may import it. */
export const aTicket = (
  ticketNo: string,
  more: Partial<Record<'phone' | 'address' | 'category' | 'text', string>> = {},
) => [
  ...[ticketNo, '2026-01-05 09:30', '李四', more.phone ?? '13800138000', more.address ?? '一小区1号楼'],
  ...[more.category ?? '漏水', more.text ?? '楼道漏水'],
];
