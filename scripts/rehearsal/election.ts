// `npm run rehearsal -- election [--seed N] [--day-ms N]`: a whole re-election of a 976-unit estate on a fresh installation of its own,
// through the public HTTP API only, on a clock whose days last seconds. Exit code 0: everything happened as it must, and the second
// count agrees. The last line is JSON.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { seededRandom } from '../register/seeded-random';
import { startGongzhi, type Gongzhi } from '../services/gongzhi';
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
import { ownEnvironment } from './support/own-environment';
import { runRehearsal, wholeNumber } from './support/run-rehearsal';

const USAGE = 'usage: npm run rehearsal -- election [--seed N] [--day-ms N]';
const say = (line: string) => console.log(line);

export const rehearse = (args: string[]): Promise<number> =>
  runRehearsal(
    {
      ...{ name: 'election', usage: USAGE, readCall, run },
      open: (directory) => startGongzhi({ directory, environment: ownEnvironment(), hasSample: false, say }),
    },
    args,
  );

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
  seed: number;
  plan: Plan;
  /** The caller has chosen how long a day lasts. */
  isDayGiven: boolean;
}

function readCall(args: string[]): Call {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, 'day-ms': { type: 'string' } } });
  const dayMs = wholeNumber(values['day-ms'], 'day-ms', 10);
  const seed = wholeNumber(values.seed, 'seed', 0) ?? 20_261_122;
  return { seed, plan: makePlan({ seed, dayMs }), isDayGiven: dayMs !== undefined };
}
