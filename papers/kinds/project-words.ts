// Chinese words for a co-funded project: on paper and on the public page. Phases that are not public have no word here.
import type { CofundingOutcome, CofundingPhase } from '../../domain/cofunding/state';
import type { Holder, SourceKind, Works } from '../../domain/cofunding/words';
import type { CofundingRecord } from '../record';

const PHASES: Partial<Record<CofundingPhase, string>> = {
  collecting: '归集资金',
  countingReceipts: '核对到账',
  bridging: '处理资金缺口',
  contracting: '询价签约',
  working: '施工中',
  varying: '变更待决定',
  accepting: '验收',
  publishing: '公示账目',
  settling: '结算',
  refunding: '退款中',
};
const OUTCOMES: Record<CofundingOutcome, string> = {
  completed: '已完成',
  lapsed: '未达成，无人出资',
  shelved: '搁置',
  refused: '未受理',
  rejected: '未获通过',
  becameProblem: '转为诉求办理',
  refunded: '已终止并全额退款',
};
const SOURCES: Record<SourceKind, string> = {
  household: '居民自筹',
  streetGrant: '街道补助',
  matchingGrant: '配套补助',
  firmDiscount: '物业让利',
  sponsor: '社会赞助',
  commonIncome: '公共收益',
  repairFund: '维修资金',
  reward: '以奖代补',
};
const WORKS: Record<Works, string> = {
  repair: '维修',
  renew: '更新',
  addition: '增设',
  changeOfUse: '改变共有部分用途',
  alteration: '改造',
  service: '服务',
};

const word = (words: Partial<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] ?? code) : code;

/** Where it stands; once it is over, how it ended. */
export const sayProjectState = (phase: string, outcome: string | null): string =>
  outcome === null ? word(PHASES, phase) : word(OUTCOMES, outcome);
/** A source that the plan no longer names is called by its code. */
export const saySource = (kind: string | null, sourceId: string): string =>
  kind === null ? sourceId : word(SOURCES, kind);
export const sayWorks = (works: Works): string => WORKS[works];

/** Whose account the money is in. */
export function holderName({ place }: Pick<CofundingRecord, 'place'>, holder: Holder): string {
  const names: Record<Holder, string> = {
    street: `${place.street}办事处`,
    committee: `${place.estate}业主委员会`,
    firmEscrow: `${place.estate}物业服务企业（共管专户）`,
  };
  return names[holder];
}
