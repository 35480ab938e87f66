// `npm run rehearsal -- term [--seed N] [--estates N] [--days N]`: the committees' terms of a street's 127 estates over three years, on a
// virtual clock, through the HTTP API, with a worker and a Temporal that are killed on the way. Exit code 0: no term has ended unnoticed,
// every estate has come to what its people's conduct leads to, and every process is where its events say. The last line is JSON.
import { parseArgs } from 'node:util';
import { instantOf } from '../../domain/calendar/instant';
import { seededRandom } from '../register/seeded-random';
import { aMondayMorning } from './support/a-monday-morning';
import { runRehearsal, wholeNumber } from './support/run-rehearsal';
import { checkProcesses } from './support/check-processes';
import { drive } from './term/drive';
import { factsOf } from './term/facts';
import { openVirtualInstallation, type Installation } from './support/virtual-installation';
import { KINDS, makePlans } from './term/plans';
import { buildStreet } from './term/street';
import { judge, printFates } from './term/table';

const USAGE = 'usage: npm run rehearsal -- term [--seed N] [--estates N] [--days N]';
const say = (line: string) => console.log(line);

interface Call {
  seed: number;
  estates: number;
  days: number;
}

export const rehearse = (args: string[]): Promise<number> =>
  runRehearsal(
    { name: 'term', usage: USAGE, readCall, open: (directory) => openVirtualInstallation(directory, say), run },
    args,
  );

async function run({ seed, estates, days }: Call, installation: Installation) {
  const random = seededRandom(seed);
  const { clock, pool } = installation;
  await clock.moveTo(aMondayMorning(await clock.now()));
  const since = performance.now();
  const street = await buildStreet(installation, makePlans(estates, days, random), random);
  const seconds = () => `${((performance.now() - since) / 1000).toFixed(0)} 秒`;
  say(
    `街道：${estates} 个小区，${street.estates.reduce((sum, { owners }) => sum + owners.length, 0)} 位业主，任期均已登记（${seconds()}）`,
  );
  say(`虚拟时钟自 ${instantOf(Math.floor(street.beganAt))} 起，共 ${days} 天`);
  const breakdowns = [0, 3, 0].map((awayDays, index) => ({
    awayDays,
    afterDays: Math.round((days * (index + 1)) / 4),
  }));
  const { stops, done } = await drive({ installation, street, days, breakdowns, say });
  const now = await clock.now();
  say(`三年结束：停步 ${stops} 次（${seconds()}）\n`);

  const estatesWithFacts = [];
  for (const estate of street.estates) estatesWithFacts.push({ estate, facts: await factsOf(pool, estate, now) });
  printFates(estatesWithFacts, say);
  const { unnoticed, unexpected } = judge(estatesWithFacts);
  const checked = await checkProcesses(pool, installation.client());
  say(
    `\n程序 ${checked.processes} 个（在办 ${checked.open}），事件 ${checked.events} 条：链完整，状态与事件一致，引擎与记录一致 ${checked.broken.length === 0 ? '✔' : '✘'}`,
  );
  for (const line of [...unnoticed, ...unexpected, ...checked.broken]) say(`✘ ${line}`);
  const ends = estatesWithFacts.reduce((sum, { facts }) => sum + facts.termsEnded, 0);
  return {
    ok: unnoticed.length + unexpected.length + checked.broken.length === 0 && ends > 0,
    ...{ estates, days, stops, termsEnded: ends, unnoticed: unnoticed.length, unexpected: unexpected.length },
    ...{ processes: checked.processes, events: checked.events, broken: checked.broken.length, done },
  };
}

function readCall(args: string[]): Call {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { seed: text, estates: text, days: text } });
  return {
    seed: wholeNumber(values.seed, 'seed', 0) ?? 20_261_128,
    estates: wholeNumber(values.estates, 'estates', Object.keys(KINDS).length) ?? 127,
    days: wholeNumber(values.days, 'days', 900) ?? 1_096,
  };
}
