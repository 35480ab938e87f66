// The verdict on a million ballots against one bare SQL aggregate over the same rows, interleaved, and the memory of the counting
// process for a million against ten thousand. What is counted is checked against the aggregate and against what was put in.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Pool } from 'pg';
import type { AgendaItem } from '../domain/owners-vote/count-types';
import type { VotePolicy } from '../domain/policy/schema';
import national from '../domain/policy/presets/national.json';
import { openDatabase } from '../prisma/client';
import { windowRules } from '../store/ballots/vote-window';
import { startChild } from './support/child';
import { durableDatabase } from './support/durable-database';
import { median, printTable, report, round } from './support/report';
import type { CountAnswer, CountTask } from './tally/counter';

const MILLION = 1_000_000;
const SMALL = 10_000;
const ROUNDS = 5;

const AGENDA: AgendaItem[] = [
  { kind: 'yesNo', itemId: 'plan', matter: 4, titleText: 'h' },
  { kind: 'choice', itemId: 'firm', matter: 4, titleText: 'h', optionIds: ['a', 'b'] },
  {
    kind: 'election',
    itemId: 'board',
    matter: 3,
    titleText: 'h',
    candidateIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'],
    seats: 3,
    minSeats: 2,
  },
];

/** What somebody would write who only wants one item's heads and area. */
const BARE = `select choices ->> 'plan' as answer, count(*) as heads, sum(area_dm2) as area from counted_ballot where vote_id = $1 group by 1`;

export async function bench(): Promise<void> {
  const broken: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 2, statementTimeoutMs: 600_000 });
    stops.push(close);
    console.log(`Seeding ${MILLION} ballots …`);
    const small = await seed(pool, SMALL);
    const large = await seed(pool, MILLION);
    await pool.query('vacuum analyze');

    const count = async (voteId: string, withTree: boolean, times: number): Promise<CountAnswer[]> => {
      const child = await startChild(path.join(__dirname, 'tally', 'counter.ts'));
      try {
        const answers: CountAnswer[] = [];
        const task: CountTask = { url: database.url, voteId, agenda: AGENDA, withTree };
        for (let n = 0; n < times; n++) answers.push(await child.ask<CountAnswer>(task));
        return answers;
      } finally {
        await child.stop();
      }
    };
    // One counting process for each size, all its tallies inside, so that growth from one to the next would show as well.
    const [smallRun] = [await count(small, true, ROUNDS)];
    const counter = await startChild(path.join(__dirname, 'tally', 'counter.ts'));
    stops.push(() => counter.stop());
    const largeRun: CountAnswer[] = [];
    const bare: number[] = [];
    for (let n = 0; n < ROUNDS; n++) {
      const startedAt = performance.now();
      const { rows } = await pool.query<{ answer: string; heads: string; area: string }>(BARE, [large]);
      bare.push(performance.now() - startedAt);
      const task: CountTask = { url: database.url, voteId: large, agenda: AGENDA, withTree: true };
      const answer = await counter.ask<CountAnswer>(task);
      largeRun.push(answer);
      const plan = answer.totals.items[0]?.choices ?? {};
      for (const { answer: id, heads, area } of rows) {
        const counted = plan[id];
        if (counted?.heads !== Number(heads) || counted.areaDm2 !== Number(area))
          broken.push(`round ${n}: ${id} differs from the bare aggregate`);
      }
      if (answer.totals.ballotCount !== MILLION || answer.treeSize !== MILLION)
        broken.push(`round ${n}: not all ballots were counted`);
      const blankOrChosen = Object.values(plan).reduce((sum, { heads }) => sum + heads, 0);
      if (blankOrChosen !== MILLION) broken.push(`round ${n}: the answers of an item add up to ${blankOrChosen}`);
    }

    const peak = (answers: CountAnswer[]) => Math.max(...answers.map(({ peakRssMb }) => peakRssMb));
    const verdict = median(largeRun.map(({ verdictMs }) => verdictMs));
    const tree = median(largeRun.map(({ treeMs }) => treeMs));
    console.log('');
    printTable(
      ['', 'median ms', 'lowest', 'highest'],
      [
        ['verdict', ...spread(largeRun.map(({ verdictMs }) => verdictMs))],
        ['select', ...spread(bare)],
        ['root of the tree', ...spread(largeRun.map(({ treeMs }) => treeMs))],
      ],
    );
    console.log(
      `memory of the counting process: ${Math.round(peak(smallRun ?? []))} MB for ${SMALL}, ${Math.round(peak(largeRun))} MB for ${MILLION}`,
    );
    report({
      bench: 'tally',
      ratios: { select: verdict / median(bare), memory: peak(largeRun) / peak(smallRun ?? []) },
      figures: {
        ballots: MILLION,
        verdictMs: round(verdict),
        selectMs: round(median(bare)),
        treeMs: round(tree),
        peakRssMb: round(peak(largeRun)),
        peakRssMbSmall: round(peak(smallRun ?? [])),
      },
      aims: [
        { ratio: 'select', bound: 'at most', value: 3 },
        { ratio: 'memory', bound: 'at most', value: 1.5 },
      ],
      broken,
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

const spread = (values: number[]): number[] =>
  [median(values), Math.min(...values), Math.max(...values)].map(Math.round);

/** A closed vote of `ballots` rights that all came back: three items, some 100 different ballots, areas from 40 to 160 m². */
async function seed(pool: Pool, ballots: number): Promise<string> {
  const [voteId, rollId, estateId] = [randomUUID(), randomUUID(), randomUUID()] as const;
  await pool.query(
    `insert into roll (id, process_id, version, estate_id, scope, roll_hash, heads, area_dm2, right_count, problems, frozen_at)
     select $1, $2, 1, $3, '{}', repeat('ab', 32), $4, sum(4000 + n::bigint * 7919 % 12000), $4, '[]', clock_timestamp()
     from generate_series(1, $4::int) n`,
    [rollId, voteId, estateId, ballots],
  );
  const policy = national.vote as VotePolicy;
  await pool.query(
    `insert into vote_window (vote_id, estate_id, roll_id, roll_hash, opens_at, closes_at, closed_at, state, next_seq, rules)
     values ($1, $2, $3, repeat('ab', 32), clock_timestamp(), clock_timestamp(), clock_timestamp(), 'closed', $4, $5)`,
    [
      voteId,
      estateId,
      rollId,
      ballots + 1,
      JSON.stringify(windowRules(AGENDA, { kind: 'estate', placeId: estateId }, policy)),
    ],
  );
  await pool.query(
    `insert into roll_right (roll_id, right_no, head_no, counts_head, head_size, area_dm2, label, unit_ids, building_ids, entrance_ids,
       voter_owner_id, holder_owner_ids)
     select $1, n, n, true, 1, 4000 + (n::bigint * 7919 % 12000)::int, '', array[gen_random_uuid()], array[$2::uuid], '{}', null, '{}'
     from generate_series(1, $3::int) n`,
    [rollId, estateId, ballots],
  );
  await pool.query(
    `insert into counted_ballot (vote_id, right_no, seq, channel, is_void, cast_at, head_no, counts_head, head_size, area_dm2, ballot_count,
       electronic_count, choices, said)
     select $1, r.right_no, r.right_no, case when right_no % 3 = 0 then 'paper' else 'electronic' end, false, clock_timestamp(), r.head_no,
       true, 1, r.area_dm2, 1, 1,
       jsonb_build_object('plan', (array['yes','yes','no','abstain'])[1 + right_no % 4], 'firm', (array['a','b','abstain'])[1 + right_no / 4 % 3],
         'board', (array['["c1","c2","c3"]','["c2","c5"]','["c4"]','["c1","c6"]','["c3","c4","c5"]'])[1 + right_no / 12 % 5]::jsonb),
       md5((right_no % 60)::text)::uuid
     from roll_right r where r.roll_id = $2`,
    [voteId, rollId],
  );
  await pool.query(
    `insert into ballot (vote_id, seq, roll_id, right_no, channel, choices, is_void, cast_at, recorded_at, cast_by_account, salt, commitment,
       leaf_hash, command_id, body_hash, receipt)
     select $1, c.seq, $2, c.right_no, 'electronic', c.choices, false, c.cast_at, c.cast_at, gen_random_uuid(), h, h, h, gen_random_uuid(), h, '{}'
     from counted_ballot c, lateral (select sha256(c.seq::text::bytea) as h) hash where c.vote_id = $1`,
    [voteId, rollId],
  );
  return voteId;
}
