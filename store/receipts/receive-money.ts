// Money comes in with what a door knows of it: booked once, and at once to its household, or as waiting for a person.
import type { PaidBy, PaymentClass } from '../../domain/receipts/classify';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { judge, lockHouseholds, matchOf, type HouseholdTarget, type PaidAt } from './households';
import { keepMatches } from './keep-matches';
import { moneyIdOf, readAllMoney, takeAll, type Incoming, type Taken, type WaitsFor } from './take-money';

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
