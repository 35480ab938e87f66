// What a machine tells us, carried out once: by its own number, however often and by whichever way it comes. A problem is opened, or the report
// joins the one that is open.
import type { Actor, Channel } from '../../domain/process';
import type { FieldCipher } from '../crypto/field-cipher';
import { uuidFrom } from '../ids';
import type { Reporter } from '../reports/keep-report';
import type { Spot } from '../reports/nearby';
import { takeIn } from '../reports/open-problem';
import { storeText } from '../texts';
import type { Tx } from '../transaction';

export interface MachineSignal extends Spot {
  sourceId: string;
  /** The source's number of the ticket or event. */
  signalNo: string;
  channel: 'hotline' | 'sensor';
  actor: Actor;
  by: Channel;
  reporter: Reporter;
  text: string | null;
  deviceId: string | null;
  joinMinutes: number | null;
  happenedAt: Date;
  at: Date;
}

export interface TakenSignal {
  problemId: string;
  reportId: string;
  /** opened, joined: by this signal; alreadyIn: it had come before. */
  outcome: 'opened' | 'joined' | 'alreadyIn';
}

/** Refuses what takeIn (store/reports/open-problem.ts) refuses; then nothing is written and the same number may come again. */
export async function takeSignal(tx: Tx, cipher: FieldCipher, signal: MachineSignal): Promise<TakenSignal> {
  const { sourceId, signalNo, at } = signal;
  const key = `${sourceId}:${signalNo}`;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [key]);
  const earlier = await findSignal(tx, sourceId, signalNo);
  if (earlier) return { ...earlier, outcome: 'alreadyIn' };
  const commandId = uuidFrom(`signal:${key}`);
  const reportId = uuidFrom(`report:${key}`);
  const reportText =
    signal.text === null ? null : await storeText(tx, signal.text, { commandId, field: 'reportText', at });
  const { channel, reporter } = signal;
  const report = { reportId, channel, reporter, reportText, helperAccount: null, attachments: [], uploadedBy: null };
  const { problemId, isJoined } = await takeIn(tx, cipher, uuidFrom(`problem:${key}`), {
    ...signal,
    report: { ...report, commandId, at },
  });
  await tx.query(
    `insert into intake_signal (source_id, signal_no, device_id, problem_id, report_id, happened_at, received_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [sourceId, signalNo, signal.deviceId, problemId, reportId, signal.happenedAt, at],
  );
  return { problemId, reportId, outcome: isJoined ? 'joined' : 'opened' };
}

async function findSignal(
  tx: Tx,
  sourceId: string,
  signalNo: string,
): Promise<{ problemId: string; reportId: string } | undefined> {
  const { rows } = await tx.query<{ problemId: string; reportId: string }>(
    'select problem_id as "problemId", report_id as "reportId" from intake_signal where source_id = $1 and signal_no = $2',
    [sourceId, signalNo],
  );
  return rows[0];
}

/** Which of these numbers have come before, with the problem that each belongs to. */
export async function knownSignals(
  tx: Tx,
  sourceId: string,
  signalNos: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ signalNo: string; problemId: string }>(
    'select signal_no as "signalNo", problem_id as "problemId" from intake_signal where source_id = $1 and signal_no = any($2::text[])',
    [sourceId, signalNos],
  );
  return new Map(rows.map(({ signalNo, problemId }) => [signalNo, problemId]));
}
