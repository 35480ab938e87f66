// The walk from door to door: which rights have no ballot by any channel yet, what was tried there, and what the vote as a whole still
// lacks. Never how anybody voted. Who is listed has no row in counted_ballot at that instant.
import { checkFraction } from '../../domain/fractions';
import type { DoubleCheck, Weight } from '../../domain/owners-vote/count-types';
import { HOLDERS_OF_RIGHT, maskHolders, type NamedHolder } from '../rolls/holders';
import { readParticipation, readParticipationNeeded } from './participation';
import type { Db, VoteWindowRow } from './vote-window';

export interface CanvassPart {
  buildingId?: string | undefined;
  entranceId?: string | undefined;
}

export interface MissingRight {
  rightNo: number;
  building: string | null;
  entrance: string | null;
  label: string;
  areaDm2: number;
  /** Masked names. */
  holders: string[];
  /** Joint owners who named nobody: nobody can vote here until they do. */
  hasVoter: boolean;
  paper: { serialNo: number; state: string } | null;
  tried: { channel: string; result: string; deliveredAt: string }[];
}

interface Row extends Omit<MissingRight, 'holders' | 'paper'> {
  holders: NamedHolder[];
  serialNo: number | null;
  state: string;
}

/** The rights of roll $2 of vote $1 without a ballot in building $3 and entrance $4 (null: all). One text for all who read the list. */
export const MISSING_RIGHTS = {
  from: `from roll_right r left join counted_ballot c on c.vote_id = $1 and c.right_no = r.right_no left join unit u on u.id = r.unit_ids[1]`,
  where: `r.roll_id = $2 and c.right_no is null and ($3::uuid is null or u.building_id = $3) and ($4::uuid is null or u.entrance_id = $4)`,
};

/**
 * In the order of the roll, which is that of a walk: building, entrance, door. A right with several units stands at its first
 * of the roll, so that nobody rings twice for one ballot.
 */
export async function pageOfMissing(
  db: Db,
  { voteId, rollId }: Pick<VoteWindowRow, 'voteId' | 'rollId'>,
  page: CanvassPart & { afterRightNo: number; limit: number },
): Promise<MissingRight[]> {
  const { rows } = await db.query<Row>(
    `select r.right_no as "rightNo", b.name as building, e.name as entrance, r.label, r.area_dm2 as "areaDm2",
       r.voter_owner_id is not null as "hasVoter", s.serial_no as "serialNo", s.state,
       ${HOLDERS_OF_RIGHT} as holders,
       coalesce((select json_agg(json_build_object('channel', d.channel, 'result', d.result, 'deliveredAt', d.delivered_at)
           order by d.delivery_no)
         from ballot_delivery d where d.vote_id = $1 and d.right_no = r.right_no), '[]') as tried
     ${MISSING_RIGHTS.from}
     left join paper_serial s on s.vote_id = $1 and s.right_no = r.right_no and s.state not in ('void', 'reissued')
     left join place b on b.id = u.building_id left join place e on e.id = u.entrance_id
     where ${MISSING_RIGHTS.where} and r.right_no > $5
     order by r.right_no limit $6`,
    [voteId, rollId, page.buildingId ?? null, page.entranceId ?? null, page.afterRightNo, page.limit],
  );
  return rows.map(({ holders, serialNo, state, tried, ...right }) => ({
    ...right,
    holders: maskHolders(holders),
    paper: serialNo === null ? null : { serialNo, state },
    tried: tried.map((one) => ({ ...one, deliveredAt: new Date(one.deliveredAt).toISOString() })),
  }));
}

/** What the whole vote lacks of the participation that the law asks for, whatever part of it is being walked. */
export async function readShortfall(
  db: Db,
  window: Pick<VoteWindowRow, 'voteId' | 'rollId' | 'rules'>,
): Promise<DoubleCheck> {
  const [{ electorate, hours }, needed] = await Promise.all([
    readParticipation(db, window),
    readParticipationNeeded(db, window.voteId),
  ]);
  const cast = (of: keyof Weight): number => hours.reduce((sum, hour) => sum + hour[of], 0);
  const heads = checkFraction(cast('heads'), electorate.heads, needed.heads);
  const area = checkFraction(cast('areaDm2'), electorate.areaDm2, needed.area);
  return { heads, area, isReached: heads.isReached && area.isReached };
}
