// Reads a frozen roll: as it is published (names masked), and a person's own rights in it. Freezing is in freeze-roll.ts.
import type { RollProblem } from '../../domain/roll/build-roll';
import type { Db } from '../ballots/vote-window';
import { HOLDERS_OF_RIGHT, maskHolders, type NamedHolder } from './holders';

export interface RollHead {
  rollId: string;
  version: number;
  rollHash: string;
  heads: number;
  areaDm2: number;
  rightCount: number;
  frozenAt: Date;
  problems: RollProblem[];
}

/** The newest roll of a vote or petition, or undefined before the first freeze. */
export async function readRoll(db: Db, processId: string): Promise<RollHead | undefined> {
  const { rows } = await db.query<Omit<RollHead, 'areaDm2'> & { areaDm2: string }>(
    `select id as "rollId", version, roll_hash as "rollHash", heads, area_dm2 as "areaDm2", right_count as "rightCount",
       frozen_at as "frozenAt", problems
     from roll where process_id = $1 order by version desc limit 1`,
    [processId],
  );
  const row = rows[0];
  return row && { ...row, areaDm2: Number(row.areaDm2) };
}

/** One line of the roll as it hangs on the notice board: enough to find oneself and to object, no more (PIPL art. 6). */
export interface PublishedRight {
  rightNo: number;
  headNo: number;
  countsHead: boolean;
  label: string;
  unitCount: number;
  areaDm2: number;
  /** Masked names of the holders; the voter's first. */
  holders: string[];
  /** False while joint owners have named nobody, or nobody is known. */
  hasVoter: boolean;
}

/** Rights after `afterRightNo` in order, at most `limit`; of one building when asked. */
export async function pageOfRoll(
  db: Db,
  rollId: string,
  page: { afterRightNo: number; limit: number; buildingId?: string | undefined },
): Promise<PublishedRight[]> {
  const { rows } = await db.query<Omit<PublishedRight, 'holders'> & { holders: NamedHolder[] }>(
    `select r.right_no as "rightNo", r.head_no as "headNo", r.counts_head as "countsHead", r.label,
       cardinality(r.unit_ids) as "unitCount", r.area_dm2 as "areaDm2", r.voter_owner_id is not null as "hasVoter",
       ${HOLDERS_OF_RIGHT} as holders
     from roll_right r
     where r.roll_id = $1 and r.right_no > $2 and ($3::uuid is null or $3 = any(r.building_ids))
     order by r.right_no limit $4`,
    [rollId, page.afterRightNo, page.buildingId ?? null, page.limit],
  );
  return rows.map((row) => ({ ...row, holders: maskHolders(row.holders) }));
}

/** A right as its own people see it. */
export interface OwnRight {
  rightNo: number;
  headNo: number;
  label: string;
  areaDm2: number;
  /** `voter`: may cast; `agent`: by a written authority; `holder`: another holder casts, or nobody has been named yet. */
  as: 'voter' | 'agent' | 'holder';
}

/** The rights that `ownerId` holds, casts or casts as agent. */
export async function ownRights(db: Db, voteId: string, rollId: string, ownerId: string): Promise<OwnRight[]> {
  const { rows } = await db.query<OwnRight>(
    `select r.right_no as "rightNo", r.head_no as "headNo", r.label, r.area_dm2 as "areaDm2",
       case when r.voter_owner_id = $3 then 'voter' when p.agent is not null then 'agent' else 'holder' end as "as"
     from roll_right r
     left join lateral (
       select 1 as agent from proxy_authority p where p.vote_id = $1 and p.principal_owner_id = r.voter_owner_id
         and p.agent_owner_id = $3 and p.revoked_at is null limit 1) p on true
     where r.roll_id = $2 and (r.voter_owner_id = $3 or $3 = any(r.holder_owner_ids) or p.agent is not null)
     order by r.right_no`,
    [voteId, rollId, ownerId],
  );
  return rows;
}
