// One re-election from launch to signed handover with a given number of ballots: the same commands over HTTP whatever their number,
// the ballots through the ballot box that the API's route opens.
import { randomUUID } from 'node:crypto';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { openBallotBox } from '../../store/ballots/cast-ballot';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { City, Official } from '../support/city';
import type { BenchStack } from '../support/stack';
import { until } from '../support/until';

/** A day of the rehearsal: long enough that no duty falls overdue while commands travel, and that 50,000 ballots fit into the window. */
const DAY_MS = 3_200;
const WINDOW_DAYS = 50;
const SEATS = 5;
/** Ballots under way at once. */
const CALLERS = 500;

export interface PlayedElection {
  electionId: string;
  voteId: string;
  accepted: number;
  /** Of casting alone. */
  seconds: number;
}

interface Officials {
  officer: Official;
  secretary: Official;
  /** Of the outgoing committee. */
  member: Official;
}

/** Casts one ballot for every home of the estate. Returns when the committee has taken over and the result stands. */
export async function playElection(
  stack: BenchStack,
  city: City,
  estate: number,
  { officer, secretary, member }: Officials,
): Promise<PlayedElection> {
  const electionId = randomUUID();
  const candidateIds = Array.from({ length: SEATS + 1 }, () => randomUUID());
  const say = (who: Official, type: string, fields: object = {}, of: string = electionId, kind = 'votes') =>
    who.send('POST', `/v1/${of === electionId ? 'elections' : kind}/${of}/commands`, {
      commandId: randomUUID(),
      command: { type, ...fields },
    });
  const reasonText = 'bench';

  await officer.send('POST', `/v1/estates/${city.estates[estate]?.estateId ?? ''}/elections`, {
    ...{ commandId: randomUUID(), electionId, trigger: 'termEnding', termEndsOn: null, seats: SEATS },
    rehearsalDayMs: DAY_MS,
  });
  const members = Array.from({ length: 7 }, (_, n) => ({
    memberId: randomUUID(),
    capacity: n < 4 ? 'owner' : 'street',
  }));
  await say(officer, 'formGroup', { members, leaderId: members[6]?.memberId });
  await phase(stack, electionId, 'nominating');
  const chair = await city.firstOwner(estate);
  for (const candidateId of candidateIds) {
    const ownerId = candidateId === candidateIds[0] ? chair.ownerId : randomUUID();
    await say(officer, 'nominate', { candidateId, ownerId, nominatedBy: 'owners' });
  }
  await say(officer, 'extendAssembly', { reasonText });
  await phase(stack, electionId, 'voting');

  const voteId = await until('the vote', () => childOf(stack, electionId, 'vote'), { everyMs: 50, withinMs: 30_000 });
  await say(secretary, 'recordLegalityCheck', { isFit: true, reasonText }, voteId);
  await say(officer, 'freezeRoll', {}, voteId);
  await until('the settled roll', () => settledRoll(stack, voteId), { everyMs: 50, withinMs: 120_000 });
  await say(officer, 'publishNotice', { windowDays: WINDOW_DAYS, noticeText: 'bench' }, voteId);
  await phase(stack, voteId, 'open');
  const cast = await castAll(stack, voteId, candidateIds);

  await phase(stack, voteId, 'counting');
  await say(officer, 'nameCounters', { counterIds: [officer.accountId, secretary.accountId] }, voteId);
  await say(officer, 'finishCounting', {}, voteId);
  await phase(stack, voteId, 'signing');
  await say(officer, 'signCount', {}, voteId);
  await say(secretary, 'signCount', {}, voteId);
  await say(officer, 'publishResult', {}, voteId);
  await phase(stack, electionId, 'seating');

  await say(secretary, 'recordFirstMeeting', {
    chairId: candidateIds[0],
    viceChairIds: [candidateIds[1]],
    minutesText: 'bench',
  });
  await say(secretary, 'publishOffices');
  await say(secretary, 'applyFiling', { documentsText: 'bench' });
  await say(officer, 'decideFiling', { decision: 'granted', reasonText });
  const handoverId = await until('the handover', () => childOf(stack, electionId, 'takeover'), {
    everyMs: 50,
    withinMs: 30_000,
  });
  const handOver = (who: Official, type: string, fields: object) => say(who, type, fields, handoverId, 'handovers');
  for (const item of await handoverItems(stack, handoverId))
    await handOver(secretary, 'recordItem', { item, status: 'provided' });
  await handOver(member, 'sign', { side: 'from' });
  await handOver(chair, 'sign', { side: 'to' });
  await handOver(officer, 'sign', { side: 'witness' });
  await phase(stack, electionId, 'closed');
  return { electionId, voteId, ...cast };
}

const phase = (stack: BenchStack, processId: string, wanted: string): Promise<true> => {
  const isThere = async () => {
    const { rows } = await stack.pool.query<{ phase: string }>('select phase from process_view where process_id = $1', [
      processId,
    ]);
    return rows[0]?.phase === wanted || undefined;
  };
  return until(`phase ${wanted}`, isThere, { everyMs: 50, withinMs: 180_000 }) as Promise<true>;
};

/** A process that the election launched: its vote, or the handover of this occasion. */
async function childOf(
  { pool }: BenchStack,
  electionId: string,
  what: 'vote' | 'takeover',
): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select process_id as id from process_view join process p on p.id = process_id
     where p.parent_id = $1 and case when $2 = 'vote' then p.kind = 'ownersVote' else state->'core'->>'occasion' = $2 end`,
    [electionId, what],
  );
  return rows[0]?.id;
}

async function settledRoll({ pool }: BenchStack, voteId: string): Promise<true | undefined> {
  const { rows } = await pool.query(
    `select 1 from process_view where process_id = $1 and phase = 'rollPublished' and (state->'core'->>'isRollSettled')::boolean`,
    [voteId],
  );
  return rows.length > 0 || undefined;
}

async function handoverItems({ pool }: BenchStack, handoverId: string): Promise<string[]> {
  const { rows } = await pool.query<{ item: string }>(
    `select h->>'item' as item from process_view, jsonb_array_elements(state->'core'->'items') h where process_id = $1`,
    [handoverId],
  );
  return rows.map(({ item }) => item);
}

/** Every owner casts one ballot; four candidates are on all of them, the other two share the fifth place seven to three. */
async function castAll(
  { pool, databaseUrl, keyRing }: BenchStack,
  voteId: string,
  candidateIds: readonly string[],
): Promise<{ accepted: number; seconds: number }> {
  const { rows: voters } = await pool.query<{ rightNo: number; ownerId: string; accountId: string }>(
    `select r.right_no as "rightNo", a.owner_id as "ownerId", a.id as "accountId"
     from roll_right r join vote_window w on w.roll_id = r.roll_id join account a on a.owner_id = r.voter_owner_id
     where w.vote_id = $1 order by r.right_no`,
    [voteId],
  );
  const database = openDatabase({ url: databaseUrl, max: 8, role: APP_ROLE });
  const castBallot = openBallotBox(database.pool, receiptKeys(keyRing).signing);
  const [sure, fifth, sixth] = [candidateIds.slice(0, SEATS - 1), candidateIds[SEATS - 1], candidateIds[SEATS]];
  const refused = new Map<string, number>();
  let next = 0;
  let accepted = 0;
  const startedAt = performance.now();
  const caller = async () => {
    for (let n = next++; n < voters.length; n = next++) {
      const voter = voters[n];
      if (voter === undefined) return;
      const choices = { committee: [...sure, n % 10 < 7 ? fifth : sixth].filter((id) => id !== undefined) };
      const outcome = await castBallot({ ...voter, voteId, choices, commandId: randomUUID() });
      if (outcome.ok) accepted++;
      else refused.set(outcome.rejection.code, (refused.get(outcome.rejection.code) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - startedAt) / 1000;
  await database.close();
  if (refused.size > 0) throw new Error(`ballots were refused: ${JSON.stringify(Object.fromEntries(refused))}`);
  return { accepted, seconds };
}
