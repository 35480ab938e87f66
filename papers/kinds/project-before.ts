// The papers of a co-funded project until its works begin: the sheets on which households pledge at their doors, and the call to pay what was
// pledged (docs/pledges.md, docs/payments.md).
import { capitalAmount } from '../../domain/ledger/capital-amount';
import { explainRule } from '../../domain/shares/explain';
import { householdOf } from '../../domain/cofunding/plan';
import type { PlanSource } from '../../domain/cofunding/messages';
import type { Policy } from '../../domain/policy/schema';
import type { DoorToPledge } from '../project-rows';
import { deadlineOf, type CofundingRecord } from '../record';
import { sayDuration, sayEnd } from '../say';
import { paperPledgesCode } from '../serial-code';
import { sayFen } from './disclosure-words';
import { paperOf, type KindOf } from './kind';
import { holderName, saySource, sayWorks } from './project-words';
import { textOf } from './words';

/** Raised from residents of their own will, with accounts that are published; a gift can be taken back until it is given. */
const ARTICLE = '《城市居民委员会组织法》第十六条；《民法典》第六百五十八条';

/** Households on one sheet: a page of A4. */
const LINES = 15;

const REVOCABLE =
  '认筹出于自愿，不认筹不影响任何服务。签名是对下列金额的出资承诺；依据《民法典》第六百五十八条，在付款之前可以随时撤回。未达到目标的，任何人都不付款；付款后项目终止的全额退还，结余按各户实际付款退还。';

const projectPaper = paperOf('cofunding');

export const PAPERS_BEFORE_WORKS: readonly KindOf<'cofunding'>[] = [
  projectPaper({
    code: 'pledgeSheet',
    title: { zh: '认筹签名表', en: 'Sheets of a stairwell on which households pledge by hand' },
    article: ARTICLE,
    localRule: ({ cofunding }) => cofunding.pledge.window,
    copies: 'stairwell',
    isFiled: false,
    vocabulary: {
      ...{ project: 'text', works: 'text', plan: 'text', cost: 'text', holder: 'text' },
      sources: { source: 'text', amount: 'text', timing: 'text' },
      ...{ rule: 'text', exemptions: 'text', target: 'text', bar: 'text', revocable: 'text', deadline: 'text' },
      ...{ building: 'text', entrance: 'text', missing: 'text', code: 'text' },
      sheets: { page: 'text', lines: { line: 'text', rightNo: 'text', label: 'text', share: 'text' } },
    },
    required: [
      ...['article', 'project', 'cost', 'sources.source', 'sources.amount', 'rule', 'revocable', 'deadline'],
      ...['sheets.page', 'sheets.lines.line', 'sheets.lines.rightNo', 'sheets.lines.label', 'sheets.lines.share'],
    ],
    data(record) {
      const { copy, core } = record;
      const { plan } = core;
      const deadline = deadlineOf(record, 'pledging');
      if (core.phase !== 'pledging' || copy.kind !== 'pledgeStairwell' || plan === null || deadline === null)
        return null;
      const { num, den } = plan.participation;
      return {
        ...{ project: textOf(record, core.titleText), works: sayWorks(plan.works) },
        ...{ plan: textOf(record, plan.planText), cost: sayFen(plan.costFen), holder: holderName(record, plan.holder) },
        sources: plan.sources.map((source) => ({
          source: saySource(source.kind, source.sourceId),
          amount: sayFen(source.amountFen),
          timing: sayTiming(source),
        })),
        rule: explainRule(plan.shareRule).zh,
        exemptions: plan.exemptions.length === 0 ? '' : String(plan.exemptions.length),
        ...{ target: sayFen(householdOf(plan)?.amountFen ?? 0), bar: `${num}/${den}`, revocable: REVOCABLE },
        deadline: sayEnd(deadline),
        ...{ building: copy.building, entrance: copy.entrance, missing: String(copy.doors.length) },
        code: paperPledgesCode(core.projectId),
        sheets: sheetsOf(copy.doors),
      };
    },
  }),
  projectPaper({
    code: 'paymentCall',
    title: { zh: '缴款通知', en: 'Call to pay what a household pledged' },
    article: ARTICLE,
    localRule: ({ cofunding }) => cofunding.collect.window,
    copies: 'household',
    isFiled: false,
    readers: 'books',
    vocabulary: {
      ...{ project: 'text', label: 'text', holders: 'text', share: 'text', paid: 'text', left: 'text' },
      ...{ leftCapital: 'text', holder: 'text', reference: 'text', deadline: 'text', otherwise: 'text' },
    },
    required: [
      ...['article', 'project', 'label', 'share', 'left', 'leftCapital', 'holder', 'reference'],
      ...['deadline', 'otherwise'],
    ],
    data(record) {
      const { copy, core } = record;
      const deadline = deadlineOf(record, 'collecting');
      if (core.phase !== 'collecting' || copy.kind !== 'household' || core.plan === null || deadline === null)
        return null;
      const { label, holders, reference, dueFen, paidFen, leftFen } = copy.called;
      return {
        ...{ project: textOf(record, core.titleText), label, holders: holders.join('、') },
        ...{ share: sayFen(dueFen), paid: paidFen === 0 ? '' : sayFen(paidFen), left: sayFen(leftFen) },
        ...{ leftCapital: capitalAmount(leftFen), holder: holderName(record, core.plan.holder), reference },
        ...{ deadline: sayEnd(deadline), otherwise: otherwiseOf(core, record.policy) },
      };
    },
  }),
];

function sayTiming({ kind, timing }: PlanSource): string {
  if (kind === 'firmDiscount') return '直接减价，不收款';
  return timing === 'before' ? '施工前到账' : '验收后拨付';
}

const sheetsOf = (doors: readonly DoorToPledge[]) =>
  Array.from({ length: Math.ceil(doors.length / LINES) }, (_, index) => ({
    page: String(index + 1),
    lines: doors.slice(index * LINES, (index + 1) * LINES).map(({ rightNo, label, shareFen, hasVoter }, line) => ({
      ...{ line: String(line + 1), rightNo: String(rightNo) },
      label: hasVoter ? label : `${label}（共有人未推选代表）`,
      // Where everybody gives what they like, the amount is written in.
      share: shareFen === null ? '________ 元' : sayFen(shareFen),
    })),
  }));

/** What becomes of a share that is not paid, by the place's own policy. */
function otherwiseOf({ collectExtensions }: CofundingRecord['core'], { cofunding: { collect } }: Policy): string {
  const { extension, decideWithin } = collect;
  const isExtensible = collectExtensions < extension.times.value;
  const ways = [
    ...(isExtensible ? [`延长缴款时间（${sayDuration(extension.length)}）`] : []),
    '由方案中的其他来源补足',
  ];
  return `逾期未缴齐的，${sayDuration(decideWithin)}内决定${ways.join('、')}，或者终止项目；逾期不作决定的，项目终止。项目终止的，已缴款项全部退还付款人。签订施工合同之后到账的款项不再收取，退回付款人。`;
}
