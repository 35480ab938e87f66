// The proportions of a year of residents' reports: what comes in, when, from whom, and what its reporter says in the end. Each says whether
// it is from a published figure or our own assumption; docs/problem-rehearsal.md has the same list for readers.
//
// Published figures (read as cited, not checked against the offices themselves):
// - [泰州] 泰州市12345平台 2018-07 (12345.taizhou.gov.cn, 民生热点第7期): reports by subject in one month. 居民日常服务 1412; 环境保护 1055, of which noise
//   52.3 % and air 31.3 %; 违建 714; 物业管理 657; 市容管理 406 (vendors, parking, greening, pets).
// - [上海] 上海市房管局 on the 12345 reports of 2018 about property management: 173,000 valid ones from 12,099 estates, 14 each; the 11 % of
//   estates with 31 and more had 47 % of them. Among the eight main subjects: parking, quarrels between neighbours, subletting in groups,
//   greening, owners' assemblies and committees, blocked fire lanes.
// - [北京] 2020年北京市“接诉即办”改革工作年度报告: 90.71 % of reports by telephone, 9.29 % by network; 94.1 % of those asked satisfied (of the 1.65
//   million reports about the epidemic, the only ones for which the report's summary gives a figure).
// - [宜春] 宜春12345 通报 2023年第5期: telephone 90.67 %.
// - [江阴] 江阴12345 2023-09: of 300 called back 246 were reached at the first call.
// - Peaks at 10-11 and 14-15 o'clock: said of hotlines in general, without a table.
import type { ProblemChannel } from '../../../domain/problem/messages';
import type { Role } from '../../../domain/process';

export interface Share<T> {
  what: T;
  /** Any positive number; shares are compared with their sum. */
  weight: number;
}

/** `months`: where it only comes up in some (1 to 12). */
export interface Category {
  code: string;
  months?: readonly number[];
}

const only = (...codes: string[]): Category[] => codes.map((code) => ({ code }));
const HEATED = [11, 12, 1, 2, 3];

/**
 * Subjects: weights of the first six as published [泰州]. How they divide among our categories is our assumption (evenly), and so are the last
 * two: what [上海] names without figures, and what endangers people, which goes to 110 and 119 and is in no hotline's table.
 */
export const SUBJECTS: Record<string, Share<readonly Category[]>> = {
  居民日常服务: {
    weight: 1412,
    what: [...only('waterOutage', 'powerOutage', 'sewage', 'lighting', 'leak'), { code: 'heating', months: HEATED }],
  },
  噪声: { weight: 552, what: only('noise') },
  油烟与空气: { weight: 330, what: only('restaurantFumes') },
  违建: { weight: 714, what: only('illegalBuilding') },
  物业管理: { weight: 657, what: only('cleaning', 'repair', 'lift', 'fees', 'security', 'firmService') },
  市容管理: { weight: 406, what: only('streetVendors', 'parking', 'greening', 'pets') },
  邻里与其他: {
    weight: 300,
    what: only(
      'dispute',
      'committee',
      'fireLane',
      'groupRenting',
      'roads',
      'overcharging',
      'facade',
      'welfare',
      'other',
    ),
  },
  险情: { weight: 60, what: only('smokeAlarm', 'gasSmell', 'liftTrapped', 'burstPipe', 'fallingObject') },
};

/** Of estates, and of the reports that come from them [上海]. */
export const BUSY = { estates: 0.11, reports: 0.47 };

/** Reports an hour from 0 to 23 o'clock, relative. The two peaks are said of hotlines; every other number is our assumption. */
export const BY_HOUR: readonly number[] = [
  4, 3, 2, 2, 2, 3, 8, 18, 48, 78, 92, 74, 44, 58, 84, 78, 66, 54, 42, 40, 38, 32, 20, 10,
];

/** From Sunday to Saturday, relative: our assumption. */
export const BY_WEEKDAY: readonly number[] = [70, 115, 108, 105, 103, 104, 78];

/** Whoever comes on the web has an account, nobody else: our assumption. [北京] and [宜春] have nine in ten by telephone. An estate that has its own page has fewer, and the rehearsal is to show both. */
export const CHANNELS: readonly Share<ProblemChannel>[] = [
  { what: 'hotline', weight: 50 },
  { what: 'web', weight: 36 },
  { what: 'grid', weight: 8 },
  { what: 'helper', weight: 4 },
  { what: 'petition', weight: 2 },
];

/** The same thing at the same spot within three months, of all reports: our assumption; nobody publishes it in a form that could be used. */
export const REPEATS = { share: 0.07, days: [2, 85] as const };

/** Something that a whole building reports at once (a burst pipe, a power cut): how often a year, how many reports. Our assumption. */
export const BURSTS = { perYear: 3, reports: 6, codes: ['waterOutage', 'powerOutage', 'burstPipe'] };

/** Reports about the conduct of somebody with an office, and about whom: our assumption. (Hotlines count every grievance as a complaint.) */
export const COMPLAINTS = {
  share: 0.03,
  about: ['firmManager', 'committeeMember', 'gridWorker'] as const satisfies readonly Role[],
};

/**
 * What the reporter says when asked. Satisfied: [北京]. Not reached three times: [江阴] has 18 % for one call; 3 % for all three is our
 * assumption. Of the others, how many say "solved, but badly": our assumption.
 */
export const ANSWERS: readonly Share<'satisfied' | 'unsatisfied' | 'unsolved' | 'unreachable'>[] = [
  { what: 'satisfied', weight: 913 },
  { what: 'unsatisfied', weight: 27 },
  { what: 'unsolved', weight: 30 },
  { what: 'unreachable', weight: 30 },
];

/** Found without ground by two people; beyond the power of an estate's desk: our assumptions. */
export const GROUNDLESS = 0.01;
export const BEYOND_POWER = 0.06;
