// The fingerprint of a frozen roll: every receipt and the result name it, so a roll cannot change under a vote.
import type { Roll, RollRight } from './build-roll';

/** What the hash covers. Labels and problems are left out: they are explanations, and may be corrected. */
export type HashedRight = Omit<RollRight, 'label'>;

/**
 * The roll as text, UTF-8 when hashed. One line per right in the order of rightNo, each ended by LF, fields parted by TAB, lists by
 * comma in the order they have in the roll, nothing (an empty field) for null:
 *
 *     gongzhi-roll  1  <heads>  <areaDm2>  <number of rights>
 *     <rightNo>  <headNo>  <1 if it counts as head, else 0>  <areaDm2>  <unitIds>  <buildingIds>  <entranceIds>  <voter>  <holders>
 */
export function rollText(roll: Pick<Roll, 'heads' | 'areaDm2'> & { rights: readonly HashedRight[] }): string {
  const rights = [...roll.rights].sort((a, b) => a.rightNo - b.rightNo);
  const lines = [['gongzhi-roll', 1, roll.heads, roll.areaDm2, rights.length].join('\t')];
  for (const right of rights) {
    lines.push(
      [
        right.rightNo,
        right.headNo,
        right.countsHead ? 1 : 0,
        right.areaDm2,
        list(right.unitIds),
        list(right.buildingIds),
        list(right.entranceIds),
        list(right.voterOwnerId === null ? [] : [right.voterOwnerId]),
        list(right.holderOwnerIds),
      ].join('\t'),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** SHA-256 of the roll's text, in whatever form the given function answers (hex in all our rows). */
export function rollHash(
  roll: Pick<Roll, 'heads' | 'areaDm2'> & { rights: readonly HashedRight[] },
  sha256Hex: (text: string) => string,
): string {
  return sha256Hex(rollText(roll));
}

function list(ids: readonly string[]): string {
  for (const id of ids)
    if (/[\t\n,]/.test(id) || id === '') throw new Error(`an id that cannot be hashed: ${JSON.stringify(id)}`);
  return ids.join(',');
}
