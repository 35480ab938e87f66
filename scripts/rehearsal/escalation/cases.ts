// Cases that the year must have whatever the seed: each is planned step by step where it differs from what people usually do, and says what
// its record must show in the end.
import { DAY_MS, dateOf, dayOf, HOUR_MS, instantOf } from '../../../domain/calendar/instant';
import type { ProblemChannel } from '../../../domain/problem/messages';
import type { Role } from '../../../domain/process';
import { the } from '../election/client';
import type { ProcessView } from '../election/watch';
import type { EstatePlan } from './estates';
import type { Answer } from './generate';
import type { Story } from './record';
import { DEPARTMENTS } from './street';
import { addressee, give, isRefused, type Task } from './task';

interface Step {
  /** Done when this waits; the first part of its key. */
  duty: string;
  /** Where several departments have the same duty. */
  department?: string;
  /** Nobody ever does it. */
  isNever?: true;
  /** Returns for how many milliseconds nothing more is done; nothing: the next round. */
  act(task: Task): Promise<number | void>;
}

export interface Case {
  name: string;
  /** Day of the year from 0, and hour. */
  day: number;
  hour: number;
  category: string;
  at(estate: EstatePlan): boolean;
  channel: ProblemChannel;
  complaintOf?: Role;
  isSupervised?: boolean;
  isGroundless?: boolean;
  /** The earlier case at the same spot. */
  repeats?: string;
  answers: readonly Answer[];
  steps: readonly Step[];
  holds(story: Story): boolean;
}

const withFirm = ({ desk }: EstatePlan): boolean => desk === 'firm';
const withBoth = ({ desk, hasCommittee }: EstatePlan): boolean => desk === 'firm' && hasCommittee;
const usual = { at: withFirm, channel: 'web', answers: ['satisfied'], steps: [], hour: 10 } as const;

const giving = (duty: string, command: object): Step => ({
  duty,
  act: async (task) => void (await give(task, addressee(task), command)),
});

const count = ({ events }: Story, type: string): number => events.filter((event) => event.type === type).length;
const isSolved = ({ outcome }: Story): boolean => outcome === 'resolved';

const PAUSE_DAYS = 10;
const PARKED_DAYS = 60;

export const CASES: readonly Case[] = [
  {
    ...usual,
    ...{ name: '元旦凌晨三点烟感报警', day: 0, hour: 3, category: 'smokeAlarm', channel: 'sensor' },
    holds: (story) =>
      isSolved(story) &&
      count(story, 'departmentsCalled') === 1 &&
      count(story, 'callAnswered') === 1 &&
      story.isToldAtOnce,
  },
  {
    ...usual,
    ...{ name: '两次退单后由街道承办', day: 20, category: 'greening' },
    steps: [
      giving('handle', { type: 'returnProblem', reason: 'wrongPlace', reasonText: '绿地在红线之外' }),
      giving('reviewReturn', { type: 'acceptReturn', level: 'community', department: null, reasonText: '由社区接办' }),
      giving('handle', { type: 'returnProblem', reason: 'needsHigherPower', reasonText: '涉及市政绿地' }),
      {
        duty: 'reviewReturn',
        async act(task) {
          const officer = addressee(task);
          const elsewhere = { type: 'acceptReturn', level: 'estate', department: null, reasonText: '再交小区' };
          await isRefused('must-own-it', task, officer, elsewhere);
          await give(task, officer, { ...elsewhere, level: 'street', reasonText: '街道自行承办' });
        },
      },
      {
        duty: 'handle',
        async act(task) {
          const again = { type: 'returnProblem', reason: 'wrongPlace', reasonText: '再退' };
          await isRefused('no-return-left', task, addressee(task), again);
        },
      },
    ],
    holds: (story) => isSolved(story) && count(story, 'returnAsked') === 2 && story.level === 'street' && story.isOwned,
  },
  {
    ...usual,
    ...{ name: '延期一次', day: 41, category: 'lighting', at: withBoth },
    steps: [
      giving('handle', { type: 'askExtension', reasonText: '灯杆须定制' }),
      giving('decideExtension', { type: 'extendHandling', reasonText: '情况属实' }),
    ],
    holds: (story) => isSolved(story) && count(story, 'handlingExtended') === 1 && story.level === 'estate',
  },
  {
    ...usual,
    ...{ name: '等配件暂停', day: 62, category: 'lift' },
    steps: [
      {
        duty: 'handle',
        async act(task) {
          const officer = task.street.holder('streetOfficer', task.street.streetId);
          const why = { reason: 'waitingForParts', reasonText: '曳引机配件在途', basisText: '采购单' };
          await give(task, officer, { type: 'suspend', ...why, days: PAUSE_DAYS });
          const { suspension } = await officer.session.get<ProcessView>(`/v1/processes/${task.problem.id}`);
          return Date.parse(the(suspension, 'suspension').until) + HOUR_MS - task.now;
        },
      },
    ],
    holds: (story) =>
      isSolved(story) &&
      story.level === 'estate' &&
      story.events.some(({ type, payload }) => type === 'resumed' && payload['byTime'] === true),
  },
  {
    ...usual,
    ...{ name: '挂账后到日续办', day: 83, category: 'benches' },
    steps: [
      {
        duty: 'handle',
        async act(task) {
          const reviewOn = dateOf(dayOf(instantOf(Math.floor(task.now))) + PARKED_DAYS);
          const why = { reasonText: '须待夏季改造一并施工', basisText: '潍坊市12345政务服务便民热线条例' };
          await give(task, addressee(task), { type: 'proposeClosing', how: 'parked', reviewOn, ...why });
        },
      },
    ],
    holds: (story) => isSolved(story) && story.parkedFor === 'until its day',
  },
  {
    ...usual,
    ...{ name: '两次不认可升一级', day: 104, category: 'cleaning', answers: ['unsolved', 'unsatisfied', 'satisfied'] },
    holds: (story) =>
      isSolved(story) &&
      count(story, 'problemReopened') === 2 &&
      story.raised.join() === 'reopened' &&
      story.level === 'community',
  },
  {
    ...usual,
    ...{ name: '三次联系不上', day: 125, category: 'parking', answers: ['unreachable'] },
    holds: (story) => story.outcome === 'unverified' && count(story, 'callBackFailed') === 3,
  },
  {
    ...usual,
    ...{ name: '查无此事', day: 140, category: 'security', isGroundless: true },
    holds: (story) => story.outcome === 'groundless' && story.closers === 2,
  },
  {
    ...usual,
    ...{ name: '八部门联办', day: 150, category: 'parkingPlan', channel: 'petition' },
    steps: [
      giving('handle', {
        ...{ type: 'callDepartments', departments: DEPARTMENTS, lead: 'transport', reasonText: '停车综合整治' },
      }),
    ],
    holds: (story) =>
      isSolved(story) &&
      count(story, 'callAnswered') === 8 &&
      count(story, 'callUnanswered') === 1 &&
      count(story, 'departmentOrdered') === 1,
  },
  {
    ...usual,
    ...{ name: '牵头部门不承办另行指定', day: 170, category: 'parkingPlan', channel: 'petition' },
    steps: [
      {
        ...giving('answerCall', { type: 'answerCall', body: 'transport', isComing: false, answerText: '不属本部门' }),
        department: 'transport',
      },
      giving('nameLead', { type: 'nameLead', lead: 'urbanManagement', reasonText: '改由城管牵头' }),
    ],
    holds: (story) => isSolved(story) && count(story, 'leadNamed') === 1,
  },
  {
    ...usual,
    ...{ name: '首次漏水', day: 190, category: 'sewage' },
    holds: isSolved,
  },
  {
    ...usual,
    ...{ name: '九十天内复发', day: 230, category: 'sewage', repeats: '首次漏水' },
    holds: (story) => isSolved(story) && story.firstLevel === 'community' && story.why === 'recurrence',
  },
  {
    ...usual,
    ...{ name: '投诉物业经理', day: 250, category: 'fees', complaintOf: 'firmManager', channel: 'hotline' },
    holds: (story) => isSolved(story) && story.firstLevel === 'community',
  },
  {
    ...usual,
    ...{ name: '投诉社区书记', day: 265, category: 'other', complaintOf: 'communitySecretary', channel: 'petition' },
    holds: (story) => isSolved(story) && story.firstLevel === 'street',
  },
  {
    ...usual,
    ...{ name: '研交办督结评', day: 280, category: 'facade', channel: 'petition', isSupervised: true },
    holds: (story) =>
      isSolved(story) && count(story, 'problemResearched') === 1 && count(story, 'problemAppraised') === 1,
  },
  {
    ...usual,
    ...{ name: '拖沓物业逐级上升', day: 300, category: 'repair', at: ({ desk }) => desk === 'dawdlingFirm' },
    holds: (story) => isSolved(story) && story.raised[0] === 'noResponse' && story.level !== 'estate',
  },
  {
    ...usual,
    ...{ name: '年末无人核查', day: 330, category: 'cleaning' },
    steps: [{ duty: 'verify', isNever: true, act: () => Promise.resolve() }],
    // Whoever should have looked is on the list of stalls, and so is the call that should have followed.
    holds: ({ closedAt, clocks }) => closedAt === null && clocks.has('verify') && clocks.has('feedback'),
  },
];

/** Milliseconds from the beginning of the year. */
export const beginningOf = ({ day, hour }: Case): number => day * DAY_MS + hour * HOUR_MS;
