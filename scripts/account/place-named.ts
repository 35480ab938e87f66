// The place that an operator names for a first account: by id, or by names from the district down, adding what is missing if told to.
// The API adds places below a district only: districts come into being here.
import { randomUUID } from 'node:crypto';
import { createPlace, findPlace, PLACE_KINDS, type Place } from '../../store/register/places';
import type { Tx } from '../../store/transaction';
import { ServiceError } from '../services/service-error';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Further down places have spellings of their own (1栋, 1号楼), and no first account is needed there. */
const NAMED_KINDS = PLACE_KINDS.slice(0, 4);

export interface NamedPlace {
  place: Place;
  /** Names of places that were added for it. */
  added: string[];
}

/** Throws ServiceError where there is no such place. */
export async function placeNamed(tx: Tx, named: string, makesPlaces: boolean, at: Date): Promise<NamedPlace> {
  if (UUID.test(named)) {
    const place = await findPlace(tx, named.toLowerCase());
    if (place === null) throw new ServiceError(`There is no place ${named}.`);
    return { place, added: [] };
  }
  const names = named.split('/').map((name) => name.trim());
  if (names.includes('') || names.length > NAMED_KINDS.length)
    throw new ServiceError(`"${named}" names no place: at most ${NAMED_KINDS.join(' / ')}, each with its name.`);
  // Of two operators who add the same places at once the second finds those of the first.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('placeNamed', 0))`);
  const way: Place[] = [];
  const added: string[] = [];
  for (const [level, name] of names.entries()) {
    const kind = NAMED_KINDS[level] ?? 'district';
    const parentId = way.at(-1)?.placeId ?? null;
    const known = await childNamed(tx, parentId, name);
    if (known === null && !makesPlaces)
      throw new ServiceError(`There is no ${kind} "${name}" yet: check the name, or add it with --make-places.`);
    way.push(known ?? (await createPlace(tx, { placeId: randomUUID(), kind, parentId, name, at })));
    if (known === null) added.push(`${kind} ${name}`);
  }
  return { place: way.at(-1) as Place, added };
}

async function childNamed(tx: Tx, parentId: string | null, name: string): Promise<Place | null> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from place where parent_id is not distinct from $1 and name = $2',
    [parentId, name],
  );
  return rows[0] === undefined ? null : findPlace(tx, rows[0].id);
}
