// Commits a dry run: all of it or nothing, exactly the values that were shown, and only if the register is still what they were compared
// with. The writing itself is apply-import.ts.
import type { Tx } from '../transaction';
import { refused } from '../refused';
import { applyImport, type ImportEffects } from './apply-import';

export interface CommitRequest {
  importId: string;
  estateId: string;
  byAccountId: string;
  at: Date;
}

export interface CommitResult extends ImportEffects {
  importId: string;
  /** Of the register after the commit; the same as before when the file held nothing new. */
  revision: number;
}

/**
 * Refuses: `not-found`; `import-already-committed`; `import-expired`; `import-has-refusals` (count); `register-changed` when the
 * estate's register, or an owner the file names, has changed since the dry run.
 */
export async function commitImport(tx: Tx, request: CommitRequest): Promise<CommitResult> {
  const { importId, estateId, at } = request;
  const revision = await lockRegister(tx, estateId, at);
  await assertCommittable(tx, importId, estateId, revision);
  const effects = await applyImport(tx, { importId, estateId, at });
  const hasEffect = Object.values(effects).some((count) => count > 0);
  const newRevision = hasEffect ? revision + 1 : revision;
  await tx.query('update register_revision set revision = $2, updated_at = $3 where estate_id = $1', [
    estateId,
    newRevision,
    at,
  ]);
  await tx.query(
    `update register_import set status = 'committed', committed_at = $2, committed_by = $3 where id = $1`,
    [importId, at, request.byAccountId],
  );
  // The register has the numbers now; the import keeps what it answered, not a second copy of them.
  await tx.query(
    `update register_import_row set id_cipher = null, phone_cipher = null
     where import_id = $1 and (id_cipher is not null or phone_cipher is not null)`,
    [importId],
  );
  return { importId, revision: newRevision, ...effects };
}

/** One commit at a time per estate. */
async function lockRegister(tx: Tx, estateId: string, at: Date): Promise<number> {
  await tx.query(
    'insert into register_revision (estate_id, revision, updated_at) values ($1, 0, $2) on conflict (estate_id) do nothing',
    [estateId, at],
  );
  const { rows } = await tx.query<{ revision: number }>(
    'select revision from register_revision where estate_id = $1 for update',
    [estateId],
  );
  return rows[0]?.revision ?? 0;
}

async function assertCommittable(tx: Tx, importId: string, estateId: string, revision: number): Promise<void> {
  const { rows } = await tx.query<{ status: string; baseRevision: number; refused: string }>(
    `select status, base_revision as "baseRevision",
       (select count(*) from register_import_row r where r.import_id = i.id and verdict = 'refused') as refused
     from register_import i where id = $1 and estate_id = $2 for update`,
    [importId, estateId],
  );
  const found = rows[0];
  if (found === undefined) throw refused('not-found', { importId });
  if (found.status === 'committed') throw refused('import-already-committed', { importId });
  if (found.status !== 'ready') throw refused('import-expired', { importId });
  if (found.refused !== '0') throw refused('import-has-refusals', { importId, refused: Number(found.refused) });
  if (found.baseRevision !== revision) throw refused('register-changed', { importId });
  const { rows: stale } = await tx.query(
    `select from register_import_row r left join owner o on o.id_hash = r.id_hash
     where r.import_id = $1 and r.id_hash is not null
       and (o.id is distinct from r.owner_id or o.revision is distinct from r.owner_revision) limit 1`,
    [importId],
  );
  if (stale.length > 0) throw refused('register-changed', { importId });
}
