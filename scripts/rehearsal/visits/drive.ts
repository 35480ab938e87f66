// Two months of a community, stop by stop: both clocks go to the next instant at which time decides something, or to ten in the morning, when
// people visit. What was done, and when, is noted here for the independent computation.
import type { z } from 'zod';
import type { householdOperations } from '../../../api/contracts/households';
import { DAY_MS, dayOf, HOUR_MS, instantOf, startOfDay } from '../../../domain/calendar/instant';
import type { VisitClass, VisitKind } from '../../../domain/household/messages';
import { the, together } from '../election/client';
import { strike } from '../support/breakdowns';
import { Standing } from '../support/standing';
import type { Installation } from '../support/virtual-installation';
import type { Community, Household } from './community';
import { CHANGES, planOf } from './conduct';

type Visited = z.output<(typeof householdOperations)['listVisits']['response']>['items'][number];

/** Something that was done to a household and accepted, at this many milliseconds. */
export type Deed = { at: number } & (
  { did: 'visit'; kind: VisitKind } | { did: 'reclassify'; to: VisitClass } | { did: 'end' }
);

export interface Driven {
  stops: number;
  deeds: Map<string, Deed[]>;
  /** When the engine was away, in milliseconds. */
  away: { from: number; to: number };
  endedAt: number;
}

interface Drive {
  installation: Installation;
  community: Community;
  days: number;
  away: { afterDays: number; days: number };
  say(line: string): void;
}

const TEN_MS = 10 * HOUR_MS;
/**
 * When people act: at 10:45 on the first day, and half a minute earlier on each. What must be done within twenty-four hours is then due half a
 * minute after the next day's round and never in it: the time-skipping server strands a run whose task cancels a timer that fires meanwhile
 * (temporalio/sdk-java#3088).
 */
const FIRST_MORNING_MS = TEN_MS + 45 * 60_000;
const EARLIER_MS = 30_000;
const AT_ONCE = 8;
const SAY_EVERY_DAYS = 10;

const localDay = (ms: number): number => dayOf(instantOf(Math.floor(ms)));

function morningAfter(ms: number, beganAt: number): number {
  const morningOf = (day: number): number =>
    Date.parse(startOfDay(day)) + FIRST_MORNING_MS - (day - localDay(beganAt)) * EARLIER_MS;
  const today = localDay(ms);
  return morningOf(today) > ms ? morningOf(today) : morningOf(today + 1);
}

export async function drive({ installation, community, days, away, say }: Drive): Promise<Driven> {
  const { clock } = installation;
  const standing = new Standing(installation.pool);
  const { beganAt, households } = community;
  const end = beganAt + days * DAY_MS;
  const deeds = new Map(households.map(({ processId }): [string, Deed[]] => [processId, []]));
  const changes = CHANGES.map((change) => ({ ...change, at: beganAt + change.at * days * DAY_MS }));
  const byProcess = new Map(households.map((household) => [household.processId, household]));
  const strikesAt = beganAt + away.afterDays * DAY_MS;
  let wasAway: Driven['away'] | undefined;

  const note = (processId: string, deed: Deed) => the(deeds.get(processId), 'household').push(deed);
  const commandOf = (processId: string) => `/v1/households/${processId}/commands`;

  /** The visits of a morning, by everybody who is due in the list. */
  const visit = async (): Promise<void> => {
    const now = await clock.now();
    const list = await the(community.workers[0], 'worker').all<Visited>(`/v1/places/${community.communityId}/visits`);
    const todo = list.flatMap((row) => {
      const kind = kindToday(the(byProcess.get(row.processId), 'household'), row, now);
      return kind === null ? [] : [{ row, kind }];
    });
    // As people note it: at ten, not to the millisecond. The engine's clock may be seconds behind the database's.
    const ten = instantOf(Date.parse(startOfDay(localDay(now))) + TEN_MS);
    await together(todo, AT_ONCE, async ({ row: { processId, since }, kind }) => {
      const { no } = the(byProcess.get(processId), 'household');
      const visitedAt = since > ten ? since : ten;
      const command = { type: 'recordVisit', visitedAt, kind, noteText: '情况正常' };
      await the(community.workers[no % community.workers.length], 'worker').post(commandOf(processId), { command });
      note(processId, { at: Date.parse(visitedAt), did: 'visit', kind });
    });
  };

  const change = async (now: number): Promise<void> => {
    while ((changes[0]?.at ?? Infinity) <= now) {
      const { of, nth, to } = the(changes.shift(), 'change');
      const { processId } = the(households.filter((household) => household.class === of)[nth], `${of} household`);
      const reasonText = '走访后评估';
      const at = await clock.now();
      const command = to === 'end' ? { type: 'endVisits', reasonText } : { type: 'reclassify', class: to, reasonText };
      await community.secretary.post(commandOf(processId), { command });
      note(processId, to === 'end' ? { at, did: 'end' } : { at, did: 'reclassify', to });
    }
  };

  let saidDay = 0;
  let nextMorning = morningAfter(beganAt, beganAt);
  for (let stops = 1; ; stops += 1) {
    let now = await clock.now();
    await standing.settle(now);
    if (now >= nextMorning) {
      nextMorning = morningAfter(now, beganAt);
      await change(now);
      if (wasAway === undefined && now >= strikesAt) {
        const rebuilt = await strike(installation, { awayDays: away.days }, visit);
        wasAway = { from: now, to: await clock.now() };
        say(`■ 工作进程与引擎（Temporal）被 SIGKILL 杀死，${away.days} 天后以空的引擎自记录重建：${rebuilt}`);
        now = wasAway.to;
        nextMorning = morningAfter(now, beganAt);
        await standing.settle(now);
      }
      await visit();
    }
    if (now >= end) return { stops, deeds, away: the(wasAway, 'outage'), endedAt: now };
    await clock.moveTo(Math.min(nextMorning, await standing.next(), end));
    const day = Math.floor(((await clock.now()) - beganAt) / DAY_MS);
    if (day >= saidDay + SAY_EVERY_DAYS) {
      saidDay = day - (day % SAY_EVERY_DAYS);
      const visits = [...deeds.values()].flat().filter(({ did }) => did === 'visit').length;
      say(
        `第 ${saidDay} 天（${instantOf(Math.floor(await clock.now())).slice(0, 10)}）：停步 ${stops} 次，走访 ${visits} 户次`,
      );
    }
  }
}

/** What is done about a household this morning; null: nothing. Whoever must be seen is called at once. */
function kindToday(household: Household, row: Visited, now: number): VisitKind | null {
  if (row.need === 'see') return 'phone';
  if (row.phase !== 'due') return null;
  const { part, kind } = planOf(household, row.class, row.round);
  const [since, dueAt] = [Date.parse(row.since), Date.parse(row.dueAt)];
  return part !== null && since + part * (dueAt - since) <= now ? kind : null;
}
