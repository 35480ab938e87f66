// Whether a process that not everybody at its place may see is shown to a caller. The same in the form SQL filters by is store/audience.ts; which
// places a caller sees at all is visibility.ts.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import type { ProcessKind } from '../../domain/process';
import { audienceSql, audienceValues } from '../../store/audience';
import type { Principal } from '../auth/principal';

export { audienceSql, audienceValues };

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
