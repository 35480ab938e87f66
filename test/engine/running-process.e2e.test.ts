// A process on the real engine, from HTTP to the record and back: receipts, retries, refusals, crashes, rebuilds.
import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { rebuildEngine } from '../../engine/rebuild';
import { brokenLink, readSnapshot } from '../../store/record/read-process';
import { workflowIdFor } from '../../workflows/messages';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import type { Person } from '../support/api-world';

let world: EngineWorld;
let officer: Person;

beforeAll(async () => {
  world = await engineWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(() => world.close());

const launch = async (estateId: string, more: object = {}) => {
  const electionId = randomUUID();
  const body = {
    commandId: randomUUID(),
    electionId,
    trigger: 'termEnding',
    termEndsOn: '2027-06-30',
    seats: 5,
    ...more,
  };
  const answer = await world.as(officer).post(`/v1/estates/${estateId}/elections`, body);
  return { electionId, body, answer };
};
const members = Array.from({ length: 7 }, (_, index) => ({
  memberId: randomUUID(),
  capacity: index < 4 ? 'owner' : 'street',
}));
const formGroup = (size = 7) => ({
  type: 'formGroup',
  members: members.slice(0, size),
  leaderId: members[4]?.memberId,
});
const command = (electionId: string, body: object, who = officer) =>
  world.as(who).post(`/v1/elections/${electionId}/commands`, { commandId: randomUUID(), ...body });
const stop = async (electionId: string) => {
  const answer = await command(electionId, {
    command: { type: 'stopElection', reasonText: '演示结束', basisText: '无' },
  });
  expect(answer.body).toMatchObject({ phase: 'closed' });
};

describe('a launched election', () => {
  it('is on record at once, names its first duty, and runs', async () => {
    const { electionId, answer } = await launch(world.city.e1.id);
    expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
      status: 201,
      body: { processId: electionId, phase: 'groupForming' },
    });
    const { rows } = await world.db.pool.query(
      'select key, role, due_at from obligation where process_id = $1 and closed_at is null',
      [electionId],
    );
    expect(rows).toMatchObject([{ key: 'formGroup', role: 'streetOfficer' }]);

    const second = await launch(world.city.e1.id);
    expect(second.answer.body).toMatchObject({ code: 'already-running', params: { processId: electionId } });

    const commandId = randomUUID();
    const body = { commandId, command: formGroup() };
    const path = `/v1/elections/${electionId}/commands`;
    const first = await world.as(officer).post(path, body);
    expect(first.body).toMatchObject({ commandId, phase: 'groupNotice' });
    const again = await world.as(officer).post(path, body);
    expect(again.body).toEqual(first.body);
    const other = await world.as(officer).post(path, { commandId, command: formGroup(5) });
    expect(other.body).toMatchObject({ code: 'command-id-reused' });

    const refused = await command(electionId, { command: formGroup() });
    expect({ status: refused.status, body: refused.body as unknown }).toMatchObject({
      status: 409,
      body: { code: 'wrong-phase' },
    });
    const attempts = await world.db.pool.query('select code, command_type from refused_command where process_id = $1', [
      electionId,
    ]);
    expect(attempts.rows).toEqual([{ code: 'wrong-phase', command_type: 'formGroup' }]);
    expect(await brokenLink(world.db.pool, electionId)).toBeUndefined();
    await stop(electionId);
    const closed = await command(electionId, { command: { type: 'extendAssembly', reasonText: '太晚' } });
    expect(closed.body).toMatchObject({ code: 'process-closed' });
  });

  it('is the same process under its id in capitals: no second run begins', async () => {
    const { electionId } = await launch(world.city.e2.id);
    const formed = await command(electionId.toUpperCase(), { command: formGroup() });
    expect(formed.body).toMatchObject({ phase: 'groupNotice', processId: electionId });
    const second = world.client.workflow.getHandle(`election:${electionId.toUpperCase()}`);
    await expect(second.describe()).rejects.toThrow(WorkflowNotFoundError);
    await stop(electionId);
  });

  it('goes on where its record ends after the engine has lost it', async () => {
    const { electionId } = await launch(world.city.e2.id);
    await command(electionId, { command: formGroup() });
    const workflowId = workflowIdFor('election', electionId);
    await world.client.workflow.getHandle(workflowId).terminate('lost');
    const reports = [];
    for await (const report of rebuildEngine(world.client, world.db.pool, { isForced: false, start: world.start }))
      reports.push(report);
    expect(reports).toContainEqual({
      processId: electionId,
      kind: 'election',
      seq: expect.any(Number),
      result: 'replaced',
    });
    const answer = await command(electionId, {
      command: { type: 'suspend', reasonText: '等待核实', basisText: '规则', days: 3 },
    });
    expect(answer.body).toMatchObject({ phase: 'groupNotice' });
    await command(electionId, { command: { type: 'resume' } });
    await stop(electionId);
    const snapshot = await readSnapshot(world.db.pool, electionId);
    const live = await world.db.pool.query<{ state: unknown }>('select state from process_view where process_id = $1', [
      electionId,
    ]);
    expect(snapshot?.state).toEqual(live.rows[0]?.state);
  });

  it('accepts launches while no worker runs, and starts them when one comes back', async () => {
    await world.stopWorker();
    const { electionId, answer } = await launch(world.city.e2.id);
    expect(answer.status).toBe(201);
    await world.startWorker();
    const formed = await command(electionId, { command: formGroup() });
    expect(formed.body).toMatchObject({ phase: 'groupNotice' });
    await stop(electionId);
  });

  it('moves by itself when days are short, and the officer is told about each duty', async () => {
    const { electionId } = await launch(world.city.e1.id, { rehearsalDayMs: 40 });
    await command(electionId, { command: formGroup() });
    const phases = () =>
      world.db.pool.query<{ phase: string }>('select phase from process_view where process_id = $1', [electionId]);
    await world.until(phases, ({ rows }) => rows[0]?.phase === 'shortSlate');
    const told = () =>
      world.db.pool.query<{ template: string }>('select template from outgoing_message where process_id = $1', [
        electionId,
      ]);
    await world.until(told, ({ rows }) => rows.some(({ template }) => template === 'duty'));
    await stop(electionId);
  });
});
