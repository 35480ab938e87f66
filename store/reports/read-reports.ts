// Reading reports: those of a problem, and a person's own with the state that their problem is in.
import type { Pool } from 'pg';
import type { ProblemChannel } from '../../domain/problem/messages';
import type { LaunchedProblem } from '../../domain/problem/state';
import type { Setting } from '../../domain/machinery/types';
import type { ProcessState } from '../../domain/process';
import { goesOnIn, reportedTo } from './merged';
import type { Person } from './reporters';

export interface ReportPage {
  after: { at: string; id: string } | null;
  limit: number;
}

export interface ReportView {
  reportId: string;
  isFirst: boolean;
  channel: ProblemChannel;
  reporterAccount: string | null;
  reporterOwner: string | null;
  contactCipher: string | null;
  phoneMasked: string | null;
  helperAccount: string | null;
  reportText: string | null;
  spotPlaceId: string;
  attachments: string[];
  at: Date;
}

const VIEW = `r.report_id as "reportId", r.channel, r.reporter_account as "reporterAccount",
  r.reporter_owner as "reporterOwner", r.contact_cipher as "contactCipher", r.phone_masked as "phoneMasked",
  r.helper_account as "helperAccount", r.report_text as "reportText", r.spot_place_id as "spotPlaceId", r.at,
  array(select a.id from attachment a where a.report_id = r.report_id order by a.uploaded_at, a.id) as attachments`;

/** Oldest first, with those of problems that were merged into this one. */
export async function listReports(pool: Pool, problemId: string, { after, limit }: ReportPage): Promise<ReportView[]> {
  const { rows } = await pool.query<ReportView>(
    `select ${VIEW}, r.is_first and r.problem_id = $1 as "isFirst" from problem_report r
     where r.problem_id in ${reportedTo('$1')} and ($2::timestamptz is null or (r.at, r.report_id) > ($2, $3::uuid)) order by r.at, r.report_id limit $4`,
    [problemId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export interface OwnReport extends ReportView {
  /** What was reported. */
  problemId: string;
  /** The problem that it was merged into; null: it was not. Everything below is of that one then. */
  goesOnIn: string | null;
  placeId: string;
  placeName: string;
  isOpen: boolean;
  outcome: string | null;
  reportCount: number;
  setting: Setting;
  state: ProcessState<LaunchedProblem>;
}

/** Newest first; what was made in the person's name by somebody else is theirs as well. */
export async function listOwnReports(
  pool: Pool,
  { accountId, ownerId }: Person,
  { after, limit }: ReportPage,
): Promise<OwnReport[]> {
  const { rows } = await pool.query<Omit<OwnReport, 'setting'> & Setting>(
    `select ${VIEW}, r.is_first as "isFirst", r.problem_id as "problemId", nullif(p.id, r.problem_id) as "goesOnIn", p.place_id as "placeId", e.name as "placeName", v.is_open as "isOpen", v.outcome,
       (select count(*)::int from problem_report o where o.problem_id in ${reportedTo('p.id')}) as "reportCount", p.policy, p.calendar, v.state
     from problem_report r join process p on p.id = ${goesOnIn('r.problem_id')} join process_view v on v.process_id = p.id join place e on e.id = p.place_id
     where (r.reporter_account = $1 or r.reporter_owner = $2) and ($3::timestamptz is null or (r.at, r.report_id) < ($3, $4::uuid))
     order by r.at desc, r.report_id desc limit $5`,
    [accountId, ownerId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows.map(({ policy, calendar, ...row }) => ({ ...row, setting: { policy, calendar } }));
}

export interface FoundReport {
  problemId: string;
  reporterAccount: string | null;
  reporterOwner: string | null;
}

export async function findReport(pool: Pool, reportId: string): Promise<FoundReport | undefined> {
  const { rows } = await pool.query<FoundReport>(
    `select problem_id as "problemId", reporter_account as "reporterAccount", reporter_owner as "reporterOwner"
     from problem_report where report_id = $1`,
    [reportId],
  );
  return rows[0];
}
