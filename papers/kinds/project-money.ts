// The papers of a co-funded project about its money: the receipt for cash that two people counted, and the accounts for the notice board
// (docs/payments.md).
import type { PublicProject } from '../../domain/disclosure/public-project';
import { capitalAmount } from '../../domain/ledger/capital-amount';
import { deadlineOf, lastAt, type CofundingRecord } from '../record';
import { sayDate, sayDay, sayEnd } from '../say';
import { sayFen } from './disclosure-words';
import { paperOf, type KindOf } from './kind';
import { holderName, sayProjectState, saySource } from './project-words';
import { textOf } from './words';

const projectPaper = paperOf('cofunding');

export const PROJECT_MONEY_PAPERS: readonly KindOf<'cofunding'>[] = [
  projectPaper({
    code: 'cashReceipt',
    title: { zh: '收款收据', en: 'Receipt for cash that two people counted' },
    article: '《支付结算办法》附一《正确填写票据和结算凭证的基本规定》',
    copies: 'receipt',
    isFiled: false,
    readers: 'books',
    secret: ['handedOverBy'],
    vocabulary: {
      ...{ receiptNo: 'text', project: 'text', label: 'text', payer: 'text', handedOverBy: 'text' },
      ...{
        amount: 'text',
        capital: 'text',
        receivedOn: 'text',
        enteredBy: 'text',
        confirmedBy: 'text',
        holder: 'text',
      },
    },
    required: [
      ...['article', 'receiptNo', 'project', 'label', 'payer', 'amount', 'capital', 'receivedOn'],
      ...['enteredBy', 'confirmedBy', 'holder'],
    ],
    data(record) {
      const { copy, core } = record;
      if (copy.kind !== 'receipt' || core.plan === null) return null;
      const { receiptNo, label, holders, handedOverBy, amountFen, receivedOn, enteredBy, confirmedBy } = copy.taking;
      return {
        receiptNo: String(receiptNo).padStart(6, '0'),
        ...{ project: textOf(record, core.titleText), label, payer: holders.join('、'), handedOverBy },
        ...{ amount: sayFen(amountFen), capital: capitalAmount(amountFen), receivedOn: sayDate(receivedOn) },
        ...{ enteredBy, confirmedBy, holder: holderName(record, core.plan.holder) },
      };
    },
  }),
  projectPaper({
    code: 'projectAccounts',
    title: { zh: '微项目收支公示', en: 'Accounts of a project for the notice board' },
    article: '《城市居民委员会组织法》第十六条；《民法典》第二百八十二条',
    localRule: ({ cofunding }) => cofunding.accountsNotice,
    copies: 'one',
    isFiled: false,
    readers: 'public',
    vocabulary: {
      ...{ project: 'text', state: 'text', publishedOn: 'text', deadline: 'text', pageAddress: 'text', issuer: 'text' },
      sources: {
        ...{ source: 'text', planned: 'text', received: 'text', spent: 'text' },
        ...{ surplus: 'text', refunded: 'text', held: 'text' },
      },
      payments: { no: 'text', purpose: 'text', amount: 'text', paidOn: 'text' },
      ...{ received: 'text', spent: 'text', surplus: 'text', refunded: 'text', held: 'text' },
    },
    required: [
      ...['article', 'project', 'received', 'spent', 'surplus', 'refunded', 'held', 'payments.amount'],
      ...['received', 'spent', 'surplus', 'refunded', 'held'].map((name) => `sources.${name}`),
    ],
    data(record) {
      const { core, shown } = record;
      if (shown === null || core.plan === null) return null;
      const published = lastAt(record, 'accountsPublished');
      const total = sumOf(shown.sources);
      return {
        project: shown.title ?? '（标题已删除）',
        state: sayProjectState(shown.phase, shown.outcome),
        publishedOn: sayDay(published),
        deadline: published === null ? '' : sayEnd(deadlineOf(record, 'accountsNotice')),
        pageAddress: `/public/estates/${core.place.estateId}`,
        issuer: holderName(record, core.plan.holder),
        sources: shown.sources.map((source) => ({
          source: saySource(source.kind, source.sourceId),
          planned: source.plannedFen === null ? '—' : sayFen(source.plannedFen),
          ...sayMoney(source),
        })),
        ...sayMoney(total),
        payments: paymentsOf(record, total.spentFen),
      };
    },
  }),
];

type Money = Pick<PublicProject['sources'][number], 'receivedFen' | 'spentFen' | 'refundedFen' | 'heldFen'>;

const sumOf = (sources: readonly Money[]): Money => {
  const sum = (of: keyof Money): number => sources.reduce((all, source) => all + source[of], 0);
  return {
    ...{ receivedFen: sum('receivedFen'), spentFen: sum('spentFen') },
    ...{ refundedFen: sum('refundedFen'), heldFen: sum('heldFen') },
  };
};

const sayMoney = ({ receivedFen, spentFen, refundedFen, heldFen }: Money) => ({
  ...{ received: sayFen(receivedFen), spent: sayFen(spentFen), surplus: sayFen(receivedFen - spentFen) },
  ...{ refunded: sayFen(refundedFen), held: sayFen(heldFen) },
});

/** Payments as the record has them. What the books say beyond them (a reversal by two people) has a line, so that the column adds up. */
function paymentsOf({ core, events }: CofundingRecord, spentFen: number) {
  const posted = core.payments.filter(({ status }) => status === 'posted');
  const lines = posted.map(({ paymentId, milestoneId, amountFen }) => ({
    ...{ purpose: `节点 ${milestoneId}`, amount: sayFen(amountFen) },
    paidOn: sayDay(
      events.find(({ type, payload }) => type === 'paymentPosted' && payload['paymentId'] === paymentId)?.at ?? null,
    ),
  }));
  const otherFen = spentFen - posted.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return [...lines, ...(otherFen === 0 ? [] : [{ purpose: '账簿冲正', amount: sayFen(otherFen), paidOn: '' }])].map(
    (line, index) => ({ no: String(index + 1), ...line }),
  );
}
