// What keeps shares from being worked out: units, exemptions and rules that do not fit together. What was not agreed is asked for, never
// taken for nothing in silence.
import type { ShareRule } from './messages';
import type { Exempt, ShareFault, ShareUnit } from './types';

/** Every fault, in the order units, exemptions, rule. */
export function shareFaults(rule: ShareRule, units: readonly ShareUnit[], exemptions: readonly Exempt[]): ShareFault[] {
  return [...unitFaults(units), ...exemptionFaults(units, exemptions), ...ruleFaults(rule, units)];
}

function unitFaults(units: readonly ShareUnit[]): ShareFault[] {
  if (units.length === 0) return [{ code: 'noUnits' }];
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
  const outOfRange = exemptions.filter(({ num, den }) => num < 0 || num >= den);
  return [
    ...namingFaults(units, exemptions),
    ...outOfRange.map(({ unitLabel }): ShareFault => ({ code: 'exemptionOutOfRange', unitLabel })),
  ];
}

/** Units that are named without being there, or twice. */
function namingFaults(units: readonly ShareUnit[], names: readonly { unitLabel: string }[]): ShareFault[] {
  const known = new Set(units.map(({ unitLabel }) => unitLabel));
  const unknown = names.filter(({ unitLabel }) => !known.has(unitLabel));
  return [
    ...unknown.map(({ unitLabel }): ShareFault => ({ code: 'unitUnknown', unitLabel })),
    ...repeated(names.map(({ unitLabel }) => unitLabel)).map((unitLabel): ShareFault => ({
      code: 'unitNamedTwice',
      unitLabel,
    })),
  ];
}

function ruleFaults(rule: ShareRule, units: readonly ShareUnit[]): ShareFault[] {
  const households = units.filter(({ isHousehold }) => isHousehold);
  if (rule.rule === 'floor') {
    const agreed = new Set(rule.coefficients.map(({ floor }) => floor));
    const twice = repeated(rule.coefficients.map(({ floor }) => floor));
    return [
      ...twice.map((floor): ShareFault => ({ code: 'floorTwice', floor })),
      ...households.flatMap(({ unitLabel, floor }): ShareFault[] => {
        if (floor === null) return [{ code: 'floorUnknown', unitLabel }];
        return agreed.has(floor) ? [] : [{ code: 'floorNotAgreed', unitLabel, floor }];
      }),
    ];
  }
  if (rule.rule === 'voluntary') return rule.minFen > rule.maxFen ? [{ code: 'rangeReversed' }] : [];
  if (rule.rule !== 'benefit') return [];
  const weighed = new Set(rule.weights.map(({ unitLabel }) => unitLabel));
  const missing = households.filter(({ unitLabel }) => !weighed.has(unitLabel));
  return [
    ...namingFaults(units, rule.weights),
    ...missing.map(({ unitLabel }): ShareFault => ({ code: 'weightMissing', unitLabel })),
  ];
}

/** Those that stand there more than once, each time after the first. */
function repeated<T>(values: readonly T[]): T[] {
  const seen = new Set<T>();
  return values.filter((value) => {
    const isTwice = seen.has(value);
    seen.add(value);
    return isTwice;
  });
}
