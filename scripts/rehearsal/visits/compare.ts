// Holds the record against the schedule computed a second time: every round that must be there is, none is there twice, none that must not
// be; and what the street is shown as numbers adds up to the same.
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { householdOperations } from '../../../api/contracts/households';
import type { Community } from './community';
import type { Driven } from './drive';
import { computeRounds, type Computed, type Settled } from './schedule';

type Counts = z.output<(typeof householdOperations)['visitCounts']['response']>['items'][number];

interface OfClass {
  class: Settled['class'];
  visited: number;
  missed: number;
}

export interface Compared {
  rounds: number;
  visited: number;
  missed: number;
  /** Rounds that ran out while there was no engine. */
  missedWhileAway: number;
  byClass: OfClass[];
  /** One sentence each. */
  forgotten: string[];
  doubled: string[];
  unexpected: string[];
}

const CLASSES = ['red', 'yellow', 'green'] as const;

export async function compare(pool: Pool, community: Community, driven: Driven): Promise<Compared> {
  const [recorded, running] = [await recordedRounds(pool), await runningRounds(pool)];
  const [forgotten, doubled, unexpected]: string[][] = [[], [], []];
  const all: Settled[] = [];
  for (const { processId, class: visitClass } of community.households) {
    const deeds = driven.deeds.get(processId) ?? [];
    const computed = computeRounds({ class: visitClass, at: community.beganAt }, deeds, driven.endedAt);
    all.push(...computed.settled);
    const expected = computed.settled.map(wordOf);
    const found = recorded.get(processId) ?? [];
    const named = `household ${processId}`;
    forgotten?.push(
      ...expected.filter((word) => !found.includes(word)).map((word) => `${named}: not recorded: ${word}`),
    );
    unexpected?.push(...found.filter((word) => !expected.includes(word)).map((word) => `${named}: recorded: ${word}`));
    const numbers = found.map((word) => word.split(' ')[0]);
    doubled?.push(...numbers.filter((no, at) => numbers.indexOf(no) !== at).map((no) => `${named}: round ${no} twice`));
    if (running.get(processId) !== runningWord(computed.running))
      unexpected?.push(`${named}: runs ${running.get(processId)}, computed ${runningWord(computed.running)}`);
  }
  const byClass = CLASSES.map((name): OfClass => {
    const count = (outcome: Settled['outcome']) =>
      all.filter((round) => round.class === name && round.outcome === outcome).length;
    return { class: name, visited: count('visited'), missed: count('missed') };
  });
  unexpected?.push(...(await differencesOfCounts(community, byClass)));
  const sum = (of: 'visited' | 'missed') => byClass.reduce((total, row) => total + row[of], 0);
  const { from, to } = driven.away;
  return {
    ...{ rounds: all.length, visited: sum('visited'), missed: sum('missed'), byClass },
    missedWhileAway: all.filter(({ outcome, dueAt }) => outcome === 'missed' && dueAt > from && dueAt <= to).length,
    ...{ forgotten: forgotten ?? [], doubled: doubled ?? [], unexpected: unexpected ?? [] },
  };
}

const wordOf = ({ no, outcome, dueAt }: Settled): string =>
  outcome === 'visited' ? `${no} visited` : `${no} missed ${new Date(dueAt).toISOString()}`;
const runningWord = (running: Computed['running']): string =>
  running === null ? 'ended' : `${running.no} until ${new Date(running.dueAt).toISOString()}`;

async function recordedRounds(pool: Pool): Promise<Map<string, string[]>> {
  const { rows } = await pool.query<{ processId: string; words: string[] }>(
    `select e.process_id as "processId", array_agg(case e.type when 'visitRecorded' then (e.payload ->> 'round') || ' visited'
        else (e.payload ->> 'round') || ' missed ' || (e.payload ->> 'dueAt') end) as words
      from process_event e where e.type in ('visitRecorded', 'visitMissed') group by e.process_id`,
  );
  return new Map(rows.map(({ processId, words }) => [processId, words]));
}

async function runningRounds(pool: Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ processId: string; isOpen: boolean; no: number; dueAt: string }>(
    `select process_id as "processId", is_open as "isOpen", (state -> 'core' -> 'round' ->> 'no')::int as no,
        state -> 'core' -> 'round' ->> 'dueAt' as "dueAt" from process_view where kind = 'household'`,
  );
  return new Map(
    rows.map(({ processId, isOpen, no, dueAt }) => [processId, isOpen ? `${no} until ${dueAt}` : 'ended']),
  );
}

/** What the street sees: numbers without households. */
async function differencesOfCounts({ officer, streetId }: Community, byClass: readonly OfClass[]): Promise<string[]> {
  const period = 'from=2000-01-01T00:00:00.000Z&to=2100-01-01T00:00:00.000Z';
  const { items } = await officer.get<{ items: Counts[] }>(`/v1/places/${streetId}/visit-counts?${period}`);
  return byClass.flatMap(({ class: name, visited, missed }) => {
    const shown = items.filter((item) => item.class === name);
    const sum = (of: 'visited' | 'missed') => shown.reduce((total, item) => total + item[of], 0);
    const isSame = sum('visited') === visited && sum('missed') === missed;
    return isSame
      ? []
      : [`${name}: the street is shown ${sum('visited')}/${sum('missed')}, computed ${visited}/${missed}`];
  });
}

const LABELS = { red: '红（每日）', yellow: '黄（每周）', green: '绿（每月）' };

export function printTable({ byClass, ...sums }: Compared, say: (line: string) => void): void {
  say('| 类别 | 应访轮次 | 已访 | 漏访（在案） |\n| --- | --- | --- | --- |');
  for (const { class: name, visited, missed } of byClass)
    say(`| ${LABELS[name]} | ${visited + missed} | ${visited} | ${missed} |`);
  say(`| 合计 | ${sums.rounds} | ${sums.visited} | ${sums.missed}（其中引擎离线期间 ${sums.missedWhileAway}） |`);
  say(`\n遗漏 ${sums.forgotten.length}，重复 ${sums.doubled.length}，多余 ${sums.unexpected.length}`);
}
