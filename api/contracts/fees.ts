// Operations of property fees (物业费): schedules, billing, what is owed, the collection rate, exports. Payments:
// fee-payments.ts; the owners' account: fee-account.ts. What the numbers mean: docs/fees.md.
import { z } from 'zod';
import { feeTermsSchema } from '../../domain/fees/messages';
import { MONTH } from '../../domain/fees/months';
import type { Role } from '../../domain/process';
import { everyoneAt } from './access';
import { operation, type Access, type Reach, type ScopeOf } from './operation';
import { commandId, instant, pageOf, pageQuery, paragraph, uuid } from './shapes';
import { sha256 } from './vote-shapes';

export const month = z
  .string()
  .regex(MONTH)
  .meta({ id: 'Month', description: 'A calendar month in China', example: '2026-11' });
export const storedFen = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const fen = z.int().min(1).max(10_000_000_000_000).meta({ description: 'Whole fen' });

export const feeParams = z.strictObject({ estateId: uuid });
const thisEstate = { kind: 'place', param: 'estateId' } as const;
const thisPlace = { kind: 'place', param: 'placeId' } as const;
const tag = 'fees';

const roles = (...names: Role[]): Partial<Record<Role, Reach>> =>
  Object.fromEntries(names.map((name) => [name, 'covers' as const]));
/** Who keeps the books of an estate's fees: the firm that collects, the committee, and the community where there is neither. */
export const feeKeepers: Access = {
  kind: 'roles',
  roles: roles('firmManager', 'committeeMember', 'communitySecretary'),
  scope: thisEstate,
};
/** What owners decide is entered by those who answer for their decisions, not by the firm that is paid. */
export const feeDeciders: Access = {
  kind: 'roles',
  roles: roles('committeeMember', 'communitySecretary', 'streetOfficer'),
  scope: thisEstate,
};
const feeReaders = (scope: ScopeOf): Access => ({
  kind: 'roles',
  roles: roles(
    ...([
      'districtSupervisor',
      'streetOfficer',
      'communitySecretary',
      'committeeMember',
      'firmManager',
      'auditor',
    ] as const),
  ),
  scope,
});

const period = { from: month, to: month };
const format = z.enum(['csv', 'xlsx']).default('xlsx');

const schedule = z
  .strictObject({
    version: z.int(),
    fromMonth: month,
    untilMonth: month.nullable().meta({ description: 'Included; null: until another schedule follows' }),
    terms: feeTermsSchema,
    hash: sha256.meta({ description: 'Of the terms; every run of bills names it' }),
    basis: z.string().nullable().meta({ description: 'Null once erased' }),
    voteId: uuid.nullable(),
    at: instant,
  })
  .meta({ id: 'FeeSchedule' });

const feeRun = z
  .strictObject({
    ...{ runId: uuid, month, scheduleVersion: z.int(), scheduleHash: sha256 },
    unitCount: z.int().meta({ description: 'Units that were worked out' }),
    billCount: z.int().meta({ description: 'Of these, those that owe something' }),
    totalFen: storedFen,
    startedAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'FeeRun', description: 'The billing of a month: all units, once' });

const working = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        item: z.enum(['perArea', 'perUnit', 'parking']),
        quantity: z.int().meta({ description: '0.01 m², units or spaces' }),
        rateFen: z.int(),
        hundredths: z.int().meta({ description: 'Exact, in 0.01 fen' }),
      }),
    ),
    hundredths: z.int().meta({ description: 'The sum; rounded half up it is the bill' }),
  })
  .meta({ id: 'FeeWorking' });

const ownBill = z
  .strictObject({
    ...{ billId: uuid, estateId: uuid, unitId: uuid, unitLabel: z.string(), month },
    ...{ amountFen: storedFen, paidFen: storedFen, working },
    ...{ scheduleVersion: z.int(), scheduleHash: sha256, at: instant },
  })
  .meta({ id: 'OwnFeeBill' });

const arrears = z
  .strictObject({
    ...{ unitId: uuid, unitLabel: z.string(), months: z.int(), oldestMonth: month, openFen: storedFen },
  })
  .meta({ id: 'FeeArrears' });

const rate = z.strictObject({ part: z.int(), whole: z.int(), percent: z.number().nullable() });
const counts = {
  ...{ billedFen: storedFen, paidFen: storedFen, billedHouseholds: z.int(), paidHouseholds: z.int() },
  ...{ money: rate, households: rate },
};
const formula = z.strictObject({ zh: z.string(), en: z.string() });
const by = z.enum(['estate', 'community', 'street']);
const rateQuery = { ...period, by: by.default('estate') };

export const feeOperations = {
  setFeeSchedule: operation({
    id: 'setFeeSchedule',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-schedules',
    tag,
    summary: { zh: '设定收费标准（包干制、酬金制、信托制）', en: 'Set what units owe from a month on' },
    access: feeDeciders,
    params: feeParams,
    body: z
      .strictObject({
        ...{ commandId, fromMonth: month, untilMonth: month.nullable().default(null), terms: feeTermsSchema },
        basisText: paragraph(1000).describe('The contract or decision on which it rests.'),
        voteId: uuid
          .nullable()
          .default(null)
          .describe("The owners' vote that decided it: certified, of the whole estate, on matter 4 or 9."),
      })
      .refine(({ fromMonth, untilMonth }) => untilMonth === null || fromMonth <= untilMonth, {
        path: ['untilMonth'],
        message: 'ends before it begins',
      })
      .meta({ id: 'SetFeeSchedule' }),
    response: z.strictObject({ version: z.int(), hash: sha256 }),
    status: 201,
    problems: [
      'place-kind-mismatch',
      'fee-schedule-overlap',
      'fee-schedule-gap',
      'fee-schedule-billed',
      'fee-vote-not-passed',
      'command-id-reused',
    ],
  }),
  listFeeSchedules: operation({
    id: 'listFeeSchedules',
    method: 'get',
    path: '/v1/estates/{estateId}/fee-schedules',
    tag,
    summary: { zh: '收费标准各版本', en: 'All versions of the fee schedule, oldest first' },
    access: everyoneAt(thisEstate),
    params: feeParams,
    response: z.strictObject({ items: z.array(schedule) }),
    status: 200,
    problems: [],
  }),
  setFeeParking: operation({
    id: 'setFeeParking',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-parking',
    tag,
    summary: { zh: '登记各户使用的公共车位数', en: 'Parking spaces on common ground that units have from a month on' },
    access: feeKeepers,
    params: feeParams,
    body: z
      .strictObject({
        ...{ commandId, fromMonth: month },
        units: z
          .array(z.strictObject({ unitId: uuid, spaces: z.int().min(0).max(100) }))
          .min(1)
          .max(1_000),
      })
      .refine(({ units }) => new Set(units.map(({ unitId }) => unitId)).size === units.length, {
        path: ['units'],
        message: 'a unit is named once',
      })
      .meta({ id: 'SetFeeParking' }),
    bodyLimit: 256 * 1024,
    response: z.void(),
    status: 204,
    problems: ['place-kind-mismatch', 'fee-unit-unknown', 'fee-schedule-billed', 'command-id-reused'],
  }),
  billFeeMonth: operation({
    id: 'billFeeMonth',
    method: 'post',
    path: '/v1/estates/{estateId}/fee-runs',
    tag,
    summary: { zh: '出账：全部房屋，每户每月一次', en: 'Bill a month: all units, each once. Interrupted, it goes on' },
    access: feeKeepers,
    params: feeParams,
    body: z.strictObject({ commandId, month }).meta({ id: 'BillFeeMonth' }),
    response: feeRun,
    status: 201,
    problems: [
      'place-kind-mismatch',
      'no-fee-schedule',
      'fee-period-ahead',
      'fee-period-already-billed',
      'command-id-reused',
    ],
  }),
  listFeeRuns: operation({
    id: 'listFeeRuns',
    method: 'get',
    path: '/v1/estates/{estateId}/fee-runs',
    tag,
    summary: { zh: '已出账的月份', en: 'Months that were billed, newest first' },
    access: feeReaders(thisEstate),
    params: feeParams,
    query: pageQuery({}),
    response: pageOf(feeRun),
    status: 200,
    problems: [],
  }),
  listOwnFeeBills: operation({
    id: 'listOwnFeeBills',
    method: 'get',
    path: '/v1/fee-bills/mine',
    tag,
    summary: { zh: '我的物业费账单（含计算过程）', en: 'Bills of my own units with their working' },
    access: { kind: 'signedIn' },
    query: pageQuery({}),
    response: pageOf(ownBill),
    status: 200,
    problems: [],
  }),
  listFeeArrears: operation({
    id: 'listFeeArrears',
    method: 'get',
    path: '/v1/estates/{estateId}/fee-arrears',
    tag,
    summary: { zh: '欠费清单', en: 'Units with something open, without names' },
    access: feeReaders(thisEstate),
    params: feeParams,
    query: pageQuery({}),
    response: pageOf(arrears),
    status: 200,
    problems: [],
  }),
  readFeeCollection: operation({
    id: 'readFeeCollection',
    method: 'get',
    path: '/v1/places/{placeId}/fee-collection',
    tag,
    summary: {
      zh: '收缴率：按小区、社区或街道，金额与户数',
      en: 'Collection rate by estate, community or street, in fen and in households, with its formulas',
    },
    access: feeReaders(thisPlace),
    params: z.strictObject({ placeId: uuid }),
    query: z.strictObject(rateQuery),
    response: z
      .strictObject({
        ...{ ...period, by, at: instant },
        items: z.array(z.strictObject({ placeId: uuid, name: z.string(), ...counts })),
        total: z.strictObject(counts),
        formulas: z.strictObject({ money: formula, households: formula }),
      })
      .meta({ id: 'FeeCollection' }),
    status: 200,
    problems: ['period-refused'],
  }),
  exportFeeCollection: operation({
    id: 'exportFeeCollection',
    method: 'get',
    path: '/v1/places/{placeId}/fee-collection/file',
    tag,
    summary: { zh: '收缴率（表格文件）', en: 'The collection rate as a file' },
    access: feeReaders(thisPlace),
    params: z.strictObject({ placeId: uuid }),
    query: z.strictObject({ ...rateQuery, format }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: ['period-refused'],
  }),
  exportFees: operation({
    id: 'exportFees',
    method: 'get',
    path: '/v1/estates/{estateId}/fees/file',
    tag,
    summary: {
      zh: '账单或缴费明细（表格文件，供会计系统）',
      en: 'Bills or payments as a file, for accounting systems',
    },
    access: feeReaders(thisEstate),
    params: feeParams,
    query: z.strictObject({ ...period, what: z.enum(['bills', 'payments']), format }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: ['period-refused'],
  }),
};
