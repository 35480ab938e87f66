// Names and texts behind the ids and hashes of a record, as far as the caller may see them.
import type { Pool } from 'pg';
import { maskName } from '../../domain/register/id-number';
import type { Role } from '../../domain/process';
import { isEnvelope } from '../../store/crypto/field-cipher';
import { readTexts } from '../../store/texts';
import type { Principal } from '../auth/principal';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** Offices that run the process and need to know whom they deal with. */
const IN_CHARGE: ReadonlySet<Role> = new Set<Role>(['streetOfficer', 'communitySecretary']);
/** Roles for whom owners' own words are not meant. */
const OUTSIDE: ReadonlySet<Role> = new Set<Role>(['owner', 'resident', 'firmManager']);

/** How much of a process's people and words this caller is shown, given the path of its place. */
export interface Insight {
  seesNames: boolean;
  seesTexts: boolean;
}

export function insightOf({ grants }: Principal, placePath: string): Insight {
  const here = grants.filter(({ path }) => placePath.startsWith(path));
  return {
    seesNames: here.some(({ role }) => IN_CHARGE.has(role)),
    seesTexts: here.some(({ role }) => !OUTSIDE.has(role)),
  };
}

/** Names by id of those ids that are accounts or owners: officials in full, owners masked unless the caller's office is in charge. */
export async function namesOf(pool: Pool, ids: Iterable<string>, insight: Insight): Promise<Record<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return {};
  const { rows } = await pool.query<{ id: string; name: string; kind: 'person' | 'organisation'; is_owner: boolean }>(
    `select id, name, kind::text, true as is_owner from owner where id = any($1::uuid[])
     union all
     select a.id, coalesce(w.name, a.display_name), coalesce(w.kind::text, 'person'), w.id is not null
       from account a left join owner w on w.id = a.owner_id where a.id = any($1::uuid[])`,
    [wanted],
  );
  return Object.fromEntries(
    rows.map(({ id, name, kind, is_owner }) => [id, is_owner && !insight.seesNames ? maskName(name, kind) : name]),
  );
}

/** Bodies of the texts behind these hashes; erased ones are missing, and sealed ones, which are read only where each look is noted. */
export async function textsOf(pool: Pool, hashes: Iterable<string>): Promise<Record<string, string>> {
  const texts = await readTexts(
    pool,
    [...hashes].filter((hash) => SHA256.test(hash)),
  );
  return Object.fromEntries([...texts].filter(([, body]) => !isEnvelope(body)));
}

/** Every UUID among the strings of a JSON value. */
export const idsIn = (value: unknown): string[] => stringsIn(value, () => true).filter((text) => UUID.test(text));

/** Every hash under a key that ends in `Text`; with `keys`, only under those. */
export const textHashesIn = (value: unknown, keys?: ReadonlySet<string>): string[] =>
  stringsIn(value, (key) => key.endsWith('Text') && (keys === undefined || keys.has(key))).filter((text) =>
    SHA256.test(text),
  );

function stringsIn(value: unknown, isWanted: (key: string) => boolean, key = ''): string[] {
  if (typeof value === 'string') return isWanted(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((inner) => stringsIn(inner, isWanted, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => stringsIn(inner, isWanted, name));
}
