// Reads the stream of changes. Only rows below the oldest running transaction are handed out: ids are drawn before commit, so a row
// with a smaller id may still appear behind one already seen; a row with a smaller transaction id cannot.
import type { Pool } from 'pg';
import type { ProcessKind } from '../domain/process';

/** Where a reader has got to: transaction id and row id, as decimal text (64 bit). */
export interface Position {
  txid: string;
  id: string;
}

export interface ChangeRow {
  position: Position;
  placePath: string;
  processId: string;
  kind: ProcessKind;
  seq: number;
  phase: string;
  at: Date;
}

const LAST_ID = '9223372036854775807';

/** `<txid>-<id>`: the id of an event of the stream. */
export const positionText = ({ txid, id }: Position): string => `${txid}-${id}`;

export function parsePosition(text: string): Position | null {
  const [, txid, id] = /^(\d{1,19})-(\d{1,19})$/.exec(text) ?? [];
  if (txid === undefined || id === undefined) return null;
  return BigInt(txid) <= BigInt(LAST_ID) && BigInt(id) <= BigInt(LAST_ID) ? { txid, id } : null;
}

/** The end of what can be read now: everything committed before is at or below it. */
export async function endOfChanges(pool: Pool): Promise<Position> {
  const { rows } = await pool.query<{ txid: string }>(
    'select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text as txid',
  );
  return { txid: (rows[0] as { txid: string }).txid, id: LAST_ID };
}

/**
 * Changes after `after`, oldest first, at most `limit`. `isSeen` is an SQL condition on `place_path` whose parameters start at $4.
 * Fewer than `limit` rows: `end` is where the stream ended when it was read, otherwise the last row.
 */
export async function readChanges(
  pool: Pool,
  after: Position,
  limit: number,
  seen: { sql: string; values: unknown[] } = { sql: 'true', values: [] },
): Promise<{ changes: ChangeRow[]; end: Position }> {
  const { rows } = await pool.query<{
    xmin: string;
    txid: string | null;
    id: string;
    place_path: string;
    process_id: string;
    kind: ProcessKind;
    seq: number;
    phase: string;
    at: Date;
  }>(
    `with bound as materialized (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin)
     select bound.xmin::text, c.* from bound left join lateral (
       select txid::text, id::text, place_path, process_id, kind, seq, phase, at from change
       where (txid, id) > ($1::bigint, $2::bigint) and txid < bound.xmin and ${seen.sql}
       order by change.txid, change.id limit $3) c on true
     order by c.txid::bigint, c.id::bigint`,
    [after.txid, after.id, limit, ...seen.values],
  );
  const changes = rows.flatMap(({ txid, id, place_path, process_id, kind, seq, phase, at }): ChangeRow[] =>
    txid === null
      ? []
      : [{ position: { txid, id }, placePath: place_path, processId: process_id, kind, seq, phase, at }],
  );
  const last = changes.at(-1);
  if (last !== undefined && changes.length === limit) return { changes, end: last.position };
  const bound = { txid: String(BigInt((rows[0] as { xmin: string }).xmin) - 1n), id: LAST_ID };
  return { changes, end: isAfter(bound, after) ? bound : after };
}

/** Whether `a` comes after `b` in the stream. */
export const isAfter = (a: Position, b: Position): boolean => {
  const [ta, tb] = [BigInt(a.txid), BigInt(b.txid)];
  return ta > tb || (ta === tb && BigInt(a.id) > BigInt(b.id));
};
