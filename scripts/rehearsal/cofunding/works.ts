// From the money to the end: three quotes, contract, milestones and payments approved by two, acceptance, public accounts, and the surplus back to
// those who paid it.
import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { paymentOperations } from '../../../api/contracts/payments';
import { the, together, wallClock, type Session } from '../election/client';
import { today } from './money';
import { BIDDERS } from './plan';
import { chinaDate, coreOf, inProject, refusedInProject, type Project, type Stage } from './stage';

export type Refund = z.output<(typeof paymentOperations)['listRefunds']['response']>['items'][number];

const DAY_MS = 86_400_000;
const AT_ONCE = 6;
const documentHash = (words: string): string => createHash('sha256').update(words).digest('hex');

/** Whoever is not the payer's own bank: two of them must say that a refund was paid. */
type Two = readonly [Session, Session];

/** A milestone with its part of the price, in fen. */
export interface Part {
  milestoneId: string;
  amountFen: number;
}

export interface Offer {
  bidder: string;
  amountFen: number;
}

/** Three offers; the first is the cheapest. */
export const offersFrom = (cheapestFen: number, bidders: readonly string[] = BIDDERS): Offer[] =>
  bidders.map((bidder, index) => ({ bidder, amountFen: cheapestFen + index * 71_300 }));

/** Offers are compared and the first is taken, to be paid in `parts`. */
export async function contract(
  stage: Stage,
  project: Project,
  { offers, parts, reasonText }: { offers: readonly Offer[]; parts: readonly Part[]; reasonText: string },
): Promise<void> {
  const { people, watch } = stage;
  await watch.untilPhase(project.processId, 'contracting');
  const quoteIds = await quote(stage, project, offers);
  await inProject(project, people.community, signed(project, the(quoteIds[0], 'quote'), parts, reasonText));
}

/** Puts offers on record, and answers the ids of the quotes in their order. */
export async function quote({ people }: Stage, project: Project, offers: readonly Offer[]): Promise<string[]> {
  const quoteIds = offers.map(() => randomUUID());
  for (const [index, { bidder, amountFen }] of offers.entries())
    await inProject(project, people.oldCommittee, {
      ...{ type: 'addQuote', quoteId: quoteIds[index], bidder, amountFen, isRelated: false },
      documentHash: documentHash(`${project.label} 报价 ${quoteIds[index]}`),
    });
  return quoteIds;
}

/** The command that signs the contract. */
export const signed = ({ label }: Project, quoteId: string, parts: readonly Part[], reasonText: string) => ({
  ...{ type: 'signContract', quoteId, documentHash: documentHash(`${label} 合同 ${quoteId}`), reasonText },
  milestones: parts.map((part) => ({ ...part, dueOn: chinaDate(wallClock() + 30 * DAY_MS) })),
});

/** Reached, asked for by one, approved by two others, and booked. A fen more than the contract says is refused. */
export async function payPart(stage: Stage, project: Project, { milestoneId, amountFen }: Part): Promise<void> {
  const { people, watch, diary } = stage;
  const { oldCommittee: committee, community, street } = people;
  const paymentId = randomUUID();
  const payment = {
    ...{ type: 'requestPayment', paymentId, milestoneId, amountFen, payeeText: '中标施工单位基本户' },
    invoiceHash: documentHash(`${project.label} 发票 ${milestoneId}`),
  };
  await refusedInProject(project, committee, 'milestone-not-reached', payment);
  await inProject(project, committee, { type: 'reportMilestone', milestoneId, evidenceText: '现场照片与监理签认' });
  const tooMuch = { ...payment, amountFen: amountFen + 1 };
  await refusedInProject(project, committee, 'payment-beyond-contract', tooMuch);
  await inProject(project, committee, payment);
  await refusedInProject(project, committee, 'own-request', { type: 'approvePayment', paymentId });
  await inProject(project, community, { type: 'approvePayment', paymentId });
  await refusedInProject(project, community, 'already-approved', { type: 'approvePayment', paymentId });
  await inProject(project, street, { type: 'approvePayment', paymentId });
  await watch.until(project.processId, 'the payment to be posted', (view) =>
    coreOf(view).payments.some((one) => one.paymentId === paymentId && one.status === 'posted'),
  );
  diary.note('spent', project.processId, '*', amountFen);
}

/** Accepted by residents and confirmed by the street; the accounts are shown, a neighbour objects and is answered. */
export async function acceptAndPublish(stage: Stage, project: Project): Promise<void> {
  const { people, watch } = stage;
  const { oldCommittee: committee, community, street } = people;
  await inProject(project, committee, { type: 'finishWorks', evidenceText: '完工报告' });
  const representativeIds = project.units.slice(0, 2).map(({ holders }) => the(holders[0], 'holder').ownerId);
  await inProject(project, community, {
    ...{ type: 'recordAcceptance', isAccepted: true, representativeIds, minutesText: '居民代表到场验收合格' },
  });
  await refusedInProject(project, community, 'forbidden', {
    ...{ type: 'confirmAcceptance', isAccepted: true, reasonText: '同意' },
  });
  await inProject(project, street, { type: 'confirmAcceptance', isAccepted: true, reasonText: '现场复核合格' });
  await inProject(project, committee, {
    ...{
      type: 'publishAccounts',
      boardPhoto: documentHash(`${project.label} 公示栏照片`),
      noteText: '线上与公示栏同时公示',
    },
  });
  const neighbour = stage.owners.get(the(representativeIds[0], 'representative'))?.session;
  if (neighbour) {
    const objectionId = randomUUID();
    await inProject(project, neighbour, { type: 'objectToProject', objectionId, reasonText: '请公开三家报价' });
    await inProject(project, street, {
      ...{ type: 'answerProjectObjection', objectionId, isUpheld: false, reasonText: '报价单已在公示栏张贴' },
    });
  }
  await watch.untilPhase(project.processId, 'settling');
}

export const refundsOf = ({ people }: Stage, project: Project, who: Session): Promise<Refund[]> =>
  who.all<Refund>(`/v1/estates/${people.estateId}/refunds?processId=${project.processId}`);

/** The one says that it was paid, the other confirms. */
export async function payRefund(stage: Stage, [one, other]: Two, refund: Refund): Promise<void> {
  const { people, diary } = stage;
  const at = `/v1/estates/${people.estateId}/refunds/${refund.refundId}/payment`;
  await one.post(at, { paidOn: today() });
  await other.post(at, { paidOn: today() });
  const { processId, sourceId, amountFen, rightNo } = refund;
  diary.note('back', processId ?? 'unmatched', sourceId ?? 'unmatched', amountFen, rightNo ?? undefined);
}

/** The way it came where that was the provider, else by two people. */
async function giveBack(stage: Stage, two: Two, refund: Refund): Promise<void> {
  const { people, provider, diary } = stage;
  const { refundId, processId, sourceId, amountFen, rightNo } = refund;
  const sent = await two[0].tryPost(`/v1/estates/${people.estateId}/refunds/${refundId}/provider`);
  if (sent.status >= 300) return payRefund(stage, two, refund);
  await provider.giveBack(refundId);
  diary.note('back', processId ?? '', sourceId ?? '', amountFen, rightNo ?? undefined);
}

/** All of these, several at a time. */
export const giveAllBack = (stage: Stage, two: Two, refunds: readonly Refund[]): Promise<void[]> =>
  together(refunds, AT_ONCE, (refund) => giveBack(stage, two, refund));

/**
 * Gives the surplus back: through the provider what came through it, the rest by hand. One household cannot be found at first: its money is held
 * and shown, and paid when an heir turns up. Returns how many refunds there were.
 */
export async function settle(stage: Stage, project: Project, two: Two): Promise<Refund[]> {
  const { people, watch } = stage;
  const [one] = two;
  await watch.until(project.processId, 'the list of refunds', (view) => coreOf(view).refunds !== null);
  const refunds = (await refundsOf(stage, project, one)).filter(({ of }) => of === 'surplus');
  const lost = the(
    refunds.find(({ rightNo }) => rightNo !== null),
    'refund of a household',
  );
  const at = `/v1/estates/${people.estateId}/refunds`;
  await one.post(`${at}/${lost.refundId}/hold`, { reasonText: '户主已故，继承人未联系上' });
  await giveAllBack(
    stage,
    two,
    refunds.filter(({ refundId }) => refundId !== lost.refundId),
  );
  await watch.until(project.processId, 'the held refund to be shown', (view) => coreOf(view).refunds?.held === 1);
  await payRefund(stage, two, lost);
  await one.refuses('refund-already-paid', `${at}/${lost.refundId}/payment`, { paidOn: today() });
  await watch.untilPhase(project.processId, 'closed');
  return refunds;
}
