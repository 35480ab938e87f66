// An audit as a supervisor sees it: asked for over HTTP, run by the worker's own code, read back with what it found. And ways to break
// things that only somebody with the keys of the house has.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import pino from 'pino';
import type { z } from 'zod';
import type { auditOperations } from '../../api/contracts/audits';
import { auditNext, type AuditorDeps } from '../../worker/auditor';
import type { Person } from '../support/api-world';
import type { EngineWorld } from '../support/engine-world';

export type Audited = z.output<(typeof auditOperations)['getAudit']['response']>;
export type AuditedItem = Audited['items'][number];

export const auditorOf = ({ client, db, deps, start }: EngineWorld, more: Partial<AuditorDeps> = {}): AuditorDeps => ({
  ...{ client, pool: db.pool, time: deps.time, taskQueue: start.taskQueue, perSecond: 1_000 },
  ...{ log: pino({ level: 'silent' }), nightlyHour: null, ...more },
});

/** Asks for an audit, runs it to its end, and reads it. */
export async function audit(world: EngineWorld, supervisor: Person, isFull = true): Promise<Audited> {
  const asked = await world.as(supervisor).post('/v1/audits', { commandId: randomUUID(), isFull }).expect(202);
  const { auditId } = asked.body as { auditId: string };
  expect(await auditNext(auditorOf(world))).toBe(true);
  return readAudit(world, supervisor, auditId);
}

export async function readAudit(world: EngineWorld, supervisor: Person, auditId: string): Promise<Audited> {
  const { body } = await world.as(supervisor).get(`/v1/audits/${auditId}`).expect(200);
  return body as Audited;
}

export const repair = (world: EngineWorld, supervisor: Person, itemId: string, commandId: string = randomUUID()) =>
  world.as(supervisor).post(`/v1/audits/items/${itemId}/repair`, { commandId, reasonText: '已核对，以记录为准' });

/** As superuser, with the guards switched off. */
export async function byHand(world: Pick<EngineWorld, 'db'>, sql: string, values: unknown[]): Promise<void> {
  const client = new Client({ connectionString: world.db.url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    expect((await client.query(sql, values)).rowCount).toBeGreaterThan(0);
  } finally {
    await client.end();
  }
}
