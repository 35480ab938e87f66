// Reads who an account is and what has been revoked lately. Writing accounts, grants and sessions: accounts.ts, sessions.ts.
import type { Pool } from 'pg';
import type { Role } from '../domain/process';

export interface LoadedGrant {
  id: string;
  role: Role;
  path: string;
  department: string | null;
}

export interface LoadedAccount {
  accountId: string;
  ownerId: string | null;
  epoch: number;
  isSample: boolean;
  grants: LoadedGrant[];
}

/**
 * Live grants of account `a` as a JSON array. An account tied to an owner holds the role `owner` at every unit that is theirs today:
 * the register gives it, nobody else.
 */
export const LIVE_GRANTS = `coalesce((
  select json_agg(json_build_object('id', g.id, 'role', g.role, 'path', g.path, 'department', g.department) order by g.id)
  from (
    select id, role::text, path, department from role_grant where account_id = a.id and ended_at is null
    union all
    select o.id, 'owner', u.path, null from ownership o join unit u on u.id = o.unit_id
      where o.owner_id = a.owner_id and o.until_on is null
  ) g), '[]') as grants`;

/** The account with its live grants; null when it is unknown or disabled. */
export async function loadPrincipal(pool: Pool, accountId: string): Promise<LoadedAccount | null> {
  const { rows } = await pool.query<{
    owner_id: string | null;
    epoch: number;
    is_sample: boolean;
    grants: LoadedGrant[];
  }>({
    name: 'load-principal',
    text: `select a.owner_id, a.token_epoch as epoch, a.is_sample,
        ${LIVE_GRANTS}
      from account a where a.id = $1 and a.disabled_at is null`,
    values: [accountId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { accountId, ownerId: row.owner_id, epoch: row.epoch, isSample: row.is_sample, grants: row.grants };
}

export interface Ended {
  now: Date;
  /** accountId → its epoch now. */
  epochs: Map<string, number>;
  sessions: string[];
}

/** Accounts whose epoch was raised and sessions that were ended after `since` (null: within the life of an access token). */
export async function endedSince(pool: Pool, since: Date | null, tokenSeconds: number): Promise<Ended> {
  const { rows } = await pool.query<{ now: Date; epochs: [string, number][] | null; sessions: string[] | null }>({
    name: 'ended-since',
    text: `with bound as (select coalesce($1::timestamptz, clock_timestamp() - make_interval(secs => 2 * $2::int)) as since)
      select clock_timestamp() as now,
        (select json_agg(json_build_array(id, token_epoch)) from account, bound where epoch_raised_at > since) as epochs,
        (select json_agg(id) from session, bound where ended_at > since) as sessions`,
    values: [since, tokenSeconds],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('endedSince gave no row');
  return { now: row.now, epochs: new Map(row.epochs ?? []), sessions: row.sessions ?? [] };
}
