// Works out what each unit pays of a project: by the rule of the plan, in whole fen that sum exactly to the total. Pure and exact. What
// keeps shares from being worked out is in share-faults.ts, the words in which a household reads its own working in explain.ts.
import { assertNever } from '../assert-never';
import { byLargestRemainder } from '../largest-remainder';
import type { ShareRule } from './messages';
import { shareFaults } from './share-faults';
import type { Exempt, SharesWorkedOut, ShareUnit, UnitShare, WeighedRule, WeighedWorking } from './types';

/**
 * Shares `totalFen` (fen, from 0) out among the units; the answer is in the order in which they are given, which changes nothing else.
 * - Each unit has a weight: 1 for a household (`equal`), its area, the coefficient of its floor (with `byArea` times its area), or what
 *   was agreed (`benefit`). Its share is total × weight ÷ all weights, rounded down to the fen; the fen that are left over go one each to
 *   the largest remainders, among equal ones to the lower `unitNo`.
 * - An exempt unit pays its fraction of that, rounded down to the fen; what is left of the total is shared by the others alone.
 * - `perArea` has a fixed rate: `totalFen` is not asked, the sum follows from the rate (rounded down to the fen), and nobody pays for an
 *   exempt unit.
 * - `voluntary` has no shares.
 * Where there are none it says why; it never throws.
 */
export function workOutShares(
  rule: ShareRule,
  units: readonly ShareUnit[],
  totalFen: number,
  exemptions: readonly Exempt[],
): SharesWorkedOut {
  const faults = shareFaults(rule, units, exemptions);
  if (faults.length > 0) return { ok: false, faults };
  if (!Number.isSafeInteger(totalFen) || totalFen < 0) return { ok: false, faults: [{ code: 'tooLarge' }] };
  if (rule.rule === 'voluntary') {
    const { minFen, maxFen } = rule;
    const shares = units.map((unit) => ({ ...named(unit), fen: null, working: { rule: rule.rule, minFen, maxFen } }));
    return { ok: true, totalFen, shares };
  }
  const weighed = weigh(rule, units, exemptions);
  const full = weighed.filter(({ exemption }) => exemption === undefined);
  const [allWeights, fullWeights] = [sumOf(weighed), sumOf(full)];
  if (!Number.isSafeInteger(allWeights)) return { ok: false, faults: [{ code: 'tooLarge' }] };
  const isRate = rule.rule === 'perArea';
  if (isRate ? allWeights === 0 : fullWeights === 0) return { ok: false, faults: [{ code: 'nobodyPays' }] };

  const whole = isRate ? { fen: rule.fenPerM2, of: DM2_PER_M2 } : { fen: totalFen, of: allWeights };
  const exempt = weighed.flatMap((entry) => (entry.exemption ? [exemptShare(entry, entry.exemption, whole)] : []));
  const exemptFen = exempt.reduce((all, { fen }) => all + (fen ?? 0), 0);
  const rest = isRate ? whole : { fen: totalFen - exemptFen, of: fullWeights };
  const restFen = isRate ? Number((BigInt(rule.fenPerM2) * BigInt(fullWeights)) / BigInt(DM2_PER_M2)) : rest.fen;
  if (!Number.isSafeInteger(exemptFen + restFen)) return { ok: false, faults: [{ code: 'tooLarge' }] };
  const byNo = new Map([...exempt, ...fullShares(full, rest, restFen)].map((share) => [share.unitNo, share]));
  return { ok: true, totalFen: exemptFen + restFen, shares: units.flatMap(({ unitNo }) => byNo.get(unitNo) ?? []) };
}

const DM2_PER_M2 = 100;

interface Weighed {
  unit: ShareUnit;
  weight: number;
  exemption: Exempt | undefined;
  /** What the working says of the weight. */
  made: Pick<WeighedWorking, 'rule' | 'areaDm2' | 'floor' | 'coefficient'>;
}

/** An amount, and the weights among which it is shared. */
interface Amount {
  fen: number;
  of: number;
}

const named = ({ unitNo, unitLabel }: ShareUnit): Pick<UnitShare, 'unitNo' | 'unitLabel'> => ({ unitNo, unitLabel });
const sumOf = (weighed: readonly Weighed[]): number => weighed.reduce((all, { weight }) => all + weight, 0);

function weigh(rule: WeighedRule, units: readonly ShareUnit[], exemptions: readonly Exempt[]): Weighed[] {
  const exempt = new Map(exemptions.map((exemption) => [exemption.unitLabel, exemption]));
  const weightOf = weigher(rule);
  return units.map((unit) => ({ unit, exemption: exempt.get(unit.unitLabel), ...weightOf(unit) }));
}

function weigher(rule: WeighedRule): (unit: ShareUnit) => Pick<Weighed, 'weight' | 'made'> {
  const nothing = { rule: rule.rule, areaDm2: null, floor: null, coefficient: null };
  switch (rule.rule) {
    case 'equal':
      return ({ isHousehold }) => ({ weight: isHousehold ? 1 : 0, made: nothing });
    case 'area':
    case 'perArea':
      return ({ areaDm2 }) => ({ weight: areaDm2, made: { ...nothing, areaDm2 } });
    case 'floor': {
      const agreed = new Map(rule.coefficients.map(({ floor, num }) => [floor, num]));
      return ({ isHousehold, floor, areaDm2 }) => {
        const num = isHousehold && floor !== null ? (agreed.get(floor) ?? 0) : 0;
        const coefficient = { num, den: rule.den };
        if (!rule.byArea) return { weight: num, made: { ...nothing, floor, coefficient } };
        return { weight: num * areaDm2, made: { ...nothing, floor, coefficient, areaDm2 } };
      };
    }
    case 'benefit': {
      const agreed = new Map(rule.weights.map(({ unitLabel, num }) => [unitLabel, num]));
      return ({ unitLabel }) => ({ weight: agreed.get(unitLabel) ?? 0, made: nothing });
    }
    default:
      return assertNever(rule);
  }
}

/** Rounded down to the fen: nobody is asked for more than the fraction that was granted. */
function exemptShare({ unit, weight, made }: Weighed, { num, den }: Exempt, { fen, of }: Amount): UnitShare {
  const wholeFen = Number((BigInt(fen) * BigInt(weight) * BigInt(num)) / (BigInt(of) * BigInt(den)));
  const shared = { amountFen: fen, weight, ofWeights: of, exemption: { num, den } };
  return { ...named(unit), fen: wholeFen, working: { ...made, ...shared, wholeFen, remainder: 0, extraFen: 0 } };
}

function fullShares(full: readonly Weighed[], { fen, of }: Amount, toShare: number): UnitShare[] {
  const amount = { fen, of: BigInt(of) };
  const rounded = byLargestRemainder(full, amount, toShare, (one, other) => one.unit.unitNo - other.unit.unitNo);
  return rounded.map(({ part: { unit, weight, made }, wholeFen, remainder, extraFen }) => {
    const shared = { amountFen: fen, weight, ofWeights: of, exemption: null };
    const working = { ...made, ...shared, wholeFen, remainder: Number(remainder), extraFen };
    return { ...named(unit), fen: wholeFen + extraFen, working };
  });
}
