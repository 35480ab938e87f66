// Roll-ups, trend, files, look-ahead and dry runs of a place.
import { z } from 'zod';
import { addMs, DAY_MS, dateOf, dayOf, dayOfDate } from '../../domain/calendar/instant';
import { RATE_FORMULAS } from '../../domain/supervision/rates';
import { readRollUp, type RollUpQuestion } from '../../store/supervision/read-roll-up';
import { readTrend, type TrendQuestion } from '../../store/supervision/read-trend';
import type { Context, Handlers } from '../context';
import type { placeReportOperations } from '../contracts/place-reports';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { namedPolicy } from '../named-policy';
import { placeFile } from '../place-file';
import { problem } from '../problems';
import { dryRunAt } from '../read-models/dry-run';
import { placeAhead, type WakeKey } from '../read-models/place-ahead';
import { obligationTable, rollUpTable, trendTable } from '../read-models/report-tables';

const PERIOD_DAYS = 28;
const MAX_PERIOD_DAYS = 3_700;

const wakeKey: z.ZodType<WakeKey> = z.tuple([z.iso.datetime(), z.uuid()]);
const pathOf = (context: Context): string => context.scoped?.paths[0] ?? '';

type PeriodAsked = { from?: string | undefined; to?: string | undefined };

export function createPlaceReportRoutes({ pool, time }: Deps): Handlers<typeof placeReportOperations> {
  async function rollUpAsked(
    { from, to, ...query }: Pick<RollUpQuestion, 'by' | 'kind'> & PeriodAsked,
    context: Context,
  ): Promise<RollUpQuestion> {
    const now = await time.now();
    const last = to === undefined ? dayOf(now.toISOString()) : dayOfDate(to);
    const first = from === undefined ? last - PERIOD_DAYS + 1 : dayOfDate(from);
    const days = last - first + 1;
    if (days < 1 || days > MAX_PERIOD_DAYS) throw problem('period-refused', { days, maxDays: MAX_PERIOD_DAYS });
    return { ...query, path: pathOf(context), period: { from: dateOf(first), to: dateOf(last) }, now };
  }

  const trendAsked = async (
    query: Pick<TrendQuestion, 'weeks' | 'kind'>,
    context: Context,
  ): Promise<TrendQuestion> => ({
    ...query,
    path: pathOf(context),
    now: await time.now(),
  });

  return {
    async rollUpPlace({ query }, context) {
      const asked = await rollUpAsked(query, context);
      const { rows, total } = await readRollUp(pool, asked);
      const { by, period, now } = asked;
      return { at: now.toISOString(), by, ...period, items: rows, total, formulas: RATE_FORMULAS };
    },

    async exportRollUp({ params, query: { format, ...query } }, context) {
      return placeFile(pool, format, rollUpTable(pool, await rollUpAsked(query, context)), params.placeId);
    },

    async readTrend({ query }, context) {
      const asked = await trendAsked(query, context);
      return { at: asked.now.toISOString(), items: await readTrend(pool, asked), formulas: RATE_FORMULAS };
    },

    async exportTrend({ params, query: { format, ...query } }, context) {
      return placeFile(pool, format, trendTable(pool, await trendAsked(query, context)), params.placeId);
    },

    async exportObligations({ params, query: { format, isOverdue } }, context) {
      const asked = { path: pathOf(context), caller: context.caller(), isOverdue, now: await time.now() };
      return placeFile(pool, format, obligationTable(pool, asked), params.placeId);
    },

    async lookAheadOfPlace({ query: { cursor, limit, days } }, context) {
      const after = decodeCursor(wakeKey, cursor, context.lang);
      const now = await time.now();
      const until = new Date(addMs(now.toISOString(), days * DAY_MS));
      const asked = { path: pathOf(context), caller: context.caller(), now, until, after, limit: limit + 1 };
      return pageFrom(
        await placeAhead(pool, asked),
        limit,
        (item) => item,
        ({ wakeAt, process }) => [wakeAt, process.id],
      );
    },

    async dryRunChange({ body }, context) {
      const change = 'calendar' in body ? body : { policy: namedPolicy(body.policy, 'body.policy') };
      return dryRunAt(pool, { path: pathOf(context), caller: context.caller(), change, now: await time.now() });
    },
  };
}
