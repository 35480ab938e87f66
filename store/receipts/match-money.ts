// A person says whose money is: a household's, or what another source of the plan pays in; and takes it back when that was wrong. The process hears of
// each payment of another source.
import type { PlanSource } from '../../domain/cofunding/messages';
import { isMoney } from '../../domain/cofunding/plan';
import { PUBLIC_SOURCES } from '../../domain/cofunding/words';
import type { PaymentClass } from '../../domain/receipts/classify';
import { paidByOf } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { reverse } from '../ledger/reverse';
import { tellProcess } from '../record/tell-process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { tellIfAllPaid } from './all-paid';
import { lockCollecting } from './collect-window';
import { judge, lockHouseholds, matchOf, type HouseholdTarget } from './households';
import { keepMatches, sourceMatch, standingMatch, waitingMoney } from './keep-matches';
import { openPayer } from './payer-details';
import { findPayer, holderNames } from './payers';
import { readPlan, type ProjectPlanRow } from './project-plan';
import { readMoney } from './take-money';

/**
 * A person says whose waiting money is. Refuses `not-found`, `money-matched`, `money-being-returned`, `not-collecting`, `payer-not-found`,
 * `project-takes-no-money` (it lapsed or ended) and `payment-too-late`.
 */
export async function matchToHousehold(
  tx: Tx,
  cipher: FieldCipher,
  asked: { estateId: string; moneyId: string; byAccount: string; at: Date } & HouseholdTarget,
): Promise<PaymentClass> {
  const money = await waitingMoney(tx, asked.estateId, asked.moneyId);
  const payer = await findPayer(tx, asked.processId, asked.rightNo);
  const names = await holderNames(tx, payer?.holderOwnerIds ?? []);
  const paidBy = paidByOf(openPayer(cipher, money.sealed)?.name ?? null, names);
  const household = (await lockHouseholds(tx, [asked]))(asked);
  if (household.window.estateId !== asked.estateId) throw refused('not-collecting', { processId: asked.processId });
  const paymentClass = judge(household, money.amountFen, { on: money.happenedOn }, paidBy);
  if (paymentClass.returnedFor === 'lapsed') throw refused('project-takes-no-money', { processId: asked.processId });
  if (paymentClass.returnedFor === 'late') throw refused('payment-too-late', { processId: asked.processId });
  const by = { why: ['person'], byAccount: asked.byAccount, at: asked.at };
  await keepMatches(tx, [{ money, match: { ...matchOf(household, paymentClass, asked), ...by } }]);
  await tellIfAllPaid(tx, asked.processId, asked.at);
  return paymentClass;
}

/** Who pays a source in, as the ledger names it: the repair fund and public money come through the street. */
function payerOfSource({ kind, uscc }: PlanSource): string | undefined {
  if (PUBLIC_SOURCES.includes(kind) || kind === 'repairFund') return 'street';
  return kind === 'sponsor' && uscc !== undefined ? `org:${uscc}` : undefined;
}

/** The source of an open project's plan. Refuses `not-collecting`, `project-takes-no-money`, `source-not-paid-in`. */
export async function openSource(
  tx: Tx,
  estateId: string,
  { processId, sourceId }: { processId: string; sourceId: string },
): Promise<{ plan: ProjectPlanRow; source: PlanSource }> {
  const plan = await readPlan(tx, processId);
  if (plan?.estateId !== estateId) throw refused('not-collecting', { processId });
  if (plan.outcome !== null) throw refused('project-takes-no-money', { processId });
  const source = plan.sources.find((other) => other.sourceId === sourceId);
  if (!source || source.kind === 'household' || !isMoney(source)) throw refused('source-not-paid-in', { sourceId });
  return { plan, source };
}

/**
 * Waiting money is what a grant, a sponsor or the repair fund pays in. Refuses as `waitingMoney` and `openSource` do, and `source-not-paid-in` for
 * the estate's own money, which is moved, not paid in.
 */
export async function matchToSource(
  tx: Tx,
  asked: { estateId: string; moneyId: string; processId: string; sourceId: string; byAccount: string; at: Date },
): Promise<void> {
  const { moneyId, processId, sourceId, byAccount, at } = asked;
  const money = await waitingMoney(tx, asked.estateId, moneyId);
  const { source } = await openSource(tx, asked.estateId, asked);
  const payer = payerOfSource(source);
  if (payer === undefined) throw refused('source-not-paid-in', { sourceId });
  const match = sourceMatch({ processId, sourceId, payer, byAccount, at });
  const [attemptNo] = await keepMatches(tx, [{ money, match }]);
  await tellSource(tx, { processId, sourceId, amountFen: money.amountFen, key: `${moneyId}:${attemptNo}`, at });
}

export async function tellSource(
  tx: Tx,
  told: { processId: string; sourceId: string; amountFen: number; key: string; at: Date },
): Promise<void> {
  const { processId, sourceId, amountFen, key, at } = told;
  const command = { type: 'recordSourceReceived', sourceId, amountFen };
  await tellProcess(tx, processId, `${processId}:source:${sourceId}:${key}`, command, at);
  await tellIfAllPaid(tx, processId, at);
}

/**
 * Takes a match back; the money waits again. Refuses `not-found`, `money-not-matched`, `transfer-stands`, and what the ledger refuses: money
 * that was spent or given back since.
 */
export async function undoMatch(
  tx: Tx,
  asked: { estateId: string; moneyId: string; byAccount: string; reasonText: string; at: Date },
): Promise<void> {
  const { estateId, moneyId, byAccount, reasonText, at } = asked;
  await lockEstates(tx, [estateId]);
  const money = await readMoney(tx, moneyId);
  if (money?.estateId !== estateId) throw refused('not-found');
  if (money.way === 'transfer') throw refused('transfer-stands', { moneyId });
  const match = await standingMatch(tx, moneyId);
  if (!match) throw refused('money-not-matched', { moneyId });
  await lockCollecting(tx, match.processId);
  const { attemptNo } = match;
  const businessKey = `money:${moneyId}:undo:${attemptNo}`;
  const undone = await reverse(tx, {
    ...{ transactionId: match.transactionId, businessKey, reasonText, byAccounts: [byAccount], at },
  });
  await tx.query(
    `insert into money_match_end (money_id, attempt_no, transaction_id, reason_text, by_account, at) values ($1, $2, $3, $4, $5, $6)`,
    [moneyId, attemptNo, undone.transactionId, reasonText, byAccount, at],
  );
}
