// Freezes the voters' roll: reads the register as it stands, builds the roll by the policy, stores it with its hash. Who counts as
// what is domain/roll; when a roll is frozen, and objections to it, are the process's.
import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { FrozenRoll, VoteScope } from '../../domain/owners-vote/messages';
import {
  buildRoll,
  type RegisterUnit,
  type Roll,
  type RollPolicy,
  type RollProblem,
} from '../../domain/roll/build-roll';
import { rollHash } from '../../domain/roll/roll-hash';
import { refused } from '../refused';
import { inTransaction, type Tx } from '../transaction';

export interface Frozen extends FrozenRoll {
  problems: RollProblem[];
}

/** Rows per insert statement. */
const CHUNK = 5_000;

/**
 * Freezes version `version` of the roll of a process (a vote, a petition) and returns it. Running twice is harmless: the roll of a version is made once,
 * later calls return what was frozen, whatever the register says by then.
 * Refuses `scope-has-no-units` when the scope holds no unit that counts.
 */
export async function freezeRoll(
  pool: Pool,
  processId: string,
  version: number,
  scope: VoteScope,
  policy: RollPolicy,
): Promise<Frozen> {
  // One snapshot of the register: a change of owner is in the roll wholly or not at all.
  return inTransaction(
    pool,
    async (tx) => {
      // Of two at the same moment the second waits here and then finds the first one's roll.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`roll:${processId}`]);
      const known = await findRoll(tx, processId, version);
      if (known !== undefined) return known;
      const units = await unitsOf(tx, scope);
      const roll = buildRoll(units, policy);
      if (roll.rights.length === 0) throw refused('scope-has-no-units', { placeId: scope.placeId });
      await storeRoll(tx, processId, version, scope, roll);
      const frozen = await findRoll(tx, processId, version);
      if (frozen === undefined) throw new Error(`roll ${version} of process ${processId} was not stored`);
      return frozen;
    },
    { timeoutMs: 120_000 },
  );
}

async function findRoll(tx: Tx, processId: string, version: number): Promise<Frozen | undefined> {
  const { rows } = await tx.query<Omit<Frozen, 'problemCount' | 'areaDm2'> & { areaDm2: string }>(
    `select id as "rollId", version, roll_hash as "rollHash", heads, area_dm2 as "areaDm2", right_count as "rightCount", problems
     from roll where process_id = $1 and version = $2`,
    [processId, version],
  );
  const row = rows[0];
  return row === undefined ? undefined : { ...row, areaDm2: Number(row.areaDm2), problemCount: row.problems.length };
}

export const SCOPE_COLUMN: Record<VoteScope['kind'], string> = {
  estate: 'estate_id',
  building: 'building_id',
  entrance: 'entrance_id',
};

/** Units of the scope with today's owners, in the order in which people look for them: building, entrance, room. */
async function unitsOf(tx: Tx, scope: VoteScope): Promise<RegisterUnit[]> {
  const { rows } = await tx.query<RegisterUnit>(
    `select u.id as "unitId", u.building_id as "buildingId", u.entrance_id as "entranceId",
       case when starts_with(u.label, b.name) then u.label else b.name || coalesce(e.name, '') || u.label end as label,
       u.use, u.tenure, u.area_dm2 as "areaDm2",
       coalesce((select json_agg(json_build_object('ownerId', o.owner_id, 'isRepresentative', o.is_representative) order by o.owner_id)
         from ownership o where o.unit_id = u.id and o.until_on is null), '[]') as holders
     from unit u join place b on b.id = u.building_id left join place e on e.id = u.entrance_id
     where u.${SCOPE_COLUMN[scope.kind]} = $1 order by u.unit_key, u.id`,
    [scope.placeId],
  );
  return rows;
}

async function storeRoll(tx: Tx, processId: string, version: number, scope: VoteScope, roll: Roll): Promise<void> {
  const rollId = randomUUID();
  const hash = rollHash(roll, (text) => createHash('sha256').update(text, 'utf8').digest('hex'));
  await tx.query(
    `insert into roll (id, process_id, version, estate_id, scope, roll_hash, heads, area_dm2, right_count, problems, frozen_at)
     select $1, $2, $3, coalesce((select estate_id from unit where ${SCOPE_COLUMN[scope.kind]} = $4 limit 1), $4), $5, $6, $7, $8, $9, $10,
       clock_timestamp()`,
    [
      rollId,
      processId,
      version,
      scope.placeId,
      JSON.stringify(scope),
      hash,
      roll.heads,
      roll.areaDm2,
      roll.rights.length,
      JSON.stringify(roll.problems),
    ],
  );
  const sizes = new Map<number, number>();
  for (const right of roll.rights) {
    if (right.countsHead) sizes.set(right.headNo, (sizes.get(right.headNo) ?? 0) + 1);
  }
  const rows = roll.rights.map((right) => ({ ...right, headSize: sizes.get(right.headNo) ?? 0 }));
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx.query(
      `insert into roll_right (roll_id, right_no, head_no, counts_head, head_size, area_dm2, label, unit_ids, building_ids,
         entrance_ids, voter_owner_id, holder_owner_ids)
       select $1, "rightNo", "headNo", "countsHead", "headSize", "areaDm2", label, "unitIds", "buildingIds", "entranceIds",
         "voterOwnerId", "holderOwnerIds"
       from jsonb_to_recordset($2) as r ("rightNo" int, "headNo" int, "countsHead" boolean, "headSize" int, "areaDm2" int, label text,
         "unitIds" uuid[], "buildingIds" uuid[], "entranceIds" uuid[], "voterOwnerId" uuid, "holderOwnerIds" uuid[])`,
      [rollId, JSON.stringify(rows.slice(from, from + CHUNK))],
    );
  }
}
