// Engine trouble, made for real: a database that refuses the worker's writes, and a worker with bad code. It is on the list in words
// while it lasts, and off it once it has healed.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { Client } from 'pg';
import pino from 'pino';
import type { z } from 'zod';
import type { auditOperations } from '../../api/contracts/audits';
import { openMending, dischargeMending } from '../../store/record/mending';
import { lookForTrouble, startTroubleWatch, type TroubleWatchDeps } from '../../worker/trouble-watch';
import type { Person } from '../support/api-world';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import { launchElection } from '../support/record-command';
import { devServer, type DevServer } from '../support/temporal';

type Troubles = z.output<(typeof auditOperations)['listEngineTroubles']['response']>['items'];

let world: EngineWorld;
let server: DevServer;
let supervisor: Person;
let officer: Person;
beforeAll(async () => {
  [world, server] = [await engineWorld(), await devServer()];
  supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(async () => {
  await world.close();
  await server.close();
});

const troubles = async (who = supervisor, isResolved = false): Promise<Troubles> => {
  const { body } = await world.as(who).get(`/v1/engine-troubles?isResolved=${isResolved}`).expect(200);
  return (body as { items: Troubles }).items;
};
const watch = (): TroubleWatchDeps => ({
  ...{ client: world.client, pool: world.db.pool, time: world.deps.time, log: pino({ level: 'silent' }) },
});
const give = (electionId: string, command: object) =>
  world.as(officer).post(`/v1/elections/${electionId}/commands`, { commandId: randomUUID(), command });
const SUSPEND = { type: 'suspend', reasonText: '等待核实', basisText: '规则', days: 3 };

async function asSuperuser(sql: string): Promise<void> {
  const client = new Client({ connectionString: world.db.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
const aRunningElection = async (estate: { id: string }): Promise<string> => {
  const electionId = await launchElection(world, estate);
  await world.until(
    () =>
      world.client.workflow
        .getHandle(`election:${electionId}`)
        .describe()
        .catch(() => undefined),
    (run) => run?.status.name === 'RUNNING',
  );
  return electionId;
};

test('an activity that fails again and again is noted by the worker itself, in words, and gone once it has healed', async () => {
  const electionId = await aRunningElection(world.city.e1);
  await asSuperuser('revoke insert on process_event from gongzhi_app');
  const answered = give(electionId, SUSPEND).then(({ status }) => status);
  const seen = await world.until(
    () => troubles(),
    (items) => items.length > 0,
  );
  expect(seen).toMatchObject([
    {
      ...{ processId: electionId, processKind: 'election', kind: 'activity', what: 'recordEvents' },
      ...{ place: { id: world.city.e1.id, kind: 'estate' }, resolvedAt: null },
      lastError: 'permission denied for table process_event',
    },
  ]);
  expect(seen[0]?.attempts).toBeGreaterThanOrEqual(3);
  // Temporal says the same to whoever asks, so a worker that died before it could note anything hides nothing.
  await world.db.pool.query('delete from engine_trouble');
  await lookForTrouble(watch(), null);
  expect(await troubles()).toMatchObject([{ processId: electionId, kind: 'activity', what: 'recordEvents' }]);

  await asSuperuser('grant insert on process_event to gongzhi_app');
  await world.until(
    () => troubles(),
    (items) => items.length === 0,
  );
  await answered;
  expect(await troubles(supervisor, true)).toMatchObject([{ processId: electionId, kind: 'activity' }]);
});

test('a workflow task that fails is found by going round, without names and numbers of people, and gone once the code is good', async () => {
  const electionId = await aRunningElection(world.city.e2);
  await world.stopWorker();
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(__dirname, 'wedged-workflows.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const bad = await Worker.create({
    ...{ connection: server.nativeConnection, namespace: server.namespace, taskQueue: world.start.taskQueue ?? '' },
    workflowBundle: { code },
    // Every task begins from the start, as after a deployment.
    maxCachedWorkflows: 0,
  });
  const running = bad.run();
  void give(electionId, SUSPEND).then(() => undefined);
  const seen = await untilPatiently(
    async () => {
      await lookForTrouble(watch(), null);
      return troubles();
    },
    (items) => items.length > 0,
  );
  bad.shutdown();
  await running;
  expect(seen).toMatchObject([{ processId: electionId, kind: 'workflowTask', what: 'workflowTask' }]);
  expect(seen[0]?.lastError).toContain('no such step for');
  expect(seen[0]?.lastError).not.toMatch(/\p{Script=Han}|\d{5}/u);

  await world.startWorker();
  await untilPatiently(
    async () => {
      await lookForTrouble(watch(), null);
      return troubles();
    },
    (items) => items.length === 0,
  );
});

test('engine and record that disagree are on the list as long as somebody has to mend them; only within one’s places, and not to whom the process is hidden from', async () => {
  const electionId = await aRunningElection(world.city.e4);
  const now = await world.deps.time.now();
  await openMending(world.db.pool, electionId, 3, now);
  await lookForTrouble(watch(), null);
  expect(await troubles()).toMatchObject([{ processId: electionId, kind: 'divergence', what: 'record', attempts: 1 }]);
  const elsewhere = await world.person([{ role: 'auditor', at: world.city.s1 }]);
  expect(await troubles(elsewhere)).toEqual([]);
  const { pool } = world.db;
  await pool.query('update process_view set hidden_from = $2 where process_id = $1', [
    electionId,
    [supervisor.accountId],
  ]);
  expect(await troubles()).toEqual([]);
  await pool.query(`update process_view set hidden_from = '{}' where process_id = $1`, [electionId]);
  expect(await troubles()).toHaveLength(1);
  await dischargeMending(pool, electionId, 'engineRebuilt');
  await lookForTrouble(watch(), null);
  expect(await troubles()).toEqual([]);
});

test('the running watch does so by itself, and stops when it is told to', async () => {
  const [{ processId = '' } = {}] = await troubles(supervisor, true);
  await openMending(world.db.pool, processId, 4, await world.deps.time.now());
  const watching = startTroubleWatch(watch());
  await world.until(
    () => troubles(),
    (items) => items.length > 0,
  );
  await watching.stop();
  await dischargeMending(world.db.pool, processId, 'engineRebuilt');
});

/** A task that failed is tried again after ten seconds and more. */
async function untilPatiently<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  for (let n = 1; ; n += 1) {
    const answer = await ask();
    if (satisfies(answer) || n === 180) return answer;
    await new Promise((go) => setTimeout(go, 500));
  }
}
