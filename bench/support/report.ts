// How every bench ends: a table a person can read, the aims as met or not, and one last line of JSON. A missed aim is a finding, not
// a failure; what makes a bench fail is a claim about correctness that does not hold.

export interface Aim {
  ratio: string;
  bound: 'at least' | 'at most' | 'more than';
  value: number;
}

export interface BenchReport {
  bench: string;
  ratios: Record<string, number>;
  figures: Record<string, number | string>;
  aims: Aim[];
  /** Claims that were checked and do not hold. */
  broken: string[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('the median of nothing');
  return (low + high) / 2;
}

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
export function printTable(header: string[], rows: (string | number)[][]): void {
  const cells = [header, ...rows.map((row) => row.map(String))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const row of cells) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  }
}

export function report({ bench, ratios, figures, aims, broken }: BenchReport): void {
  console.log('');
  for (const { ratio, bound, value } of aims) {
    const found = ratios[ratio] ?? NaN;
    const isMet = bound === 'at least' ? found >= value : bound === 'at most' ? found <= value : found > value;
    console.log(`${isMet ? 'met    ' : 'not met'}  ${ratio}: ${round(found)} (aim: ${bound} ${value})`);
  }
  for (const claim of broken) console.log(`BROKEN   ${claim}`);
  if (broken.length > 0) process.exitCode = 1;
  const rounded = Object.fromEntries(Object.entries(ratios).map(([name, value]) => [name, round(value)]));
  console.log(JSON.stringify({ bench, ratios: rounded, figures }));
}

export const round = (value: number): number => Number(value.toPrecision(4));
