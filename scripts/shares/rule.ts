// By which rule a file shares out, and how much: as a plan has it, or from options and columns.
import { shareRuleSchema, type ShareRule } from '../../domain/shares/messages';
import { decimal } from './cells';
import type { FileUnit, RuleSource } from './read-shares';

const RULES = ['equal', 'area', 'perArea', 'floor', 'benefit'];
const NO_SHARES = 'voluntary pledges have no shares to work out';

/** Undefined where a fault was added. */
export function ruleOf(from: RuleSource, units: readonly FileUnit[], faults: string[]): ShareRule | undefined {
  return from.kind === 'options' ? ruleOfOptions(from.given, units, faults) : ruleOfFile(from.rule, units, faults);
}

function ruleOfOptions(
  given: Extract<RuleSource, { kind: 'options' }>['given'],
  units: readonly FileUnit[],
  faults: string[],
): ShareRule | undefined {
  const { rule, rate } = given;
  const byArea = given['by-area'] === true;
  switch (rule) {
    case 'equal':
    case 'area':
      return { rule };
    case 'perArea': {
      const fenPerM2 = typeof rate === 'string' ? decimal(rate, 2) : undefined;
      if (fenPerM2) return { rule, fenPerM2 };
      faults.push('perArea needs --rate, in yuan per m² with at most two decimals');
      return undefined;
    }
    case 'floor':
      return floorRule(units, byArea, faults);
    case 'benefit':
      return benefitRule(units);
    default:
      faults.push(rule === 'voluntary' ? NO_SHARES : `a CSV file needs --rule: one of ${RULES.join(', ')}`);
      return undefined;
  }
}

/** `{ "rule": "floor", "byArea": true }` and `{ "rule": "benefit" }` take their numbers from the units; anything else is a plan's rule. */
function ruleOfFile(rule: unknown, units: readonly FileUnit[], faults: string[]): ShareRule | undefined {
  const short = rule as { rule?: unknown; byArea?: unknown } | null | undefined;
  const keys = Object.keys(short ?? {}).filter((key) => key !== 'byArea');
  if (keys.length === 1 && short?.rule === 'benefit') return benefitRule(units);
  if (keys.length === 1 && short?.rule === 'floor') return floorRule(units, short.byArea === true, faults);
  const parsed = shareRuleSchema.safeParse(rule);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues)
      faults.push(`field ${['rule', ...path].join('.')}: ${message}`);
    return undefined;
  }
  if (parsed.data.rule !== 'voluntary') return parsed.data;
  faults.push(NO_SHARES);
  return undefined;
}

/** One coefficient for each floor, from the units on it. */
function floorRule(units: readonly FileUnit[], byArea: boolean, faults: string[]): ShareRule {
  const agreed = new Map<number, FileUnit>();
  for (const unit of units) {
    if (unit.floor === null || unit.coefficient === undefined) continue;
    const first = agreed.get(unit.floor) ?? unit;
    agreed.set(unit.floor, first);
    if (first.coefficient !== unit.coefficient)
      faults.push(`${unit.place}: floor ${unit.floor} has another coefficient in ${first.place}`);
  }
  const coefficients = [...agreed].map(([floor, { coefficient = 0 }]) => ({ floor, num: coefficient }));
  return { rule: 'floor', den: 10_000, byArea, coefficients };
}

const benefitRule = (units: readonly FileUnit[]): ShareRule => ({
  rule: 'benefit',
  weights: units.flatMap(({ unitLabel, weight }) => (weight === undefined ? [] : [{ unitLabel, num: weight }])),
});

/** Fen. A fixed rate needs no total. */
export function totalOf(from: RuleSource, faults: string[]): number {
  const rule = from.kind === 'options' ? from.given['rule'] : (from.rule as { rule?: unknown } | undefined)?.rule;
  const total = from.kind === 'options' ? from.given['total'] : from.total;
  if (from.kind === 'file' && from.totalFen !== undefined) {
    if (total === undefined && Number.isSafeInteger(from.totalFen) && Number(from.totalFen) >= 0)
      return Number(from.totalFen);
    faults.push('field totalFen: a whole number of fen, or else total in yuan');
    return 0;
  }
  if (total === undefined && rule === 'perArea') return 0;
  const fen = typeof total === 'string' || typeof total === 'number' ? decimal(String(total), 2) : undefined;
  if (fen === undefined)
    faults.push(`${from.kind === 'options' ? '--total' : 'field total'}: an amount in yuan with at most two decimals`);
  return fen ?? 0;
}
