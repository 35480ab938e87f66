// A fee schedule that names the owners' vote on which it rests: a vote that was really held, on a matter that fees may rest on.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { addMs } from '../../domain/calendar/instant';
import { holdVote } from '../support/a-held-vote';
import { apiWorld, type Unit, type World } from '../support/api-world';
import { aFeeEstate, TRUST, type FeeEstate } from '../support/a-fee-estate';

const DAY = 86_400_000;
let world: World;
let fees: FeeEstate;
let now = new Date();
beforeAll(async () => {
  world = await apiWorld({ time: { now: () => Promise.resolve(now) } });
  fees = await aFeeEstate(world);
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const both = (answer: 'yes' | 'no'): [Unit, 'yes' | 'no'][] => [
  [world.city.u1, answer],
  [world.city.u2, answer],
];

/** Launched 75 days ago. */
async function aVote(matter: number): Promise<string> {
  const voteId = randomUUID();
  const real = now;
  now = new Date(addMs(real.toISOString(), -75 * DAY));
  const scope = { kind: 'estate', placeId: fees.estate.id };
  const agenda = [{ kind: 'yesNo', itemId: 'fee', matter, titleText: '物业费标准' }];
  await fees.post(fees.officer, 'votes', { voteId, scope, agenda }).expect(201);
  now = real;
  return voteId;
}
const heldOn = async (matter: number, answer: 'yes' | 'no'): Promise<string> => {
  const voteId = await aVote(matter);
  await holdVote(world, voteId, { estate: fees.estate, itemId: 'fee', answers: both(answer) });
  return voteId;
};

it('rests on a certified vote of the owners on the firm or another major matter, and on no other', async () => {
  const month = fees.month(-1);
  for (const voteId of [await aVote(9), await heldOn(9, 'no'), await heldOn(2, 'yes')])
    expect(code(await fees.schedule(TRUST, month, { voteId }))).toBe('422 fee-vote-not-passed');
  const voteId = await heldOn(9, 'yes');
  await fees.schedule(TRUST, month, { voteId }).expect(201);
  const { body } = await fees.get(fees.committee, 'fee-schedules').expect(200);
  expect(body.items).toEqual([expect.objectContaining({ version: 1, voteId })]);
  // Another estate's vote is none of this one's.
  const other = await aFeeEstate(world, world.city.e2);
  expect(code(await other.schedule(TRUST, month, { voteId }))).toBe('422 fee-vote-not-passed');
}, 120_000);
