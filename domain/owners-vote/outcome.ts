// How a vote ended, in one word: for each item, and for the whole.
import type { ItemVerdict, ProofSheet } from './count-types';
import type { VoteOutcome } from './state';

/** One word for the whole vote: what all items have in common, else `mixed`. */
export function outcomeOf(proof: ProofSheet): VoteOutcome {
  const outcomes = new Set(proof.binding.items.map(itemOutcome));
  const [only] = outcomes;
  return outcomes.size === 1 && only ? only : 'mixed';
}

function itemOutcome(verdict: ItemVerdict): VoteOutcome {
  switch (verdict.outcome) {
    case 'passed':
    case 'rejected':
    case 'inquorate':
    case 'partial':
      return verdict.outcome;
    case 'tied':
      return 'partial';
    case 'noResult':
      return 'rejected';
  }
}
