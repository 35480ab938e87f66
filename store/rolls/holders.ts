// Who holds a right of the roll, as lists show it: names masked, the voter first.
import { maskName } from '../../domain/register/id-number';

export type NamedHolder = { name: string; kind: 'person' | 'organisation' };

/** SQL expression for the holders of the right `r`, as JSON of NamedHolder. */
export const HOLDERS_OF_RIGHT = `coalesce((select json_agg(json_build_object('name', o.name, 'kind', o.kind) order by o.id = r.voter_owner_id desc, o.id)
         from owner o where o.id = any(r.holder_owner_ids)), '[]')`;

export const maskHolders = (holders: readonly NamedHolder[]): string[] =>
  holders.map(({ name, kind }) => maskName(name, kind));
