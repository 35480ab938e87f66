// Alarms of the rehearsed year: a network of sensors that is registered at the street, a device where it goes off, and its signed call.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { intakeOperations } from '../../../api/contracts/intake';
import { instantOf } from '../../../domain/calendar/instant';
import { signatureOf } from '../../../store/signature';
import { the } from '../election/client';
import type { Installation } from '../support/virtual-installation';
import type { Report } from './generate';
import type { Estate, Street } from './street';

type Key = z.output<(typeof intakeOperations)['registerSource']['response']>;
type Taken = z.output<(typeof intakeOperations)['receiveAlarm']['response']>;

const CODE = 'street-sensors';
/** A device that goes off again so soon means the same thing. */
const JOIN_MINUTES = 30;

/** The network's secret, and the devices that are registered, by what and where; of one street. */
const networks = new WeakMap<Street, { secret: string; devices: Map<string, string> }>();

/** Returns the id of the problem that the alarm has opened; null: it joined one. */
export async function soundAlarm(
  { address, clock }: Pick<Installation, 'address' | 'clock'>,
  street: Street,
  estate: Estate,
  { category, spot }: Report,
): Promise<string | null> {
  const serialNo = await deviceAt(street, the(estate.spots[spot], 'spot'), category);
  const now = Math.floor(await clock.now());
  const body = Buffer.from(JSON.stringify({ eventId: randomUUID(), serialNo, happenedAt: instantOf(now) }), 'utf8');
  const timestamp = String(Math.floor(now / 1_000));
  const { secret } = the(networks.get(street), 'network');
  const response = await fetch(`${address}/v1/intake/${CODE}/alarms`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'gongzhi-timestamp': timestamp,
      'gongzhi-signature': signatureOf(secret, timestamp, body),
    },
    body,
  });
  if (!response.ok) throw new Error(`POST alarms → ${response.status} ${await response.text()}`);
  const { processId, outcome } = (await response.json()) as Taken;
  return outcome === 'opened' ? processId : null;
}

async function deviceAt(street: Street, placeId: string, category: string): Promise<string> {
  const { session } = street.holder('streetOfficer', street.streetId);
  let network = networks.get(street);
  if (network === undefined) {
    const source = { sourceId: randomUUID(), code: CODE, kind: 'sensors', name: '烟感与燃气报警' };
    const { secret } = await session.post<Key>(`/v1/places/${street.streetId}/intake-sources`, source);
    network = { secret, devices: new Map() };
    networks.set(street, network);
  }
  const known = network.devices.get(`${placeId} ${category}`);
  if (known !== undefined) return known;
  const serialNo = `SN-${randomUUID()}`;
  const device = { deviceId: randomUUID(), source: CODE, serialNo, category, joinMinutes: JOIN_MINUTES };
  await session.post(`/v1/places/${placeId}/sensor-devices`, device);
  network.devices.set(`${placeId} ${category}`, serialNo);
  return serialNo;
}
