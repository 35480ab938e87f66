// Tells people that something waits for their second word: of a reversal in the ledger at once, of everything once a day while it waits. Ids and numbers only.
import type { Pool } from 'pg';
import { localDateOf, startOfDate } from '../../domain/calendar/instant';
import type { ReversalDecision } from '../ledger/reversal-requests';
import type { Tx } from '../transaction';
import { SECOND_PERSONS, WAITING, type SecondStep } from './waiting';

/** Everybody who may decide on it, in the transaction that asks. */
export async function tellSecondPersons(
  tx: Tx,
  { step, id, at }: { step: SecondStep; id: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into outgoing_message (id, key, template, channel, to_account_id, place_path, params, created_at, sent_at)
     select distinct on (a.id) gen_random_uuid(), 'second:' || $2 || ':' || a.id, 'secondPersonNeeded', 'captured', a.id, e.path,
       jsonb_build_object('step', w.step, 'id', w.id), $3::timestamptz, $3::timestamptz
     from (${WAITING}) w join place e on e.id = w.estate_id join ${SECOND_PERSONS} where w.step = $1 and w.id = $2::uuid
     on conflict (key) do nothing`,
    [step, id, at],
  );
}

/** Whoever asked for a reversal hears what became of it, in the transaction that decides. */
export async function tellReversalDecided(
  tx: Tx,
  { requestId, decision, at }: { requestId: string; decision: ReversalDecision; at: Date },
): Promise<void> {
  await tx.query(
    `insert into outgoing_message (id, key, template, channel, to_account_id, place_path, params, created_at, sent_at)
     select gen_random_uuid(), 'second:' || q.id || ':decided', 'secondPersonDecided', 'captured', q.asked_by, e.path,
       jsonb_build_object('step', 'ledgerReversal', 'id', q.id, 'decision', $2::text), $3::timestamptz, $3::timestamptz
     from ledger_reversal_request q join ledger_transaction t on t.id = q.transaction_id join place e on e.id = t.estate_id where q.id = $1
     on conflict (key) do nothing`,
    [requestId, decision, at],
  );
}

/**
 * One message for each estate and person, of what has waited since before today (Beijing): how many of each kind, and since when. Harmless when run twice on a
 * day: its key is the day. Returns how many were written.
 */
export async function remindSecondPersons(pool: Pool, now: Date): Promise<number> {
  const today = localDateOf(now.toISOString());
  const { rowCount } = await pool.query(
    `insert into outgoing_message (id, key, template, channel, to_account_id, place_path, params, created_at, sent_at)
     select gen_random_uuid(), 'second:' || account_id || ':' || path || ':' || $1, 'secondPersonReminder', 'captured', account_id, path,
       jsonb_build_object('on', $1::text, 'waiting', jsonb_object_agg(step, n), 'since', min(since)), $2::timestamptz, $2::timestamptz
     from (
       select a.id as account_id, e.path, w.step, count(distinct w.id)::int as n, min(w.since) as since
       from (${WAITING}) w join place e on e.id = w.estate_id join ${SECOND_PERSONS} where w.since < $3
       group by a.id, e.path, w.step) of_step
     group by account_id, path on conflict (key) do nothing`,
    [today, now, startOfDate(today)],
  );
  return rowCount ?? 0;
}
