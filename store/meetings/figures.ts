// The figures of a pack, read from the live tables. Processes that not everybody at their place may see are counted and never listed: the
// pack is read by a whole meeting.
import { before } from '../../domain/calendar/due';
import { dateOf, dayOf } from '../../domain/calendar/instant';
import type { Calendar, Instant } from '../../domain/calendar/types';
import type { RhythmForm } from '../../domain/meeting/forms';
import { periodsOf, type PackBody, type PackDuty, type PackRate } from '../../domain/meeting/pack';
import type { Policy } from '../../domain/policy/schema';
import { threeRates, type Rate } from '../../domain/supervision/rates';
import { readRateParts, type Period } from '../supervision/read-roll-up';
import type { Tx } from '../transaction';

/** Whose figures, over which place, at which instant, by which rules. */
export interface PackAsked {
  form: RhythmForm;
  placePath: string;
  at: Instant;
  policy: Policy;
  calendar: Calendar;
}

/** All of one moment: to be called in one snapshot (repeatable read). */
export async function readFigures(tx: Tx, asked: PackAsked): Promise<PackBody> {
  const { form, placePath, at, calendar } = asked;
  const { from, until } = periodsOf(form, at, calendar);
  return {
    ...{ form, placeName: await nameOf(tx, placePath), madeAt: at, from, until },
    stalls: await readStalls(tx, asked),
    rates: partsOnly(
      threeRates(await readRateParts(tx, { path: placePath, period: wholeDays(from, at), now: new Date(at) })),
    ),
    repeats: await readRepeats(tx, asked),
    dueNext: await readDueNext(tx, asked, until),
  };
}

/** From the day of the last meeting to the day before this one: no answer is lost between two packs, none is in both. */
const wholeDays = (from: Instant, at: Instant): Period => ({ from: dateOf(dayOf(from)), to: dateOf(dayOf(at) - 1) });

const partsOnly = (rates: ReturnType<typeof threeRates>): PackBody['rates'] => ({
  response: bare(rates.response),
  solved: bare(rates.solved),
  satisfied: bare(rates.satisfied),
});
const bare = ({ part, whole }: Rate): PackRate => ({ part, whole });

async function nameOf(tx: Tx, path: string): Promise<string> {
  const { rows } = await tx.query<{ name: string }>('select name from place where path = $1', [path]);
  return rows[0]?.name ?? '';
}

const IS_PUBLIC = `v.seen_by_roles = '{}' and v.seen_by = '{}' and v.hidden_from = '{}'`;

async function readStalls(tx: Tx, { placePath, at, policy, calendar }: PackAsked): Promise<PackBody['stalls']> {
  const { silentAfter, worst } = policy.rhythm.pack;
  const { rows } = await tx.query<Omit<PackBody['stalls'], 'worst'>>(
    `with late as (select process_id from obligation where closed_at is null and due_at <= $2)
     select count(*)::int as "openProcesses",
       (select count(*)::int from late join process_view w on w.process_id = late.process_id
         where starts_with(w.place_path, $1)) as overdue,
       count(*) filter (where v.updated_at < $3 and not v.is_suspended
         and v.process_id not in (select process_id from late))::int as silent
     from process_view v where v.is_open and starts_with(v.place_path, $1)`,
    [placePath, at, before(silentAfter, at, calendar).at],
  );
  const counts = rows[0] ?? { openProcesses: 0, overdue: 0, silent: 0 };
  return { ...counts, worst: await readDuties(tx, placePath, null, at, worst.value) };
}

async function readDueNext(tx: Tx, { placePath, at, policy }: PackAsked, until: Instant): Promise<PackBody['dueNext']> {
  const { rows } = await tx.query<{ duties: number }>(
    `select count(*)::int as duties from obligation o join process_view v on v.process_id = o.process_id
     where o.closed_at is null and o.due_at > $2 and o.due_at <= $3 and starts_with(v.place_path, $1)`,
    [placePath, at, until],
  );
  return {
    duties: rows[0]?.duties ?? 0,
    first: await readDuties(tx, placePath, at, until, policy.rhythm.pack.worst.value),
  };
}

/** Open duties due after one instant and not after another, those that were or are due first to begin with. */
async function readDuties(
  tx: Tx,
  placePath: string,
  after: Instant | null,
  upTo: Instant,
  limit: number,
): Promise<PackDuty[]> {
  const { rows } = await tx.query<Omit<PackDuty, 'since' | 'dueAt'> & { since: Date; dueAt: Date }>(
    `select o.process_id as "processId", v.kind, e.name as "placeName", o.duty, o.role, o.department, o.since, o.due_at as "dueAt"
     from obligation o join process_view v on v.process_id = o.process_id join place e on e.id = v.place_id
     where o.closed_at is null and o.due_at <= $3 and ($2::timestamptz is null or o.due_at > $2)
       and starts_with(v.place_path, $1) and ${IS_PUBLIC}
     order by o.due_at, o.id limit $4`,
    [placePath, after, upTo, limit],
  );
  return rows.map(({ since, dueAt, ...row }) => ({
    ...row,
    since: since.toISOString(),
    dueAt: dueAt.toISOString(),
  }));
}

/** Places with so many problems within the time of the policy. */
async function readRepeats(tx: Tx, { placePath, at, policy, calendar }: PackAsked): Promise<PackBody['repeats']> {
  const { repeats, worst } = policy.rhythm.pack;
  const { rows } = await tx.query<PackBody['repeats'][number]>(
    `select e.name as "placeName", count(*)::int as problems from process p join place e on e.id = p.place_id
     where p.kind = 'problem' and p.launched_at > $2 and p.launched_at <= $3 and starts_with(p.place_path, $1)
     group by e.id, e.name having count(*) >= $4 order by count(*) desc, e.name limit $5`,
    [placePath, before(repeats.within, at, calendar).at, at, repeats.times.value, worst.value],
  );
  return rows;
}
