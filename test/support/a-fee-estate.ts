// Property fees at estate e1 of the small city: people who keep the books, a schedule, bills and payments over HTTP.
import { randomUUID } from 'node:crypto';
import { instantOf } from '../../domain/calendar/instant';
import type { FeeTerms } from '../../domain/fees/messages';
import { addMonths, monthOf, type Month } from '../../domain/fees/months';
import type { Person, Place, World } from './api-world';

/** 2.00 yuan for each m²: 180.00 yuan for a unit of 90 m². */
export const FEE_OF_UNIT = 18_000;
export const LUMP_SUM: FeeTerms = {
  ...{ form: 'lumpSum', parkingFen: null, firmShare: null },
  rates: [{ use: 'dwelling', rule: 'perArea', rateFen: 200 }],
};
export const TRUST: FeeTerms = { ...LUMP_SUM, form: 'trust', firmShare: { num: 1, den: 10 } };

export interface FeeEstate {
  estate: Place;
  committee: Person;
  firm: Person;
  officer: Person;
  /** The present month, and months before (negative) or after it. */
  month(by?: number): Month;
  today: string;
  post(who: Person, path: string, body: object): ReturnType<ReturnType<World['as']>['post']>;
  get(who: Person, path: string): ReturnType<ReturnType<World['as']>['get']>;
  schedule(terms: FeeTerms, fromMonth: Month, more?: object): ReturnType<FeeEstate['post']>;
  bill(month: Month): ReturnType<FeeEstate['post']>;
  pay(unitId: string, amountFen: number, more?: object): ReturnType<FeeEstate['post']>;
}

export async function aFeeEstate(world: World, estate: Place = world.city.e1): Promise<FeeEstate> {
  const { s1 } = world.city;
  const committee = await world.person([{ role: 'committeeMember', at: estate }]);
  const firm = await world.person([{ role: 'firmManager', at: estate }]);
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const now = instantOf((await world.deps.time.now()).getTime());
  const at = `/v1/estates/${estate.id}`;
  const post: FeeEstate['post'] = (who, path, body) =>
    world.as(who).post(`${at}/${path}`, { commandId: randomUUID(), ...body });
  // A day that is over in China, whatever the hour.
  const today = new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10);
  return {
    ...{ estate, committee, firm, officer, today, post },
    month: (by = 0) => addMonths(monthOf(now), by),
    get: (who, path) => world.as(who).get(`${at}/${path}`),
    schedule: (terms, fromMonth, more = {}) =>
      post(committee, 'fee-schedules', { fromMonth, terms, basisText: '物业服务合同第五条', ...more }),
    bill: (month) => post(firm, 'fee-runs', { month }),
    pay: (unitId, amountFen, more = {}) =>
      post(firm, 'fee-payments', {
        ...{ unitId, amountFen, paidOn: today, channel: 'wechat', reference: `R-${randomUUID()}`, ...more },
      }),
  };
}

/** A file of payments as a cashier's till writes it: reference, building, room, month, amount, day. */
export const paymentsCsv = (...rows: string[][]): Buffer =>
  Buffer.from(
    [['流水号', '楼栋', '房号', '账期', '金额', '缴费日期'], ...rows].map((row) => row.join(',')).join('\r\n'),
  );
