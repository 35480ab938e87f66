// How the people of the street deal with what waits for them: when, and by which command. Firms answer at once, three never do; one community
// puts everything off; one department is silent to every call until the district orders it to answer.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/calendar/instant';
import { policyById } from '../../../domain/policy/presets';
import type { ProblemClass } from '../../../domain/problem/messages';
import type { Doing } from '../support/live-through';
import { Refused, the } from '../election/client';
import { SLOW_COMMUNITY } from './estates';
import type { Answer } from './generate';
import { addressee, give, nextRound, type Task } from './task';

export const SILENT_DEPARTMENT = 'environment';
const NEVER = Infinity;

const { categories } = the(policyById('national'), 'national policy').problem;
/** How long the work takes, from when it was given. */
const WORK_MS: Record<ProblemClass, number> = {
  urgent: 45 * MINUTE_MS,
  livelihood: 4 * HOUR_MS,
  ordinary: DAY_MS,
  complex: 4 * DAY_MS,
};
/** Joint calls of the street by category: who is called, the lead first. */
const CALLS: Record<string, readonly string[]> = {
  restaurantFumes: ['urbanManagement', SILENT_DEPARTMENT, 'marketSupervision'],
  parkingPlan: ['transport', 'urbanManagement', 'publicSecurity'],
};
/** While one of these waits, nobody goes on with the work. */
const BEFORE_WORK = ['respond', 'reviewReturn', 'decideExtension', 'approveClosing', 'nameLead'];

interface Way {
  /** Milliseconds since 1970. */
  at(task: Task, since: number): number;
  act(task: Task): Promise<unknown>;
}

const kindOf = ({ problem }: Task) => the(categories[problem.report.category], 'category').class;
const isFast = (task: Task): boolean => ['urgent', 'livelihood'].includes(kindOf(task));
const isDawdling = ({ problem, duty }: Task): boolean =>
  duty.party.role === 'firmManager' && problem.estate.desk === 'dawdlingFirm';
const isSlow = ({ problem, duty }: Task): boolean =>
  duty.party.role === 'communitySecretary' && problem.estate.community === SLOW_COMMUNITY;
const isCalled = ({ beside }: Task): boolean => [...beside].some((name) => name.startsWith('answerCall'));

const atRound = (afterMs: number) => (_task: Task, since: number) => nextRound(since + afterMs);
const giving = (command: object) => (task: Task) => give(task, addressee(task), command);

const respond: Way = {
  at(task, since) {
    if (isDawdling(task)) return NEVER;
    if (isSlow(task)) return nextRound(since + 2 * DAY_MS);
    const isVolunteer = task.duty.party.role === 'committeeMember';
    return isFast(task) && !isVolunteer ? since : nextRound(since);
  },
  act: giving({ type: 'respond', noteText: '已电话联系，今日上门查看' }),
};

const handle: Way = {
  at(task, since) {
    const { beside } = task;
    if (isDawdling(task) || isCalled(task) || BEFORE_WORK.some((name) => beside.has(name))) return NEVER;
    if (isSlow(task)) return nextRound(since + 4 * DAY_MS);
    // What is only passed on is passed on at once.
    if (passesOn(task)) return nextRound(since);
    const done = since + WORK_MS[kindOf(task)];
    return kindOf(task) === 'urgent' ? done : nextRound(done);
  },
  async act(task) {
    // Of a new call the silent department hears as if of the first.
    if (callOf(task)) task.problem.ordered.clear();
    try {
      await give(task, addressee(task), workOf(task));
    } catch (error) {
      // The older one has ended meanwhile, or was merged itself: what came after it is a matter of its own.
      if (!(error instanceof Refused && error.problem.code === 'merged-into-unfit')) throw error;
      task.problem.sameAs = null;
    }
  },
};

const departmentOf = ({ problem, duty }: Task): string | undefined =>
  duty.party.role === 'streetOfficer' ? categories[problem.report.category]?.department : undefined;
const callOf = ({ problem, duty }: Task): readonly string[] | undefined =>
  duty.party.role === 'streetOfficer' ? CALLS[problem.report.category] : undefined;

const isAtEstate = ({ duty: { party } }: Task): boolean =>
  party.role === 'firmManager' || party.role === 'committeeMember';

const passesOn = (task: Task): boolean => {
  const { sameAs, report } = task.problem;
  const isPassedUp = report.isBeyondPower && isAtEstate(task);
  return sameAs !== null || report.isGroundless || isPassedUp || !!callOf(task) || !!departmentOf(task);
};

function workOf(task: Task): object {
  const { report, sameAs } = task.problem;
  const closing = { type: 'proposeClosing', basisText: '济南市12345市民服务热线条例' };
  if (sameAs !== null) return { ...closing, how: 'merged', mergedInto: sameAs, reasonText: '同一地点同一问题' };
  if (report.isGroundless) return { ...closing, how: 'groundless', reasonText: '现场查看两次，未见所述情况' };
  if (report.isBeyondPower && isAtEstate(task)) return { type: 'raise', reasonText: '需动用专业力量，超出小区能力' };
  const departments = callOf(task);
  if (departments)
    return { type: 'callDepartments', departments, lead: departments[0], reasonText: '须多部门联合处置' };
  const department = departmentOf(task);
  if (department !== undefined) return { type: 'assign', level: 'street', department, reasonText: '属部门职责' };
  return { type: 'reportWork', evidenceText: '已处理，附现场照片' };
}

const verify: Way = {
  at: (task, since) => nextRound(since + (isSlow(task) ? 5 * DAY_MS : HOUR_MS)),
  act: giving({ type: 'verifyWork', isDone: true, noteText: '已到现场核查' }),
};

/** What the reporter says now: as planned the first time (and in a case as often as it says), then satisfied. */
function answerOf({ problem: { report, planned, answers } }: Task): Answer {
  return planned ? (planned.answers[answers] ?? 'satisfied') : answers === 0 ? report.answer : 'satisfied';
}

const said = (answer: Answer) => ({
  isSolved: answer === 'satisfied' || answer === 'unsatisfied',
  isSatisfied: answer === 'satisfied',
});

const confirm: Way = {
  at: (task, since) => (answerOf(task) === 'unreachable' ? NEVER : nextRound(since)),
  async act(task) {
    await give(task, addressee(task), { type: 'answerProblem', ...said(answerOf(task)) });
    task.problem.answers += 1;
  },
};

const CALL_AGAIN_MS = 4 * HOUR_MS;

const callBack: Way = {
  at(task, since) {
    if (task.beside.has('verify')) return NEVER;
    // Whoever has an account and can be reached answers by it.
    if (task.beside.has('confirm') && answerOf(task) !== 'unreachable') return NEVER;
    if (isSlow(task)) return nextRound(Math.max(since + 3 * DAY_MS, task.problem.notBefore));
    return nextRound(Math.max(since, task.problem.notBefore));
  },
  async act(task) {
    const answer = answerOf(task);
    const isReached = answer !== 'unreachable';
    const noteText = isReached ? '已电话回访' : '三次拨打无人接听之一';
    await give(task, addressee(task), { type: 'recordCallBack', answer: isReached ? said(answer) : null, noteText });
    if (isReached) task.problem.answers += 1;
    task.problem.notBefore = task.now + CALL_AGAIN_MS;
  },
};

const answerCall: Way = {
  at(task, since) {
    const { duty, problem } = task;
    if (duty.party.department !== SILENT_DEPARTMENT) return isFast(task) ? since : nextRound(since);
    return problem.ordered.has(SILENT_DEPARTMENT) ? nextRound(problem.notBefore) : NEVER;
  },
  act: (task) =>
    give(task, addressee(task), {
      type: 'answerCall',
      body: task.duty.party.department,
      isComing: true,
      answerText: '派员到场',
    }),
};

const orderDepartment: Way = {
  at: atRound(HOUR_MS),
  async act(task) {
    const department = the(task.duty.key.split(':')[1], 'department of the order');
    await give(task, addressee(task), { type: 'orderDepartment', department, letterText: '限一个工作日内答复' });
    task.problem.ordered.add(department);
    task.problem.notBefore = task.now + HOUR_MS;
  },
};

const WAYS: Record<string, Way> = {
  ...{ respond, handle, verify, confirm, callBack, answerCall, orderDepartment },
  carryOutPlan: {
    at: (task, since) => (isCalled(task) ? NEVER : nextRound(since + 2 * DAY_MS)),
    act: (task) =>
      give(task, addressee(task), {
        type: 'reportWork',
        evidenceText: '联合处置完毕',
        body: task.duty.party.department,
      }),
  },
  explainDelay: {
    at: (task, since) => (isDawdling(task) || isSlow(task) ? NEVER : nextRound(since)),
    act: giving({ type: 'explainDelay', explanationText: '工序较多，已向居民说明' }),
  },
  approveClosing: {
    at: atRound(HOUR_MS),
    act(task) {
      // The district agrees by another person to what it proposed itself.
      const who = task.duty.party.role === 'districtSupervisor' ? task.street.deputy : addressee(task);
      return give(task, who, { type: 'approveClosing', reasonText: '情况属实，同意' });
    },
  },
  // Taken up again by itself on its day.
  reviewParked: { at: () => NEVER, act: () => Promise.resolve() },
  research: { at: atRound(0), act: giving({ type: 'recordResearch', opinionText: '由小区先行处理，街道跟踪' }) },
  supervise: { at: atRound(2 * DAY_MS), act: giving({ type: 'supervise', noteText: '进度正常' }) },
  appraise: { at: atRound(0), act: giving({ type: 'appraise', stars: 4, noteText: '办理扎实' }) },
};

/** What will be done about a duty, and when: by the case's next step where it is planned step by step, else as people do. */
export function doingOf(task: Task): Doing {
  const { duty, problem } = task;
  const name = the(duty.duty.split(':')[0], 'name of the duty');
  const since = Date.parse(duty.since);
  const left = problem.planned?.steps.slice(problem.step) ?? [];
  const [step] = left;
  if (step !== undefined && left.some((other) => other.duty === name)) {
    const isIts = step.duty === name && (step.department === undefined || step.department === duty.party.department);
    const isNext = isIts && !step.isNever && !task.beside.has('respond');
    return {
      name: `${name}*`,
      at: isNext ? nextRound(Math.max(since, problem.notBefore)) : NEVER,
      async act() {
        const restMs = await step.act(task);
        problem.step += 1;
        problem.notBefore = task.now + (restMs ?? 0);
      },
    };
  }
  const way = the(WAYS[name], `way to ${name}`);
  const at = way.at(task, since);
  return { name, at: name === 'handle' ? Math.max(at, problem.notBefore) : at, act: () => way.act(task) };
}
