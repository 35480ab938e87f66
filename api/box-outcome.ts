// What the short path answered (a ballot, a pledge): what was accepted, or the problem.
import type { Rejection } from '../domain/process';
import { OutcomeUnknown } from '../store/durable-transaction';
import { isProblemCode, problem } from './problems';

/** Resolves with the accepted outcome; throws the problem of a refusal, `outcome-unknown` where the commit was not answered. */
export async function acceptedOf<Accepted extends { ok: true }>(
  commandId: string,
  attempt: Promise<Accepted | { ok: false; rejection: Rejection }>,
): Promise<Accepted> {
  const outcome = await attempt.catch((cause: unknown) => {
    if (cause instanceof OutcomeUnknown) throw problem('outcome-unknown', { commandId });
    throw cause;
  });
  if (outcome.ok) return outcome;
  const { code, params } = outcome.rejection;
  if (!isProblemCode(code)) throw new Error(`the short path refused with an unregistered code: ${code}`);
  throw problem(code, params);
}
