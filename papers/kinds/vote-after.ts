// The papers of an owners' vote once it has been counted: record of the count, minutes, result (law.md §9.0, V7 and V8).
import { deadlineOf, lastAt, type VoteRecord } from '../record';
import { sayArea, sayDay, sayEnd, sayInstant } from '../say';
import { AGENDA, agendaOf, VERDICT, verdictOn } from './agenda';
import { paperOf, type KindOf } from './kind';
import { convenorOf, nameOf, sayNonReturn, sayOutcome, textOf } from './words';

const INTERPRETATION = '《最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释》第八条、第九条';

const namesOf = (record: VoteRecord, ids: readonly string[]) => ids.map((id) => ({ name: nameOf(record, id) }));

const votePaper = paperOf('ownersVote');

export const PAPERS_AFTER: readonly KindOf<'ownersVote'>[] = [
  votePaper({
    code: 'countRecord',
    title: { zh: '计票记录及证明表', en: 'Record of the count, with its proof sheet' },
    article: `《民法典》第二百七十八条；${INTERPRETATION}`,
    localRule: ({ vote }) => vote.count,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      closedAt: 'text',
      rollHash: 'text',
      ballotRoot: 'text',
      ballotCount: 'text',
      electorateHeads: 'text',
      electorateArea: 'text',
      voidHeads: 'text',
      voidArea: 'text',
      silentHeads: 'text',
      silentArea: 'text',
      superseded: 'text',
      reading: 'text',
      otherReading: 'text',
      items: VERDICT,
      otherItems: VERDICT,
      counters: { name: 'text', signed: 'text' },
    },
    required: [
      'article',
      'rollHash',
      'ballotRoot',
      'items.title',
      'items.outcome',
      'items.checks.part',
      'items.checks.whole',
      'items.checks.need',
      'items.checks.shortfall',
      'counters.name',
    ],
    data(record) {
      const { proof, counterIds, signedBy } = record.core;
      if (proof === null) return null;
      const { electorate, void: spoilt, deliveredUnreturned: silent, supersededCount } = proof.totals;
      return {
        closedAt: sayEnd(proof.closedAt),
        rollHash: proof.rollHash,
        ballotRoot: proof.ballotRoot,
        ballotCount: String(proof.ballotCount),
        electorateHeads: `${electorate.heads} 人`,
        electorateArea: sayArea(electorate.areaDm2),
        voidHeads: `${spoilt.heads} 人`,
        voidArea: sayArea(spoilt.areaDm2),
        silentHeads: `${silent.heads} 人`,
        silentArea: sayArea(silent.areaDm2),
        superseded: String(supersededCount),
        reading: sayNonReturn(proof.binding.nonReturn),
        otherReading: sayNonReturn(proof.comparison.nonReturn),
        items: proof.binding.items.map((item, index) => verdictOn(record, item, index)),
        otherItems: proof.comparison.items.map((item, index) => verdictOn(record, item, index)),
        counters: counterIds.map((id) => ({
          name: nameOf(record, id),
          signed: signedBy.includes(id) ? '已在系统签署' : '',
        })),
      };
    },
  }),
  votePaper({
    code: 'assemblyMinutes',
    title: { zh: '业主大会会议记录', en: 'Minutes of the assembly' },
    article: '《物业管理条例》第十四条第三款',
    copies: 'one',
    isFiled: true,
    vocabulary: {
      meeting: 'text',
      convenor: 'text',
      noticedOn: 'text',
      opensAt: 'text',
      closesAt: 'text',
      extensions: 'text',
      legality: 'text',
      agenda: AGENDA,
      items: VERDICT,
      counters: { name: 'text' },
      electorateHeads: 'text',
      electorateArea: 'text',
      rollObjections: 'text',
      proofHash: 'text',
    },
    required: ['article', 'noticedOn', 'opensAt', 'closesAt', 'agenda.title', 'items.outcome', 'counters.name'],
    data(record) {
      const { core } = record;
      const noticed = lastAt(record, 'noticePublished');
      if (core.proof === null || core.window === null || noticed === null) return null;
      const { electorate } = core.proof.totals;
      return {
        meeting: core.meeting === 'extraordinary' ? '临时会议' : '定期会议',
        convenor: convenorOf(record),
        noticedOn: sayDay(noticed),
        opensAt: sayInstant(core.window.opensAt),
        closesAt: sayEnd(core.window.closesAt),
        extensions: core.window.extensions > 0 ? String(core.window.extensions) : '',
        legality: { fit: '已作合法性审查，无异议', unfit: '审查认为不合法', unchecked: '未作审查' }[core.legality],
        agenda: agendaOf(record),
        items: core.proof.binding.items.map((item, index) => verdictOn(record, item, index)),
        counters: namesOf(record, core.counterIds),
        electorateHeads: `${electorate.heads} 人`,
        electorateArea: sayArea(electorate.areaDm2),
        rollObjections: String(core.rollObjections.length),
        proofHash: core.proof.ballotRoot,
      };
    },
  }),
  votePaper({
    code: 'resultNotice',
    title: { zh: '业主大会表决结果公告', en: 'Notice of the result' },
    article: '《民法典》第二百七十八条、第二百八十条',
    localRule: ({ vote }) => vote.publishResult,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      items: VERDICT,
      outcome: 'text',
      publishedOn: 'text',
      deadline: 'text',
      ballotRoot: 'text',
      lots: { title: 'text', how: 'text' },
      isContested: 'text',
      issuer: 'text',
    },
    required: ['article', 'items.title', 'items.outcome', 'items.answers.heads', 'items.answers.area', 'deadline'],
    data(record) {
      const { core } = record;
      const [published, deadline] = [lastAt(record, 'resultPublished'), deadlineOf(record, 'resultObjection')];
      if (core.proof === null || published === null || deadline === null || !isPublished(record)) return null;
      return {
        items: core.proof.binding.items.map((item, index) => verdictOn(record, item, index)),
        outcome: core.outcome === null ? '' : sayOutcome(core.outcome),
        publishedOn: sayDay(published),
        deadline: sayEnd(deadline),
        ballotRoot: core.proof.ballotRoot,
        lots: record.events
          .filter(({ type }) => type === 'lotDrawn')
          .map(({ payload }) => ({
            title: textOf(record, core.agenda.find(({ itemId }) => itemId === payload['itemId'])?.titleText ?? ''),
            how: textOf(record, String(payload['reasonText'])),
          })),
        isContested: core.isContested ? '有业主已就本决定提起诉讼' : '',
        issuer: convenorOf(record),
      };
    },
  }),
];

/** A result that was objected to and is counted again is not published any more. */
const isPublished = ({ core }: VoteRecord): boolean =>
  core.phase === 'resultPublished' ||
  core.phase === 'certified' ||
  (core.phase === 'closed' && core.outcome !== 'voided');
