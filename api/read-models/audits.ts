// Lists of the auditor, cut to the places that the caller watches over and to the processes that are shown to the caller.
import type { Pool } from 'pg';
import type { ProcessKind } from '../../domain/process';
import { REPAIRS, type Motion } from '../../store/audit/differences';
import { ITEM_COLUMNS, type Item } from '../../store/audit/items';
import type { PlaceKind } from '../../store/register/places';
import type { TroubleKind } from '../../store/supervision/engine-troubles';
import { readTexts } from '../../store/texts';
import type { Principal } from '../auth/principal';
import { DIFFERENCE_LABELS } from '../labels/differences';
import type { Lang } from '../problems';
import { audienceSql, audienceValues } from './audience';

/** Instant and id of the last row of the page before. */
export type TimeKey = [string, string];

export interface Watcher {
  caller: Principal;
  lang: Lang;
  /** Paths of the grants under which the caller watches. */
  paths: readonly string[];
}

interface PlaceColumns {
  placeId: string;
  placeName: string;
  placeKind: PlaceKind;
}

const PLACE_COLUMNS = `e.id as "placeId", e.name as "placeName", e.kind::text as "placeKind"`;
const placeOf = ({ placeId, placeName, placeKind }: PlaceColumns) => ({
  id: placeId,
  name: placeName,
  kind: placeKind,
});
const isWithin = (path: string, values: number) =>
  `exists (select from unnest($${values}::text[]) as within (path) where starts_with(${path}, within.path))`;

interface TroubleRow extends PlaceColumns {
  id: string;
  processId: string;
  processKind: ProcessKind;
  kind: TroubleKind;
  what: string;
  attempts: number;
  lastError: string;
  since: Date;
  seenAt: Date;
  resolvedAt: Date | null;
}

export async function listTroubles(
  pool: Pool,
  { caller, paths }: Watcher,
  { isResolved, before, limit }: { isResolved: boolean; before: TimeKey | null; limit: number },
) {
  const { rows } = await pool.query<TroubleRow>(
    `select t.id, t.process_id as "processId", v.kind as "processKind", ${PLACE_COLUMNS}, t.kind, t.what, t.attempts,
       t.last_error as "lastError", t.since, t.seen_at as "seenAt", t.resolved_at as "resolvedAt"
     from engine_trouble t join process_view v on v.process_id = t.process_id join place e on e.id = v.place_id
     where ${isWithin('v.place_path', 1)} and ${audienceSql('v', 2)} and (t.resolved_at is not null) = $4
       and ($5::timestamptz is null or (t.since, t.id) < ($5, $6::uuid))
     order by t.since desc, t.id desc limit $7`,
    [paths, ...audienceValues(caller), isResolved, before?.[0] ?? null, before?.[1] ?? null, limit],
  );
  return rows.map(({ placeId, placeName, placeKind, since, seenAt, resolvedAt, ...trouble }) => ({
    ...trouble,
    place: placeOf({ placeId, placeName, placeKind }),
    since: since.toISOString(),
    seenAt: seenAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}

/** Items within the caller's places; one that belongs to no place on record is every watcher's. */
const SEEN_ITEMS = `audit_item i left join process_view v on v.process_id = i.process_id
  left join place e on e.path = i.place_path`;
const seenItem = (first: number) =>
  `(i.place_path is null or ${isWithin('i.place_path', first)}) and (v.process_id is null or ${audienceSql('v', first + 1)})`;

interface AuditRow {
  id: string;
  trigger: 'nightly' | 'asked';
  askedBy: string | null;
  isFull: boolean;
  state: 'queued' | 'running' | 'finished';
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  processes: number;
  events: string;
  found: number;
  open: number;
}

/** Audits that looked at a place of the caller's, newest first; `auditId`: this one only. */
export async function listAudits(
  pool: Pool,
  { caller, paths }: Watcher,
  { auditId, before, limit }: { auditId: string | null; before: TimeKey | null; limit: number },
) {
  const { rows } = await pool.query<AuditRow>(
    `select a.id, a.trigger, a.asked_by as "askedBy", a.is_full as "isFull", a.state, a.queued_at as "queuedAt", a.started_at as "startedAt",
       a.finished_at as "finishedAt", a.processes, a.events, n.found, n.open
     from audit a cross join lateral (
       select count(*)::int as found, (count(*) filter (where i.resolved_at is null))::int as open
       from ${SEEN_ITEMS} join audit_finding f on f.item_id = i.id where f.audit_id = a.id and ${seenItem(1)}) n
     where exists (select from unnest(a.scope_paths) as scope (path) join unnest($1::text[]) as within (path)
         on starts_with(scope.path, within.path) or starts_with(within.path, scope.path))
       and ($4::uuid is null or a.id = $4) and ($5::timestamptz is null or (a.queued_at, a.id) < ($5, $6::uuid))
     order by a.queued_at desc, a.id desc limit $7`,
    [paths, ...audienceValues(caller), auditId, before?.[0] ?? null, before?.[1] ?? null, limit],
  );
  return rows.map(({ queuedAt, startedAt, finishedAt, events, ...audit }) => ({
    ...audit,
    events: Number(events),
    queuedAt: queuedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }));
}

type ItemRow = Item & { [Column in keyof PlaceColumns]: PlaceColumns[Column] | null };

/** What the audit found, newest first; or one item, whoever found it. */
export async function listItems(
  pool: Pool,
  { caller, paths, lang }: Watcher,
  which: { auditId: string; isResolved: boolean | null; before: TimeKey | null; limit: number } | { itemId: string },
) {
  const { auditId, isResolved, before, limit, itemId } = {
    ...{ auditId: null, isResolved: null, before: null, limit: 1, itemId: null },
    ...which,
  };
  const { rows } = await pool.query<ItemRow>(
    `select ${ITEM_COLUMNS}, ${PLACE_COLUMNS} from ${SEEN_ITEMS}
     where ${seenItem(1)} and ($4::uuid is null or i.id = $4)
       and ($5::uuid is null or exists (select from audit_finding f where f.item_id = i.id and f.audit_id = $5))
       and ($6::boolean is null or (i.resolved_at is not null) = $6)
       and ($7::timestamptz is null or (i.first_found_at, i.id) < ($7, $8::uuid))
     order by i.first_found_at desc, i.id desc limit $9`,
    [
      ...[paths, ...audienceValues(caller), itemId, auditId, isResolved],
      ...[before?.[0] ?? null, before?.[1] ?? null, limit],
    ],
  );
  const repairs = await repairsOf(
    pool,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => shownItem(row, repairs.get(row.id) ?? [], lang));
}

function shownItem(row: ItemRow, repairs: Repair[], lang: Lang) {
  const { placeId, placeName, placeKind, firstFoundAt, foundAt, resolvedAt } = row;
  return {
    ...{ id: row.id, kind: row.kind, subject: row.subject, processId: row.processId, detail: row.detail },
    ...{ label: DIFFERENCE_LABELS[row.kind].is[lang], instruction: DIFFERENCE_LABELS[row.kind].todo[lang] },
    place: placeId && placeName && placeKind ? placeOf({ placeId, placeName, placeKind }) : null,
    motion: REPAIRS[row.kind],
    firstFoundAt: firstFoundAt.toISOString(),
    foundAt: foundAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    repairs,
  };
}

interface Repair {
  motion: Motion;
  result: string;
  accountId: string;
  reasonText: string | null;
  at: string;
}

async function repairsOf(pool: Pool, itemIds: readonly string[]): Promise<Map<string, Repair[]>> {
  const { rows } = await pool.query<{ itemId: string; reason: string; at: Date } & Omit<Repair, 'reasonText' | 'at'>>(
    `select item_id as "itemId", motion, result, account_id as "accountId", reason, at from audit_repair
     where item_id = any($1::uuid[]) order by at, command_id`,
    [itemIds],
  );
  const texts = await readTexts(
    pool,
    rows.map(({ reason }) => reason),
  );
  const found = new Map<string, Repair[]>();
  for (const { itemId, reason, at, ...repair } of rows)
    found.set(itemId, [
      ...(found.get(itemId) ?? []),
      { ...repair, reasonText: texts.get(reason) ?? null, at: at.toISOString() },
    ]);
  return found;
}
