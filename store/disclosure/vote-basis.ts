// Whether the owners have decided on a spending: an item of a vote over the whole estate that passed, certified, not contested and not used yet
// (Civil Code art. 278 para. 1 no. 9 with the limit that the policy gives the committee).
import { refused } from '../refused';
import type { Tx } from '../transaction';

/** Refuses `common-vote-needed` and `common-vote-used`. */
export async function refuseUncertified(
  tx: Tx,
  asked: { estateId: string; vote: { voteId: string; itemId: string } | null; limitFen: number },
): Promise<void> {
  const { estateId, vote, limitFen } = asked;
  if (vote === null) throw refused('common-vote-needed', { limitFen });
  const { voteId, itemId } = vote;
  const passed = JSON.stringify([{ itemId, kind: 'yesNo', outcome: 'passed' }]);
  const { rowCount } = await tx.query(
    `select from process_view where process_id = $1 and kind = 'ownersVote' and place_id = $2 and phase in ('certified', 'closed')
       and outcome is distinct from 'voided' and not (state -> 'core' ->> 'isContested')::boolean
       and state -> 'core' -> 'scope' ->> 'placeId' = $2::text and state -> 'core' -> 'proof' -> 'binding' -> 'items' @> $3::jsonb`,
    [voteId, estateId, passed],
  );
  if (!rowCount) throw refused('common-vote-needed', { limitFen, voteId, itemId });
  // Two spendings that name the same item wait for each other here.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`commonVote:${voteId}:${itemId}`]);
  const used = await tx.query('select from common_spending_payment where vote_id = $1 and item_id = $2', [
    ...[voteId, itemId],
  ]);
  if (used.rowCount) throw refused('common-vote-used', { voteId, itemId });
}
