// A version of the covenant rests on the vote that adopted it: contested it is in force and says so, revoked it no longer is and the one before is
// again. The votes are real ones, certified two months ahead; the clock of the API is the test's and stands a hundred days ahead.
import { randomUUID } from 'node:crypto';
import { addMs } from '../../domain/calendar/instant';
import { aDraft, anArticle } from '../support/a-covenant';
import { holdVote } from '../support/a-held-vote';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor } from '../support/play';
import { recordCommand } from '../support/record-command';

const DAY = 86_400_000;
const REAL = new Date();
let now = REAL;
const daysAhead = (days: number): Date => new Date(addMs(REAL.toISOString(), days * DAY));
let world: World;
let officer: Person;
let owner: Person;
beforeAll(async () => {
  world = await apiWorld({ time: { now: () => Promise.resolve(now) } });
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  owner = await world.ownerOf(world.city.u1);
});
afterAll(() => world.close());

const at = (path: string) => `/v1/estates/${world.city.e1.id}/${path}`;
const read = async (path: string) =>
  (await world.as(owner).get(at(path)).expect(200)).body as Record<string, never> & {
    items: Record<string, unknown>[];
  };
const street = () => anActor('streetOfficer', { id: officer.accountId });
const text = { reasonText: '业主起诉', basisText: '（2026）鲁02民初1号' };

/** A draft that the owners really pass, and that is adopted; answers with its vote. */
async function anAdoptedVersion(
  version: number,
  text: string,
  publishedIn: number,
): Promise<{ voteId: string; draftId: string }> {
  const { e1, u1, u2 } = world.city;
  const voteId = randomUUID();
  now = daysAhead(-75);
  const { draftId } = await aDraft(world, e1, officer, [anArticle('dogs', text)]);
  await world
    .as(officer)
    .post(at(`covenant-drafts/${draftId}/vote`), { commandId: randomUUID(), voteId })
    .expect(201);
  await holdVote(world, voteId, {
    ...{ estate: e1, itemId: draftId, publishedIn },
    answers: [
      [u1, 'yes'],
      [u2, 'yes'],
    ],
  });
  now = daysAhead(100);
  const { body } = await world
    .as(officer)
    .post(at(`covenant-drafts/${draftId}/adoption`), { commandId: randomUUID(), voteId })
    .expect(201);
  expect(body).toMatchObject({ version });
  return { voteId, draftId };
}

it('a contested version is in force and shown as contested; revoked, the one before is in force again', async () => {
  const first = await anAdoptedVersion(1, '犬只出户须牵绳。', 51);
  const second = await anAdoptedVersion(2, '犬只不得进入电梯。', 55);
  const firm = { standing: 'firm', contest: null, revoked: null };
  expect(await read('covenant')).toMatchObject({ version: 2, voteId: second.voteId, ...firm });

  const contestedAt = now.toISOString();
  await recordCommand(world, second.voteId, street(), { type: 'markContested', ground: 'procedure', ...text });
  const contested = {
    ...{ standing: 'contestedProcedure', contest: { ground: 'procedure', since: contestedAt }, revoked: null },
  };
  expect(await read('covenant')).toMatchObject({ version: 2, ...contested });
  expect(await read('covenant-versions')).toMatchObject({
    inForce: 2,
    items: [
      { version: 2, ...contested },
      { version: 1, ...firm },
    ],
  });
  expect(await read('covenant/comparison?from=1&to=2')).toMatchObject({
    versions: [
      { version: 1, ...firm },
      { version: 2, ...contested },
    ],
  });

  now = daysAhead(130);
  const revokedAt = now.toISOString();
  await recordCommand(world, second.voteId, street(), { type: 'recordRevocation', by: 'court', ...text });
  const revoked = { standing: 'revokedByCourt', revoked: { by: 'court', at: revokedAt } };
  expect(await read('covenant')).toMatchObject({ version: 1, voteId: first.voteId, ...firm });
  expect(await read('covenant?version=2')).toMatchObject({ version: 2, ...revoked });
  expect(await read('covenant-versions')).toMatchObject({ inForce: 1, items: [{ version: 2, ...revoked }, firm] });
  // Until that very instant the second was in force.
  now = new Date(daysAhead(130).getTime() - 1);
  expect(await read('covenant')).toMatchObject({ version: 2 });
  now = daysAhead(130);

  // Nothing was edited: the version stands in its table as it was entered, and what fell is an event of the vote.
  const { rows } = await world.db.pool.query(
    `select v.version, e.type from covenant_version v left join process_event e on e.process_id = v.vote_id and e.type = 'decisionRevoked'
     where v.estate_id = $1 order by v.version`,
    [world.city.e1.id],
  );
  expect(rows).toEqual([
    { version: 1, type: null },
    { version: 2, type: 'decisionRevoked' },
  ]);
  // A draft that is put forward now is put forward on the first.
  const { draftId } = await aDraft(world, world.city.e1, officer);
  expect(await read(`covenant-drafts/${draftId}`)).toMatchObject({ onVersion: 1 });
}, 240_000);

it('after a revoked version comes one with a number of its own, also by a vote that was certified before the revoked one', async () => {
  // Were version 2 still there, the vote on version 3 would be the earlier one and refused.
  const third = await anAdoptedVersion(3, '犬只须佩戴嘴套。', 53);
  expect(await read('covenant')).toMatchObject({ version: 3, voteId: third.voteId, standing: 'firm' });
  now = daysAhead(130);
  await recordCommand(world, third.voteId, street(), { type: 'recordRevocation', by: 'office', ...text });
  expect(await read('covenant?version=3')).toMatchObject({ standing: 'revokedByOffice' });
  expect(await read('covenant')).toMatchObject({ version: 1 });
}, 240_000);

it('a revoked vote adopts nothing any more', async () => {
  const { e1, u1, u2 } = world.city;
  const voteId = randomUUID();
  now = daysAhead(-75);
  const { draftId } = await aDraft(world, e1, officer, [anArticle('noise', '二十二时后安静。')]);
  await world
    .as(officer)
    .post(at(`covenant-drafts/${draftId}/vote`), { commandId: randomUUID(), voteId })
    .expect(201);
  await holdVote(world, voteId, {
    ...{ estate: e1, itemId: draftId, publishedIn: 51 },
    answers: [
      [u1, 'yes'],
      [u2, 'yes'],
    ],
  });
  now = daysAhead(131);
  await recordCommand(world, voteId, street(), { type: 'markContested', ground: 'rights', ...text });
  await recordCommand(world, voteId, street(), { type: 'recordRevocation', by: 'court', ...text });
  const refused = await world
    .as(officer)
    .post(at(`covenant-drafts/${draftId}/adoption`), { commandId: randomUUID(), voteId })
    .expect(409);
  expect(refused.body).toMatchObject({ code: 'covenant-vote-not-certified' });
}, 240_000);
