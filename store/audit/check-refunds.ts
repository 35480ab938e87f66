// Nobody has got back more than was paid in: each payer of a source by the ledger, each piece of money by the refunds that name it, each order by what its
// provider told.
import { eachPage } from '../each-page';
import type { Db } from '../ledger/balances';
import type { Difference } from './differences';

const BEYOND = `
  select 'account:' || a.id as subject, jsonb_build_object('accounts', array[a.id::text], 'processId', a.project_id, 'paidFen', coalesce(paid.fen, 0),
    'refundedFen', back.fen) as detail
  from ledger_account a cross join lateral (select sum(e.amount_fen) as fen from ledger_entry e where e.account_id = a.id) back
    left join ledger_account r on r.estate_id = a.estate_id and r.project_id = a.project_id and r.source = a.source and r.payer = a.payer and r.kind = 'received'
    left join lateral (select -sum(e.amount_fen) as fen from ledger_entry e where e.account_id = r.id) paid on true
  where a.estate_id = $1 and a.kind = 'refunded' and back.fen > coalesce(paid.fen, 0)
  union all
  select 'money:' || i.id, jsonb_build_object('moneyId', i.id, 'paidFen', i.amount_fen, 'refundedFen', sum(r.amount_fen))
  from refund r join money_in i on i.id = r.money_id where r.estate_id = $1 group by i.id having sum(r.amount_fen) > i.amount_fen
  union all
  select 'order:' || o.id, jsonb_build_object('orderId', o.id, 'paidFen', o.amount_fen, 'refundedFen', sum(e.fen))
  from project_plan p join payment_order o on o.process_id = p.process_id
    join lateral (select max(t.amount_fen) as fen from payment_event t where t.order_id = o.id and t.kind = 'refunded' and t.result <> 'stale'
      group by coalesce(t.refund_id::text, t.event_id)) e on true
  where p.estate_id = $1 group by o.id having sum(e.fen) > o.amount_fen`;

const PAGE = 200;

type Beyond = Pick<Difference, 'subject' | 'detail'>;

/** Of one estate, in the order of their subjects. */
export async function* checkRefunds(
  db: Db,
  { estateId, placePath }: { estateId: string; placePath: string },
): AsyncGenerator<Difference> {
  const beyond = async (after: Beyond | null): Promise<Beyond[]> => {
    const { rows } = await db.query<Beyond>(
      `select * from (${BEYOND}) difference where subject > $2 order by subject limit $3`,
      [estateId, after?.subject ?? '', PAGE],
    );
    return rows;
  };
  for await (const page of eachPage(PAGE, beyond))
    for (const difference of page) yield { kind: 'refundBeyondPaid', ...difference, processId: null, placePath };
}
