// Takes in what no person types into a form: a ticket of the hotline, an alarm. One transaction: the launch (the relay starts the workflow from
// the record) and its first report; or, where the same thing is open at the very spot, a report that joins it.
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import { NATIONAL_JURISDICTION, policyFor } from '../../domain/policy/presets';
import { calendarFor } from '../../domain/policy/rehearsal';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, Channel } from '../../domain/process';
import type { FieldCipher } from '../crypto/field-cipher';
import { launchFacts } from '../problems/launch-facts';
import { placeOfEstate, type EstatePlace } from '../process-place';
import { launchProcess } from '../record/launch-process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { joinProblem, keepFirstReport, type NewReport } from './keep-report';
import { openNearby, type Spot } from './nearby';

export interface Signal extends Spot {
  /** In whose name the problem is opened: whoever registered the source, or brought the file. */
  actor: Actor;
  by: Channel;
  report: Omit<NewReport, 'problemId' | 'spotPlaceId'>;
  /** Joined only if somebody told of it within so long; null: as long as the policy says. */
  joinMinutes: number | null;
}

export interface TakenIn {
  problemId: string;
  isJoined: boolean;
}

/**
 * `problemId` is the id of the problem if one has to be opened. Refuses `category-unknown`, `not-an-estate`, `spot-outside-estate`, and
 * whatever a launch or a report can be refused for.
 */
export async function takeIn(tx: Tx, cipher: FieldCipher, problemId: string, signal: Signal): Promise<TakenIn> {
  const { estateId, category, spotPlaceId, report } = signal;
  const estate = await placeOfEstate(tx, estateId);
  const policy = policyAt(estate, report.at);
  if (!policy.problem.categories[category]) throw refused('category-unknown', { category });
  await lockSpot(tx, signal);
  const same = await sameProblem(tx, signal, policy, report.at);
  if (same !== null) {
    await joinProblem(tx, cipher, { ...report, problemId: same, spotPlaceId });
    return { problemId: same, isJoined: true };
  }
  await launchProblem(tx, problemId, signal, estate, policy);
  await keepFirstReport(tx, cipher, { ...report, problemId, spotPlaceId });
  return { problemId, isJoined: false };
}

/** One after the other at one spot: of a hundred reports at the same moment the first opens the problem and the others join it. */
export async function lockSpot(tx: Tx, { category, spotPlaceId }: Omit<Spot, 'estateId'>): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`problem:${category}:${spotPlaceId}`]);
}

/** The policy in force at the place that day. */
export const policyAt = ({ jurisdiction }: EstatePlace, at: Date): Policy =>
  policyFor(jurisdiction ?? NATIONAL_JURISDICTION, localDateOf(instantOf(at.getTime())));

/** The open problem of the category at the very spot; null: there is none that is young enough. */
export async function sameProblem(
  tx: Tx,
  { joinMinutes, ...spot }: Spot & { joinMinutes: number | null },
  policy: Policy,
  now: Date,
): Promise<string | null> {
  const within = { rule: policy.problem.duplicates.within, calendar: calendarFor(policy), now };
  // What not everybody may see is nothing that a stranger's report is put into.
  const shown = { sql: `v.seen_by_roles = '{}' and v.hidden_from = '{}'`, values: [] };
  const [nearest] = await openNearby(tx, spot, within, 1, shown);
  if (nearest?.nearness !== 'spot') return null;
  if (joinMinutes === null) return nearest.problemId;
  const { rows } = await tx.query<{ at: Date | null }>(
    'select max(at) as at from problem_report where problem_id = $1',
    [nearest.problemId],
  );
  const lastAt = Math.max(rows[0]?.at?.getTime() ?? 0, nearest.openedAt.getTime());
  return now.getTime() - lastAt < joinMinutes * 60_000 ? nearest.problemId : null;
}

async function launchProblem(
  tx: Tx,
  problemId: string,
  { actor, by, category, spotPlaceId, report }: Signal,
  estate: EstatePlace,
  policy: Policy,
): Promise<void> {
  const { estateId, estatePath, communityPath, streetPath, districtPath } = estate;
  const calendar = calendarFor(policy);
  const { commandId, at, channel, reporter, reportText } = report;
  const launch = {
    type: 'launch' as const,
    ...{ category, channel, reportText },
    spot: { placeId: spotPlaceId, spotText: null },
    reporterId: reporter?.kind === 'account' ? reporter.accountId : null,
    complaintOf: null,
    ...(await launchFacts(tx, { estatePath, spotPlaceId, category }, policy, calendar, at)),
    isSupervised: false,
  };
  const place = { estateId, estatePath, communityPath, streetPath, districtPath };
  const pinned = { kind: 'problem' as const, place, parentId: null, policy, calendar };
  const given = { processId: problemId, commandId, actor, channel: by, command: launch, isRepeatRefused: true };
  await launchProcess(tx, { ...pinned, ...given }, at);
}
