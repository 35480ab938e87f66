// Templates by which papers are printed: those that ship with the system, and those that a street has put in their place. A street's
// template is a row for each version; the newest one counts, and a version without text means the built-in one again.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PAPER_KINDS } from '../../papers/kinds';
import { sha256 } from '../../papers/paper';
import type { Db } from '../ballots/vote-window';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export interface Template {
  kind: string;
  source: string;
  sha256: string;
  /** 0: built in. */
  version: number;
}

const builtIn = new Map<string, Template>();

/** Read once for each kind. */
export function builtInTemplate(kind: string): Template {
  const known = builtIn.get(kind);
  if (known !== undefined) return known;
  const source = readFileSync(path.join(__dirname, '../../papers/templates', `${kind}.txt`), 'utf8');
  const template = { kind, source, sha256: sha256(source), version: 0 };
  builtIn.set(kind, template);
  return template;
}

/** The template of a kind for a process at this place path: of the nearest place above that has its own, else the built-in one. */
export async function templateFor(db: Db, kind: string, placePath: string): Promise<Template> {
  const { rows } = await db.query<{ version: number; body: string | null }>({
    name: 'paper-template-for',
    text: `select t.version, t.body
      from (select distinct on (place_id) place_id, version, body from paper_template
        where kind = $1 and place_id = any (string_to_array(trim(both '/' from $2), '/')::uuid[])
        order by place_id, version desc) t
      join place p on p.id = t.place_id
      where t.body is not null order by length(p.path) desc limit 1`,
    values: [kind, placePath],
  });
  const own = rows[0];
  if (own === undefined || own.body === null) return builtInTemplate(kind);
  return { kind, source: own.body, sha256: sha256(own.body), version: own.version };
}

export interface TemplateState {
  kind: string;
  /** 0: the place has never had its own. */
  version: number;
  isOwn: boolean;
  sha256: string;
  changedAt: string | null;
  changedBy: string | null;
}

/** What a place prints each kind by, for all kinds in their order. */
export async function listTemplates(db: Db, placeId: string): Promise<TemplateState[]> {
  const { rows } = await db.query<{ kind: string; version: number; body: string | null; at: Date; byAccount: string }>(
    `select distinct on (kind) kind, version, body, at, by_account as "byAccount" from paper_template
     where place_id = $1 order by kind, version desc`,
    [placeId],
  );
  const latest = new Map(rows.map((row) => [row.kind, row]));
  return PAPER_KINDS.map(({ code }) => {
    const row = latest.get(code);
    const body = row?.body ?? null;
    return {
      kind: code,
      version: row?.version ?? 0,
      isOwn: body !== null,
      sha256: body === null ? builtInTemplate(code).sha256 : sha256(body),
      changedAt: row?.at.toISOString() ?? null,
      changedBy: row?.byAccount ?? null,
    };
  });
}

/** The template of one kind as this place has it. */
export async function readTemplate(db: Db, placeId: string, kind: string): Promise<Template & { isOwn: boolean }> {
  const { rows } = await db.query<{ version: number; body: string | null }>(
    'select version, body from paper_template where place_id = $1 and kind = $2 order by version desc limit 1',
    [placeId, kind],
  );
  const row = rows[0];
  if (row === undefined || row.body === null)
    return { ...builtInTemplate(kind), version: row?.version ?? 0, isOwn: false };
  return { kind, source: row.body, sha256: sha256(row.body), version: row.version, isOwn: true };
}

/**
 * Adds a version; `body` null goes back to the built-in template. The caller has checked the text against its kind.
 * Refuses `template-not-own` where there is nothing to go back from.
 */
export async function addTemplateVersion(
  tx: Tx,
  {
    placeId,
    kind,
    body,
    at,
    byAccount,
  }: { placeId: string; kind: string; body: string | null; at: Date; byAccount: string },
): Promise<{ version: number; sha256: string }> {
  // Two officers of one street at the same moment: the second waits, and gets the next number.
  await tx.query('select from place where id = $1 for update', [placeId]);
  const last = await readTemplate(tx, placeId, kind);
  if (body === null && !last.isOwn) throw refused('template-not-own', { placeId, kind });
  const version = last.version + 1;
  await tx.query(
    'insert into paper_template (place_id, kind, version, body, at, by_account) values ($1, $2, $3, $4, $5, $6)',
    [placeId, kind, version, body, at, byAccount],
  );
  return { version, sha256: body === null ? builtInTemplate(kind).sha256 : sha256(body) };
}
