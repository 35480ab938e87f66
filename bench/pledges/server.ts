// The servers of the pledge bench; the rival inserts one pledge per request, judged by roll and share alone.
import type { Context } from '../../api/context';
import { pledgeOperations } from '../../api/contracts/pledges';
import type { Deps } from '../../api/deps';
import { problem } from '../../api/problems';
import { canonicalJson, sha256 } from '../../store/ballots/ballot-canon';
import { serveRivals, type WithDatabase } from '../short-path/server';

interface Call {
  params: { processId: string };
  body: { commandId: string; pledgeId: string; rightNo: number; amountFen: number };
}

serveRivals<Call>({
  operation: pledgeOperations.pledge,
  answer: { pledgeId: 'p'.repeat(36), version: 1, amountFen: 1, pledgedAt: 'i'.repeat(24), revocableUntil: 'payment' },
  insert: insertPledge,
});

function insertPledge({ pool }: Deps, { rollId }: WithDatabase): (call: Call, context: Context) => Promise<unknown> {
  return async ({ params: { processId }, body }, context) => {
    const { accountId, ownerId } = context.caller();
    const { commandId, pledgeId, rightNo, amountFen } = body;
    const { rows } = await pool.query<{ pledged_at: Date }>({
      name: 'row-pledge',
      text: `insert into row_pledge (process_id, version, pledge_id, right_no, attempt_no, kind, amount_fen, pledged_at, by_account, owner_id,
          command_id, body_hash)
        select $1, 1, $2, r.right_no, 1, 'own', s.share_fen, clock_timestamp(), $3, r.voter_owner_id, $4, $5
        from roll_right r join household_share s on s.process_id = $1 and s.version = 1 and s.right_no = r.right_no
        where r.roll_id = $6 and r.right_no = $7 and r.voter_owner_id = $8 and s.share_fen = $9 returning pledged_at`,
      values: [
        ...[processId, pledgeId, accountId, commandId],
        sha256(Buffer.from(canonicalJson({ pledgeId, rightNo, amountFen }), 'utf8')),
        ...[rollId, rightNo, ownerId, amountFen],
      ],
    });
    const row = rows[0];
    if (row === undefined) throw problem('not-your-right', { rightNo });
    const pledgedAt = row.pledged_at.toISOString();
    return { pledgeId, version: 1, amountFen, pledgedAt, revocableUntil: 'payment' };
  };
}
