// Takes what a platform brings into the ledger of the vote: good rows become ballots like all others, refused ones are kept with their
// reason, and a row that comes again is recognised. A check judges the same rows and takes none.
import { appendBallots, type StoredBallot } from '../ballots/append-ballots';
import type { SigningKey } from '../ballots/receipts';
import { lockWindow } from '../ballots/vote-window';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { judgeRows, type JudgedRow } from './judge-rows';
import type { BroughtRow } from './read-rows';

export interface Brought {
  batchId: string;
  voteId: string;
  platformId: string;
  door: 'file' | 'webhook';
  /** Hex, of the file or the body as it came. */
  bodySha256: string;
  /** Null: the platform itself. */
  byAccount: string | null;
}

export interface BatchResult {
  batchId: string;
  accepted: number;
  repeated: number;
  refused: number;
}

/**
 * Judges the rows and, unless it is only a check, stores those that are good. An import by file refuses `file-not-checked` unless the very
 * same file was checked for this vote before; both refuse `vote-not-open` where the vote has no window.
 */
export async function takeBallots(
  tx: Tx,
  brought: Brought,
  rows: readonly BroughtRow[],
  how: { isCheck: boolean; key: SigningKey },
): Promise<BatchResult> {
  await tx.query('set local synchronous_commit = on');
  const locked = await lockWindow(tx, brought.voteId);
  if (locked === undefined) throw refused('vote-not-open');
  const { window, now } = locked;
  if (brought.door === 'file' && !how.isCheck) await assertChecked(tx, brought);
  const judged = await judgeRows(tx, window, now, brought.platformId, rows);
  const good = judged.rows.flatMap((row) => (row.verdict === 'accepted' ? [row.ballot] : []));
  const stored =
    how.isCheck || good.length === 0 ? [] : await appendBallots(tx, window, now, good, judged.rights, how.key);
  const count = (verdict: JudgedRow['verdict']): number => judged.rows.filter((row) => row.verdict === verdict).length;
  const result = { accepted: count('accepted'), repeated: count('repeated'), refused: count('refused') };
  await tx.query(
    `insert into platform_batch (id, vote_id, platform_id, door, is_check, body_sha256, accepted_count, repeated_count, refused_count,
       received_at, by_account) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[brought.batchId, brought.voteId, brought.platformId, brought.door, how.isCheck, brought.bodySha256],
      ...[result.accepted, result.repeated, result.refused, now, brought.byAccount],
    ],
  );
  await insertRows(tx, brought, judged.rows, stored);
  return { batchId: brought.batchId, ...result };
}

/** What nobody has looked at is not imported: a check shows every row first. */
async function assertChecked(tx: Tx, { voteId, platformId, bodySha256 }: Brought): Promise<void> {
  const { rowCount } = await tx.query(
    'select from platform_batch where vote_id = $1 and platform_id = $2 and body_sha256 = $3 and is_check limit 1',
    [voteId, platformId, bodySha256],
  );
  if (rowCount === 0) throw refused('file-not-checked');
}

async function insertRows(
  tx: Tx,
  { batchId, voteId, platformId }: Brought,
  rows: readonly JudgedRow[],
  stored: readonly StoredBallot[],
): Promise<void> {
  let next = 0;
  const kept = rows.map((row) => {
    const { rowNo, reference, rightNo, verdict } = row;
    const rejection = verdict === 'refused' ? row.rejection : undefined;
    const ballotSeq =
      verdict === 'repeated' ? row.ballotSeq : verdict === 'accepted' ? (stored[next++]?.seq ?? null) : null;
    return { rowNo, reference, rightNo, verdict, code: rejection?.code, params: rejection?.params ?? {}, ballotSeq };
  });
  await tx.query(
    `insert into platform_row (batch_id, row_no, vote_id, platform_id, reference, verdict, code, params, right_no, ballot_seq)
     select $1, r."rowNo", $2, $3, r.reference, r.verdict, r.code, r.params, r."rightNo", r."ballotSeq"
     from jsonb_to_recordset($4) as r ("rowNo" int, reference text, verdict text, code text, params jsonb, "rightNo" int, "ballotSeq" int)`,
    [batchId, voteId, platformId, JSON.stringify(kept)],
  );
}
