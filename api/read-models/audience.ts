// Processes that not everybody at their place may see (Audience in domain/process.ts), in the form SQL filters by, and the question whether
// one of them is shown to a caller. Which places a caller sees at all is visibility.ts.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import type { ProcessKind } from '../../domain/process';
import type { Grant, Principal } from '../auth/principal';

/** SQL condition on a process_view `view`; `first` is the number of the first of its two parameters (see `audienceValues`). */
export const audienceSql = (view: string, first: number): string =>
  `(not ${view}.hidden_from && $${first}::uuid[] and (${view}.seen_by_roles = '{}' or ${view}.seen_by && $${first}::uuid[] or exists (
    select from jsonb_to_recordset($${first + 1}::jsonb) as office (role text, path text)
    where office.role = any(${view}.seen_by_roles) and starts_with(${view}.place_path, office.path))))`;

/** What of a caller decides which processes are shown. */
type Viewer = Pick<Principal, 'accountId' | 'ownerId'> & { grants: readonly Pick<Grant, 'role' | 'path'>[] };

/** Who the caller is, as people are named in an audience, and the offices that the caller holds. */
export const audienceValues = ({ accountId, ownerId, grants }: Viewer): [string[], string] => [
  ownerId === null ? [accountId] : [accountId, ownerId],
  JSON.stringify(grants.map(({ role, path }) => ({ role, path }))),
];

const MAX_KINDS = 10_000;
/** Kinds never change, and ballots ask for the same process thousands of times a second. */
const kindsOf = new WeakMap<Pool, Map<string, ProcessKind>>();

/** Whether the process, at whose place the caller has a role, is shown to the caller. */
export async function isShownTo(pool: Pool, processId: string, caller: Principal): Promise<boolean> {
  const known = kindsOf.get(pool) ?? new Map<string, ProcessKind>();
  kindsOf.set(pool, known);
  const kind = known.get(processId);
  if (kind !== undefined && definitionOf(kind).audience === undefined) return true;
  const { rows } = await pool.query<{ kind: ProcessKind; isShown: boolean }>({
    name: 'is-shown-to',
    text: `select v.kind, ${audienceSql('v', 2)} as "isShown" from process_view v where v.process_id = $1`,
    values: [processId, ...audienceValues(caller)],
  });
  const [found] = rows;
  if (!found) return true;
  if (known.size >= MAX_KINDS) known.delete(known.keys().next().value as string);
  known.set(processId, found.kind);
  return found.isShown;
}
