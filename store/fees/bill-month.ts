// Bills a month for all units of an estate, each once: the run is on record before the first bill, every batch is a transaction of bills, ledger
// and how far it got, so that whoever was interrupted goes on where it stopped, and whoever asks twice bills nobody twice.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { workOutFee, type FeeUnit } from '../../domain/fees/bill';
import { monthOf, type Month } from '../../domain/fees/months';
import { scheduleOf } from '../../domain/fees/schedule';
import { instantOf } from '../../domain/calendar/instant';
import { refused } from '../refused';
import { inTransaction, type Tx } from '../transaction';
import { postBills } from './post-fees';
import { lockFees, readSchedules, type FeeSchedule } from './schedules';

/** Units in one transaction. */
const BATCH = 500;

export interface FeeRun {
  runId: string;
  month: Month;
  scheduleVersion: number;
  scheduleHash: string;
  unitCount: number;
  billCount: number;
  totalFen: number;
  startedAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id as "runId", month, schedule_version as "scheduleVersion", schedule_hash as "scheduleHash", unit_count as "unitCount",
  bill_count as "billCount", total_fen::float8 as "totalFen", started_at as "startedAt", finished_at as "finishedAt"`;

/**
 * Puts the run on record. A run that was interrupted is answered again; a finished one refuses `fee-period-already-billed`. Refuses
 * `fee-period-ahead` for a month that has not begun, `no-fee-schedule`.
 */
export async function startRun(
  tx: Tx,
  { estateId, month, byAccount, at }: { estateId: string; month: Month; byAccount: string; at: Date },
): Promise<{ runId: string }> {
  await lockFees(tx, estateId);
  const { rows: known } = await tx.query<{ runId: string; isFinished: boolean }>(
    'select id as "runId", finished_at is not null as "isFinished" from fee_run where estate_id = $1 and month = $2',
    [estateId, month],
  );
  const [earlier] = known;
  if (earlier?.isFinished) throw refused('fee-period-already-billed', { month, runId: earlier.runId });
  if (earlier) return { runId: earlier.runId };
  if (month > monthOf(instantOf(at.getTime()))) throw refused('fee-period-ahead', { month });
  const schedule = scheduleOf(await readSchedules(tx, estateId), month);
  if (!schedule) throw refused('no-fee-schedule', { month });
  const runId = randomUUID();
  await tx.query(
    `insert into fee_run (id, estate_id, month, schedule_version, schedule_hash, unit_count, by_account, started_at)
     values ($1, $2, $3, $4, $5, 0, $6, $7)`,
    [runId, estateId, month, schedule.version, schedule.hash, byAccount, at],
  );
  return { runId };
}

/** Bills batch after batch until the run is finished. May be called again, and at the same time, at any point. */
export async function finishRun(pool: Pool, runId: string, now: () => Promise<Date>): Promise<FeeRun> {
  for (;;) {
    const at = await now();
    const run = await inTransaction(pool, (tx) => billBatch(tx, runId, at));
    if (run.finishedAt !== null) return run;
  }
}

interface OpenRun extends FeeRun {
  estateId: string;
  doneThrough: string | null;
  byAccount: string;
}

/** The next batch, or nothing where the run is finished. */
export async function billBatch(tx: Tx, runId: string, at: Date): Promise<FeeRun> {
  const { rows } = await tx.query<OpenRun>(
    `select ${COLUMNS}, estate_id as "estateId", done_through as "doneThrough", by_account as "byAccount" from fee_run where id = $1 for update`,
    [runId],
  );
  const [run] = rows;
  if (!run) throw refused('not-found');
  const { estateId: _estateId, doneThrough: _doneThrough, byAccount: _byAccount, ...finished } = run;
  if (finished.finishedAt !== null) return finished;
  const schedule = (await readSchedules(tx, run.estateId)).find(({ version }) => version === run.scheduleVersion);
  if (!schedule) throw new Error(`run ${runId} names a schedule that is not there`);
  const units = await unitsAfter(tx, run);
  const bills = await storeBills(tx, run, schedule, units, at);
  const totalFen = bills.reduce((sum, bill) => sum + bill.amountFen, 0);
  const last = units.at(-1)?.unitId ?? run.doneThrough;
  if (totalFen > 0)
    await postBills(tx, {
      ...{ businessKey: `feeBills:${runId}:${last ?? ''}`, estateId: run.estateId, bills },
      ...{ byAccount: run.byAccount, at },
    });
  const { rows: updated } = await tx.query<FeeRun>(
    `update fee_run set done_through = $2, unit_count = unit_count + $3, bill_count = bill_count + $4, total_fen = total_fen + $5,
       finished_at = $6 where id = $1 returning ${COLUMNS}`,
    [runId, last, units.length, bills.length, totalFen, units.length < BATCH ? at : null],
  );
  return updated[0] as FeeRun;
}

async function unitsAfter(
  tx: Tx,
  { estateId, month, doneThrough }: OpenRun,
): Promise<(FeeUnit & { unitId: string })[]> {
  const { rows } = await tx.query<FeeUnit & { unitId: string }>(
    `select u.id as "unitId", u.use, u.area_dm2 as "areaDm2", coalesce((select p.spaces from fee_parking p
       where p.unit_id = u.id and p.from_month <= $2 order by p.from_month desc, p.at desc limit 1), 0) as spaces
     from unit u where u.estate_id = $1 and ($3::uuid is null or u.id > $3) order by u.id limit ${BATCH}`,
    [estateId, month, doneThrough],
  );
  return rows;
}

/** Those of the units that owe something. */
async function storeBills(
  tx: Tx,
  { runId, estateId, month }: OpenRun,
  { terms }: FeeSchedule,
  units: readonly (FeeUnit & { unitId: string })[],
  at: Date,
): Promise<{ unitId: string; amountFen: number }[]> {
  const bills = units
    .map((unit) => ({ id: randomUUID(), unitId: unit.unitId, ...workOutFee(unit, terms) }))
    .filter(({ amountFen }) => amountFen > 0)
    .map(({ id, unitId, amountFen, lines, hundredths }) => ({
      ...{ id, unitId, amountFen },
      working: { schemaVersion: 1, lines, hundredths },
    }));
  await tx.query(
    `insert into fee_bill (id, run_id, estate_id, unit_id, month, amount_fen, working, at)
     select b.id, $2, $3, b."unitId", $4, b."amountFen", b.working, $5
     from jsonb_to_recordset($1) as b (id uuid, "unitId" uuid, "amountFen" bigint, working jsonb)`,
    [JSON.stringify(bills), runId, estateId, month, at],
  );
  return bills;
}

/** Newest month first. */
export async function listRuns(
  pool: Pool,
  estateId: string,
  page: { before: Month | null; limit: number },
): Promise<FeeRun[]> {
  const { rows } = await pool.query<FeeRun>(
    `select ${COLUMNS} from fee_run where estate_id = $1 and ($2::text is null or month < $2) order by month desc limit $3`,
    [estateId, page.before, page.limit],
  );
  return rows;
}
