// Years of a rehearsal, stop by stop: both clocks go to the next instant at which time decides something, something happens, or somebody does
// what they have put off; then everybody does what is due, until nothing more is.
import { DAY_MS, instantOf } from '../../../domain/calendar/instant';
import { the, together } from '../election/client';
import { strike, type Breakdown } from './breakdowns';
import type { Installation } from './virtual-installation';
import { Standing } from './standing';

const AT_ONCE = 8;
const SAY_EVERY_DAYS = 60;

/** Something that somebody will do about what waits for them. Instants are milliseconds since 1970; Infinity: not by this, or never. */
export interface Doing {
  /** What is counted in the end. */
  name: string;
  at: number;
  act(): Promise<unknown>;
}

/** Something that happens without anybody waiting for it. */
export interface Happening {
  at: number;
  happen(): Promise<unknown>;
}

export interface Years {
  installation: Installation;
  beganAt: number;
  days: number;
  happenings: readonly Happening[];
  breakdowns: readonly Breakdown[];
  /** What waits for people now, and when they will do it. */
  waiting(now: number): Promise<Doing[]>;
  say(line: string): void;
}

export interface Lived {
  stops: number;
  /** How often each thing was done. */
  done: Record<string, number>;
}

export async function liveThrough({
  installation,
  beganAt,
  days,
  happenings,
  breakdowns,
  waiting,
  say,
}: Years): Promise<Lived> {
  const { clock } = installation;
  const standing = new Standing(installation.pool);
  const atDay = (day: number) => beganAt + day * DAY_MS;
  const end = atDay(days);
  const ahead = [...happenings].sort((a, b) => a.at - b.at);
  const toBreak = [...breakdowns].sort((a, b) => a.afterDays - b.afterDays);
  const done: Record<string, number> = {};

  const perform = (due: readonly Doing[]) => async (): Promise<void> => {
    await together(due, AT_ONCE, async ({ name, act }) => {
      await act();
      done[name] = (done[name] ?? 0) + 1;
    });
  };

  /** Everything that is due now is done; returns when the next thing that was put off is. */
  const actUntilNothingIsDue = async (): Promise<number> => {
    for (;;) {
      const now = await clock.now();
      await standing.settle(now);
      const open = await waiting(now);
      const due = open.filter(({ at }) => at <= now);
      if (due.length === 0) return Math.min(Infinity, ...open.map(({ at }) => at));
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
    while ((ahead[0]?.at ?? Infinity) <= now) await the(ahead.shift(), 'happening').happen();
    const nextAct = await actUntilNothingIsDue();
    if ((await clock.now()) >= end) return { stops, done };
    await clock.moveTo(Math.min(nextAct, await standing.next(), ahead[0]?.at ?? Infinity, end));
    const day = Math.floor(((await clock.now()) - beganAt) / DAY_MS);
    if (day >= saidDay + SAY_EVERY_DAYS) {
      saidDay = day - (day % SAY_EVERY_DAYS);
      const acts = Object.values(done).reduce((sum, count) => sum + count, 0);
      say(
        `第 ${saidDay} 天（${instantOf(Math.floor(await clock.now())).slice(0, 10)}）：停步 ${stops} 次，办结 ${acts} 件`,
      );
    }
  }
}
