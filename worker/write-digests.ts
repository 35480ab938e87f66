// The digest of a supervisor: once a day or a week, what is open, overdue and due soon in their places, as numbers and ids. Nothing personal is
// in it. It becomes a row of outgoing_message; sending is the digester's, its words are digest-text.ts.
import type { Pool } from 'pg';
import { dateOf, dayOf, weekdayOf } from '../domain/calendar/instant';
import type { LocalDate } from '../domain/calendar/types';
import type { Role } from '../domain/process';
import { audienceSql, audienceValues } from '../store/audience';
import { uuidFrom } from '../store/ids';

export interface DigestOffice {
  role: string;
  placeId: string;
  placeName: string;
  counts: DigestCounts;
}

export interface DigestCounts {
  /** Duties that wait for people. */
  open: number;
  overdue: number;
  /** Due within seven days. */
  dueSoon: number;
  /** Overdue and told to an office above. */
  escalated: number;
  /** Processes that stand still. */
  suspended: number;
}

/** What is stored with the message. */
export interface DigestParams {
  on: LocalDate;
  every: 'day' | 'week';
  offices: DigestOffice[];
  /** The duties longest overdue. */
  worst: { processId: string; duty: string; dueAt: string }[];
}

/** The day whose digest is the present one: today, or this week's Monday. One that was missed is written later in its week. */
export function digestDay(every: 'day' | 'week', now: Date): LocalDate {
  const today = dayOf(now.toISOString());
  return dateOf(every === 'day' ? today : today - ((weekdayOf(today) + 6) % 7));
}

interface Supervisor {
  accountId: string;
  ownerId: string | null;
  hasAddress: boolean;
  offices: { role: Role; placeId: string; placeName: string; path: string }[];
}

/** Accounts that supervise somewhere and have no digest of this day yet. */
async function supervisorsWithout(pool: Pool, on: LocalDate): Promise<Supervisor[]> {
  const { rows } = await pool.query<Supervisor>(
    `select a.id as "accountId", a.owner_id as "ownerId", m.account_id is not null as "hasAddress",
       jsonb_agg(distinct jsonb_build_object('role', g.role, 'placeId', p.id, 'placeName', p.name, 'path', g.path)) as offices
     from account a join role_grant g on g.account_id = a.id join place p on p.id = g.place_id
       left join account_mail m on m.account_id = a.id
     where g.role in ('districtSupervisor', 'streetOfficer') and g.ended_at is null and a.disabled_at is null
       and not exists (select from outgoing_message o where o.key = 'digest:' || a.id || ':' || $1)
     group by a.id, m.account_id order by a.id`,
    [on],
  );
  return rows;
}

/**
 * Writes the digests that are due. Harmless when run twice or by two workers: one per account and day. Without a mail server they are captured
 * like other messages; an account without an address is shown as not delivered. Returns how many were written.
 */
export async function writeDigests(
  pool: Pool,
  { every, now, isMailed }: { every: 'day' | 'week'; now: Date; isMailed: boolean },
): Promise<number> {
  const on = digestDay(every, now);
  let written = 0;
  for (const supervisor of await supervisorsWithout(pool, on)) {
    const key = `digest:${supervisor.accountId}:${on}`;
    const offices = await Promise.all(
      supervisor.offices.map(async ({ path, ...office }) => ({ ...office, counts: await countsAt(pool, path, now) })),
    );
    const params: DigestParams = { on, every, offices, worst: await worstOf(pool, supervisor, now) };
    const failure = isMailed && !supervisor.hasAddress ? 'no-address' : null;
    const paths = supervisor.offices.map(({ path }) => path).sort((a, b) => a.length - b.length);
    const { rowCount } = await pool.query(
      `insert into outgoing_message (id, key, template, channel, to_account_id, place_path, params, created_at, sent_at, available_at, failure)
       values ($1, $2, 'digest', $3, $4, $5, $6, $7, $8, $9, $10) on conflict (key) do nothing`,
      [
        ...[uuidFrom(key), key, isMailed ? 'mail' : 'captured', supervisor.accountId, paths[0], JSON.stringify(params)],
        ...[now, isMailed ? null : now, isMailed ? now : null, failure],
      ],
    );
    written += rowCount ?? 0;
  }
  return written;
}

async function countsAt(pool: Pool, path: string, now: Date): Promise<DigestCounts> {
  const { rows } = await pool.query<DigestCounts>(
    `select count(*)::int as open, (count(*) filter (where o.due_at <= $2))::int as overdue,
       (count(*) filter (where o.due_at > $2 and o.due_at <= $2::timestamptz + interval '7 days'))::int as "dueSoon",
       (count(*) filter (where o.due_at <= $2 and o.rung > 0))::int as escalated,
       (select count(*) from process_view s where s.is_open and s.is_suspended and starts_with(s.place_path, $1))::int as suspended
     from obligation o join process p on p.id = o.process_id where o.closed_at is null and starts_with(p.place_path, $1)`,
    [path, now],
  );
  return rows[0] ?? { open: 0, overdue: 0, dueSoon: 0, escalated: 0, suspended: 0 };
}

/** Only of processes that this person may see. */
async function worstOf(
  pool: Pool,
  { accountId, ownerId, offices }: Supervisor,
  now: Date,
): Promise<DigestParams['worst']> {
  const { rows } = await pool.query<{ processId: string; duty: string; dueAt: Date }>(
    `select o.process_id as "processId", o.key as duty, o.due_at as "dueAt"
     from obligation o join process_view v on v.process_id = o.process_id
     where o.closed_at is null and o.due_at <= $1 and ${audienceSql('v', 3)}
       and exists (select from unnest($2::text[]) as office (path) where starts_with(v.place_path, office.path))
     order by o.due_at, o.id limit 10`,
    [now, offices.map(({ path }) => path), ...audienceValues({ accountId, ownerId, grants: offices })],
  );
  return rows.map(({ dueAt, ...duty }) => ({ ...duty, dueAt: dueAt.toISOString() }));
}
