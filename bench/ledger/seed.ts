// Estates with a project each, and years of payments into them: written set by set through the same triggers as every posting.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

const PAYERS = 100;
const PAYMENTS = 2_500;
export const ENTRIES_OF_ESTATE = 2 * PAYMENTS;
const AT_ONCE = 10;

export async function seedEstates(pool: Pool, amount: number): Promise<string[]> {
  const district = randomUUID();
  await pool.query(
    `insert into place (id, kind, path, name) values ($1::uuid, 'district', '/' || $1::text || '/', 'd')`,
    [district],
  );
  const ids = Array.from({ length: amount }, () => randomUUID());
  await pool.query(
    `insert into place (id, kind, parent_id, path, name)
     select id, 'estate'::"PlaceKind", $1::uuid, '/' || $1::text || '/' || id || '/', id::text from unnest($2::uuid[]) as estate (id)`,
    [district, ids],
  );
  return ids;
}

/** Of each estate 2,500 payments by a hundred payers into a project of its own. */
export async function seedEntries(pool: Pool, estateIds: readonly string[]): Promise<void> {
  await pool.query(
    `insert into ledger_account (id, estate_id, project_id, source, kind, payer, purpose, opened_at)
     select md5(e.id || kind || k)::uuid, e.id, md5(e.id || 'project')::uuid, 'household', kind,
       case kind when 'received' then 'owner:' || md5(e.id || 'payer' || k)::uuid end, 'project', '2026-01-01'
     from unnest($1::uuid[]) as e (id), (select 'held' as kind, 0 as k union all select 'received', k from generate_series(0, $2::int - 1) k) account`,
    [estateIds, PAYERS],
  );
  for (let from = 0; from < estateIds.length; from += AT_ONCE)
    await pool.query(
      `with payment as materialized (
         select e.id as estate_id, n, md5(e.id || 'payment' || n)::uuid as id, 100 + n % 900 as fen, n % $2::int as k,
           '2026-06-01'::timestamptz + make_interval(secs => n) as at
         from unnest($1::uuid[]) as e (id), generate_series(0, $3::int - 1) n),
       stated as (
         insert into ledger_transaction (id, business_key, kind, estate_id, happened_on, recorded_at, content_hash, entry_count)
         select id, id::text, 'receipt', estate_id, '2026-06-01', at, 'h', 2 from payment)
       insert into ledger_entry (transaction_id, line_no, account_id, amount_fen, entry_no, balance_after_fen, recorded_at)
       select id, 1, md5(estate_id || 'held0')::uuid, fen, n + 1, sum(fen) over (partition by estate_id order by n), at from payment
       union all
       select id, 2, md5(estate_id || 'received' || k)::uuid, -fen, n / $2::int + 1, -sum(fen) over (partition by estate_id, k order by n), at
       from payment`,
      [estateIds.slice(from, from + AT_ONCE), PAYERS, PAYMENTS],
    );
}
