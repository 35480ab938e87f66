// The pack of a meeting as it was frozen: one row, written once, its hash on the meeting's own record.
import type { Pool } from 'pg';
import { isRhythmForm } from '../../domain/meeting/forms';
import type { PackBody } from '../../domain/meeting/pack';
import type { LaunchedMeeting } from '../../domain/meeting/state';
import { seatOf } from '../../domain/process';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';
import { readSnapshot } from '../record/read-process';
import { inTransaction, type Tx } from '../transaction';
import { readFigures } from './figures';

export interface FrozenPack {
  sha256: string;
  madeAt: Date;
  body: PackBody;
}

/** What the hash of a pack stands for. */
export const packHash = (body: PackBody): string => sha256Hex(canonicalJson(body as unknown as CanonicalValue));

/**
 * Freezes the figures of a meeting of the rhythm; done twice, the first time counts. All of them are of one moment. Throws for a process
 * that is no such meeting.
 */
export async function writePack(pool: Pool, meetingId: string, now: Date): Promise<Omit<FrozenPack, 'body'>> {
  const known = await readPack(pool, meetingId);
  if (known) return known;
  await inTransaction(pool, (tx) => freeze(tx, meetingId, now), { isolation: 'repeatable read', timeoutMs: 120_000 });
  const written = await readPack(pool, meetingId);
  if (!written) throw new Error(`the pack of ${meetingId} was written and is not there`);
  return written;
}

async function freeze(tx: Tx, meetingId: string, now: Date): Promise<void> {
  const snapshot = await readSnapshot(tx, meetingId);
  const core = snapshot?.kind === 'meeting' ? (snapshot.state.core as LaunchedMeeting) : undefined;
  if (!snapshot || !core || !isRhythmForm(core.form)) throw new Error(`no meeting with a pack: ${meetingId}`);
  const { policy, calendar } = snapshot.setting;
  const body = await readFigures(tx, {
    ...{ form: core.form, placePath: seatOf(core.place).placePath, at: now.toISOString() },
    ...{ policy, calendar: snapshot.state.calendar ?? calendar },
  });
  await tx.query(
    `insert into meeting_pack (process_id, made_at, body, sha256) values ($1, $2, $3, $4) on conflict (process_id) do nothing`,
    [meetingId, now, JSON.stringify(body), packHash(body)],
  );
}

/** Undefined: the meeting has none, or it is not written yet. */
export async function readPack(db: Pool | Tx, meetingId: string): Promise<FrozenPack | undefined> {
  const { rows } = await db.query<FrozenPack>(
    'select sha256, made_at as "madeAt", body from meeting_pack where process_id = $1',
    [meetingId],
  );
  return rows[0];
}
