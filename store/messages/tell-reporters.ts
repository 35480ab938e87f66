// One message to each reporter of a problem. Whoever has an account is told there, an owner by the register, a caller by the number that is
// sealed with the report. Reporters of a problem that was merged into this one are its reporters, too.
import type { Pool } from 'pg';
import type { ReportersPayload } from '../record/outbox';
import { reportedTo } from '../reports/merged';

/** Harmless when run twice: a message's key is the notice and its addressee. Returns how many people are told. */
export async function tellReporters(
  pool: Pool,
  key: string,
  problemId: string,
  { template, ...params }: ReportersPayload,
  at: Date,
): Promise<number> {
  const { rows } = await pool.query<{ told: number }>(
    `with problem as (select place_id, place_path from process where id = $2),
       reports as (select r.* from problem_report r where r.problem_id in ${reportedTo('$2')}),
       people as (
         select distinct on (coalesce(reporter_account, reporter_owner, report_id)) reporter_account, reporter_owner,
           case when contact_cipher is null then null else report_id end as report_id
         from reports where num_nonnulls(reporter_account, reporter_owner, contact_cipher) > 0
         order by coalesce(reporter_account, reporter_owner, report_id), at),
       told as (
         insert into outgoing_message (id, key, process_id, obligation_key, template, channel, to_account_id, to_owner_id, to_report_id,
           place_path, params, created_at, sent_at)
         select gen_random_uuid(), $1 || ':' || coalesce(reporter_account, reporter_owner, report_id)::text, $2, 'report', $3, 'captured',
           reporter_account, reporter_owner, report_id, problem.place_path, $4, $5, $5
         from people, problem on conflict (key) do nothing)
     select count(*)::int as told from people`,
    [key, problemId, template, JSON.stringify(params), at],
  );
  return rows[0]?.told ?? 0;
}
