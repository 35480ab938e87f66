// Who holds a right of the roll, as lists show it: names masked, the voter first.
import { maskName } from '../../domain/register/id-number';

export type NamedHolder = { name: string; kind: 'person' | 'organisation' };

const holders = (ids: string, order: string): string =>
  `coalesce((select json_agg(json_build_object('name', o.name, 'kind', o.kind) order by ${order}) from owner o where o.id = any(${ids})), '[]')`;

/** SQL expression for the holders of the right `r`, as JSON of NamedHolder. */
export const HOLDERS_OF_RIGHT = holders('r.holder_owner_ids', 'o.id = r.voter_owner_id desc, o.id');
/** Of the household `p` from which a project awaits money. */
export const HOLDERS_OF_PAYER = holders('p.holder_owner_ids', 'o.id');

export const maskHolders = (holders: readonly NamedHolder[]): string[] =>
  holders.map(({ name, kind }) => maskName(name, kind));
