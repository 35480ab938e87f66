// The schedule of visits, computed a second time from the rules as docs/household.md states them and from what people did. Shares no code with
// the domain: days are counted in milliseconds of China time here.
import type { Deed } from './drive';

type Class = 'red' | 'yellow' | 'green';

/** A round that is settled: visited, or missed at its due instant (milliseconds). */
export interface Settled {
  no: number;
  class: Class;
  outcome: 'visited' | 'missed';
  dueAt: number;
}

export interface Computed {
  settled: Settled[];
  /** The round that runs at the end; null: the visits have ended. */
  running: { no: number; dueAt: number } | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHINA = 8 * HOUR;
const EVENING = 21 * HOUR;

/** 21:00 of the day so many days, weeks or months after the day of the anchor. */
function evening(visitClass: Class, anchor: number, step: number): number {
  const day = Math.floor((anchor + CHINA) / DAY);
  return lastDay(visitClass, day, step) * DAY - CHINA + EVENING;
}

function lastDay(visitClass: Class, day: number, step: number): number {
  if (visitClass === 'red') return day + step;
  if (visitClass === 'yellow') return day + 7 * step;
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + step];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), daysInMonth)) / DAY;
}

/** What the record must hold of one household, from its launch to `endedAt`. Deeds in the order in which they were done. */
export function computeRounds(
  launched: { class: Class; at: number },
  deeds: readonly Deed[],
  endedAt: number,
): Computed {
  let visitClass = launched.class;
  let [no, anchor, step, isVisited] = [1, launched.at, 1, false];
  let dueAt = evening(visitClass, anchor, step);
  const settled: Settled[] = [];
  const settle = (outcome: Settled['outcome']) => settled.push({ no, class: visitClass, outcome, dueAt });
  const passTo = (at: number) => {
    while (dueAt <= at) {
      if (!isVisited) settle('missed');
      [no, step, isVisited] = [no + 1, step + 1, false];
      dueAt = evening(visitClass, anchor, step);
    }
  };
  for (const deed of deeds) {
    passTo(deed.at);
    if (deed.did === 'end') return { settled, running: null };
    if (deed.did === 'visit') {
      // A second one in a round is about somebody who had to be seen.
      if (!isVisited) settle('visited');
      isVisited = true;
      continue;
    }
    visitClass = deed.to;
    const anew = evening(visitClass, deed.at, 1);
    if (isVisited) [no, anchor, step, isVisited, dueAt] = [no + 1, deed.at, 1, false, anew];
    else if (anew < dueAt) [anchor, step, dueAt] = [deed.at, 1, anew];
    else [anchor, step] = [dueAt, 0];
  }
  passTo(endedAt);
  return { settled, running: { no, dueAt } };
}
