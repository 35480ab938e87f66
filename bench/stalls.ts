// The first page of what is stuck in a district against one look-up by primary key through the same stack, interleaved, over few and over
// many open duties, with as many closed ones beside them. What the page holds is checked against the rows themselves.
// `--open N`: how many are open at most.
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Pool } from 'pg';
import { issueAccessToken } from '../api/auth/tokens';
import { openDatabase } from '../prisma/client';
import { numberAfter } from './support/asleep';
import { startChild } from './support/child';
import { durableDatabase } from './support/durable-database';
import { median, printTable, report, round } from './support/report';
import type { ServerTask } from './stalls/server';

const FEW = 1_000;
const REQUESTS = 150;
const WARM_UP = 20;
const ESTATES = 127;
const PAGE = 50;

export async function bench(args: readonly string[] = []): Promise<void> {
  const many = numberAfter(args, '--open', FEW) ?? 100_000;
  const broken: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 2, statementTimeoutMs: 600_000 });
    stops.push(close);
    const tokenKey = randomBytes(32);
    const serve = async (kind: ServerTask['kind']): Promise<string> => {
      const child = await startChild(path.join(__dirname, 'stalls', 'server.ts'));
      stops.push(() => child.stop());
      const task: ServerTask = { kind, url: database.url, tokenKeyHex: tokenKey.toString('hex') };
      return (await child.ask<{ url: string }>(task)).url;
    };
    const district = await seedDistrict(pool);
    const [api, rows] = [await serve('gongzhi'), await serve('row')];

    const measure = async (before: number, open: number) => {
      await seedDuties(pool, district, before, open);
      const authorization = `Bearer ${await tokenOf(pool, district.accountId, tokenKey)}`;
      const [page, single]: [number[], number[]] = [[], []];
      const keys = await pool.query<{ id: string }>(
        'select id from obligation where closed_at is null order by random() limit $1',
        [REQUESTS + WARM_UP],
      );
      for (const [n, { id }] of keys.rows.entries()) {
        const stalls = await timed(`${api}/v1/stalls?limit=${PAGE}`, authorization);
        const row = await timed(`${rows}/v1/rows/${id}`, authorization);
        if (n < WARM_UP) continue;
        page.push(stalls.ms);
        single.push(row.ms);
        if (n === WARM_UP) broken.push(...(await checked(pool, stalls.body as Page, open)));
      }
      return { open, page, single };
    };
    const few = await measure(0, FEW);
    const full = await measure(FEW, many);

    printTable(
      ['open duties', 'first page, median ms', 'highest', 'one row, median ms', 'ratio'],
      [few, full].map(({ open, page, single }) => [
        open,
        round(median(page)),
        round(Math.max(...page)),
        round(median(single)),
        round(median(page) / median(single)),
      ]),
    );
    report({
      bench: 'stalls',
      ratios: {
        lookUp: median(full.page) / median(full.single),
        // Each against its own look-ups, so that a machine that has become slower meanwhile is not taken for a slower list.
        growth: median(full.page) / median(full.single) / (median(few.page) / median(few.single)),
      },
      figures: {
        open: many,
        pageMs: round(median(full.page)),
        pageMsFew: round(median(few.page)),
        rowMs: round(median(full.single)),
        rowMsFew: round(median(few.single)),
      },
      aims: [
        { ratio: 'lookUp', bound: 'at most', value: 5 },
        { ratio: 'growth', bound: 'at most', value: 1.3 },
      ],
      broken,
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

interface Page {
  items: { id: string; flags: string[]; why: string; normal: unknown }[];
}

/** The page is the first rows in order, of which the first are overdue and say why. */
async function checked(pool: Pool, { items }: Page, open: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from obligation where closed_at is null order by least(due_at, silent_at), id limit $1`,
    [PAGE],
  );
  const isSame = items.length === rows.length && items.every(({ id }, index) => id === rows[index]?.id);
  const isSaid = items.every(
    ({ flags, why, normal }) => flags.includes('overdue') && why.length > 20 && normal !== null,
  );
  return [
    ...(isSame ? [] : [`over ${open} open duties the first page is not the first rows`]),
    ...(isSaid ? [] : [`over ${open} open duties a row of the first page does not say why it is stuck`]),
  ];
}

async function timed(url: string, authorization: string): Promise<{ ms: number; body: unknown }> {
  const startedAt = performance.now();
  const response = await fetch(url, { headers: { authorization } });
  const body: unknown = await response.json();
  const ms = performance.now() - startedAt;
  if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(body)}`);
  return { ms, body };
}

interface District {
  accountId: string;
  ids: readonly [string, string, string];
  estates: readonly string[];
}

async function tokenOf(pool: Pool, accountId: string, tokenKey: Uint8Array): Promise<string> {
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  const session = { accountId, sessionId: randomUUID(), epoch: 0 };
  return issueAccessToken(session, tokenKey, rows[0]?.now ?? new Date(0));
}

/** One district with a street of 127 estates, a supervisor, and how long its duties take. */
async function seedDistrict(pool: Pool): Promise<District> {
  const ids = [randomUUID(), randomUUID(), randomUUID()] as const;
  const accountId = randomUUID();
  const estates = Array.from({ length: ESTATES }, () => randomUUID());
  const [district, street, community] = [1, 2, 3].map((n) => `/${ids.slice(0, n).join('/')}/`);
  await pool.query(
    `insert into place (id, kind, parent_id, path, name) values
       ($1, 'district', null, $4, '区'), ($2, 'street', $1, $5, '街道'), ($3, 'community', $2, $6, '社区')`,
    [...ids, district, street, community],
  );
  await pool.query(
    `insert into place (id, kind, parent_id, path, name)
     select id, 'estate', $1, $2 || id || '/', '小区' || n from unnest($3::uuid[]) with ordinality as e (id, n)`,
    [ids[2], community, estates],
  );
  await pool.query(
    `with one as (insert into account (id, login_name, display_name, password_hash) values ($1, 'supervisor', '监督员', '-'))
     insert into role_grant (id, account_id, role, place_id, path) values (gen_random_uuid(), $1, 'districtSupervisor', $2, $3)`,
    [accountId, ids[0], district],
  );
  await pool.query(
    `insert into duty_normal (kind, duty, district_path, n, median_ms, p90_ms, worked_out_at)
     values ('election', 'formGroup', $1, 100, 864000000, 1728000000, clock_timestamp())`,
    [district],
  );
  return { accountId, ids, estates };
}

/** From so many open duties to so many, each of a process of its own, and as many closed ones; begun over two years, a tenth of the open ones overdue. */
async function seedDuties(pool: Pool, { ids, estates }: District, before: number, open: number): Promise<void> {
  console.log(`Seeding ${open} open duties …`);
  const [districtId, streetId, communityId] = ids;
  await pool.query(
    `with case_ as materialized (
       select n, gen_random_uuid() as id, ($8::uuid[])[1 + n % ${ESTATES}] as estate_id, n % 2 = 0 as is_open,
         clock_timestamp() - (n * 7919 % 730) * interval '1 day' - n * interval '1 second' as since
       from generate_series(2 * $7::int + 1, 2 * $1::int) n),
     launched as (
       insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
       select id, 'election', estate_id, $2 || estate_id || '/', 'national', '2026-11', 'h', '{}', '{}', since from case_ returning id),
     viewed as (
       insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at,
         locks, seen_by_roles, seen_by, hidden_from)
       select id, 'election', estate_id, $2 || estate_id || '/', 'groupForming', is_open, false, 1, 'h',
         jsonb_build_object('core', jsonb_build_object('phase', 'groupForming', 'filler', repeat(md5(id::text), 60))), since, '{}', '{}', '{}', '{}'
       from case_)
     insert into obligation (id, process_id, key, duty, party_kind, role, place_path, since, due_at, is_provisional, basis, rung, reminded_count,
       next_step_at, next_step_tells, opened_seq, closed_seq, closed_at, closed_how, process_kind, district_id, street_id, community_id, estate_id,
       stirred_at, quiet_until, silent_at, stuck_at, decides, decides_at, signs)
     select gen_random_uuid(), id, 'formGroup', 'formGroup', 'role', 'streetOfficer', $3, since, due_at, false, '指导规则 9', 0, 0,
       due_at, 'districtSupervisor', 1, case when not is_open then 2 end, case when not is_open then since + interval '9 days' end,
       case when not is_open then 'groupPublished' end, 'election', $4, $5, $6, estate_id::text, since, silent_at, silent_at,
       least(due_at, silent_at), null, null, '{}'
     from case_, lateral (select since + interval '657 days' as due_at, since + interval '700 days' as silent_at) term`,
    [open, `/${ids.join('/')}/`, `/${districtId}/${streetId}/`, districtId, streetId, communityId, before, estates],
  );
  await pool.query('vacuum analyze');
}
