// The policies that Gongzhi ships, and which of them holds where and when. Every preset passes the same door as a stranger's file.
import type { LocalDate } from '../../calendar/types';
import { policyOrThrow } from '../load';
import type { Policy } from '../schema';
import beijing from './beijing.json';
import guangdong from './guangdong.json';
import hangzhou from './hangzhou.json';
import jinan from './jinan.json';
import nanhu from './nanhu.json';
import national from './national.json';
import ningdu from './ningdu.json';
import qingdao from './qingdao.json';
import shanghai from './shanghai.json';
import weifang from './weifang.json';

export const NATIONAL_JURISDICTION = '000000';

/** All published versions, newest last for each id. An older version stays here as long as a process may hold it. */
export const PRESETS: readonly Policy[] = Object.entries({
  ...{ national, qingdao, beijing, shanghai, hangzhou },
  // Places whose service promises we know: the clocks of problems are theirs, all else is national.
  ...{ guangdong, jinan, weifang, nanhu, ningdu },
}).map(([name, json]) => policyOrThrow(json, name));

/** The promise of one street, whose area code is its district's: it holds where somebody chooses it, and nowhere by itself. */
const CHOSEN_BY_NAME: ReadonlySet<string> = new Set(['nanhu']);

/** The preset of this id, in this version or the newest; undefined when there is none. */
export function policyById(id: string, version?: string): Policy | undefined {
  const versions = PRESETS.filter(
    (policy) => policy.id === id && (version === undefined || policy.version === version),
  );
  return versions.reduce<Policy | undefined>(
    (newest, policy) => (newest && compareVersions(newest.version, policy.version) >= 0 ? newest : policy),
    undefined,
  );
}

/**
 * The policy for an area code (GB/T 2260, six digits) on a China date: the district's own, else the city's, the province's, the national
 * one; of those in force on that day the one in force last. A day before all of them gets the earliest national one.
 */
export function policyFor(jurisdiction: string, on: LocalDate): Policy {
  const areas = [
    jurisdiction,
    `${jurisdiction.slice(0, 4)}00`,
    `${jurisdiction.slice(0, 2)}0000`,
    NATIONAL_JURISDICTION,
  ];
  for (const area of areas) {
    const inForce = PRESETS.filter(
      ({ id, jurisdiction: of, effectiveOn }) => of === area && effectiveOn <= on && !CHOSEN_BY_NAME.has(id),
    );
    if (inForce.length > 0) return inForce.reduce((last, policy) => (isLater(policy, last) ? policy : last));
  }
  const nationals = PRESETS.filter((policy) => policy.jurisdiction === NATIONAL_JURISDICTION);
  return nationals.reduce((first, policy) => (policy.effectiveOn < first.effectiveOn ? policy : first));
}

const isLater = (policy: Policy, than: Policy): boolean =>
  policy.effectiveOn === than.effectiveOn
    ? compareVersions(policy.version, than.version) > 0
    : policy.effectiveOn > than.effectiveOn;

/** `2026-11` before `2026-11.2` before `2026-11.10`. */
function compareVersions(one: string, other: string): number {
  const [date = '', patch = '0'] = one.split('.');
  const [otherDate = '', otherPatch = '0'] = other.split('.');
  return date === otherDate ? Number(patch) - Number(otherPatch) : date < otherDate ? -1 : 1;
}
