// The roll-up of a district with a million closed problems against a plain count of the same rows, both through PostgreSQL alone, interleaved. What is
// rolled up is held against the same figures worked out from the facts themselves, and what a closing costs is measured beside it.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { openDatabase } from '../prisma/client';
import { readRollUp, type Grouping } from '../store/supervision/read-roll-up';
import { rebuildTallies, tallyClosed } from '../store/supervision/tallies';
import { inTransaction } from '../store/transaction';
import { durableDatabase } from './support/durable-database';
import { median, printTable, report, round } from './support/report';

const CLOSED = 1_000_000;
const OPEN = 20_000;
const STREETS = 10;
const COMMUNITIES = 10;
const ESTATES = 10;
const ROUNDS = 7;
const DAYS = 365;
/** The year in which everything was closed, and a stretch that begins and ends within months. */
const YEAR = { from: '2025-12-01', to: '2026-11-30' };
const STRETCH = { from: '2026-03-11', to: '2026-09-23' };
const NOW = new Date('2026-11-30T12:00:00.000Z');

/** What somebody would write who only wants to know how many there are. */
const PLAIN = 'select count(*)::int as count from process_fact where closed_at is not null';

export async function bench(args: string[] = []): Promise<void> {
  // `-- dashboard 100000`: fewer, to look at the bench itself.
  const total = Number(args[0] ?? CLOSED);
  const broken: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 4, statementTimeoutMs: 1_800_000 });
    stops.push(close);
    console.log(`Seeding ${total} closed and ${OPEN} open problems at ${STREETS * COMMUNITIES * ESTATES} estates …`);
    const path = await seedPlaces(pool);
    await seedProblems(pool, path, total);
    await pool.query('vacuum analyze');
    const rebuilding = performance.now();
    await rebuildTallies(pool);
    const rebuildMs = performance.now() - rebuilding;
    await pool.query('vacuum analyze');

    const asked: [string, Grouping, typeof YEAR][] = [
      ['by street, a year', 'street', YEAR],
      ['by estate, a year', 'estate', YEAR],
      ['by estate, from and to within months', 'estate', STRETCH],
      ['by duty, a year', 'duty', YEAR],
      ['by department, a year', 'department', YEAR],
    ];
    const took = new Map(asked.map(([name]) => [name, [] as number[]]));
    const plain: number[] = [];
    const lookUps: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      plain.push(await timed(() => pool.query(PLAIN)));
      lookUps.push(
        await timed(() => pool.query('select rates from process_fact where process_id = $1', [randomUUID()])),
      );
      for (const [name, by, period] of asked)
        took.get(name)?.push(await timed(() => readRollUp(pool, { path, by, period, now: NOW })));
    }
    broken.push(...(await disagreements(pool, path)));
    const closingMs = await closings(pool);

    const slowest = Math.max(...[...took.values()].map(median));
    const byStreet = median(took.get('by street, a year') ?? []);
    console.log('');
    printTable(
      ['', 'median ms', 'lowest', 'highest'],
      [...took, ['a plain count', plain] as const, ['one by its key', lookUps] as const].map(([name, ms]) => [
        name,
        ...[median(ms), Math.min(...ms), Math.max(...ms)].map(round),
      ]),
    );
    report({
      bench: 'dashboard',
      ratios: { count: slowest / median(plain), second: slowest / 1_000 },
      figures: {
        closed: total,
        open: OPEN,
        byStreetMs: round(byStreet),
        slowestMs: round(slowest),
        plainCountMs: round(median(plain)),
        lookUpMs: round(median(lookUps)),
        closingMs: round(closingMs),
        rebuildSeconds: round(rebuildMs / 1_000),
      },
      aims: [
        { ratio: 'second', bound: 'at most', value: 1 },
        { ratio: 'count', bound: 'at most', value: 10 },
      ],
      broken,
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** One district with streets, communities and estates; returns its path. */
async function seedPlaces(pool: Pool): Promise<string> {
  const district = randomUUID();
  await pool.query(
    `insert into place (id, kind, path, name) values ($1::uuid, 'district', '/' || $1::text || '/', 'd')`,
    [district],
  );
  for (const [kind, above, count] of [
    ['street', 'district', STREETS],
    ['community', 'street', COMMUNITIES],
    ['estate', 'community', ESTATES],
  ] as const)
    await pool.query(
      `insert into place (id, kind, parent_id, path, name)
       select made.id, $1::"PlaceKind", p.id, p.path || made.id || '/', 'n' || made.n
       from place p cross join lateral (select gen_random_uuid() as id, n from generate_series(1, $3::int) n where p.id is not null) made
       where p.kind = $2::"PlaceKind"`,
      [kind, above, count],
    );
  return `/${district}/`;
}

/**
 * Facts as the record of ordinary problems would leave them: one to three dispatches, one or two answers, a tenth groundless, closed within some
 * thirty days; two duties of each, one of a department. Open ones wait for their first contact.
 */
async function seedProblems(pool: Pool, path: string, closed: number): Promise<void> {
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     select gen_random_uuid(), 'problem', e.ids[1 + n % $3], e.paths[1 + n % $3], 'p', '1', 'h', '{}', '{}',
       '2025-12-01T02:00:00Z'::timestamptz + make_interval(mins => (n::bigint * 7919 % (${DAYS - 35} * 1440))::int)
     from generate_series(1, $1::int) n, (select array_agg(id order by id) as ids, array_agg(path order by id) as paths
       from place where kind = 'estate' and starts_with(path, $2)) e`,
    [closed + OPEN, path, STREETS * COMMUNITIES * ESTATES],
  );
  await pool.query('analyze process');
  await pool.query(
    `insert into process_fact (process_id, kind, place_id, launched_at, closed_at, is_in_time, is_groundless, answer_due_at, rates)
     select p.id, p.kind, p.place_id, p.launched_at, case when not p.is_open then p.closed_at end,
       case when not p.is_open then p.h % 5 <> 0 end, not p.is_open and p.h % 10 = 0,
       case when p.is_open then p.launched_at + interval '1 day' end,
       jsonb_build_object(
         'waiting', case when p.is_open then jsonb_build_object('desk', '', 'dueAt', p.launched_at + interval '1 day', 'isStanding', false) end,
         'responses', case when p.is_open then '[]' else (select jsonb_agg(jsonb_build_object('at', p.launched_at + make_interval(hours => d * 5),
           'desk', (array['', '@firm', 'fire', 'urbanManagement'])[1 + (p.h + d) % 4], 'isAnswered', (p.h + d) % 6 <> 0))
           from generate_series(1, 1 + p.h % 3) d) end,
         'answers', case when p.is_open then '[]' else (select jsonb_agg(jsonb_build_object('at', p.closed_at - make_interval(hours => d),
           'desk', '', 'isSolved', (p.h + d) % 7 <> 0, 'isSatisfied', (p.h + d) % 5 <> 0)) from generate_series(1, 1 + p.h % 2) d) end)
     from (select id, kind, place_id, launched_at, row_number() over (order by id) <= $1 as is_open, abs(hashtext(id::text)) % 100000 as h,
         launched_at + make_interval(hours => 3 + abs(hashtext(id::text)) % 700) as closed_at from process where starts_with(place_path, $2)) p`,
    [OPEN, path],
  );
  await pool.query(
    `insert into obligation (id, process_id, key, duty, party_kind, role, department, place_path, since, due_at, is_provisional, basis, opened_seq,
       closed_seq, closed_at, process_kind, district_id, stirred_at, stuck_at)
     select gen_random_uuid(), f.process_id, d.duty, d.duty, case when d.department is null then 'role' else 'department' end,
       case when d.department is null then 'communitySecretary' else 'departmentOfficer' end, d.department, '/', f.launched_at,
       f.launched_at + interval '10 days', false, 'b', 1, case when f.closed_at is not null then 2 end, f.closed_at,
       f.kind, split_part($1, '/', 2), f.launched_at, f.launched_at
     from process_fact f cross join (values ('respond', null), ('handle', 'urbanManagement')) as d (duty, department)`,
    [path],
  );
}

/** The roll-up of the stretch against sums over the facts themselves. */
async function disagreements(pool: Pool, path: string): Promise<string[]> {
  const { total } = await readRollUp(pool, { path, by: 'street', period: STRETCH, now: NOW });
  const { rows } = await pool.query<Record<string, number>>(
    `with f as (select *, ((closed_at at time zone 'UTC') + interval '8 hours')::date as day from process_fact)
     select (select count(*) from f where day between $1 and $2)::int as closed,
       (select count(*) from f where day between $1 and $2 and is_in_time)::int as "inTime",
       (select percentile_cont(0.5) within group (order by floor(extract(epoch from closed_at - launched_at) / 86400)) from f
         where day between $1 and $2) as "medianDays",
       (select count(*) from f cross join lateral jsonb_to_recordset(f.rates -> 'answers') as a (at timestamptz)
         where not is_groundless and ((a.at at time zone 'UTC') + interval '8 hours')::date between $1 and $2)::int as answers,
       (select count(*) from f cross join lateral jsonb_to_recordset(f.rates -> 'responses') as r (at timestamptz, "isAnswered" boolean)
         where not is_groundless and "isAnswered" and ((r.at at time zone 'UTC') + interval '8 hours')::date between $1 and $2)::int as made`,
    [STRETCH.from, STRETCH.to],
  );
  const { closed, inTime, medianDays, rates } = total;
  const found = { closed, inTime, medianDays, answers: rates.solved.whole, made: rates.response.part };
  return Object.entries(found).flatMap(([name, value]) =>
    value === rows[0]?.[name] ? [] : [`${name} is ${value}, and ${rows[0]?.[name]} by the facts themselves`],
  );
}

/** What it costs to add one closed problem to the counts of a place that has a year of them: the transaction of a closing, in ms. */
async function closings(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    'select process_id as id from process_fact where closed_at is null limit 200',
  );
  const took: number[] = [];
  for (const { id } of rows)
    took.push(
      await timed(() =>
        inTransaction(pool, async (tx) => {
          await tx.query('update process_fact set closed_at = $2, is_in_time = true where process_id = $1', [id, NOW]);
          await tallyClosed(tx, id);
        }),
      ),
    );
  return median(took);
}
