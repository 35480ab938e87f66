// The short path of reports: a row beside the process, in one transaction, without a word to the workflow. The first report of a problem is kept
// with its launch, the others join; thousands may, at the same moment.
import { maskPhone } from '../../domain/register/id-number';
import type { ProblemChannel } from '../../domain/problem/messages';
import { useAttachments } from '../attachments/attachments';
import type { FieldCipher } from '../crypto/field-cipher';
import { assertSpotInside } from '../problems/launch-facts';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { sealContact } from './contacts';
import { reportedTo } from './merged';

/** In whose name it is: an account, an owner for whom somebody else writes, or somebody known by name and phone; null: a device. */
export type Reporter =
  | { kind: 'account'; accountId: string; ownerId: string | null }
  | { kind: 'owner'; ownerId: string }
  | { kind: 'contact'; name: string; phone: string }
  | null;

export interface NewReport {
  reportId: string;
  problemId: string;
  channel: ProblemChannel;
  reporter: Reporter;
  /** The account that wrote it down for somebody else. */
  helperAccount: string | null;
  /** Hash of the words. */
  reportText: string | null;
  /** Building, entrance or estate; null: where the problem is. */
  spotPlaceId: string | null;
  /** Hashes of files that `uploadedBy` has uploaded. */
  attachments: readonly string[];
  uploadedBy: string | null;
  commandId: string;
  at: Date;
}

/** Where the problem stood when the report joined it. */
export interface Joined {
  processId: string;
  seq: number;
  phase: string;
}

/** Keeps the report that opens a problem; to be called in the transaction of the launch, after it. Refuses `attachment-unknown`, `id-already-used`. */
export const keepFirstReport = (
  tx: Tx,
  cipher: FieldCipher,
  report: NewReport & { spotPlaceId: string },
): Promise<void> => insertReport(tx, cipher, report, report.spotPlaceId, true);

/**
 * Joins an open problem. Refuses `not-found` for anything that is no problem, `process-closed`, `already-reported` with the earlier report,
 * `spot-outside-estate`, `attachment-unknown`, `id-already-used`.
 */
export async function joinProblem(tx: Tx, cipher: FieldCipher, report: NewReport): Promise<Joined> {
  // Shared: reports do not wait for one another, and the problem cannot close between this look and the commit.
  const { rows } = await tx.query<{
    isOpen: boolean;
    spotPlaceId: string;
    estateId: string;
    estatePath: string;
    seq: number;
    phase: string;
  }>(
    `select is_open as "isOpen", seq, phase, state->'core'->'spot'->>'placeId' as "spotPlaceId", place_id as "estateId", place_path as "estatePath"
     from process_view where process_id = $1 and kind = 'problem' for share`,
    [report.problemId],
  );
  const [problem] = rows;
  if (!problem) throw refused('not-found');
  if (!problem.isOpen) throw refused('process-closed', { processId: report.problemId });
  await refuseSecondReport(tx, report);
  const { spotPlaceId } = report;
  if (spotPlaceId !== null) await assertSpotInside(tx, { ...problem, spotPlaceId });
  await insertReport(tx, cipher, report, spotPlaceId ?? problem.spotPlaceId, false);
  return { processId: report.problemId, seq: problem.seq, phase: problem.phase };
}

/** One voice for each person: what somebody adds later is a comment. Of two at the same moment the database keeps one. */
async function refuseSecondReport(tx: Tx, { problemId, reporter }: NewReport): Promise<void> {
  if (reporter === null || reporter.kind === 'contact') return;
  const { rows } = await tx.query<{ reportId: string }>(
    `select report_id as "reportId" from problem_report
     where problem_id in ${reportedTo('$1')} and (reporter_account = $2 or reporter_owner = $3) limit 1`,
    [problemId, reporter.kind === 'account' ? reporter.accountId : null, reporter.ownerId],
  );
  if (rows[0]) throw refused('already-reported', { reportId: rows[0].reportId });
}

async function insertReport(
  tx: Tx,
  cipher: FieldCipher,
  report: NewReport,
  spotPlaceId: string,
  isFirst: boolean,
): Promise<void> {
  const { reportId, problemId, reporter, commandId, at } = report;
  const contact = reporter?.kind === 'contact' ? { name: reporter.name, phone: reporter.phone } : null;
  const { rowCount } = await tx.query({
    name: 'insert-report',
    text: `insert into problem_report (report_id, problem_id, is_first, channel, reporter_account, reporter_owner, contact_cipher, phone_masked,
         helper_account, report_text, spot_place_id, at, command_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    values: [
      ...[reportId, problemId, isFirst, report.channel],
      reporter?.kind === 'account' ? reporter.accountId : null,
      reporter?.kind === 'account' || reporter?.kind === 'owner' ? reporter.ownerId : null,
      contact && sealContact(cipher, contact),
      contact && maskPhone(contact.phone),
      ...[report.helperAccount, report.reportText, spotPlaceId, at, commandId],
    ],
  });
  if (rowCount === 0) throw await takenBecause(tx, report);
  if (report.uploadedBy !== null)
    await useAttachments(tx, report.attachments, { problemId, reportId, accountId: report.uploadedBy, at });
}

/** Somebody was faster: with this id, or as this reporter. */
async function takenBecause(tx: Tx, report: NewReport): Promise<Error> {
  const { rowCount } = await tx.query('select from problem_report where report_id = $1', [report.reportId]);
  if (rowCount) return refused('id-already-used', { id: report.reportId });
  return refused('already-reported');
}
