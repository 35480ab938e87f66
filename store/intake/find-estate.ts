// Which estate, and which building of it, an address written by hand means: the longest name of an estate of the area that stands in it, and the
// building whose name follows. Where two estates have the name, the name of the community must stand there, too.
import { compact } from '../../domain/register/normalise';
import type { Tx } from '../transaction';

interface Estate {
  id: string;
  key: string;
  communityKey: string;
  buildings: { id: string; key: string }[];
}

export type FoundPlace =
  { kind: 'found'; estateId: string; spotPlaceId: string } | { kind: 'unknown' } | { kind: 'ambiguous' };

const keyOf = (name: string): string => compact(name).toUpperCase();

/** Reads the area's estates once and answers for any number of addresses. */
export async function estateFinder(tx: Tx, areaPath: string): Promise<(address: string) => FoundPlace> {
  const { rows } = await tx.query<{
    id: string;
    name: string;
    community: string;
    buildings: { id: string; name: string }[];
  }>(
    `select e.id, e.name, c.name as community,
       coalesce((select json_agg(json_build_object('id', b.id, 'name', b.name)) from place b where b.parent_id = e.id and b.kind = 'building'),
         '[]') as buildings
     from place e join place c on c.id = e.parent_id where e.kind = 'estate' and starts_with(e.path, $1)`,
    [areaPath],
  );
  const estates = rows.map(({ id, name, community, buildings }): Estate => ({
    id,
    key: keyOf(name),
    communityKey: keyOf(community),
    // The longest first: 11号楼 is not 1号楼.
    buildings: buildings
      .map((one) => ({ id: one.id, key: keyOf(one.name) }))
      .sort((a, b) => b.key.length - a.key.length),
  }));
  return (address) => placeIn(estates, keyOf(address));
}

function placeIn(estates: readonly Estate[], address: string): FoundPlace {
  const named = estates.filter(({ key }) => address.includes(key));
  const longest = Math.max(0, ...named.map(({ key }) => key.length));
  const best = named.filter(({ key }) => key.length === longest);
  const inCommunity = best.filter(({ communityKey }) => address.includes(communityKey));
  const [estate, other] = best.length > 1 && inCommunity.length > 0 ? inCommunity : best;
  if (!estate) return { kind: 'unknown' };
  if (other) return { kind: 'ambiguous' };
  const rest = address.slice(address.indexOf(estate.key) + estate.key.length);
  // Another digit before it would be another house.
  const building = estate.buildings.find(({ key }) => new RegExp(`(?<![0-9])${escaped(key)}`).test(rest));
  return { kind: 'found', estateId: estate.id, spotPlaceId: building?.id ?? estate.id };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
