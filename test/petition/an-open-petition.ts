// A petition with a frozen roll that may be signed, put straight into the tables: what the process's projection would have left there.
import { randomUUID } from 'node:crypto';
import type { CountRight } from '../../domain/owners-vote/count-types';
import type { Threshold } from '../../domain/policy/schema';
import { openWindow } from '../../store/petitions/window';
import { sign } from '../../store/petitions/signatures';
import { inTransaction } from '../../store/transaction';
import { anOpenVote } from '../ballots/an-open-vote';
import { aPolicy } from '../support/play';
import { equalRights } from '../support/build';
import type { TestDatabase } from '../support/database';

export interface OpenPetition {
  petitionId: string;
  rollId: string;
  /** The owner who signs for right n is `voters[n - 1]`. */
  voters: string[];
}

/** For an hour; a fifth of the owners is enough. */
export async function anOpenPetition(
  { pool }: Pick<TestDatabase, 'pool'>,
  given: {
    rights?: CountRight[];
    thresholds?: Threshold[];
    closesInMs?: number;
    withoutVoter?: number[];
  } = {},
): Promise<OpenPetition> {
  const { rights = equalRights(10), withoutVoter = [], closesInMs = 3_600_000 } = given;
  // The roll of a vote is the roll of a petition.
  const { rollId, voters } = await anOpenVote({ pool }, { rights, withoutVoter });
  const petitionId = randomUUID();
  const thresholds = given.thresholds ?? aPolicy().petition.thresholds.extraordinaryMeeting.value;
  await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now');
    const closesAt = new Date((rows[0]?.now.getTime() ?? 0) + closesInMs).toISOString();
    await openWindow(tx, { petitionId, rollId, closesAt, thresholds });
  });
  return { petitionId, rollId, voters };
}

/** Signs for a right on the screen, or on paper where no voter is asked. */
export const signFor = (
  { pool }: Pick<TestDatabase, 'pool'>,
  { petitionId, voters }: OpenPetition,
  rightNo: number,
  more: { signatureId?: string; isOnPaper?: boolean; ownerId?: string } = {},
): Promise<{ signatureId: string; signedAt: Date }> => {
  const { signatureId = randomUUID(), isOnPaper = false, ownerId = voters[rightNo - 1] ?? randomUUID() } = more;
  const how = isOnPaper
    ? ({ kind: 'paper', pageNo: 1, lineNo: rightNo, collectorName: '收集人' } as const)
    : ({ kind: 'own', ownerId } as const);
  const request = { petitionId, signatureId, rightNo, how };
  return inTransaction(pool, (tx) => sign(tx, { ...request, accountId: randomUUID(), commandId: randomUUID() }));
};
