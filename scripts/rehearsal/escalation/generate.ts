// A seeded year of residents' reports in a street: when, where, about what, by whom, and what the reporter will say of the answer. Pure: the same
// seed gives the same year. The proportions and where they come from are in proportions.ts.
import { DAY_MS, HOUR_MS, MINUTE_MS, partsOf, weekdayOf } from '../../../domain/calendar/instant';
import type { ProblemChannel } from '../../../domain/problem/messages';
import type { Role } from '../../../domain/process';
import type { Random } from '../../register/seeded-random';
import * as shares from './proportions';
import type { Share } from './proportions';

export type Answer = (typeof shares.ANSWERS)[number]['what'];

export interface Report {
  no: number;
  /** Milliseconds since the year began. */
  at: number;
  /** Which estate, and which of its buildings. */
  estate: number;
  spot: number;
  category: string;
  subject: string;
  channel: ProblemChannel;
  /** Which of the estate's residents with an account reports; null: somebody by another way, or a sensor. */
  resident: number | null;
  complaintOf: Role | null;
  /** The number of the report that this one repeats: the same thing at the same spot. */
  repeats: number | null;
  /** Part of a burst, by the number of its first report. */
  burst: number | null;
  answer: Answer;
  isGroundless: boolean;
  isBeyondPower: boolean;
}

export interface Street {
  estates: number;
  spots: number;
  residents: number;
  /** The local day (calendar/instant) on which the year begins. */
  firstDay: number;
  days: number;
}

/** `amount` reports in the order of their time. `street`: what there is to report from. */
export function makeYear(amount: number, street: Street, random: Random): Report[] {
  const busy = busyEstates(street, random);
  const bursts = burstsOf(amount, street, random);
  const made: Report[] = [];
  const single = amount - bursts.length;
  for (let n = 0; n < single; n += 1) {
    const repeated = made.length > 0 && random.chance(shares.REPEATS.share) ? random.pick(made) : undefined;
    const report = repeated ? again(repeated, street, random) : undefined;
    made.push({ ...(report ?? fresh(street, busy, random)), no: n });
  }
  const burstFrom = made.length;
  for (const [n, { burst, ...report }] of bursts.entries())
    made.push({ ...report, no: burstFrom + n, burst: burstFrom + burst });
  return made.sort((a, b) => a.at - b.at || a.no - b.no);
}

function fresh(street: Street, busy: readonly number[], random: Random): Report {
  const at = instantIn(street, random);
  const { month } = partsOf(street.firstDay + Math.floor(at / DAY_MS));
  const subject = drawn(
    Object.entries(shares.SUBJECTS).map(([what, { weight }]) => ({ what, weight })),
    random,
  );
  const { code } = random.pick(
    (shares.SUBJECTS[subject]?.what ?? []).filter(({ months }) => months?.includes(month) ?? true),
  );
  const isBusy = random.chance(shares.BUSY.reports);
  let estate = random.between(0, street.estates - 1);
  while (busy.includes(estate) !== isBusy) estate = random.between(0, street.estates - 1);
  const complaintOf = random.chance(shares.COMPLAINTS.share) ? random.pick(shares.COMPLAINTS.about) : null;
  // A complaint is no danger: it is about how somebody does their work.
  const about = complaintOf === null ? { category: code, subject } : { category: 'firmService', subject: '物业管理' };
  return {
    ...{ no: 0, at, estate, spot: random.between(0, street.spots - 1), ...about, complaintOf },
    ...{ repeats: null, burst: null, ...reporter(about.category, street, random) },
    answer: drawn(shares.ANSWERS, random),
    isGroundless: random.chance(shares.GROUNDLESS),
    isBeyondPower: random.chance(shares.BEYOND_POWER),
  };
}

const SENSED = ['smokeAlarm', 'gasSmell'];

function reporter(category: string, street: Street, random: Random): Pick<Report, 'channel' | 'resident'> {
  if (SENSED.includes(category)) return { channel: 'sensor', resident: null };
  const channel = drawn(shares.CHANNELS, random);
  const resident = random.between(0, street.residents - 1);
  return { channel, resident: channel === 'web' ? resident : null };
}

/** The same thing at the same spot again, some time later; undefined: the year is over by then. */
function again(first: Report, street: Street, random: Random): Report | undefined {
  const [least, most] = shares.REPEATS.days;
  const at = first.at + random.between(least, most) * DAY_MS + random.between(-3, 3) * HOUR_MS;
  if (at >= street.days * DAY_MS || first.complaintOf !== null) return undefined;
  return {
    ...first,
    ...{ at, repeats: first.no, ...reporter(first.category, street, random), answer: drawn(shares.ANSWERS, random) },
    ...{ isGroundless: false, isBeyondPower: false },
  };
}

/** Buildings of which many people report one thing within minutes. `burst` counts from 0 among the bursts' reports. */
function burstsOf(amount: number, street: Street, random: Random): (Omit<Report, 'burst'> & { burst: number })[] {
  const { perYear, reports, codes } = shares.BURSTS;
  // A tenth of the year at most.
  const count = Math.min(perYear, Math.floor(amount / (10 * reports)));
  return Array.from({ length: count }, (_, n) => {
    const at = instantIn(street, random);
    const estate = random.between(0, street.estates - 1);
    const [spot, category] = [random.between(0, street.spots - 1), random.pick(codes)];
    return Array.from({ length: reports }, (_unused, k) => ({
      ...{
        no: 0,
        at: at + k * MINUTE_MS,
        estate,
        spot,
        category,
        subject: '居民日常服务',
        complaintOf: null,
        repeats: null,
      },
      ...reporter(category, street, random),
      ...{ burst: n * reports, answer: drawn(shares.ANSWERS, random), isGroundless: false, isBeyondPower: false },
    }));
  }).flat();
}

/** A minute of the year, by weekday and hour. */
function instantIn({ firstDay, days }: Street, random: Random): number {
  const top = Math.max(...shares.BY_WEEKDAY);
  let day = random.between(0, days - 1);
  while (!random.chance((shares.BY_WEEKDAY[weekdayOf(firstDay + day)] ?? 0) / top)) day = random.between(0, days - 1);
  const hour = drawn(
    shares.BY_HOUR.map((weight, what) => ({ what, weight })),
    random,
  );
  return day * DAY_MS + hour * HOUR_MS + random.between(0, 59) * MINUTE_MS;
}

function busyEstates({ estates }: Street, random: Random): number[] {
  const busy = new Set<number>();
  while (busy.size < Math.max(1, Math.round(estates * shares.BUSY.estates))) busy.add(random.between(0, estates - 1));
  return [...busy];
}

function drawn<T>(among: readonly Share<T>[], random: Random): T {
  let left = random.next() * among.reduce((sum, { weight }) => sum + weight, 0);
  const found = among.find(({ weight }) => (left -= weight) < 0) ?? among.at(-1);
  if (found === undefined) throw new Error('there is nothing to draw from');
  return found.what;
}
