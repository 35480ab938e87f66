// The answer to one row of a register file: what committing it would do, or why it is refused.
import type { Issue } from './issues';

export type Verdict = 'created' | 'changed' | 'unchanged' | 'refused';

export type ChangedField =
  'use' | 'area' | 'tenure' | 'holderEnded' | 'tenantEnded' | 'representative' | 'name' | 'idKind' | 'phone' | 'party';

/** One difference to the register, as officers of the place may see it: numbers masked, areas in 0.01 m², enums by code. */
export interface Change {
  field: ChangedField;
  from: string | null;
  to: string | null;
}

export interface RowAnswer {
  rowNo: number;
  verdict: Verdict;
  issues: Issue[];
  changes: Change[];
}

/** A row that has anything against it is refused; a new right holder is created; otherwise differences decide. */
export const verdictOf = (isNew: boolean, issues: readonly Issue[], changes: readonly Change[]): Verdict => {
  if (issues.length > 0) return 'refused';
  if (isNew) return 'created';
  return changes.length > 0 ? 'changed' : 'unchanged';
};
