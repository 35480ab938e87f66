// Works out what each unit pays of a project: by the rule of the plan, in whole fen that sum exactly to the total. Pure and exact; where
// units come from is store/pledges, and the words in which a household reads its own working are in explain.ts.
import { assertNever } from '../assert-never';
import type { Exemption, ShareRule } from './messages';

/** A unit as the shares see it. */
export interface ShareUnit {
  /** Place in the register's order; no two have the same. It breaks ties. */
  unitNo: number;
  /** How rule and exemptions name it. */
  unitLabel: string;
  /** A stall or a store room is no household of its own, where the policy says so. */
  isHousehold: boolean;
  /** As the policy counts it, 0.01 m². */
  areaDm2: number;
  /** Null where the room number does not tell. */
  floor: number | null;
}

/** How a share came about: enough to work it out again by hand. */
export type ShareWorking =
  | {
      rule: Exclude<ShareRule['rule'], 'voluntary'>;
      /** What is shared out among `ofWeights`: the total, less what exempt units pay; for an exempt unit the whole total. By area at a fixed rate: the rate. */
      amountFen: number;
      weight: number;
      /** The weights of all who share `amountFen`. At a fixed rate: 100, since areas are in 0.01 m². */
      ofWeights: number;
      /** What the weight is made of, where it is made of something. */
      areaDm2: number | null;
      floor: number | null;
      coefficient: { num: number; den: number } | null;
      exemption: { num: number; den: number } | null;
      /** Whole fen before the fen that are left over are handed out, and what remained (over `ofWeights`). */
      wholeFen: number;
      remainder: number;
      extraFen: 0 | 1;
    }
  | { rule: 'voluntary'; minFen: number; maxFen: number };

export interface UnitShare {
  unitNo: number;
  unitLabel: string;
  /** Null where everybody gives what they like. */
  fen: number | null;
  working: ShareWorking;
}

export type ShareFaultCode =
  | 'noUnits'
  /** Two units with one number or one name. */
  | 'unitTwice'
  /** A rule or an exemption names a unit that is not there, or names it twice. */
  | 'unitUnknown'
  | 'unitNamedTwice'
  | 'floorTwice'
  /** The floor of a household is not known. */
  | 'floorUnknown'
  /** No coefficient was agreed for the floor of a household. */
  | 'floorNotAgreed'
  /** No weight was agreed for a household. */
  | 'weightMissing'
  /** An exempt unit pays from 0 to less than its share. */
  | 'exemptionTooLarge'
  /** Everybody weighs nothing, or is exempt: nobody is left to pay. */
  | 'nobodyPays'
  /** Beyond whole numbers. */
  | 'tooLarge';

/** Why there are no shares. `unitLabel` and `floor` where it is about one. */
export interface ShareFault {
  code: ShareFaultCode;
  unitLabel?: string;
  floor?: number;
}

export type SharesWorkedOut =
  | { ok: true; /** Sum of all shares, fen; voluntary: `totalFen` as it was given. */ totalFen: number; shares: UnitShare[] }
  | { ok: false; faults: ShareFault[] };

type Exempt = Pick<Exemption, 'unitLabel' | 'num' | 'den'>;

/**
 * Shares `totalFen` out among the units, in the order in which they are given.
 * - Each unit has a weight: 1 for a household (`equal`), its area, the coefficient of its floor (with `byArea` times its area), or what
 *   was agreed (`benefit`). Its share is total × weight ÷ all weights, rounded down to the fen; the fen that are left over go one each to
 *   the largest remainders, among equal ones to the lower `unitNo`.
 * - An exempt unit pays its fraction of that, rounded down to the fen; what is left of the total is shared by the others alone.
 * - `perArea` has a fixed rate: `totalFen` is not asked, the sum follows from the rate (rounded down to the fen), and nobody pays for an
 *   exempt unit.
 * - `voluntary` has no shares.
 * The order of `units` changes nothing. Refuses with every fault found; never throws.
 */
export function workOutShares(
  rule: ShareRule,
  units: readonly ShareUnit[],
  totalFen: number,
  exemptions: readonly Exempt[],
): SharesWorkedOut {
  const faults = [...unitFaults(units), ...exemptionFaults(units, exemptions), ...ruleFaults(rule, units)];
  if (faults.length > 0) return { ok: false, faults };
  if (rule.rule === 'voluntary') {
    const { minFen, maxFen } = rule;
    const working = { rule: 'voluntary' as const, minFen, maxFen };
    return { ok: true, totalFen, shares: units.map((unit) => ({ ...named(unit), fen: null, working })) };
  }
  const exempt = new Map(exemptions.map((exemption) => [exemption.unitLabel, exemption]));
  const weighed = units.map((unit) => ({ unit, weight: weightOf(rule, unit), exemption: exempt.get(unit.unitLabel) }));
  const sum = (of: readonly Weighed[]): number => of.reduce((all, { weight }) => all + weight, 0);
  const full = weighed.filter(({ exemption }) => exemption === undefined);
  const [allWeights, fullWeights] = [sum(weighed), sum(full)];
  if (!Number.isSafeInteger(allWeights) || !Number.isSafeInteger(totalFen) || totalFen < 0)
    return { ok: false, faults: [{ code: 'tooLarge' }] };
  if (rule.rule === 'perArea' ? allWeights === 0 : fullWeights === 0)
    return { ok: false, faults: [{ code: 'nobodyPays' }] };

  // At a fixed rate every unit's amount is rate × area ÷ 100; else amount × weight ÷ weights.
  const amounts = rule.rule === 'perArea' ? { fen: rule.fenPerM2, of: 100 } : { fen: totalFen, of: allWeights };
  const paid = weighed.flatMap((entry) => (entry.exemption ? [exemptShare(entry, rule, amounts)] : []));
  const paidFen = sumFen(paid);
  const shared = rule.rule === 'perArea' ? amounts : { fen: totalFen - paidFen, of: fullWeights };
  const toShare =
    rule.rule === 'perArea' ? Number((BigInt(rule.fenPerM2) * BigInt(fullWeights)) / 100n) : totalFen - paidFen;
  if (!Number.isSafeInteger(toShare + paidFen)) return { ok: false, faults: [{ code: 'tooLarge' }] };
  const byNo = new Map([...paid, ...fullShares(full, rule, shared, toShare)].map((share) => [share.unitNo, share]));
  return { ok: true, totalFen: toShare + paidFen, shares: units.flatMap(({ unitNo }) => byNo.get(unitNo) ?? []) };
}

type WeighedRule = Exclude<ShareRule, { rule: 'voluntary' }>;

interface Weighed {
  unit: ShareUnit;
  weight: number;
  exemption: Exempt | undefined;
}

const named = ({ unitNo, unitLabel }: ShareUnit): Pick<UnitShare, 'unitNo' | 'unitLabel'> => ({ unitNo, unitLabel });
const sumFen = (shares: readonly UnitShare[]): number => shares.reduce((all, { fen }) => all + (fen ?? 0), 0);

function weightOf(rule: WeighedRule, { isHousehold, areaDm2, floor, unitLabel }: ShareUnit): number {
  switch (rule.rule) {
    case 'equal':
      return isHousehold ? 1 : 0;
    case 'area':
    case 'perArea':
      return areaDm2;
    case 'floor': {
      const num = isHousehold ? (rule.coefficients.find((agreed) => agreed.floor === floor)?.num ?? 0) : 0;
      return rule.byArea ? num * areaDm2 : num;
    }
    case 'benefit':
      return rule.weights.find((agreed) => agreed.unitLabel === unitLabel)?.num ?? 0;
    default:
      return assertNever(rule);
  }
}

interface Amount {
  fen: number;
  of: number;
}

/** Rounded down to the fen: nobody is asked for more than the fraction that was granted. */
function exemptShare({ unit, weight, exemption }: Weighed, rule: WeighedRule, { fen, of }: Amount): UnitShare {
  const { num, den } = exemption as Exempt;
  const over = BigInt(of) * BigInt(den);
  const exact = BigInt(fen) * BigInt(weight) * BigInt(num);
  const wholeFen = Number(exact / over);
  const working = { ...made(rule, unit), amountFen: fen, weight, ofWeights: of, exemption: { num, den } };
  return { ...named(unit), fen: wholeFen, working: { ...working, wholeFen, remainder: 0, extraFen: 0 } };
}

/** Largest remainder: everybody's share rounded down, then one fen each to those who lost most by it. */
function fullShares(full: readonly Weighed[], rule: WeighedRule, { fen, of }: Amount, toShare: number): UnitShare[] {
  const parts = full.map((entry) => {
    const exact = BigInt(fen) * BigInt(entry.weight);
    return { ...entry, wholeFen: Number(exact / BigInt(of)), remainder: Number(exact % BigInt(of)) };
  });
  const left = toShare - parts.reduce((all, { wholeFen }) => all + wholeFen, 0);
  const ranked = [...parts].sort((a, b) => b.remainder - a.remainder || a.unit.unitNo - b.unit.unitNo);
  const lucky = new Set(ranked.slice(0, left).map(({ unit }) => unit.unitNo));
  return parts.map(({ unit, weight, wholeFen, remainder }) => {
    const extraFen = lucky.has(unit.unitNo) ? 1 : 0;
    const working = { ...made(rule, unit), amountFen: fen, weight, ofWeights: of, exemption: null };
    return { ...named(unit), fen: wholeFen + extraFen, working: { ...working, wholeFen, remainder, extraFen } };
  });
}

/** What the weight is made of. */
function made(rule: WeighedRule, { areaDm2, floor, isHousehold }: ShareUnit) {
  const isByArea = rule.rule === 'area' || rule.rule === 'perArea' || (rule.rule === 'floor' && rule.byArea);
  const agreed = rule.rule === 'floor' && isHousehold ? rule.coefficients.find((each) => each.floor === floor) : undefined;
  return {
    rule: rule.rule,
    areaDm2: isByArea ? areaDm2 : null,
    floor: agreed ? agreed.floor : null,
    coefficient: rule.rule === 'floor' && agreed ? { num: agreed.num, den: rule.den } : null,
  };
}

function unitFaults(units: readonly ShareUnit[]): ShareFault[] {
  if (!units.some(({ isHousehold, areaDm2 }) => isHousehold || areaDm2 > 0)) return [{ code: 'noUnits' }];
  const numbers = new Set<number>();
  const labels = new Set<string>();
  return units.flatMap(({ unitNo, unitLabel, areaDm2 }): ShareFault[] => {
    const isTwice = numbers.has(unitNo) || labels.has(unitLabel);
    numbers.add(unitNo);
    labels.add(unitLabel);
    if (isTwice) return [{ code: 'unitTwice', unitLabel }];
    return Number.isSafeInteger(areaDm2) && areaDm2 >= 0 ? [] : [{ code: 'tooLarge', unitLabel }];
  });
}

function exemptionFaults(units: readonly ShareUnit[], exemptions: readonly Exempt[]): ShareFault[] {
  const tooLarge = exemptions.filter(({ num, den }) => num < 0 || num >= den);
  return [
    ...namingFaults(units, exemptions),
    ...tooLarge.map(({ unitLabel }): ShareFault => ({ code: 'exemptionTooLarge', unitLabel })),
  ];
}

/** Units that are named without being there, or twice. */
function namingFaults(units: readonly ShareUnit[], names: readonly { unitLabel: string }[]): ShareFault[] {
  const known = new Set(units.map(({ unitLabel }) => unitLabel));
  const seen = new Set<string>();
  return names.flatMap(({ unitLabel }): ShareFault[] => {
    if (!known.has(unitLabel)) return [{ code: 'unitUnknown', unitLabel }];
    const isTwice = seen.has(unitLabel);
    seen.add(unitLabel);
    return isTwice ? [{ code: 'unitNamedTwice', unitLabel }] : [];
  });
}

/** What was not agreed is asked for, never taken for nothing in silence. */
function ruleFaults(rule: ShareRule, units: readonly ShareUnit[]): ShareFault[] {
  const households = units.filter(({ isHousehold }) => isHousehold);
  if (rule.rule === 'floor') {
    const agreed = new Set<number>();
    const twice = rule.coefficients.flatMap(({ floor }): ShareFault[] => {
      const isTwice = agreed.has(floor);
      agreed.add(floor);
      return isTwice ? [{ code: 'floorTwice', floor }] : [];
    });
    return households.reduce<ShareFault[]>((faults, { unitLabel, floor }) => {
      if (floor === null) faults.push({ code: 'floorUnknown', unitLabel });
      else if (!agreed.has(floor)) faults.push({ code: 'floorNotAgreed', unitLabel, floor });
      return faults;
    }, twice);
  }
  if (rule.rule !== 'benefit') return [];
  const weighed = new Set(rule.weights.map(({ unitLabel }) => unitLabel));
  const missing = households.filter(({ unitLabel }) => !weighed.has(unitLabel));
  return [
    ...namingFaults(units, rule.weights),
    ...missing.map(({ unitLabel }): ShareFault => ({ code: 'weightMissing', unitLabel })),
  ];
}
