// The figures of a statement, read from the entries of the ledger in the caller's snapshot. What a period is, and how rows become figures, is
// domain/disclosure.
import { localDateOf } from '../../domain/calendar/instant';
import type { FundRow, ProjectFigures } from '../../domain/disclosure/figures';
import type { Period } from '../../domain/disclosure/periods';
import { fenNumber } from '../../domain/ledger/money';
import type { Tx } from '../transaction';

/** Bounds of a period as the columns of a transaction know them: by the day on which it happened; in a rehearsal by the instant. */
function boundsOf({ from, until, isScaled }: Period): { column: string; type: string; values: [string, string] } {
  return isScaled
    ? { column: 't.recorded_at', type: 'timestamptz', values: [from, until] }
    : { column: 't.happened_on', type: 'date', values: [localDateOf(from), localDateOf(until)] };
}

/** What the estate's own funds held before the period, and what the period added, by kind of account and category. */
export async function readFundRows(tx: Tx, estateId: string, period: Period): Promise<FundRow[]> {
  const { column, type, values } = boundsOf(period);
  // A reversal is of the category of what it takes back.
  const { rows } = await tx.query<Omit<FundRow, 'beforeFen' | 'withinFen'> & { before: string; within: string }>(
    `select a.source as fund, a.kind, case when a.kind in ('income', 'spent') then c.category end as category,
       coalesce(sum(e.amount_fen) filter (where ${column} < $2::${type}), 0)::text as before,
       coalesce(sum(e.amount_fen) filter (where ${column} >= $2::${type}), 0)::text as within
     from ledger_account a
     join ledger_entry e on e.account_id = a.id
     join ledger_transaction t on t.id = e.transaction_id
     left join lateral (
       select i.category from common_income i where i.transaction_id in (t.id, t.reverses_id)
       union all
       select s.purpose from common_spending_payment p join common_spending s using (spending_id)
       where p.transaction_id in (t.id, t.reverses_id)
       limit 1) c on true
     where a.estate_id = $1 and a.project_id is null and a.source in ('commonIncome', 'feeSurplus') and ${column} < $3::${type}
     group by 1, 2, 3`,
    [estateId, ...values],
  );
  return rows.map(({ before, within, ...row }) => ({
    ...row,
    beforeFen: fenNumber(BigInt(before)),
    withinFen: fenNumber(BigInt(within)),
  }));
}

/** Projects of the estate that moved money in the period, or hold some at its end. */
export async function readProjectFigures(tx: Tx, estateId: string, period: Period): Promise<ProjectFigures[]> {
  const { column, type, values } = boundsOf(period);
  const within = (kind: string) =>
    `coalesce(sum(e.amount_fen) filter (where a.kind = '${kind}' and ${column} >= $2::${type}), 0)`;
  const { rows } = await tx.query<{ projectId: string } & Record<'received' | 'spent' | 'refunded' | 'held', string>>(
    `select * from (
       select a.project_id as "projectId", (-${within('received')})::text as received, ${within('spent')}::text as spent,
         ${within('refunded')}::text as refunded,
         coalesce(sum(e.amount_fen) filter (where a.kind = 'held'), 0)::text as held,
         count(*) filter (where ${column} >= $2::${type}) as moved
       from ledger_account a
       join ledger_entry e on e.account_id = a.id
       join ledger_transaction t on t.id = e.transaction_id
       where a.estate_id = $1 and a.project_id is not null and ${column} < $3::${type}
       group by a.project_id) p
     where moved > 0 or held <> '0' order by "projectId"`,
    [estateId, ...values],
  );
  return rows.map(({ projectId, received, spent, refunded, held }) => ({
    projectId,
    receivedFen: fenNumber(BigInt(received)),
    spentFen: fenNumber(BigInt(spent)),
    refundedFen: fenNumber(BigInt(refunded)),
    heldFen: fenNumber(BigInt(held)),
  }));
}
