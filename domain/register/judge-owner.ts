// One person or organisation across a file and beside the register: one document number has one name, one kind, one phone.
import type { IdKind } from './id-number';
import { issue, type Issue } from './issues';
import type { Change } from './verdict';

/** What one or more rows of a file say of the holder of one document number. null: the cell is empty. */
export interface OwnerSpelling {
  nameKey: string | null;
  idKind: IdKind;
  phoneRef: string | null;
  isPartyMember: boolean | null;
  rows: number[];
}

/** Contradictions among the spellings of one document number: every row is refused and names rows of the other side. */
export function judgeSpellings(spellings: readonly OwnerSpelling[]): Issue[] {
  return [
    ...against(
      spellings,
      (s) => s.nameKey,
      (rowNo, rows) => issue(rowNo, 'holder', 'id-two-names', { rows }),
    ),
    ...against(
      spellings,
      (s) => s.idKind,
      (rowNo, rows) => issue(rowNo, 'idKind', 'id-two-kinds', { rows }),
    ),
    ...against(
      spellings,
      (s) => s.phoneRef,
      (rowNo, rows) => issue(rowNo, 'phone', 'owner-two-phones', { rows }),
    ),
    ...against(
      spellings,
      (s) => s.isPartyMember,
      (rowNo, rows) => issue(rowNo, 'party', 'owner-two-parties', { rows }),
    ),
  ];
}

/** Rows named in one sentence at most; the sentence itself shows five. */
const NAMED_ROWS = 20;

function against<T>(
  spellings: readonly OwnerSpelling[],
  read: (spelling: OwnerSpelling) => T | null,
  make: (rowNo: number, otherRows: number[]) => Issue,
): Issue[] {
  const written = spellings.filter((spelling) => read(spelling) !== null);
  return written.flatMap((spelling) => {
    const otherRows = written
      .filter((other) => read(other) !== read(spelling))
      .flatMap((other) => other.rows)
      .sort((a, b) => a - b)
      .slice(0, NAMED_ROWS);
    return otherRows.length === 0 ? [] : spelling.rows.map((rowNo) => make(rowNo, otherRows));
  });
}

export interface RegisteredOwner {
  name: string;
  nameKey: string;
  idKind: IdKind;
  phoneRef: string | null;
  phoneMasked: string | null;
  isPartyMember: boolean;
  /** Whether this owner holds a unit of another estate: then a name is not ours alone to correct. */
  holdsElsewhere: boolean;
}

export interface WrittenOwner {
  rowNo: number;
  name: string;
  nameKey: string;
  idKind: IdKind;
  phoneRef: string | null;
  phoneMasked: string | null;
  isPartyMember: boolean | null;
}

/** What a row would change about an owner whom the register knows. An empty cell changes nothing. */
export function compareOwner(
  written: WrittenOwner,
  registered: RegisteredOwner,
): { issues: Issue[]; changes: Change[] } {
  const issues: Issue[] = [];
  const changes: Change[] = [];
  if (written.nameKey !== registered.nameKey) {
    if (registered.holdsElsewhere) issues.push(issue(written.rowNo, 'holder', 'name-differs-elsewhere'));
    else changes.push({ field: 'name', from: registered.name, to: written.name });
  }
  if (written.idKind !== registered.idKind)
    changes.push({ field: 'idKind', from: registered.idKind, to: written.idKind });
  if (written.phoneRef !== null && written.phoneRef !== registered.phoneRef)
    changes.push({ field: 'phone', from: registered.phoneMasked, to: written.phoneMasked });
  if (written.isPartyMember !== null && written.isPartyMember !== registered.isPartyMember)
    changes.push({ field: 'party', from: String(registered.isPartyMember), to: String(written.isPartyMember) });
  return { issues, changes };
}
