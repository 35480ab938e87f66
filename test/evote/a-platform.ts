// A registered voting platform and a vote it may bring ballots for, over HTTP; and its signed calls.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { AgendaItem } from '../../domain/owners-vote/count-types';
import { closeWindow, openWindow, scheduleWindow, sealCounting, windowRules } from '../../store/ballots/vote-window';
import { signatureOf } from '../../store/signature';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { inTransaction } from '../../store/transaction';
import { aVotePolicy, aYesNoItem } from '../support/build';
import type { Person, World } from '../support/api-world';

export interface TestPlatform {
  platformId: string;
  code: string;
  secret: string;
}

/** Registered at street s1. */
export async function aPlatform(world: World, officer: Person): Promise<TestPlatform> {
  const platform = { platformId: randomUUID(), code: `p-${randomUUID()}`, name: '市业主决策平台' };
  const { body } = await world
    .as(officer)
    .post(`/v1/places/${world.city.s1.id}/evote-platforms`, { commandId: randomUUID(), ...platform })
    .expect(201);
  return { ...platform, secret: (body as { secret: string }).secret };
}

/** A vote of estate e1 (two rights) with its process rows; open since two hours, for two more. */
export async function aVoteOf(
  world: World,
  {
    agenda = [aYesNoItem()],
    isOpen = true,
    policy = {},
    desk = {},
  }: {
    agenda?: AgendaItem[];
    isOpen?: boolean;
    policy?: Parameters<typeof aVotePolicy>[0];
    /** Plain values of `vote.assistance`. */
    desk?: { perDay?: number; callBackPercent?: number; callBackAttempts?: number };
  } = {},
): Promise<string> {
  const { pool } = world.db;
  const { e1 } = world.city;
  const voteId = randomUUID();
  const votePolicy = aVotePolicy(policy);
  for (const [key, value] of Object.entries(desk)) votePolicy.assistance[key as keyof typeof desk].value = value;
  const scope = { kind: 'estate', placeId: e1.id } as const;
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'ownersVote', $2, $3, 'p', '2026-01', 'h', $4, '{}', clock_timestamp())`,
    [voteId, e1.id, e1.path, JSON.stringify({ vote: votePolicy })],
  );
  await pool.query(
    `insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
     values ($1, 'ownersVote', $2, $3, 'open', true, false, 1, 'h', $4, clock_timestamp())`,
    [voteId, e1.id, e1.path, JSON.stringify({ core: { agenda, counterIds: [] } })],
  );
  const { rollId, rollHash } = await freezeRoll(pool, voteId, 1, scope, votePolicy);
  const window = { voteId, estateId: e1.id, rollId, rollHash, rules: windowRules(agenda, scope, votePolicy) };
  const now = (await world.deps.time.now()).getTime();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  await inTransaction(pool, (tx) =>
    isOpen ? openWindow(tx, { ...window, opensAt: at(-2), closesAt: at(2) }) : scheduleWindow(tx, window),
  );
  return voteId;
}

/** Closes the window now; `isSealed`: counting is over, too. */
export async function close(world: World, voteId: string, { isSealed = false } = {}): Promise<void> {
  const now = (await world.deps.time.now()).toISOString();
  await inTransaction(world.db.pool, async (tx) => {
    await closeWindow(tx, voteId, now);
    if (isSealed) await sealCounting(tx, voteId, now);
  });
}

/** A signed call; `more` overrides what the signature rests on. */
export async function send(
  world: World,
  { code, secret }: Pick<TestPlatform, 'code' | 'secret'>,
  voteId: string,
  door: 'ballots' | 'totals',
  given: unknown,
  more: { timestamp?: string; signature?: string } = {},
): Promise<Response> {
  const body = Buffer.from(JSON.stringify(given), 'utf8');
  const timestamp = more.timestamp ?? String(Math.floor((await world.deps.time.now()).getTime() / 1_000));
  return world
    .as(null)
    .post(`/v1/evote/${code}/votes/${voteId}/${door}`)
    .set('Content-Type', 'application/json')
    .set('gongzhi-timestamp', timestamp)
    .set('gongzhi-signature', more.signature ?? signatureOf(secret, timestamp, body))
    .send(body.toString('utf8'));
}

/** An hour ago by default, on the item called `item`. */
export const aRow = (reference: string, rightNo: number, choice = 'yes', castAt?: string) => ({
  reference,
  rightNo,
  castAt: castAt ?? new Date(Date.now() - 3_600_000).toISOString(),
  choices: { item: choice },
});
