// The end of the rehearsal for a reader: what became of the estates, by what their people did, and what differs from what that leads to.
import { printColumns } from '../support/columns';
import type { Facts } from './facts';
import { KINDS } from './plans';
import type { Estate } from './street';

export interface Outcome {
  estate: Estate;
  facts: Facts;
}

const COLUMNS: Record<string, (facts: Facts) => number> = {
  届满: ({ termsEnded }) => termsEnded,
  届前换届: ({ renewedBefore }) => renewedBefore,
  届后换届: ({ termsEnded, renewedBefore, termsBegun }) =>
    Math.max(0, Math.min(termsEnded, termsBegun) - renewedBefore),
  新一届: ({ termsBegun }) => termsBegun,
  委员会报告: ({ reasons }) => reasons.filter((reason) => reason === 'reported').length,
  逾期未报: ({ reasons }) => reasons.filter((reason) => reason === 'silent').length,
  上报区: ({ isReportedToDistrict }) => Number(isReportedToDistrict),
  区督促: ({ isPushed }) => Number(isPushed),
  表决未成: ({ failedVotes }) => failedVotes,
  代行: ({ isSubstituted }) => Number(isSubstituted),
};

/** One line for each kind of estate, then the sum. */
export function printFates(outcomes: readonly Outcome[], say: (line: string) => void): void {
  const row = (name: string, of: readonly Outcome[]) => [
    name,
    String(of.length),
    ...Object.values(COLUMNS).map((value) => String(of.reduce((sum, { facts }) => sum + value(facts), 0))),
  ];
  const rows = [
    ['', '小区', ...Object.keys(COLUMNS)],
    ...Object.keys(KINDS).map((kind) =>
      row(
        kind,
        outcomes.filter(({ estate }) => estate.plan.kind === kind),
      ),
    ),
    row('合计', outcomes),
  ];
  printColumns(rows, say);
}

/** Ends of terms that nobody was asked to act on, and estates whose record does not show what their people's conduct leads to. */
export function judge(outcomes: readonly Outcome[]): { unnoticed: string[]; unexpected: string[] } {
  return {
    unnoticed: outcomes.flatMap(({ estate, facts }) =>
      facts.unnoticed.map((date) => `${estate.plan.name}: the term ended on ${date} unnoticed`),
    ),
    unexpected: outcomes.flatMap(({ estate: { plan }, facts }) =>
      KINDS[plan.kind]?.holds(facts) ? [] : [`${plan.name} (${plan.kind}): ${JSON.stringify(facts)}`],
    ),
  };
}
