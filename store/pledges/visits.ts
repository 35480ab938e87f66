// The walk from door to door: which households have not pledged yet, what was tried there, and the record of what came of a call.
import type { VisitResult } from '../../domain/shares/visit-results';
import type { Db } from '../ballots/vote-window';
import { fenFromDb } from '../fen';
import { refused } from '../refused';
import { HOLDERS_OF_RIGHT, maskHolders, type NamedHolder } from '../rolls/holders';
import type { Tx } from '../transaction';
import { lockPledging, whyNotPledging, type PledgeWindow } from './window';

export interface DoorToVisit {
  rightNo: number;
  /** Its entrance, or its building where that has none; null: the unit is in neither. */
  stairwellId: string | null;
  building: string | null;
  entrance: string | null;
  label: string;
  /** Null: everybody gives what they like. */
  shareFen: number | null;
  /** Masked names. */
  holders: string[];
  /** Joint owners who named nobody: they pledge on paper only. */
  hasVoter: boolean;
  /** A pledge that was taken back or struck is listed too. */
  tried: { result: VisitResult | 'withdrawn' | 'struck'; at: Date }[];
}

/**
 * Households that are asked and have no pledge, in the order of the roll, which is that of a walk: building, entrance, door. A right
 * with several units stands at its first, so that nobody rings twice.
 */
export async function pageOfVisits(
  db: Db,
  { processId, rollId, version }: Pick<PledgeWindow, 'processId' | 'rollId' | 'version'>,
  page: { afterRightNo: number; limit: number; buildingId?: string | undefined; entranceId?: string | undefined },
): Promise<DoorToVisit[]> {
  const { rows } = await db.query<
    Omit<DoorToVisit, 'shareFen' | 'holders' | 'tried'> & {
      shareFen: string | null;
      holders: NamedHolder[];
      tried: { result: VisitResult | 'withdrawn' | 'struck'; at: string }[];
    }
  >(
    `select r.right_no as "rightNo", coalesce(u.entrance_id, u.building_id) as "stairwellId", b.name as building, n.name as entrance, r.label, s.share_fen as "shareFen",
       r.voter_owner_id is not null as "hasVoter", ${HOLDERS_OF_RIGHT} as holders,
       coalesce((select json_agg(json_build_object('result', t.result, 'at', t.at) order by t.at) from (
         select v.result, v.visited_at as at from pledge_visit v
         where v.process_id = $1 and v.version = $3 and v.right_no = r.right_no
         union all
         select d.kind, d.at from pledge p join pledge_end d on d.process_id = p.process_id and d.pledge_id = p.pledge_id
         where p.process_id = $1 and p.version = $3 and p.right_no = r.right_no) t), '[]') as tried
     from household_share s join roll_right r on r.roll_id = $2 and r.right_no = s.right_no
       left join unit u on u.id = r.unit_ids[1] left join place b on b.id = u.building_id left join place n on n.id = u.entrance_id
     where s.process_id = $1 and s.version = $3 and s.share_fen is distinct from 0 and s.right_no > $4
       and ($6::uuid is null or u.building_id = $6) and ($7::uuid is null or u.entrance_id = $7)
       and not exists (select from pledge p where p.process_id = $1 and p.version = $3 and p.right_no = s.right_no and not exists (
         select from pledge_end e where e.process_id = $1 and e.pledge_id = p.pledge_id))
     order by s.right_no limit $5`,
    [processId, rollId, version, page.afterRightNo, page.limit, page.buildingId ?? null, page.entranceId ?? null],
  );
  return rows.map(({ shareFen, holders, tried, ...door }) => ({
    ...door,
    shareFen: shareFen === null ? null : fenFromDb(shareFen),
    holders: maskHolders(holders),
    tried: tried.map(({ result, at }) => ({ result, at: new Date(at) })),
  }));
}

/**
 * Records what came of a call at a door, now. Refuses `pledging-not-open`, `right-not-found`, `pledging-over` and `pledging-suspended`:
 * nobody rings while nobody can pledge.
 */
export async function recordVisit(
  tx: Tx,
  visit: { processId: string; rightNo: number; result: VisitResult; accountId: string; commandId: string },
): Promise<{ visitNo: number; visitedAt: Date }> {
  const { processId, rightNo, result, accountId, commandId } = visit;
  const locked = await lockPledging(tx, processId);
  if (locked === undefined) throw refused('pledging-not-open');
  const { window, now } = locked;
  const { rows } = await tx.query<{ visits: number }>(
    `select (select count(*)::int from pledge_visit v where v.process_id = $1 and v.version = $3 and v.right_no = $4) as visits
     from roll_right where roll_id = $2 and right_no = $4`,
    [processId, window.rollId, window.version, rightNo],
  );
  const found = rows[0];
  if (found === undefined) throw refused('right-not-found', { rightNo });
  const closed = whyNotPledging(window, now);
  if (closed !== undefined) throw refused(closed, { at: now.toISOString(), closesAt: window.closesAt.toISOString() });
  const visitNo = found.visits + 1;
  await tx.query(
    `insert into pledge_visit (process_id, version, right_no, visit_no, result, visited_at, by_account, command_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [processId, window.version, rightNo, visitNo, result, now, accountId, commandId],
  );
  return { visitNo, visitedAt: now };
}
