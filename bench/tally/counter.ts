// Counts votes in a process of its own, so that its memory can be watched.
import { ballotTreeRoot } from '../../store/ballots/ballot-tree';
import { tallyVote } from '../../store/ballots/tally-vote';
import { verdictOf } from '../../domain/owners-vote/count';
import type { AgendaItem, VoteTotals } from '../../domain/owners-vote/count-types';
import type { VotePolicy } from '../../domain/policy/schema';
import { openDatabase, type Database } from '../../prisma/client';
import national from '../../domain/policy/presets/national.json';
import { serveTasks } from '../support/child';

export interface CountTask {
  url: string;
  voteId: string;
  agenda: AgendaItem[];
  withTree: boolean;
}

export interface CountAnswer {
  totals: VoteTotals;
  verdictMs: number;
  treeMs: number;
  treeSize: number;
  /** Highest resident memory of this process so far. */
  peakRssMb: number;
}

let database: Database | undefined;

serveTasks<CountTask>(async ({ url, voteId, agenda, withTree }) => {
  const { pool } = (database ??= openDatabase({ url, max: 2, statementTimeoutMs: 600_000 }));
  const startedAt = performance.now();
  const totals = await tallyVote(pool, voteId);
  verdictOf(totals, agenda, national.vote as VotePolicy, 'notCounted');
  const countedAt = performance.now();
  const treeSize = withTree ? (await ballotTreeRoot(pool, voteId)).size : 0;
  const answer: CountAnswer = {
    totals,
    verdictMs: countedAt - startedAt,
    treeMs: performance.now() - countedAt,
    treeSize,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
  return answer;
});
