// Operations that add a place up and look ahead: roll-ups, the trend by week, both and the duties as files, what happens by itself, and what a
// new holiday table or another policy would move.
import { z } from 'zod';
import { dayOfDate, weekdayOf } from '../../domain/calendar/instant';
import { GROUPINGS } from '../../store/supervision/read-roll-up';
import { officialsAt } from './access';
import { namedPolicy } from './launches';
import { operation } from './operation';
import { processKind } from './process-shapes';
import { dryRunAnswer, formulas, placeAheadItem, rollUpRow, rollUpTotal, trendWeek } from './report-shapes';
import { flag, instant, pageOf, pageQuery, uuid } from './shapes';

const access = officialsAt({ kind: 'place', param: 'placeId' });
const params = z.strictObject({ placeId: uuid });
const tag = 'reports';

/** Query strings bring text; a whole number is what it says. */
const wholeNumber = (min: number, max: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(standard)
    .meta({ override: { type: 'integer', minimum: min, maximum: max, default: standard } });

const rollUpQuery = {
  by: z.enum(GROUPINGS),
  from: z.iso.date().optional().meta({ description: 'First day in China; without it 28 days end with `to`' }),
  to: z.iso.date().optional().meta({ description: 'Last day in China, included; without it today' }),
  kind: processKind.optional(),
};
const trendQuery = { weeks: wholeNumber(1, 53, 12), kind: processKind.optional() };
const format = z.enum(['csv', 'xlsx']).default('xlsx');

/** A year's days off and worked weekends, as a notice gives them. */
const holidayYear = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    holidays: z.array(z.iso.date()).max(80),
    makeUpDays: z.array(z.iso.date()).max(40),
    source: z.string().trim().min(1).max(200),
  })
  .refine(
    ({ year, holidays, makeUpDays }) => [...holidays, ...makeUpDays].every((day) => day.startsWith(`${year}-`)),
    'every day belongs to the year',
  )
  .refine(
    ({ holidays, makeUpDays }) =>
      makeUpDays.every((day) => [0, 6].includes(weekdayOf(dayOfDate(day))) && !holidays.includes(day)),
    'a make-up day is a Saturday or Sunday that is not a holiday',
  )
  .meta({ id: 'HolidayYear' });

export const placeReportOperations = {
  rollUpPlace: operation({
    id: 'rollUpPlace',
    method: 'get',
    path: '/v1/places/{placeId}/rollup',
    tag,
    summary: {
      zh: '按街道、社区、小区、类型、事项、部门或物业企业汇总：在办、逾期、办结、按时、中位天数、三率',
      en: 'Added up by place, kind, duty, department or firm: open, overdue, closed, in time, median days, the three rates',
    },
    access,
    params,
    query: z.strictObject(rollUpQuery),
    response: z
      .strictObject({
        at: instant,
        by: rollUpQuery.by,
        from: z.iso.date(),
        to: z.iso.date(),
        items: z.array(rollUpRow),
        total: rollUpTotal,
        formulas,
      })
      .meta({ id: 'RollUp' }),
    status: 200,
    problems: ['period-refused'],
  }),
  exportRollUp: operation({
    id: 'exportRollUp',
    method: 'get',
    path: '/v1/places/{placeId}/rollup/file',
    tag,
    summary: { zh: '汇总表（表格文件）', en: 'The roll-up as a file' },
    access,
    params,
    query: z.strictObject({ ...rollUpQuery, format }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: ['period-refused'],
  }),
  readTrend: operation({
    id: 'readTrend',
    method: 'get',
    path: '/v1/places/{placeId}/trend',
    tag,
    summary: {
      zh: '逐周走势：新增、办结、周末逾期、三率',
      en: 'Week by week: begun, closed, overdue at its end, the three rates',
    },
    access,
    params,
    query: z.strictObject(trendQuery),
    response: z.strictObject({ at: instant, items: z.array(trendWeek), formulas }).meta({ id: 'Trend' }),
    status: 200,
    problems: [],
  }),
  exportTrend: operation({
    id: 'exportTrend',
    method: 'get',
    path: '/v1/places/{placeId}/trend/file',
    tag,
    summary: { zh: '逐周走势（表格文件）', en: 'The trend as a file' },
    access,
    params,
    query: z.strictObject({ ...trendQuery, format }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: [],
  }),
  exportObligations: operation({
    id: 'exportObligations',
    method: 'get',
    path: '/v1/places/{placeId}/obligations/file',
    tag,
    summary: {
      zh: '某地待办清单（表格文件）',
      en: 'What waits for people in processes at or inside the place, as a file',
    },
    access,
    params,
    query: z.strictObject({ isOverdue: flag.optional(), format }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: [],
  }),
  lookAheadOfPlace: operation({
    id: 'lookAheadOfPlace',
    method: 'get',
    path: '/v1/places/{placeId}/ahead',
    tag,
    summary: {
      zh: '未来几天内若无人办理将自动发生什么',
      en: 'What will happen by itself within so many days if nobody acts, process by process',
    },
    access,
    params,
    query: pageQuery({ days: wholeNumber(1, 31, 7) }),
    response: pageOf(placeAheadItem),
    status: 200,
    problems: [],
  }),
  dryRunChange: operation({
    id: 'dryRunChange',
    method: 'post',
    path: '/v1/places/{placeId}/dry-run',
    tag,
    summary: {
      zh: '试算：新的放假安排或另一套规则会使哪些期限提前、推后多少；不写入任何内容',
      en: 'Dry run: which clocks a new holiday table or another policy would move, and by how much; writes nothing',
    },
    access,
    params,
    body: z
      .union([z.strictObject({ calendar: holidayYear }), z.strictObject({ policy: namedPolicy })])
      .meta({ id: 'ChangeToTry' }),
    bodyLimit: 256 * 1024,
    response: dryRunAnswer,
    status: 200,
    problems: ['policy-not-found', 'policy-refused'],
  }),
};
