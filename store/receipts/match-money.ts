// To whom money is booked: to a household by its payment, to another source of the plan, and back to nobody when a match was wrong. The process
// hears once when every household has paid, and of each payment of another source.
import type { LocalDate } from '../../domain/calendar/types';
import type { PlanSource } from '../../domain/cofunding/messages';
import { isMoney, isPaidInFirst } from '../../domain/cofunding/plan';
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
import { doesAnybodyOwe, findPayer, holderNames, payersOf, type PayerRow } from './payers';
import { readPlan, type ProjectPlanRow } from './project-plan';
import { keepMatches, sourceMatch, standingMatch, waitingMoney } from './keep-matches';
import { openPayer } from './payer-details';
import { moneyIdOf, readAllMoney, readMoney, takeAll, type Incoming, type Taken, type WaitsFor } from './take-money';
import { countReceived } from './totals';

export interface HouseholdTarget {
  processId: string;
  rightNo: number;
}

/** When it was paid: to the instant where that is known. */
type PaidAt = { at: Date } | { on: LocalDate };

interface Household {
  window: CollectWindowRow;
  sourceId: string;
  payer: PayerRow;
}

/**
 * The households with what they have paid, under the windows' locks and in the order of their projects. Refuses `not-collecting` and
 * `payer-not-found`.
 */
async function lockHouseholds(
  tx: Tx,
  targets: readonly HouseholdTarget[],
): Promise<(to: HouseholdTarget) => Household> {
  const found = new Map<string, Household>();
  for (const processId of [...new Set(targets.map((to) => to.processId))].sort()) {
    const window = (await lockCollecting(tx, processId))?.window;
    const source = (await readPlan(tx, processId))?.sources.find(({ kind }) => kind === 'household');
    if (!window || !source) throw refused('not-collecting', { processId });
    const rights = targets.filter((to) => to.processId === processId).map(({ rightNo }) => rightNo);
    for (const payer of await payersOf(tx, processId, rights))
      found.set(`${processId}:${payer.rightNo}`, { window, payer, sourceId: source.sourceId });
  }
  return ({ processId, rightNo }) => {
    const household = found.get(`${processId}:${rightNo}`);
    if (!household) throw refused('payer-not-found', { rightNo });
    return household;
  };
}

/** What the payment is to the household as it stands; one that is taken counts for the next. */
function judge({ window, payer }: Household, amountFen: number, paid: PaidAt, paidBy: PaidBy): PaymentClass {
  const { dueFen, paidFen, refundedFen } = payer;
  const isLate = isLateFor(window.closesAt, paid);
  const { state, isContracted } = window;
  const paymentClass = classify({ amountFen, dueFen, paidFen, refundedFen, state, isLate, isContracted, paidBy });
  if (paymentClass.returnedFor === null) payer.paidFen += amountFen;
  return paymentClass;
}

/** Money that came in, and whose it is; `waiting` where that is not known. */
export type ToReceive = { incoming: Incoming } & (
  { to: HouseholdTarget & { why: readonly string[]; paidBy: PaidBy; paid: PaidAt } } | { waiting: WaitsFor }
);

/** `class` of a payment that was judged now; null for money of nobody, and for what had come before. */
export type ReceivedMoney = Taken & { class: PaymentClass | null };

/**
 * Books what came in, each piece of another key: to its household, or as waiting; what cannot be taken any more waits for somebody to send it
 * back. Refuses as `lockHouseholds` does. The caller tells the process with `tellIfAllPaid`.
 */
export async function receiveAll(tx: Tx, cipher: FieldCipher, asked: readonly ToReceive[]): Promise<ReceivedMoney[]> {
  await lockEstates(
    tx,
    asked.map(({ incoming }) => incoming.estateId),
  );
  const householdOf = await lockHouseholds(
    tx,
    asked.flatMap((one) => ('to' in one ? [one.to] : [])),
  );
  const known = await readAllMoney(
    tx,
    asked.map(({ incoming }) => moneyIdOf(incoming.businessKey)),
  );
  const judged = asked.map((one) => {
    const { incoming } = one;
    if ('waiting' in one) return { incoming, waiting: one.waiting, class: null, match: null };
    const household = householdOf(one.to);
    if (known.has(moneyIdOf(incoming.businessKey))) return { incoming, waiting: null, class: null, match: null };
    const paymentClass = judge(household, incoming.amountFen, one.to.paid, one.to.paidBy);
    const { processId, rightNo, why } = one.to;
    const doubt = paymentClass.returnedFor;
    if (doubt !== null) return { incoming, waiting: { doubt, processId, rightNo }, class: paymentClass, match: null };
    const by = { why, byAccount: incoming.byAccounts[0] ?? null, at: incoming.at };
    return {
      incoming,
      waiting: null,
      class: paymentClass,
      match: { ...matchOf(household, paymentClass, one.to), ...by },
    };
  });
  const taken = await takeAll(tx, cipher, judged);
  const matches = judged.flatMap(({ incoming, match }, index) => {
    const moneyId = taken[index]?.moneyId ?? '';
    return match ? [{ money: { ...incoming, moneyId }, match }] : [];
  });
  if (matches.length > 0) await keepMatches(tx, matches);
  return taken.map((one, index) => ({ ...one, class: judged[index]?.class ?? null }));
}

/** One payment of a household, as `receiveAll`. Refuses `money-differs` as well. */
export async function receiveFor(
  tx: Tx,
  cipher: FieldCipher,
  incoming: Incoming,
  to: HouseholdTarget & { why: readonly string[]; paidBy: PaidBy; paid: PaidAt },
): Promise<{ moneyId: string; class: PaymentClass }> {
  const [received] = await receiveAll(tx, cipher, [{ incoming, to }]);
  // It is one piece under a key of our own making: it was not here before.
  if (!received?.class) throw refused('money-differs', { amountFen: incoming.amountFen });
  return { moneyId: received.moneyId, class: received.class };
}

const matchOf = (
  { payer, sourceId }: Household,
  { amount, timing, paidBy, excessFen }: PaymentClass,
  { processId, rightNo }: HouseholdTarget,
) => ({ processId, rightNo, sourceId, payer: payer.payer, amountClass: amount, timing, paidBy, excessFen });

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

/**
 * Once each time that collecting has begun: when no household owes anything any more and every other source that pays before the works is in. Asked
 * after each payment, and when collecting begins again.
 */
export async function tellIfAllPaid(tx: Tx, processId: string, at: Date): Promise<void> {
  const window = (await lockCollecting(tx, processId))?.window;
  if (window?.state !== 'open' || (await doesAnybodyOwe(tx, processId))) return;
  const [plan, received] = [await readPlan(tx, processId), await countReceived(tx, processId)];
  const isMissing = plan?.sources.some(
    (source) => isPaidInFirst(source) && (received.bySource[source.sourceId] ?? 0) < source.amountFen,
  );
  if (isMissing) return;
  const key = `${processId}:allPaid:${window.version}:${window.roundNo}`;
  await tellProcess(tx, processId, key, { type: 'recordAllPaid', received }, at);
}
