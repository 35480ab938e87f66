// Durable, receipted, authenticated ballots a second over HTTP with 50 connections, against bare Express, the same stack with one row
// per request, and one Temporal Update per ballot. Rounds are interleaved and medians compared; the rows must equal the answers.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../prisma/client';
import { ballotTreeRoot } from '../store/ballots/ballot-tree';
import { startChild } from './support/child';
import { durableDatabase } from './support/durable-database';
import { median, printTable, report, round } from './support/report';
import type { LoadAnswer, LoadTask } from './ballots/load';
import { seed } from './ballots/seed';
import type { ServerTask } from './ballots/server';
import { startUpdateRival } from './ballots/updates';

const CONNECTIONS = 50;
const ROUNDS = 5;
const VOTERS = 6_000;
const UPDATES = 400;

export async function bench(args: string[]): Promise<void> {
  const skipsUpdate = args.includes('--without-update');
  const broken: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 4, statementTimeoutMs: 600_000 });
    stops.push(close);
    const tokenKey = randomBytes(32);
    console.log(`Seeding ${VOTERS} voters …`);
    // One round more than is measured: the first one is cold (no session is known yet) and reported apart.
    const seeded = await seed(pool, tokenKey, VOTERS, ROUNDS + 1);
    const seededFile = path.join(database.directory, 'seeded.json');
    writeFileSync(seededFile, JSON.stringify(seeded), { mode: 0o600 });
    await pool.query(`create table row_ballot (like ballot including all);
      create sequence row_ballot_seq owned by row_ballot.seq;
      alter table row_ballot alter seq set default nextval('row_ballot_seq');
      alter table row_ballot add foreign key (roll_id, right_no) references roll_right (roll_id, right_no);
      grant all on row_ballot to gongzhi_app; grant all on sequence row_ballot_seq to gongzhi_app`);

    const rollHash = 'ab'.repeat(32);
    const withDatabase = { url: database.url, tokenKeyHex: tokenKey.toString('hex'), rollId: seeded.rollId, rollHash };
    const tasks: Record<string, ServerTask> = {
      gongzhi: { kind: 'gongzhi', ...withDatabase },
      express: { kind: 'express' },
      row: { kind: 'row', ...withDatabase },
    };
    const urls: Record<string, string> = {};
    for (const [name, task] of Object.entries(tasks)) {
      const server = await startChild(path.join(__dirname, 'ballots', 'server.ts'));
      stops.push(() => server.stop());
      urls[name] = (await server.ask<{ url: string }>(task)).url;
    }
    const load = await startChild(path.join(__dirname, 'ballots', 'load.ts'));
    stops.push(() => load.stop());
    const updates = skipsUpdate ? undefined : await startUpdateRival(database.directory);
    if (updates) stops.push(() => updates.stop());

    const rates: Record<string, number[]> = { gongzhi: [], express: [], row: [], update: [] };
    const latencies: Record<string, LoadAnswer[]> = { gongzhi: [], express: [], row: [] };
    const cold: Record<string, number> = {};
    const accepted: Record<string, number> = { gongzhi: 0, express: 0, row: 0 };
    for (let n = 0; n <= ROUNDS; n++) {
      for (const name of ['express', 'gongzhi', 'row']) {
        const task: LoadTask = {
          seededFile,
          url: urls[name] ?? '',
          connections: CONNECTIONS,
          round: n,
          from: 0,
          to: VOTERS,
        };
        const answer = await load.ask<LoadAnswer>(task);
        accepted[name] = (accepted[name] ?? 0) + answer.accepted;
        if (answer.others > 0) broken.push(`${name}, round ${n}: ${answer.others} requests were not accepted`);
        if (n === 0) cold[name] = answer.accepted / answer.seconds;
        else {
          rates[name]?.push(answer.accepted / answer.seconds);
          latencies[name]?.push(answer);
        }
      }
      if (n > 0 && updates) rates['update']?.push(await updates.perSecond(UPDATES));
      console.log(n === 0 ? 'cold round done' : `round ${n} of ${ROUNDS} done`);
    }

    broken.push(...(await check(pool, seeded.voteId, accepted)));
    const rate = (name: string) => median(rates[name] ?? []);
    const latency = (name: string, of: 'p50' | 'p99') => median((latencies[name] ?? []).map((answer) => answer[of]));
    const names = Object.keys(rates).filter((name) => (rates[name]?.length ?? 0) > 0);
    console.log('');
    printTable(
      ['', 'a second (median)', 'lowest', 'highest', 'p50 ms', 'p99 ms', 'cold, a second'],
      names.map((name) => [
        name,
        Math.round(rate(name)),
        Math.round(Math.min(...(rates[name] ?? []))),
        Math.round(Math.max(...(rates[name] ?? []))),
        name === 'update' ? '' : latency(name, 'p50'),
        name === 'update' ? '' : latency(name, 'p99'),
        name === 'update' ? '' : Math.round(cold[name] ?? 0),
      ]),
    );
    const rivals = names.filter((name) => name !== 'gongzhi');
    report({
      bench: 'ballots',
      ratios: Object.fromEntries(rivals.map((name) => [name, rate('gongzhi') / rate(name)])),
      figures: {
        ...Object.fromEntries(names.map((name) => [`${name}PerSecond`, round(rate(name))])),
        gongzhiColdPerSecond: round(cold['gongzhi'] ?? 0),
        p50Ms: latency('gongzhi', 'p50'),
        p99Ms: latency('gongzhi', 'p99'),
        connections: CONNECTIONS,
        ballots: accepted['gongzhi'] ?? 0,
      },
      aims: [
        { ratio: 'express', bound: 'at least', value: 0.5 },
        { ratio: 'row', bound: 'more than', value: 1 },
        ...(updates ? [{ ratio: 'update', bound: 'at least' as const, value: 20 }] : []),
      ],
      broken,
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Every answer of 201 is one row, numbered without a gap and in the tree; and fsync was on. */
async function check(
  pool: ReturnType<typeof openDatabase>['pool'],
  voteId: string,
  accepted: Record<string, number>,
): Promise<string[]> {
  const broken: string[] = [];
  const one = async (sql: string, values: unknown[] = []): Promise<string> =>
    String(Object.values((await pool.query<Record<string, unknown>>(sql, values)).rows[0] ?? {})[0]);
  const expect = (what: string, found: string, wanted: string) => {
    if (found !== wanted) broken.push(`${what}: ${found} instead of ${wanted}`);
  };
  const acks = String(accepted['gongzhi']);
  expect('ballots stored', await one('select count(*) from ballot where vote_id = $1', [voteId]), acks);
  expect('rights that count', await one('select count(*) from counted_ballot where vote_id = $1', [voteId]), acks);
  expect('highest number', await one('select max(seq) from ballot where vote_id = $1', [voteId]), acks);
  expect('leaves in the tree', String((await ballotTreeRoot(pool, voteId)).size), acks);
  expect('rows of the rival', await one('select count(*) from row_ballot'), String(accepted['row']));
  expect('fsync', await one('show fsync'), 'on');
  expect('synchronous_commit', await one('show synchronous_commit'), 'on');
  return broken;
}
