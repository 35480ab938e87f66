// Durable, authenticated acts of people a second over HTTP with 50 connections, against bare Express, the same stack with one row per request,
// and one Temporal Update per act. Rounds are interleaved and medians compared; the rows must equal the answers.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import { openDatabase } from '../../prisma/client';
import { startUpdateRival } from '../ballots/updates';
import { startChild } from '../support/child';
import { durableDatabase } from '../support/durable-database';
import { median, printTable, report, round } from '../support/report';
import type { LoadAnswer, LoadTask } from './load';
import type { ServerTask } from './server';

const CONNECTIONS = 50;
const ROUNDS = 5;
const VOTERS = 6_000;
const UPDATES = 400;

/** What is compared: `ballots`, `pledges`. Its folder has a server.ts and a load.ts of its own. */
export interface ShortPath<Seeded extends { rollId: string; rollHash: string }> {
  bench: string;
  /** One right for each voter and round. */
  seed(pool: Pool, tokenKey: Uint8Array, voters: number, rounds: number): Promise<Seeded>;
  /** Makes the table of the rival that inserts one row per request. */
  rivalTable: string;
  /** What must hold in the end; `expect` notes what does not. */
  check(
    asked: { pool: Pool; seeded: Seeded; one: One; expect: Expect },
    accepted: { ours: string; rivals: string },
  ): Promise<void>;
}

type One = (sql: string, values?: unknown[]) => Promise<string>;
type Expect = (what: string, found: string, wanted: string) => void;

/** `--without-update` leaves the slow rival out; `--small` is a tenth of the load and two rounds, to see that everything runs. */
export async function compareShortPath<Seeded extends { rollId: string; rollHash: string }>(
  { bench, seed, rivalTable, check }: ShortPath<Seeded>,
  args: readonly string[],
): Promise<void> {
  const isSmall = args.includes('--small');
  const [voters, rounds, amountOfUpdates] = isSmall ? [VOTERS / 10, 2, UPDATES / 10] : [VOTERS, ROUNDS, UPDATES];
  const broken: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 4, statementTimeoutMs: 600_000 });
    stops.push(close);
    const tokenKey = randomBytes(32);
    console.log(`Seeding ${voters} voters …`);
    // One round more than is measured: the first one is cold (no session is known yet) and reported apart.
    const seeded = await seed(pool, tokenKey, voters, rounds + 1);
    await pool.query('vacuum analyze');
    const seededFile = path.join(database.directory, 'seeded.json');
    writeFileSync(seededFile, JSON.stringify(seeded), { mode: 0o600 });
    await pool.query(rivalTable);

    const { rollId, rollHash } = seeded;
    const withDatabase = { url: database.url, tokenKeyHex: tokenKey.toString('hex'), rollId, rollHash };
    const tasks: Record<string, ServerTask> = {
      gongzhi: { kind: 'gongzhi', ...withDatabase },
      express: { kind: 'express' },
      row: { kind: 'row', ...withDatabase },
    };
    const folder = path.join(__dirname, '..', bench);
    const urls: Record<string, string> = {};
    for (const [name, task] of Object.entries(tasks)) {
      const server = await startChild(path.join(folder, 'server.ts'));
      stops.push(() => server.stop());
      urls[name] = (await server.ask<{ url: string }>(task)).url;
    }
    const load = await startChild(path.join(folder, 'load.ts'));
    stops.push(() => load.stop());
    const updates = args.includes('--without-update') ? undefined : await startUpdateRival(database.directory);
    if (updates) stops.push(() => updates.stop());

    const rates: Record<string, number[]> = { gongzhi: [], express: [], row: [], update: [] };
    const latencies: Record<string, LoadAnswer[]> = { gongzhi: [], express: [], row: [] };
    const cold: Record<string, number> = {};
    const accepted: Record<string, number> = { gongzhi: 0, express: 0, row: 0 };
    for (let n = 0; n <= rounds; n++) {
      for (const name of ['express', 'gongzhi', 'row']) {
        const url = urls[name] ?? '';
        const task: LoadTask = { seededFile, url, connections: CONNECTIONS, round: n, from: 0, to: voters };
        const answer = await load.ask<LoadAnswer>(task);
        accepted[name] = (accepted[name] ?? 0) + answer.accepted;
        if (answer.others > 0) broken.push(`${name}, round ${n}: ${answer.others} requests were not accepted`);
        if (n === 0) cold[name] = answer.accepted / answer.seconds;
        else {
          rates[name]?.push(answer.accepted / answer.seconds);
          latencies[name]?.push(answer);
        }
      }
      if (n > 0 && updates) rates['update']?.push(await updates.perSecond(amountOfUpdates));
      console.log(n === 0 ? 'cold round done' : `round ${n} of ${rounds} done`);
    }

    const one: One = async (sql, values = []) =>
      String(Object.values((await pool.query<Record<string, unknown>>(sql, values)).rows[0] ?? {})[0]);
    const expect: Expect = (what, found, wanted) => {
      if (found !== wanted) broken.push(`${what}: ${found} instead of ${wanted}`);
    };
    const counts = { ours: String(accepted['gongzhi']), rivals: String(accepted['row']) };
    await check({ pool, seeded, one, expect }, counts);
    expect('fsync', await one('show fsync'), 'on');
    expect('synchronous_commit', await one('show synchronous_commit'), 'on');

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
      bench,
      ratios: Object.fromEntries(rivals.map((name) => [name, rate('gongzhi') / rate(name)])),
      figures: {
        ...Object.fromEntries(names.map((name) => [`${name}PerSecond`, round(rate(name))])),
        gongzhiColdPerSecond: round(cold['gongzhi'] ?? 0),
        p50Ms: latency('gongzhi', 'p50'),
        p99Ms: latency('gongzhi', 'p99'),
        connections: CONNECTIONS,
        [bench]: accepted['gongzhi'] ?? 0,
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
