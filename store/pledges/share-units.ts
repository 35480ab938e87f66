// Units as the shares see them, from the register: how they are called, what they count for under the policy, on which floor they are.
import type { VoteScope } from '../../domain/owners-vote/messages';
import type { RollPolicy } from '../../domain/roll/build-roll';
import type { Exemption, ShareRule } from '../../domain/shares/messages';
import { floorOfRoom } from '../../domain/shares/floor';
import type { ShareUnit } from '../../domain/shares/types';
import type { Db } from '../ballots/vote-window';
import { SCOPE_COLUMN } from '../rolls/freeze-roll';

/** A unit with the right of the roll that it belongs to. */
export interface RolledUnit extends ShareUnit {
  unitId: string;
  /** 0 where no roll was asked for. */
  rightNo: number;
}

interface Row {
  unitId: string;
  unitKey: string;
  use: string;
  areaDm2: number;
  rightNo: number;
}

/** The units of a frozen roll, in the register's order. */
export async function unitsOfRoll(db: Db, rollId: string, policy: RollPolicy): Promise<RolledUnit[]> {
  const { rows } = await db.query<Row>(
    `select u.id as "unitId", u.unit_key as "unitKey", u.use, u.area_dm2 as "areaDm2", r.right_no as "rightNo"
     from roll_right r cross join lateral unnest(r.unit_ids) as of_right (unit_id) join unit u on u.id = of_right.unit_id
     where r.roll_id = $1 order by u.unit_key, u.id`,
    [rollId],
  );
  return shareUnits(rows, policy);
}

/** The units of a scope as the register stands: those that a roll frozen now would hold. */
export async function unitsOfScope(db: Db, { kind, placeId }: VoteScope, policy: RollPolicy): Promise<RolledUnit[]> {
  const { rows } = await db.query<Row>(
    `select id as "unitId", unit_key as "unitKey", use, area_dm2 as "areaDm2", 0 as "rightNo"
     from unit where ${SCOPE_COLUMN[kind]} = $1 order by unit_key, id`,
    [placeId],
  );
  return shareUnits(rows, policy).filter(({ isHousehold, areaDm2 }) => isHousehold || areaDm2 > 0);
}

function shareUnits(rows: readonly Row[], policy: RollPolicy): RolledUnit[] {
  const names = rows.map(({ unitKey }) => nameOf(unitKey));
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return rows.map(({ unitId, unitKey, use, areaDm2, rightNo }, index) => {
    const { heads, area } = countsOf(use, policy);
    const name = names[index] ?? unitId;
    return {
      unitId,
      rightNo,
      unitNo: index + 1,
      unitLabel: counts.get(name) === 1 ? name : unitId,
      isHousehold: heads,
      areaDm2: area ? areaDm2 : 0,
      floor: floorOfRoom(plain(unitKey.slice(unitKey.lastIndexOf('/') + 1))),
    };
  });
}

const countsOf = (use: string, policy: RollPolicy): { area: boolean; heads: boolean } => {
  if (use === 'parking') return policy.parkingCounts.value;
  return use === 'storage' ? policy.storageCounts.value : { area: true, heads: true };
};

/** Numbers of a unit key are padded for their order. */
const plain = (key: string): string => key.replace(/\d+/g, (digits) => String(Number(digits)));
/** `000001/000002/000301` is called `1-2-301`; an entrance that a building has not is left out. */
const nameOf = (unitKey: string): string =>
  plain(unitKey)
    .split('/')
    .filter((part) => part !== '')
    .join('-');

/** Rule and exemptions with the units' names in place of their ids: people may write either. */
export function namedAlike<E extends Pick<Exemption, 'unitLabel'>>(
  rule: ShareRule,
  exemptions: readonly E[],
  units: readonly RolledUnit[],
): { rule: ShareRule; exemptions: E[] } {
  const byId = new Map(units.map(({ unitId, unitLabel }) => [unitId, unitLabel]));
  const named = <T extends { unitLabel: string }>(one: T): T => ({
    ...one,
    unitLabel: byId.get(one.unitLabel.toLowerCase()) ?? one.unitLabel,
  });
  return {
    rule: rule.rule === 'benefit' ? { ...rule, weights: rule.weights.map(named) } : rule,
    exemptions: exemptions.map(named),
  };
}
