// The papers of a committee's re-election, in the order in which they are needed (law.md §9.1, A2 to A10).
import type { Candidate } from '../../domain/election/state';
import { deadlineOf, lastAt, type ElectionRecord } from '../record';
import { sayDate, sayDay, sayEnd } from '../say';
import { paperOf, type KindOf } from './kind';
import {
  groupOf,
  nameOf,
  sayCapacity,
  sayGroup,
  sayNominatedBy,
  sayOutcome,
  sayTrigger,
  sayVariant,
  textOf,
} from './words';

const GUIDANCE = '《业主大会和业主委员会指导规则》（建房〔2009〕274号）';

const candidateName = (record: ElectionRecord, { ownerId }: Candidate): string => nameOf(record, ownerId);

export function electedName(record: ElectionRecord, candidateId: string): string {
  const candidate = record.core.candidates.find((other) => other.candidateId === candidateId);
  return candidate === undefined ? nameOf(record, candidateId) : candidateName(record, candidate);
}

function officeOf({ core }: ElectionRecord, candidateId: string): string {
  if (core.offices?.chairId === candidateId) return '主任';
  return core.offices?.viceChairIds.includes(candidateId) ? '副主任' : '委员';
}

export const committeeOf = (record: ElectionRecord) =>
  record.core.electedIds.map((candidateId, index) => ({
    no: String(index + 1),
    name: electedName(record, candidateId),
    office: officeOf(record, candidateId),
  }));

const electionPaper = paperOf('election');

/** A by-election only fills seats: nobody meets for the first time, and no offices are given. */
const isNewCommittee = ({ core }: Pick<ElectionRecord, 'core'>): boolean => core.variant !== 'byElection';

export const ELECTION_PAPERS: readonly KindOf<'election'>[] = [
  electionPaper({
    code: 'groupNotice',
    title: { zh: '工作小组名单公示', en: "Notice of the election's working group" },
    titleOf: ({ group }) => `${String(group)}名单公示`,
    article: `${GUIDANCE}第十条、第十一条`,
    localRule: ({ election }) => election.groupNotice,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      members: { no: 'text', name: 'text', capacity: 'text', post: 'text' },
      group: 'text',
      trigger: 'text',
      publishedOn: 'text',
      deadline: 'text',
    },
    required: ['article', 'members.name', 'members.capacity', 'deadline'],
    data(record) {
      const { group, trigger } = record.core;
      const [published, deadline] = [lastAt(record, 'groupPublished'), deadlineOf(record, 'groupNotice')];
      if (group === null || published === null || deadline === null) return null;
      return {
        members: group.members.map(({ memberId, capacity }, index) => ({
          no: String(index + 1),
          name: nameOf(record, memberId),
          capacity: sayCapacity(capacity),
          post: memberId === group.leaderId ? '组长' : '成员',
        })),
        group: sayGroup(record.core.variant),
        trigger: sayTrigger(trigger),
        publishedOn: sayDay(published),
        deadline: sayEnd(deadline),
      };
    },
  }),
  electionPaper({
    code: 'nominationCall',
    title: { zh: '候选人产生办法及推荐公告', en: 'How candidates are found, and the call for nominations' },
    article: `${GUIDANCE}第十二条、第十四条、第三十一条`,
    localRule: ({ election }) => election.nomination,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      seats: 'text',
      legalMin: 'text',
      candidatesWanted: 'text',
      since: 'text',
      deadline: 'text',
      noticeDays: 'text',
      variant: 'text',
      issuer: 'text',
    },
    required: ['article', 'seats', 'deadline'],
    data(record) {
      const { core, policy } = record;
      const deadline = deadlineOf(record, 'nomination');
      const since = lastAt(record, 'nominationReopened') ?? lastAt(record, 'groupConfirmed');
      if (deadline === null || since === null) return null;
      return {
        seats: String(core.seats),
        legalMin: String(core.legalMin),
        candidatesWanted: String(core.seats + policy.election.extraCandidates.value),
        since: sayDay(since),
        deadline: sayEnd(deadline),
        noticeDays: String(policy.election.candidateNotice.n),
        variant: sayVariant(core.variant),
        issuer: groupOf(record),
      };
    },
  }),
  electionPaper({
    code: 'slateNotice',
    title: { zh: '业主委员会委员候选人名单公示', en: 'Notice of the candidates' },
    article: `${GUIDANCE}第十二条、第十四条`,
    localRule: ({ election }) => election.candidateNotice,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      candidates: { no: 'text', name: 'text', nominatedBy: 'text' },
      candidateCount: 'text',
      variant: 'text',
      seats: 'text',
      publishedOn: 'text',
      deadline: 'text',
      issuer: 'text',
    },
    required: ['article', 'candidates.name', 'seats', 'deadline'],
    data(record) {
      const [published, deadline] = [lastAt(record, 'slatePublished'), deadlineOf(record, 'slateNotice')];
      const admitted = record.core.candidates.filter(({ status }) => status === 'admitted');
      if (published === null || deadline === null || admitted.length === 0) return null;
      const nominatedBy = (candidateId: string): string => {
        const event = record.events.findLast(
          ({ type, payload }) => type === 'candidateNominated' && payload['candidateId'] === candidateId,
        );
        return sayNominatedBy(String(event?.payload['nominatedBy'] ?? ''));
      };
      return {
        candidates: admitted.map((candidate, index) => ({
          no: String(index + 1),
          name: candidateName(record, candidate),
          nominatedBy: nominatedBy(candidate.candidateId),
        })),
        candidateCount: String(admitted.length),
        variant: sayVariant(record.core.variant),
        seats: String(record.core.seats),
        publishedOn: sayDay(published),
        deadline: sayEnd(deadline),
        issuer: groupOf(record),
      };
    },
  }),
  electionPaper({
    code: 'officesNotice',
    title: { zh: '业主委员会首次会议及分工公告', en: 'Notice of the first meeting and the offices' },
    article: `${GUIDANCE}第三十二条、第四十条`,
    localRule: ({ election }) => election.publishOffices,
    copies: 'one',
    isFiled: true,
    isExpected: isNewCommittee,
    vocabulary: {
      members: { no: 'text', name: 'text', office: 'text' },
      seats: 'text',
      vacancies: 'text',
      meetingOn: 'text',
    },
    required: ['article', 'members.name', 'members.office', 'meetingOn'],
    data(record) {
      const { core } = record;
      const meeting = lastAt(record, 'firstMeetingHeld');
      if (core.offices === null || meeting === null) return null;
      const vacant = core.seats - core.electedIds.length;
      return {
        members: committeeOf(record),
        seats: String(core.seats),
        vacancies: vacant > 0 ? String(vacant) : '',
        meetingOn: sayDay(meeting),
      };
    },
  }),
  electionPaper({
    code: 'filingApplication',
    title: { zh: '业主委员会备案申请表', en: 'Application to file the committee' },
    article: `《物业管理条例》第十六条；${GUIDANCE}第三十三条`,
    localRule: ({ election }) => election.filingApply,
    copies: 'one',
    isFiled: true,
    titleOf: ({ variant }) => `业主委员会${String(variant)}备案申请表`,
    vocabulary: {
      members: { no: 'text', name: 'text', office: 'text' },
      variant: 'text',
      seats: 'text',
      termEndsOn: 'text',
      electedOn: 'text',
      voteId: 'text',
      participatedHeads: 'text',
      electorateHeads: 'text',
      participatedArea: 'text',
      electorateArea: 'text',
      outcome: 'text',
      documents: 'text',
      deadline: 'text',
    },
    required: ['article', 'members.name', 'members.office', 'electedOn', 'deadline'],
    data(record) {
      const { core, vote } = record;
      const deadline = deadlineOf(record, 'filingApply');
      const elected = lastAt(record, 'committeeElected');
      const isSeated = core.offices !== null || core.variant === 'byElection';
      if (!isSeated || elected === null || deadline === null) return null;
      const item = vote?.proof?.binding.items.find(({ kind }) => kind === 'election');
      const check = item?.participation;
      const applied = record.events.findLast(({ type }) => type === 'filingApplied');
      return {
        members: committeeOf(record),
        variant: sayVariant(core.variant),
        seats: String(core.seats),
        termEndsOn: core.termEndsOn === null ? '' : sayDate(core.termEndsOn),
        electedOn: sayDay(elected),
        voteId: vote?.voteId ?? '',
        participatedHeads: check === undefined ? '' : String(check.heads.part),
        electorateHeads: check === undefined ? '' : String(check.heads.whole),
        participatedArea: check === undefined ? '' : (check.area.part / 100).toFixed(2),
        electorateArea: check === undefined ? '' : (check.area.whole / 100).toFixed(2),
        outcome: item === undefined ? '' : sayOutcome(item.outcome),
        documents: applied === undefined ? '' : textOf(record, String(applied.payload['documentsText'])),
        deadline: sayEnd(deadline),
      };
    },
  }),
];
