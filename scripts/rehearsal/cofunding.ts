// `npm run rehearsal -- cofunding [--seed N] [--day-ms N]`: four projects of a 976-unit estate at once, paid together by its residents, a month of
// property fees, and the quarter's public accounts, through the public HTTP API only, on a clock whose days last a second or so. Exit code 0: everything happened as it must, and books, papers, public page
// and what people really paid agree to the fen. The last line is JSON. docs/cofunding-rehearsal.md
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { loadDatabaseUrl, loadTemporal } from '../../config/config';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { seededRandom } from '../register/seeded-random';
import { startGongzhi, type Gongzhi } from '../services/gongzhi';
import { spendCommonRevenue } from './cofunding/common-revenue';
import { compare } from './cofunding/compare';
import { Diary } from './cofunding/diary';
import { doorProject } from './cofunding/door';
import { makeProjects, openEstate } from './cofunding/estate';
import { printFates } from './cofunding/fates';
import { playFees } from './cofunding/fees';
import { WORDS } from './cofunding/labels';
import { lampsProject } from './cofunding/lamps';
import { liftProject } from './cofunding/lift';
import { makeCofundingPlan, type CofundingPlan } from './cofunding/plan';
import { Provider } from './cofunding/provider';
import { playQuarter } from './cofunding/quarter';
import { shedProject } from './cofunding/shed';
import type { Stage } from './cofunding/stage';
import { pacedFor } from './election/plan';
import { Watch } from './election/watch';
import { checkProcesses } from './support/check-processes';
import { ownEnvironment } from './support/own-environment';
import { runRehearsal, wholeNumber } from './support/run-rehearsal';

const USAGE = 'usage: npm run rehearsal -- cofunding [--seed N] [--day-ms N]';
/** Of the door, the shed, the lift and the lamps. */
const OUTCOMES = 'completed,completed,lapsed,refunded';
const say = (line: string) => console.log(line);

export const rehearse = (args: string[]): Promise<number> =>
  runRehearsal({ ...{ name: 'cofunding', usage: USAGE, readCall, run }, open }, args);

interface Opened extends Gongzhi {
  provider: Provider;
}

async function open(directory: string): Promise<Opened> {
  const provider = await Provider.open();
  const environment = { ...ownEnvironment(), ...provider.environment };
  const gongzhi = await startGongzhi({ directory, environment, hasSample: false, say });
  return {
    ...gongzhi,
    provider,
    async stop() {
      await gongzhi.stop();
      await provider.close();
    },
  };
}

async function run({ plan: asked, isDayGiven }: Call, gongzhi: Opened) {
  say(`\n演练：${asked.policy.title}，种子 ${asked.seed}；API ${gongzhi.address}`);
  const { signInMs, register, streetId, ...estate } = await openEstate(gongzhi, asked, say);
  const plan: CofundingPlan = isDayGiven ? asked : { ...asked, ...pacedFor(asked, signInMs) };
  say(`业主账号 ${estate.owners.size} 个，登录用时 ${(signInMs / 1000).toFixed(1)} 秒；一天 ${plan.dayMs} 毫秒\n`);
  const { street, estateId } = estate.people;
  await gongzhi.provider.connect(gongzhi.address, street, streetId);
  const { pool, close } = openDatabase({ url: loadDatabaseUrl(gongzhi.environment), max: 4, role: APP_ROLE });
  const { address, namespace } = loadTemporal(gongzhi.environment);
  const connection = await Connection.connect({ address });
  try {
    const watch = new Watch(street, plan.dayMs, say, WORDS);
    const stage: Stage = {
      ...{ plan, random: seededRandom(plan.seed), gongzhi, ...estate, watch, pool, say },
      ...{ provider: gongzhi.provider, diary: new Diary() },
    };
    const projects = makeProjects(estateId, estate.units);
    // The month is billed while the owners of the estate still vote on the shed.
    const small = lampsProject(stage, projects.lamps).then(async (lamps) => ({ lamps, fees: await playFees(stage) }));
    const [door, shed, lift, { lamps, fees }] = await Promise.all([
      doorProject(stage, projects.door),
      shedProject(stage, projects.shed),
      liftProject(stage, projects.lift),
      small,
    ]);
    await spendCommonRevenue(stage);
    const quarter = await playQuarter(stage);
    await watch.stop();

    const { fates, differences, ...figures } = await compare(stage, Object.values(projects), { fees, quarter });
    const { broken, ...processes } = await checkProcesses(pool, new Client({ connection, namespace }));
    printFates(fates, say);
    for (const difference of [...differences, ...broken]) say(`✗ ${difference}`);
    const outcomes = fates.map(({ outcome }) => outcome).join();
    return {
      ok: differences.length === 0 && broken.length === 0 && outcomes === OUTCOMES,
      dayMs: plan.dayMs,
      ...{ register, outcomes, door, shed, lift, lamps, ...figures, provider: gongzhi.provider.answers },
      ...{ processes, standingChecks: watch.checks, events: watch.events.length, differences, broken },
    };
  } finally {
    await connection.close();
    await close();
  }
}

interface Call {
  seed: number;
  plan: CofundingPlan;
  /** The caller has chosen how long a day lasts. */
  isDayGiven: boolean;
}

function readCall(args: string[]): Call {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, 'day-ms': { type: 'string' } } });
  const dayMs = wholeNumber(values['day-ms'], 'day-ms', 10);
  const seed = wholeNumber(values.seed, 'seed', 0) ?? 20_261_128;
  return { seed, plan: makeCofundingPlan({ seed, dayMs }), isDayGiven: dayMs !== undefined };
}
