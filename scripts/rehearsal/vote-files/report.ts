// The proof sheet of a rehearsed vote as text: every comparison with its numerator, its base, what is needed and what is missing.
import type { FractionCheck, ItemVerdict, Verdict } from '../../../domain/owners-vote/count-types';
import type { VoteRehearsal } from './rehearse-vote';
import { squareMetres } from './table';

export function reportOf(result: VoteRehearsal): string[] {
  const { roll, proof, policy } = result;
  const { totals } = proof;
  return [
    `policy ${policy.id} ${policy.version}`,
    `electorate: ${roll.heads} heads, ${squareMetres(roll.areaDm2)} m²`,
    ...roll.problems.map((problem) => `  roll: ${problem.code} at ${problem.unitIds.join(', ')}`),
    `ballots: ${totals.ballotCount}, superseded ${totals.supersededCount}; void ${weight(totals.void)}; ` +
      `delivered and unreturned ${weight(totals.deliveredUnreturned)}`,
    ...result.warnings.map((warning) => `  warning: ${warning}`),
    '',
    ...verdictLines('the reading that counts', proof.binding, result),
    ...verdictLines('for comparison', proof.comparison, result),
    result.recount.agrees
      ? `recount: agrees, root ${proof.ballotRoot}`
      : `recount: DIFFERS in ${[...result.recount.differences, ...result.recount.faults].join('; ')}`,
  ];
}

function verdictLines(name: string, verdict: Verdict, result: VoteRehearsal): string[] {
  const lines = [`${name} (unreturned ballots: ${verdict.nonReturn})`];
  for (const item of verdict.items) {
    const title = result.verdicts.find(({ itemId }) => itemId === item.itemId)?.title ?? item.itemId;
    lines.push(`  ${title}: ${item.outcome.toUpperCase()}${winners(item)}   [matter ${item.matter}, ${item.majority}]`);
    if (item.silentFollow.length > 0) lines.push(`    the silent follow ${item.silentFollow.join(', ')}`);
    lines.push(`    participation: ${heads(item.participation.heads)}; ${area(item.participation.area)}`);
    for (const { id, check, rank } of item.approvals)
      lines.push(`    ${id}${rank === null ? '' : ` (rank ${rank})`}: ${heads(check.heads)}; ${area(check.area)}`);
  }
  return [...lines, ''];
}

function winners({ elected, tied }: ItemVerdict): string {
  const won = elected.length > 0 ? ` ${elected.join(', ')}` : '';
  return tied.length > 0 ? `${won} (tied: ${tied.join(', ')})` : won;
}

const heads = (check: FractionCheck): string => comparison(check, String);
const area = (check: FractionCheck): string => comparison(check, (amount) => `${squareMetres(amount)} m²`);

function comparison(check: FractionCheck, text: (amount: number) => string): string {
  const share = `${check.isStrict ? 'more than' : 'at least'} ${check.num}/${check.den}`;
  const result = check.isReached ? 'reached' : `${text(check.shortfall)} short`;
  return `${text(check.part)} of ${text(check.whole)}, ${share}: ${result}`;
}

const weight = ({ heads: number, areaDm2 }: { heads: number; areaDm2: number }): string =>
  `${number} heads, ${squareMetres(areaDm2)} m²`;
