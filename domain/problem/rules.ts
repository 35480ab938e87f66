// Which command fits which phase and role, who must do what, what time decides, who may see it: a problem as tables.
import { dutiesSince, type MakeDuty } from '../duties';
import type { Policy } from '../policy/schema';
import type { Audience, CommandRule, Obligation, Role, SuspensionRule } from '../process';
import { callClock, orderClock } from './call';
import { judgeOf } from './appeal';
import { approverOf, departmentAt, DESKS, handlerOf, headOf, officeOf } from './levels';
import { dispatcherOf, extenderOf, JUDGES } from './returns';
import { verifierOf } from './solution';
import type { LaunchedProblem, ProblemCommand, ProblemCore, ProblemPhase } from './state';

/** Everybody at whose desk a problem can lie. */
const HANDLERS: readonly Role[] = [...Object.values(DESKS).flat(), 'departmentOfficer'];
const OFFICES: readonly Role[] = [...DESKS.community, ...DESKS.street, ...DESKS.district];
/** Who may open a problem; a sensor does it in the street's name. */
export const PROBLEM_LAUNCHERS: readonly Role[] = ['owner', 'resident', ...Object.values(DESKS).flat()];

const BEFORE_WORK: readonly ProblemPhase[] = ['dispatched', 'handling'];
/** Two people have agreed to end it, and nothing of it is done meanwhile. */
const ENDING: readonly ProblemPhase[] = ['appealable', 'appealed'];
const UNSOLVED: readonly ProblemPhase[] = ['researching', ...BEFORE_WORK, 'verifying', 'answering'];

export const problemRules: Record<ProblemCommand['type'], CommandRule<ProblemPhase>> = {
  launch: { phases: ['unlaunched'], roles: PROBLEM_LAUNCHERS },
  recordResearch: { phases: ['researching'], roles: ['streetOfficer'] },
  respond: { phases: ['dispatched'], roles: HANDLERS },
  reclassify: { phases: ['researching', ...BEFORE_WORK], roles: OFFICES },
  assign: { phases: BEFORE_WORK, roles: HANDLERS },
  raise: { phases: BEFORE_WORK, roles: HANDLERS },
  raiseBySilence: { phases: BEFORE_WORK, roles: [] },
  returnProblem: { phases: BEFORE_WORK, roles: HANDLERS },
  acceptReturn: { phases: BEFORE_WORK, roles: JUDGES },
  refuseReturn: { phases: BEFORE_WORK, roles: JUDGES },
  askExtension: { phases: BEFORE_WORK, roles: HANDLERS },
  extendHandling: { phases: BEFORE_WORK, roles: JUDGES },
  refuseExtension: { phases: BEFORE_WORK, roles: JUDGES },
  callDepartments: { phases: BEFORE_WORK, roles: ['streetOfficer'] },
  answerCall: { phases: BEFORE_WORK, roles: ['departmentOfficer'] },
  nameLead: { phases: BEFORE_WORK, roles: ['streetOfficer', 'districtSupervisor'] },
  orderDepartment: { phases: BEFORE_WORK, roles: ['districtSupervisor'] },
  recordCallSilence: { phases: BEFORE_WORK, roles: [] },
  reportWork: { phases: BEFORE_WORK, roles: HANDLERS },
  verifyWork: { phases: ['verifying'], roles: OFFICES },
  answerProblem: { phases: ['answering'], roles: ['resident', 'owner'] },
  recordCallBack: { phases: ['answering'], roles: OFFICES },
  proposeClosing: { phases: UNSOLVED, roles: HANDLERS },
  approveClosing: { phases: UNSOLVED, roles: OFFICES },
  refuseClosing: { phases: UNSOLVED, roles: OFFICES },
  appealClosing: { phases: ['appealable'], roles: ['resident', 'owner'] },
  recordAppeal: { phases: ['appealable'], roles: OFFICES },
  upholdAppeal: { phases: ['appealed'], roles: OFFICES },
  dismissAppeal: { phases: ['appealed'], roles: OFFICES },
  closeUnappealed: { phases: ['appealable'], roles: [] },
  resumeParked: { phases: ['parked'], roles: OFFICES },
  endParking: { phases: ['parked'], roles: [] },
  recordOverdue: { phases: [...UNSOLVED, ...ENDING, 'parked'], roles: [] },
  explainDelay: { phases: [...UNSOLVED, 'parked'], roles: HANDLERS },
  callMeeting: { phases: BEFORE_WORK, roles: HANDLERS },
  recordChildLaunched: { phases: [...UNSOLVED, ...ENDING, 'parked', 'appraising'], roles: [] },
  recordMeetingEnded: { phases: [...UNSOLVED, ...ENDING, 'parked', 'appraising'], roles: [] },
  supervise: { phases: BEFORE_WORK, roles: ['streetOfficer', 'districtSupervisor'] },
  appraise: { phases: ['appraising'], roles: OFFICES },
};

export function problemObligations(core: ProblemCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return [];
  const make = dutiesSince(core.phaseSince);
  const isUrgent = core.class === 'urgent' ? true : undefined;
  return [...ofPhase(core, policy, make), ...beside(core, policy, make)].map((duty) => ({ ...duty, isUrgent }));
}

/** What the phase itself waits for. */
function ofPhase(core: LaunchedProblem, policy: Policy, duty: MakeDuty): Obligation[] {
  const rules = policy.problem.classes[core.class];
  const { level } = core.handler;
  switch (core.phase) {
    case 'researching':
      return [
        duty('research', officeOf(core, 'street'), 'research', policy.problem.supervised.research.basis, [
          'recordResearch',
        ]),
      ];
    case 'dispatched':
      return [
        duty('respond', handlerOf(core), 'response', rules.response[level].basis, ['respond', 'reportWork', 'raise']),
        ...working(core, policy, duty),
      ];
    case 'handling':
      return working(core, policy, duty);
    case 'verifying':
    case 'answering':
      return concluding(core, policy, duty);
    case 'parked':
      return [duty('reviewParked', handlerOf(core), 'review', policy.problem.parked.maxDays.basis, ['resumeParked'])];
    case 'appealable':
      return [];
    case 'appealed':
      return [
        duty('judgeAppeal', officeOf(core, judgeOf(core)), 'appealReview', policy.problem.closing.appealReview.basis, [
          'upholdAppeal',
          'dismissAppeal',
        ]),
      ];
    case 'appraising':
      return [
        duty('appraise', officeOf(core, 'community'), 'appraisal', policy.problem.supervised.appraise.basis, [
          'appraise',
        ]),
      ];
    case 'closed':
      return [];
  }
}

/** The work is looked at by another office, which then asks the resident; the time for both runs from the reported work. */
function concluding(core: LaunchedProblem, policy: Policy, duty: MakeDuty): Obligation[] {
  const { verify, feedback } = policy.problem.classes[core.class];
  const role = verifierOf(core, policy.problem.verifiers.value);
  const office = partyOfRole(core, role);
  const callBack = duty('callBack', office, 'feedback', feedback.basis, ['recordCallBack']);
  if (core.phase === 'verifying') return [duty('verify', office, 'verify', verify.basis, ['verifyWork']), callBack];
  const { reporterId, place } = core;
  if (reporterId === null) return [callBack];
  const reporter = { kind: 'account', accountId: reporterId, placePath: place.estatePath } as const;
  return [duty('confirm', reporter, null, feedback.basis, ['answerProblem']), callBack];
}

/** The work itself: the handler's, or in a joint call the lead's. */
function working(core: LaunchedProblem, policy: Policy, duty: MakeDuty): Obligation[] {
  const { basis } = policy.problem.classes[core.class].handling[core.handler.level];
  const lead = core.call?.lead;
  if (lead != null) return [duty('carryOutPlan', departmentAt(core, lead), 'handling', basis, ['reportWork'])];
  return [duty('handle', handlerOf(core), 'handling', basis, ['reportWork', 'raise', 'returnProblem'])];
}

/** What waits beside the phase: judgements, answers to a call, explanations, checks. */
function beside(core: LaunchedProblem, policy: Policy, duty: MakeDuty): Obligation[] {
  const { returns, extension, call, closing, explainDelay, supervised } = policy.problem;
  const found: Obligation[] = [];
  const isBeforeWork = core.phase === 'dispatched' || core.phase === 'handling';
  const dispatcher = core.returnAsked && dispatcherOf(core.returnAsked.by);
  if (isBeforeWork && dispatcher)
    found.push(
      duty('reviewReturn', officeOf(core, dispatcher), 'returnReview', returns.review.basis, [
        'acceptReturn',
        'refuseReturn',
      ]),
    );
  const extender = extenderOf(core);
  if (isBeforeWork && core.isExtensionAsked && extender)
    found.push(
      duty('decideExtension', officeOf(core, extender, headOf(extender)), 'handling', extension.length.basis, [
        'extendHandling',
        'refuseExtension',
      ]),
    );
  if (isBeforeWork) found.push(...ofCall(core, call, duty));
  if (core.closing)
    found.push(
      duty('approveClosing', officeOf(core, approverOf(core)), 'closingReview', closing.review.basis, [
        'approveClosing',
        'refuseClosing',
      ]),
    );
  if (core.isOverdue && !core.isDelayExplained && ![...ENDING, 'appraising'].includes(core.phase))
    found.push(duty('explainDelay', handlerOf(core), 'explainDelay', explainDelay.basis));
  if (isBeforeWork && core.isSupervised)
    found.push(duty('supervise', officeOf(core, 'street'), 'supervision', supervised.superviseEvery.basis));
  return found;
}

function ofCall(core: LaunchedProblem, rules: Policy['problem']['call'], duty: MakeDuty): Obligation[] {
  if (!core.call) return [];
  const unanswered = core.call.departments.filter(({ isComing }) => isComing === null);
  const answers = unanswered.map(({ department, isSilent, isOrdered }) => {
    // Silent, it has no time left, and no new one before the district orders it.
    const clock = isSilent && !isOrdered ? null : callClock(department);
    return duty(`answerCall:${department}`, departmentAt(core, department), clock, rules.answerWithin.basis, [
      'answerCall',
    ]);
  });
  const orders = unanswered
    .filter(({ isSilent, isOrdered }) => isSilent && !isOrdered)
    .map(({ department }) => {
      const district = officeOf(core, 'district');
      return duty(`orderDepartment:${department}`, district, orderClock(department), rules.order.basis, [
        'orderDepartment',
      ]);
    });
  const isLeadWanted = core.call.lead === null && core.handler.level === 'street' && core.call.departments.length > 1;
  const lead = isLeadWanted ? [duty('nameLead', officeOf(core, 'street'), 'handling', rules.answerWithin.basis)] : [];
  return [...answers, ...orders, ...lead];
}

/** The office of a role at the problem's place. */
function partyOfRole(core: LaunchedProblem, role: Role) {
  const level = (['community', 'street', 'district'] as const).find((of) => DESKS[of].includes(role)) ?? 'community';
  return officeOf(core, level, role);
}

/** A missed clock moves the problem up; at the district there is nobody above, and it stays overdue. */
export function problemWhenDue(core: ProblemCore, clock: string): ProblemCommand | undefined {
  if (core.phase === 'unlaunched') return undefined;
  const [name, department] = clock.split(':');
  const isTop = core.handler.level === 'district';
  switch (name) {
    case 'response':
    case 'handling':
    case 'returnReview':
      return isTop ? undefined : { type: 'raiseBySilence', clock: name };
    case 'whole':
      return { type: 'recordOverdue' };
    case 'review':
      return { type: 'endParking' };
    case 'appeal':
      return { type: 'closeUnappealed' };
    case 'call':
      return department === undefined ? undefined : { type: 'recordCallSilence', department };
    default:
      return undefined;
  }
}

/** A complaint is shown to offices and to whoever brought it, never to those it is about (济南市12345热线条例 32). */
export function problemAudience(core: ProblemCore): Audience | null {
  if (core.phase === 'unlaunched' || core.complaintOf === null) return null;
  const { role, accountId } = core.complaintOf;
  const roles: readonly Role[] = [...OFFICES, 'departmentOfficer', 'auditor', 'firmManager', 'committeeMember'];
  return {
    roles: roles.filter((other) => other !== role || accountId !== null),
    people: core.reporterId === null ? [] : [core.reporterId],
    hiddenFrom: accountId === null ? [] : [accountId],
    hiddenFromRoles: accountId === null ? [role] : [],
  };
}

export function problemSuspension(_core: ProblemCore, policy: Policy): SuspensionRule {
  const { reasons, maxDays, maxTimes } = policy.problem.pause;
  const { basis, confidence } = maxDays;
  return { reasons: reasons.value, maxDays: maxDays.value, maxTimes: maxTimes.value, basis, confidence };
}
