// Opens a problem from a signal that no person types into a form: a ticket of the hotline, an alarm. One transaction: the launch (the relay
// starts the workflow from the record) and its first report; or, where the same thing is open at the very spot, a report that joins it.
import { calendarFor } from '../../domain/policy/rehearsal';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import { NATIONAL_JURISDICTION, policyFor } from '../../domain/policy/presets';
import type { Policy } from '../../domain/policy/schema';
import type { EstateDesk } from '../../domain/problem/state';
import type { Actor, Channel } from '../../domain/process';
import type { FieldCipher } from '../crypto/field-cipher';
import { placeOfEstate, type EstatePlace } from '../process-place';
import { launchProcess } from '../record/launch-process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { joinProblem, keepFirstReport, type NewReport } from './keep-report';
import { closedAtSpot, openNearby, type Spot } from './nearby';

export interface Signal extends Spot {
  /** In whose name the problem is opened: whoever registered the source, or brought the file. */
  actor: Actor;
  by: Channel;
  report: Omit<NewReport, 'problemId' | 'spotPlaceId'>;
  /** Joined only if opened or told of within so long; null: as long as the policy says. */
  joinMinutes: number | null;
}

export interface TakenIn {
  problemId: string;
  isJoined: boolean;
}

/**
 * `problemId` is the id of the problem if one has to be opened. Refuses `category-unknown`, `not-an-estate`, `scope-outside-estate`, and
 * what a launch or a report can be refused for.
 */
export async function takeIn(tx: Tx, cipher: FieldCipher, problemId: string, signal: Signal): Promise<TakenIn> {
  const { estateId, category, placeId, report } = signal;
  const estate = await placeOfEstate(tx, estateId);
  const policy = policyAt(estate, report.at);
  if (!policy.problem.categories[category]) throw refused('category-unknown', { category });
  await refuseOutside(tx, placeId, estate);
  // One after the other at one spot: of a hundred alarms at the same moment the first opens the problem and the others join it.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`problem:${category}:${placeId}`]);
  const same = await sameProblem(tx, signal, policy);
  if (same !== null) {
    await joinProblem(tx, cipher, { ...report, problemId: same, spotPlaceId: placeId });
    return { problemId: same, isJoined: true };
  }
  await launchProblem(tx, problemId, signal, estate, policy);
  await keepFirstReport(tx, cipher, { ...report, problemId, spotPlaceId: placeId });
  return { problemId, isJoined: false };
}

/** The policy in force at the place that day. */
export const policyAt = ({ jurisdiction }: EstatePlace, at: Date): Policy =>
  policyFor(jurisdiction ?? NATIONAL_JURISDICTION, localDateOf(instantOf(at.getTime())));

/** The open problem that the signal is about; null: there is none. */
export async function sameProblem(
  tx: Tx,
  { estateId, category, placeId, joinMinutes, report }: Pick<Signal, keyof Spot | 'joinMinutes'> & { report: { at: Date } },
  policy: Policy,
): Promise<string | null> {
  const calendar = calendarFor(policy);
  const rule = policy.problem.duplicates.within;
  const [nearest] = await openNearby(tx, { estateId, category, placeId }, { rule, calendar, now: report.at }, 1);
  if (nearest?.nearness !== 'spot') return null;
  if (joinMinutes === null) return nearest.problemId;
  const { rows } = await tx.query<{ at: Date }>('select max(at) as at from problem_report where problem_id = $1', [
    nearest.problemId,
  ]);
  const last = Math.max(rows[0]?.at.getTime() ?? 0, nearest.launchedAt.getTime());
  return report.at.getTime() - last < joinMinutes * 60_000 ? nearest.problemId : null;
}

async function launchProblem(
  tx: Tx,
  problemId: string,
  { actor, by, category, placeId, estateId, report }: Signal,
  estate: EstatePlace,
  policy: Policy,
): Promise<void> {
  const { estatePath, communityPath, streetPath, districtPath } = estate;
  const calendar = calendarFor(policy);
  const within = { rule: policy.problem.recurrence.within, calendar, now: report.at };
  const launch = {
    type: 'launch' as const,
    category,
    channel: report.channel,
    spot: { placeId, spotText: null },
    desk: await deskOf(tx, estatePath),
    reporterId: report.reporter?.kind === 'account' ? report.reporter.accountId : null,
    complaintOf: null,
    recurrenceOf: await closedAtSpot(tx, { estateId, category, placeId }, within),
    isSupervised: false,
  };
  const place = { estateId, estatePath, communityPath, streetPath, districtPath };
  const pinned = { kind: 'problem' as const, place, parentId: null, policy, calendar };
  const { commandId, at } = report;
  const given = { processId: problemId, commandId, actor, channel: by, command: launch, isRepeatRefused: true };
  await launchProcess(tx, { ...pinned, ...given }, at);
}

/** Who takes problems in at the estate: its firm, else its committee; null: neither has an account (三无小区). */
export async function deskOf(tx: Tx, estatePath: string): Promise<EstateDesk> {
  const { rows } = await tx.query<{ role: EstateDesk }>(
    `select role::text from role_grant where path = $1 and ended_at is null and role in ('firmManager', 'committeeMember')
     order by role = 'firmManager' desc limit 1`,
    [estatePath],
  );
  return rows[0]?.role ?? null;
}

async function refuseOutside(tx: Tx, placeId: string, { estatePath }: EstatePlace): Promise<void> {
  const { rowCount } = await tx.query('select from place where id = $1 and starts_with(path, $2)', [placeId, estatePath]);
  if (!rowCount) throw refused('scope-outside-estate', { placeId });
}
