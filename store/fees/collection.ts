// The collection rate of places, from the bills of a period. The formulas: domain/fees/collection.ts.
import type { Pool } from 'pg';
import type { FeeCounts } from '../../domain/fees/collection';
import type { Month } from '../../domain/fees/months';

/** Which part of a place's path names the group: "/district/street/community/estate/". */
const PART = { street: 3, community: 4, estate: 5 } as const;
export type CollectionGroup = keyof typeof PART;

export interface CollectionRow extends FeeCounts {
  placeId: string;
  name: string;
}

/** Estates at or inside the path that have bills in the period, added up; by name. */
export async function readCollection(
  pool: Pool,
  asked: { path: string; by: CollectionGroup; from: Month; to: Month },
): Promise<CollectionRow[]> {
  const { rows } = await pool.query<CollectionRow>(
    `with households as (
       select b.estate_id, b.unit_id, sum(b.amount_fen) as billed, sum(b.paid_fen) as paid from fee_bill b
       where b.month between $3 and $4 and b.estate_id in (select id from place where kind = 'estate' and starts_with(path, $1))
       group by b.estate_id, b.unit_id),
     grouped as (
       select split_part(e.path, '/', $2)::uuid as place_id, sum(h.billed) as billed, sum(h.paid) as paid, count(*) as billed_households,
         count(*) filter (where h.paid = h.billed) as paid_households
       from households h join place e on e.id = h.estate_id group by 1)
     select g.place_id as "placeId", p.name, g.billed::float8 as "billedFen", g.paid::float8 as "paidFen",
       g.billed_households::int as "billedHouseholds", g.paid_households::int as "paidHouseholds"
     from grouped g join place p on p.id = g.place_id order by p.name, g.place_id`,
    [asked.path, PART[asked.by], asked.from, asked.to],
  );
  return rows;
}
