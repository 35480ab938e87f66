// Reports of a problem that was merged into another (并单): they belong to the one that goes on, through as many mergers as there were.
import type { Pool } from 'pg';

/** SQL: the ids of a problem and of every problem that was merged into it. `problem` is a parameter or column with its id. */
export const reportedTo = (problem: string): string =>
  `(with recursive here (id) as (select ${problem}::uuid
      union select m.problem_id from problem_view m join here on m.merged_into = here.id) select id from here)`;

/** SQL: the id of the problem that goes on: the last that the one of this id was merged into, or itself. */
export const goesOnIn = (problem: string): string =>
  `(with recursive ahead (id, no) as (select ${problem}::uuid, 0
      union all select m.merged_into, ahead.no + 1 from ahead join problem_view m on m.problem_id = ahead.id
        where m.merged_into is not null and ahead.no < 100) select id from ahead order by no desc limit 1)`;

/** The problem in which reports of this one are answered for. */
export async function survivorOf(pool: Pool, problemId: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(`select ${goesOnIn('$1')} as id`, [problemId]);
  return rows[0]?.id ?? problemId;
}
