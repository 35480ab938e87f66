// The record in PostgreSQL: all or nothing, once, in one chain; duties, notices and read models follow from it and from nothing else.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Actor, ProcessPlace } from '../../domain/process';
import { appendEvents } from '../../store/record/append-events';
import { Diverged } from '../../store/record/diverged';
import { launchProcess, type Launch } from '../../store/record/launch-process';
import { brokenLink, readEvents, readSnapshot } from '../../store/record/read-process';
import { rebuildViews } from '../../store/record/rebuild-views';
import { finishOutbox, takeOutbox } from '../../store/record/take-outbox';
import { Refused } from '../../store/refused';
import { inTransaction } from '../../store/transaction';
import { calendarFor } from '../../domain/policy/rehearsal';
import { freshDatabase, type TestDatabase } from '../support/database';
import { aPolicy, type Act } from '../support/play';
import { pendingOf as pendingOnRecord, storeActs } from '../support/play-on-record';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const officer: Actor = { kind: 'account', id: randomUUID(), role: 'streetOfficer' };
const secretary: Actor = { kind: 'account', id: randomUUID(), role: 'communitySecretary' };
const MORNING = new Date('2026-03-02T02:00:00.000Z');
/** 23:30 in China. */
const NIGHT = new Date('2026-03-02T15:30:00.000Z');

const placeOf = (estateId: string): ProcessPlace => ({
  estateId,
  estatePath: `/d/s/c/${estateId}/`,
  communityPath: '/d/s/c/',
  streetPath: '/d/s/',
  districtPath: '/d/',
});

function launchOf(estateId: string, more: Partial<Launch> = {}): Launch {
  const processId = more.processId ?? randomUUID();
  const place = placeOf(estateId);
  const policy = aPolicy();
  return {
    processId,
    kind: 'election',
    place,
    parentId: null,
    policy,
    calendar: calendarFor(policy),
    commandId: randomUUID(),
    actor: officer,
    channel: 'web',
    command: {
      type: 'launch',
      trigger: 'termEnding',
      termEndsOn: null,
      seats: 5,
      unitCount: 100,
      areaDm2: 1_000_000,
    },
    ...more,
  };
}

async function launched(at = MORNING): Promise<string> {
  const launch = launchOf(randomUUID());
  await inTransaction(db.pool, (tx) => launchProcess(tx, launch, at));
  return launch.processId;
}

const GROUP = ['o', 'o', 'o', 'o', 's', 's', 's'].map((kind) => ({
  memberId: randomUUID(),
  capacity: kind === 'o' ? 'owner' : 'street',
}));
const formGroup = { type: 'formGroup', members: GROUP, leaderId: GROUP.at(-1)?.memberId };

interface Given {
  actor: Actor;
  command: { type: string; [field: string]: unknown };
  at: Date;
}
const actsOf = (given: Given[]): Act[] =>
  given.map(({ actor, command, at }) => ({ at: at.toISOString(), given: { actor, command } }));
const pendingOf = (processId: string, given: Given[]) => pendingOnRecord(db.pool, processId, actsOf(given));
const give = (processId: string, ...given: Given[]) => storeActs(db.pool, processId, actsOf(given));

const all = async <T extends object>(sql: string, ...values: unknown[]): Promise<T[]> =>
  (await db.pool.query<T>(sql, values)).rows;
const everythingOf = async (processId: string) => ({
  events: await all('select * from process_event where process_id = $1 order by seq', processId),
  view: await all('select * from process_view where process_id = $1', processId),
  obligations: await all('select * from obligation where process_id = $1 order by id', processId),
  outbox: await all('select id, key, payload from outbox where process_id = $1 order by id', processId),
  changes: await all('select id from change where process_id = $1 order by id', processId),
});

/** As superuser, with the guards switched off: what somebody with the keys of the house could do. */
async function tamper(statement: string, ...values: unknown[]): Promise<void> {
  const client = new Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(statement, values);
  } finally {
    await client.end();
  }
}

describe('storing what was decided', () => {
  it('stores everything or nothing: a failure in the middle leaves no trace', async () => {
    const processId = await launched();
    const before = await everythingOf(processId);
    const { expected, events } = await pendingOf(processId, [{ actor: officer, command: formGroup, at: MORNING }]);
    await expect(
      inTransaction(db.pool, async (tx) => {
        await appendEvents(tx, processId, expected, events, MORNING);
        throw new Error('the power went out');
      }),
    ).rejects.toThrow('the power went out');
    // And when the database itself refuses the last of several events.
    const broken = events.map((event, index) =>
      index === events.length - 1 ? { ...event, commandId: 'not a uuid' } : event,
    );
    await expect(
      inTransaction(db.pool, (tx) => appendEvents(tx, processId, expected, broken, MORNING)),
    ).rejects.toThrow();
    expect(await everythingOf(processId)).toEqual(before);
  });

  it('stores once what is sent twice, and answers the same', async () => {
    const processId = await launched();
    const { expected, events } = await pendingOf(processId, [{ actor: officer, command: formGroup, at: MORNING }]);
    const append = () => inTransaction(db.pool, (tx) => appendEvents(tx, processId, expected, events, MORNING));
    const first = await append();
    const once = await everythingOf(processId);
    expect(await append()).toEqual(first);
    expect(await everythingOf(processId)).toEqual(once);
    // At the same moment, too: an activity that timed out may still be at work when its retry comes.
    const [other, twin] = [await launched(), await pendingOf(await launched(), [])];
    expect(twin.events).toEqual([]);
    const next = await pendingOf(other, [{ actor: officer, command: formGroup, at: MORNING }]);
    const both = await Promise.all(
      [1, 2].map(() => inTransaction(db.pool, (tx) => appendEvents(tx, other, next.expected, next.events, MORNING))),
    );
    expect(both[0]).toEqual(both[1]);
    expect(await brokenLink(db.pool, other)).toBeUndefined();
  });

  it('says that engine and record have diverged when the record ends elsewhere, and stores nothing', async () => {
    const processId = await launched();
    const stale = await pendingOf(processId, [{ actor: officer, command: formGroup, at: MORNING }]);
    const suspend = { type: 'suspend', reasonText: 'h', basisText: 'h', days: 3 };
    await give(processId, { actor: officer, command: suspend, at: MORNING });
    const before = await everythingOf(processId);
    const append = (expected: { seq: number; hash: string }, events = stale.events) =>
      inTransaction(db.pool, (tx) => appendEvents(tx, processId, expected, events, MORNING));
    await expect(append(stale.expected)).rejects.toThrow(Diverged);
    const last = stale.expected.seq + 10;
    const ahead = stale.events.map((event, index) => ({ ...event, seq: last + index + 1 }));
    await expect(append({ seq: last, hash: stale.expected.hash }, ahead)).rejects.toThrow(Diverged);
    const current = await pendingOf(processId, [{ actor: officer, command: { type: 'resume' }, at: MORNING }]);
    await expect(append({ ...current.expected, hash: 'f'.repeat(64) }, current.events)).rejects.toThrow(Diverged);
    expect(await everythingOf(processId)).toEqual(before);
  });
});

describe('the chain of hashes', () => {
  it('is whole as written, and finds a changed payload, author or instant, and a missing row', async () => {
    const changes = [
      `update process_event set payload = payload || '{"at": "2020-01-01T00:00:00.000Z"}' where process_id = $1 and seq = 2`,
      'update process_event set actor_id = gen_random_uuid() where process_id = $1 and seq = 2',
      `update process_event set at = at + interval '1 millisecond' where process_id = $1 and seq = 2`,
      `update process_event set authority = 'districtSupervisor' where process_id = $1 and seq = 2`,
    ];
    for (const change of changes) {
      const processId = await launched();
      await give(processId, { actor: officer, command: formGroup, at: MORNING });
      expect(await brokenLink(db.pool, processId)).toBeUndefined();
      await tamper(change, processId);
      expect(await brokenLink(db.pool, processId)).toBe(2);
    }
    const processId = await launched();
    await give(processId, { actor: officer, command: formGroup, at: MORNING });
    const { rows } = await db.pool.query<{ seq: number }>('select seq from process_view where process_id = $1', [
      processId,
    ]);
    const last = rows[0]?.seq ?? 0;
    await tamper(`delete from process_event where process_id = $1 and seq = ${last}`, processId);
    expect(await brokenLink(db.pool, processId)).toBe(last);
    await tamper('delete from process_event where process_id = $1 and seq = 2', processId);
    expect(await brokenLink(db.pool, processId)).toBe(3);
  });
});

describe('duties', () => {
  const dutiesOf = (processId: string) =>
    all<{ key: string; closed_how: string | null; closed_by: string | null; due_at: Date | null; opened_seq: number }>(
      'select key, closed_how, closed_by, due_at, opened_seq from obligation where process_id = $1 order by opened_seq, key',
      processId,
    );

  it('are opened with the launch, moved when the process stood still, and discharged by who did what', async () => {
    const processId = await launched();
    const [formed] = await dutiesOf(processId);
    expect(formed).toMatchObject({ key: 'formGroup', closed_how: null });
    const later = new Date(MORNING.getTime() + 2 * 86_400_000);
    const suspend = { type: 'suspend', reasonText: 'h', basisText: 'h', days: 3 };
    await give(processId, { actor: officer, command: suspend, at: MORNING });
    await give(processId, { actor: officer, command: { type: 'resume' }, at: later });
    const [moved] = await dutiesOf(processId);
    expect((moved?.due_at?.getTime() ?? 0) - (formed?.due_at?.getTime() ?? 0)).toBe(2 * 86_400_000);
    await give(processId, { actor: officer, command: formGroup, at: later });
    expect(await dutiesOf(processId)).toMatchObject([
      { key: 'formGroup', closed_how: 'groupPublished', closed_by: 'id' in officer ? officer.id : '' },
    ]);
  });

  it('that several people discharged are told apart, though all was stored in one go', async () => {
    const processId = await launched();
    const objection = randomUUID();
    const owner: Actor = { kind: 'account', id: randomUUID(), role: 'owner', ownerId: randomUUID() };
    await give(
      processId,
      { actor: officer, command: formGroup, at: MORNING },
      { actor: owner, command: { type: 'objectToGroup', objectionId: objection, reasonText: 'h' }, at: MORNING },
      {
        actor: secretary,
        command: { type: 'answerObjection', objectionId: objection, isUpheld: true, reasonText: 'h' },
        at: MORNING,
      },
    );
    expect(await dutiesOf(processId)).toMatchObject([
      { key: 'formGroup', closed_how: 'groupPublished', closed_by: 'id' in officer ? officer.id : '' },
      {
        key: `answerObjection:${objection}`,
        closed_how: 'objectionAnswered',
        closed_by: 'id' in secretary ? secretary.id : '',
      },
      { key: 'formGroup', closed_how: null },
    ]);
  });
});

describe('one open election per estate', () => {
  it('of two launches at the same moment one wins, and the loser is told which', async () => {
    const estateId = randomUUID();
    const launches = [launchOf(estateId), launchOf(estateId)];
    const results = await Promise.allSettled(
      launches.map((launch) => inTransaction(db.pool, (tx) => launchProcess(tx, launch, MORNING))),
    );
    const winner = launches.find((_launch, index) => results[index]?.status === 'fulfilled');
    const lost = results.filter((result): result is PromiseRejectedResult => result.status === 'rejected');
    expect(lost).toHaveLength(1);
    const reason: unknown = lost[0]?.reason;
    if (!(reason instanceof Refused)) throw reason;
    expect(reason.rejection).toEqual({ code: 'already-running', params: { processId: winner?.processId } });
    expect(await all('select 1 from process where place_id = $1', estateId)).toHaveLength(1);
  });

  it('the same launch twice at the same moment is one launch; another one under its id is refused', async () => {
    const launch = launchOf(randomUUID());
    const run = (one: Launch) => inTransaction(db.pool, (tx) => launchProcess(tx, one, MORNING));
    const both = await Promise.all([run(launch), run(launch)]);
    expect(both[0]).toEqual(both[1]);
    await expect(run(launchOf(randomUUID(), { processId: launch.processId }))).rejects.toThrow('id-already-used');
    // The API answers repeats from its own receipts: what comes through to here is another request.
    await expect(run({ ...launch, isRepeatRefused: true })).rejects.toThrow('id-already-used');
  });

  it('the same launch again is answered like the first when it would be refused by now, too', async () => {
    const launch = launchOf(randomUUID());
    const run = (one: Launch) => inTransaction(db.pool, (tx) => launchProcess(tx, one, MORNING));
    const first = await run(launch);
    const refusedByNow: Launch = { ...launch, command: { ...launch.command, seats: 0 } };
    await expect(run({ ...refusedByNow, processId: randomUUID() })).rejects.toThrow(Refused);
    expect(await run(refusedByNow)).toEqual(first);
  });

  it('a launch that lost leaves nothing behind', async () => {
    const estateId = randomUUID();
    const [winner, loser] = [launchOf(estateId), launchOf(estateId)] as const;
    const run = (one: Launch) => inTransaction(db.pool, (tx) => launchProcess(tx, one, MORNING));
    await run(winner);
    await expect(run(loser)).rejects.toThrow('already-running');
    expect(Object.values(await everythingOf(loser.processId)).flat()).toEqual([]);
  });
});

describe('the outbox', () => {
  it('tells people about a new duty at once by day, and in the morning when it arose at night', async () => {
    const at = async (processId: string) =>
      (
        await all<{ at: Date }>(
          `select available_at as at from outbox where process_id = $1 and kind = 'notice'`,
          processId,
        )
      ).map((row) => row.at.toISOString());
    expect(await at(await launched(MORNING))).toEqual([MORNING.toISOString()]);
    expect(await at(await launched(NIGHT))).toEqual(['2026-03-03T00:00:00.000Z']);
  });

  it('hands out commands of one process one after the other, so that none overtakes another', async () => {
    const processId = await launched();
    await db.pool.query('update outbox set done_at = now() where done_at is null');
    const put = (n: number) =>
      db.pool.query(
        `insert into outbox (key, kind, process_id, payload, created_at, available_at) values ($1, 'command', $2, '{}', $3, $3)`,
        [`${processId}:test:${n}`, processId, MORNING],
      );
    await put(1);
    await put(2);
    const now = new Date(MORNING.getTime() + 1_000);
    const first = await takeOutbox(db.pool, now, 10);
    expect(first.map(({ key }) => key)).toEqual([`${processId}:test:1`]);
    expect(await takeOutbox(db.pool, now, 10)).toEqual([]);
    await finishOutbox(db.pool, [{ id: first[0]?.id ?? '', note: null }], now);
    expect((await takeOutbox(db.pool, now, 10)).map(({ key }) => key)).toEqual([`${processId}:test:2`]);
  });
});

describe('the read models', () => {
  it('rebuilt from the events are what they were, and nobody is told anything again', async () => {
    const [one, other] = [await launched(), await launched()];
    const noticed = new Date(MORNING.getTime() + 20 * 86_400_000);
    await give(one, { actor: officer, command: formGroup, at: MORNING });
    // Twenty days later the group's notice has run out by itself, and a candidate is proposed: three commands in one batch.
    const nominate = (candidateId: string) => ({
      type: 'nominate',
      candidateId,
      ownerId: randomUUID(),
      nominatedBy: 'owners',
    });
    await give(
      one,
      { actor: officer, command: nominate(randomUUID()), at: noticed },
      { actor: secretary, command: nominate(randomUUID()), at: noticed },
      { actor: officer, command: { type: 'suspend', reasonText: 'h', basisText: 'h', days: 5 }, at: noticed },
    );
    await give(other, {
      actor: officer,
      command: { type: 'stopElection', reasonText: 'h', basisText: 'h' },
      at: noticed,
    });
    const live = [await everythingOf(one), await everythingOf(other)];
    expect(live[0]?.obligations.length).toBeGreaterThan(1);

    await db.pool.query(
      `update process_view set phase = 'wrong', seq = 1, hash = 'x', state = '{}' where process_id = $1`,
      [one],
    );
    await db.pool.query('delete from obligation where process_id = $1', [one]);
    await tamper('delete from process_view where process_id = $1', other);
    const seen: string[] = [];
    for await (const { processId } of rebuildViews(db.pool)) seen.push(processId);
    expect(seen).toEqual(expect.arrayContaining([one, other]));
    expect([await everythingOf(one), await everythingOf(other)]).toEqual(live);
    const snapshot = await readSnapshot(db.pool, one);
    expect(snapshot).toMatchObject({ processId: one, seq: (await readEvents(db.pool, one)).length });
  });
});
