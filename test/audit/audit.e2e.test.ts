// The auditor against a real Temporal and a real database: broken for real, found, repaired over the API, and clean at the next audit.
import { randomUUID } from 'node:crypto';
import { TASK_QUEUE, workflowIdFor } from '../../workflows/messages';
import type { Person, Place } from '../support/api-world';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import { recordCommand } from '../support/record-command';
import { audit, auditorOf, byHand, readAudit, repair, type AuditedItem } from './an-audit';
import { auditNext } from '../../worker/auditor';

const SUSPEND = { type: 'suspend', reasonText: '等待核实', basisText: '规则', days: 3 } as const;
const STOP = { type: 'stopElection', reasonText: '演示结束', basisText: '无' } as const;

let world: EngineWorld;
let supervisor: Person;
let officer: Person;
beforeAll(async () => {
  world = await engineWorld();
  supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(() => world.close());

const estates = (): Place[] => [world.city.e1, world.city.e2];
const runs = () => world.client.workflow;

/** An election that runs, at an estate where none does. */
async function anElection(): Promise<string> {
  const electionId = randomUUID();
  const body = { commandId: randomUUID(), electionId, trigger: 'termEnding', termEndsOn: null, seats: 5 };
  for (const { id } of estates()) {
    const { status } = await world.as(officer).post(`/v1/estates/${id}/elections`, body);
    if (status !== 201) {
      body.commandId = randomUUID();
      continue;
    }
    await world.until(
      () =>
        runs()
          .getHandle(workflowIdFor('election', electionId))
          .describe()
          .catch(() => undefined),
      (run) => run?.status.name === 'RUNNING',
    );
    return electionId;
  }
  throw new Error('an election runs at every estate');
}
const give = async (electionId: string, command: object): Promise<Record<string, unknown>> => {
  const { body } = await world
    .as(officer)
    .post(`/v1/elections/${electionId}/commands`, { commandId: randomUUID(), command });
  return body as Record<string, unknown>;
};
const open = (items: AuditedItem[]) => items.map(({ kind, subject, motion }) => ({ kind, subject, motion }));
const recordAhead = (electionId: string, command: { type: string; [field: string]: unknown }) =>
  recordCommand(world, electionId, { kind: 'account', id: officer.accountId, role: 'streetOfficer' }, command);
/** Audits, sees just this one, repairs it, sees it gone at once, and audits again: clean. */
async function foundAndRepaired(expected: Partial<AuditedItem> & { kind: AuditedItem['kind'] }): Promise<AuditedItem> {
  const first = await audit(world, supervisor);
  expect(first.items).toMatchObject([expected]);
  const [item] = first.items as [AuditedItem];
  const { status, body } = await repair(world, supervisor, item.id);
  expect([status, (body as { code?: string }).code]).toEqual([200, undefined]);
  const repaired = body as AuditedItem;
  expect(repaired.resolvedAt).not.toBeNull();
  expect(repaired.repairs).toMatchObject([
    { motion: item.motion, accountId: supervisor.accountId, reasonText: '已核对，以记录为准' },
  ]);
  const again = await audit(world, supervisor);
  expect([open(again.items), again.audit.found]).toEqual([[], 0]);
  expect((await readAudit(world, supervisor, first.audit.id)).audit).toMatchObject({ found: 1, open: 0 });
  return repaired;
}
const closing = async (electionId: string) => {
  await give(electionId, STOP);
  await world.until(
    () => runs().getHandle(workflowIdFor('election', electionId)).describe(),
    (run) => run.status.name === 'COMPLETED',
  );
};

test('a healthy house has nothing to find, open or closed', async () => {
  const [running, ended] = [await anElection(), await anElection()];
  await give(running, SUSPEND);
  await closing(ended);
  const { audit: clean, items } = await audit(world, supervisor);
  expect(items).toEqual([]);
  expect(clean).toMatchObject({ trigger: 'asked', state: 'finished', isFull: true, found: 0, open: 0 });
  expect(clean.processes).toBeGreaterThanOrEqual(2);
  expect(clean.events).toBeGreaterThan(4);
  await give(running, { type: 'resume' });
  await closing(running);
});

test('a run that was ended behind our back is started again from the record', async () => {
  const electionId = await anElection();
  await give(electionId, SUSPEND);
  await runs().getHandle(workflowIdFor('election', electionId)).terminate('broken for a test');
  const item = await foundAndRepaired({
    ...{ kind: 'runMissing', subject: electionId, motion: 'restartRun', detail: { run: 'terminated' } },
  });
  expect(item.repairs).toMatchObject([{ result: 'replaced' }]);
  expect(await give(electionId, { type: 'resume' })).toMatchObject({ processId: electionId });
  await closing(electionId);
});

test('a run that stands at an earlier event than the record is replaced by one that stands where the record does', async () => {
  const electionId = await anElection();
  await recordAhead(electionId, SUSPEND);
  await foundAndRepaired({ kind: 'runDiffers', subject: electionId, motion: 'replaceRun' });
  // Only a run that knows of the standstill takes this.
  expect(await give(electionId, { type: 'resume' })).toMatchObject({ processId: electionId });
  await closing(electionId);
});

test('a run that was stopped as diverged stays so until a person says that the record is right', async () => {
  const electionId = await anElection();
  await recordAhead(electionId, SUSPEND);
  expect(await give(electionId, { ...SUSPEND, days: 2 })).toMatchObject({ code: 'outcome-unknown' });
  await world.until(
    () => runs().getHandle(workflowIdFor('election', electionId)).describe(),
    (run) => run.status.name === 'COMPLETED',
  );
  await foundAndRepaired({ kind: 'runDiverged', subject: electionId, motion: 'replaceRun' });
  const { rows } = await world.db.pool.query(
    `select closed_how from obligation where process_id = $1 and key = 'mendDivergence'`,
    [electionId],
  );
  expect(rows).toEqual([{ closed_how: 'engineRebuilt' }]);
  await give(electionId, { type: 'resume' });
  await closing(electionId);
});

test('a run of a process that the record has closed, and one that nobody knows, are ended', async () => {
  const electionId = await anElection();
  await recordAhead(electionId, STOP);
  const stranger = `election:${randomUUID()}`;
  // It sleeps as an election of the same state would: only the record does not know it.
  const { rows } = await world.db.pool.query<{ state: unknown; policy: unknown; calendar: unknown }>(
    'select v.state, p.policy, p.calendar from process_view v join process p on p.id = v.process_id where p.id = $1',
    [electionId],
  );
  await runs().start('election', {
    ...{ workflowId: stranger, taskQueue: world.start.taskQueue ?? TASK_QUEUE },
    args: [{ ...rows[0], processId: stranger.slice(9), seq: 1, hash: 'x' }],
    startDelay: '1 hour',
  });
  const found = await world.until(
    () => audit(world, supervisor),
    ({ items }) => items.length === 2,
  );
  expect(open(found.items)).toEqual(
    expect.arrayContaining([
      { kind: 'runOfClosed', subject: `election:${electionId}`, motion: 'endRun' },
      { kind: 'runUnknown', subject: stranger, motion: 'endRun' },
    ]),
  );
  for (const { id } of found.items)
    expect((await repair(world, supervisor, id).expect(200)).body).toMatchObject({ repairs: [{ result: 'ended' }] });
  for (const id of [stranger, `election:${electionId}`])
    expect((await runs().getHandle(id).describe()).status.name).toBe('TERMINATED');
  expect((await audit(world, supervisor)).items).toEqual([]);
});

describe('what was changed by hand in the database', () => {
  let electionId: string;
  beforeAll(async () => (electionId = await anElection()));
  afterAll(() => closing(electionId));

  test('a read model that says something else is made again from the events', async () => {
    await byHand(world, `update process_view set phase = 'voting', locks = '{seal}' where process_id = $1`, [
      electionId,
    ]);
    const item = await foundAndRepaired({ kind: 'viewDiffers', subject: electionId, motion: 'rebuildView' });
    expect((item.detail['fields'] as string[]).sort()).toEqual(['locks', 'phase']);
    const { body } = await world.as(officer).get(`/v1/processes/${electionId}`).expect(200);
    expect((body as { phase: string }).phase).toBe('groupForming');
  });

  test('duties that are gone, added, or due at another time', async () => {
    await byHand(world, 'delete from obligation where process_id = $1', [electionId]);
    const gone = await foundAndRepaired({ kind: 'obligationsDiffer', subject: electionId, motion: 'rebuildView' });
    expect(gone.detail).toMatchObject({ missing: ['formGroup'], extra: [], changed: [] });
    await byHand(world, `update obligation set due_at = due_at + interval '1 day' where process_id = $1`, [electionId]);
    const later = await foundAndRepaired({ kind: 'obligationsDiffer', subject: electionId });
    expect(later.detail).toMatchObject({ missing: [], extra: [], changed: ['formGroup'] });
  });

  test('a duty of no process is dropped', async () => {
    await byHand(
      world,
      `insert into obligation (id, process_id, key, duty, party_kind, role, place_path, since, is_provisional, basis, opened_seq,
         process_kind, district_id, stirred_at, stuck_at)
       select $1, $1, 'formGroup', 'formGroup', 'role', 'streetOfficer', place_path, since, false, 'x', 1,
         process_kind, district_id, stirred_at, stuck_at from obligation
       where process_id = $2 limit 1`,
      [randomUUID(), electionId],
    );
    await foundAndRepaired({ kind: 'obligationOrphaned', motion: 'dropObligation' });
  });

  test('an entry of the outbox that was given up is taken up again and gets out', async () => {
    await byHand(
      world,
      `insert into outbox (key, kind, process_id, payload, created_at, available_at, attempts, last_error)
       values ('stuck', 'start', $1, '{}', now() - interval '2 hours', now() + interval '1 minute', 50, 'engine-away')`,
      [electionId],
    );
    const item = await foundAndRepaired({ kind: 'outboxStuck', motion: 'retryOutbox' });
    expect(item.detail).toMatchObject({ entry: 'start', attempts: 50 });
    await world.until(
      async () =>
        (await world.db.pool.query(`select 1 from outbox where key = 'stuck' and done_at is not null`)).rowCount,
      (done) => done === 1,
    );
  });

  test('a broken chain is for a person: nothing repairs it, the district has a duty, and once mended the duty is gone', async () => {
    const seats = (n: number) =>
      byHand(world, `update process_event set payload = payload || $2 where process_id = $1 and seq = 1`, [
        electionId,
        { seats: n },
      ]);
    await seats(7);
    const { items } = await audit(world, supervisor);
    expect(items).toMatchObject([{ kind: 'chainBroken', subject: electionId, motion: null, detail: { seq: 1 } }]);
    const { status, body } = await repair(world, supervisor, items[0]?.id ?? '');
    expect([status, (body as { code: string }).code]).toEqual([409, 'only-a-person-decides']);
    const duties = async () => {
      const { rows } = await world.db.pool.query<{ closed_how: string | null }>(
        `select closed_how from obligation where process_id = $1 and key = 'mendDivergence'`,
        [electionId],
      );
      return rows.map(({ closed_how }) => closed_how);
    };
    expect(await duties()).toEqual([null]);
    await seats(5);
    expect((await audit(world, supervisor)).items).toEqual([]);
    expect(await duties()).toEqual(['foundWhole']);
  });

  test('a view that differs is not repaired once the chain below it is broken', async () => {
    await byHand(world, `update process_view set phase = 'voting' where process_id = $1`, [electionId]);
    const { items } = await audit(world, supervisor);
    await byHand(
      world,
      `update process_event set payload = payload || '{"seats": 7}' where process_id = $1 and seq = 1`,
      [electionId],
    );
    const { body } = await repair(world, supervisor, items[0]?.id ?? '');
    expect((body as { code: string }).code).toBe('chain-is-broken');
    await byHand(
      world,
      `update process_event set payload = payload || '{"seats": 5}' where process_id = $1 and seq = 1`,
      [electionId],
    );
    await repair(world, supervisor, items[0]?.id ?? '').expect(200);
    expect((await audit(world, supervisor)).items).toEqual([]);
  });
});

describe('a repair', () => {
  test('given twice is done once; of what is gone it is refused; of another district it is not found', async () => {
    const electionId = await anElection();
    await byHand(world, `update process_view set phase = 'voting' where process_id = $1`, [electionId]);
    const [item] = (await audit(world, supervisor)).items as [AuditedItem];
    const elsewhere = await world.person([{ role: 'districtSupervisor', at: world.city.otherDistrict }]);
    expect((await repair(world, elsewhere, item.id)).status).toBe(404);
    const commandId = randomUUID();
    const [one, two] = [
      await repair(world, supervisor, item.id, commandId),
      await repair(world, supervisor, item.id, commandId),
    ];
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body).toEqual(one.body);
    expect((two.body as AuditedItem).repairs).toHaveLength(1);
    expect((await repair(world, supervisor, item.id)).body).toMatchObject({ code: 'already-resolved' });
    await closing(electionId);
  });
});

describe('an audit', () => {
  test('asked for twice at the same time is one, sees only the places of who asked, and is not shown to others', async () => {
    const ask = (who: Person) => world.as(who).post('/v1/audits', { commandId: randomUUID() }).expect(202);
    const auditor = await world.person([{ role: 'auditor', at: world.city.s2 }]);
    const electionId = await anElection();
    await byHand(world, `update process_view set phase = 'voting' where process_id = $1`, [electionId]);
    const [one, two] = [await ask(auditor), await ask(auditor)];
    expect(two.body).toEqual(one.body);
    expect(await auditNext(auditorOf(world))).toBe(true);
    expect(await auditNext(auditorOf(world))).toBe(false);
    const { auditId } = one.body as { auditId: string };
    expect((await readAudit(world, auditor, auditId)).items).toEqual([]);
    const elsewhere = await world.person([{ role: 'districtSupervisor', at: world.city.otherDistrict }]);
    await world.as(elsewhere).get(`/v1/audits/${auditId}`).expect(404);
    const { body } = await world.as(elsewhere).get('/v1/audits').expect(200);
    expect((body as { items: unknown[] }).items).toEqual([]);
    const [item] = (await audit(world, supervisor)).items as [AuditedItem];
    await repair(world, supervisor, item.id).expect(200);
    await closing(electionId);
  });
});
