// Two differences through a whole audit, as a supervisor meets them: a run that has slept through its time, which is replaced, and ballots that
// somebody changed, which nothing repairs.
import { randomUUID } from 'node:crypto';
import { recordCheckpoint } from '../../store/ballots/checkpoints';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { openWindow, windowRules } from '../../store/ballots/vote-window';
import { inTransaction } from '../../store/transaction';
import { workflowIdFor } from '../../workflows/messages';
import { auditNext } from '../../worker/auditor';
import { castBatch } from '../ballots/a-counted-vote';
import type { Person } from '../support/api-world';
import { aVotePolicy, aYesNoItem } from '../support/build';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import { audit, auditorOf, byHand, readAudit, repair, type AuditedItem } from './an-audit';

const DAY = 86_400_000;
let world: EngineWorld;
let supervisor: Person;
let officer: Person;
beforeAll(async () => {
  world = await engineWorld();
  supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
}, 600_000);
afterAll(() => world.close());

const running = (kind: 'election' | 'ownersVote', id: string) =>
  world.until(
    () =>
      world.client.workflow
        .getHandle(workflowIdFor(kind, id))
        .describe()
        .catch(() => undefined),
    (run) => run?.status.name === 'RUNNING',
  );

test('a run that sleeps through what was due is replaced by one that knows the time', async () => {
  const electionId = randomUUID();
  const body = { commandId: randomUUID(), electionId, trigger: 'termEnding', termEndsOn: null, seats: 5 };
  await world.as(officer).post(`/v1/estates/${world.city.e1.id}/elections`, body).expect(201);
  const command = { type: 'suspend', days: 3, reasonText: '等待核实', basisText: '规则' };
  const give = (given: object) =>
    world.as(officer).post(`/v1/elections/${electionId}/commands`, { commandId: randomUUID(), command: given });
  await give(command).expect(200);
  const first = (await running('election', electionId))?.runId;
  // The engine's clock has stopped; the auditor's goes on: the standstill should have ended two days ago.
  const time = { now: () => Promise.resolve(new Date(Date.now() + 5 * DAY)) };
  const asked = await world.as(supervisor).post('/v1/audits', { commandId: randomUUID(), isFull: true }).expect(202);
  expect(await auditNext(auditorOf(world, { time }))).toBe(true);
  const { items } = await readAudit(world, supervisor, (asked.body as { auditId: string }).auditId);
  expect(items).toMatchObject([{ kind: 'timerPastDue', subject: electionId, motion: 'replaceRun' }]);
  const { body: repaired } = await repair(world, supervisor, items[0]?.id ?? '').expect(200);
  expect(repaired).toMatchObject({ repairs: [{ motion: 'replaceRun', result: 'replaced' }] });
  expect((repaired as AuditedItem).resolvedAt).not.toBeNull();
  expect((await running('election', electionId))?.runId).not.toBe(first);
  await give({ type: 'resume' }).expect(200);
  expect((await audit(world, supervisor)).items).toEqual([]);
});

test('ballots that somebody changed are for a person: nothing repairs them, and once they are whole again the duty is gone', async () => {
  const { pool } = world.db;
  const { e1, district } = world.city;
  const voteId = randomUUID();
  const agenda = [aYesNoItem()];
  const scope = { kind: 'estate', placeId: e1.id } as const;
  await world
    .as(officer)
    .post(`/v1/estates/${e1.id}/votes`, { commandId: randomUUID(), voteId, scope, agenda })
    .expect(201);
  await running('ownersVote', voteId);
  const freeze = { commandId: randomUUID(), command: { type: 'freezeRoll' } };
  await world.as(officer).post(`/v1/votes/${voteId}/commands`, freeze).expect(200);
  const roll = await world.until(
    async () =>
      (
        await pool.query<{ rollId: string; rollHash: string }>(
          'select id as "rollId", roll_hash as "rollHash" from roll where process_id = $1',
          [voteId],
        )
      ).rows[0],
    (found) => found !== undefined,
  );
  if (roll === undefined) throw new Error('no roll');
  const times = { opensAt: instantIn(-60_000), closesAt: instantIn(DAY) };
  const rules = windowRules(agenda, scope, aVotePolicy());
  const { signing } = receiptKeys(world.deps.keyRing);
  await inTransaction(pool, (tx) => openWindow(tx, { voteId, estateId: e1.id, ...roll, ...times, rules }));
  const [item] = agenda;
  const cast = [1, 2].map((rightNo) => ({
    ...{ rightNo, channel: 'paper' as const, choices: { [item?.itemId ?? '']: 'yes' as const } },
  }));
  await castBatch({ pool }, { voteId }, cast, agenda, signing);
  await inTransaction(pool, (tx) => recordCheckpoint(tx, voteId, signing));
  expect((await audit(world, supervisor)).items).toEqual([]);

  const choose = (answer: string) =>
    byHand(
      world,
      `update ballot set choices = jsonb_set(choices, array[$2], to_jsonb($3::text)) where vote_id = $1 and seq = 1`,
      [voteId, item?.itemId, answer],
    );
  await choose('no');
  const { items } = await audit(world, supervisor);
  expect(items).toMatchObject([{ kind: 'ledgerDiffers', subject: voteId, motion: null, detail: { changedSeq: 1 } }]);
  const { status, body } = await repair(world, supervisor, items[0]?.id ?? '');
  expect([status, (body as { code: string }).code]).toEqual([409, 'only-a-person-decides']);
  const duties = async () =>
    (
      await pool.query<{ how: string | null; path: string }>(
        `select closed_how as how, place_path as path from obligation where process_id = $1 and key = 'mendDivergence'`,
        [voteId],
      )
    ).rows;
  expect(await duties()).toEqual([{ how: null, path: district.path }]);
  await choose('yes');
  expect((await audit(world, supervisor)).items).toEqual([]);
  expect(await duties()).toEqual([{ how: 'foundWhole', path: district.path }]);
});

const instantIn = (ms: number): string => new Date(Date.now() + ms).toISOString();
