// What one person has begun with money and a second one has to finish, outside any process: a posting to be taken back, a refund said to be paid, cash to be
// counted, a spending to be approved. (Payments of a project are duties of its process, with reminders of their own.) One list of all of them.
import type { Role } from '../../domain/process';
import type { Db } from '../ledger/balances';

export const SECOND_STEPS = ['ledgerReversal', 'refund', 'cash', 'feeSpending', 'commonSpending'] as const;
export type SecondStep = (typeof SECOND_STEPS)[number];

/** Whoever may be the second person, where their grant covers the estate; whoever was the first never is. */
export const SECOND_ROLES = [
  'committeeMember',
  'communitySecretary',
  'streetOfficer',
] as const satisfies readonly Role[];

/**
 * SQL: `step`, `id`, `estate_id`, `process_id`, `fen`, `since`, `first` (accounts that have done their part) and `holder` (in whose account the money is; a
 * firm's manager is a second person only for its own escrow account).
 */
export const WAITING = `
  select 'ledgerReversal' as step, q.id, t.estate_id, t.process_id, (select sum(e.amount_fen) from ledger_entry e where e.transaction_id = t.id and e.amount_fen > 0)
    as fen, q.asked_at as since, array[q.asked_by] as first, null as holder
  from ledger_reversal_request q join ledger_transaction t on t.id = q.transaction_id where q.decision is null
  union all
  select 'refund', r.id, r.estate_id, r.process_id, r.amount_fen, r.changed_at, array[r.first_by], coalesce(i.holder, p.holder)
  from refund r left join money_in i on i.id = r.money_id left join project_plan p on p.process_id = r.process_id
  where r.state in ('confirmed', 'disposed') and r.first_by is not null and r.transaction_id is null
  union all
  select 'cash', c.id, c.estate_id, c.process_id, c.amount_fen, c.entered_at, array[c.entered_by], p.holder
  from cash_receipt c left join project_plan p on p.process_id = c.process_id
  where not exists (select from cash_receipt_end e where e.receipt_id = c.id)
  union all
  select 'feeSpending', s.id, s.estate_id, null, s.amount_fen, s.proposed_at, array[s.proposed_by], null from fee_spending s where s.state = 'proposed'
  union all
  select 'commonSpending', s.spending_id, s.estate_id, null, s.amount_fen, s.proposed_at, a.accounts || s.proposed_by, null
  from common_spending s cross join lateral (
    select coalesce(array_agg(account_id), '{}') as accounts from common_spending_approval a where a.spending_id = s.spending_id) a
  where cardinality(a.accounts) < 2 and not exists (select from common_spending_payment p where p.spending_id = s.spending_id)`;

/** SQL: the accounts `a` that may be the second person of `w` at the estate `e`. */
export const SECOND_PERSONS = `role_grant g on g.ended_at is null and starts_with(e.path, g.path)
    and (g.role in (${SECOND_ROLES.map((role) => `'${role}'`).join(', ')}) or (g.role = 'firmManager' and w.holder = 'firmEscrow'))
  join account a on a.id = g.account_id and a.disabled_at is null and not a.id = any(w.first)`;

export interface WaitingStep {
  step: SecondStep;
  /** The request, the refund, the receipt, the spending. */
  id: string;
  estateId: string;
  estateName: string;
  processId: string | null;
  amountFen: string;
  since: Date;
  /** Accounts that have done their part. */
  first: string[];
}

/** At or inside a place, what has waited longest first. */
export async function pageOfWaitingSteps(
  db: Db,
  path: string,
  page: { step: SecondStep | null; after: { since: string; id: string } | null; limit: number },
): Promise<WaitingStep[]> {
  const { rows } = await db.query<WaitingStep>(
    `select w.step, w.id, w.estate_id as "estateId", e.name as "estateName", w.process_id as "processId", w.fen::text as "amountFen", w.since, w.first
     from (${WAITING}) w join place e on e.id = w.estate_id
     where starts_with(e.path, $1) and ($2::text is null or w.step = $2) and ($3::timestamptz is null or (w.since, w.id) > ($3, $4::uuid))
     order by w.since, w.id limit $5`,
    [path, page.step, page.after?.since ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}
