// The year itself: reports come in at their minute, and everybody deals with what waits for them in their way.
import { liveThrough, type Lived } from '../support/live-through';
import type { Breakdown } from '../support/breakdowns';
import type { Installation } from '../support/virtual-installation';
import { doingOf } from './conduct';
import type { Report } from './generate';
import { bringIn, plannedReports, sameness } from './reporting';
import type { Street } from './street';
import type { Duty, Problem } from './task';

export interface Year {
  installation: Installation;
  street: Street;
  year: readonly Report[];
  /** Milliseconds. */
  beganAt: number;
  days: number;
  say(line: string): void;
}

export async function liveTheYear({
  installation,
  street,
  year,
  beganAt,
  days,
  say,
}: Year): Promise<Lived & { problems: Problem[]; joined: number }> {
  const problems = new Map<string, Problem>();
  let joined = 0;
  /** What was reported last of each thing that is still open. */
  const open = new Map<string, Problem>();
  const incoming = [...year.map((report) => ({ report, planned: null })), ...plannedReports(street, year.length)];
  const happenings = incoming.map((one) => ({
    at: beganAt + one.report.at,
    async happen() {
      const problem = await bringIn(installation, street, one, open);
      if (problem === null) {
        joined += 1;
        return;
      }
      problems.set(problem.id, problem);
      if (problem.sameAs === null && problem.complained === null) open.set(sameness(one.report), problem);
      if (one.planned) say(`第 ${one.planned.day + 1} 天 ${problem.estate.name}：${one.planned.name}`);
    },
  }));
  const { session } = street.holder('districtSupervisor', street.districtId);

  const waiting = async (now: number) => {
    const duties = await session.all<Duty>(`/v1/places/${street.streetId}/obligations`);
    const besides = new Map<string, Set<string>>();
    for (const { processId, key } of duties)
      besides.set(processId, (besides.get(processId) ?? new Set<string>()).add(key));
    for (const [thing, { id }] of open) if (!besides.has(id)) open.delete(thing);
    const atWork = new Set<string>();
    return duties.flatMap((duty) => {
      const problem = problems.get(duty.processId);
      const beside = besides.get(duty.processId) ?? new Set<string>();
      if (problem === undefined) return [];
      const doing = doingOf({ street, problem, duty, beside, now });
      if (doing.at > now) return [doing];
      // One step of a problem after the other: the next is seen as soon as this one is done.
      if (atWork.has(problem.id)) return [];
      atWork.add(problem.id);
      return [doing];
    });
  };
  const breakdowns = [0, 2, 0].map((awayDays, index): Breakdown => ({
    awayDays,
    afterDays: Math.round((days * (index + 1)) / 4),
  }));
  const lived = await liveThrough({ installation, beganAt, days, happenings, breakdowns, waiting, say });
  return { ...lived, joined, problems: [...problems.values()] };
}
