// Runs audits: the one of each night, once however many workers there are, and those that somebody asked for. What an audit is, is
// engine/audit/run-audit.ts.
import type { Logger } from 'pino';
import { HOUR_MS, localDateOf, timeOfDay } from '../domain/calendar/instant';
import { runAudit, type AuditDeps } from '../engine/audit/run-audit';
import { queueNightly, takeAudit } from '../store/audit/audits';
import { startRounds, type Rounds } from './rounds';

export interface AuditorDeps extends AuditDeps {
  log: Logger;
  /** The hour in Beijing from which on the night's audit is due; null: none by night. */
  nightlyHour: number | null;
}

const PAUSE_MS = 5_000;

export const startAuditor = (deps: AuditorDeps): Rounds =>
  startRounds({
    pauseMs: PAUSE_MS,
    look: (isStopping) => auditNext(deps, isStopping),
    // It is left as it stands; whoever takes it next goes on there.
    onError: (error) => deps.log.warn({ err: error }, 'auditor: engine or database is away'),
  });

/** Queues the night's audit when its hour has come, and runs the next that waits; false: none did. */
export async function auditNext(deps: AuditorDeps, isStopping: () => boolean = () => false): Promise<boolean> {
  const { pool, time, log, nightlyHour } = deps;
  const now = await time.now();
  const at = now.toISOString();
  if (nightlyHour !== null && timeOfDay(at) >= nightlyHour * HOUR_MS) await queueNightly(pool, localDateOf(at), now);
  const audit = await takeAudit(pool, now);
  if (audit === undefined) return false;
  const end = await runAudit(deps, audit, isStopping);
  log.info({ auditId: audit.id, end }, 'auditor: an audit');
  return end === 'ended';
}
