// The nineteen detectors of stuck work (law.md 9.5) as one table: what each looks for, on which article, and which facts of which process it
// reads. Pure. Rules whose process is not in this release are here too and say so: they find nothing, and nothing is made up for them.
import { dueAt } from '../calendar/due';
import { addMs } from '../calendar/instant';
import type { LaunchedTerm } from '../committee-term/state';
import type { LaunchedDisclosure } from '../disclosure/state';
import type { LaunchedElection } from '../election/state';
import type { LaunchedHandover } from '../handover/state';
import type { Setting } from '../machinery/types';
import type { LaunchedProblem } from '../problem/state';
import type { HasPhase, ProcessKind, ProcessState } from '../process';

export interface Words {
  zh: string;
  en: string;
}

/** What a detector reads of processes of one kind. */
export type Reading =
  /** Open duties of these codes (`any`: of all), whether overdue or at all. */
  | { reads: 'duty'; kind: ProcessKind; duties: readonly string[] | 'any'; when: 'overdue' | 'open' }
  /** Duties that were sent back too often. */
  | { reads: 'pingPong'; kind: ProcessKind }
  /** The state itself; kept beside each open duty when the state changes. */
  | { reads: 'state'; kind: ProcessKind; holds(state: ProcessState<HasPhase>, setting: Setting): boolean };

export interface Detector {
  id: string;
  /** As numbered in law.md 9.5. */
  no: number;
  title: Words;
  basis: string;
  readings: readonly Reading[];
  /** The process or ledger that it needs and that is not in this release. */
  missing: Words | null;
}

const FIRM_REPLACEMENT: Words = { zh: '物业服务企业更换', en: 'replacing the property firm' };
const MICRO_PROJECTS: Words = { zh: '微项目众筹', en: 'co-funded micro-projects' };
const FEE_LEDGER: Words = { zh: '物业费账目', en: 'the ledger of fees' };

const overdue = (kind: ProcessKind, ...duties: string[]): Reading => ({ reads: 'duty', kind, duties, when: 'overdue' });
const open = (kind: ProcessKind, ...duties: string[]): Reading => ({ reads: 'duty', kind, duties, when: 'open' });

/** A reading of the state of a launched process of one kind. */
const state = <Launched>(
  kind: ProcessKind,
  holds: (core: Launched, state: ProcessState<HasPhase>, setting: Setting) => boolean,
): Reading => ({
  reads: 'state',
  kind,
  holds: (of, setting) => of.core.phase !== 'unlaunched' && holds(of.core as Launched, of, setting),
});

const isRefused = ({ phase }: LaunchedHandover): boolean =>
  phase === 'refused' || phase === 'urged' || phase === 'ignored' || phase === 'assisted';

const IN_OFFICE: readonly string[] = ['serving', 'reportDue', 'renewalDue', 'renewing'];

/** Times in which people may read, object or prepare; running shorter than their rule says, what follows can be contested. */
const PUBLICITY = ['groupNotice', 'slateNotice', 'rollObjection', 'notice', 'resultObjection', 'auditShown'];

function isPublicityShort({ clocks, calendar }: ProcessState<HasPhase>, setting: Setting): boolean {
  return PUBLICITY.some((name) => {
    const clock = clocks[name];
    return clock !== undefined && clock.dueAt < dueAt(clock.rule, clock.since, calendar ?? setting.calendar).at;
  });
}

/** Without what standing still and extensions have added. */
function isWindowOutOfBounds({ clocks, calendar }: ProcessState<HasPhase>, setting: Setting): boolean {
  const { window: running } = clocks;
  if (!running) return false;
  const { min, max } = setting.policy.vote.window;
  const bound = (rule: typeof min) => dueAt(rule, running.since, calendar ?? setting.calendar).at;
  const closesAt = addMs(running.dueAt, -running.addedMs);
  return closesAt < bound(min) || closesAt > bound(max);
}

export const DETECTORS: readonly Detector[] = [
  {
    id: 'termEndsUnreported',
    no: 1,
    title: { zh: '任期届满未报告', en: "A term ends and the committee hasn't reported it" },
    basis: '民法典 277；指导规则 47；北京市物业管理条例 49',
    readings: [
      overdue('committeeTerm', 'reportTerm'),
      state<LaunchedTerm>(
        'committeeTerm',
        ({ term, electionId }) =>
          electionId === null && (term.report === 'missed' || (term.isExpired && term.report !== 'given')),
      ),
    ],
    missing: null,
  },
  {
    id: 'groupNotFormed',
    no: 2,
    title: { zh: '筹备组（换届小组）逾期未组建', en: 'The group is not formed in time' },
    basis: '指导规则 9；各地 30 日至 60 日',
    readings: [overdue('election', 'formGroup')],
    missing: null,
  },
  {
    id: 'assemblyNotHeld',
    no: 3,
    title: { zh: '首次业主大会或换届大会逾期未召开', en: 'The assembly is not held in time' },
    basis: '指导规则 15；各地 60 日至 90 日',
    readings: [overdue('election', 'holdAssembly', 'publishDrafts', 'startRetry')],
    missing: null,
  },
  {
    id: 'filingSilent',
    no: 4,
    title: { zh: '逾期未申请备案，或备案逾期不决', en: 'Filing is not applied for, or not decided' },
    basis: '物业管理条例 16；各地 5 日至 20 日',
    readings: [
      overdue('election', 'applyFiling', 'decideFiling', 'orderFiling'),
      state<LaunchedElection>('election', ({ phase, filing }) => phase === 'filing' && filing === 'silent'),
    ],
    missing: null,
  },
  {
    id: 'sealsNotHandedOver',
    no: 5,
    title: { zh: '印章、资料逾期未移交', en: 'Seals and files are not handed over' },
    basis: '指导规则 48；各地 10 日',
    readings: [state<LaunchedHandover>('handover', (core) => core.occasion !== 'firm' && isRefused(core))],
    missing: null,
  },
  {
    id: 'committeeIdle',
    no: 6,
    title: { zh: '业委会不履职', en: 'The committee is idle' },
    basis: '上海市住宅物业管理规定 32；北京市物业管理条例 45',
    readings: [
      state<LaunchedTerm>(
        'committeeTerm',
        ({ phase, renewalReason, demands }) =>
          demands.some(({ isMissed }) => isMissed) || (phase === 'renewalDue' && renewalReason === 'idle'),
      ),
    ],
    missing: null,
  },
  {
    id: 'halfVacant',
    no: 7,
    title: { zh: '委员缺额过半', en: 'Half of the seats or more are vacant' },
    basis: '上海市住宅物业管理规定 32',
    readings: [
      state<LaunchedTerm>(
        'committeeTerm',
        ({ phase, term }) => IN_OFFICE.includes(phase) && 2 * (term.seats - term.members.length) >= term.seats,
      ),
    ],
    missing: null,
  },
  {
    id: 'contractIndefinite',
    no: 8,
    title: { zh: '物业合同到期后不定期延续过久', en: 'An expired contract goes on without term for too long' },
    basis: '民法典 948',
    readings: [],
    missing: FIRM_REPLACEMENT,
  },
  {
    id: 'firmNoticeShort',
    no: 9,
    title: { zh: '解聘或不续聘通知不足六十日', en: 'The firm gets less than sixty days of notice' },
    basis: '民法典 946、947、948',
    readings: [],
    missing: FIRM_REPLACEMENT,
  },
  {
    id: 'exitOverdue',
    no: 10,
    title: { zh: '物业服务人逾期不退出', en: 'The firm does not leave in time' },
    basis: '民法典 949',
    // The handover to a new firm exists; what launches one, and the contract's end, do not.
    readings: [state<LaunchedHandover>('handover', (core) => core.occasion === 'firm' && isRefused(core))],
    missing: FIRM_REPLACEMENT,
  },
  {
    id: 'emergencyTooLong',
    no: 11,
    title: { zh: '应急物业服务超过六个月', en: 'Emergency service lasts longer than six months' },
    basis: '北京市物业管理条例；上海、青岛、淄博、潍坊、宁波同类规定',
    readings: [],
    missing: FIRM_REPLACEMENT,
  },
  {
    id: 'incomeUndisclosed',
    no: 12,
    title: { zh: '公共收益逾期未公示', en: 'Public income is not disclosed in time' },
    basis: '民法典 943、282；各地按季度或半年',
    readings: [
      overdue('disclosure', 'draftStatement', 'reviewStatement', 'signStatement', 'recordBoard', 'answerObjection'),
      state<LaunchedDisclosure>('disclosure', ({ statements }) => statements.some(({ bodies }) => bodies.length > 1)),
    ],
    missing: null,
  },
  {
    id: 'refundOverdue',
    no: 13,
    title: { zh: '认筹款逾期未退', en: 'Pledged money is not paid back in time' },
    basis: 'law.md 9.3 C9',
    readings: [],
    missing: MICRO_PROJECTS,
  },
  {
    id: 'whistleUnanswered',
    no: 14,
    title: { zh: '吹哨后部门未报到', en: 'A called department does not answer' },
    basis: '北京市街道办事处条例；北京市接诉即办工作条例',
    readings: [overdue('problem', 'answerCall'), open('problem', 'orderDepartment')],
    missing: null,
  },
  {
    id: 'problemStuck',
    no: 15,
    title: { zh: '诉求逾期，或退单两次以上', en: 'A problem is overdue, or thrown to and fro' },
    basis: '北京市接诉即办工作条例；潍坊市12345政务服务便民热线条例 22',
    readings: [
      { reads: 'duty', kind: 'problem', duties: 'any', when: 'overdue' },
      { reads: 'pingPong', kind: 'problem' },
    ],
    missing: null,
  },
  {
    id: 'repeatedComplaints',
    no: 16,
    title: { zh: '同一地点重复投诉', en: 'The same place is complained about again' },
    basis: '北京市接诉即办工作条例（重复诉求）；law.md 9.4 D8',
    readings: [state<LaunchedProblem>('problem', ({ recurrenceOf }) => recurrenceOf !== null)],
    missing: null,
  },
  {
    id: 'publicityShort',
    no: 17,
    title: { zh: '公示期短于规定', en: 'A time of publicity is shorter than required' },
    basis: '指导规则 11、12；物业管理条例 14；各地规定',
    readings: [
      { reads: 'state', kind: 'election', holds: isPublicityShort },
      { reads: 'state', kind: 'ownersVote', holds: isPublicityShort },
    ],
    missing: null,
  },
  {
    id: 'windowOutOfBounds',
    no: 18,
    title: { zh: '表决期限不在规定范围内', en: 'A voting window is outside its bounds' },
    basis: '杭州市物业管理条例：五日至六十日；其他地方按其规则',
    readings: [{ reads: 'state', kind: 'ownersVote', holds: isWindowOutOfBounds }],
    missing: null,
  },
  {
    id: 'memberOwesFees',
    no: 19,
    title: { zh: '委员欠交物业费', en: 'A member of the committee owes fees' },
    basis: '北京市物业管理条例（半年）',
    readings: [],
    missing: FEE_LEDGER,
  },
];

export const detectorById = (id: string): Detector | undefined => DETECTORS.find((detector) => detector.id === id);

/** Detectors that find the process by its state alone. */
export const signsOf = (kind: ProcessKind, of: ProcessState<HasPhase>, setting: Setting): string[] =>
  DETECTORS.filter(({ readings }) =>
    readings.some((reading) => reading.reads === 'state' && reading.kind === kind && reading.holds(of, setting)),
  ).map(({ id }) => id);

/** What is stored of an open duty, as far as detectors read it. */
export interface FoundDuty {
  kind: ProcessKind;
  duty: string;
  isOverdue: boolean;
  isPingPong: boolean;
  signs: readonly string[];
}

/** Ids of the detectors that find this duty, in their order. */
export const foundBy = ({ kind, duty, isOverdue, isPingPong, signs }: FoundDuty): string[] =>
  DETECTORS.filter(({ id, readings }) =>
    readings.some((reading) => {
      if (reading.kind !== kind) return false;
      switch (reading.reads) {
        case 'duty':
          return (reading.duties === 'any' || reading.duties.includes(duty)) && (reading.when === 'open' || isOverdue);
        case 'pingPong':
          return isPingPong;
        case 'state':
          return signs.includes(id);
      }
    }),
  ).map(({ id }) => id);
