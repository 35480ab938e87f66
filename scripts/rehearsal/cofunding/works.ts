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

/** The works, paid in two parts; `contractFen` is what the cheapest bidder asks for. */
export async function build(stage: Stage, project: Project, contractFen: number): Promise<void> {
  const { people, watch, diary } = stage;
  const { oldCommittee: committee, community, street } = people;
  await watch.untilPhase(project.processId, 'contracting');
  const quoteIds = BIDDERS.map(() => randomUUID());
  for (const [index, bidder] of BIDDERS.entries())
    await inProject(project, committee, {
      ...{
        type: 'addQuote',
        quoteId: quoteIds[index],
        bidder,
        amountFen: contractFen + index * 71_300,
        isRelated: false,
      },
      documentHash: documentHash(`${project.label} 报价 ${index}`),
    });
  const half = Math.floor(contractFen / 2);
  const dueOn = chinaDate(wallClock() + 30 * DAY_MS);
  const milestones = [
    { milestoneId: 'half', amountFen: half, dueOn },
    { milestoneId: 'done', amountFen: contractFen - half, dueOn },
  ];
  await inProject(project, community, {
    ...{ type: 'signContract', quoteId: quoteIds[0], milestones, documentHash: documentHash(`${project.label} 合同`) },
    reasonText: '三家报价中最低，工期一致',
  });
  for (const { milestoneId, amountFen } of milestones) {
    const paymentId = randomUUID();
    const payment = {
      ...{ type: 'requestPayment', paymentId, milestoneId, amountFen, payeeText: '中标施工单位基本户' },
      invoiceHash: documentHash(`${project.label} 发票 ${milestoneId}`),
    };
    await refusedInProject(project, committee, 'milestone-not-reached', payment);
    await inProject(project, committee, { type: 'reportMilestone', milestoneId, evidenceText: '现场照片与监理签认' });
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
  diary.note('back', refund.processId ?? 'unmatched', refund.sourceId ?? 'unmatched', refund.amountFen);
}

/**
 * Gives the surplus back: through the provider what came through it, the rest by hand. One household cannot be found at first: its money is held
 * and shown, and paid when an heir turns up. Returns how many refunds there were.
 */
export async function settle(stage: Stage, project: Project, two: Two): Promise<Refund[]> {
  const { people, watch, provider, diary } = stage;
  const [one] = two;
  await watch.until(project.processId, 'the list of refunds', (view) => coreOf(view).refunds !== null);
  const refunds = (await refundsOf(stage, project, one)).filter(({ of }) => of === 'surplus');
  const lost = the(
    refunds.find(({ rightNo }) => rightNo !== null),
    'refund of a household',
  );
  const at = `/v1/estates/${people.estateId}/refunds`;
  await one.post(`${at}/${lost.refundId}/hold`, { reasonText: '户主已故，继承人未联系上' });
  await together(
    refunds.filter(({ refundId }) => refundId !== lost.refundId),
    AT_ONCE,
    async (refund) => {
      const sent = await one.tryPost(`${at}/${refund.refundId}/provider`);
      if (sent.status >= 300) return payRefund(stage, two, refund);
      await provider.giveBack(refund.refundId);
      diary.note('back', project.processId, refund.sourceId ?? '', refund.amountFen);
    },
  );
  await watch.until(project.processId, 'the held refund to be shown', (view) => coreOf(view).refunds?.held === 1);
  await payRefund(stage, two, lost);
  await one.refuses('refund-already-paid', `${at}/${lost.refundId}/payment`, { paidOn: today() });
  await watch.untilPhase(project.processId, 'closed');
  return refunds;
}
