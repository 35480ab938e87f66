// Who may vote, with what weight: from the units of a scope and their right holders to rights and heads (Interp. arts. 2, 8, 9;
// law.md 1.3). What the register cannot answer is listed for the objection period, never decided in silence. The hash is in roll-hash.ts.
import type { VotePolicy } from '../policy/schema';

/** A unit as the register has it on the day of freezing. Holders are the owners of that day, tenants left out. */
export interface RegisterUnit {
  unitId: string;
  buildingId: string;
  entranceId: string | null;
  /** Building and room as printed: `3幢1单元502`. */
  label: string;
  use: 'dwelling' | 'shop' | 'office' | 'parking' | 'storage' | 'other';
  tenure: 'sold' | 'developerUnsold' | 'developerUndelivered';
  areaDm2: number;
  holders: { ownerId: string; isRepresentative: boolean }[];
}

/** What one ballot speaks for. */
export interface RollRight {
  rightNo: number;
  /** Rights of one head share it; a head counts once, through those of its rights that have `countsHead`. */
  headNo: number;
  countsHead: boolean;
  /** Area as the policy counts it, 0.01 m². */
  areaDm2: number;
  /** The first unit's. */
  label: string;
  unitIds: string[];
  buildingIds: string[];
  entranceIds: string[];
  /** Who may cast it: the sole holder or the named representative. Null: nobody yet, though the right counts in every base. */
  voterOwnerId: string | null;
  holderOwnerIds: string[];
}

export type RollProblemCode =
  /** The register names no holder. */
  | 'noHolder'
  /** Joint owners who have named nobody. */
  | 'noRepresentative'
  /** Joint owners who have named more than one. */
  | 'severalRepresentatives'
  /** The developer's parts name more than one holder, or none, and no representative. */
  | 'developerUnclear'
  /** An owner stands in several heads, with other holders; the law does not say whether to merge (law.md 1.3, gap). */
  | 'partialOverlap'
  /** A part that counts in area has none. */
  | 'noArea'
  /** A part that the policy counts neither in area nor in heads. */
  | 'notCounted';

export interface RollProblem {
  code: RollProblemCode;
  rightNo: number | null;
  unitIds: string[];
  ownerIds: string[];
}

export interface Roll {
  schemaVersion: 1;
  heads: number;
  areaDm2: number;
  rights: RollRight[];
  problems: RollProblem[];
}

export type RollPolicy = Pick<
  VotePolicy,
  'ballotPer' | 'developerIsOneHead' | 'sameHoldersMerge' | 'parkingCounts' | 'storageCounts'
>;

/**
 * The roll of these units (all of one scope), numbered in the order in which they are given: give them in the register's order.
 * - One head per set of right holders that is exactly the same (`sameHoldersMerge`), else one per unit. Holder sets that merely
 *   overlap stay apart and are listed.
 * - The developer's unsold and undelivered parts are one head (`developerIsOneHead`), which is the developer's own if it also
 *   holds sold parts alone.
 * - `ballotPer: owner`: one right per head. `ballotPer: unit`: one right per unit; a head's units share its number.
 * - A use that the policy does not count in heads makes no head, one that it does not count in area weighs 0.
 * Throws on a unit given twice or an area that is not a whole number from 0.
 */
export function buildRoll(units: readonly RegisterUnit[], policy: RollPolicy): Roll {
  assertUnits(units);
  const problems: RollProblem[] = [];
  const developer = developerHead(units, policy);
  const heads = new Map<string, Part[]>();
  for (const unit of units) {
    const part = weighUnit(unit, policy, developer);
    if (!part.countsHead && !part.countsArea) problems.push(problem('notCounted', null, [unit]));
    else append(heads, part.headKey, part);
  }

  const rights: RollRight[] = [];
  let headNo = 0;
  const perUnit = policy.ballotPer.value === 'unit';
  const numbered: { parts: Part[]; headNo: number }[] = [];
  for (const parts of heads.values()) {
    headNo += 1;
    if (perUnit) for (const part of parts) numbered.push({ parts: [part], headNo });
    else numbered.push({ parts, headNo });
  }
  if (perUnit) {
    const order = new Map(units.map((unit, index) => [unit.unitId, index]));
    const place = (entry: { parts: Part[] }) => order.get(entry.parts[0]?.unit.unitId ?? '') ?? 0;
    numbered.sort((a, b) => place(a) - place(b));
  }
  for (const entry of numbered)
    rights.push(makeRight(rights.length + 1, entry.headNo, entry.parts, developer, problems));
  problems.push(...overlaps(heads, rights));

  return {
    schemaVersion: 1,
    heads: new Set(rights.filter((right) => right.countsHead).map((right) => right.headNo)).size,
    areaDm2: rights.reduce((sum, right) => sum + right.areaDm2, 0),
    rights,
    problems,
  };
}

/** The units of a scope: the whole estate, one building or one entrance. */
export function unitsInScope(
  units: readonly RegisterUnit[],
  scope: { kind: 'estate' | 'building' | 'entrance'; placeId: string },
): RegisterUnit[] {
  if (scope.kind === 'estate') return [...units];
  return units.filter((unit) => (scope.kind === 'building' ? unit.buildingId : unit.entranceId) === scope.placeId);
}

/** A unit with what it counts for and the head it belongs to. */
interface Part {
  unit: RegisterUnit;
  holderIds: string[];
  headKey: string;
  isDevelopers: boolean;
  countsHead: boolean;
  countsArea: boolean;
}

interface DeveloperHead {
  key: string;
  voterOwnerId: string | null;
}

function weighUnit(unit: RegisterUnit, policy: RollPolicy, developer: DeveloperHead | null): Part {
  const counts =
    unit.use === 'parking'
      ? policy.parkingCounts.value
      : unit.use === 'storage'
        ? policy.storageCounts.value
        : { area: true, heads: true };
  const holderIds = holderIdsOf(unit);
  const isDevelopers = developer !== null && unit.tenure !== 'sold';
  const ownKey = policy.sameHoldersMerge.value && holderIds.length > 0 ? holdersKey(holderIds) : `unit ${unit.unitId}`;
  return {
    unit,
    holderIds,
    headKey: isDevelopers ? developer.key : ownKey,
    isDevelopers,
    countsHead: counts.heads,
    countsArea: counts.area,
  };
}

/** The developer is whoever holds the unsold parts; a buyer of an undelivered part is not yet counted (Interp. art. 9). */
function developerHead(units: readonly RegisterUnit[], policy: RollPolicy): DeveloperHead | null {
  if (!policy.developerIsOneHead.value) return null;
  const own = units.filter((unit) => unit.tenure !== 'sold');
  if (own.length === 0) return null;
  const unsold = own.filter((unit) => unit.tenure === 'developerUnsold');
  const holders = new Set((unsold.length > 0 ? unsold : own).flatMap(holderIdsOf));
  const named = new Set(
    own.flatMap((unit) => unit.holders.filter((holder) => holder.isRepresentative)).map((h) => h.ownerId),
  );
  const [sole] = holders.size === 1 ? holders : named.size === 1 ? named : [];
  const isPlain = sole !== undefined && holders.size === 1 && policy.sameHoldersMerge.value;
  return { key: isPlain ? holdersKey([sole]) : 'developer', voterOwnerId: sole ?? null };
}

function makeRight(
  rightNo: number,
  headNo: number,
  parts: readonly Part[],
  developer: DeveloperHead | null,
  problems: RollProblem[],
): RollRight {
  const units = parts.map((part) => part.unit);
  const holderOwnerIds = unique(parts.flatMap((part) => part.holderIds)).sort();
  const voterOwnerId = voterOf(parts, holderOwnerIds, developer, (code) =>
    problems.push(problem(code, rightNo, units)),
  );
  for (const part of parts)
    if (part.countsArea && part.unit.areaDm2 === 0) problems.push(problem('noArea', rightNo, [part.unit]));
  return {
    rightNo,
    headNo,
    countsHead: parts.some((part) => part.countsHead),
    areaDm2: parts.reduce((sum, part) => sum + (part.countsArea ? part.unit.areaDm2 : 0), 0),
    label: units[0]?.label ?? '',
    unitIds: units.map((unit) => unit.unitId),
    buildingIds: unique(units.map((unit) => unit.buildingId)),
    entranceIds: unique(units.flatMap((unit) => (unit.entranceId === null ? [] : [unit.entranceId]))),
    voterOwnerId,
    holderOwnerIds,
  };
}

function voterOf(
  parts: readonly Part[],
  holderIds: readonly string[],
  developer: DeveloperHead | null,
  report: (code: RollProblemCode) => void,
): string | null {
  if (developer !== null && parts.some((part) => part.isDevelopers)) {
    if (developer.voterOwnerId === null) report('developerUnclear');
    return developer.voterOwnerId;
  }
  if (holderIds.length === 0) {
    report('noHolder');
    return null;
  }
  if (holderIds.length === 1) return holderIds[0] ?? null;
  const named = unique(
    parts.flatMap((part) =>
      part.unit.holders.filter((holder) => holder.isRepresentative).map((holder) => holder.ownerId),
    ),
  );
  if (named.length === 1) return named[0] ?? null;
  report(named.length === 0 ? 'noRepresentative' : 'severalRepresentatives');
  return null;
}

/** Owners who stand in more than one head: allowed, counted apart, shown to everybody. */
function overlaps(heads: ReadonlyMap<string, Part[]>, rights: readonly RollRight[]): RollProblem[] {
  const partsOf = new Map<string, Part[]>();
  for (const part of [...heads.values()].flat()) {
    if (part.isDevelopers) continue;
    for (const ownerId of part.holderIds) append(partsOf, ownerId, part);
  }
  const rightOf = new Map(rights.flatMap((right) => right.unitIds.map((unitId) => [unitId, right.rightNo] as const)));
  const found: RollProblem[] = [];
  for (const [ownerId, parts] of partsOf) {
    if (unique(parts.map((part) => holdersKey(part.holderIds))).length < 2) continue;
    const unitIds = parts.map((part) => part.unit.unitId);
    found.push({
      code: 'partialOverlap',
      rightNo: rightOf.get(unitIds[0] ?? '') ?? null,
      unitIds,
      ownerIds: [ownerId],
    });
  }
  return found;
}

function problem(code: RollProblemCode, rightNo: number | null, units: readonly RegisterUnit[]): RollProblem {
  return { code, rightNo, unitIds: units.map((unit) => unit.unitId), ownerIds: unique(units.flatMap(holderIdsOf)) };
}

function assertUnits(units: readonly RegisterUnit[]): void {
  const seen = new Set<string>();
  for (const { unitId, areaDm2 } of units) {
    if (seen.has(unitId)) throw new Error(`unit ${unitId} is given twice`);
    if (!Number.isSafeInteger(areaDm2) || areaDm2 < 0)
      throw new RangeError(`unit ${unitId} has no whole area: ${areaDm2}`);
    seen.add(unitId);
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
const holderIdsOf = (unit: RegisterUnit): string[] => unique(unit.holders.map((holder) => holder.ownerId)).sort();
const holdersKey = (sortedIds: readonly string[]): string => `holders ${JSON.stringify(sortedIds)}`;
