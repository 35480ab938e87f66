// One command id, one effect: the receipt is written in the transaction of the effect, so both are there or neither is.
// What an operation does, and what it answers, is the caller's.
import { refused } from './refused';
import type { Tx } from './transaction';

export interface CommandKey {
  /** UUID made by the client before the first try, and sent again with every retry. */
  commandId: string;
  accountId: string | null;
  /** Id of the row in the operations table. */
  operation: string;
  /** Hex SHA-256 over everything that says what is asked: path parameters and body. */
  bodySha256: string;
  /** When it was asked, by the caller's TimeSource. */
  at: Date;
}

export interface Answer<T> {
  status: number;
  response: T;
}

export interface Once<T> extends Answer<T> {
  /** True when this is the stored answer of an earlier try. */
  isRepeat: boolean;
}

/**
 * Runs `effect` at most once per command id and returns its answer, now or from the first time. `response` is stored as JSON:
 * no personal data in the clear. Of two tries at the same moment the second waits for the first.
 * Refuses `command-id-reused` when the id belongs to another caller, operation or body. When `effect` throws, nothing is kept and
 * the same id may be tried again.
 */
export async function once<T>(tx: Tx, key: CommandKey, effect: () => Promise<Answer<T>>): Promise<Once<T>> {
  const claim = await tx.query({
    name: 'claim-once',
    text: `insert into command_receipt (command_id, account_id, operation, body_sha256, created_at)
     values ($1, $2, $3, $4, $5) on conflict (command_id) do nothing`,
    values: [key.commandId, key.accountId, key.operation, key.bodySha256, key.at],
  });
  if (claim.rowCount === 1) {
    const answer = await effect();
    await tx.query({
      name: 'answer-once',
      text: 'update command_receipt set status = $2, response = $3 where command_id = $1',
      values: [key.commandId, answer.status, JSON.stringify(answer.response)],
    });
    return { ...answer, isRepeat: false };
  }
  const found = await tx.query<{
    account_id: string | null;
    operation: string;
    body_sha256: string;
    status: number | null;
    response: T;
  }>('select account_id, operation, body_sha256, status, response from command_receipt where command_id = $1', [
    key.commandId,
  ]);
  const receipt = found.rows[0];
  const isSame =
    receipt !== undefined &&
    receipt.account_id === key.accountId &&
    receipt.operation === key.operation &&
    receipt.body_sha256 === key.bodySha256;
  if (!isSame) throw refused('command-id-reused', { commandId: key.commandId });
  // A receipt without an answer belongs to the engine's path (an Update on its way), which finishes it there.
  if (receipt.status === null) throw refused('outcome-unknown', { commandId: key.commandId });
  return { status: receipt.status, response: receipt.response, isRepeat: true };
}
