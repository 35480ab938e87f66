// All rows of one building and room, beside what the register has there: joint owners, repeated rooms, contradictions, departures.
// A file says who holds the units it names; units it does not name are left as they are.
import { issue, type Issue, type IssueCode, type IssueParams } from './issues';
import type { Capacity, UnitTenure, UnitUse } from './judge-row';
import type { ColumnId } from './columns';
import { formatArea } from './normalise';
import { type Change, type RowAnswer, verdictOf } from './verdict';

/** One row of the file. `…Ref` stand for personal numbers: equal values, equal refs; what they are is the caller's. */
export interface DoorRow {
  rowNo: number;
  unitKey: string;
  hasEntrance: boolean;
  use: UnitUse | null;
  areaDm2: number | null;
  tenure: UnitTenure | null;
  capacity: Capacity;
  nameKey: string | null;
  idRef: string | null;
  phoneRef: string | null;
  isRepresentative: boolean | null;
  /** What was found before: in the row itself and about its owner. */
  issues: Issue[];
  changes: Change[];
}

/** One unit of the register at this building and room. */
export interface RegisteredUnit {
  unitKey: string;
  hasEntrance: boolean;
  entranceName: string;
  use: UnitUse;
  areaDm2: number;
  tenure: UnitTenure;
  holders: { idRef: string | null; name: string; isRepresentative: boolean }[];
  tenants: { nameKey: string; phoneRef: string | null; name: string }[];
}

export function judgeDoor(rows: readonly DoorRow[], registered: readonly RegisteredUnit[]): RowAnswer[] {
  const found = new Issues(rows);
  judgeEntrances(rows, registered, found);
  const units = new Map<string, DoorRow[]>();
  for (const row of rows) units.set(row.unitKey, [...(units.get(row.unitKey) ?? []), row]);
  return [...units].flatMap(([unitKey, unitRows]) => {
    const unit = registered.find((candidate) => candidate.unitKey === unitKey);
    judgeUnit(unitRows, unit, found);
    return answers(unitRows, unit, found);
  });
}

/** Issues by row, those found before included. */
class Issues {
  private readonly byRow: Map<number, Issue[]>;
  constructor(rows: readonly DoorRow[]) {
    this.byRow = new Map(rows.map((row) => [row.rowNo, [...row.issues]]));
  }
  of(row: DoorRow): Issue[] {
    return this.byRow.get(row.rowNo) ?? [];
  }
  add(row: DoorRow, column: ColumnId, code: IssueCode, params?: IssueParams): void {
    this.of(row).push(issue(row.rowNo, column, code, params));
  }
}

/** Rows kept beside one issue; the sentence shows five. */
const NAMED_ROWS = 20;
const rowNos = (rows: readonly DoorRow[]): number[] => rows.slice(0, NAMED_ROWS).map((row) => row.rowNo);
const others = (rows: readonly DoorRow[], row: DoorRow): number[] => rowNos(rows.filter((other) => other !== row));

/** A row without an entrance, where the same room is known in an entrance: left out by mistake, and a second unit if let through. */
function judgeEntrances(rows: readonly DoorRow[], registered: readonly RegisteredUnit[], found: Issues): void {
  if (registered.some((unit) => !unit.hasEntrance)) return;
  const withEntrance = rows.filter((row) => row.hasEntrance);
  const known = registered[0];
  for (const row of rows) {
    if (row.hasEntrance) continue;
    if (withEntrance.length > 0) found.add(row, 'entrance', 'entrance-missing', { rows: rowNos(withEntrance) });
    else if (known !== undefined) found.add(row, 'entrance', 'entrance-missing-in-file', { other: known.entranceName });
  }
}

function judgeUnit(rows: readonly DoorRow[], registered: RegisteredUnit | undefined, found: Issues): void {
  const owners = rows.filter((row) => row.capacity === 'owner');
  const tenants = rows.filter((row) => row.capacity === 'tenant');
  refuseContradictions(rows, 'area', (row) => row.areaDm2, formatArea, found);
  refuseContradictions(rows, 'use', (row) => row.use, String, found);
  refuseContradictions(rows, 'tenure', (row) => row.tenure, String, found);
  refuseRepeats(owners, (row) => row.idRef, found);
  refuseRepeats(
    tenants,
    (row) => (row.nameKey === null ? null : `${row.nameKey}\n${row.idRef ?? row.phoneRef ?? ''}`),
    found,
  );
  judgeRepresentation(owners, found);
  if (owners.length === 0 && (registered?.holders.length ?? 0) === 0)
    for (const row of tenants) found.add(row, 'capacity', 'tenant-without-owner');
}

/** Rows of one unit must say the same of it; both sides of a contradiction are refused and name each other. */
function refuseContradictions<T>(
  rows: readonly DoorRow[],
  column: ColumnId,
  read: (row: DoorRow) => T | null,
  show: (value: T) => string,
  found: Issues,
): void {
  const written = rows.filter((row) => read(row) !== null);
  for (const row of written) {
    const value = read(row);
    const against = written.filter((other) => read(other) !== value);
    const otherValue = against[0] === undefined ? null : read(against[0]);
    if (value !== null && otherValue !== null)
      found.add(row, column, 'unit-contradicts', {
        rows: rowNos(against),
        value: show(value),
        other: show(otherValue),
      });
  }
}

function refuseRepeats(rows: readonly DoorRow[], identity: (row: DoorRow) => string | null, found: Issues): void {
  const byIdentity = new Map<string, DoorRow[]>();
  for (const row of rows) {
    const key = identity(row);
    if (key !== null) byIdentity.set(key, [...(byIdentity.get(key) ?? []), row]);
  }
  for (const same of byIdentity.values())
    if (same.length > 1) for (const row of same) found.add(row, 'holder', 'row-repeated', { rows: others(same, row) });
}

/** Joint owners have exactly one representative; a sole owner is its own. */
function judgeRepresentation(owners: readonly DoorRow[], found: Issues): void {
  const identities = new Set(owners.map((row) => row.idRef ?? `row ${row.rowNo}`));
  const [only] = owners;
  if (identities.size === 1) {
    if (owners.length === 1 && only?.isRepresentative === false)
      found.add(only, 'representative', 'sole-owner-not-representative');
    return;
  }
  const representatives = owners.filter((row) => row.isRepresentative === true);
  if (representatives.length === 0) {
    for (const row of owners) found.add(row, 'room', 'room-repeated', { rows: others(owners, row) });
  } else if (representatives.length > 1) {
    for (const row of representatives)
      found.add(row, 'representative', 'representatives-many', { rows: others(representatives, row) });
  }
}

function answers(rows: readonly DoorRow[], registered: RegisteredUnit | undefined, found: Issues): RowAnswer[] {
  const owners = rows.filter((row) => row.capacity === 'owner');
  const tenants = rows.filter((row) => row.capacity === 'tenant');
  const endedHolders =
    registered === undefined || owners.length === 0
      ? []
      : registered.holders.filter((holder) => !owners.some((row) => row.idRef !== null && row.idRef === holder.idRef));
  const endedTenants =
    registered === undefined || tenants.length === 0
      ? []
      : registered.tenants.filter((tenant) => !tenants.some((row) => isTenant(row, tenant)));
  return rows.map((row) => {
    const issues = found.of(row);
    const changes = [...row.changes];
    let isNew: boolean;
    if (row.capacity === 'owner') {
      const holder = registered?.holders.find((candidate) => candidate.idRef !== null && candidate.idRef === row.idRef);
      isNew = holder === undefined;
      if (registered !== undefined) changes.push(...unitChanges(row, registered));
      const isRepresentative = row.isRepresentative ?? owners.length === 1;
      if (holder !== undefined && holder.isRepresentative !== isRepresentative)
        changes.push({ field: 'representative', from: String(holder.isRepresentative), to: String(isRepresentative) });
      if (row === owners[0])
        for (const gone of endedHolders) changes.push({ field: 'holderEnded', from: gone.name, to: null });
    } else {
      isNew = !(registered?.tenants.some((tenant) => isTenant(row, tenant)) ?? false);
      if (row === tenants[0])
        for (const gone of endedTenants) changes.push({ field: 'tenantEnded', from: gone.name, to: null });
    }
    return { rowNo: row.rowNo, verdict: verdictOf(isNew, issues, changes), issues, changes };
  });
}

const isTenant = (row: DoorRow, tenant: RegisteredUnit['tenants'][number]): boolean =>
  row.nameKey === tenant.nameKey && row.phoneRef === tenant.phoneRef;

function unitChanges(row: DoorRow, unit: RegisteredUnit): Change[] {
  const changes: Change[] = [];
  if (row.use !== null && row.use !== unit.use) changes.push({ field: 'use', from: unit.use, to: row.use });
  if (row.areaDm2 !== null && row.areaDm2 !== unit.areaDm2)
    changes.push({ field: 'area', from: String(unit.areaDm2), to: String(row.areaDm2) });
  if (row.tenure !== null && row.tenure !== unit.tenure)
    changes.push({ field: 'tenure', from: unit.tenure, to: row.tenure });
  return changes;
}
