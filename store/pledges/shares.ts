// Works the shares of a plan out over its frozen roll and keeps them, once for each version: one row for each right, with the working of each
// of its units. How shares come about is domain/shares.
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { VoteScope } from '../../domain/owners-vote/messages';
import type { Rejection } from '../../domain/process';
import type { RollPolicy } from '../../domain/roll/build-roll';
import type { Exemption, ShareRule } from '../../domain/shares/messages';
import { workOutShares } from '../../domain/shares/shares';
import type { ShareFault, SharesWorkedOut, UnitShare } from '../../domain/shares/types';
import type { Db } from '../ballots/vote-window';
import { fenFromDb } from '../fen';
import { Refused } from '../refused';
import { inTransaction, type Tx } from '../transaction';
import { namedAlike, unitsOfRoll, unitsOfScope, type RolledUnit } from './share-units';

export interface PreparedShares {
  version: number;
  /** Over right, unit and share of every unit. */
  sharesHash: string;
  /** Rights that are asked. */
  households: number;
  /** Sum of the shares, fen; with voluntary the target. */
  totalFen: number;
}

interface SharingOut {
  shareRule: ShareRule;
  exemptions: readonly Exemption[];
  targetFen: number;
  policy: RollPolicy;
}

/**
 * The shares of this version, worked out and stored; running twice is harmless, later calls answer what was stored. Refuses
 * `shares-not-workable` with the first fault.
 */
export async function prepareShares(
  pool: Pool,
  asked: SharingOut & { processId: string; version: number; rollId: string },
): Promise<PreparedShares> {
  const { processId, version, rollId, policy } = asked;
  return inTransaction(
    pool,
    async (tx) => {
      // Of two at the same moment the second waits here and then finds what the first one stored.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`shares:${processId}`]);
      const known = await readPrepared(tx, processId, version);
      if (known !== undefined) return known;
      const units = await unitsOfRoll(tx, rollId, policy);
      const worked = sharedOut(units, asked);
      if (!worked.ok) throw new Refused(notWorkable(worked.faults));
      const { totalFen, shares } = worked;
      const households = await storeShares(tx, { processId, version }, units, shares);
      const sharesHash = hashOf(units, shares);
      await tx.query(
        `insert into pledge_total (process_id, version, roll_id, shares_hash, households, shares_fen) values ($1, $2, $3, $4, $5, $6)`,
        [processId, version, rollId, sharesHash, households, totalFen],
      );
      return { version, sharesHash, households, totalFen };
    },
    { timeoutMs: 120_000 },
  );
}

/** `shares-not-workable` for a plan whose shares could not be worked out over the units of its scope as the register stands. */
export async function refuseUnworkableShares(
  db: Db,
  asked: SharingOut & { scope: VoteScope },
): Promise<Rejection | undefined> {
  const worked = sharedOut(await unitsOfScope(db, asked.scope, asked.policy), asked);
  return worked.ok ? undefined : notWorkable(worked.faults);
}

export async function readPrepared(db: Db, processId: string, version: number): Promise<PreparedShares | undefined> {
  const { rows } = await db.query<Omit<PreparedShares, 'totalFen'> & { totalFen: string }>(
    `select version, shares_hash as "sharesHash", households, shares_fen as "totalFen"
     from pledge_total where process_id = $1 and version = $2`,
    [processId, version],
  );
  const row = rows[0];
  return row && { ...row, totalFen: fenFromDb(row.totalFen) };
}

function sharedOut(units: readonly RolledUnit[], asked: SharingOut): SharesWorkedOut {
  const { rule, exemptions } = namedAlike(asked.shareRule, asked.exemptions, units);
  return workOutShares(rule, units, asked.targetFen, exemptions);
}

/** The first fault, and how many there are. */
const notWorkable = (faults: readonly ShareFault[]): Rejection => {
  const { code, unitLabel = null, floor = null } = faults[0] ?? { code: 'noUnits' };
  return { code: 'shares-not-workable', params: { fault: code, unit: unitLabel, floor, faults: faults.length } };
};

/** One row for each right; returns how many are asked. */
async function storeShares(
  tx: Tx,
  { processId, version }: { processId: string; version: number },
  units: readonly RolledUnit[],
  shares: readonly UnitShare[],
): Promise<number> {
  const rights = new Map<number, { units: UnitShare[]; holdsHousehold: boolean }>();
  for (const [index, share] of shares.entries()) {
    const unit = units[index];
    if (unit === undefined) throw new Error('a share without its unit');
    const right = rights.get(unit.rightNo) ?? { units: [], holdsHousehold: false };
    right.units.push(share);
    right.holdsHousehold ||= unit.isHousehold;
    rights.set(unit.rightNo, right);
  }
  const rows = [...rights].map(([rightNo, { units: of, holdsHousehold }]) => ({
    rightNo,
    shareFen:
      of.some(({ fen }) => fen === null) && holdsHousehold ? null : of.reduce((sum, { fen }) => sum + (fen ?? 0), 0),
    working: of,
  }));
  await tx.query(
    `insert into household_share (process_id, version, right_no, share_fen, working)
     select $1, $2, "rightNo", "shareFen", working
     from jsonb_to_recordset($3) as r ("rightNo" int, "shareFen" bigint, working jsonb)`,
    [processId, version, JSON.stringify(rows)],
  );
  return rows.filter(({ shareFen }) => shareFen !== 0).length;
}

const hashOf = (units: readonly RolledUnit[], shares: readonly UnitShare[]): string =>
  createHash('sha256')
    .update(
      shares.map(({ unitLabel, fen }, index) => `${units[index]?.rightNo}\t${unitLabel}\t${fen ?? ''}\n`).join(''),
    )
    .digest('hex');
