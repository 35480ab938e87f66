// The list with which people go from door to door: per right whether the vote was delivered, whether it has voted by any channel, and
// where its paper is. Never how it voted.
import { HOLDERS_OF_RIGHT, maskHolders, type NamedHolder } from '../rolls/holders';
import type { PaperState } from './paper-serials';
import type { Db, VoteWindowRow } from './vote-window';

export interface CanvassLine {
  rightNo: number;
  label: string;
  /** Masked names. */
  holders: string[];
  hasVoted: boolean;
  isDelivered: boolean;
  paper: { serialNo: number; state: PaperState; returnedAt: Date | null } | null;
}

export interface CanvassFilter {
  afterRightNo: number;
  limit: number;
  buildingId?: string | undefined;
  entranceId?: string | undefined;
  hasVoted?: boolean | undefined;
  /** Of the live paper; `none`: no live paper. */
  state?: PaperState | 'none' | undefined;
}

interface Row extends Omit<CanvassLine, 'holders' | 'paper'> {
  holders: NamedHolder[];
  serialNo: number | null;
  state: PaperState;
  returnedAt: Date | null;
}

/** Rights of the window's roll in order. */
export async function pageOfCanvass(
  db: Db,
  { voteId, rollId }: Pick<VoteWindowRow, 'voteId' | 'rollId'>,
  filter: CanvassFilter,
): Promise<CanvassLine[]> {
  const { rows } = await db.query<Row>(
    `select r.right_no as "rightNo", r.label, c.right_no is not null as "hasVoted",
       exists (select from ballot_delivery d where d.vote_id = $1 and d.right_no = r.right_no and d.result = 'delivered') as "isDelivered",
       s.serial_no as "serialNo", s.state, s.returned_at as "returnedAt",
       ${HOLDERS_OF_RIGHT} as holders
     from roll_right r
     left join counted_ballot c on c.vote_id = $1 and c.right_no = r.right_no
     left join paper_serial s on s.vote_id = $1 and s.right_no = r.right_no and s.state not in ('void', 'reissued')
     where r.roll_id = $2 and r.right_no > $3
       and ($4::uuid is null or $4 = any(r.building_ids)) and ($5::uuid is null or $5 = any(r.entrance_ids))
       and ($6::boolean is null or (c.right_no is not null) = $6) and ($7::text is null or coalesce(s.state, 'none') = $7)
     order by r.right_no limit $8`,
    [
      voteId,
      rollId,
      filter.afterRightNo,
      filter.buildingId ?? null,
      filter.entranceId ?? null,
      filter.hasVoted ?? null,
      filter.state ?? null,
      filter.limit,
    ],
  );
  return rows.map(({ holders, serialNo, state, returnedAt, ...line }) => ({
    ...line,
    holders: maskHolders(holders),
    paper: serialNo === null ? null : { serialNo, state, returnedAt },
  }));
}
