// The papers of an election once it has elected: the first meeting's minutes, who follows into a seat, who filled one, the audit's report.
import { hasOldCommittee } from '../../domain/election/variants';
import { deadlineOf, lastAt, type ElectionRecord } from '../record';
import { sayDay, sayEnd } from '../say';
import { committeeOf, electedName } from './election';
import { paperOf, type KindOf } from './kind';
import { textOf } from './words';

const GUIDANCE = '《业主大会和业主委员会指导规则》（建房〔2009〕274号）';
const RIGHT_TO_KNOW = '《最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释》第十三条';

const electionPaper = paperOf('election');

const textOfLast = (record: ElectionRecord, type: string, field: string): string => {
  const hash = record.events.findLast((event) => event.type === type)?.payload[field];
  return typeof hash === 'string' ? textOf(record, hash) : '';
};

export const PAPERS_AFTER_ELECTION: readonly KindOf<'election'>[] = [
  electionPaper({
    code: 'firstMeetingMinutes',
    title: { zh: '业主委员会首次会议记录', en: "Minutes of the committee's first meeting" },
    article: `${GUIDANCE}第三十二条`,
    localRule: ({ election }) => election.firstMeeting,
    copies: 'one',
    isFiled: true,
    isExpected: ({ core }) => core.variant !== 'byElection',
    vocabulary: {
      members: { no: 'text', name: 'text', office: 'text' },
      seats: 'text',
      meetingOn: 'text',
      minutes: 'text',
    },
    required: ['article', 'members.name', 'members.office', 'meetingOn', 'minutes'],
    data(record) {
      const meeting = lastAt(record, 'firstMeetingHeld');
      if (record.core.offices === null || meeting === null) return null;
      return {
        members: committeeOf(record),
        seats: String(record.core.seats),
        meetingOn: sayDay(meeting),
        minutes: textOfLast(record, 'firstMeetingHeld', 'minutesText'),
      };
    },
  }),
  electionPaper({
    code: 'alternatesNotice',
    title: { zh: '业主委员会候补委员名单公告', en: 'Notice of the alternates' },
    article: `${GUIDANCE}第四十六条`,
    localRule: ({ election }) => election.alternates,
    copies: 'one',
    isFiled: true,
    // Also where alternates are provided for, nobody beyond the seats may have won both majorities.
    isExpected: () => false,
    vocabulary: { alternates: { no: 'text', name: 'text' }, electedOn: 'text' },
    required: ['article', 'alternates.no', 'alternates.name', 'electedOn'],
    data(record) {
      const { reserveIds } = record.core;
      const elected = lastAt(record, 'committeeElected');
      if (reserveIds.length === 0 || elected === null) return null;
      return {
        alternates: reserveIds.map((id, index) => ({ no: String(index + 1), name: electedName(record, id) })),
        electedOn: sayDay(elected),
      };
    },
  }),
  electionPaper({
    code: 'byElectionNotice',
    title: { zh: '业主委员会委员补选结果公告', en: 'Notice of the members who filled vacant seats' },
    article: `${GUIDANCE}第四十条、第四十六条`,
    localRule: ({ election }) => election.publishOffices,
    copies: 'one',
    isFiled: true,
    isExpected: ({ core }) => core.variant === 'byElection',
    vocabulary: { members: { no: 'text', name: 'text' }, seats: 'text', vacancies: 'text', electedOn: 'text' },
    required: ['article', 'members.name', 'electedOn'],
    data(record) {
      const { core } = record;
      const elected = lastAt(record, 'committeeElected');
      if (core.variant !== 'byElection' || elected === null) return null;
      const vacant = core.seats - core.electedIds.length;
      return {
        members: committeeOf(record).map(({ no, name }) => ({ no, name })),
        seats: String(core.seats),
        vacancies: vacant > 0 ? String(vacant) : '',
        electedOn: sayDay(elected),
      };
    },
  }),
  electionPaper({
    code: 'auditNotice',
    title: { zh: '业主委员会离任审计报告公示', en: "Notice of the report on the outgoing committee's accounts" },
    article: RIGHT_TO_KNOW,
    localRule: ({ audit }) => audit.isMandatory,
    copies: 'one',
    isFiled: true,
    isExpected: ({ core, policy }) => policy.audit.isMandatory.value && hasOldCommittee(core.variant),
    vocabulary: {
      auditor: 'text',
      commissionedBy: 'text',
      report: 'text',
      publishedOn: 'text',
      deadline: 'text',
      issuer: 'text',
    },
    required: ['article', 'auditor', 'report', 'publishedOn', 'deadline'],
    data(record) {
      const { events, place } = record;
      const [published, deadline] = [lastAt(record, 'auditPublished'), deadlineOf(record, 'auditShown')];
      if (published === null || deadline === null) return null;
      const isByCommunity = events.some(({ type }) => type === 'auditFellToCommunity');
      const commissionedBy = isByCommunity ? `${place.community}居民委员会` : `${place.estate}业主委员会`;
      return {
        auditor: textOfLast(record, 'auditCommissioned', 'auditorText'),
        commissionedBy,
        report: textOfLast(record, 'auditPublished', 'reportText'),
        publishedOn: sayDay(published),
        deadline: sayEnd(deadline),
        issuer: commissionedBy,
      };
    },
  }),
];
