// A meeting about a complaint, over HTTP and on the record: whoever the complaint is about finds it in no list and is told nothing of it; and
// it is stopped when the complaint ends, whatever the machine was just about to do.
import { randomUUID } from 'node:crypto';
import { launchChild } from '../../activities/launch-child';
import { definitionOf } from '../../domain/definitions';
import type { LaunchedProblem } from '../../domain/problem/state';
import type { LaunchChild } from '../../domain/process';
import { writeNotices } from '../../store/messages/write-notices';
import { childIdOf } from '../../store/ids';
import type { NoticePayload } from '../../store/record/outbox';
import { readSnapshot } from '../../store/record/read-process';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor, aPolicy } from '../support/play';
import { launchProblem, recordCommand } from '../support/record-command';

let world: World;
let [firm, otherFirm, member, secretary, officer]: Person[] = [];
beforeAll(async () => {
  world = await apiWorld();
  const { c1, e1, s1 } = world.city;
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
  otherFirm = await world.person([{ role: 'firmManager', at: e1 }]);
  member = await world.person([{ role: 'committeeMember', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
});
afterAll(() => world.close());

const STREET = anActor('streetOfficer', { id: randomUUID() });
const AHEAD = '2099-01-05T01:30:00.000Z';
const launch = async (problemId: string): Promise<string> => {
  const snapshot = await readSnapshot(world.db.pool, problemId);
  const effect = definitionOf('problem').effect(snapshot?.state.core as { phase: string }, aPolicy()) as LaunchChild;
  const { childId } = await launchChild({ ...world.deps, signing: undefined as never })({
    parentId: problemId,
    ...effect,
  });
  return childId;
};

/** With the street, which calls a meeting. */
async function called(more: object, form = 'threeParty'): Promise<string> {
  const problemId = await launchProblem(world, world.city.e1, more);
  const snapshot = await readSnapshot(world.db.pool, problemId);
  const { handler } = snapshot?.state.core as LaunchedProblem;
  if (handler.level !== 'street')
    await recordCommand(world, problemId, STREET, {
      ...{ type: 'assign', level: 'street', department: null, reasonText: '调' },
    });
  await recordCommand(world, problemId, STREET, { type: 'callMeeting', form, heldAt: AHEAD, reasonText: '协商' });
  return problemId;
}

/** A complaint whose meeting is called and launched. */
async function complaint(complaintOf: object): Promise<{ problemId: string; meetingId: string }> {
  const problemId = await called({ category: 'fees', complaintOf });
  const meetingId = await launch(problemId);
  await recordCommand(
    world,
    problemId,
    { kind: 'engine' },
    { type: 'recordChildLaunched', childKey: 'meeting:1', childId: meetingId },
  );
  await writeAll(problemId, meetingId);
  return { problemId, meetingId };
}

/** What the relay does with every notice of these processes. */
async function writeAll(...processIds: string[]): Promise<void> {
  const { pool } = world.db;
  const { rows } = await pool.query<{ key: string; process_id: string; payload: NoticePayload; created_at: Date }>(
    `select key, process_id, payload, created_at from outbox where kind = 'notice' and process_id = any($1::uuid[])`,
    [processIds],
  );
  for (const { key, process_id, payload, created_at } of rows)
    await writeNotices(pool, key, process_id, payload, created_at);
}

/** Everything a person is shown or told about the processes at the place. */
async function seenBy(who: Person | undefined): Promise<string> {
  const { e1 } = world.city;
  const paths = [
    '/v1/processes?limit=100',
    '/v1/obligations/mine?limit=100',
    '/v1/obligations/overdue?limit=100',
    `/v1/places/${e1.id}/obligations?limit=100`,
    `/v1/places/${e1.id}/messages?limit=100`,
    `/v1/places/${e1.id}/ahead?days=7`,
    '/v1/stalls?limit=100',
    '/v1/changes',
  ];
  const answers = [];
  for (const path of paths) answers.push((await world.as(who as Person).get(path)).body);
  const { rows } = await world.db.pool.query(`select * from outgoing_message where to_account_id = $1`, [
    (who as Person).accountId,
  ]);
  return JSON.stringify([answers, rows]);
}
const opens = async (who: Person | undefined, id: string) =>
  (await world.as(who as Person).get(`/v1/processes/${id}`)).status;

it('a meeting about the firm is the others’; the firm finds it nowhere and hears nothing', async () => {
  const { problemId, meetingId } = await complaint({ role: 'firmManager' });
  for (const id of [problemId, meetingId]) {
    expect(await opens(firm, id)).toBe(404);
    expect(await seenBy(firm)).not.toContain(id);
  }
  for (const who of [member, secretary, officer]) {
    expect(await opens(who, meetingId)).toBe(200);
    expect(await seenBy(who)).toContain(meetingId);
  }
});

it('a meeting about a secretary is not in the secretary’s list of stuck work, nor in the messages of the place', async () => {
  const { meetingId } = await complaint({ role: 'communitySecretary' });
  expect(await opens(secretary, meetingId)).toBe(404);
  expect(await seenBy(secretary)).not.toContain(meetingId);
  expect(await seenBy(officer)).toContain(meetingId);
});

it('a meeting about one manager calls the firm, and tells everybody there but that manager', async () => {
  const accountId = (firm as Person).accountId;
  const { meetingId } = await complaint({ role: 'firmManager', accountId });
  expect(await opens(firm, meetingId)).toBe(404);
  expect(await seenBy(firm)).not.toContain(meetingId);
  expect(await opens(otherFirm, meetingId)).toBe(200);
  const { rows } = await world.db.pool.query<{ to: string }>(
    'select to_account_id as to from outgoing_message where process_id = $1',
    [meetingId],
  );
  expect(rows.map(({ to }) => to)).toContain((otherFirm as Person).accountId);
});

it('an owner whose account the meeting is hidden from is not invited as an owner either', async () => {
  const { ownerId } = world.city.u1;
  const boss = await world.person([{ role: 'firmManager', at: world.city.e1 }], { ownerId });
  const { meetingId } = await complaint({ role: 'firmManager', accountId: boss.accountId });
  const { body, status } = await world.as(officer as Person).post(`/v1/meetings/${meetingId}/commands`, {
    commandId: randomUUID(),
    command: { type: 'inviteParties', parties: [{ key: 'boss', ownerId }] },
  });
  expect([status, (body as { code: string }).code]).toEqual([422, 'party-may-not-know']);
});

describe('a problem that ends', () => {
  const ends = async (problemId: string) => {
    await recordCommand(world, problemId, STREET, { type: 'reportWork', evidenceText: '已办', attachments: [] });
    await recordCommand(world, problemId, anActor('districtSupervisor', { id: randomUUID() }), {
      ...{ type: 'verifyWork', isDone: true, noteText: '已看' },
    });
    await recordCommand(world, problemId, anActor('resident', { id: randomUUID() }), {
      ...{ type: 'answerProblem', isSolved: true, isSatisfied: true },
    });
  };
  const toldTo = async (problemId: string) =>
    (
      await world.db.pool.query<{ to: string }>(
        `select payload->>'to' as to from outbox where process_id = $1 and kind = 'command'`,
        [problemId],
      )
    ).rows.map(({ to }) => to);

  it('tells its open meeting, by its id', async () => {
    const { problemId, meetingId } = await complaint({ role: 'firmManager' });
    await ends(problemId);
    expect(await toldTo(problemId)).toEqual([meetingId]);
  });

  it('while its meeting is being launched tells it all the same, and launches none afterwards', async () => {
    const calling = () => called({ category: 'noise' }, 'building');
    const [before, after] = [await calling(), await calling()];
    const launched = await launch(before);
    for (const problemId of [before, after]) {
      await ends(problemId);
      expect(await toldTo(problemId)).toEqual([childIdOf(problemId, 'meeting:1')]);
    }
    expect(launched).toBe(childIdOf(before, 'meeting:1'));
    await launch(after);
    const { rows } = await world.db.pool.query('select from process where parent_id = $1', [after]);
    expect(rows).toEqual([]);
  });
});
