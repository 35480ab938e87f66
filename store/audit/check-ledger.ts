// The ballots of a vote against what was signed about them: none is missing, each is what its leaf in the tree says, and the tree begins
// with that of the last checkpoint. Memory does not grow with the number of ballots.
import type { Pool } from 'pg';
import { ballotCommitment, ballotLeafHash } from '../ballots/ballot-canon';
import { treeSinceLast } from '../ballots/checkpoints';
import { exportBallots } from '../ballots/export-rows';
import { readWindow } from '../ballots/vote-window';
import { Refused } from '../refused';
import type { Difference } from './differences';

/** Undefined: the ledger is whole, or the vote has no window yet. */
export async function checkLedger(pool: Pool, voteId: string): Promise<Difference | undefined> {
  const window = await readWindow(pool, voteId);
  if (window === undefined) return undefined;
  const differs = (detail: Difference['detail']): Difference => ({
    ...{ kind: 'ledgerDiffers', subject: voteId, processId: voteId, detail },
  });
  try {
    await treeSinceLast(pool, voteId);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return differs({ ...error.rejection.params });
  }
  for await (const { seq, rightNo, channel, castAt, isVoid, choices, salt, leafHash } of exportBallots(pool, voteId)) {
    const content = { schemaVersion: 1, voteId, rightNo, channel, isVoid, choices } as const;
    const commitment = ballotCommitment(Buffer.from(salt, 'hex'), content);
    const { rollHash } = window;
    const leaf = ballotLeafHash({
      schemaVersion: 1,
      voteId,
      seq,
      rightId: String(rightNo),
      commitment,
      rollHash,
      castAt,
    });
    if (Buffer.from(leaf).toString('hex') !== leafHash) return differs({ changedSeq: seq });
  }
  return undefined;
}
