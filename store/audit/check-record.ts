// One process against its own events: the chain is whole, the read model is their fold, the open duties are those of the fold. One snapshot
// of the database, so that whatever happens meanwhile is in all of it or in none.
import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { openObligations } from '../../domain/machinery/look';
import type { ProcessKind } from '../../domain/process';
import { afterEvents, viewColumns, type OpenProcess } from '../record/append-events';
import { brokenAmong, foldOf, readEvents, readPinned, type Snapshot } from '../record/read-process';
import { obligationRow } from '../record/sync-obligations';
import { inTransaction, type Tx } from '../transaction';
import type { Difference } from './differences';

export interface CheckedRecord {
  kind: ProcessKind;
  /** Where the events end. */
  seq: number;
  hash: string;
  isOpen: boolean;
  /** When the fold says that something happens by itself. */
  nextWakeAt: string | null;
  /** An operator has something to mend. */
  isDiverged: boolean;
  /** Its first run waits in the outbox. */
  isStarting: boolean;
  differences: Difference[];
}

interface ViewRow {
  placeId: string;
  placePath: string;
  isStarting: boolean;
  viewSeq: number | null;
  row: Record<string, unknown> | null;
}

/** Undefined: no such process. Of a broken chain nothing further is said, since every fold of it is doubtful. */
export const checkRecord = (pool: Pool, processId: string): Promise<CheckedRecord | undefined> =>
  inTransaction(pool, (tx) => check(tx, processId), { isolation: 'repeatable read' });

async function check(tx: Tx, processId: string): Promise<CheckedRecord | undefined> {
  const process = await readPinned(tx, processId);
  if (!process) return undefined;
  const { rows } = await tx.query<ViewRow>(
    `select p.place_id as "placeId", p.place_path as "placePath", v.seq as "viewSeq", to_jsonb(v) as row,
       exists (select from outbox o where o.process_id = p.id and o.kind = 'start' and o.done_at is null) as "isStarting"
     from process p left join process_view v on v.process_id = p.id where p.id = $1`,
    [processId],
  );
  const view = rows[0] as ViewRow;
  const events = await readEvents(tx, processId);
  const snapshot = foldOf(process, events);
  const folded = afterEvents(
    { ...snapshot, placeId: view.placeId, placePath: view.placePath },
    snapshot.seq,
    snapshot.hash,
    snapshot.state,
  );
  const { isOpen, nextWakeAt } = viewColumns(folded);
  const broken = brokenAmong(processId, events, view.viewSeq ?? 0);
  return {
    ...{ kind: process.kind, seq: snapshot.seq, hash: snapshot.hash, isOpen, nextWakeAt },
    isDiverged: process.isDiverged,
    isStarting: view.isStarting,
    differences:
      broken === undefined
        ? [...viewDifference(snapshot, folded, view), ...(await obligationDifference(tx, folded))]
        : [{ kind: 'chainBroken', subject: processId, processId, detail: { seq: broken } }],
  };
}

function viewDifference({ processId, seq }: Snapshot, folded: OpenProcess, view: ViewRow): Difference[] {
  const detail = { recordedSeq: seq, viewSeq: view.viewSeq };
  if (view.row === null)
    return [{ kind: 'viewDiffers', subject: processId, processId, detail: { ...detail, fields: [] } }];
  const fields = differing(expectedView(folded), view.row);
  return fields.length === 0
    ? []
    : [{ kind: 'viewDiffers', subject: processId, processId, detail: { ...detail, fields } }];
}

function expectedView(folded: OpenProcess): Record<string, unknown> {
  const { kind, placeId, placePath, seq, hash, state } = folded;
  const columns = viewColumns(folded);
  return plain({
    ...{ kind, place_id: placeId, place_path: placePath, seq, hash, state },
    ...{ phase: columns.phase, outcome: columns.outcome, is_open: columns.isOpen, is_suspended: columns.isSuspended },
    ...{ exclusive_key: columns.exclusiveKey, locks: columns.locks, next_wake_at: columns.nextWakeAt },
    ...{ seen_by_roles: columns.seenByRoles, seen_by: columns.seenBy, hidden_from: columns.hiddenFrom },
  });
}

/** Duties whose row is not there, is too many, or says something else; by their keys. */
async function obligationDifference(tx: Tx, folded: OpenProcess): Promise<Difference[]> {
  const { processId, kind, state, setting } = folded;
  const { rows } = await tx.query<{ key: string; row: Record<string, unknown> }>(
    `select key, to_jsonb(o) as row from obligation o where process_id = $1 and closed_at is null and key <> 'mendDivergence' order by key`,
    [processId],
  );
  const found = new Map(rows.map(({ key, row }) => [key, row]));
  const expected = new Map(
    openObligations(definitionOf(kind), state, setting).map((duty) => [duty.key, expectedDuty(folded, duty)]),
  );
  const missing = [...expected.keys()].filter((key) => !found.has(key));
  const extra = rows.map(({ key }) => key).filter((key) => !expected.has(key));
  const changed = [...expected].filter(([key, duty]) => differing(duty, found.get(key) ?? duty).length > 0);
  if (missing.length + extra.length + changed.length === 0) return [];
  const detail = { missing, extra, changed: changed.map(([key]) => key) };
  return [{ kind: 'obligationsDiffer', subject: processId, processId, detail }];
}

/** The columns of the row as it should stand, without those that say which event opened it. */
function expectedDuty(folded: OpenProcess, duty: Parameters<typeof obligationRow>[1]): Record<string, unknown> {
  const { id: _id, opened_seq: _opened, ...columns } = obligationRow(folded, duty, { seq: folded.seq });
  return plain(columns);
}

const plain = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

/** Names of the columns that do not hold what they should; instants count by when they are, not by how they are written. */
const differing = (expected: Record<string, unknown>, found: Record<string, unknown>): string[] =>
  Object.entries(expected)
    .filter(([name, value]) => !isDeepStrictEqual(comparable(name, value), comparable(name, found[name])))
    .map(([name]) => name);

const comparable = (column: string, value: unknown): unknown =>
  typeof value === 'string' && (column.endsWith('_at') || column === 'since') ? Date.parse(value) : value;
