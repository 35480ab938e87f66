// One project from its proposal until its households are asked to pay, with a given number of pledges: the same commands over HTTP whatever
// their number, the pledges through the box that the API's route opens.
import { randomUUID } from 'node:crypto';
import type { MeetingCore } from '../../domain/meeting/state';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { openPledgeBox } from '../../store/pledges/pledge';
import type { City, Official } from '../support/city';
import type { BenchStack } from '../support/stack';
import { until } from '../support/until';

/** As long as those of the elections: a window of thirty of them takes 50,000 pledges. */
const DAY_MS = 3_200;
const SHARE_FEN = 10_000;
/** Pledges under way at once. */
const CALLERS = 500;
/** Until the deliberation: long enough that its process is launched. */
const AHEAD_MS = 4_000;

export interface PlayedPledging {
  projectId: string;
  accepted: number;
  /** Of pledging alone. */
  seconds: number;
}

/** Every home of the estate pledges a hundred yuan. Returns when collecting has begun. */
export async function playPledging(
  stack: BenchStack,
  city: City,
  estate: number,
  homes: number,
  { officer, secretary }: { officer: Official; secretary: Official },
): Promise<PlayedPledging> {
  const projectId = randomUUID();
  const estateId = city.estates[estate]?.estateId ?? '';
  const say = (who: Official, type: string, fields: object = {}, of = `cofundings/${projectId}`) =>
    who.send('POST', `/v1/${of}/commands`, { commandId: randomUUID(), command: { type, ...fields } });
  const reasonText = 'bench';
  const stateOf = async <Core extends { phase: string }>(processId: string): Promise<Core | undefined> => {
    const { rows } = await stack.pool.query<{ core: Core }>(
      `select state -> 'core' as core from process_view where process_id = $1`,
      [processId],
    );
    return rows[0]?.core;
  };
  const phase = (processId: string, wanted: string) =>
    until(
      `phase ${wanted}`,
      async () => {
        const core = await stateOf<{ phase: string }>(processId);
        return core?.phase === wanted ? true : undefined;
      },
      { everyMs: 50, withinMs: 180_000 },
    );

  await secretary.send('POST', `/v1/estates/${estateId}/cofundings`, {
    ...{ commandId: randomUUID(), projectId, titleText: 'bench', needText: 'bench', rehearsalDayMs: DAY_MS },
  });
  await say(secretary, 'screenProposal', { finding: 'fit', reasonText });
  const { rows: clock } = await stack.pool.query<{ now: Date }>('select clock_timestamp() as now');
  const heldAt = new Date((clock[0]?.now.getTime() ?? 0) + AHEAD_MS).toISOString();
  await say(secretary, 'callDeliberation', { form: 'building', heldAt });
  const meetingId = await until('the meeting', () => meetingOf(stack, projectId), { everyMs: 50, withinMs: 30_000 });
  const isHeld = async () => {
    const { rows } = await stack.pool.query('select from process_view where $1 <= clock_timestamp()', [heldAt]);
    return rows.length > 0 || undefined;
  };
  await until('the hour of the meeting', isHeld, { everyMs: 50, withinMs: 30_000 });
  const meeting = await stateOf<MeetingCore & { parties?: { key: string }[] }>(meetingId);
  const present = (meeting?.parties ?? []).map(({ key }) => key);
  await say(secretary, 'recordAttendance', { present }, `meetings/${meetingId}`);
  await say(secretary, 'recordMinutes', { minutesText: 'bench' }, `meetings/${meetingId}`);
  await say(secretary, 'closeMeeting', {}, `meetings/${meetingId}`);
  await until('the meeting was held', () => heldMeeting(stack, projectId), { everyMs: 50, withinMs: 30_000 });

  const costFen = homes * SHARE_FEN;
  const plan = {
    ...{ works: 'repair', scope: { kind: 'estate', placeId: estateId }, costFen, holder: 'street' },
    sources: [{ sourceId: 'household', kind: 'household', amountFen: costFen }],
    ...{ shareRule: { rule: 'equal' }, participation: { num: 1, den: 1 }, planText: 'bench' },
  };
  await say(secretary, 'settlePlan', { plan });
  await say(officer, 'confirmClass', { projectClass: 'none', reasonText });
  await phase(projectId, 'pledging');
  const pledged = await pledgeAll(stack, projectId);
  const isTold = async () =>
    (await stateOf<{ phase: string; pledged?: unknown }>(projectId))?.pledged ? true : undefined;
  await until('the news of the target', isTold, { everyMs: 50, withinMs: 60_000 });
  await say(secretary, 'closePledging');
  await phase(projectId, 'collecting');
  return { projectId, ...pledged };
}

async function meetingOf({ pool }: BenchStack, projectId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select process_id as id from process_view v join process p on p.id = v.process_id where p.parent_id = $1 and p.kind = 'meeting'`,
    [projectId],
  );
  return rows[0]?.id;
}

async function heldMeeting({ pool }: BenchStack, projectId: string): Promise<true | undefined> {
  const { rows } = await pool.query(
    `select from process_view where process_id = $1 and state #>> '{core,meetings,0,outcome}' = 'held'`,
    [projectId],
  );
  return rows.length > 0 || undefined;
}

async function pledgeAll(
  { pool, databaseUrl }: BenchStack,
  processId: string,
): Promise<{ accepted: number; seconds: number }> {
  const { rows: voters } = await pool.query<{ rightNo: number; ownerId: string; accountId: string }>(
    `select r.right_no as "rightNo", a.owner_id as "ownerId", a.id as "accountId"
     from roll_right r join pledge_window w on w.roll_id = r.roll_id join account a on a.owner_id = r.voter_owner_id
     where w.process_id = $1 order by r.right_no`,
    [processId],
  );
  const database = openDatabase({ url: databaseUrl, max: 8, role: APP_ROLE });
  const pledge = openPledgeBox(database.pool);
  let next = 0;
  let accepted = 0;
  const refused: string[] = [];
  const startedAt = performance.now();
  const caller = async () => {
    for (let n = next++; n < voters.length; n = next++) {
      const voter = voters[n];
      if (voter === undefined) return;
      const { rightNo, ownerId, accountId } = voter;
      const outcome = await pledge({
        ...{ processId, pledgeId: randomUUID(), rightNo, amountFen: SHARE_FEN, commandId: randomUUID(), accountId },
        ...{ how: { kind: 'own', ownerId }, confirms: null },
      });
      if (outcome.ok) accepted++;
      else refused.push(outcome.rejection.code);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - startedAt) / 1000;
  await database.close();
  if (refused.length > 0) throw new Error(`pledges were refused: ${[...new Set(refused)].join(', ')}`);
  return { accepted, seconds };
}
