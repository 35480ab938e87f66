// Lists of duties: mine, of a place, overdue; earliest due first, those without a legal deadline last. And the messages about them.
import type { Pool } from 'pg';
import type { ProcessKind, Role } from '../../domain/process';
import type { Principal } from '../auth/principal';
import type { PlaceKind } from '../../store/register/places';
import { audienceSql, audienceValues } from './audience';

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
  partyPlace: { id: string; name: string } | null;
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
  // Each half finds its rows by an index of its own; paths are compared as bytes, as that index holds them.
  return list(
    pool,
    `(select m.* from obligation m where m.person_id = any($5::uuid[]) and m.closed_at is ${nullOf(filter)}
      union select m.* from jsonb_to_recordset($6::jsonb) as office (role text, path text, department text)
        join obligation m on m.role = office.role and m.closed_at is ${nullOf(filter)}
          and m.place_path collate "C" >= office.path and m.place_path collate "C" < office.path || '~'
          and m.department is not distinct from office.department) o`,
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
    `(select m.* from obligation m where m.closed_at is ${nullOf(filter)} and (m.district_id = any($5::text[])
        or m.street_id = any($5) or m.community_id = any($5) or m.estate_id = any($5))) o`,
    [paths.map((path) => path.split('/').at(-2))],
    caller,
    filter,
    page,
    now,
  );

const nullOf = ({ isClosed }: DutyFilter): string => (isClosed ? 'not null' : 'null');

/** `source` gives the obligations `o`, open or closed as the filter says; its values are numbered from 5. */
async function list(
  pool: Pool,
  source: string,
  values: unknown[],
  caller: Principal,
  filter: DutyFilter,
  { after, limit }: Page,
  now: Date,
) {
  const { rows } = await pool.query<ObligationRow>(
    `select o.id, o.process_id as "processId", p.kind as "processKind", p.place_id as "placeId", e.name as "placeName", e.kind::text as "placeKind", o.key, o.duty,
        o.party_kind as "partyKind", o.role, o.department, o.person_id as "personId", o.since,
        (select json_build_object('id', h.id, 'name', h.name) from place h where h.path = o.place_path) as "partyPlace",
        o.due_at as "dueAt", o.is_provisional as "isProvisional", o.basis, o.rung, o.reminded_count as "remindedCount",
        o.next_step_at as "nextStepAt", o.next_step_tells as "nextStepTells", o.closed_at as "closedAt", o.closed_by as "closedBy", o.closed_how as "closedHow"
      from ${source} join process p on p.id = o.process_id join process_view v on v.process_id = o.process_id
        join place e on e.id = p.place_id
      where ${audienceSql('v', 6 + values.length)}
        and ($1::boolean is null or (o.due_at is not null and o.due_at <= $2) = $1)
        and ($3::timestamptz is null or (coalesce(o.due_at, 'infinity'), o.id) > ($3, $4::uuid))
      order by coalesce(o.due_at, 'infinity'), o.id limit $${5 + values.length}`,
    [
      filter.isOverdue ?? null,
      now,
      after?.[0] ?? null,
      after?.[1] ?? null,
      ...values,
      limit,
      ...audienceValues(caller),
    ],
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
      place: row.partyPlace,
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
