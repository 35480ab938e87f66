// The legal bounds that a policy may not cross, as data: what is fixed for all of China, and what a local regulation adds or, where it was
// read, relaxes. Checks that are more than a number are in floor.ts.
import type { DurationUnit } from '../calendar/types';

interface BoundBase {
  /** Where in a policy; the end of it is a duration rule or a number. */
  path: string;
  article: string;
  /** Beginning of the area code (GB/T 2260) where it holds: `` everywhere, `3702` in Qingdao. The longest match of a path and side wins. */
  area: string;
}

export interface DurationBound extends BoundBase {
  kind: 'duration';
  side: 'atLeast' | 'atMost';
  n: number;
  unit: DurationUnit;
}

export interface NumberBound extends BoundBase {
  kind: 'number';
  side: 'atLeast' | 'atMost';
  n: number;
}

export interface FlagBound extends BoundBase {
  kind: 'flag';
  side: 'equals';
  is: boolean;
}

export type Bound = DurationBound | NumberBound | FlagBound;

const REGULATION = '物业管理条例';
const GUIDE = '指导规则 建房〔2009〕274号';
const INTERPRETATION = '建筑物区分所有权解释';
const SHORTEST_NOTICE = 'no national rule; 3 d is the shortest 公示 in any text read';

type Side = 'atLeast' | 'atMost';
const lasts = (area: string, path: string, side: Side, n: number, unit: DurationUnit, article: string): Bound => ({
  kind: 'duration',
  area,
  path,
  side,
  n,
  unit,
  article,
});
const counts = (area: string, path: string, side: Side, n: number, article: string): Bound => ({
  kind: 'number',
  area,
  path,
  side,
  n,
  article,
});
const must = (area: string, path: string, is: boolean, article: string): Bound => ({
  kind: 'flag',
  side: 'equals',
  area,
  path,
  is,
  article,
});

const NATIONAL: Bound[] = [
  lasts('', 'vote.notice', 'atLeast', 15, 'day', `${REGULATION} 14`),
  lasts('', 'vote.noticeExtraordinary', 'atLeast', 15, 'day', `${REGULATION} 14`),
  lasts('', 'vote.rollObjection', 'atLeast', 3, 'day', SHORTEST_NOTICE),
  lasts('', 'vote.resultObjection', 'atLeast', 3, 'day', SHORTEST_NOTICE),
  lasts('', 'disclosure.display', 'atLeast', 3, 'day', SHORTEST_NOTICE),
  lasts('', 'vote.window.min', 'atLeast', 1, 'day', '民法典 278: owners must be able to take part'),
  lasts('', 'vote.revocation', 'atLeast', 12, 'month', `${INTERPRETATION} 12`),
  counts('', 'vote.countersMin.value', 'atLeast', 2, 'our rule: nobody counts alone'),
  must('', 'vote.developerIsOneHead.value', true, `${INTERPRETATION} 9`),
  must('', 'vote.sameHoldersMerge.value', true, `${INTERPRETATION} 9`),
  lasts('', 'election.groupNotice', 'atLeast', 3, 'day', SHORTEST_NOTICE),
  lasts('', 'election.candidateNotice', 'atLeast', 3, 'day', SHORTEST_NOTICE),
  lasts('', 'election.groupForm', 'atMost', 60, 'day', `${GUIDE} 9`),
  lasts('', 'election.assemblyDue', 'atMost', 90, 'day', `${GUIDE} 15`),
  lasts('', 'election.firstMeeting', 'atMost', 7, 'day', `${GUIDE} 32`),
  lasts('', 'election.filingApply', 'atMost', 30, 'day', `${REGULATION} 16`),
  lasts('', 'handover.within', 'atMost', 10, 'day', `${GUIDE} 48`),
  counts('', 'election.committeeSize.value.min', 'atLeast', 5, `${GUIDE} 31`),
  counts('', 'election.committeeSize.value.smallMin', 'atLeast', 3, 'three is the least in any text read'),
  counts('', 'election.committeeSize.value.max', 'atMost', 11, `${GUIDE} 31`),
  counts('', 'election.committeeSize.value.smallUpToUnits', 'atMost', 0, `${GUIDE} 31 knows no smaller committee`),
  counts('', 'election.committeeSize.value.smallUpToAreaDm2', 'atMost', 0, `${GUIDE} 31 knows no smaller committee`),
  counts('', 'election.term.value.maxYears', 'atMost', 5, `${GUIDE} 32`),
  lasts('', 'recall.defence', 'atLeast', 3, 'day', 'our rule: nobody is recalled unheard (杭州市物业管理条例 31)'),
];

const BEIJING = '北京市物业管理条例';
const SHANGHAI = '上海市住宅物业管理规定';
const HANGZHOU = '杭州市物业管理条例';
const QINGDAO = '青岛市物业管理条例';

const LOCAL: Bound[] = [
  lasts('11', 'vote.publishResult', 'atMost', 3, 'day', `${BEIJING} 37`),
  lasts('11', 'election.reportLead', 'atLeast', 6, 'month', `${BEIJING} 49`),
  lasts('11', 'election.candidateNotice', 'atLeast', 15, 'day', BEIJING),
  lasts('11', 'election.publishOffices', 'atMost', 3, 'day', BEIJING),
  lasts('11', 'election.filingDecide', 'atMost', 5, 'workingDay', `${BEIJING} 43`),
  counts('11', 'election.committeeSize.value.smallUpToUnits', 'atMost', 100, `${BEIJING} 39`),

  lasts('31', 'election.reportLead', 'atLeast', 5, 'month', `${SHANGHAI} 28`),
  lasts('31', 'election.candidateNotice', 'atLeast', 15, 'day', SHANGHAI),
  lasts('31', 'election.publishOffices', 'atMost', 3, 'day', SHANGHAI),
  lasts('31', 'election.filingDecide', 'atMost', 20, 'day', SHANGHAI),
  counts('31', 'election.committeeSize.value.smallUpToAreaDm2', 'atMost', 1_000_000, `${SHANGHAI} 20: 10 000 m²`),
  counts('31', 'election.term.value.minYears', 'atLeast', 3, SHANGHAI),
  must('31', 'election.freezesOldCommittee.value', true, `${SHANGHAI} 28`),

  lasts('3301', 'vote.noticeExtraordinary', 'atLeast', 7, 'day', `${HANGZHOU} 19`),
  lasts('3301', 'vote.window.min', 'atLeast', 5, 'day', `${HANGZHOU} 20`),
  lasts('3301', 'vote.window.max', 'atMost', 60, 'day', `${HANGZHOU} 20`),
  lasts('3301', 'election.reportLead', 'atLeast', 3, 'month', `${HANGZHOU} 33`),
  lasts('3301', 'election.candidateNotice', 'atLeast', 7, 'day', `${HANGZHOU} 26`),
  counts('3301', 'election.groupSize.value.min', 'atLeast', 7, `${HANGZHOU} 38`),
  counts('3301', 'election.groupSize.value.max', 'atMost', 11, `${HANGZHOU} 38`),
  counts('3301', 'election.committeeSize.value.smallUpToUnits', 'atMost', 100, `${HANGZHOU} 27`),
  counts('3301', 'election.term.value.minYears', 'atLeast', 3, HANGZHOU),

  lasts('3702', 'vote.publishResult', 'atMost', 3, 'day', `${QINGDAO} 44`),
  lasts('3702', 'election.reportLead', 'atLeast', 60, 'day', `${QINGDAO} 41`),
  lasts('3702', 'election.groupForm', 'atMost', 30, 'day', `${QINGDAO} 22, 42`),
  lasts('3702', 'election.assemblyDue', 'atMost', 60, 'day', QINGDAO),
  counts('3702', 'election.assemblyExtension.times.value', 'atMost', 1, QINGDAO),
  lasts('3702', 'election.assemblyExtension.length', 'atMost', 30, 'day', QINGDAO),
  lasts('3702', 'election.candidateNotice', 'atLeast', 15, 'day', QINGDAO),
  lasts('3702', 'election.firstMeeting', 'atMost', 3, 'day', QINGDAO),
  lasts('3702', 'election.publishOffices', 'atMost', 3, 'day', QINGDAO),
  counts('3702', 'election.groupSize.value.min', 'atLeast', 7, `${QINGDAO} 23`),
  counts('3702', 'election.committeeSize.value.min', 'atLeast', 3, `${QINGDAO} 35`),
];

/** The bounds for an area code: of every path and side the one for the smallest area that contains it. */
export function boundsFor(jurisdiction: string): Bound[] {
  const byKey = new Map<string, Bound>();
  for (const bound of [...NATIONAL, ...LOCAL]) {
    if (!jurisdiction.startsWith(bound.area)) continue;
    const key = `${bound.path} ${bound.side}`;
    const held = byKey.get(key);
    if (!held || held.area.length <= bound.area.length) byKey.set(key, bound);
  }
  return [...byKey.values()];
}
