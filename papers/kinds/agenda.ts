// The agenda of a vote and the verdicts on it, as papers say them.
import type { AgendaItem, DoubleCheck, ItemVerdict } from '../../domain/owners-vote/count-types';
import type { VoteRecord } from '../record';
import { sayArea, sayCheck } from '../say';
import { nameOf, sayChoice, sayNonReturn, sayOutcome, textOf } from './words';

const MATTERS = [
  '制定和修改业主大会议事规则',
  '制定和修改管理规约',
  '选举业主委员会或者更换业主委员会成员',
  '选聘和解聘物业服务企业或者其他管理人',
  '使用建筑物及其附属设施的维修资金',
  '筹集建筑物及其附属设施的维修资金',
  '改建、重建建筑物及其附属设施',
  '改变共有部分的用途或者利用共有部分从事经营活动',
  '有关共有和共同管理权利的其他重大事项',
];

export const AGENDA = { no: 'text', title: 'text', matter: 'text', majority: 'text' } as const;

export const agendaOf = (record: VoteRecord) =>
  record.core.agenda.map((item, index) => ({ no: String(index + 1), ...headOf(record, item) }));

function headOf(record: VoteRecord, { matter, titleText }: AgendaItem) {
  const isSpecial = record.policy.vote.specialMatters.value.includes(matter);
  const { num, den, isStrict } = record.policy.vote[isSpecial ? 'special' : 'ordinary'].heads;
  return {
    title: textOf(record, titleText),
    matter: `第（${matter}）项：${MATTERS[matter - 1] ?? ''}`,
    majority: `参与表决的人数和面积均${isStrict ? '超过' : '达到'} ${num}/${den}`,
  };
}

/** What can be answered to an item, in the order of the ballot. */
function answersOf(item: AgendaItem): readonly string[] {
  const own = item.kind === 'yesNo' ? ['yes', 'no'] : item.kind === 'choice' ? item.optionIds : item.candidateIds;
  return [...own, 'abstain'];
}

/** Candidates have names; options of a choice have codes only. */
const sayAnswer = (record: VoteRecord, item: AgendaItem, id: string): string =>
  item.kind === 'election' && item.candidateIds.includes(id) ? nameOf(record, id) : sayChoice(id);

export const answersTo = (record: VoteRecord, item: AgendaItem): { label: string }[] =>
  answersOf(item).map((id) => ({ label: sayAnswer(record, item, id) }));

export const howToAnswer = (item: AgendaItem): string =>
  item.kind === 'election' ? `最多选 ${item.seats} 人，多选则该项无效` : '只选一项，多选则该项无效';

const CHECK = { what: 'text', part: 'text', whole: 'text', need: 'text', reached: 'text', shortfall: 'text' } as const;

export const VERDICT = {
  no: 'text',
  title: 'text',
  outcome: 'text',
  majority: 'text',
  reading: 'text',
  elected: 'text',
  checks: CHECK,
  answers: { label: 'text', heads: 'text', area: 'text', result: 'text' },
} as const;

/** One item under one reading: every numerator, denominator and shortfall. */
export function verdictOn(record: VoteRecord, verdict: ItemVerdict, index: number) {
  const item = record.core.agenda.find(({ itemId }) => itemId === verdict.itemId);
  const totals = record.core.proof?.totals.items.find(({ itemId }) => itemId === verdict.itemId);
  if (item === undefined || totals === undefined)
    throw new Error(`the proof sheet has an item that is not on the agenda`);
  const labelOf = (id: string): string => sayAnswer(record, item, id);
  const approvals = new Map(verdict.approvals.map((one) => [one.id, one]));
  const blank = { label: '未填', heads: `${totals.blank.heads} 人`, area: sayArea(totals.blank.areaDm2), result: '' };
  return {
    no: String(index + 1),
    title: textOf(record, item.titleText),
    outcome: sayOutcome(verdict.outcome),
    majority: verdict.majority === 'special' ? '特别事项' : '一般事项',
    reading: sayNonReturn(verdict.nonReturn),
    elected: verdict.elected.map(labelOf).join('、'),
    checks: [
      ...bothOf('参与表决', verdict.participation),
      ...verdict.approvals.flatMap(({ id, check }) => bothOf(labelOf(id), check)),
    ],
    answers: [
      ...inOrderOf(item, totals.choices).map(([id, { heads, areaDm2 }]) => ({
        label: labelOf(id),
        heads: `${heads} 人`,
        area: sayArea(areaDm2),
        result: resultOf(item.kind, approvals.get(id)),
      })),
      blank,
    ],
  };
}

/** As on the ballot, what is spoiled last; the totals keep no order. */
function inOrderOf<T>(item: AgendaItem, choices: Record<string, T>): [string, T][] {
  const order = [...answersOf(item), 'spoiled'];
  return Object.entries(choices).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

function resultOf(kind: AgendaItem['kind'], approval: ItemVerdict['approvals'][number] | undefined): string {
  if (approval === undefined) return '';
  if (approval.isElected) return kind === 'election' ? '当选' : '选定';
  return approval.check.isReached ? '达到法定多数' : '未达到法定多数';
}

const bothOf = (what: string, { heads, area }: DoubleCheck) => [
  { what: `${what}（人数）`, ...sayCheck(heads, 'heads') },
  { what: `${what}（面积）`, ...sayCheck(area, 'area') },
];
