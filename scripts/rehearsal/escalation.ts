// `npm run rehearsal -- escalation [--seed N] [--estates N] [--days N] [--problems N]`: a year of residents' problems in a street of 127 estates, on
// a virtual clock, through the HTTP API, with a worker and a Temporal that are killed on the way. Exit code 0: what the API says of the year is
// what the record says when it is read without the product's own code, every planned case ended as planned, nobody saw a complaint about
// themselves, and every process is where its events say. The last line is JSON.
import { parseArgs } from 'node:util';
import { DAY_MS, dayOf, HOUR_MS, instantOf, partsOf, startOfDate } from '../../domain/calendar/instant';
import { seededRandom } from '../register/seeded-random';
import { CASES } from './escalation/cases';
import { LEAST_ESTATES, planEstates, RESIDENTS, SPOTS } from './escalation/estates';
import { disappointments } from './escalation/expectations';
import { differences, stalls } from './escalation/figures';
import { makeYear } from './escalation/generate';
import { liveTheYear } from './escalation/live';
import { readStories, sumsOf, type Story } from './escalation/record';
import { leaks } from './escalation/secrecy';
import { buildStreet } from './escalation/street';
import { printByLevel, printFates, printStalls, printWeeks, ratesInWords } from './escalation/table';
import type { Problem } from './escalation/task';
import { runRehearsal, wholeNumber } from './support/run-rehearsal';
import { checkProcesses } from './support/check-processes';
import { openVirtualInstallation, type Installation } from './support/virtual-installation';

const USAGE = 'usage: npm run rehearsal -- escalation [--seed N] [--estates N] [--days N] [--problems N]';
const say = (line: string) => console.log(line);

interface Call {
  seed: number;
  estates: number;
  days: number;
  problems: number;
}

/** The last planned case begins on day 330, and is to be overdue in the end. */
const LEAST_DAYS = 345;

export const rehearse = (args: string[]): Promise<number> =>
  runRehearsal(
    { name: 'escalation', usage: USAGE, readCall, open: (directory) => openVirtualInstallation(directory, say), run },
    args,
  );

async function run({ seed, estates, days, problems: amount }: Call, installation: Installation) {
  const { clock, pool } = installation;
  const beganAt = newYear(await clock.now());
  await clock.moveTo(beganAt - 12 * HOUR_MS);
  const since = performance.now();
  const seconds = () => `${((performance.now() - since) / 1000).toFixed(0)} 秒`;
  const street = await buildStreet(installation, planEstates(estates));
  const firstDay = dayOf(instantOf(beganAt));
  const size = { estates, spots: SPOTS, residents: RESIDENTS, firstDay, days };
  const year = makeYear(amount - CASES.length, size, seededRandom(seed));
  say(`街道：${estates} 个小区，${street.communityIds.length} 个社区；一年 ${amount} 件诉求（${seconds()}）`);
  say(`虚拟时钟自 ${instantOf(beganAt)} 起，共 ${days} 天`);
  const { problems, joined, stops, done } = await liveTheYear({ installation, street, year, beganAt, days, say });
  const now = await clock.now();
  say(`一年结束：停步 ${stops} 次（${seconds()}）\n`);

  const stories = await readStories(pool);
  printFates(bySubject(problems, stories), say);
  say('');
  printByLevel(stories, say);
  const sums = sumsOf(stories, beganAt, now, now);
  say(`\n${ratesInWords(sums)}`);
  const stalled = await stalls(street);
  say(`\n年末逾期未办 ${stalled.length} 项：`);
  printStalls(stalled, say);
  say('');
  printWeeks(stories, beganAt, now, say);

  const differing = await differences(street, stories, { beganAt, now, days });
  const disappointed = disappointments(problems, stories, now);
  const seen = await leaks(pool, problems);
  const checked = await checkProcesses(pool, installation.client());
  const wrong = [...differing, ...disappointed, ...seen, ...checked.broken];
  say(
    `\n程序 ${checked.processes} 个（在办 ${checked.open}），事件 ${checked.events} 条：接口与记录一致，链完整，状态与事件一致，引擎与记录一致 ${wrong.length === 0 ? '✔' : '✘'}`,
  );
  for (const line of wrong) say(`✘ ${line}`);
  return {
    ok: wrong.length === 0 && stories.length === problems.length && sums.answers > 0 && stalled.length > 0,
    ...{ estates, days, problems: stories.length, joined, stops, ...sums, stalled: stalled.length },
    ...{ differing: differing.length, disappointed: disappointed.length, seen: seen.length },
    ...{ cases: CASES.length, complaints: problems.filter(({ complained }) => complained !== null).length },
    ...{ processes: checked.processes, events: checked.events, broken: checked.broken.length, done },
  };
}

/** Midnight of the next 1 January, in milliseconds. */
function newYear(now: number): number {
  const { year } = partsOf(dayOf(instantOf(Math.floor(now + DAY_MS))));
  return Date.parse(startOfDate(`${year + 1}-01-01`));
}

function bySubject(problems: readonly Problem[], stories: readonly Story[]): Map<string, Story[]> {
  const byId = new Map(stories.map((story) => [story.processId, story]));
  const groups = new Map<string, Story[]>();
  for (const { id, report } of problems) {
    const story = byId.get(id);
    const name = report.subject === '' ? '预设个案' : report.subject;
    if (story !== undefined) groups.set(name, [...(groups.get(name) ?? []), story]);
  }
  return groups;
}

function readCall(args: string[]): Call {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { seed: text, estates: text, days: text, problems: text } });
  return {
    seed: wholeNumber(values.seed, 'seed', 0) ?? 20_261_128,
    estates: wholeNumber(values.estates, 'estates', LEAST_ESTATES) ?? 127,
    days: wholeNumber(values.days, 'days', LEAST_DAYS) ?? 365,
    problems: wholeNumber(values.problems, 'problems', CASES.length + 10) ?? 1_000,
  };
}
