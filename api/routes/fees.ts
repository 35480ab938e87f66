// Answers the operations of contracts/fees.ts.
import { z } from 'zod';
import type { Pool } from 'pg';
import { addCounts, COLLECTION_FORMULAS, collectionRates, type FeeCounts } from '../../domain/fees/collection';
import { MONTH, monthsBetween } from '../../domain/fees/months';
import { finishRun, listRuns, startRun, type FeeRun } from '../../store/fees/bill-month';
import { readCollection, type CollectionGroup } from '../../store/fees/collection';
import { listArrears, listOwnBills, type BillKey } from '../../store/fees/read-bills';
import { readSchedules, setParking, setSchedule } from '../../store/fees/schedules';
import { readTexts } from '../../store/texts';
import type { Tx } from '../../store/transaction';
import type { Context, Handlers } from '../context';
import { feeOperations as rows } from '../contracts/fees';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { placeFile } from '../place-file';
import { problem } from '../problems';
import { billTable, collectionTable, paymentTable } from '../read-models/fee-tables';

/** Ten years. */
const MAX_MONTHS = 120;

const monthKey = z.string().regex(MONTH);
const billKey: z.ZodType<BillKey> = z.tuple([z.string().regex(MONTH), z.uuid()]);
const unitKey = z.string().max(200);

interface PeriodAsked {
  from: string;
  to: string;
}

export function createFeeRoutes({ pool, time }: Deps): Handlers<typeof rows> {
  async function collectionOf({ from, to, by }: PeriodAsked & { by: CollectionGroup }, context: Context) {
    assertPeriod({ from, to });
    const found = await readCollection(pool, { path: context.scoped?.paths[0] ?? '', by, from, to });
    const withRates = <T extends FeeCounts>(counts: T) => ({ ...counts, ...collectionRates(counts) });
    return { items: found.map(withRates), total: withRates(addCounts(found)) };
  }

  return {
    setFeeSchedule: ({ params: { estateId }, body }, context) =>
      oncePerCommand(rows.setFeeSchedule, { params: { estateId }, body }, context, async (tx, at) => {
        await assertEstate(tx, estateId);
        return setSchedule(tx, { ...body, estateId, byAccount: context.caller().accountId, at });
      }),

    async listFeeSchedules({ params: { estateId } }) {
      const found = await readSchedules(pool, estateId);
      const texts = await readTexts(
        pool,
        found.map(({ basisText }) => basisText),
      );
      return {
        items: found.map(({ basisText, form: _form, at, ...one }) => ({
          ...one,
          basis: texts.get(basisText) ?? null,
          at: at.toISOString(),
        })),
      };
    },

    setFeeParking: ({ params: { estateId }, body }, context) =>
      oncePerCommand(rows.setFeeParking, { params: { estateId }, body }, context, async (tx, at) => {
        await assertEstate(tx, estateId);
        await setParking(tx, { ...body, estateId, byAccount: context.caller().accountId, at });
      }),

    async billFeeMonth({ params: { estateId }, body }, context) {
      const asked = { params: { estateId }, body };
      // A command that was answered before finds its run again, and finishes it if nobody has.
      const { runId } = await oncePerCommand(rows.billFeeMonth, asked, context, async (tx, at) => {
        await assertEstate(tx, estateId);
        return startRun(tx, { estateId, month: body.month, byAccount: context.caller().accountId, at });
      });
      return runAnswer(await finishRun(pool, runId, () => time.now()));
    },

    async listFeeRuns({ params: { estateId }, query: { cursor, limit } }, context) {
      const before = decodeCursor(monthKey, cursor, context.lang);
      return pageFrom(
        await listRuns(pool, estateId, { before, limit: limit + 1 }),
        limit,
        runAnswer,
        ({ month }) => month,
      );
    },

    async listOwnFeeBills({ query: { cursor, limit } }, context) {
      const { ownerId } = context.caller();
      const after = decodeCursor(billKey, cursor, context.lang);
      const found = ownerId === null ? [] : await listOwnBills(pool, ownerId, { after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ working: { lines, hundredths }, at, ...bill }) => ({
          ...{ ...bill, working: { lines, hundredths }, at: at.toISOString() },
        }),
        ({ month, billId }) => [month, billId],
      );
    },

    async listFeeArrears({ params: { estateId }, query: { cursor, limit } }, context) {
      const after = decodeCursor(unitKey, cursor, context.lang);
      return pageFrom(
        await listArrears(pool, estateId, { after, limit: limit + 1 }),
        limit,
        ({ unitKey: _unitKey, ...one }) => one,
        (one) => one.unitKey,
      );
    },

    async readFeeCollection({ query }, context) {
      const found = await collectionOf(query, context);
      return { ...query, ...found, formulas: COLLECTION_FORMULAS, at: (await time.now()).toISOString() };
    },

    async exportFeeCollection({ params, query: { format, ...query } }, context) {
      return placeFile(pool, format, collectionTable(await collectionOf(query, context), query), params.placeId);
    },

    async exportFees({ params: { estateId }, query: { what, format, from, to } }) {
      assertPeriod({ from, to });
      const table = what === 'bills' ? billTable : paymentTable;
      return placeFile(pool, format, table(pool, { estateId, from, to }), estateId);
    },
  };
}

/** Refuses `place-kind-mismatch`: fees belong to an estate. */
export async function assertEstate(db: Pool | Tx, estateId: string): Promise<void> {
  const { rows: found } = await db.query<{ kind: string }>('select kind::text from place where id = $1', [estateId]);
  const kind = found[0]?.kind ?? null;
  if (kind !== 'estate') throw problem('place-kind-mismatch', { kind });
}

function assertPeriod({ from, to }: PeriodAsked): void {
  const months = monthsBetween(from, to);
  if (months < 1 || months > MAX_MONTHS) throw problem('period-refused', { months, maxMonths: MAX_MONTHS });
}

const runAnswer = ({ startedAt, finishedAt, ...run }: FeeRun) => ({
  ...run,
  startedAt: startedAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});
