// How the short path tells a process what it counted: a command through the outbox, written in the transaction of what was counted.
import type { Tx } from '../transaction';
import { insertRows } from './insert-rows';
import { commandRow, OUTBOX } from './outbox';

/** Once for each key, which is made of facts; the command's id is made of the key. */
export async function tellProcess(
  tx: Tx,
  processId: string,
  key: string,
  command: { type: string; [field: string]: unknown },
  at: Date,
): Promise<void> {
  const row = commandRow(processId, key, { to: processId, command }, at.toISOString());
  await tx.query(`with told as (${insertRows(OUTBOX, '$1')}) select pg_notify('gongzhi_outbox', '')`, [
    JSON.stringify([row]),
  ]);
}
