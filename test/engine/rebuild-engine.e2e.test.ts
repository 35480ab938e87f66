// `npm run rebuild-engine` on a real engine: what is started again, what is replaced, and what is left alone until somebody decides.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { rebuildEngine, type RebuildReport } from '../../engine/rebuild';
import { brokenLink } from '../../store/record/read-process';
import { workflowIdFor } from '../../workflows/messages';
import type { Person, Place } from '../support/api-world';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import { recordCommand } from '../support/record-command';
import { devServer } from '../support/temporal';

const CHECKOUT = path.resolve(__dirname, '../..');
const SUSPEND = { type: 'suspend', reasonText: '等待核实', basisText: '规则', days: 3 } as const;
const STOP = { type: 'stopElection', reasonText: '演示结束', basisText: '无' } as const;

let world: EngineWorld;
let officer: Person;

beforeAll(async () => {
  world = await engineWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(() => world.close());

const launch = async ({ id }: Place): Promise<string> => {
  const electionId = randomUUID();
  const body = { commandId: randomUUID(), electionId, trigger: 'termEnding', termEndsOn: null, seats: 5 };
  const answer = await world.as(officer).post(`/v1/estates/${id}/elections`, body);
  expect(answer.status).toBe(201);
  return electionId;
};
const give = async (electionId: string, command: object): Promise<Record<string, unknown>> => {
  const path = `/v1/elections/${electionId}/commands`;
  const answer = await world.as(officer).post(path, { commandId: randomUUID(), command });
  return answer.body as Record<string, unknown>;
};
const runOf = async (electionId: string): Promise<{ runId: string; status: string }> => {
  const { runId, status } = await world.client.workflow.getHandle(workflowIdFor('election', electionId)).describe();
  return { runId, status: status.name };
};
const isStarted = (electionId: string) =>
  world.until(
    () => runOf(electionId).catch(() => undefined),
    (run) => run?.status === 'RUNNING',
  );
const lastSeq = async (electionId: string): Promise<number> => {
  const { rows } = await world.db.pool.query<{ seq: number }>(
    'select max(seq) as seq from process_event where process_id = $1',
    [electionId],
  );
  return rows[0]?.seq ?? 0;
};
const divergences = async (electionId: string): Promise<{ closed_how: string | null; role: string }[]> =>
  (
    await world.db.pool.query<{ closed_how: string | null; role: string }>(
      `select closed_how, role from obligation where process_id = $1 and key = 'mendDivergence'`,
      [electionId],
    )
  ).rows;
const rebuild = async (isForced = false): Promise<Map<string, RebuildReport['result']>> => {
  const results = new Map<string, RebuildReport['result']>();
  for await (const { processId, result } of rebuildEngine(world.client, world.db.pool, {
    isForced,
    start: world.start,
  }))
    results.set(processId, result);
  return results;
};

/** The record goes on without the engine: how things stand after Temporal was restored to an earlier time. */
const recordAhead = (electionId: string, command: { type: string; [field: string]: unknown }) =>
  recordCommand(world, electionId, { kind: 'account', id: officer.accountId, role: 'streetOfficer' }, command);

describe('an open process without a run', () => {
  it('is started where its events left it, and a second time nothing changes', async () => {
    await world.stopWorker();
    const electionId = await launch(world.city.e1);
    const seq = await lastSeq(electionId);
    await expect(runOf(electionId)).rejects.toThrow();
    expect((await rebuild()).get(electionId)).toBe('restarted');
    const first = await runOf(electionId);
    expect(first.status).toBe('RUNNING');
    expect((await rebuild()).get(electionId)).toBe('running');
    expect(await runOf(electionId)).toEqual(first);
    expect(await lastSeq(electionId)).toBe(seq);
    await world.startWorker();
    expect(await give(electionId, SUSPEND)).toMatchObject({ seq: seq + 1, phase: 'groupForming' });
    expect(await brokenLink(world.db.pool, electionId)).toBeUndefined();
    expect(await runOf(electionId)).toEqual(first);
    await give(electionId, { type: 'resume' });
    await give(electionId, STOP);
    expect((await rebuild()).has(electionId)).toBe(false);
  });
});

describe('a run that stands at an earlier event than the record', () => {
  it('is left running without force, and with force replaced by one that stands where the record does', async () => {
    const electionId = await launch(world.city.e2);
    const before = await isStarted(electionId);
    await recordAhead(electionId, SUSPEND);
    const seq = await lastSeq(electionId);
    expect((await rebuild()).get(electionId)).toBe('running');
    expect(await runOf(electionId)).toEqual(before);
    expect((await rebuild(true)).get(electionId)).toBe('replaced');
    expect((await runOf(electionId)).runId).not.toBe(before?.runId);
    expect(await lastSeq(electionId)).toBe(seq);
    // Only a run that knows of the standstill takes this.
    expect(await give(electionId, { type: 'resume' })).toMatchObject({ seq: seq + 1 });
    expect(await divergences(electionId)).toEqual([]);
    expect((await rebuild()).get(electionId)).toBe('running');
    await give(electionId, STOP);
  });

  it('that went on is stopped as diverged; only force takes the side of the record, and discharges the duty', async () => {
    const electionId = await launch(world.city.e2);
    await isStarted(electionId);
    await recordAhead(electionId, SUSPEND);
    const seq = await lastSeq(electionId);
    expect(await give(electionId, { ...SUSPEND, days: 2 })).toMatchObject({ code: 'outcome-unknown' });
    await world.until(
      () => divergences(electionId),
      (duties) => duties.length === 1,
    );
    expect(await give(electionId, { type: 'resume' })).toMatchObject({ code: 'unavailable' });

    expect((await rebuild()).get(electionId)).toBe('diverged');
    expect((await runOf(electionId)).status).toBe('COMPLETED');
    expect(await divergences(electionId)).toEqual([{ role: 'districtSupervisor', closed_how: null }]);
    expect((await rebuild(true)).get(electionId)).toBe('replaced');
    expect(await divergences(electionId)).toEqual([{ role: 'districtSupervisor', closed_how: 'engineRebuilt' }]);
    expect(await lastSeq(electionId)).toBe(seq);
    expect(await give(electionId, { type: 'resume' })).toMatchObject({ seq: seq + 1 });
    expect((await rebuild()).get(electionId)).toBe('running');
    await give(electionId, STOP);
  });

  it('of a process that the record has closed gets no run any more, and its duty is discharged too', async () => {
    const electionId = await launch(world.city.e1);
    await isStarted(electionId);
    await recordAhead(electionId, STOP);
    expect(await give(electionId, SUSPEND)).toMatchObject({ code: 'outcome-unknown' });
    await world.until(
      () => divergences(electionId),
      (duties) => duties.length === 1,
    );
    expect((await rebuild()).get(electionId)).toBe('diverged');
    expect((await rebuild(true)).get(electionId)).toBe('closed');
    expect((await runOf(electionId)).status).toBe('COMPLETED');
    expect(await divergences(electionId)).toMatchObject([{ closed_how: 'engineRebuilt' }]);
    expect((await rebuild(true)).has(electionId)).toBe(false);
  });
});

describe('a process whose record was changed by hand', () => {
  it('is reported and left alone, with force too, and the command ends with 1', async () => {
    await world.stopWorker();
    const electionId = await launch(world.city.e2);
    await changeByHand(electionId);
    expect(await brokenLink(world.db.pool, electionId)).toBe(1);
    for (const args of [[], ['--force']]) {
      const { code, output } = await runCommand(args);
      expect(output).toMatch(new RegExp(`${electionId}  election +\\d+  chainBroken`));
      expect(output).toContain('it was left alone');
      expect(code).toBe(1);
    }
    await expect(runOf(electionId)).rejects.toThrow();
  });
});

/** As superuser, with the guards switched off: what somebody with the keys of the house could do. */
async function changeByHand(electionId: string): Promise<void> {
  const client = new Client({ connectionString: world.db.url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(
      `update process_event set payload = payload || '{"seats": 7}' where process_id = $1 and seq = 1`,
      [electionId],
    );
  } finally {
    await client.end();
  }
}

/** The command as an operator types it, against this world's database and engine. */
async function runCommand(args: string[]): Promise<{ code: number | null; output: string }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-rebuild-'));
  const server = await devServer();
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/rebuild-engine.ts', ...args], {
      cwd: CHECKOUT,
      env: {
        ...process.env,
        GONGZHI_MODE: 'embedded',
        GONGZHI_DATA: directory,
        DATABASE_URL: world.db.url,
        TEMPORAL_ADDRESS: server.address,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output };
  } finally {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
