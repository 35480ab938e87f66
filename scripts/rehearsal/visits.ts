// `npm run rehearsal -- visits [--seed N] [--households N] [--days N]`: the visits to a community's households (瑞和社区: 976, of which 7 red, 53
// yellow and 840 green) over two months on a virtual clock, through the HTTP API, with worker and Temporal killed for two days on the way.
// Exit code 0: the record holds every round that an independent computation of the schedule knows, each once and as it went. The last
// line is JSON.
import { parseArgs } from 'node:util';
import { instantOf } from '../../domain/calendar/instant';
import { seededRandom } from '../register/seeded-random';
import { aMondayMorning } from './support/a-monday-morning';
import { checkProcesses } from './support/check-processes';
import { runRehearsal, wholeNumber } from './support/run-rehearsal';
import { openVirtualInstallation, type Installation } from './support/virtual-installation';
import { buildCommunity } from './visits/community';
import { drive } from './visits/drive';
import { compare, printTable } from './visits/compare';

const USAGE = 'usage: npm run rehearsal -- visits [--seed N] [--households N] [--days N]';
const say = (line: string) => console.log(line);
const DAYS_AWAY = 2;

interface Call {
  seed: number;
  households: number;
  days: number;
}

export const rehearse = (args: string[]): Promise<number> =>
  runRehearsal(
    { name: 'visits', usage: USAGE, readCall, open: (directory) => openVirtualInstallation(directory, say), run },
    args,
  );

async function run({ seed, households, days }: Call, installation: Installation) {
  const { clock, pool } = installation;
  await clock.moveTo(aMondayMorning(await clock.now()));
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} 秒`;
  const community = await buildCommunity(installation, households, seededRandom(seed));
  const { red, yellow, green } = community.sizes;
  say(`社区：${households} 户，红 ${red}、黄 ${yellow}、绿 ${green}，其余不列入随访（${seconds()}）`);
  say(`虚拟时钟自 ${instantOf(Math.floor(community.beganAt))} 起，共 ${days} 天`);
  const awayAfter = Math.floor((days * 4) / 7);
  const driven = await drive({ installation, community, days, away: { afterDays: awayAfter, days: DAYS_AWAY }, say });
  say(`结束：停步 ${driven.stops} 次（${seconds()}）\n`);

  const compared = await compare(pool, community, driven);
  printTable(compared, say);
  const checked = await checkProcesses(pool, installation.client());
  const { forgotten, doubled, unexpected } = compared;
  say(
    `\n程序 ${checked.processes} 个（在办 ${checked.open}），事件 ${checked.events} 条：链完整，状态与事件一致，引擎与记录一致 ${checked.broken.length === 0 ? '✔' : '✘'}`,
  );
  const faults = [...forgotten, ...doubled, ...unexpected, ...checked.broken];
  for (const line of faults.slice(0, 40)) say(`✘ ${line}`);
  return {
    ok: faults.length === 0 && compared.rounds > 0 && compared.missedWhileAway > 0,
    ...{ households, days, stops: driven.stops, rounds: compared.rounds, visited: compared.visited },
    ...{ missed: compared.missed, missedWhileAway: compared.missedWhileAway },
    ...{ forgotten: forgotten.length, doubled: doubled.length, unexpected: unexpected.length },
    ...{ processes: checked.processes, events: checked.events, broken: checked.broken.length },
  };
}

function readCall(args: string[]): Call {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { seed: text, households: text, days: text } });
  return {
    seed: wholeNumber(values.seed, 'seed', 0) ?? 20_261_128,
    households: wholeNumber(values.households, 'households', 40) ?? 976,
    days: wholeNumber(values.days, 'days', 14) ?? 60,
  };
}
