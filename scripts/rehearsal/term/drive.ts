// Years of a street, stop by stop: both clocks go to the next instant at which time decides something or somebody does what they have put
// off; then everybody does what is due by their plan, until nothing more is.
import { DAY_MS, dayOf, HOUR_MS, instantOf, startOfDay } from '../../../domain/calendar/instant';
import { the, together } from '../election/client';
import { strike, type Breakdown } from '../support/breakdowns';
import { DUTIES } from './duties';
import type { Installation } from '../support/virtual-installation';
import { Standing } from '../support/standing';
import type { Street } from './street';
import type { Duty, Task } from './task';

/** Offices do in the morning what they do on a day: at the hour at which reminders go out, so that both are one stop. */
const OFFICE_HOUR_MS = 8 * HOUR_MS;
const AT_ONCE = 8;
const SAY_EVERY_DAYS = 60;

export interface Drive {
  installation: Installation;
  street: Street;
  days: number;
  breakdowns: readonly Breakdown[];
  say(line: string): void;
}

export interface Driven {
  stops: number;
  /** How often each duty was done. */
  done: Record<string, number>;
}

interface Due {
  task: Task;
  at: number;
}

export async function drive({ installation, street, days, breakdowns, say }: Drive): Promise<Driven> {
  const { clock } = installation;
  const standing = new Standing(installation.pool);
  const atDay = (day: number) => street.beganAt + day * DAY_MS;
  const end = atDay(days);
  const incidents = street.estates
    .flatMap((estate) => estate.plan.incidents.map((incident) => ({ estate, incident, at: atDay(incident.afterDays) })))
    .sort((a, b) => a.at - b.at);
  const toBreak = [...breakdowns].sort((a, b) => a.afterDays - b.afterDays);
  const handled = new Set<string>();
  const done: Record<string, number> = {};

  const perform = (tasks: Due[]) => async (): Promise<void> => {
    await together(tasks, AT_ONCE, async ({ task }) => {
      const { duty } = task;
      await the(DUTIES[duty.duty], `way to ${duty.duty}`).act(task);
      await task.estate.plan.beside[duty.duty]?.(task);
      handled.add(duty.id);
      done[duty.duty] = (done[duty.duty] ?? 0) + 1;
    });
  };

  /** Everything that is due now is done; returns when the next thing that was put off is. */
  const actUntilNothingIsDue = async (): Promise<number> => {
    for (;;) {
      const now = await clock.now();
      await standing.settle(now);
      const open = (await dutiesOf(street)).filter(({ duty }) => !handled.has(duty.id));
      const waiting = open.map((task): Due => ({ task, at: actsAt(task) }));
      const due = waiting.filter(({ at }) => at <= now);
      if (due.length === 0) return Math.min(Infinity, ...waiting.map(({ at }) => at));
      const [breakdown] = toBreak;
      if (breakdown === undefined || atDay(breakdown.afterDays) > now) await perform(due)();
      else {
        toBreak.shift();
        const rebuilt = await strike(installation, breakdown, perform(due));
        const away = breakdown.awayDays > 0 ? `${breakdown.awayDays} 天后` : '指令进行之中，随即';
        say(`■ 工作进程与引擎（Temporal）被 SIGKILL 杀死，${away}以空的引擎自记录重建：${rebuilt}`);
      }
    }
  };

  let saidDay = 0;
  for (let stops = 1; ; stops += 1) {
    const now = await clock.now();
    while ((incidents[0]?.at ?? Infinity) <= now) {
      const { estate, incident } = the(incidents.shift(), 'incident');
      await incident.happen(street, estate);
      say(`第 ${incident.afterDays} 天 ${estate.plan.name}：${incident.says}`);
    }
    const nextAct = await actUntilNothingIsDue();
    if ((await clock.now()) >= end) return { stops, done };
    await clock.moveTo(Math.min(nextAct, await standing.next(), incidents[0]?.at ?? Infinity, end));
    const day = Math.floor(((await clock.now()) - street.beganAt) / DAY_MS);
    if (day >= saidDay + SAY_EVERY_DAYS) {
      saidDay = day - (day % SAY_EVERY_DAYS);
      const acts = Object.values(done).reduce((sum, count) => sum + count, 0);
      say(
        `第 ${saidDay} 天（${instantOf(Math.floor(await clock.now())).slice(0, 10)}）：停步 ${stops} 次，办结 ${acts} 件`,
      );
    }
  }
}

/** What waits for people in the whole street. */
async function dutiesOf(street: Street): Promise<Task[]> {
  const estates = new Map(street.estates.map((estate) => [estate.estateId, estate]));
  const duties = await street.officer.all<Duty>(`/v1/places/${street.streetId}/obligations`);
  return duties.map((duty) => ({ street, estate: the(estates.get(duty.place.id), 'estate of a duty'), duty }));
}

/** When the people of an estate will do what a duty asks for, in milliseconds; Infinity: not by this duty, or never. */
function actsAt(task: Task): number {
  const days = DUTIES[task.duty.duty]?.afterDays(task);
  if (days === undefined) return Infinity;
  const since = task.duty.since;
  return days === 0 ? Date.parse(since) : Date.parse(startOfDay(dayOf(since) + days)) + OFFICE_HOUR_MS;
}
