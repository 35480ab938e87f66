// A vote with a frozen roll and a window, put straight into the tables: what the process's projection would have left there.
import { randomUUID } from 'node:crypto';
import { inTransaction } from '../../store/transaction';
import { openKeyRing } from '../../store/key-ring';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { openWindow, windowRules, type WindowRules } from '../../store/ballots/vote-window';
import type { AgendaItem, CountRight } from '../../domain/owners-vote/count-types';
import { aVotePolicy, aYesNoItem, equalRights } from '../support/build';
import type { TestDatabase } from '../support/database';

export const testKeyRing = openKeyRing([{ id: 'k1', secret: Buffer.alloc(32, 7) }]);
export const testKeys = receiptKeys(testKeyRing);

export interface OpenVote {
  voteId: string;
  rollId: string;
  estateId: string;
  /** The voter of right n is `voters[n - 1]`, an owner id. */
  voters: string[];
  closesAt: Date;
}

const MINUTE = 60_000;

/** Open since a minute ago, for an hour; one yes/no item called `item`; three rights of 100 m². Instants are relative to the database's clock. */
export async function anOpenVote(
  { pool }: Pick<TestDatabase, 'pool'>,
  given: {
    rights?: CountRight[];
    agenda?: AgendaItem[];
    rules?: Partial<WindowRules>;
    opensInMs?: number;
    closesInMs?: number;
    /** Rights that have no voter: joint owners who named nobody. */
    withoutVoter?: number[];
  } = {},
): Promise<OpenVote> {
  const rights = given.rights ?? equalRights(3);
  const [voteId, rollId, estateId, buildingId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
  const voters = rights.map(() => randomUUID());
  const agenda = given.agenda ?? [aYesNoItem()];
  const rules = { ...windowRules(agenda, { kind: 'estate', placeId: estateId }, aVotePolicy()), ...given.rules };
  const rollHash = 'ab'.repeat(32);
  const headSizes = new Map<number, number>();
  for (const { headNo, countsHead } of rights) if (countsHead) headSizes.set(headNo, (headSizes.get(headNo) ?? 0) + 1);
  const closesAt = await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now');
    const now = rows[0]?.now.getTime() ?? 0;
    await tx.query(
      `insert into roll (id, process_id, version, estate_id, scope, roll_hash, heads, area_dm2, right_count, problems, frozen_at)
       values ($1, $2, 1, $3, '{}', $4, $5, $6, $7, '[]', clock_timestamp())`,
      [
        rollId,
        voteId,
        estateId,
        rollHash,
        headSizes.size,
        rights.reduce((sum, { areaDm2 }) => sum + areaDm2, 0),
        rights.length,
      ],
    );
    await tx.query(
      `insert into roll_right (roll_id, right_no, head_no, counts_head, head_size, area_dm2, label, unit_ids, building_ids, entrance_ids,
         voter_owner_id, holder_owner_ids)
       select $1, r."rightNo", r."headNo", r."countsHead", r."headSize", r."areaDm2", '1栋' || r."rightNo", array[gen_random_uuid()],
         array[$2::uuid], '{}', r."voterOwnerId", array[r."voterOwnerId"]
       from jsonb_to_recordset($3) as r ("rightNo" int, "headNo" int, "countsHead" boolean, "headSize" int, "areaDm2" int, "voterOwnerId" uuid)`,
      [
        rollId,
        buildingId,
        JSON.stringify(
          rights.map((right, index) => ({
            ...right,
            headSize: right.countsHead ? headSizes.get(right.headNo) : 0,
            voterOwnerId: given.withoutVoter?.includes(right.rightNo) ? null : voters[index],
          })),
        ),
      ],
    );
    const opensAt = new Date(now + (given.opensInMs ?? -MINUTE));
    const end = new Date(now + (given.closesInMs ?? 60 * MINUTE));
    await openWindow(tx, {
      voteId,
      estateId,
      rollId,
      rollHash,
      opensAt: opensAt.toISOString(),
      closesAt: end.toISOString(),
      rules,
    });
    return end;
  });
  return { voteId, rollId, estateId, voters, closesAt };
}
