// Mails that wait to be sent: taken under a lease, marked as sent once the mail server has them, given back or given up.
import type { Pool } from 'pg';

export interface WaitingMail {
  id: string;
  attempts: number;
  template: string;
  params: unknown;
  /** Sealed; null: the address was taken away meanwhile. */
  addressCipher: string | null;
}

/** A worker that dies gives its mails back after this. */
const LEASE_SECONDS = 120;
/** With pauses of up to an hour: about two days. */
const MAX_ATTEMPTS = 50;

export async function takeMail(pool: Pool, now: Date, limit: number): Promise<WaitingMail[]> {
  const { rows } = await pool.query<WaitingMail>(
    `with taken as (
       update outgoing_message set attempts = attempts + 1, available_at = $1::timestamptz + make_interval(secs => ${LEASE_SECONDS})
       where id in (select id from outgoing_message where channel = 'mail' and sent_at is null and failure is null and available_at <= $1
         order by available_at, id limit $2 for update skip locked)
       returning id, attempts, template, params, to_account_id)
     select t.id, t.attempts, t.template, t.params, m.address_cipher as "addressCipher"
     from taken t left join account_mail m on m.account_id = t.to_account_id order by t.id`,
    [now, limit],
  );
  return rows;
}

/** The mail server has taken it. */
export async function markSent(pool: Pool, id: string, at: Date): Promise<void> {
  await pool.query('update outgoing_message set sent_at = $2 where id = $1 and failure is null', [id, at]);
}

/** It will not be delivered, and nobody tries again; `failure` is a code. */
export async function markFailed(pool: Pool, id: string, failure: string): Promise<void> {
  await pool.query('update outgoing_message set failure = $2 where id = $1 and sent_at is null', [id, failure]);
}

/** Tried in vain: again after a pause that doubles up to an hour, and not for ever. */
export async function returnMail(pool: Pool, { id, attempts }: WaitingMail, now: Date): Promise<void> {
  if (attempts >= MAX_ATTEMPTS) return markFailed(pool, id, 'no-server');
  const pauseMs = Math.min(3_600_000, 15_000 * 2 ** Math.min(attempts, 10));
  await pool.query('update outgoing_message set available_at = $2 where id = $1', [
    id,
    new Date(now.getTime() + pauseMs),
  ]);
}
