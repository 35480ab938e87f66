// The papers of an owners' vote until its window closes: notice, roll, ballots, sheets, proxy form (law.md §9.0, V3 to V6).
import { dueAt } from '../../domain/calendar/due';
import type { Instant } from '../../domain/calendar/types';
import { deadlineOf, lastAt, type VoteRecord } from '../record';
import { formatArea } from '../../domain/register/normalise';
import { sayArea, sayDay, sayEnd, sayInstant } from '../say';
import { serialCode } from '../serial-code';
import { AGENDA, agendaOf, answersTo, howToAnswer } from './agenda';
import { paperOf, type KindOf } from './kind';
import { convenorOf, sayChannel, sayDeliveryResult, sayNonReturn, textOf } from './words';

const GUIDANCE = '《业主大会和业主委员会指导规则》（建房〔2009〕274号）';

/** When owners may vote: as it was opened, or as the notice says before. Null before notice is given. */
export function windowOf(record: VoteRecord): { opensAt: Instant; closesAt: Instant } | null {
  const { window, windowDays } = record.core;
  if (window !== null) return window;
  const opensAt = deadlineOf(record, 'notice');
  if (opensAt === null || windowDays === null) return null;
  // As the process will count it when it opens the window.
  const rule = { ...record.policy.vote.window.default, n: windowDays };
  return { opensAt, closesAt: dueAt(rule, opensAt, record.calendar).at };
}

const isNoticed = ({ core }: VoteRecord): boolean =>
  !['drafted', 'freezingRoll', 'rollPublished'].includes(core.phase) && core.windowDays !== null;

const votePaper = paperOf('ownersVote');

export const PAPERS_BEFORE: readonly KindOf<'ownersVote'>[] = [
  votePaper({
    code: 'publishedRoll',
    title: { zh: '业主名册公示', en: 'The roll as published, names masked' },
    article: `${GUIDANCE}第十二条；《民法典》第二百七十八条`,
    localRule: ({ vote }) => vote.rollObjection,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      rights: { no: 'text', label: 'text', holders: 'text', units: 'text', area: 'text', note: 'text' },
      heads: 'text',
      area: 'text',
      rightCount: 'text',
      version: 'text',
      rollHash: 'text',
      publishedOn: 'text',
      deadline: 'text',
      issuer: 'text',
    },
    required: ['article', 'rights.label', 'rights.area', 'heads', 'area', 'rollHash', 'deadline'],
    data(record) {
      const { roll } = record.core;
      const [published, deadline] = [lastAt(record, 'rollFrozen'), deadlineOf(record, 'rollObjection')];
      if (roll === null || published === null || deadline === null) return null;
      return {
        rights: record.roll.map(({ rightNo, label, holders, unitCount, areaDm2, hasVoter }) => ({
          no: String(rightNo),
          label,
          holders: holders.join('、'),
          units: String(unitCount),
          area: formatArea(areaDm2),
          note: hasVoter ? '' : '未推选代表',
        })),
        heads: String(roll.heads),
        area: sayArea(roll.areaDm2),
        rightCount: String(roll.rightCount),
        version: String(roll.version),
        rollHash: roll.rollHash,
        publishedOn: sayDay(published),
        deadline: sayEnd(deadline),
        issuer: convenorOf(record),
      };
    },
  }),
  votePaper({
    code: 'assemblyNotice',
    title: { zh: '业主大会会议通知', en: 'Notice of the assembly' },
    article: '《物业管理条例》第十四条；《民法典》第二百七十八条',
    localRule: ({ vote }) => vote.notice,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      items: AGENDA,
      notice: 'text',
      meeting: 'text',
      noticedOn: 'text',
      noticeDays: 'text',
      opensAt: 'text',
      closesAt: 'text',
      participation: 'text',
      proxyCap: 'text',
      nonReturnWarning: 'text',
      issuer: 'text',
    },
    required: ['article', 'items.title', 'opensAt', 'closesAt', 'noticedOn', 'nonReturnWarning'],
    data(record) {
      const { core, policy } = record;
      const window = windowOf(record);
      const noticed = record.events.findLast(({ type }) => type === 'noticePublished');
      if (!isNoticed(record) || window === null || noticed === undefined) return null;
      const rule =
        (core.meeting === 'extraordinary' ? policy.vote.noticeExtraordinary : undefined) ?? policy.vote.notice;
      const { nonReturn, participation, proxyCap } = policy.vote;
      return {
        items: agendaOf(record),
        notice: textOf(record, String(noticed.payload['noticeText'])),
        meeting: core.meeting === 'extraordinary' ? '临时会议' : '定期会议',
        noticedOn: sayDay(noticed.at),
        noticeDays: String(rule.n),
        opensAt: sayInstant(window.opensAt),
        closesAt: sayEnd(window.closesAt),
        participation: `${participation.heads.num}/${participation.heads.den}`,
        proxyCap: proxyCap.value > 0 ? String(proxyCap.value) : '',
        nonReturnWarning: nonReturn.value === 'notCounted' ? '' : sayNonReturn(nonReturn.value),
        issuer: convenorOf(record),
      };
    },
  }),
  votePaper({
    code: 'ballot',
    title: { zh: '业主大会表决票', en: 'Ballot' },
    article: `《民法典》第二百七十八条；${GUIDANCE}第二十二条`,
    copies: 'serial',
    isFiled: false,
    vocabulary: {
      serialNo: 'text',
      code: 'text',
      items: { no: 'text', title: 'text', matter: 'text', how: 'text', answers: { label: 'text' } },
      opensAt: 'text',
      closesAt: 'text',
      issuer: 'text',
    },
    required: ['article', 'serialNo', 'code', 'items.title', 'items.how', 'items.answers.label', 'closesAt'],
    data(record) {
      const { copy, core } = record;
      const window = windowOf(record);
      if (copy.kind !== 'serial' || window === null) return null;
      const heads = agendaOf(record);
      return {
        serialNo: String(copy.serialNo).padStart(6, '0'),
        code: serialCode(core.voteId, copy.serialNo),
        items: core.agenda.map((item, index) => ({
          no: heads[index]?.no ?? '',
          title: heads[index]?.title ?? '',
          matter: heads[index]?.matter ?? '',
          how: howToAnswer(item),
          answers: answersTo(record, item),
        })),
        opensAt: sayInstant(window.opensAt),
        closesAt: sayEnd(window.closesAt),
        issuer: convenorOf(record),
      };
    },
  }),
  votePaper({
    code: 'deliverySheet',
    title: { zh: '表决票送达签收表', en: 'Delivery sheet of a stairwell' },
    article: `${GUIDANCE}第二十二条`,
    copies: 'stairwell',
    isFiled: false,
    vocabulary: {
      building: 'text',
      entrance: 'text',
      doors: { no: 'text', label: 'text', holders: 'text', serialNo: 'text', tried: 'text' },
      closesAt: 'text',
    },
    required: ['article', 'doors.label', 'doors.serialNo'],
    data(record) {
      const { copy } = record;
      const window = windowOf(record);
      if (copy.kind !== 'stairwell' || window === null) return null;
      return {
        building: copy.building,
        entrance: copy.entrance,
        doors: copy.doors.map(({ rightNo, label, holders, serialNo, tried }) => ({
          no: String(rightNo),
          label,
          holders: holders.join('、'),
          serialNo: serialNo === null ? '' : String(serialNo).padStart(6, '0'),
          tried: sayTried(tried),
        })),
        closesAt: sayEnd(window.closesAt),
      };
    },
  }),
  votePaper({
    code: 'canvassSheet',
    title: { zh: '逐户催票表', en: 'Canvass sheet of a stairwell' },
    article: `《民法典》第二百七十八条；${GUIDANCE}第二十二条`,
    copies: 'stairwell',
    isFiled: false,
    vocabulary: {
      building: 'text',
      entrance: 'text',
      doors: { no: 'text', label: 'text', area: 'text', holders: 'text', serialNo: 'text', tried: 'text' },
      missing: 'text',
      closesAt: 'text',
    },
    required: ['article', 'doors.label', 'closesAt'],
    data(record) {
      const { copy, core } = record;
      if (copy.kind !== 'stairwell' || core.window === null) return null;
      const missing = copy.doors.filter(({ hasVoted }) => !hasVoted);
      return {
        building: copy.building,
        entrance: copy.entrance,
        doors: missing.map(({ rightNo, label, areaDm2, holders, hasVoter, serialNo, tried }) => ({
          no: String(rightNo),
          label,
          area: formatArea(areaDm2),
          holders: holders.join('、') + (hasVoter ? '' : '（未推选代表）'),
          serialNo: serialNo === null ? '' : String(serialNo).padStart(6, '0'),
          tried: sayTried(tried),
        })),
        missing: String(missing.length),
        closesAt: sayEnd(core.window.closesAt),
      };
    },
  }),
  votePaper({
    code: 'proxyForm',
    title: { zh: '业主大会表决授权委托书', en: 'Written authority to vote' },
    article: `${GUIDANCE}第二十六条；《民法典》第一百六十五条`,
    localRule: ({ vote }) => vote.proxyCap,
    copies: 'one',
    isFiled: false,
    vocabulary: { items: AGENDA, proxyCap: 'text', voteId: 'text', opensAt: 'text', closesAt: 'text' },
    required: ['article', 'items.title', 'proxyCap', 'closesAt'],
    data(record) {
      const window = windowOf(record);
      const proxyCap = record.policy.vote.proxyCap.value;
      if (!isNoticed(record) || window === null || proxyCap === 0) return null;
      return {
        items: agendaOf(record),
        proxyCap: String(proxyCap),
        voteId: record.processId,
        opensAt: sayInstant(window.opensAt),
        closesAt: sayEnd(window.closesAt),
      };
    },
  }),
];

const sayTried = (tried: readonly { channel: string; result: string; at: Instant }[]): string =>
  tried.map(({ channel, result, at }) => `${sayDay(at)} ${sayChannel(channel)}${sayDeliveryResult(result)}`).join('\n');
