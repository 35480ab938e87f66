// What the relay does with an answer: a fact for a process that stands still is kept until it goes on, everything else is said once.
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import pino from 'pino';
import type { Submitted, Submitter } from '../../engine/submit';
import { carryOut, type RelayDeps } from '../../worker/relay';
import { apiWorld, type World } from '../support/api-world';
import { launchElection, launchTermWatch } from '../support/record-command';

let world: World;
let election: string;
beforeAll(async () => {
  world = await apiWorld();
  election = await launchElection(world, world.city.e1);
});
afterAll(() => world.close());

/** Hands one command to the relay as if `election` had been told it, and answers as often as the relay asks. */
async function tell(
  command: { type: string },
  answers: Submitted[],
  to = election,
): Promise<{ asked: number; note: string | null; heardBy: string[]; heard: { [field: string]: unknown }[] }> {
  const { pool } = world.db;
  await pool.query('update outbox set done_at = now()');
  const key = randomUUID();
  const payload = { to, commandId: randomUUID(), command };
  await pool.query(
    `insert into outbox (key, kind, process_id, payload, created_at, available_at) values ($1, 'command', $2, $3, now(), now() - interval '1 second')`,
    [key, election, JSON.stringify(payload)],
  );
  let asked = 0;
  const heardBy: string[] = [];
  const heard: { [field: string]: unknown }[] = [];
  const submitter: Submitter = {
    submit: (_kind, processId, envelope) => {
      heardBy.push(processId);
      heard.push(envelope.command);
      return Promise.resolve(answers[asked++] ?? { kind: 'unavailable', reason: 'engine-away' });
    },
  };
  const log = pino({ level: 'silent' });
  const deps: RelayDeps = {
    ...{ pool, submitter, log, listenUrl: null, time: world.deps.time },
    client: undefined as unknown as Client,
  };
  for (let round = 0; round < answers.length; round += 1) {
    await pool.query(`update outbox set available_at = now() - interval '1 second' where key = $1`, [key]);
    await carryOut(deps);
  }
  const { rows } = await pool.query<{ note: string | null }>(
    'select last_error as note from outbox where key = $1 and done_at is not null',
    [key],
  );
  if (rows[0] === undefined) throw new Error('the command is still waiting');
  return { asked, note: rows[0].note, heardBy, heard };
}

const refused = (code: string): Submitted => ({ kind: 'refused', rejection: { code } });
const receipt: Submitted = { kind: 'receipt', receipt: { commandId: 'c', seq: 9, phase: 'voting' } };

it('keeps the result of a vote for an election that is suspended until it goes on', async () => {
  const result = { type: 'recordVoteResult', voteId: 'v', outcome: 'passed', electedIds: [] };
  expect(await tell(result, [refused('process-suspended'), refused('process-suspended'), receipt])).toMatchObject({
    asked: 3,
    note: null,
  });
});

it('does not suspend a second time, later, what stands still already', async () => {
  const suspend = { type: 'suspend', reasonText: 'h', basisText: 'h', days: 3 };
  expect(await tell(suspend, [refused('process-suspended')])).toMatchObject({
    asked: 1,
    note: 'refused: process-suspended',
  });
});

it('takes any other refusal as the answer, and notes it', async () => {
  expect(await tell({ type: 'recordAssemblyHeld' }, [refused('vote-not-awaited')])).toMatchObject({
    asked: 1,
    note: 'refused: vote-not-awaited',
  });
});

it('does not ask a kind that has no use for what it is told, and notes that', async () => {
  expect(await tell({ type: 'recordVoteRevoked' }, [receipt])).toMatchObject({
    asked: 0,
    note: 'refused: unknown-command',
  });
});

it('keeps what is told to the watch of an estate until somebody watches over it', async () => {
  const { e2 } = world.city;
  const demand = { type: 'recordDemand' };
  await expect(tell(demand, [receipt], `committeeTerm:${e2.id}`)).rejects.toThrow('the command is still waiting');
  const watch = await launchTermWatch(world, e2);
  const told = await tell(demand, [receipt], `committeeTerm:${e2.id}`);
  expect(told).toMatchObject({ asked: 1, note: null, heardBy: [watch] });
});

it('hands on a text that the machine writes as the hash under which everybody can read it', async () => {
  const stop = { type: 'stopElection', reasonText: 'label:problemEnded', basisText: 'label:problemEnded' };
  const { heard } = await tell(stop, [receipt]);
  const [command] = heard;
  const { rows } = await world.db.pool.query<{ body: string }>('select body from text_note where sha256 = $1', [
    command?.['reasonText'],
  ]);
  expect(rows).toEqual([{ body: '会议所议诉求已办结' }]);
});
