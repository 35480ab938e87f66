// Remarks on a problem. They stop no clock and are no events: the process never hears of them.
import type { Pool } from 'pg';
import type { Role } from '../../domain/process';
import { refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';

export interface NewComment {
  commentId: string;
  problemId: string;
  byAccount: string;
  byRole: Role;
  bodyText: string;
  commandId: string;
  at: Date;
}

/** Closed problems may be commented on as well. Refuses `not-found` for anything that is no problem, `id-already-used`. */
export async function addComment(tx: Tx, comment: NewComment): Promise<void> {
  const { commentId, problemId, byAccount, byRole, commandId, at } = comment;
  const bodyText = await storeText(tx, comment.bodyText, { commandId, field: 'bodyText', at });
  const problem = await tx.query(`select from process where id = $1 and kind = 'problem'`, [problemId]);
  if (!problem.rowCount) throw refused('not-found');
  const { rowCount } = await tx.query(
    `insert into problem_comment (comment_id, problem_id, by_account, by_role, body_text, at, command_id)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [commentId, problemId, byAccount, byRole, bodyText, at, commandId],
  );
  if (!rowCount) throw refused('id-already-used', { id: commentId });
}

export interface CommentView {
  commentId: string;
  byAccount: string;
  byRole: Role;
  bodyText: string;
  at: Date;
}

/** Oldest first: a conversation. */
export async function listComments(
  pool: Pool,
  problemId: string,
  { after, limit }: { after: { at: string; id: string } | null; limit: number },
): Promise<CommentView[]> {
  const { rows } = await pool.query<CommentView>(
    `select comment_id as "commentId", by_account as "byAccount", by_role as "byRole", body_text as "bodyText", at from problem_comment
     where problem_id = $1 and ($2::timestamptz is null or (at, comment_id) > ($2, $3::uuid)) order by at, comment_id limit $4`,
    [problemId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}
