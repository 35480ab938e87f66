// Keeps the obligation table equal to what domain/machinery says is open: opens, moves and discharges rows.
// Having people told is tell-duties.ts.
import { definitionOf } from '../../domain/definitions';
import { isMachineryEvent, openObligations, type OpenObligation } from '../../domain/machinery';
import type { Party } from '../../domain/process';
import { uuidFrom } from '../ids';
import type { Tx } from '../transaction';
import type { AnyPending, OpenProcess } from './append-events';

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
  const { rows } = await tx.query<{ key: string }>(
    `select key from obligation where process_id = $1 and closed_at is null and key <> 'mendDivergence'`,
    [process.processId],
  );
  const known = new Set(rows.map(({ key }) => key));
  const still = new Set(open.map(({ key }) => key));
  await discharge(
    tx,
    process.processId,
    [...known].filter((key) => !still.has(key)),
    events,
    last,
  );
  const opened: OpenObligation[] = [];
  for (const obligation of open) {
    if (known.has(obligation.key)) await move(tx, process.processId, obligation);
    else {
      await openRow(tx, process, obligation, last);
      opened.push(obligation);
    }
  }
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
    `update obligation set closed_seq = $3, closed_at = $4, closed_by = $5, closed_how = $6, next_step_at = null
     where process_id = $1 and key = any($2::text[]) and closed_at is null`,
    [processId, keys, last.seq, last.at, actorId, cause.event.type],
  );
}

async function move(tx: Tx, processId: string, obligation: OpenObligation): Promise<void> {
  await tx.query(
    `update obligation set since = $3, due_at = $4, is_provisional = $5, rung = $6, reminded_count = $7, next_step_at = $8, basis = $9
     where process_id = $1 and key = $2 and closed_at is null`,
    [
      processId,
      obligation.key,
      obligation.since,
      obligation.dueAt,
      obligation.isProvisional,
      obligation.rung,
      obligation.remindedCount,
      obligation.nextStepAt,
      obligation.basis,
    ],
  );
}

async function openRow(tx: Tx, process: OpenProcess, obligation: OpenObligation, last: AnyPending): Promise<void> {
  const { processId } = process;
  const party = partyColumns(obligation.party);
  const id = uuidFrom(`${processId}:obligation:${obligation.key}:${last.seq}`);
  await tx.query(
    `insert into obligation (id, process_id, key, duty, party_kind, role, department, person_id, place_path, since, due_at,
       is_provisional, basis, rung, reminded_count, next_step_at, opened_seq)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (process_id, key, opened_seq) do nothing`,
    [
      id,
      processId,
      obligation.key,
      obligation.duty,
      obligation.party.kind,
      party.role,
      party.department,
      party.personId,
      obligation.party.placePath,
      obligation.since,
      obligation.dueAt,
      obligation.isProvisional,
      obligation.basis,
      obligation.rung,
      obligation.remindedCount,
      obligation.nextStepAt,
      last.seq,
    ],
  );
}

function partyColumns(party: Party): { role: string | null; department: string | null; personId: string | null } {
  switch (party.kind) {
    case 'role':
      return { role: party.role, department: null, personId: null };
    case 'department':
      return { role: 'departmentOfficer', department: party.department, personId: null };
    case 'owner':
      return { role: null, department: null, personId: party.ownerId };
  }
}
