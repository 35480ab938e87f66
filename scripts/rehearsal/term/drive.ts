// What the people of a street's estates do in the years of the rehearsal `term`: each duty by its plan, each incident on its day.
import { DAY_MS, dayOf, HOUR_MS, startOfDay } from '../../../domain/calendar/instant';
import { the } from '../election/client';
import { liveThrough, type Doing, type Lived } from '../support/live-through';
import type { Breakdown } from '../support/breakdowns';
import { DUTIES } from './duties';
import type { Installation } from '../support/virtual-installation';
import type { Street } from './street';
import type { Duty, Task } from './task';

/** Offices do in the morning what they do on a day: at the hour at which reminders go out, so that both are one stop. */
const OFFICE_HOUR_MS = 8 * HOUR_MS;

export interface Drive {
  installation: Installation;
  street: Street;
  days: number;
  breakdowns: readonly Breakdown[];
  say(line: string): void;
}

export function drive({ installation, street, days, breakdowns, say }: Drive): Promise<Lived> {
  const handled = new Set<string>();
  const happenings = street.estates.flatMap((estate) =>
    estate.plan.incidents.map((incident) => ({
      at: street.beganAt + incident.afterDays * DAY_MS,
      async happen() {
        await incident.happen(street, estate);
        say(`第 ${incident.afterDays} 天 ${estate.plan.name}：${incident.says}`);
      },
    })),
  );
  const doing = (task: Task): Doing => ({
    name: task.duty.duty,
    at: actsAt(task),
    async act() {
      const { duty, estate } = task;
      await the(DUTIES[duty.duty], `way to ${duty.duty}`).act(task);
      await estate.plan.beside[duty.duty]?.(task);
      handled.add(duty.id);
    },
  });
  const waiting = async () =>
    (await dutiesOf(street)).filter(({ duty }) => !handled.has(duty.id)).map((task) => doing(task));
  return liveThrough({ installation, beganAt: street.beganAt, days, happenings, breakdowns, waiting, say });
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
