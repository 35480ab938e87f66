// What everybody may read of an estate without signing in: what was published, and its projects. No person, account, payer or household is in it.
import type { Pool } from 'pg';
import type { PublicProject } from '../../domain/disclosure/public-project';
import type { LaunchedDisclosure } from '../../domain/disclosure/state';
import type { Tx } from '../transaction';
import { publicProjects } from './public-projects';
import { bodiesOf, newestVersions, type ShownStatement } from './statements';

export interface PublicStatement extends ShownStatement {
  /** A newer version of the same period corrects this one. */
  isCorrected: boolean;
}

export interface PublicEstate {
  estateId: string;
  estate: string;
  community: string;
  street: string;
  /** Newest period first, its newest version first. */
  statements: PublicStatement[];
  projects: PublicProject[];
}

/** Undefined: there is no such estate, or it has nothing that is public. */
export async function readPublicEstate(db: Pool | Tx, estateId: string): Promise<PublicEstate | undefined> {
  const place = await db.query<{ kind: string; name: string }>(
    `select a.kind::text, a.name from place e
     join place a on a.id = any (string_to_array(trim(both '/' from e.path), '/')::uuid[])
     where e.id = $1 and e.kind = 'estate'`,
    [estateId],
  );
  if (place.rows.length === 0) return undefined;
  const nameOf = (kind: string): string => place.rows.find((row) => row.kind === kind)?.name ?? '';
  const statements = await readStatements(db, estateId);
  const projects = await publicProjects(db, estateId);
  if (statements === undefined && projects.length === 0) return undefined;
  return {
    ...{ estateId, estate: nameOf('estate'), community: nameOf('community'), street: nameOf('street') },
    ...{ statements: statements ?? [], projects },
  };
}

/** Of every disclosure that the estate has or had; undefined: it never had one. */
async function readStatements(db: Pool | Tx, estateId: string): Promise<PublicStatement[] | undefined> {
  const { rows } = await db.query<{ processId: string; core: LaunchedDisclosure }>(
    `select process_id as "processId", state -> 'core' as core from process_view
     where kind = 'disclosure' and place_id = $1 order by updated_at`,
    [estateId],
  );
  if (rows.length === 0) return undefined;
  const found: PublicStatement[] = [];
  for (const { processId, core } of rows) {
    const newest = new Set(newestVersions(core.publications).map(({ sha256 }) => sha256));
    for (const shown of await bodiesOf(db, processId, core.publications))
      found.push({ ...shown, isCorrected: !newest.has(shown.publication.sha256) });
  }
  return found.sort(
    (one, other) =>
      Number(one.publication.period.from < other.publication.period.from) -
        Number(one.publication.period.from > other.publication.period.from) ||
      other.publication.version - one.publication.version,
  );
}
