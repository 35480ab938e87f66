// Claims a command id for the engine's path: the claim is written before the command is sent, the answer when it is known. Unlike
// once.ts the effect is not in this transaction, so a claim without an answer may be sent again: the engine takes it once.
import type { Pool } from 'pg';
import type { CommandKey } from './once';
import { refused } from './refused';
import type { Tx } from './transaction';

/**
 * The stored answer when this command was answered before (also when only the record knows it); undefined: claimed, to be sent.
 * Refuses `command-id-reused` when the id belongs to another caller, operation or body.
 */
export async function claimCommand<T>(tx: Tx, key: CommandKey, processId: string): Promise<T | undefined> {
  await tx.query(
    `insert into command_receipt (command_id, account_id, operation, body_sha256, created_at)
     values ($1, $2, $3, $4, $5) on conflict (command_id) do nothing`,
    [key.commandId, key.accountId, key.operation, key.bodySha256, key.at],
  );
  const { rows } = await tx.query<{
    account_id: string | null;
    operation: string;
    body_sha256: string;
    response: T | null;
  }>('select account_id, operation, body_sha256, response from command_receipt where command_id = $1', [key.commandId]);
  const claim = rows[0];
  const isSame =
    claim?.account_id === key.accountId && claim.operation === key.operation && claim.body_sha256 === key.bodySha256;
  if (!isSame) throw refused('command-id-reused', { commandId: key.commandId });
  if (claim.response !== null) return claim.response;
  return (await fromRecord(tx, key.commandId, processId)) as T | undefined;
}

/** The engine stored the events, and the answer was lost before it was written down here. */
async function fromRecord(tx: Tx, commandId: string, processId: string): Promise<unknown> {
  const { rows } = await tx.query<{ seq: number; phase: string }>(
    `select max(e.seq) as seq, v.phase from process_event e join process_view v on v.process_id = e.process_id
     where e.process_id = $1 and e.command_id = $2 group by v.phase`,
    [processId, commandId],
  );
  const found = rows[0];
  return found ? { processId, commandId, ...found } : undefined;
}

/** Writes the answer down, for whoever asks again. */
export async function finishCommand(pool: Pool, commandId: string, status: number, response: unknown): Promise<void> {
  await pool.query('update command_receipt set status = $2, response = $3 where command_id = $1', [
    commandId,
    status,
    JSON.stringify(response),
  ]);
}
