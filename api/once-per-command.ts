// Runs a changing operation at most once per commandId: one transaction holds the effect and the receipt that a retry is answered from.
// For operations that end in PostgreSQL; commands to a process go through commands.ts.
import { createHash } from 'node:crypto';
import { once } from '../store/once';
import { inTransaction, type Tx, type TransactionOptions } from '../store/transaction';
import type { Context } from './context';
import type { Operation } from './contracts/operation';

export interface Asked {
  params: unknown;
  /** Secrets left out: their hash could be guessed from. */
  body: { commandId: string };
}

/**
 * Returns what `effect` returned, now or the first time. `effect` gets the transaction and the instant by the TimeSource; its result is
 * stored as JSON, so it holds no secrets and no personal data.
 */
export async function oncePerCommand<T>(
  row: Operation,
  asked: Asked,
  context: Context,
  effect: (tx: Tx, at: Date) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  const at = await context.deps.time.now();
  const key = {
    commandId: asked.body.commandId,
    accountId: context.principal?.accountId ?? null,
    operation: row.id,
    bodySha256: sha256OfAsked(asked),
    at,
  };
  return inTransaction(
    context.deps.pool,
    async (tx) => {
      const answer = await once(tx, key, async () => ({
        status: row.status,
        response: (await effect(tx, at)) ?? null,
      }));
      return answer.response as T;
    },
    options,
  );
}

/** The same request gives the same hash, whatever the order of its keys. */
export const sha256OfAsked = ({ params, body }: Asked): string =>
  createHash('sha256')
    .update(JSON.stringify({ params: sorted(params), body: sorted(body) }))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
