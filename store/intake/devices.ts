// Sensors at their places: which category their alarm is a problem of. A device that is gone is retired, never deleted.
import type { Pool } from 'pg';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export interface Device {
  deviceId: string;
  serialNo: string;
  category: string;
  placeId: string;
  estateId: string;
  joinMinutes: number;
}

export interface DeviceView extends Device {
  sourceId: string;
  registeredAt: Date;
  retiredAt: Date | null;
}

const COLUMNS = `d.id as "deviceId", d.serial_no as "serialNo", d.category, d.place_id as "placeId", d.estate_id as "estateId",
  d.join_minutes as "joinMinutes"`;

export interface NewDevice {
  deviceId: string;
  /** Code of the sensor network. */
  source: string;
  serialNo: string;
  category: string;
  placeId: string;
  joinMinutes: number;
  byAccount: string;
  at: Date;
}

/**
 * Refuses `source-not-here` for a source that is no network of sensors or not of this area, `not-an-estate` for a place that lies in none,
 * `device-registered`, `id-already-used`. The category is the caller's to check.
 */
export async function registerDevice(tx: Tx, device: NewDevice): Promise<void> {
  const { deviceId, source, serialNo, category, placeId, joinMinutes, byAccount, at } = device;
  const { rows } = await tx.query<{ sourceId: string }>(
    `select s.id as "sourceId" from intake_source s, place p
     where s.code = $1 and s.kind = 'sensors' and p.id = $2 and starts_with(p.path, s.place_path)`,
    [source, placeId],
  );
  if (!rows[0]) throw refused('source-not-here', { source });
  const { estateId } = await estateOf(tx, placeId);
  const { rowCount } = await tx.query(
    `insert into sensor_device (id, source_id, serial_no, category, place_id, place_path, estate_id, join_minutes, registered_by, registered_at)
     select $1, $2, $3, $4, p.id, p.path, $6, $7, $8, $9 from place p where p.id = $5 on conflict do nothing`,
    [deviceId, rows[0].sourceId, serialNo, category, placeId, estateId, joinMinutes, byAccount, at],
  );
  if (rowCount) return;
  const { rowCount: isIdTaken } = await tx.query('select from sensor_device where id = $1', [deviceId]);
  throw isIdTaken ? refused('id-already-used', { id: deviceId }) : refused('device-registered', { serialNo });
}

/** The estate that the place is or lies in. */
export async function estateOf(db: Pool | Tx, placeId: string): Promise<{ estateId: string; estatePath: string }> {
  const { rows } = await db.query<{ estateId: string; estatePath: string }>(
    `select e.id as "estateId", e.path as "estatePath" from place p join place e on e.id = any (string_to_array(trim(both '/' from p.path), '/')::uuid[])
     where p.id = $1 and e.kind = 'estate'`,
    [placeId],
  );
  if (!rows[0]) throw refused('not-an-estate', { placeId });
  return rows[0];
}

/** Refuses `not-found` for a device that does not lie at or below the place. Retiring it again changes nothing. */
export async function retireDevice(
  tx: Tx,
  { deviceId, placePath, at }: { deviceId: string; placePath: string; at: Date },
): Promise<void> {
  const { rowCount } = await tx.query(
    `update sensor_device set retired_at = coalesce(retired_at, $3) where id = $1 and starts_with(place_path, $2)`,
    [deviceId, placePath, at],
  );
  if (!rowCount) throw refused('not-found');
}

/** The device that a network calls by this name. Refuses `device-unknown`, for retired ones as well. */
export async function liveDevice(tx: Tx, sourceId: string, serialNo: string): Promise<Device> {
  const { rows } = await tx.query<Device>(
    `select ${COLUMNS} from sensor_device d where d.source_id = $1 and d.serial_no = $2 and d.retired_at is null`,
    [sourceId, serialNo],
  );
  if (!rows[0]) throw refused('device-unknown', { serialNo });
  return rows[0];
}

/** At or below the place, by id. */
export async function listDevices(
  pool: Pool,
  placePath: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<DeviceView[]> {
  const { rows } = await pool.query<DeviceView>(
    `select ${COLUMNS}, d.source_id as "sourceId", d.registered_at as "registeredAt", d.retired_at as "retiredAt" from sensor_device d
     where starts_with(d.place_path, $1) and ($2::uuid is null or d.id > $2) order by d.id limit $3`,
    [placePath, after, limit],
  );
  return rows;
}
