// Shares and pledges as those see them whom they concern: the people of the roll their own, with its working; everybody on it the shares door
// by door; offices with masked names.
import type { UnitShare } from '../../domain/shares/types';
import type { Db } from '../ballots/vote-window';
import { fenFromDb } from '../fen';
import { HOLDERS_OF_RIGHT, maskHolders, type NamedHolder } from '../rolls/holders';
import type { PledgeWindow } from './window';

type Of = Pick<PledgeWindow, 'processId' | 'rollId' | 'version'>;

/** A pledge that stands. */
export interface StandingPledge {
  pledgeId: string;
  version: number;
  kind: 'own' | 'paper';
  amountFen: number;
  pledgedAt: Date;
}

export interface OwnShare {
  rightNo: number;
  label: string;
  /** `holder`: another holder speaks for the right, or nobody has been named yet. */
  as: 'voter' | 'holder';
  /** Null: everybody gives what they like. */
  shareFen: number | null;
  units: UnitShare[];
  pledge: StandingPledge | null;
  /** Given for an earlier version of the plan, and not confirmed for this one. */
  earlier: StandingPledge | null;
}

interface OwnRow extends Omit<OwnShare, 'shareFen' | 'pledge' | 'earlier'> {
  shareFen: string | null;
  pledge: StandingPledge | null;
  earlier: StandingPledge | null;
}

const STANDS = (pledge: string): string =>
  `not exists (select from pledge_end e where e.process_id = ${pledge}.process_id and e.pledge_id = ${pledge}.pledge_id)`;

/** As JSON, in which bigint is a number: amounts are far below where that is inexact. */
const pledgeJson = (pledge: string): string =>
  `json_build_object('pledgeId', ${pledge}.pledge_id, 'version', ${pledge}.version, 'kind', ${pledge}.kind, 'amountFen', ${pledge}.amount_fen,
     'pledgedAt', ${pledge}.pledged_at)`;

/** Shares of the rights that this owner holds or speaks for; none: the owner is not on the roll. */
export async function ownShares(db: Db, { processId, rollId, version }: Of, ownerId: string): Promise<OwnShare[]> {
  const { rows } = await db.query<OwnRow>(
    `select r.right_no as "rightNo", r.label, case when r.voter_owner_id = $4 then 'voter' else 'holder' end as "as",
       s.share_fen as "shareFen", s.working as units,
       (select ${pledgeJson('p')} from pledge p where p.process_id = $1 and p.version = $3 and p.right_no = r.right_no and ${STANDS('p')}) as pledge,
       (select ${pledgeJson('q')} from pledge q join pledge_total t on t.process_id = q.process_id and t.version = q.version
          join roll_right x on x.roll_id = t.roll_id and x.right_no = q.right_no
        where q.process_id = $1 and q.version < $3 and x.unit_ids && r.unit_ids and ${STANDS('q')} and not exists (
          select from pledge c where c.process_id = $1 and c.version = $3 and c.right_no = r.right_no and c.confirms = q.pledge_id)
        order by q.version desc limit 1) as earlier
     from roll_right r join household_share s on s.process_id = $1 and s.version = $3 and s.right_no = r.right_no
     where r.roll_id = $2 and (r.voter_owner_id = $4 or $4 = any(r.holder_owner_ids))
     order by r.right_no`,
    [processId, rollId, version, ownerId],
  );
  return rows.map(({ shareFen, pledge, earlier, ...right }) => ({
    ...right,
    shareFen: shareFen === null ? null : fenFromDb(shareFen),
    pledge: pledge && dated(pledge),
    earlier: earlier && dated(earlier),
  }));
}

const dated = (pledge: StandingPledge): StandingPledge => ({ ...pledge, pledgedAt: new Date(pledge.pledgedAt) });

/** Whether this owner holds or speaks for a right of the roll. */
export async function isOnRoll(db: Db, rollId: string, ownerId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from roll_right where roll_id = $1 and (voter_owner_id = $2 or holder_owner_ids @> array[$2::uuid]) limit 1',
    [rollId, ownerId],
  );
  return rowCount === 1;
}

export interface DoorShare {
  rightNo: number;
  label: string;
  shareFen: number | null;
  units: UnitShare[];
  /** Masked names. */
  holders: string[];
}

/** Shares in the order of the doors, after `afterRightNo`, at most `limit`; of one building when asked. */
export async function pageOfShares(
  db: Db,
  { processId, rollId, version }: Of,
  page: { afterRightNo: number; limit: number; buildingId?: string | undefined },
): Promise<DoorShare[]> {
  const { rows } = await db.query<
    Omit<DoorShare, 'shareFen' | 'holders'> & { shareFen: string | null; holders: NamedHolder[] }
  >(
    `select r.right_no as "rightNo", r.label, s.share_fen as "shareFen", s.working as units, ${HOLDERS_OF_RIGHT} as holders
     from household_share s join roll_right r on r.roll_id = $2 and r.right_no = s.right_no
     where s.process_id = $1 and s.version = $3 and s.right_no > $4 and ($6::uuid is null or $6 = any(r.building_ids))
     order by s.right_no limit $5`,
    [processId, rollId, version, page.afterRightNo, page.limit, page.buildingId ?? null],
  );
  return rows.map(({ shareFen, holders, ...right }) => ({
    ...right,
    shareFen: shareFen === null ? null : fenFromDb(shareFen),
    holders: maskHolders(holders),
  }));
}
