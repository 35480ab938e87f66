// To whom money is booked: to a household by its payment, to another source of the plan, and back to nobody when a match was wrong. The process
// hears once when every household has paid, and of each payment of another source.
import type { LocalDate } from '../../domain/calendar/types';
import type { PlanSource } from '../../domain/cofunding/messages';
import { isMoney } from '../../domain/cofunding/plan';
import { PUBLIC_SOURCES } from '../../domain/cofunding/words';
import { classify, type PaidBy, type PaymentClass } from '../../domain/receipts/classify';
import { paidByOf } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { reverse } from '../ledger/reverse';
import { tellProcess } from '../record/tell-process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { isLateFor, lockCollecting, type CollectWindowRow } from './collect-window';
import { countOwing, findPayer, holderNames, type PayerRow } from './payers';
import { readPlan, type ProjectPlanRow } from './project-plan';
import { keepMatch, openPayer, readMoney, standingMatch, takeIn, waitingMoney, type Incoming } from './take-money';
import { countReceived } from './totals';

export interface HouseholdTarget {
  processId: string;
  rightNo: number;
}

interface Judged extends PaymentClass {
  window: CollectWindowRow;
  payer: PayerRow;
  sourceId: string;
}

/** When it was paid: to the instant where that is known. */
type PaidAt = { at: Date } | { on: LocalDate };

/** Under the window's lock. Refuses `not-collecting` and `payer-not-found`. */
async function judge(tx: Tx, to: HouseholdTarget, amountFen: number, paid: PaidAt, paidBy: PaidBy): Promise<Judged> {
  const window = (await lockCollecting(tx, to.processId))?.window;
  const household = (await readPlan(tx, to.processId))?.sources.find(({ kind }) => kind === 'household');
  if (!window || !household) throw refused('not-collecting', { processId: to.processId });
  const payer = await findPayer(tx, to.processId, to.rightNo);
  if (!payer) throw refused('payer-not-found', { rightNo: to.rightNo });
  const { dueFen, paidFen, refundedFen } = payer;
  const isLate = isLateFor(window.closesAt, paid);
  const { state, isContracted } = window;
  const situation = { amountFen, dueFen, paidFen, refundedFen, state, isLate, isContracted, paidBy };
  return { ...classify(situation), window, payer, sourceId: household.sourceId };
}

export interface ReceivedPayment extends PaymentClass {
  moneyId: string;
  isNew: boolean;
}

/**
 * Books money that is known to be for a household. What cannot be taken any more waits for somebody to send it back. Refuses as `judge` and
 * `takeIn` do. The caller tells the process with `tellIfAllPaid`.
 */
export async function receiveFor(
  tx: Tx,
  cipher: FieldCipher,
  incoming: Incoming,
  to: HouseholdTarget & { why: readonly string[]; paidBy: PaidBy; paid: PaidAt },
): Promise<ReceivedPayment> {
  await lockEstates(tx, [incoming.estateId]);
  const judged = await judge(tx, to, incoming.amountFen, to.paid, to.paidBy);
  const waiting = judged.returnedFor && { doubt: judged.returnedFor, processId: to.processId, rightNo: to.rightNo };
  const taken = await takeIn(tx, cipher, incoming, waiting);
  const money = await readMoney(tx, taken.moneyId);
  if (taken.isNew && money && judged.returnedFor === null) {
    const byAccount = incoming.byAccounts[0] ?? null;
    await keepMatch(tx, money, { ...matchOf(judged, to), why: to.why, byAccount, at: incoming.at });
  }
  return { ...classOf(judged), ...taken };
}

const classOf = ({ window: _window, payer: _payer, sourceId: _sourceId, ...paymentClass }: Judged): PaymentClass =>
  paymentClass;

const matchOf = (judged: Judged, { processId, rightNo }: HouseholdTarget) => ({
  ...{ processId, rightNo, sourceId: judged.sourceId, payer: judged.payer.payer, amountClass: judged.amount },
  ...{ timing: judged.timing, paidBy: judged.paidBy, excessFen: judged.excessFen },
});

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
  const judged = await judge(tx, asked, money.amountFen, { on: money.happenedOn }, paidBy);
  if (judged.window.estateId !== asked.estateId) throw refused('not-collecting', { processId: asked.processId });
  if (judged.returnedFor === 'lapsed') throw refused('project-takes-no-money', { processId: asked.processId });
  if (judged.returnedFor === 'late') throw refused('payment-too-late', { processId: asked.processId });
  await keepMatch(tx, money, { ...matchOf(judged, asked), why: ['person'], byAccount: asked.byAccount, at: asked.at });
  await tellIfAllPaid(tx, asked.processId, asked.at);
  return classOf(judged);
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
  const { attemptNo } = await keepMatch(tx, money, {
    ...{ processId, sourceId, rightNo: null, payer, amountClass: null, timing: 'inTime', paidBy: 'self', excessFen: 0 },
    ...{ why: ['person'], byAccount, at },
  });
  await tellSource(tx, { processId, sourceId, amountFen: money.amountFen, key: `${moneyId}:${attemptNo}`, at });
}

export async function tellSource(
  tx: Tx,
  told: { processId: string; sourceId: string; amountFen: number; key: string; at: Date },
): Promise<void> {
  const { processId, sourceId, amountFen, key, at } = told;
  const command = { type: 'recordSourceReceived', sourceId, amountFen };
  await tellProcess(tx, processId, `${processId}:source:${sourceId}:${key}`, command, at);
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

/** Once for each version of the plan: when no household owes anything any more while the project collects. */
export async function tellIfAllPaid(tx: Tx, processId: string, at: Date): Promise<void> {
  const window = (await lockCollecting(tx, processId))?.window;
  if (window?.state !== 'open' || (await countOwing(tx, processId)) > 0) return;
  const received = await countReceived(tx, processId);
  await tellProcess(tx, processId, `${processId}:allPaid:${window.version}`, { type: 'recordAllPaid', received }, at);
}
