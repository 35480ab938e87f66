// The world of a short-path bench: one estate, voters with accounts and tokens, one right per voter and round on the roll of one process.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { issueAccessToken } from '../../api/auth/tokens';
import national from '../../domain/policy/presets/national.json';
import type { VotePolicy } from '../../domain/policy/schema';
import type { ProcessKind } from '../../domain/process';
import { freezeRoll } from '../../store/rolls/freeze-roll';

export interface Owners {
  processId: string;
  estateId: string;
  rollId: string;
  rollHash: string;
  policy: VotePolicy;
  /** By voter. */
  tokens: string[];
  /** rightNos[voter][round]: the rights that this voter speaks for. */
  rightNos: number[][];
  /** An instant so many hours from now. */
  at(hours: number): string;
}

/** `voters` owners with `rounds` units each; every unit has a right of its own. */
export async function seedOwners(
  pool: Pool,
  kind: ProcessKind,
  tokenKey: Uint8Array,
  voters: number,
  rounds: number,
): Promise<Owners> {
  const processId = randomUUID();
  const [district, estate, building] = [randomUUID(), randomUUID(), randomUUID()] as const;
  const path = `/${district}/${estate}/`;
  await pool.query(
    `insert into place (id, kind, parent_id, path, name) values
       ($1, 'district', null, $4, 'd'), ($2, 'estate', $1, $5, 'e'), ($3, 'building', $2, $6, 'b')`,
    [district, estate, building, `/${district}/`, path, `${path}${building}/`],
  );
  await pool.query(
    `with person as (
       insert into owner (id, kind, name, name_key)
       select gen_random_uuid(), 'person', 'o' || n, 'o' || n from generate_series(1, $4::int) n returning id, name),
     account as (
       insert into account (id, login_name, display_name, password_hash, owner_id)
       select gen_random_uuid(), name, name, '-', id from person),
     home as (
       insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path)
       select u.id, $1, $2, p.name || '-' || k, p.name || '-' || k, p.name || '-' || k, 'dwelling', 'sold', 9000, $3 || u.id || '/'
       from person p, generate_series(1, $5::int) k, lateral (select md5(p.id::text || k)::uuid as id) u)
     insert into ownership (id, unit_id, owner_id, is_representative, from_on)
     select gen_random_uuid(), md5(p.id::text || k)::uuid, p.id, true, '2020-01-01' from person p, generate_series(1, $5::int) k`,
    [estate, building, `${path}${building}/`, voters, rounds],
  );
  await pool.query('analyze');
  const policy = structuredClone(national.vote) as VotePolicy;
  policy.ballotPer.value = 'unit';
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, $4, $2, $3, 'bench', '2026-01', '-', '{}', '{}', clock_timestamp())`,
    [processId, estate, path, kind],
  );
  const { rollId, rollHash } = await freezeRoll(pool, processId, 1, { kind: 'estate', placeId: estate }, policy);
  const { rows: clock } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  const now = clock[0]?.now ?? new Date(0);
  const { rows } = await pool.query<{ account_id: string; right_nos: number[] }>(
    `select a.id as account_id, array_agg(r.right_no order by r.right_no) as right_nos
     from account a join roll_right r on r.roll_id = $1 and r.voter_owner_id = a.owner_id group by a.id`,
    [rollId],
  );
  const tokens = await Promise.all(
    rows.map(({ account_id }) =>
      issueAccessToken({ accountId: account_id, sessionId: randomUUID(), epoch: 0 }, tokenKey, now),
    ),
  );
  return {
    ...{ processId, estateId: estate, rollId, rollHash, policy, tokens },
    rightNos: rows.map(({ right_nos }) => right_nos),
    at: (hours) => new Date(now.getTime() + hours * 3_600_000).toISOString(),
  };
}
