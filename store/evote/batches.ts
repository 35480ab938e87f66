// Reading what platforms brought: the batches of a vote, and what came of their rows. Never a choice.
import type { Db } from '../ballots/vote-window';

export interface BatchView {
  batchId: string;
  platform: string;
  door: 'file' | 'webhook';
  isCheck: boolean;
  bodySha256: string;
  accepted: number;
  repeated: number;
  refused: number;
  receivedAt: Date;
  byAccount: string | null;
}

const SELECT = `select b.id as "batchId", e.code as platform, b.door, b.is_check as "isCheck", b.body_sha256 as "bodySha256",
    b.accepted_count as accepted, b.repeated_count as repeated, b.refused_count as refused, b.received_at as "receivedAt",
    b.by_account as "byAccount"
  from platform_batch b join evote_platform e on e.id = b.platform_id`;

export async function findBatch(db: Db, voteId: string, batchId: string): Promise<BatchView | undefined> {
  const { rows } = await db.query<BatchView>(`${SELECT} where b.vote_id = $1 and b.id = $2`, [voteId, batchId]);
  return rows[0];
}

/** Newest first. */
export async function listBatches(
  db: Db,
  voteId: string,
  page: { after: { at: string; id: string } | null; limit: number },
): Promise<BatchView[]> {
  const { rows } = await db.query<BatchView>(
    `${SELECT} where b.vote_id = $1 and ($2::timestamptz is null or (b.received_at, b.id) < ($2, $3::uuid))
     order by b.received_at desc, b.id desc limit $4`,
    [voteId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}

export interface BatchRow {
  rowNo: number;
  reference: string | null;
  verdict: 'accepted' | 'repeated' | 'refused';
  code: string | null;
  params: Record<string, string | number | boolean | null>;
  rightNo: number | null;
  ballotSeq: number | null;
}

/** In the order of the file. */
export async function listBatchRows(
  db: Db,
  batchId: string,
  page: { verdict: BatchRow['verdict'] | null; after: number; limit: number },
): Promise<BatchRow[]> {
  const { rows } = await db.query<BatchRow>(
    `select row_no as "rowNo", reference, verdict, code, params, right_no as "rightNo", ballot_seq as "ballotSeq" from platform_row
     where batch_id = $1 and row_no > $2 and ($3::text is null or verdict = $3) order by row_no limit $4`,
    [batchId, page.after, page.verdict, page.limit],
  );
  return rows;
}
