// The end of the rehearsal for a reader: what came in and what became of it by subject and by level, the three rates, what is stuck, the last weeks.
import { DAY_MS, instantOf } from '../../../domain/calendar/instant';
import { printColumns } from '../support/columns';
import { sumsOf, type Story, type Sums } from './record';
import type { Stall } from './figures';

type Say = (line: string) => void;

const LEVELS = { estate: '小区', community: '社区', street: '街道', district: '区' };
const OUTCOMES = { resolved: '解决', unverified: '未核实', merged: '并单', groundless: '不实' };

/** `groups`: the stories of each line, by its name. */
export function printFates(groups: ReadonlyMap<string, readonly Story[]>, say: Say): void {
  const cells = (name: string, of: readonly Story[]): string[] => [
    name,
    String(of.length),
    ...Object.keys(LEVELS).map((level) => String(of.filter((story) => story.level === level).length)),
    ...Object.keys(OUTCOMES).map((outcome) => String(of.filter((story) => story.outcome === outcome).length)),
    ...[
      String(of.filter(({ closedAt }) => closedAt === null).length),
      String(of.flatMap(({ raised }) => raised).length),
    ],
  ];
  const all = [...groups.values()].flat();
  const lines = [...groups].map(([name, of]) => cells(name, of));
  const head = [
    '',
    '件数',
    ...Object.values(LEVELS).map((level) => `止于${level}`),
    ...Object.values(OUTCOMES),
    '在办',
    '上升次数',
  ];
  printColumns([head, ...lines, cells('合计', all)], say);
}

export function printByLevel(stories: readonly Story[], say: Say): void {
  const whys = [...new Set(stories.flatMap(({ raised }) => raised))].sort();
  const rows = Object.entries(LEVELS).map(([level, name]) => {
    const here = stories.filter((story) => story.firstLevel === level);
    const left = stories.flatMap(({ events }) =>
      events.filter(({ type, payload }) => type === 'levelRaised' && payload['from'] === level),
    );
    return [
      name,
      String(here.length),
      ...whys.map((why) => String(left.filter(({ payload }) => payload['why'] === why).length)),
    ];
  });
  printColumns([['自该级', '首派', ...whys], ...rows], say);
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((100 * part) / whole).toFixed(2)}%（${part}/${whole}）`;

export const ratesInWords = ({ responsesDue, responsesMade, answers, solved, satisfied }: Sums): string =>
  `响应率 ${percent(responsesMade, responsesDue)}，解决率 ${percent(solved, answers)}，满意率 ${percent(satisfied, answers)}`;

export function printStalls(stalled: readonly Stall[], say: Say): void {
  const groups = new Map<string, number>();
  for (const { duty, party } of stalled) {
    const whose = [party?.place?.name, party?.department ?? party?.role].filter(Boolean).join(' ');
    groups.set(`${duty} ← ${whose}`, (groups.get(`${duty} ← ${whose}`) ?? 0) + 1);
  }
  for (const [what, count] of [...groups].sort((a, b) => b[1] - a[1])) say(`  ${count} × ${what}`);
}

export function printWeeks(stories: readonly Story[], beganAt: number, now: number, say: Say): void {
  const shown = 6;
  const rows = Array.from({ length: shown }, (_, n) => {
    const from = now - (shown - n) * 7 * DAY_MS;
    const { launched, closed, ...sums } = sumsOf(stories, Math.max(from, beganAt), from + 7 * DAY_MS, now);
    const week = instantOf(Math.floor(from)).slice(0, 10);
    return [week, String(launched), String(closed), ratesInWords({ launched, closed, ...sums })];
  });
  printColumns([['自', '新增', '办结', '三率'], ...rows], say);
}
