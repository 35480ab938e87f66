// Refused attempts on the short path are on the record like everything else, without what was asked for.
import type { Rejection } from '../domain/process';
import type { Tx } from './transaction';

export interface Attempt {
  processId: string;
  commandId: string;
  accountId: string;
}

/** Writes down those of the attempts whose outcome (in the same order) is a refusal. */
export async function recordRefusals(
  tx: Tx,
  commandType: string,
  attempts: readonly Attempt[],
  outcomes: readonly ({ ok: true } | { ok: false; rejection: Rejection })[],
  at: Date,
): Promise<void> {
  const refusals = outcomes.flatMap((outcome, index) => {
    const attempt = attempts[index];
    return outcome.ok || attempt === undefined ? [] : [{ ...attempt, ...outcome.rejection }];
  });
  if (refusals.length === 0) return;
  await tx.query(
    `insert into refused_command (id, process_id, command_id, command_type, actor_id, code, params, at)
     select gen_random_uuid(), process_id, command_id, $6, account_id, code, params, $7
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[]) as r (process_id, command_id, account_id, code, params)`,
    [
      refusals.map(({ processId }) => processId),
      refusals.map(({ commandId }) => commandId),
      refusals.map(({ accountId }) => accountId),
      refusals.map(({ code }) => code),
      refusals.map(({ params }) => JSON.stringify(params ?? {})),
      commandType,
      at,
    ],
  );
}
