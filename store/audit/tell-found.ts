// Tells whoever watches over an estate what an audit found in its money for the first time: a number, and the audit in which it stands.
import type { Pool } from 'pg';
import { MONEY_KINDS } from './differences';
import type { Found } from './items';

/** One message for each estate and person. Harmless when run twice: its key is the audit, the place and the addressee. */
export async function tellFound(pool: Pool, { auditId, now }: Found): Promise<void> {
  await pool.query(
    `insert into outgoing_message (id, key, template, channel, to_account_id, place_path, params, created_at, sent_at)
     select gen_random_uuid(), 'audit:' || $1 || ':' || f.place_path || ':' || w.id, 'moneyFound', 'captured', w.id, f.place_path,
       jsonb_build_object('auditId', $1::text, 'found', f.found), $2, $2
     from (select i.place_path, count(*)::int as found from audit_finding x join audit_item i on i.id = x.item_id
         where x.audit_id = $1::uuid and i.kind = any($3::text[]) and i.resolved_at is null and i.place_path is not null
           and not exists (select from audit_finding o where o.item_id = i.id and o.audit_id <> x.audit_id) group by i.place_path) f
       join lateral (select distinct a.id from role_grant g join account a on a.id = g.account_id
         where g.role in ('districtSupervisor', 'auditor') and g.ended_at is null and a.disabled_at is null and starts_with(f.place_path, g.path)) w on true
     on conflict (key) do nothing`,
    [auditId, now, MONEY_KINDS],
  );
}
