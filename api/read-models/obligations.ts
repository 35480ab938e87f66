// Lists of duties: mine, of a place, overdue; earliest due first, those without a legal deadline last. And the messages about them.
import type { Pool } from 'pg';
import type { ProcessKind, Role } from '../../domain/process';
import type { Principal } from '../auth/principal';
import type { PlaceKind } from '../../store/register/places';
import { audienceSql, audienceValues } from './audience';
import { placesAt } from './process-detail';

interface ObligationRow {
  id: string;
  processId: string;
  processKind: ProcessKind;
  placeId: string;
  placeName: string;
  placeKind: PlaceKind;
  key: string;
  duty: string;
  partyKind: 'role' | 'department' | 'owner' | 'account';
  role: Role | null;
  department: string | null;
  personId: string | null;
  placePath: string;
  since: Date;
  dueAt: Date | null;
  isProvisional: boolean;
  basis: string;
  rung: number;
  remindedCount: number;
  nextStepAt: Date | null;
  nextStepTells: Role | 'addressee' | null;
  closedAt: Date | null;
  closedBy: string | null;
  closedHow: string | null;
}

/** Due instant ('infinity' where there is none) and id of the last row of the page before. */
export type DueKey = [string, string];

interface Page {
  after: DueKey | null;
  limit: number;
}

export interface DutyFilter {
  isOverdue?: boolean | undefined;
  isClosed?: boolean | undefined;
}

/** Addressed to a role or department the caller holds at (or above) that place, or to the owner the caller is. */
export const listMine = (pool: Pool, caller: Principal, filter: DutyFilter, page: Page, now: Date) => {
  const { grants, ownerId, accountId } = caller;
  const offices = grants
    .filter(({ role }) => role !== 'owner')
    .map(({ role, path, department }) => ({
      role,
      path,
      department: role === 'departmentOfficer' ? department : null,
    }));
  return list(
    pool,
    `(o.person_id = any($6::uuid[]) or exists (
        select from jsonb_to_recordset($7::jsonb) as mine (role text, path text, department text)
        where o.role = mine.role and starts_with(o.place_path, mine.path) and o.department is not distinct from mine.department))`,
    [ownerId === null ? [accountId] : [accountId, ownerId], JSON.stringify(offices)],
    caller,
    filter,
    page,
    now,
  );
};

/** Duties in processes at or inside any of these places. */
export const listWithin = (
  pool: Pool,
  paths: readonly string[],
  caller: Principal,
  filter: DutyFilter,
  page: Page,
  now: Date,
) =>
  list(
    pool,
    `exists (select from unnest($6::text[]) as within (path) where starts_with(p.place_path, within.path))`,
    [paths],
    caller,
    filter,
    page,
    now,
  );

async function list(
  pool: Pool,
  condition: string,
  values: unknown[],
  caller: Principal,
  filter: DutyFilter,
  { after, limit }: Page,
  now: Date,
) {
  const { rows } = await pool.query<ObligationRow>(
    `select o.id, o.process_id as "processId", p.kind as "processKind", p.place_id as "placeId", e.name as "placeName", e.kind::text as "placeKind", o.key, o.duty,
        o.party_kind as "partyKind", o.role, o.department, o.person_id as "personId", o.place_path as "placePath", o.since,
        o.due_at as "dueAt", o.is_provisional as "isProvisional", o.basis, o.rung, o.reminded_count as "remindedCount",
        o.next_step_at as "nextStepAt", o.next_step_tells as "nextStepTells", o.closed_at as "closedAt", o.closed_by as "closedBy", o.closed_how as "closedHow"
      from obligation o join process p on p.id = o.process_id join process_view v on v.process_id = o.process_id
        join place e on e.id = p.place_id
      where ${condition} and ${audienceSql('v', 7 + values.length)}
        and (o.closed_at is not null) = $1
        and ($2::boolean is null or (o.due_at is not null and o.due_at <= $3) = $2)
        and ($4::timestamptz is null or (coalesce(o.due_at, 'infinity'), o.id) > ($4, $5::uuid))
      order by coalesce(o.due_at, 'infinity'), o.id limit $${6 + values.length}`,
    [
      filter.isClosed ?? false,
      filter.isOverdue ?? null,
      now,
      after?.[0] ?? null,
      after?.[1] ?? null,
      ...values,
      limit,
      ...audienceValues(caller),
    ],
  );
  const places = await placesAt(
    pool,
    rows.map(({ placePath }) => placePath),
  );
  return rows.map((row) => ({
    id: row.id,
    processId: row.processId,
    processKind: row.processKind,
    place: { id: row.placeId, name: row.placeName, kind: row.placeKind },
    key: row.key,
    duty: row.duty,
    party: {
      kind: row.partyKind,
      role: row.role,
      department: row.department,
      ownerId: row.partyKind === 'owner' ? row.personId : null,
      accountId: row.partyKind === 'account' ? row.personId : null,
      place: places.get(row.placePath) ?? null,
    },
    since: row.since.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    isOverdue: row.closedAt === null && row.dueAt !== null && row.dueAt <= now,
    isProvisional: row.isProvisional,
    basis: row.basis,
    remindedCount: row.remindedCount,
    rung: row.rung,
    nextStepAt: row.nextStepAt?.toISOString() ?? null,
    nextStepTells: row.nextStepTells,
    closedAt: row.closedAt?.toISOString() ?? null,
    closedBy: row.closedBy,
    closedHow: row.closedHow,
  }));
}

export const dueKeyOf = ({ dueAt, id }: { dueAt: string | null; id: string }): DueKey => [dueAt ?? 'infinity', id];

interface MessageRow {
  id: string;
  processId: string | null;
  obligationKey: string | null;
  template: string;
  channel: string;
  toAccountId: string | null;
  toOwnerId: string | null;
  toReportId: string | null;
  params: Record<string, unknown>;
  createdAt: Date;
  sentAt: Date | null;
  failure: string | null;
}

/**
 * Messages about processes at or inside the place that the caller may see or is told of, and digests of it, newest first. Which processes a
 * digest names is its reader's.
 */
export async function listMessages(
  pool: Pool,
  { path, caller, before, limit }: { path: string; caller: Principal; before: [string, string] | null; limit: number },
) {
  const { rows } = await pool.query<MessageRow>(
    `select m.id, m.process_id as "processId", m.obligation_key as "obligationKey", m.template, m.channel,
        m.to_account_id as "toAccountId", m.to_owner_id as "toOwnerId", m.to_report_id as "toReportId", m.created_at as "createdAt", m.sent_at as "sentAt", m.failure,
        case when m.process_id is null and m.to_account_id <> $7 then m.params - 'worst' else m.params end as params
      from outgoing_message m left join process_view v on v.process_id = m.process_id
      where case when m.process_id is null then starts_with(m.place_path, $1)
          else starts_with(v.place_path, $1) and (${audienceSql('v', 5)} or m.to_account_id = any($5::uuid[])) end and ($2::timestamptz is null or (m.created_at, m.id) < ($2, $3::uuid))
      order by m.created_at desc, m.id desc limit $4`,
    [path, before?.[0] ?? null, before?.[1] ?? null, limit, ...audienceValues(caller), caller.accountId],
  );
  return rows.map(({ createdAt, sentAt, ...message }) => ({
    ...message,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }));
}
