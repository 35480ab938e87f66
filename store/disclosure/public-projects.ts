// An estate's co-funded projects as everybody may read them: where they stand and their money by source. Payers, households and texts that
// people wrote to each other are not read here.
import type { Pool } from 'pg';
import type { LaunchedCofunding } from '../../domain/cofunding/state';
import { isPublicProject, type PublicProject, type PublicSource } from '../../domain/disclosure/public-project';
import { fenNumber } from '../../domain/ledger/money';
import type { Clocks } from '../../domain/process';
import { readTexts } from '../texts';
import type { Tx } from '../transaction';

/** Newest project first. */
export async function publicProjects(db: Pool | Tx, estateId: string): Promise<PublicProject[]> {
  const { rows } = await db.query<Row>(
    `select v.process_id as "projectId", v.phase, v.outcome, v.state -> 'core' -> 'plan' -> 'sources' as sources,
       v.state -> 'core' ->> 'titleText' as "titleText", v.state -> 'clocks' as clocks
     from process_view v join process p on p.id = v.process_id
     where v.kind = 'cofunding' and v.place_id = $1 order by p.launched_at desc, v.process_id`,
    [estateId],
  );
  const shown = rows.filter(({ phase, outcome }) => isPublicProject(phase, outcome));
  if (shown.length === 0) return [];
  const titles = await readTexts(
    db,
    shown.map(({ titleText }) => titleText),
  );
  const money = await readMoney(db, estateId);
  return shown.map(({ projectId, phase, outcome, titleText, clocks, sources }) => ({
    ...{ projectId, phase, outcome, title: titles.get(titleText) ?? null },
    nextAt: outcome === null ? firstDue(clocks) : null,
    sources: sourcesOf(sources ?? [], money.get(projectId) ?? new Map<string, Money>()),
  }));
}

interface Row {
  projectId: string;
  phase: string;
  outcome: string | null;
  sources: NonNullable<LaunchedCofunding['plan']>['sources'] | null;
  titleText: string;
  clocks: Clocks;
}

type Money = Pick<PublicSource, 'receivedFen' | 'spentFen' | 'refundedFen' | 'heldFen'>;
const NONE: Money = { receivedFen: 0, spentFen: 0, refundedFen: 0, heldFen: 0 };

const firstDue = (clocks: Clocks): string | null =>
  Object.values(clocks)
    .map(({ dueAt }) => dueAt)
    .sort()[0] ?? null;

/** What the books hold for each project and source. */
async function readMoney(db: Pool | Tx, estateId: string): Promise<Map<string, Map<string, Money>>> {
  const { rows } = await db.query<{ projectId: string; source: string } & Record<keyof Money, string>>(
    `select a.project_id as "projectId", a.source,
       coalesce(-sum(b.balance_fen) filter (where a.kind = 'received'), 0)::text as "receivedFen",
       coalesce(sum(b.balance_fen) filter (where a.kind = 'spent'), 0)::text as "spentFen",
       coalesce(sum(b.balance_fen) filter (where a.kind = 'refunded'), 0)::text as "refundedFen",
       coalesce(sum(b.balance_fen) filter (where a.kind = 'held'), 0)::text as "heldFen"
     from ledger_account a join ledger_balance b on b.account_id = a.id
     where a.estate_id = $1 and a.project_id is not null and a.source is not null group by 1, 2`,
    [estateId],
  );
  const found = new Map<string, Map<string, Money>>();
  for (const { projectId, source, receivedFen, spentFen, refundedFen, heldFen } of rows) {
    const ofProject = found.get(projectId) ?? new Map<string, Money>();
    ofProject.set(source, {
      ...{ receivedFen: fenOf(receivedFen), spentFen: fenOf(spentFen) },
      ...{ refundedFen: fenOf(refundedFen), heldFen: fenOf(heldFen) },
    });
    found.set(projectId, ofProject);
  }
  return found;
}

const fenOf = (text: string): number => fenNumber(BigInt(text));

/** In the order of the plan; behind them what the books know and the plan does not. */
function sourcesOf(planned: NonNullable<Row['sources']>, money: ReadonlyMap<string, Money>): PublicSource[] {
  const known = new Set(planned.map(({ sourceId }) => sourceId));
  const others = [...money.keys()].filter((sourceId) => !known.has(sourceId)).sort();
  return [
    ...planned.map(({ sourceId, kind, amountFen }) => ({
      ...{ sourceId, kind, plannedFen: amountFen },
      ...(money.get(sourceId) ?? NONE),
    })),
    ...others.map((sourceId) => ({ sourceId, kind: null, plannedFen: null, ...(money.get(sourceId) ?? NONE) })),
  ];
}
