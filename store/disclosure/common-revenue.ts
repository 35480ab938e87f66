// The estate's own money as people record it: income by category, spending proposed by one, approved by two others, and paid. All of it is posted
// through the ledger, in the transaction that records it. Who may is the API's; what a fund and a category are is domain/disclosure.
import type { Pool } from 'pg';
import { localDateOf } from '../../domain/calendar/instant';
import type { LocalDate } from '../../domain/calendar/types';
import type { Fund, IncomeCategory, SpendingPurpose } from '../../domain/disclosure/figures';
import type { AccountRef } from '../../domain/ledger/accounts';
import { post } from '../ledger/post';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { refuseUncertified } from './vote-basis';

const APPROVALS = 2;

const account = (estateId: string, source: Fund, kind: AccountRef['kind']): AccountRef => ({
  ...{ estateId, projectId: null, source, kind, payer: null },
});

export interface Income {
  incomeId: string;
  estateId: string;
  category: IncomeCategory;
  amountFen: number;
  happenedOn: LocalDate;
  noteText: string;
  byAccount: string;
}

/** Refuses `day-in-future` and `id-already-used`. */
export async function recordIncome(tx: Tx, income: Income, at: Date): Promise<{ transactionId: string }> {
  const { incomeId, estateId, category, amountFen, happenedOn, noteText, byAccount } = income;
  refuseFuture(happenedOn, at);
  await refuseUsed(tx, 'common_income', 'income_id', incomeId);
  const { transactionId } = await post(tx, {
    ...{ businessKey: `commonIncome:${incomeId}`, kind: 'incomeReceipt', estateId, happenedOn, at },
    ...{ processId: null, byAccounts: [byAccount], documentHash: noteText },
    entries: [
      { account: account(estateId, 'commonIncome', 'held'), amountFen: BigInt(amountFen) },
      { account: account(estateId, 'commonIncome', 'income'), amountFen: -BigInt(amountFen) },
    ],
  });
  await tx.query(
    `insert into common_income (income_id, estate_id, category, amount_fen, happened_on, transaction_id, recorded_by, recorded_at, note_text)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [incomeId, estateId, category, amountFen, happenedOn, transactionId, byAccount, at, noteText],
  );
  return { transactionId };
}

export interface Spending {
  spendingId: string;
  estateId: string;
  fund: Fund;
  purpose: SpendingPurpose;
  /** The estate, or a place inside it. */
  forPlaceId: string;
  amountFen: number;
  payeeText: string;
  reasonText: string;
  vote: { voteId: string; itemId: string } | null;
  byAccount: string;
}

/** Refuses `spending-outside-estate` and `id-already-used`. */
export async function proposeSpending(tx: Tx, spending: Spending, at: Date): Promise<void> {
  const { spendingId, estateId, forPlaceId } = spending;
  const { rowCount } = await tx.query(
    `select from place p join place e on e.id = $1 where p.id = $2 and p.path like e.path || '%'`,
    [estateId, forPlaceId],
  );
  if (!rowCount) throw refused('spending-outside-estate', { placeId: forPlaceId });
  await refuseUsed(tx, 'common_spending', 'spending_id', spendingId);
  await tx.query(
    `insert into common_spending (spending_id, estate_id, fund, purpose, for_place_id, amount_fen, payee_text, reason_text, vote_id,
       item_id, proposed_by, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[spendingId, estateId, spending.fund, spending.purpose, forPlaceId, spending.amountFen],
      ...[spending.payeeText, spending.reasonText, spending.vote?.voteId ?? null, spending.vote?.itemId ?? null],
      ...[spending.byAccount, at],
    ],
  );
}

/** Refuses `not-found`, `common-spending-paid`, `own-spending` and `spending-already-approved`. */
export async function approveSpending(
  tx: Tx,
  asked: { spendingId: string; estateId: string; accountId: string },
  at: Date,
): Promise<{ approvals: number }> {
  const { spendingId, estateId, accountId } = asked;
  const spending = await lockSpending(tx, spendingId, estateId);
  if (spending.isPaid) throw refused('common-spending-paid', { id: spendingId });
  if (spending.proposedBy === accountId) throw refused('own-spending', { id: spendingId });
  if (spending.approvedBy.includes(accountId)) throw refused('spending-already-approved', { id: spendingId });
  await tx.query('insert into common_spending_approval (spending_id, account_id, at) values ($1, $2, $3)', [
    ...[spendingId, accountId, at],
  ]);
  return { approvals: spending.approvedBy.length + 1 };
}

/**
 * Posts the spending. Refuses, in this order: `not-found`, `day-in-future`, `common-spending-paid`, `common-spending-unapproved` (fewer than
 * two others have approved), `common-vote-needed` (above the limit, and no item of a certified vote of the estate's owners says yes),
 * `common-vote-used`, `not-enough-held` (the ledger's).
 */
export async function paySpending(
  tx: Tx,
  asked: { spendingId: string; estateId: string; accountId: string; happenedOn: LocalDate; limitFen: number },
  at: Date,
): Promise<{ transactionId: string }> {
  const { spendingId, estateId, accountId, happenedOn, limitFen } = asked;
  const spending = await lockSpending(tx, spendingId, estateId);
  refuseFuture(happenedOn, at);
  if (spending.isPaid) throw refused('common-spending-paid', { id: spendingId });
  const approvals = spending.approvedBy.length;
  if (approvals < APPROVALS) throw refused('common-spending-unapproved', { approvals, needed: APPROVALS });
  const amountFen = BigInt(spending.amountFen);
  const { voteId, itemId } = spending;
  if (amountFen > BigInt(limitFen))
    await refuseUncertified(tx, { estateId, vote: voteId && itemId ? { voteId, itemId } : null, limitFen });
  const { transactionId } = await post(tx, {
    ...{ businessKey: `commonSpending:${spendingId}`, kind: 'spending', estateId, happenedOn, at, processId: null },
    ...{ byAccounts: [...spending.approvedBy, accountId], documentHash: spending.reasonText },
    entries: [
      { account: account(estateId, spending.fund, 'spent'), amountFen },
      { account: account(estateId, spending.fund, 'held'), amountFen: -amountFen },
    ],
  });
  const isVoteUsed = amountFen > BigInt(limitFen);
  await tx.query(
    `insert into common_spending_payment (spending_id, transaction_id, happened_on, vote_id, item_id, paid_by, paid_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ...[spendingId, transactionId, happenedOn, isVoteUsed ? voteId : null, isVoteUsed ? itemId : null],
      ...[accountId, at],
    ],
  );
  return { transactionId };
}

interface LockedSpending {
  fund: Fund;
  amountFen: string;
  reasonText: string;
  voteId: string | null;
  itemId: string | null;
  proposedBy: string;
  approvedBy: string[];
  isPaid: boolean;
}

/** Approvals and the payment of one spending come one after the other; the row itself never changes, so a lock of its own stands for it. */
async function lockSpending(tx: Tx, spendingId: string, estateId: string): Promise<LockedSpending> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`commonSpending:${spendingId}`]);
  const { rows } = await tx.query<LockedSpending>(
    `select fund, amount_fen::text as "amountFen", reason_text as "reasonText", vote_id as "voteId", item_id as "itemId",
       proposed_by as "proposedBy",
       array(select account_id::text from common_spending_approval a where a.spending_id = s.spending_id order by at, account_id) as "approvedBy",
       exists (select from common_spending_payment p where p.spending_id = s.spending_id) as "isPaid"
     from common_spending s where spending_id = $1 and estate_id = $2`,
    [spendingId, estateId],
  );
  const [spending] = rows;
  if (!spending) throw refused('not-found');
  return spending;
}

function refuseFuture(happenedOn: LocalDate, at: Date): void {
  const today = localDateOf(at.toISOString());
  if (happenedOn > today) throw refused('day-in-future', { happenedOn, today });
}

async function refuseUsed(tx: Tx, table: string, key: string, id: string): Promise<void> {
  const { rowCount } = await tx.query(`select from ${table} where ${key} = $1`, [id]);
  if (rowCount) throw refused('id-already-used', { id });
}

export interface RevenueView {
  funds: { fund: Fund; heldFen: string }[];
  income: { category: string; amountFen: string }[];
  spending: {
    spendingId: string;
    fund: Fund;
    purpose: string;
    forPlaceId: string;
    amountFen: string;
    proposedAt: Date;
    approvals: number;
    voteId: string | null;
    itemId: string | null;
    paidOn: string | null;
    transactionId: string | null;
  }[];
}

/** Spendings that are listed; older ones are in the statements. */
const LISTED = 100;

/** What the estate's funds hold now, what has come in by category since the beginning, and the newest spendings. Nobody is named. */
export async function readRevenue(db: Pool | Tx, estateId: string): Promise<RevenueView> {
  const funds = await db.query<RevenueView['funds'][number]>(
    `select f.fund, coalesce(sum(b.balance_fen), 0)::text as "heldFen" from unnest(array['commonIncome', 'feeSurplus']) with ordinality f (fund, no)
     left join ledger_account a on a.estate_id = $1 and a.project_id is null and a.kind = 'held' and a.source = f.fund
     left join ledger_balance b on b.account_id = a.id group by f.fund, f.no order by f.no`,
    [estateId],
  );
  const income = await db.query<RevenueView['income'][number]>(
    `select i.category, sum(i.amount_fen)::text as "amountFen" from common_income i
     where i.estate_id = $1 and not exists (select from ledger_transaction t where t.reverses_id = i.transaction_id)
     group by i.category order by i.category`,
    [estateId],
  );
  const spending = await db.query<RevenueView['spending'][number]>(
    `select s.spending_id as "spendingId", s.fund, s.purpose, s.for_place_id as "forPlaceId", s.amount_fen::text as "amountFen",
       s.proposed_at as "proposedAt", s.vote_id as "voteId", s.item_id as "itemId", p.happened_on::text as "paidOn",
       p.transaction_id as "transactionId",
       (select count(*)::int from common_spending_approval a where a.spending_id = s.spending_id) as approvals
     from common_spending s left join common_spending_payment p using (spending_id)
     where s.estate_id = $1 order by s.proposed_at desc, s.spending_id limit ${LISTED}`,
    [estateId],
  );
  return { funds: funds.rows, income: income.rows, spending: spending.rows };
}
