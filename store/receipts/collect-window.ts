// Until when a project collects, and from which households: written by the projection of its process, locked by every payment, so that what a
// household owes is never judged by two payments at once.
import { createHash } from 'node:crypto';
import { addMs, localDateOf } from '../../domain/calendar/instant';
import type { Instant, LocalDate } from '../../domain/calendar/types';
import type { CollectState } from '../../domain/receipts/classify';
import { REFERENCES, referenceOf } from '../../domain/receipts/reference';
import type { Db } from '../ballots/vote-window';
import { fenFromDb } from '../fen';
import { lockRow } from '../lock-row';
import type { Tx } from '../transaction';

export interface CollectWindowRow {
  processId: string;
  estateId: string;
  version: number;
  state: CollectState;
  opensAt: Date;
  /** Exclusive: a payment at this very instant is late. */
  closesAt: Date;
  isContracted: boolean;
  roundNo: number;
  /** By the households together, as counted when pledging was over. */
  pledgedFen: number;
  /** Of it, what other sources bridge, fen by source. */
  bridged: Record<string, number>;
}

export interface NewPayer {
  rightNo: number;
  label: string;
  /** `owner:<id>` */
  payer: string;
  holderOwnerIds: string[];
  dueFen: number;
}

/**
 * Opens the window, or opens it again for a newer version; a household keeps its code, and one that is not among the payers of the newer version
 * owes nothing any more. Repeating it changes nothing.
 */
export async function openCollecting(
  tx: Tx,
  window: {
    processId: string;
    estateId: string;
    version: number;
    opensAt: Instant;
    closesAt: Instant;
    pledgedFen: number;
  },
  payers: readonly NewPayer[],
): Promise<void> {
  const { processId, estateId, version, opensAt, closesAt, pledgedFen } = window;
  const { rowCount } = await tx.query(
    `insert into collect_window (process_id, estate_id, version, state, opens_at, closes_at, pledged_fen) values ($1, $2, $3, 'open', $4, $5, $6)
     on conflict (process_id) do update set version = excluded.version, state = 'open', opens_at = excluded.opens_at,
       closes_at = excluded.closes_at, pledged_fen = excluded.pledged_fen, bridged = '{}', is_contracted = false,
       round_no = collect_window.round_no + 1 where collect_window.version < excluded.version`,
    [processId, estateId, version, opensAt, closesAt, pledgedFen],
  );
  // Told again: whoever has taken a pledge back since is not asked a second time.
  if (rowCount === 0) return;
  await tx.query('update collect_payer set due_fen = 0 where process_id = $1', [processId]);
  const references = await newReferences(tx, processId, payers);
  await tx.query(
    `insert into collect_payer (process_id, right_no, label, payer, holder_owner_ids, reference, due_fen)
     select $1, n.right_no, n.label, n.payer, n.holders, n.reference, n.due_fen
     from jsonb_to_recordset($2::jsonb) as n (right_no int, label text, payer text, holders uuid[], reference text, due_fen bigint)
     on conflict (process_id, right_no) do update set due_fen = excluded.due_fen, payer = excluded.payer,
       holder_owner_ids = excluded.holder_owner_ids`,
    [
      processId,
      JSON.stringify(
        payers.map(({ rightNo, label, payer, holderOwnerIds, dueFen }, index) => ({
          ...{ right_no: rightNo, label, payer, due_fen: dueFen, reference: references[index] },
          // jsonb_to_recordset reads an array of the database from its own spelling.
          holders: `{${holderOwnerIds.join(',')}}`,
        })),
      ),
    ],
  );
}

/** One code for each household, made of facts; one that is taken already, anywhere, makes way for the next. */
async function newReferences(tx: Tx, processId: string, payers: readonly NewPayer[]): Promise<string[]> {
  const attempts = payers.map(() => 0);
  for (;;) {
    const references = payers.map(({ rightNo }, index) => {
      const hash = createHash('sha256').update(`${processId}:${rightNo}:${attempts[index]}`).digest();
      return referenceOf(hash.readUIntBE(0, 6) % REFERENCES);
    });
    const { rows } = await tx.query<{ reference: string }>(
      'select reference from collect_payer where reference = any($1::text[]) and process_id <> $2',
      [references, processId],
    );
    const taken = new Set(rows.map(({ reference }) => reference));
    const seen = new Set<string>();
    const clashes = references.flatMap((reference, index) => {
      const isFree = !taken.has(reference) && !seen.has(reference);
      seen.add(reference);
      return isFree ? [] : [index];
    });
    if (clashes.length === 0) return references;
    for (const index of clashes) attempts[index] = (attempts[index] ?? 0) + 1;
  }
}

/** Moves the window; with `from` only out of that state. Waits for the payment that holds the row; what comes after sees the new state. */
export async function moveCollecting(
  tx: Tx,
  processId: string,
  change: {
    from?: CollectState;
    state?: CollectState;
    closesAt?: Instant;
    isContracted?: boolean;
    isNewRound?: boolean;
    bridged?: Readonly<Record<string, number>>;
  },
): Promise<void> {
  await tx.query(
    `update collect_window set state = coalesce($2, state), closes_at = coalesce($3, closes_at), is_contracted = coalesce($4, is_contracted),
       round_no = round_no + $6, bridged = coalesce($7, bridged)
     where process_id = $1 and ($5::text is null or state = $5)`,
    [
      processId,
      change.state ?? null,
      change.closesAt ?? null,
      change.isContracted ?? null,
      change.from ?? null,
      change.isNewRound ? 1 : 0,
      change.bridged === undefined ? null : JSON.stringify(change.bridged),
    ],
  );
}

/** The household's pledge no longer stands: nothing is asked of it, and its code stays known. The caller holds the window's lock. */
export async function askNoMore(tx: Tx, processId: string, rightNo: number): Promise<void> {
  await tx.query('update collect_payer set due_fen = 0 where process_id = $1 and right_no = $2', [processId, rightNo]);
}

const COLUMNS = `process_id as "processId", estate_id as "estateId", version, state, opens_at as "opensAt", closes_at as "closesAt",
  is_contracted as "isContracted", round_no as "roundNo", pledged_fen as "pledgedFen", bridged`;

/** What was promised is at most what a roll can pledge: whole numbers carry it. */
type Row = Omit<CollectWindowRow, 'pledgedFen'> & { pledgedFen: string };
const windowOf = ({ pledgedFen, ...row }: Row): CollectWindowRow => ({ ...row, pledgedFen: fenFromDb(pledgedFen) });

/** Undefined until collecting has begun. */
export async function readCollecting(db: Db, processId: string): Promise<CollectWindowRow | undefined> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from collect_window where process_id = $1`, [processId]);
  return rows[0] && windowOf(rows[0]);
}

/** The window locked until the transaction ends, and the database's clock read after the lock was taken. */
export async function lockCollecting(
  tx: Tx,
  processId: string,
): Promise<{ window: CollectWindowRow; now: Date } | undefined> {
  const locked = await lockRow<Row>(tx, { table: 'collect_window', columns: COLUMNS, key: 'process_id' }, processId);
  return locked && { window: windowOf(locked.row), now: locked.now };
}

/** A payment at an instant is late from the close on; one of which only the day is known, from the day after the last whole millisecond. */
export const isLateFor = (closesAt: Date, paid: { at: Date } | { on: LocalDate }): boolean =>
  'at' in paid ? paid.at >= closesAt : paid.on > localDateOf(addMs(closesAt.toISOString(), -1));
