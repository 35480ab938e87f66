// How much of a process's estate is delivered to its buyers, by the register: what a place's triggers for a first assembly are held against.
import type { Delivered } from '../../domain/committee-term/state';
import type { Tx } from '../transaction';

/** Areas in 0.01 m²; heads are units, of which the developer's unsold and undelivered ones are not delivered. */
export async function deliveredOf(tx: Tx, processId: string): Promise<Delivered> {
  const { rows } = await tx.query<Delivered>(
    `select coalesce(sum(u.area_dm2) filter (where u.tenure = 'sold'), 0)::float8 as "areaDm2",
       coalesce(sum(u.area_dm2), 0)::float8 as "totalAreaDm2",
       count(*) filter (where u.tenure = 'sold')::int as heads, count(*)::int as "totalHeads"
     from process p join unit u on u.estate_id = p.place_id where p.id = $1`,
    [processId],
  );
  return rows[0] ?? { areaDm2: 0, totalAreaDm2: 0, heads: 0, totalHeads: 0 };
}
