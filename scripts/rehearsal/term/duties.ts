// What the people of the street do about each duty that waits for them, and how many days they take. A duty that is not in DUTIES is left
// to time, or done by what is done for another (an assembly is held by its vote).
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { obligationOperations } from '../../../api/contracts/obligations';
import type { voteOperations } from '../../../api/contracts/votes';
import type { LaunchedElection } from '../../../domain/election/state';
import { policyById } from '../../../domain/policy/presets';
import { the } from '../election/client';
import { inVote } from '../election/stage';
import { coreOf } from '../election/until-slate';
import type { ProcessView } from '../election/watch';
import { appoint, type Estate, type Person, type Street } from './street';

export type Duty = z.output<(typeof obligationOperations)['listPlaceObligations']['response']>['items'][number];
type VoteDetail = z.output<(typeof voteOperations)['getVote']['response']>;

export interface Task {
  street: Street;
  estate: Estate;
  duty: Duty;
}

interface Doing {
  /** Days until it is done, counted from when the duty began; 0: at once. Undefined: not yet, or never. */
  afterDays(task: Task): number | undefined;
  act(task: Task): Promise<unknown>;
}

const SEATS = 5;
const WINDOW_DAYS = 7;
/** Three in eight and fewer: neither heads nor area can reach two thirds. */
const ABSENT_SHARE = 3 / 8;

const onTerm = ({ duty }: Task, who: Person['session'], command: object) =>
  who.post(`/v1/committee-terms/${duty.processId}/commands`, { command });
const onElection = ({ duty }: Task, who: Person['session'], command: object) =>
  who.post(`/v1/elections/${duty.processId}/commands`, { command });
const days = (afterDays: number) => () => afterDays;

export const DUTIES: Record<string, Doing> = {
  reportTerm: {
    afterDays: ({ estate }) => (estate.plan.reports ? 5 : undefined),
    act: (task) =>
      onTerm(task, task.estate.chair.session, { type: 'reportTerm', noteText: '本届任期将满，请组织换届' }),
  },
  launchElection: { afterDays: launchAfterDays, act: launchElection },
  formSubstitute: {
    afterDays: days(10),
    act: async (task) => {
      const why = { reasonText: '届满未换届，居委会暂代', basisText: '指导规则 58' };
      await onTerm(task, task.street.officer, { type: 'formSubstitute', body: 'residentsCommittee', ...why });
      task.estate.hasSubstitute = true;
    },
  },
  formGroup: { afterDays: days(3), act: formGroup },
  collectNominations: { afterDays: days(1), act: nominate },
  startRetry: {
    afterDays: days(5),
    act: (task) => onElection(task, task.street.officer, { type: 'startRetry', reasonText: '参与不足，重新组织投票' }),
  },
  freezeRoll: { afterDays: days(1), act: (task) => onVote(task, { type: 'freezeRoll' }) },
  publishNotice: {
    afterDays: days(1),
    act: (task) => onVote(task, { type: 'publishNotice', windowDays: WINDOW_DAYS, noticeText: '选举业主委员会委员' }),
  },
  nameCounters: {
    afterDays: days(1),
    act: (task) => {
      const { street, estate } = task;
      return onVote(task, { type: 'nameCounters', counterIds: [street.officerId, estate.secretary.accountId] });
    },
  },
  collectBallots: { afterDays: days(1), act: castBallots },
  finishCounting: { afterDays: days(0), act: (task) => onVote(task, { type: 'finishCounting' }) },
  signCount: {
    afterDays: days(0),
    act: async (task) => {
      await onVote(task, { type: 'signCount' });
      await inVote(task.duty.processId, task.estate.secretary.session, { type: 'signCount' });
    },
  },
  publishResult: { afterDays: days(1), act: (task) => onVote(task, { type: 'publishResult' }) },
  recordFirstMeeting: { afterDays: days(2), act: holdFirstMeeting },
  publishOffices: {
    afterDays: days(0),
    act: (task) => onElection(task, task.estate.secretary.session, { type: 'publishOffices' }),
  },
  applyFiling: {
    afterDays: days(3),
    act: (task) =>
      onElection(task, task.estate.secretary.session, { type: 'applyFiling', documentsText: '选举结果、名单、分工' }),
  },
  decideFiling: {
    afterDays: days(2),
    act: (task) =>
      onElection(task, task.street.officer, { type: 'decideFiling', decision: 'granted', reasonText: '材料齐全' }),
  },
  handOver: { afterDays: days(2), act: handOver },
};

const onVote = ({ street, duty }: Task, command: object) => inVote(duty.processId, street.officer, command);

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
    await onTerm(task, street.district, { type: 'nudge', key: duty.key, reasonText: '逾期未组织换届，限期启动' });
  await street.officer.post(`/v1/estates/${estate.estateId}/elections`, {
    ...{ electionId: randomUUID(), trigger: 'termEnding', termEndsOn: null, seats: SEATS },
    policy: { kind: 'preset', id: 'national' },
  });
}

async function formGroup(task: Task): Promise<void> {
  const { street, estate } = task;
  const members = [
    ...estate.owners.slice(0, 4).map(({ ownerId }) => ({ memberId: ownerId, capacity: 'owner' })),
    { memberId: street.officerId, capacity: 'street' },
    { memberId: estate.secretary.accountId, capacity: 'community' },
    { memberId: randomUUID(), capacity: 'police' },
  ];
  await onElection(task, street.officer, { type: 'formGroup', members, leaderId: street.officerId });
}

/** As many as there are seats; the chair does not stand again. */
async function nominate(task: Task): Promise<void> {
  const { street, estate } = task;
  const standing = estate.owners.filter(({ ownerId }) => ownerId !== estate.chair.ownerId).slice(0, SEATS);
  for (const { ownerId } of standing) {
    const candidate = { candidateId: randomUUID(), ownerId, nominatedBy: 'residentsCommittee' };
    await onElection(task, street.officer, { type: 'nominate', ...candidate });
  }
}

/** Everybody for the whole slate, or, where the plan has it so, too few of them. */
async function castBallots({ estate, duty }: Task): Promise<void> {
  const at = `/v1/votes/${duty.processId}`;
  const hasQuorum = estate.plan.quorums[estate.votes] ?? true;
  estate.votes += 1;
  const voters = hasQuorum ? estate.owners : estate.owners.slice(0, Math.floor(estate.owners.length * ABSENT_SHARE));
  for (const { session } of voters) {
    const { myRights, agenda } = await session.get<VoteDetail>(at);
    const committee = agenda.flatMap((item) => (item.kind === 'election' ? item.candidateIds : []));
    for (const { rightNo, as } of myRights)
      if (as === 'voter') await session.post(`${at}/ballots`, { rightNo, choices: { committee } });
  }
}

async function electionOf({ street, duty }: Task): Promise<LaunchedElection> {
  return coreOf((await street.officer.get<ProcessView>(`/v1/processes/${duty.processId}`)).state);
}

async function holdFirstMeeting(task: Task): Promise<void> {
  const { electedIds } = await electionOf(task);
  const [chairId, viceChairId] = electedIds;
  const command = { type: 'recordFirstMeeting', chairId, viceChairIds: [viceChairId], minutesText: '首次会议推选主任' };
  await onElection(task, task.estate.secretary.session, command);
}

/** Item by item; the old chair signs, the new one, and the community as the witness. The committee's role passes to the new one. */
async function handOver(task: Task): Promise<void> {
  const { street, estate } = task;
  const { handover, candidates, offices } = await electionOf(task);
  const witness = estate.secretary.session;
  for (const { item, status } of handover)
    if (status === 'pending') await onElection(task, witness, { type: 'recordHandoverItem', item, status: 'provided' });
  const elected = candidates.find(({ candidateId }) => candidateId === offices?.chairId);
  const next = the(
    estate.owners.find(({ ownerId }) => ownerId === elected?.ownerId),
    'elected chair among the owners',
  );
  await onElection(task, estate.chair.session, { type: 'signHandover', side: 'old' });
  const chairGrantId = await appoint(street.officer, estate.estateId, next);
  await onElection(task, next.session, { type: 'signHandover', side: 'new' });
  await onElection(task, witness, { type: 'signHandover', side: 'witness' });
  const before = `/v1/places/${estate.estateId}/accounts/${estate.chair.accountId}/grants/${estate.chairGrantId}`;
  await street.officer.post(`${before}/end`);
  Object.assign(estate, { chair: next, chairGrantId });
}
