// What the launch of a recall, or of a petition for one, rests on: members who are in office, and a petition that was accepted.
import type { LaunchedTerm } from '../../domain/committee-term/state';
import { refused } from '../refused';
import type { Tx } from '../transaction';

/** Refuses `not-a-member` for the first who is not on the committee that the watch knows. */
export async function refuseNonMembers(tx: Tx, watchId: string, memberIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ members: LaunchedTerm['term']['members'] }>(
    `select state -> 'core' -> 'term' -> 'members' as members from process_view where process_id = $1`,
    [watchId],
  );
  const members = rows[0]?.members ?? [];
  const stranger = memberIds.find((id) => !members.some(({ memberId }) => memberId === id));
  if (stranger !== undefined) throw refused('not-a-member', { memberId: stranger });
}

/** Refuses `petition-not-accepted` unless the owners of the estate demanded the recall of all these members. */
export async function refuseUnacceptedPetition(
  tx: Tx,
  { petitionId, estateId, memberIds }: { petitionId: string; estateId: string; memberIds: readonly string[] },
): Promise<void> {
  const { rowCount } = await tx.query(
    `select from process_view where process_id = $1 and kind = 'petition' and place_id = $2 and outcome = 'accepted'
       and state -> 'core' ->> 'purpose' = 'recallMembers' and state -> 'core' -> 'memberIds' @> to_jsonb($3::text[])`,
    [petitionId, estateId, memberIds],
  );
  if (!rowCount) throw refused('petition-not-accepted', { petitionId });
}
