// The plan of a project as far as money is judged by it: whose account, which sources, how much of it public. Written by the projection of its
// process (store/record/project-receipts.ts).
import type { PlanSource } from '../../domain/cofunding/messages';
import type { Holder, Works } from '../../domain/cofunding/words';
import type { Db } from '../ballots/vote-window';
import type { Tx } from '../transaction';

export interface ProjectPlanRow {
  processId: string;
  estateId: string;
  version: number;
  holder: Holder;
  works: Works;
  scopePlaceId: string;
  sources: PlanSource[];
  outcome: string | null;
}

/** The newest version counts. */
export async function keepPlan(
  tx: Tx,
  plan: Omit<ProjectPlanRow, 'outcome'> & { publicFen: number; settledAt: string },
): Promise<void> {
  await tx.query(
    `insert into project_plan (process_id, estate_id, version, holder, works, scope_place_id, sources, public_fen, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (process_id) do update set version = excluded.version, holder = excluded.holder, works = excluded.works,
       scope_place_id = excluded.scope_place_id, sources = excluded.sources, public_fen = excluded.public_fen, settled_at = excluded.settled_at`,
    [
      ...[plan.processId, plan.estateId, plan.version, plan.holder, plan.works, plan.scopePlaceId],
      ...[JSON.stringify(plan.sources), plan.publicFen, plan.settledAt],
    ],
  );
}

/** The process has ended. */
export async function closePlan(tx: Tx, processId: string, outcome: string): Promise<void> {
  await tx.query('update project_plan set outcome = $2 where process_id = $1', [processId, outcome]);
}

/** Undefined until a plan was settled. */
export async function readPlan(db: Db, processId: string): Promise<ProjectPlanRow | undefined> {
  const { rows } = await db.query<ProjectPlanRow>(
    `select process_id as "processId", estate_id as "estateId", version, holder, works, scope_place_id as "scopePlaceId", sources, outcome
     from project_plan where process_id = $1`,
    [processId],
  );
  return rows[0];
}

/** Ends in which nothing was built: their public money was never asked for. */
const NOTHING_BUILT = ['lapsed', 'shelved', 'refused', 'rejected', 'becameProblem', 'refunded'];

/**
 * Public money that other projects of the same kind at the same place count on, settled at or after `since`: what is split into several
 * projects is seen as one. The process itself and projects that came to nothing are left out.
 */
export async function otherPublicMoney(
  db: Db,
  processId: string,
  since: Date,
): Promise<{ otherFen: number; processIds: string[] }> {
  const { rows } = await db.query<{ id: string; fen: string }>(
    `select o.process_id as id, o.public_fen as fen from project_plan p join project_plan o
       on o.scope_place_id = p.scope_place_id and o.works = p.works and o.process_id <> p.process_id
     where p.process_id = $1 and o.public_fen > 0 and o.settled_at >= $2 and (o.outcome is null or o.outcome <> all($3::text[]))
     order by o.settled_at, o.process_id`,
    [processId, since, NOTHING_BUILT],
  );
  return { otherFen: rows.reduce((sum, { fen }) => sum + Number(fen), 0), processIds: rows.map(({ id }) => id) };
}
