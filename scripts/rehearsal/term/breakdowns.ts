// What breaks while the street works: the worker is killed under commands that are on their way; Temporal is lost with everything it knew,
// and the engine is rebuilt from the record days later.
import { DAY_MS } from '../../../domain/calendar/instant';
import { pause } from '../election/client';
import type { Installation } from './installation';

export interface Breakdown {
  /** Not before so many days after the beginning, at the next stop at which somebody has something to do. */
  afterDays: number;
  /** Lets people do their `work`, and breaks something. */
  strike(installation: Installation, work: () => Promise<void>, say: (line: string) => void): Promise<void>;
}

const AWAY_MS = 1_500;

export const loseWorker = (afterDays: number): Breakdown => ({
  afterDays,
  async strike(installation, work, say) {
    await installation.killWorker();
    const working = work();
    // Awaited below; until then a refusal must not count as unhandled.
    working.catch(() => {});
    await pause(AWAY_MS);
    // A real server gives up a dead worker's own queue after ten seconds; the time-skipping one never does, so its runs are replaced.
    const rebuilt = await installation.rebuild({ isForced: true });
    await installation.startWorker();
    await working;
    say(`■ 工作进程被 SIGKILL 杀死，运行自记录重新开始（${sumsOf(rebuilt)}），期间的指令在它回来后办结`);
  },
});

export const loseTemporal = (afterDays: number, awayDays: number): Breakdown => ({
  afterDays,
  async strike(installation, work, say) {
    await work();
    const { clock } = installation;
    await installation.killWorker();
    await installation.killTemporal();
    await clock.moveTo((await clock.now()) + awayDays * DAY_MS);
    await installation.startTemporal();
    const rebuilt = await installation.rebuild({ isForced: false });
    await installation.startWorker();
    say(`■ 引擎（Temporal）与工作进程被 SIGKILL 杀死，${awayDays} 天后以空的引擎重建（${sumsOf(rebuilt)}）`);
  },
});

const sumsOf = (results: Record<string, number>): string =>
  Object.entries(results)
    .map(([result, count]) => `${result} ${count}`)
    .join('，');
