// `npm run rehearsal -- election [--seed N] [--day-ms N]`: a whole re-election of a 976-unit estate on a fresh installation of its own,
// through the public HTTP API only, on a clock whose days last seconds. Exit code 0: everything happened as it must, and the second
// count agrees. The last line is JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../register/seeded-random';
import { startGongzhi, type Gongzhi } from '../services/gongzhi';
import { postgresDataDirectory } from '../services/postgres-folder';
import { untilClosed } from './election/after-vote';
import { untilOpen } from './election/before-voting';
import { seedOffices } from './election/offices';
import { bringOwners, gatherPeople } from './election/people';
import { makePlan, pacedFor, type Plan } from './election/plan';
import { recountPack } from './election/recount-pack';
import { recountVote } from './election/recount';
import { importRegister } from './election/register';
import type { Stage } from './election/stage';
import { launchElection, untilVote } from './election/until-slate';
import { vote } from './election/voting';
import { Watch } from './election/watch';

const USAGE = 'usage: npm run rehearsal -- election [--seed N] [--day-ms N]';
const say = (line: string) => console.log(line);

export async function rehearse(args: string[]): Promise<number> {
  let call: Call;
  try {
    call = readCall(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-rehearsal-'));
  const started = performance.now();
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => reject(new Error(`${signal}: the rehearsal was stopped`)));
  });
  stopped.catch(() => {});
  const starting = startGongzhi({ directory, environment: ownEnvironment(), hasSample: false, say });
  let end: { ok: boolean } & Record<string, unknown>;
  try {
    const gongzhi = await Promise.race([starting, stopped]);
    const broken = gongzhi.failed.then((sentence) => Promise.reject(new Error(sentence)));
    broken.catch(() => {});
    end = await Promise.race([run(call, gongzhi), broken, stopped]);
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    // After a failure the logs of API and worker are what one needs.
    end = { ok: false, seed: call.plan.seed, error: (error as Error).message, logs: directory };
  }
  const gongzhi = await starting.catch(() => undefined);
  await gongzhi?.stop();
  removeDatabase(directory);
  if (end.ok) rmSync(directory, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  say(JSON.stringify({ rehearsal: 'election', ...end, seconds }));
  return end.ok ? 0 : 1;
}

async function run({ plan: asked, isDayGiven }: Call, gongzhi: Gongzhi) {
  const random = seededRandom(asked.seed);
  say(`\n演练：${asked.policy.title}，种子 ${asked.seed}；API ${gongzhi.address}`);
  const people = await gatherPeople(gongzhi.address, await seedOffices(gongzhi.environment), asked.policy);
  const register = await importRegister(people.street, people.estateId, asked, say);
  const before = performance.now();
  const owners = await bringOwners(people);
  const signInMs = performance.now() - before;
  const plan = isDayGiven ? asked : pacedFor(asked, signInMs);
  say(`业主账号：${owners.size} 个，全部登录一次，用时 ${(signInMs / 1000).toFixed(1)} 秒`);
  say(`一天 ${plan.dayMs} 毫秒，投票 ${plan.windowDays} 天\n`);
  const watch = new Watch(people.street, plan.dayMs, say);
  const stage: Stage = { plan, random, gongzhi, people, owners, watch, electionId: randomUUID(), say };

  await launchElection(stage);
  watch.add(stage.electionId, '换届');
  const slate = await untilVote(stage);
  watch.add(slate.voteId, '表决');
  const electorate = await untilOpen(stage, slate.voteId);
  const voting = await vote(stage, slate, electorate);
  const recounted = await recountVote(stage, slate.voteId, voting);
  const end = await untilClosed(stage, slate);
  const pack = await recountPack(stage, slate.voteId, voting);
  await watch.stop();

  const { proof, agrees, differences } = recounted;
  const [item] = proof.binding.items;
  const isSeated = end.outcome === 'seated' && item?.outcome === 'passed';
  const isPackRight = pack.recount === 'agrees' && pack.root === proof.ballotRoot;
  const hasElected = JSON.stringify(item?.elected) === JSON.stringify(end.electedIds);
  return {
    ok: agrees && isPackRight && isSeated && hasElected,
    seed: plan.seed,
    dayMs: plan.dayMs,
    register,
    roll: { heads: electorate.roll.heads, areaDm2: electorate.roll.areaDm2, rights: electorate.roll.rightCount },
    participation: item?.participation,
    ballots: {
      total: proof.ballotCount,
      byChannel: proof.totals.countedByChannel,
      superseded: proof.totals.supersededCount,
    },
    voting: { ...voting, receipts: undefined, kept: undefined },
    election: {
      outcome: end.outcome,
      elected: end.electedIds.length,
      events: watch.events.length,
      standingChecks: watch.checks,
    },
    recount: { agrees, differences, root: proof.ballotRoot, receiptsChecked: recounted.receiptsChecked },
    pack,
  };
}

interface Call {
  plan: Plan;
  /** The caller has chosen how long a day lasts. */
  isDayGiven: boolean;
}

function readCall(args: string[]): Call {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, 'day-ms': { type: 'string' } } });
  const whole = (text: string | undefined, name: string, least: number): number | undefined => {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least)
      throw new Error(`--${name} must be a whole number from ${least}.`);
    return value;
  };
  const dayMs = whole(values['day-ms'], 'day-ms', 10);
  return {
    plan: makePlan({ seed: whole(values.seed, 'seed', 0) ?? 20_261_122, dayMs }),
    isDayGiven: dayMs !== undefined,
  };
}

/** Where PostgreSQL's user could not walk into our folder, its data lies in one of its own (services/postgres-folder.ts). */
function removeDatabase(directory: string): void {
  const data = postgresDataDirectory(directory);
  rmSync(path.dirname(data) === directory ? data : path.dirname(data), { recursive: true, force: true });
}

/** A fresh installation on free ports, whatever servers the environment names. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, GONGZHI_MODE: _mode, ...rest } = process.env;
  return { ...rest, PORT: '0', GONGZHI_POSTGRES_PORT: '0', GONGZHI_TEMPORAL_PORT: '0', GONGZHI_TEMPORAL_UI_PORT: '0' };
}
