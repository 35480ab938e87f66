// How much of the roll has taken part so far, in heads and area as the count weighs them (owners-vote/totals-from-ballots.ts), and when.
// Ballots as a whole: what an item left blank means is known only by the count.
import type { Weight } from '../../domain/owners-vote/count-types';
import type { HourOfParticipation } from '../../domain/owners-vote/forecast';
import type { VotePolicy } from '../../domain/policy/schema';
import type { Db, VoteWindowRow } from './vote-window';

export interface Participation {
  electorate: Weight;
  hours: HourOfParticipation[];
}

/**
 * Per hour in which a right first brought a ballot that still counts for it; a head stands with the first of its rights. Void ballots are
 * left out where the policy does not let them take part.
 */
export async function readParticipation(
  db: Db,
  { voteId, rollId, rules }: Pick<VoteWindowRow, 'voteId' | 'rollId' | 'rules'>,
): Promise<Participation> {
  const { rows } = await db.query<{ at: Date | null; heads: number; areaDm2: string }>(
    `with came as (
       select c.head_no, c.counts_head, c.area_dm2,
         date_trunc('hour', (select min(b.cast_at) from ballot b where b.vote_id = $1 and b.right_no = c.right_no)) as at
       from counted_ballot c where c.vote_id = $1 and ($3 or not c.is_void)),
     weighed as (
       select at, 0 as heads, area_dm2 from came
       union all
       select min(at), 1, 0 from came where counts_head group by head_no)
     select at, sum(heads)::int as heads, sum(area_dm2)::text as "areaDm2" from weighed group by at
     union all
     select null, heads, area_dm2::text from roll where id = $2
     order by at nulls first`,
    [voteId, rollId, rules.voidBallots === 'participatingOnly'],
  );
  const [roll, ...hours] = rows;
  if (roll === undefined) throw new Error(`vote ${voteId} has no roll ${rollId}`);
  return {
    electorate: { heads: roll.heads, areaDm2: Number(roll.areaDm2) },
    hours: hours.map(({ at, heads, areaDm2 }) => ({ at: at?.getTime() ?? 0, heads, areaDm2: Number(areaDm2) })),
  };
}

/** What the policy that the vote pinned at its launch asks of participation. */
export async function readParticipationNeeded(db: Db, voteId: string): Promise<VotePolicy['participation']> {
  const { rows } = await db.query<{ needed: VotePolicy['participation'] | null }>(
    `select policy -> 'vote' -> 'participation' as needed from process where id = $1`,
    [voteId],
  );
  const needed = rows[0]?.needed;
  if (!needed) throw new Error(`vote ${voteId} has no policy of participation`);
  return needed;
}
