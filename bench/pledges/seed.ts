// The world of the pledge bench: shares and an open window over the roll of short-path/owners.ts.
import type { Pool } from 'pg';
import { prepareShares } from '../../store/pledges/shares';
import { openPledging } from '../../store/pledges/window';
import { inTransaction } from '../../store/transaction';
import { seedOwners } from '../short-path/owners';

/** What each household is asked for. */
export const SHARE_FEN = 10_000;

export interface Seeded {
  processId: string;
  rollId: string;
  rollHash: string;
  tokens: string[];
  /** rightNos[voter][round]: the rights for which this voter pledges. */
  rightNos: number[][];
}

/** `voters` owners with `rounds` units each, shared equally; the bar is half of the households. */
export async function seed(pool: Pool, tokenKey: Uint8Array, voters: number, rounds: number): Promise<Seeded> {
  const owners = await seedOwners(pool, 'cofunding', tokenKey, voters, rounds);
  const { processId, rollId, rollHash, policy, tokens, rightNos, at } = owners;
  const targetFen = voters * rounds * SHARE_FEN;
  const shareRule = { rule: 'equal' } as const;
  await prepareShares(pool, { processId, version: 1, rollId, shareRule, exemptions: [], targetFen, policy });
  await inTransaction(pool, (tx) =>
    openPledging(tx, {
      ...{ processId, version: 1, rollId, opensAt: at(-1), closesAt: at(24), targetFen: targetFen / 2 },
      ...{ bar: { num: 1, den: 2 }, capFen: targetFen, rule: shareRule },
    }),
  );
  return { processId, rollId, rollHash, tokens, rightNos };
}
