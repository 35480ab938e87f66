// Keeps the obligation table equal to what domain/machinery says is open: opens, moves and discharges rows.
// Having people told is tell-duties.ts.
import { definitionOf } from '../../domain/definitions';
import { isMachineryEvent } from '../../domain/machinery/evolve';
import { openObligations, type OpenObligation } from '../../domain/machinery/look';
import { laterOf } from '../../domain/calendar/instant';
import type { Instant } from '../../domain/calendar/types';
import type { Party } from '../../domain/process';
import { uuidFrom } from '../ids';
import type { Tx } from '../transaction';
import type { AnyPending, OpenProcess } from './append-events';
import { insertRows, type RowTable } from './insert-rows';
import { DERIVED, STALL_COLUMNS, stallColumns, stirredBy, STUCK } from './stall-columns';

/**
 * `events` are those of one command, `process` is the state after them: who gave the command has discharged the duties that are gone.
 * Returns the duties that are new. Ids are made from facts, so a rebuild from the record makes the same rows.
 */
export async function syncObligations(
  tx: Tx,
  process: OpenProcess,
  events: readonly AnyPending[],
): Promise<OpenObligation[]> {
  const last = events.at(-1);
  if (!last) return [];
  const open = openObligations(definitionOf(process.kind), process.state, process.setting);
  const { rows } = await tx.query<{ key: string; stirredAt: Date }>(
    `select key, stirred_at as "stirredAt" from obligation where process_id = $1 and closed_at is null and key <> 'mendDivergence'`,
    [process.processId],
  );
  const known = new Map(rows.map(({ key, stirredAt }) => [key, stirredAt.toISOString()]));
  const still = new Set(open.map(({ key }) => key));
  await discharge(
    tx,
    process.processId,
    [...known.keys()].filter((key) => !still.has(key)),
    events,
    last,
  );
  for (const obligation of open) {
    const before = known.get(obligation.key);
    if (before !== undefined) await move(tx, process, obligation, stirredBy(events, before));
  }
  const opened = open.filter(({ key }) => !known.has(key));
  if (opened.length > 0)
    await tx.query({
      name: 'open-obligations',
      text: insertRows(OBLIGATIONS, '$1'),
      values: [JSON.stringify(opened.map((obligation) => openedRow(process, obligation, last)))],
    });
  return opened;
}

/** Who did it and how: the first event of its own kind of the command that made the duty disappear. */
async function discharge(
  tx: Tx,
  processId: string,
  keys: string[],
  events: readonly AnyPending[],
  last: AnyPending,
): Promise<void> {
  if (keys.length === 0) return;
  // Clocks that stop on the way do not tell how a duty was done.
  const cause = events.find(({ event }) => !isMachineryEvent(event)) ?? last;
  const actorId = 'id' in cause.actor ? cause.actor.id : null;
  await tx.query(
    `update obligation set closed_seq = $3, closed_at = greatest($4, since), closed_by = $5, closed_how = $6, next_step_at = null, next_step_tells = null,
       quiet_until = null, silent_at = null, stuck_at = 'infinity', decides = null, decides_at = null
     where process_id = $1 and key = any($2::text[]) and closed_at is null`,
    [processId, keys, last.seq, last.at, actorId, cause.event.type],
  );
}

async function move(tx: Tx, process: OpenProcess, obligation: OpenObligation, stirredAt: Instant): Promise<void> {
  const { role, department, person_id: personId } = partyColumns(obligation.party);
  const stall = { due_at: obligation.dueAt, duty: obligation.duty, ...stallColumns(process, obligation, stirredAt) };
  await tx.query(
    `update obligation o set since = $3, due_at = $4, is_provisional = $5, rung = $6, reminded_count = $7, next_step_at = $8, basis = $9, next_step_tells = $10,
       party_kind = $11, role = $12, department = $13, person_id = $14, place_path = $15,
       ${MOVED_STALL}
     where o.process_id = $1 and o.key = $2 and o.closed_at is null`,
    [
      process.processId,
      obligation.key,
      obligation.since,
      obligation.dueAt,
      obligation.isProvisional,
      obligation.rung,
      obligation.remindedCount,
      obligation.nextStepAt,
      obligation.basis,
      obligation.nextStepTells,
      obligation.party.kind,
      role,
      department,
      personId,
      obligation.party.placePath,
      JSON.stringify(stall),
    ],
  );
}

export const OBLIGATIONS: RowTable = {
  name: 'obligation',
  columns: `id uuid, process_id uuid, key text, duty text, party_kind text, role text, department text, person_id uuid, place_path text,
    since timestamptz, due_at timestamptz, is_provisional boolean, basis text, rung int, reminded_count int, next_step_at timestamptz,
    next_step_tells text, opened_seq int, ${STALL_COLUMNS}`,
  derived: DERIVED,
  onConflict: 'on conflict (process_id, key, opened_seq) do nothing',
};

const MOVED = STALL_COLUMNS.replace(/(\w+) [^,]+/g, '$1');

/** The columns of stuck work, from the row that is parameter 16. */
const MOVED_STALL = `(${MOVED}, ${STUCK.columns}) = (
         select ${MOVED.replace(/\w+/g, 'new.$&')}, ${STUCK.select('new')}
         from json_to_record($16) as new (due_at timestamptz, duty text, ${STALL_COLUMNS}) ${STUCK.join('new')})`;

/** Everything that is stored of a duty that `last` opened; opening is itself something that happens. */
export const openedRow = (process: OpenProcess, obligation: OpenObligation, last: AnyPending): object => ({
  ...obligationRow(process, obligation, last),
  // It may begin later than what opened it: time decides at its legal instant, and what follows begins when the engine is awake.
  ...stallColumns(process, obligation, laterOf(last.at, obligation.since)),
});

/** The row of a duty that the event `last` opened. */
export function obligationRow(
  process: OpenProcess,
  obligation: OpenObligation,
  last: Pick<AnyPending, 'seq'>,
): { id: string; opened_seq: number; [column: string]: unknown } {
  const { processId } = process;
  return {
    id: uuidFrom(`${processId}:obligation:${obligation.key}:${last.seq}`),
    process_id: processId,
    key: obligation.key,
    duty: obligation.duty,
    party_kind: obligation.party.kind,
    ...partyColumns(obligation.party),
    place_path: obligation.party.placePath,
    since: obligation.since,
    due_at: obligation.dueAt,
    is_provisional: obligation.isProvisional,
    basis: obligation.basis,
    rung: obligation.rung,
    reminded_count: obligation.remindedCount,
    next_step_at: obligation.nextStepAt,
    next_step_tells: obligation.nextStepTells,
    opened_seq: last.seq,
  };
}

function partyColumns(party: Party): { role: string | null; department: string | null; person_id: string | null } {
  switch (party.kind) {
    case 'role':
      return { role: party.role, department: null, person_id: null };
    case 'department':
      return { role: 'departmentOfficer', department: party.department, person_id: null };
    case 'owner':
      return { role: null, department: null, person_id: party.ownerId };
    case 'account':
      return { role: null, department: null, person_id: party.accountId };
  }
}
