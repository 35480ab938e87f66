// What the people of the street do about each duty that waits for them, and how many days they take. A duty that is not in DUTIES is left
// to time, or done by what is done for another (an assembly is held by its vote).
import { randomUUID } from 'node:crypto';
import type { LaunchedTerm } from '../../../domain/committee-term/state';
import type { LaunchedElection } from '../../../domain/election/state';
import { policyById } from '../../../domain/policy/presets';
import { the, together } from '../election/client';
import { inVote } from '../election/stage';
import { castBallots } from './ballots';
import { HANDOVER_DUTIES, seatChair } from './handing-over';
import { RECALL_DUTIES } from './recalling';
import { SEATS } from './street';
import { AT_ONCE_IN_A_PROCESS, coreOf, days, give, policyOf, type Doing, type Task } from './task';

const WINDOW_DAYS = 7;

const byStreet = (command: object) => (task: Task) => give(task, task.street.officer, command);
const byCommunity = (command: object) => (task: Task) => give(task, task.estate.secretary.session, command);

const TERM_DUTIES: Record<string, Doing> = {
  recordDelivery: {
    afterDays: days(5),
    act: byCommunity({ type: 'recordDelivery', firstDeliveredOn: '2025-06-30' }),
  },
  recordRegistryList: {
    afterDays: days(3),
    act: byStreet({ type: 'recordRegistryList', documentsText: '不动产登记机构提供的业主清册' }),
  },
  reportTerm: {
    afterDays: ({ estate }) => (estate.plan.reports ? 5 : undefined),
    act: (task) => {
      const { session } = the(task.estate.chair, 'chair');
      return give(task, session, { type: 'reportTerm', noteText: '本届任期将满，请组织换届' });
    },
  },
  seatAlternate: { afterDays: days(3), act: seatAlternate },
  launchElection: { afterDays: launchAfterDays, act: launchElection },
  formSubstitute: {
    afterDays: days(10),
    act: async (task) => {
      const why = { reasonText: '无业主委员会履职，居委会暂代', basisText: '指导规则 58' };
      await give(task, task.street.officer, { type: 'formSubstitute', body: 'residentsCommittee', ...why });
      task.estate.hasSubstitute = true;
    },
  },
};

const ELECTION_DUTIES: Record<string, Doing> = {
  formGroup: { afterDays: days(3), act: formGroup },
  collectNominations: { afterDays: days(1), act: nominate },
  publishDrafts: {
    afterDays: days(1),
    act: byStreet({ type: 'publishDrafts', rulesText: '业主大会议事规则（草案）', covenantText: '管理规约（草案）' }),
  },
  startRetry: {
    afterDays: days(5),
    act: byStreet({ type: 'startRetry', reasonText: '参与不足，重新组织投票' }),
  },
  recordFirstMeeting: { afterDays: days(2), act: holdFirstMeeting },
  publishOffices: { afterDays: days(0), act: byCommunity({ type: 'publishOffices' }) },
  applyFiling: {
    afterDays: days(3),
    act: byCommunity({ type: 'applyFiling', documentsText: '选举结果、名单、分工' }),
  },
  decideFiling: {
    afterDays: ({ estate }) => (estate.plan.decidesFiling ? 2 : undefined),
    act: (task) => grantFiling(task, task.street.officer),
  },
  orderFiling: { afterDays: days(2), act: actOnSilence },
  commissionAudit: {
    afterDays: days(5),
    act: (task) => {
      const { session } = the(task.estate.chair, 'chair');
      return give(task, session, { type: 'commissionAudit', auditorText: '会计师事务所，费用三千元' });
    },
  },
  publishAudit: {
    afterDays: days(20),
    act: byCommunity({ type: 'publishAudit', reportText: '上届业主委员会财务审计报告' }),
  },
};

const VOTE_DUTIES: Record<string, Doing> = {
  freezeRoll: { afterDays: days(1), act: byStreet({ type: 'freezeRoll' }) },
  publishNotice: {
    afterDays: days(1),
    act: byStreet({ type: 'publishNotice', windowDays: WINDOW_DAYS, noticeText: '业主大会会议公告' }),
  },
  nameCounters: {
    afterDays: days(1),
    act: (task) => {
      const { street, estate } = task;
      const counterIds = [street.officerId, estate.secretary.accountId];
      return give(task, street.officer, { type: 'nameCounters', counterIds });
    },
  },
  collectBallots: { afterDays: days(1), act: castBallots },
  finishCounting: { afterDays: days(0), act: byStreet({ type: 'finishCounting' }) },
  signCount: {
    afterDays: days(0),
    act: async (task) => {
      await give(task, task.street.officer, { type: 'signCount' });
      await inVote(task.duty.processId, task.estate.secretary.session, { type: 'signCount' });
    },
  },
  publishResult: { afterDays: days(1), act: byStreet({ type: 'publishResult' }) },
};

export const DUTIES: Record<string, Doing> = {
  ...TERM_DUTIES,
  ...ELECTION_DUTIES,
  ...VOTE_DUTIES,
  ...HANDOVER_DUTIES,
  ...RECALL_DUTIES,
};

function launchAfterDays({ estate, duty }: Task): number | undefined {
  const { launches } = estate.plan;
  if (typeof launches === 'number') return launches;
  const isPushed = duty.rung >= rungOfDistrict(duty.duty);
  if (launches === 'whenPushed') return isPushed ? 0 : undefined;
  // Whoever ignored the term's end acts for the substitute body, whose time is short too.
  return estate.hasSubstitute ? 3 : undefined;
}

/** How many rungs have been climbed when the district has been told. */
function rungOfDistrict(duty: string): number {
  const { byDuty, default: common } = the(policyById('national'), 'national policy').notices;
  const { ladder } = byDuty[duty] ?? common;
  return 1 + ladder.findIndex(({ tell }) => tell === 'districtSupervisor');
}

/** Where the district had to hear of it, it pushes first. */
async function launchElection(task: Task): Promise<void> {
  const { street, estate, duty } = task;
  if (estate.plan.launches === 'whenPushed')
    await give(task, street.district, { type: 'nudge', key: duty.key, reasonText: '逾期未组织换届，限期启动' });
  const { term, renewalReason } = await coreOf<LaunchedTerm>(street, duty.processId);
  const inTime = renewalReason === 'vacancies' ? 'early' : 'reelection';
  await street.officer.post(`/v1/estates/${estate.estateId}/elections`, {
    ...{ electionId: randomUUID(), trigger: 'termEnding', termEndsOn: null, seats: SEATS, ...policyOf(estate) },
    variant: term.no === 0 ? 'founding' : inTime,
  });
}

async function seatAlternate(task: Task): Promise<void> {
  const { term } = await coreOf<LaunchedTerm>(task.street, task.duty.processId);
  const memberId = the(term.alternateIds[0], 'alternate');
  await give(task, task.estate.secretary.session, { type: 'seatAlternate', memberId, reasonText: '按得票顺序递补' });
}

async function formGroup(task: Task): Promise<void> {
  const { street, estate } = task;
  const members = [
    ...estate.owners.slice(0, 4).map(({ ownerId }) => ({ memberId: ownerId, capacity: 'owner' })),
    { memberId: street.officerId, capacity: 'street' },
    { memberId: estate.secretary.accountId, capacity: 'community' },
    { memberId: randomUUID(), capacity: 'police' },
  ];
  await give(task, street.officer, { type: 'formGroup', members, leaderId: street.officerId });
}

/** As many as there are seats; the chair does not stand again, and who joins a committee is not one of its first members. */
async function nominate(task: Task): Promise<void> {
  const { street, estate, duty } = task;
  const { variant, seats } = await coreOf<LaunchedElection>(street, duty.processId);
  const eligible =
    variant === 'byElection'
      ? estate.owners.slice(SEATS)
      : estate.owners.filter(({ ownerId }) => ownerId !== estate.chair?.ownerId);
  await together(eligible.slice(0, seats), AT_ONCE_IN_A_PROCESS, ({ ownerId }) => {
    const candidate = { candidateId: randomUUID(), ownerId, nominatedBy: 'residentsCommittee' };
    return give(task, street.officer, { type: 'nominate', ...candidate });
  });
}

async function holdFirstMeeting(task: Task): Promise<void> {
  const { electedIds } = await coreOf<LaunchedElection>(task.street, task.duty.processId);
  const [chairId, viceChairId] = electedIds;
  const command = { type: 'recordFirstMeeting', chairId, viceChairIds: [viceChairId], minutesText: '首次会议推选主任' };
  await give(task, task.estate.secretary.session, command);
}

/** Where there was no committee, nobody hands over: the new chair acts from here on. */
async function grantFiling(task: Task, by: Task['street']['officer']): Promise<void> {
  const { street, estate, duty } = task;
  await give(task, by, { type: 'decideFiling', decision: 'granted', reasonText: '材料齐全' });
  const election = await coreOf<LaunchedElection>(street, duty.processId);
  if (election.variant === 'founding') await seatChair(street, estate, election);
}

/** The district orders a decision; where the street stays silent once more, it decides in the street's place. */
async function actOnSilence(task: Task): Promise<void> {
  const { district } = task.street;
  if (task.estate.wasOrdered) {
    const reasonText = '责令后仍不办理，由区接办';
    await give(task, district, { type: 'takeOver', key: 'decideFiling', reasonText });
    return grantFiling(task, district);
  }
  await give(task, district, { type: 'orderFiling', reasonText: '逾期未予备案，责令限期办理' });
  task.estate.wasOrdered = true;
}
