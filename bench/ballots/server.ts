// The servers of the ballot bench; the rival inserts one ballot per request and signs its receipt.
import { randomBytes } from 'node:crypto';
import type { Context } from '../../api/context';
import { voteOperations } from '../../api/contracts/votes';
import type { Deps } from '../../api/deps';
import { problem } from '../../api/problems';
import type { BallotChoices } from '../../domain/owners-vote/count-types';
import { canonicalChoices } from '../../store/ballots/append-ballots';
import { ballotCommitment, canonicalJson, sha256 } from '../../store/ballots/ballot-canon';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { signReceipt } from '../../store/ballots/receipts';
import { serveRivals, type WithDatabase } from '../short-path/server';

interface Call {
  params: { voteId: string };
  body: { commandId: string; rightNo: number; choices: BallotChoices };
}

serveRivals<Call>({
  operation: voteOperations.castBallot,
  answer: { receipt: 'r'.repeat(700), salt: 's'.repeat(64) },
  insert: insertBallot,
});

function insertBallot(deps: Deps, task: WithDatabase): (call: Call, context: Context) => Promise<unknown> {
  const { signing } = receiptKeys(deps.keyRing);
  return async ({ params, body }, context) => {
    const { voteId } = params;
    const { accountId, ownerId } = context.caller();
    const salt = randomBytes(32);
    const choices = canonicalChoices(body.choices);
    const commitment = ballotCommitment(salt, {
      schemaVersion: 1,
      voteId,
      rightNo: body.rightNo,
      channel: 'electronic',
      isVoid: false,
      choices,
    });
    const { rows } = await deps.pool.query<{ seq: number; cast_at: Date }>({
      name: 'row-ballot',
      text: `insert into row_ballot (vote_id, roll_id, recorded_at, right_no, channel, choices, is_void, cast_at, cast_by_account, in_name_of,
          salt, commitment, leaf_hash, command_id, body_hash, receipt)
        select $1, $2, clock_timestamp(), r.right_no, 'electronic', $3, false, clock_timestamp(), $4, r.voter_owner_id, $5, $6, $6, $7, $8, '{}'
        from roll_right r where r.roll_id = $2 and r.right_no = $9 and r.voter_owner_id = $10 returning seq, cast_at`,
      values: [
        voteId,
        task.rollId,
        canonicalJson(choices),
        accountId,
        salt,
        Buffer.from(commitment, 'hex'),
        body.commandId,
        sha256(Buffer.from(canonicalJson({ rightNo: body.rightNo, choices }))),
        body.rightNo,
        ownerId,
      ],
    });
    const row = rows[0];
    if (row === undefined) throw problem('not-your-right');
    const castAt = row.cast_at.toISOString();
    const leaf = {
      schemaVersion: 1,
      voteId,
      seq: row.seq,
      rightId: String(body.rightNo),
      commitment,
      rollHash: task.rollHash,
      castAt,
    } as const;
    return { receipt: signReceipt(leaf, signing), salt: salt.toString('hex') };
  };
}
