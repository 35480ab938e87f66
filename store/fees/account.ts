// The owners' fee account (酬金制, 信托制): what came in, what was spent and for what, what is left. It belongs to the owners and is open to all of
// them. A spending is proposed by one person and approved by another; only then is it in the ledger.
import type { Pool } from 'pg';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import type { LocalDate } from '../../domain/calendar/types';
import { firmRewardFen } from '../../domain/fees/collection';
import { isOwnersAccount, type FeeForm, type FeeTerms, type SpendingCategory } from '../../domain/fees/messages';
import { monthOf } from '../../domain/fees/months';
import { scheduleOf } from '../../domain/fees/schedule';
import type { Role } from '../../domain/process';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';
import { assertHeld, heldFen, postSpending } from './post-fees';
import { readSchedules } from './schedules';

export interface ProposedSpending {
  spendingId: string;
  estateId: string;
  category: SpendingCategory;
  amountFen: number;
  spentOn: LocalDate;
  purposeText: string;
  documentSha256: string | null;
  commandId: string;
  byAccount: string;
  byRole: Role;
  at: Date;
}

/** Refuses `spending-in-future`, `fee-account-not-owners`, `id-already-used`. */
export async function proposeSpending(tx: Tx, asked: ProposedSpending): Promise<void> {
  const { spendingId, estateId, category, amountFen, spentOn, documentSha256, commandId, byAccount, byRole, at } =
    asked;
  if (spentOn > localDateOf(instantOf(at.getTime()))) throw refused('spending-in-future', { spentOn });
  const form = await formIn(tx, estateId, spentOn.slice(0, 7));
  if (form === null || !isOwnersAccount(form)) throw refused('fee-account-not-owners', { form });
  const purposeText = await storeText(tx, asked.purposeText, { commandId, field: 'purposeText', at });
  const { rowCount } = await tx.query(
    `insert into fee_spending (id, estate_id, category, amount_fen, spent_on, purpose_text, document_sha256, proposed_by, proposed_role,
       proposed_at, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed') on conflict (id) do nothing`,
    [...[spendingId, estateId, category, amountFen, spentOn, purposeText, documentSha256], ...[byAccount, byRole, at]],
  );
  if (!rowCount) throw refused('id-already-used', { id: spendingId });
}

async function formIn(db: Pool | Tx, estateId: string, month: string): Promise<FeeForm | null> {
  return scheduleOf(await readSchedules(db, estateId), month)?.form ?? null;
}

/**
 * Approves and posts, or turns down. Refuses `not-found`, `spending-already-decided`, `spending-own-proposal` (whoever proposed it never decides),
 * `fee-account-overdrawn`, `firm-reward-exceeded`.
 */
export async function decideSpending(
  tx: Tx,
  asked: { estateId: string; spendingId: string; isApproved: boolean; byAccount: string; at: Date },
): Promise<{ state: 'posted' | 'refused' }> {
  const { estateId, spendingId, isApproved, byAccount, at } = asked;
  await lockEstates(tx, [estateId]);
  const { rows } = await tx.query<{
    category: SpendingCategory;
    amountFen: number;
    spentOn: LocalDate;
    purposeText: string;
    documentSha256: string | null;
    proposedBy: string;
    state: string;
  }>(
    `select category, amount_fen::float8 as "amountFen", spent_on::text as "spentOn", purpose_text as "purposeText",
       document_sha256 as "documentSha256", proposed_by as "proposedBy", state from fee_spending where id = $1 and estate_id = $2 for update`,
    [spendingId, estateId],
  );
  const [spending] = rows;
  if (!spending) throw refused('not-found');
  if (spending.state !== 'proposed') throw refused('spending-already-decided', { spendingId });
  if (spending.proposedBy === byAccount) throw refused('spending-own-proposal', { spendingId });
  const { amountFen, spentOn, documentSha256, proposedBy } = spending;
  let transactionId: string | null = null;
  if (isApproved) {
    await assertHeld(tx, estateId, amountFen);
    if (spending.category === 'firmReward') await assertRewardWithin(tx, estateId, amountFen);
    const posted = await postSpending(tx, {
      ...{
        spendingId,
        isSurplus: spending.category === 'surplus',
        estateId,
        amountFen,
        spentOn,
        documentSha256,
        byAccounts: [proposedBy, byAccount],
        at,
      },
    });
    transactionId = posted.transactionId;
  }
  const state = isApproved ? 'posted' : 'refused';
  await tx.query(
    'update fee_spending set state = $2, decided_by = $3, decided_at = $4, transaction_id = $5 where id = $1',
    [...[spendingId, state, byAccount, at, transactionId]],
  );
  return { state };
}

async function assertRewardWithin(tx: Tx, estateId: string, amountFen: number): Promise<void> {
  const { limitFen, takenFen } = await rewardOf(tx, estateId);
  if (takenFen + amountFen > limitFen) throw refused('firm-reward-exceeded', { limitFen, takenFen, amountFen });
}

/** What the firm may have taken by now, schedule by schedule, and what it has. */
async function rewardOf(db: Pool | Tx, estateId: string): Promise<{ limitFen: number; takenFen: number }> {
  const { rows } = await db.query<{ terms: FeeTerms; paidFen: number }>(
    `select s.terms, coalesce(sum(b.paid_fen), 0)::float8 as "paidFen" from fee_schedule s
     join fee_run r on r.estate_id = s.estate_id and r.schedule_version = s.version join fee_bill b on b.run_id = r.id
     where s.estate_id = $1 group by s.version, s.terms`,
    [estateId],
  );
  const { rows: taken } = await db.query<{ takenFen: number }>(
    `select coalesce(sum(amount_fen), 0)::float8 as "takenFen" from fee_spending
     where estate_id = $1 and category = 'firmReward' and state = 'posted'`,
    [estateId],
  );
  const limitFen = rows.reduce(
    (sum, { terms, paidFen }) => sum + (terms.firmShare ? firmRewardFen(paidFen, terms.firmShare) : 0),
    0,
  );
  return { limitFen, takenFen: taken[0]?.takenFen ?? 0 };
}

export interface FeeAccount {
  form: FeeForm;
  /** Billed and paid on bills of the forms in which the account is the owners'. */
  billedFen: number;
  paidFen: number;
  spentFen: number;
  /** By the ledger. */
  balanceFen: number;
  rewardLimitFen: number;
  rewardTakenFen: number;
  byCategory: { category: SpendingCategory; amountFen: number }[];
  byMonth: { month: string; billedFen: number; paidFen: number }[];
}

/** The account as it stands, the last 36 months apart. Refuses `fee-account-not-owners` where the money is the firm's and always was. */
export async function readAccount(pool: Pool, estateId: string, now: Date): Promise<FeeAccount> {
  const schedules = await readSchedules(pool, estateId);
  const owners = schedules.filter(({ form }) => isOwnersAccount(form));
  const current = scheduleOf(schedules, monthOf(instantOf(now.getTime())));
  const shown = current && isOwnersAccount(current.form) ? current : owners.at(-1);
  if (!shown) throw refused('fee-account-not-owners', { form: current?.form ?? null });
  const { rows: byMonth } = await pool.query<FeeAccount['byMonth'][number]>(
    `select r.month, sum(b.amount_fen)::float8 as "billedFen", sum(b.paid_fen)::float8 as "paidFen"
     from fee_run r join fee_bill b on b.run_id = r.id where r.estate_id = $1 and r.schedule_version = any ($2) group by r.month order by r.month desc`,
    [estateId, owners.map(({ version }) => version)],
  );
  const { rows: byCategory } = await pool.query<FeeAccount['byCategory'][number]>(
    `select category, sum(amount_fen)::float8 as "amountFen" from fee_spending where estate_id = $1 and state = 'posted'
     group by category order by category`,
    [estateId],
  );
  const reward = await rewardOf(pool, estateId);
  const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  return {
    form: shown.form,
    billedFen: sum(byMonth.map(({ billedFen }) => billedFen)),
    paidFen: sum(byMonth.map(({ paidFen }) => paidFen)),
    spentFen: sum(byCategory.map(({ amountFen }) => amountFen)),
    balanceFen: await heldFen(pool, estateId),
    rewardLimitFen: reward.limitFen,
    rewardTakenFen: reward.takenFen,
    byCategory,
    byMonth: byMonth.slice(0, 36),
  };
}

export interface Spending {
  spendingId: string;
  category: SpendingCategory;
  amountFen: number;
  spentOn: LocalDate;
  purposeText: string;
  documentSha256: string | null;
  state: 'proposed' | 'posted' | 'refused';
  proposedRole: Role;
  proposedAt: Date;
  decidedAt: Date | null;
}

/** Newest first. */
export async function listSpendings(
  pool: Pool,
  estateId: string,
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<Spending[]> {
  const { rows } = await pool.query<Spending>(
    `select id as "spendingId", category, amount_fen::float8 as "amountFen", spent_on::text as "spentOn", purpose_text as "purposeText",
       document_sha256 as "documentSha256", state, proposed_role as "proposedRole", proposed_at as "proposedAt", decided_at as "decidedAt"
     from fee_spending where estate_id = $1 and ($2::timestamptz is null or (proposed_at, id) < ($2, $3::uuid))
     order by proposed_at desc, id desc limit $4`,
    [estateId, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
  return rows;
}
