// Where participation will stand at the close if people go on as they do: an estimate for those who go from door to door. It decides
// nothing; the count alone does (count.ts).
import { checkFraction, type ExactFraction } from '../fractions';
import type { FractionCheck, Weight } from './count-types';

/** Who first took part within one hour. */
export interface HourOfParticipation extends Weight {
  /** Epoch milliseconds of the hour's beginning. */
  at: number;
}

/** The habits of the estimate. They are no law, so they are arguments; every answer says which were used. */
export interface ForecastHabits {
  /** How long a stretch before now tells the present pace. */
  recentHours: number;
  /** Per cent of the present pace in the blend; the rest is the pace since the opening. */
  recentPercent: number;
  /** Half-width of the interval in standard deviations, in hundredths: 196 is 95 % of a normal distribution. */
  zHundredths: number;
  /** Variance over that of independent arrivals: neighbours answer in groups. */
  dispersion: number;
}

export const FORECAST_HABITS: ForecastHabits = { recentHours: 24, recentPercent: 50, zHundredths: 196, dispersion: 4 };

export interface ForecastInput {
  opensAt: number;
  /** The instant at which nothing more is accepted. */
  closesAt: number;
  now: number;
  hours: readonly HourOfParticipation[];
  electorate: Weight;
  participation: { heads: ExactFraction; area: ExactFraction };
}

export interface MeasureForecast {
  cast: number;
  whole: number;
  /** At the close, and the interval in which it lies by `zHundredths`. */
  low: number;
  expected: number;
  high: number;
  /** Of the whole, rounded down: "at this pace the door closes at 61 %". */
  expectedPercent: number;
  /** `expected` against the participation that the law asks for. */
  check: FractionCheck;
  outlook: Outlook;
}

/**
 * `reached`: what is cast is enough. `onCourse`: the low end would be. `offCourse`: not even the high end would be.
 * `uncertain`: the bound lies inside the interval.
 */
export type Outlook = 'reached' | 'onCourse' | 'uncertain' | 'offCourse';

const OUTLOOKS: readonly Outlook[] = ['reached', 'onCourse', 'uncertain', 'offCourse'];

export interface Forecast {
  heads: MeasureForecast;
  area: MeasureForecast;
  /** Both measures are needed, so the worse one speaks for the vote. */
  outlook: Outlook;
  habits: ForecastHabits;
}

const HOUR = 3_600_000;

/** Float noise that must not take a whole head away when rounding down. */
const NOISE = 1e-6;

/**
 * Method: constant hazard (exponential survival; Cox & Oakes, Analysis of Survival Data, 1984, ch. 3). Whoever has not taken part does
 * so at a rate that blends the rate since the opening with that of the recent hours, so the forecast flattens as fewer are left and
 * stays within the whole. Interval: normal approximation of an over-dispersed Poisson count, widened by the time still to come over
 * the time observed (the rate itself is an estimate) and by one arrival more than was seen, so that silence is no certainty.
 * Less than an hour of voting is read as an hour: one early ballot is no pace.
 */
export function forecast(input: ForecastInput, habits: ForecastHabits = FORECAST_HABITS): Forecast {
  const { electorate, participation } = input;
  // What one arrival brings in area: the average, fixed by the roll and not by who happened to come first.
  const areaStep = electorate.heads === 0 ? 0 : electorate.areaDm2 / electorate.heads;
  const heads = measure(input, habits, 'heads', 1, participation.heads);
  const area = measure(input, habits, 'areaDm2', areaStep, participation.area);
  const worse = Math.max(OUTLOOKS.indexOf(heads.outlook), OUTLOOKS.indexOf(area.outlook));
  return { heads, area, outlook: OUTLOOKS[worse] ?? 'uncertain', habits };
}

function measure(
  input: ForecastInput,
  habits: ForecastHabits,
  of: keyof Weight,
  step: number,
  needed: ExactFraction,
): MeasureForecast {
  const whole = input.electorate[of];
  const cast = sum(input.hours, of);
  const toCome = Math.max(0, input.closesAt - input.now);
  const observed = observedSince(input.opensAt, input.now);
  const left = whole - cast;
  const arrivals = left * (1 - survival(input, habits, of, toCome));
  const ahead = toCome / observed;
  const variance = habits.dispersion * step * (arrivals + step * ahead) * (1 + ahead);
  const margin = toCome === 0 ? 0 : (habits.zHundredths / 100) * Math.sqrt(variance);
  const within = (amount: number): number => Math.min(whole, Math.max(cast, amount));
  const expected = within(Math.floor(cast + arrivals + NOISE));
  const low = within(Math.floor(cast + arrivals - margin + NOISE));
  const high = within(Math.ceil(cast + arrivals + margin - NOISE));
  return {
    cast,
    whole,
    low,
    expected,
    high,
    expectedPercent: whole === 0 ? 0 : Number((BigInt(expected) * 100n) / BigInt(whole)),
    check: checkFraction(expected, whole, needed),
    outlook: outlookOf({ cast, low, high }, whole, needed),
  };
}

/** The share of those still missing who will be missing at the close. */
function survival(
  { opensAt, now, hours, electorate }: ForecastInput,
  habits: ForecastHabits,
  of: keyof Weight,
  toCome: number,
): number {
  const whole = electorate[of];
  const left = whole - sum(hours, of);
  if (left === 0 || toCome === 0) return 1;
  const recentFrom = Math.max(opensAt, now - habits.recentHours * HOUR);
  // An hour that only began before the recent stretch is counted into it whole.
  const earlier = hours.filter(({ at }) => at + HOUR <= recentFrom);
  const leftThen = whole - sum(earlier, of);
  const share = habits.recentPercent / 100;
  const overall = (left / whole) ** (((1 - share) * toCome) / observedSince(opensAt, now));
  const recent = (left / leftThen) ** ((share * toCome) / observedSince(recentFrom, now));
  return overall * recent;
}

const observedSince = (from: number, now: number): number => Math.max(HOUR, now - from);

const sum = (hours: readonly HourOfParticipation[], of: keyof Weight): number =>
  hours.reduce((total, hour) => total + hour[of], 0);

function outlookOf(
  { cast, low, high }: Pick<MeasureForecast, 'cast' | 'low' | 'high'>,
  whole: number,
  needed: ExactFraction,
): Outlook {
  const reaches = (part: number): boolean => checkFraction(part, whole, needed).isReached;
  if (reaches(cast)) return 'reached';
  if (reaches(low)) return 'onCourse';
  return reaches(high) ? 'uncertain' : 'offCourse';
}
