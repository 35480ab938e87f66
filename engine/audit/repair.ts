// The motion by which a difference is repaired. Each looks again before it acts, so giving one twice, or too late, changes nothing.
import { isGrpcDeadlineError, type Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ProcessKind } from '../../domain/process';
import { recount } from '../../store/audit/check-totals';
import { REPAIRS, type Motion } from '../../store/audit/differences';
import type { Item } from '../../store/audit/items';
import { rebuildBalances } from '../../store/ledger/rebuild-balances';
import { rebuildCounted } from '../../store/ballots/rebuild-counted';
import { brokenLink } from '../../store/record/read-process';
import { rebuildView } from '../../store/record/rebuild-views';
import { refused } from '../../store/refused';
import { inTransaction } from '../../store/transaction';
import { endRun, rebuildOne } from '../rebuild';
import { isOutage } from '../submit';
import type { StartOptions } from '../start-process';

export interface RepairDeps {
  client: Client;
  pool: Pool;
  start: StartOptions;
  now: Date;
}

const DEADLINE_MS = 15_000;

/** Runs what asks the engine for no longer than its deadline. Refuses `unavailable` while the engine is away. */
export async function withEngine<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    // eslint-disable-next-line no-restricted-syntax -- a gRPC deadline is measured by this machine's clock, not by legal time
    return await client.withDeadline(Date.now() + DEADLINE_MS, work);
  } catch (error) {
    if (isOutage(error) || isGrpcDeadlineError(error)) throw refused('unavailable');
    throw error;
  }
}

/** What the motion did, in a word. Refuses `only-a-person-decides`, `chain-is-broken`. */
export async function repair(deps: RepairDeps, item: Item): Promise<{ motion: Motion; result: string }> {
  const motion = REPAIRS[item.kind];
  if (motion === null) throw refused('only-a-person-decides', { kind: item.kind });
  const { processId } = item;
  if (processId !== null && (await brokenLink(deps.pool, processId)) !== undefined)
    throw refused('chain-is-broken', { processId });
  return { motion, result: await carryOut(motion, deps, item) };
}

async function carryOut(motion: Motion, { client, pool, start, now }: RepairDeps, item: Item): Promise<string> {
  const { processId, subject } = item;
  switch (motion) {
    case 'restartRun':
    case 'replaceRun': {
      const process = await processOf(pool, processId);
      // Forced where a run is there that must not go on; a run that is merely missing is never ended by a repair that comes late.
      return process ? rebuildOne(client, pool, process, motion === 'replaceRun', start) : 'gone';
    }
    case 'endRun': {
      const [kind = '', id = ''] = subject.split(':');
      // What is on record and open keeps its run: the record may have come back meanwhile.
      if (await isOpen(pool, kind, id)) return 'gone';
      await endRun(client.workflow.getHandle(subject, String(item.detail['runId'])));
      return 'ended';
    }
    case 'rebuildView': {
      const id = processId ?? '';
      await inTransaction(pool, (tx) => rebuildView(tx, id));
      await rebuildCounted(pool, id);
      return 'rebuilt';
    }
    case 'rebuildBalances':
      return (await rebuildBalances(pool, processId === null ? { estateId: subject } : { projectId: processId })) > 0
        ? 'rebuilt'
        : 'gone';
    case 'recount':
      return (await recount(pool, item)) ? 'rebuilt' : 'gone';
    case 'dropObligation': {
      const { rowCount } = await pool.query(
        'delete from obligation o where id = $1 and not exists (select from process p where p.id = o.process_id)',
        [subject],
      );
      return rowCount === 1 ? 'dropped' : 'gone';
    }
    case 'retryOutbox': {
      const { rowCount } = await pool.query(
        'update outbox set attempts = 0, available_at = $2, last_error = null where id = $1 and done_at is null',
        [subject, now],
      );
      await pool.query(`select pg_notify('gongzhi_outbox', '')`);
      return rowCount === 1 ? 'reopened' : 'gone';
    }
  }
}

async function processOf(pool: Pool, processId: string | null) {
  const { rows } = await pool.query<{ processId: string; kind: ProcessKind }>(
    'select id as "processId", kind from process where id = $1',
    [processId],
  );
  return rows[0];
}

async function isOpen(pool: Pool, kind: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from process p left join process_view v on v.process_id = p.id
     where p.id::text = $2 and p.kind = $1 and v.is_open is not false`,
    [kind, id],
  );
  return rowCount !== 0;
}
