// A project with a frozen roll and shares that may be pledged, put straight into the tables: what the activity and the process's projection
// would have left there.
import { randomUUID } from 'node:crypto';
import type { PledgedRule } from '../../domain/shares/pledge-amount';
import { openPledgeBox, type PledgeOutcome, type PledgeRequest } from '../../store/pledges/pledge';
import { openPledging } from '../../store/pledges/window';
import { inTransaction } from '../../store/transaction';
import { anOpenVote } from '../ballots/an-open-vote';
import { equalRights } from '../support/build';
import type { TestDatabase } from '../support/database';

type Database = Pick<TestDatabase, 'pool'>;

export interface OpenPledging {
  processId: string;
  rollId: string;
  version: number;
  /** The owner who speaks for right n is `voters[n - 1]`. */
  voters: string[];
}

/** Open for an hour, 100.00 yuan for each household, 70 % of the households; the cap is what all shares are together. */
export async function anOpenPledging(
  { pool }: Database,
  given: {
    households?: number;
    /** By right; null: everybody gives what they like. */
    shares?: (number | null)[];
    rule?: PledgedRule;
    targetFen?: number;
    bar?: { num: number; den: number };
    capFen?: number;
    closesInMs?: number;
    withoutVoter?: number[];
    /** A later version of the plan of this process. */
    processId?: string;
    version?: number;
  } = {},
): Promise<OpenPledging> {
  const { households = 10, withoutVoter = [], closesInMs = 3_600_000, version = 1 } = given;
  const shares = given.shares ?? Array.from({ length: households }, () => 10_000);
  const { processId = randomUUID(), rule = { rule: 'equal' as const }, bar = { num: 7, den: 10 } } = given;
  const asked = shares.filter((share) => share !== 0);
  const sum = shares.reduce<number>((all, share) => all + (share ?? 0), 0);
  const { targetFen = Math.ceil((sum * 7) / 10), capFen = sum } = given;
  // The roll of a vote is the roll of a project.
  const { rollId, voters } = await anOpenVote({ pool }, { rights: equalRights(shares.length), withoutVoter });
  await inTransaction(pool, async (tx) => {
    await tx.query(
      `insert into household_share (process_id, version, right_no, share_fen, working)
       select $1, $2, n, share, '[]' from unnest($3::bigint[]) with ordinality as s (share, n)`,
      [processId, version, shares],
    );
    await tx.query(
      `insert into pledge_total (process_id, version, roll_id, shares_hash, households, shares_fen) values ($1, $2, $3, '', $4, $5)`,
      [processId, version, rollId, asked.length, sum],
    );
    const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now');
    const now = rows[0]?.now.getTime() ?? 0;
    const [opensAt, closesAt] = [new Date(now).toISOString(), new Date(now + closesInMs).toISOString()];
    await openPledging(tx, { processId, version, rollId, opensAt, closesAt, targetFen, bar, capFen, rule });
  });
  return { processId, rollId, version, voters };
}

/** A pledge of 100.00 yuan on the screen for a right, by whoever speaks for it. */
export const aPledge = (
  { processId, voters }: OpenPledging,
  rightNo: number,
  more: Partial<PledgeRequest> & { ownerId?: string } = {},
): PledgeRequest => {
  const { ownerId = voters[rightNo - 1] ?? randomUUID(), ...rest } = more;
  return {
    ...{ processId, pledgeId: randomUUID(), rightNo, amountFen: 10_000, commandId: randomUUID() },
    ...{ accountId: randomUUID(), how: { kind: 'own', ownerId }, confirms: null },
    ...rest,
  };
};

export const onPaper = {
  kind: 'paper' as const,
  ...{ pageNo: 1, lineNo: 1, collectorName: '收集人', sheetSha256: 'ab'.repeat(32) },
};

/** Pledges through the door of an API process; answers the code of the refusal, or `ok`. */
export const pledges = async ({ pool }: Database, ...requests: PledgeRequest[]): Promise<string[]> =>
  (await outcomesOf({ pool }, ...requests)).map((outcome) => (outcome.ok ? 'ok' : outcome.rejection.code));

export const outcomesOf = ({ pool }: Database, ...requests: PledgeRequest[]): Promise<PledgeOutcome[]> => {
  const box = openPledgeBox(pool);
  return Promise.all(requests.map((request) => box(request)));
};
