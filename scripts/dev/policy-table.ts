// Writes docs/policies.md: every number of every shipped policy beside each other, with article and confidence. `tsx scripts/dev/policy-table.ts`;
// a test holds that the file is current.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DurationUnit, WorkPeriod } from '../../domain/calendar/types';
import { PRESETS } from '../../domain/policy/presets';
import type { Policy, Threshold } from '../../domain/policy/schema';

export const POLICY_TABLE_FILE = join(__dirname, '..', '..', 'docs', 'policies.md');

interface Entry {
  path: string;
  text: string;
  basis: string;
  confidence: string;
}

const INHERITED = /^no local figure; as national: /;

/** The text of docs/policies.md. */
export function policyTable(policies: readonly Policy[] = PRESETS): string {
  const columns = policies.map((policy) => new Map(entriesOf(policy, []).map((entry) => [entry.path, entry])));
  const paths = sectionwise([...new Set(columns.flatMap((column) => [...column.keys()]))]);
  const national = columns[0];
  const rows = paths.map((path) => [
    `\`${path}\``,
    ...columns.map((column) => cellOf(column.get(path), column === national ? undefined : national?.get(path))),
  ]);
  const headings = ['Parameter', ...policies.map(({ id, title, version }) => `${title} ${id} ${version}`)];
  return [
    '# The shipped policies, side by side',
    '',
    '<!-- Made by scripts/dev/policy-table.ts from domain/policy/presets; do not edit. -->',
    '',
    'Each cell: value, [confidence], article. `=` is the national value, by lack of a local figure or because the law leaves no room.',
    'Confidence: V read in full text, X read in an excerpt, S press on practice, G recalled and not verified, D our inference, custom our choice.',
    'Meaning and units of each parameter: [policy-format.md](policy-format.md). `d` day, `wd` working day, `wh` working hour, `wmin` working minute, `mo` month.',
    '',
    line(headings),
    line(headings.map(() => '---')),
    ...rows.map(line),
    '',
    '## Sources',
    '',
    ...policies.map(
      ({ title, jurisdiction, effectiveOn, source }) =>
        `- **${title}** (${jurisdiction}, from ${effectiveOn}): ${source}`,
    ),
    '',
  ].join('\n');
}

/** Sections in the order of a policy file, what only a city has at the end of its section; reminders and ladders left out. */
function sectionwise(paths: string[]): string[] {
  const sections = [...new Set(paths.map((path) => path.split('.')[0] ?? ''))].filter(
    (section) => section !== 'notices',
  );
  return sections.flatMap((section) => paths.filter((path) => path.split('.')[0] === section));
}

const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function cellOf(entry: Entry | undefined, national: Entry | undefined): string {
  if (!entry) return '–';
  const isSame = national?.text === entry.text && (INHERITED.test(entry.basis) || national.basis === entry.basis);
  return isSame ? '=' : `${entry.text} [${entry.confidence}] ${entry.basis.replace(INHERITED, '')}`;
}

function entriesOf(value: unknown, path: string[]): Entry[] {
  if (Array.isArray(value)) {
    const bodies = value.map((item, index) => entriesOf(item, [...path, bodyOf(item) ?? String(index)]));
    return bodies.flat();
  }
  if (typeof value !== 'object' || value === null) return [];
  if (!('basis' in value)) return Object.entries(value).flatMap(([key, inner]) => entriesOf(inner, [...path, key]));
  const { basis, confidence, ...rest } = value as { basis: string; confidence: string };
  return [{ path: path.join('.'), text: textOf(rest), basis, confidence }];
}

const bodyOf = (item: unknown): string | undefined =>
  typeof item === 'object' && item !== null && 'body' in item ? String(item.body) : undefined;

const UNITS: Record<DurationUnit, string> = {
  minute: 'min',
  hour: 'h',
  workingMinute: 'wmin',
  workingHour: 'wh',
  day: 'd',
  workingDay: 'wd',
  month: 'mo',
};

function textOf(rest: object): string {
  if ('unit' in rest && 'n' in rest)
    return `${rest.n} ${UNITS[rest.unit as DurationUnit]}${'rollover' in rest ? ', not moved' : ''}`;
  if ('num' in rest && 'den' in rest && 'isStrict' in rest)
    return `${rest.isStrict ? '>' : '≥'} ${rest.num}/${rest.den}`;
  if (isSpan(rest)) return spanText(rest);
  return 'value' in rest ? valueText(rest.value) : JSON.stringify(rest);
}

const isThreshold = (value: unknown): value is Threshold =>
  typeof value === 'object' && value !== null && 'of' in value;

const isSpan = (value: unknown): value is WorkPeriod =>
  typeof value === 'object' && value !== null && 'from' in value && 'until' in value;

const spanText = ({ from, until }: WorkPeriod): string => `${from}–${until}`;

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(value.some(isThreshold) ? ' or ' : ', ');
  if (typeof value !== 'object' || value === null) return String(value);
  if (isSpan(value)) return spanText(value);
  if (isThreshold(value))
    return value.of === 'ownerCount' ? `${value.count} owners` : `≥ ${value.num}/${value.den} of ${value.of}`;
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${String(inner)}`)
    .join(', ');
}

if (require.main === module) writeFileSync(POLICY_TABLE_FILE, policyTable());
