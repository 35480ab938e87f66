// Sessions: opened at sign-in, renewed by exchanging the refresh token, ended by sign-out, theft or a password change.
// Instants are the database's own clock throughout: sessions are security, not law, and never run on a rehearsal's clock.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction, type Tx } from './transaction';

export const SESSION_DAYS = 7;
/** A rotated refresh token shown again within this time is a retry whose answer was lost; later it was stolen. */
const RETRY_SECONDS = 30;

export interface OpenSession {
  sessionId: string;
  accountId: string;
  epoch: number;
  expiresAt: Date;
}

/** Opens a session for an account that has just proved who it is. */
export async function openSession(
  pool: Pool,
  account: { id: string; epoch: number },
  refreshHash: string,
): Promise<OpenSession> {
  const sessionId = randomUUID();
  const { rows } = await pool.query<{ expires_at: Date }>(
    `insert into session (id, account_id, refresh_hash, created_at, expires_at)
     values ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(days => $4)) returning expires_at`,
    [sessionId, account.id, refreshHash, SESSION_DAYS],
  );
  return {
    sessionId,
    accountId: account.id,
    epoch: account.epoch,
    expiresAt: (rows[0] as { expires_at: Date }).expires_at,
  };
}

interface SessionRow {
  id: string;
  account_id: string;
  epoch: number;
  expires_at: Date;
  is_live: boolean;
  is_current: boolean;
  is_retry: boolean;
}

/**
 * Exchanges a refresh token (by hash) for the next one. A token that was exchanged before ends the whole session, unless it comes
 * again within half a minute. Null: no such live session.
 */
export async function rotateSession(
  pool: Pool,
  shownHash: string,
  nextHash: string,
): Promise<{ session: OpenSession } | { stolen: string } | null> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<SessionRow>(
      `select s.id, s.account_id, a.token_epoch as epoch, s.expires_at,
          s.ended_at is null and s.expires_at > clock_timestamp() and a.disabled_at is null as is_live,
          s.refresh_hash = $1 as is_current,
          coalesce(s.rotated_at > clock_timestamp() - make_interval(secs => $2), false) as is_retry
        from session s join account a on a.id = s.account_id
        where s.refresh_hash = $1 or s.previous_hash = $1 for update of s`,
      [shownHash, RETRY_SECONDS],
    );
    const row = rows[0];
    if (row === undefined || !row.is_live) return null;
    if (!row.is_current && !row.is_retry) {
      await endSession(tx, row.id);
      return { stolen: row.id };
    }
    await tx.query(
      `update session set refresh_hash = $2, previous_hash = $3,
        rotated_at = case when $4 then clock_timestamp() else rotated_at end where id = $1`,
      [row.id, nextHash, shownHash, row.is_current],
    );
    return { session: { sessionId: row.id, accountId: row.account_id, epoch: row.epoch, expiresAt: row.expires_at } };
  });
}

export async function endSession(db: Pool | Tx, sessionId: string): Promise<void> {
  await db.query('update session set ended_at = clock_timestamp() where id = $1 and ended_at is null', [sessionId]);
}

/** Ends every session of the account and makes its access tokens worthless. */
export async function endAllSessions(tx: Tx, accountId: string): Promise<void> {
  await raiseEpoch(tx, accountId);
  await tx.query('update session set ended_at = clock_timestamp() where account_id = $1 and ended_at is null', [
    accountId,
  ]);
}

/** Access tokens of before are refused from now on; sessions stay and bring new ones. */
export async function raiseEpoch(tx: Tx, accountId: string): Promise<void> {
  await tx.query(
    'update account set token_epoch = token_epoch + 1, epoch_raised_at = clock_timestamp() where id = $1',
    [accountId],
  );
}
