// Refuses what the law forbids a policy to say: each breach names the path, what was found, the floor (or ceiling) and its article.
// The numbers are in bounds.ts; the shape of a policy is checked before, in load.ts.
import type { DurationRule } from '../calendar/types';
import { minutesADay } from '../calendar/working-time';
import { boundsFor, type Bound } from './bounds';
import { isAtLeast, isAtMost, lengthText } from './lengths';
import type { Fraction, Policy, Threshold } from './schema';

export interface FloorBreach {
  path: string;
  found: string;
  floor: string;
  article: string;
}

/** Everything in a well-formed policy that falls below the law for its jurisdiction. Empty: it may be used. */
export function checkFloor(policy: Policy): FloorBreach[] {
  return [
    ...majorities(policy),
    ...nonReturn(policy),
    ...demands(policy),
    ...boundsFor(policy.jurisdiction).flatMap((bound) => breachOf(bound, policy)),
    ...windowOrder(policy),
    ...changesThatCount(policy),
    ...sizes(policy),
    ...longPeriods(policy, []),
  ];
}

// ---- majorities -------------------------------------------------------------------------------------------------------

const ARTICLE_278 = '民法典 278';

function majorities({ vote, election, recall }: Policy): FloorBreach[] {
  const breaches: FloorBreach[] = [];
  const levels = [
    { name: 'participation', num: 2, den: 3, isStrict: false, floor: 'at least 2/3' },
    { name: 'ordinary', num: 1, den: 2, isStrict: true, floor: 'more than 1/2' },
    { name: 'special', num: 3, den: 4, isStrict: false, floor: 'at least 3/4' },
  ] as const;
  for (const { name, num, den, isStrict, floor } of levels)
    for (const base of ['area', 'heads'] as const) {
      const share = vote[name][base];
      const path = `vote.${name}.${base}`;
      const found = shareText(share);
      if (!reaches(share, num, den, isStrict)) breaches.push({ path, found, floor, article: ARTICLE_278 });
      if (share.num > share.den || (share.num === share.den && share.isStrict))
        breaches.push({ path, found, floor: 'a share that can be reached', article: ARTICLE_278 });
    }
  const special = vote.specialMatters.value;
  const missing = [6, 7, 8].filter((matter) => !special.includes(matter));
  if (missing.length > 0)
    breaches.push({
      path: 'vote.specialMatters',
      found: listText(special),
      floor: `contains 6, 7 and 8 (missing: ${missing.join(', ')})`,
      article: ARTICLE_278,
    });
  for (const [name, { voteMatter }] of Object.entries({ election, recall }))
    if (voteMatter.value !== 3)
      breaches.push({
        path: `${name}.voteMatter`,
        found: String(voteMatter.value),
        floor: '3 (electing the committee, replacing its members)',
        article: ARTICLE_278,
      });
  if (!reaches(election.groupOwnerShare, 1, 2, false))
    breaches.push({
      path: 'election.groupOwnerShare',
      found: shareText(election.groupOwnerShare),
      floor: 'at least 1/2',
      article: '指导规则 建房〔2009〕274号 10',
    });
  return breaches;
}

/** Whether a demanded share is as high as the floor: higher, or equal and not looser about the bound itself. */
function reaches(share: Fraction, num: number, den: number, isStrict: boolean): boolean {
  const difference = share.num * den - num * share.den;
  return difference > 0 || (difference === 0 && (share.isStrict || !isStrict));
}

const shareText = ({ num, den, isStrict }: Fraction): string => `${isStrict ? 'more than' : 'at least'} ${num}/${den}`;
const listText = (values: readonly (string | number)[]): string => (values.length === 0 ? 'none' : values.join(', '));

/**
 * Unreturned ballots count only where the estate's own rules say so (指导规则 26; 沪02民初16号), so that a city's policy cannot bring it in.
 * That they never count for special matters is the count's business.
 */
function nonReturn({ vote }: Policy): FloorBreach[] {
  const { value, basis } = vote.nonReturn;
  if (value === 'notCounted' || /议事规则|管理规约/.test(basis)) return [];
  return [
    {
      path: 'vote.nonReturn',
      found: `${value} (${basis})`,
      floor: 'notCounted, unless the basis names the estate’s 议事规则 or 管理规约',
      article: '民法典 278; 指导规则 建房〔2009〕274号 26',
    },
  ];
}

// ---- owners' demands ----------------------------------------------------------------------------------------------------

/** A fifth of the owners can always force a meeting (条例 13): a place may ask for less, not for more. And a share is of the whole. */
function demands({ petition }: Policy): FloorBreach[] {
  const breaches = Object.entries(petition.thresholds).flatMap(([purpose, { value }]) =>
    value
      .filter((threshold) => threshold.of !== 'ownerCount' && threshold.num > threshold.den)
      .map((threshold) => ({
        path: `petition.thresholds.${purpose}`,
        found: thresholdText(threshold),
        floor: 'a share that can be reached',
        article: '物业管理条例 13',
      })),
  );
  const { value } = petition.thresholds.extraordinaryMeeting;
  const isOpen = value.some((threshold) => threshold.of === 'owners' && 5 * threshold.num <= threshold.den);
  if (!isOpen)
    breaches.push({
      path: 'petition.thresholds.extraordinaryMeeting',
      found: listText(value.map(thresholdText)),
      floor: 'at most 1/5 of the owners is enough',
      article: '物业管理条例 13',
    });
  return breaches;
}

const thresholdText = (threshold: Threshold): string =>
  threshold.of === 'ownerCount'
    ? `${threshold.count} owners`
    : `${threshold.num}/${threshold.den} of the ${threshold.of}`;

// ---- bounds -----------------------------------------------------------------------------------------------------------

function breachOf(bound: Bound, policy: Policy): FloorBreach[] {
  const found = valueAt(policy, bound.path);
  if (found === undefined) return [];
  switch (bound.kind) {
    case 'duration': {
      const rule = found as DurationRule;
      const isWithin = bound.side === 'atLeast' ? isAtLeast : isAtMost;
      const isKept = isWithin(rule, bound, minutesADay(policy.workTimes.value));
      return isKept ? [] : [breach(bound, lengthText(rule), `${sideText(bound.side)} ${lengthText(bound)}`)];
    }
    case 'number': {
      const value = found as number;
      const isKept = bound.side === 'atLeast' ? value >= bound.n : value <= bound.n;
      return isKept ? [] : [breach(bound, String(value), `${sideText(bound.side)} ${bound.n}`)];
    }
    case 'flag':
      return found === bound.is ? [] : [breach(bound, String(found), String(bound.is))];
  }
}

const breach = (bound: Bound, found: string, floor: string): FloorBreach => ({
  // Where the value sits is bookkeeping; people know the parameter.
  path: bound.path.replace(/\.value(?=\.|$)/, ''),
  found,
  floor,
  article: bound.article,
});

const sideText = (side: 'atLeast' | 'atMost'): string => (side === 'atLeast' ? 'at least' : 'at most');

function valueAt(policy: Policy, path: string): unknown {
  let value: unknown = policy;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

// ---- what hangs together ------------------------------------------------------------------------------------------------

function windowOrder({ vote }: Policy): FloorBreach[] {
  const { window, extension } = vote;
  const rules = { min: window.min, default: window.default, max: window.max, extension: extension.length };
  const inOtherUnits = Object.entries(rules).filter(([, { unit }]) => unit !== 'day');
  if (inOtherUnits.length > 0)
    return inOtherUnits.map(([name, rule]) => ({
      path: name === 'extension' ? 'vote.extension.length' : `vote.window.${name}`,
      found: lengthText(rule),
      floor: 'a length in days',
      article: 'our rule: a window is chosen in days',
    }));
  const breaches: FloorBreach[] = [];
  const order = (path: string, found: number, isKept: boolean, floor: string): void => {
    if (!isKept) breaches.push({ path, found: `${found} day`, floor, article: window.max.basis });
  };
  order(
    'vote.window.default',
    window.default.n,
    window.default.n >= window.min.n,
    `at least ${window.min.n} day (vote.window.min)`,
  );
  const longest = window.default.n + extension.times.value * extension.length.n;
  order(
    'vote.window.default',
    longest,
    longest <= window.max.n,
    `at most ${window.max.n} day (vote.window.max), extensions included`,
  );
  return breaches;
}

/** Where the first ballot counts, a change would be taken, confirmed with a receipt, and then not counted. */
function changesThatCount({ vote }: Policy): FloorBreach[] {
  if (vote.precedence.value !== 'firstValid' || vote.changes.value === 0) return [];
  return [
    {
      path: 'vote.changes',
      found: String(vote.changes.value),
      floor:
        '0 where the first ballot counts (vote.precedence firstValid), since a changed ballot would never be counted',
      article: 'our rule: no ballot is taken that cannot count',
    },
  ];
}

function sizes({ election }: Policy): FloorBreach[] {
  const breaches: FloorBreach[] = [];
  const odd = (path: string, value: number, article: string): void => {
    if (value % 2 === 0) breaches.push({ path, found: String(value), floor: 'an odd number', article });
  };
  const guide = '指导规则 建房〔2009〕274号';
  const group = election.groupSize.value;
  const committee = election.committeeSize.value;
  const all = [
    { path: 'election.groupSize', size: group, article: `${guide} 10` },
    { path: 'election.committeeSize', size: committee, article: `${guide} 31` },
  ];
  for (const { path, size, article } of all) {
    if (!size.isOdd) breaches.push({ path: `${path}.isOdd`, found: 'false', floor: 'true', article });
    odd(`${path}.min`, size.min, article);
    odd(`${path}.max`, size.max, article);
    if (size.min > size.max)
      breaches.push({ path: `${path}.max`, found: String(size.max), floor: `at least ${size.min} (min)`, article });
  }
  odd('election.committeeSize.smallMin', committee.smallMin, `${guide} 31`);
  if (committee.smallMin > committee.min)
    breaches.push({
      path: 'election.committeeSize.smallMin',
      found: String(committee.smallMin),
      floor: `at most ${committee.min} (min)`,
      article: `${guide} 31`,
    });
  const term = election.term.value;
  if (term.minYears > term.maxYears)
    breaches.push({
      path: 'election.term.minYears',
      found: String(term.minYears),
      floor: `at most ${term.maxYears} (maxYears)`,
      article: election.term.basis,
    });
  const bodies = election.vettingBodies.map(({ body }) => body);
  const twice = bodies.filter((body, index) => bodies.indexOf(body) !== index);
  if (twice.length > 0)
    breaches.push({
      path: 'election.vettingBodies',
      found: listText(twice),
      floor: 'each body once',
      article: 'our rule: one answer per body',
    });
  return breaches;
}

const PER_YEAR: Record<DurationRule['unit'], number> = {
  minute: 525_600,
  hour: 8760,
  workingMinute: 120_000,
  workingHour: 2000,
  day: 365,
  workingDay: 250,
  month: 12,
};

/** No period of this law lasts longer than ten years; one that does is a slip of the keyboard. */
function longPeriods(value: unknown, path: string[]): FloorBreach[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('n' in value && 'unit' in value) {
    const rule = value as DurationRule;
    if (rule.n <= 10 * PER_YEAR[rule.unit]) return [];
    return [
      {
        path: path.join('.'),
        found: lengthText(rule),
        floor: 'at most 10 years',
        article: 'our rule: no period here is longer',
      },
    ];
  }
  return Object.entries(value).flatMap(([key, inner]) => longPeriods(inner, [...path, key]));
}
