// The world of the ballot bench: an open window over the roll of short-path/owners.ts.
import type { Pool } from 'pg';
import { openWindow, windowRules } from '../../store/ballots/vote-window';
import { inTransaction } from '../../store/transaction';
import { seedOwners } from '../short-path/owners';

export interface Seeded {
  voteId: string;
  rollId: string;
  rollHash: string;
  tokens: string[];
  /** rightNos[voter][round]: the rights that this voter casts. */
  rightNos: number[][];
}

/** `voters` owners with `rounds` units each; every unit has a ballot of its own. */
export async function seed(pool: Pool, tokenKey: Uint8Array, voters: number, rounds: number): Promise<Seeded> {
  const owners = await seedOwners(pool, 'ownersVote', tokenKey, voters, rounds);
  const { processId: voteId, estateId, rollId, rollHash, policy, tokens, rightNos, at } = owners;
  const agenda = [
    { kind: 'yesNo' as const, itemId: 'plan', matter: 4, titleText: 'h' },
    {
      kind: 'election' as const,
      itemId: 'board',
      matter: 3,
      titleText: 'h',
      candidateIds: ['a', 'b', 'c', 'd'],
      seats: 2,
      minSeats: 1,
    },
  ];
  const rules = windowRules(agenda, { kind: 'estate', placeId: estateId }, policy);
  await inTransaction(pool, (tx) =>
    openWindow(tx, { voteId, estateId, rollId, rollHash, opensAt: at(-1), closesAt: at(24), rules }),
  );
  return { voteId, rollId, rollHash, tokens, rightNos };
}
