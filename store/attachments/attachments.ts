// Photos and recordings: taken in, kept sealed, used once for a problem, read again. Who may read one that is used is judged by whoever asks
// (the problem's audience); what a file is, is sniff.ts's, and what is kept of it clean-photo.ts's and clean-voice.ts's.
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { openBytes, sealBytes } from '../crypto/byte-cipher';
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { cleanPhoto, type PhotoLimits } from './clean-photo';
import { cleanVoice } from './clean-voice';
import { sniff } from './sniff';

/** How long a file waits for its report. */
export const UNUSED_HOURS = 24;

export type AttachmentKind = 'photo' | 'voice';

/** A file as it is kept. */
export interface CleanFile {
  kind: AttachmentKind;
  mediaType: string;
  bytes: Buffer;
  /** Hex, of these bytes. */
  sha256: string;
  width: number | null;
  height: number | null;
}

/**
 * What is kept of a file that its sender calls a photo or a recording. Refuses `not-a-photo` or `not-a-recording` for a file that is
 * something else (the params say what) or is broken, and `photo-too-many-pixels`.
 */
export async function cleanFile(bytes: Buffer, claimed: AttachmentKind, limits: PhotoLimits): Promise<CleanFile> {
  const found = sniff(bytes);
  if (claimed === 'photo') {
    if (found.kind !== 'photo') throw refused('not-a-photo', { format: found.format });
    const { bytes: kept, mediaType, width, height } = await cleanPhoto(bytes, found.format, limits);
    return { kind: 'photo', mediaType, bytes: kept, sha256: sha256Of(kept), width, height };
  }
  if (found.kind !== 'voice') throw refused('not-a-recording', { format: found.format });
  const { bytes: kept, mediaType } = cleanVoice(bytes, found.format);
  return { kind: 'voice', mediaType, bytes: kept, sha256: sha256Of(kept), width: null, height: null };
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface AttachmentView {
  attachmentId: string;
  kind: AttachmentKind;
  mediaType: string;
  sha256: string;
  byteCount: number;
  width: number | null;
  height: number | null;
  uploadedAt: Date;
  expiresAt: Date | null;
  reportId: string | null;
}

const VIEW = `id as "attachmentId", kind, media_type as "mediaType", sha256, byte_count as "byteCount", width, height,
  uploaded_at as "uploadedAt", expires_at as "expiresAt", report_id as "reportId"`;

/** Keeps a file until it is used or expires. Files of anybody that have expired go. Refuses `too-many-attachments`. */
export async function keepAttachment(
  tx: Tx,
  keyRing: KeyRing,
  file: CleanFile,
  by: { attachmentId: string; accountId: string; maxUnused: number; at: Date },
): Promise<AttachmentView> {
  const { attachmentId, accountId, maxUnused, at } = by;
  await tx.query(
    'delete from attachment where id in (select id from attachment where expires_at <= $1 limit 200 for update skip locked)',
    [at],
  );
  const { rows: waiting } = await tx.query<{ count: number }>(
    'select count(*)::int as count from attachment where uploaded_by = $1 and expires_at is not null',
    [accountId],
  );
  if ((waiting[0]?.count ?? 0) >= maxUnused) throw refused('too-many-attachments', { max: maxUnused });
  const sealed = sealBytes(keyRing, attachmentId, file.bytes);
  const { rows } = await tx.query<AttachmentView>(
    `insert into attachment (id, sha256, kind, media_type, byte_count, width, height, ring_key_id, content, uploaded_by, uploaded_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11::timestamptz + make_interval(hours => $12)) returning ${VIEW}`,
    [
      ...[attachmentId, file.sha256, file.kind, file.mediaType, file.bytes.length, file.width, file.height],
      ...[sealed.ringKeyId, sealed.content, accountId, at, UNUSED_HOURS],
    ],
  );
  return rows[0] as AttachmentView;
}

/**
 * Binds files to a problem (or another process), named by the hashes under which they are kept: those that this account has uploaded and nobody used yet, or that
 * the problem has already. Refuses `attachment-unknown`.
 */
export async function useAttachments(
  tx: Tx,
  hashes: readonly string[],
  use: { problemId: string; reportId: string | null; accountId: string; at: Date; forOffices?: boolean },
): Promise<void> {
  if (hashes.length === 0) return;
  const { rows } = await tx.query<{ sha256: string }>(
    `with own as (
       select distinct on (sha256) id from attachment
       where uploaded_by = $2 and sha256 = any($1::text[]) and problem_id is null and expires_at > $5 order by sha256, uploaded_at),
     used as (
       update attachment set problem_id = $3, report_id = $4, expires_at = null, for_offices = $6
       where id in (select id from own) and problem_id is null returning sha256)
     select sha256 from used union select sha256 from attachment where problem_id = $3 and sha256 = any($1::text[])`,
    [hashes, use.accountId, use.problemId, use.reportId, use.at, use.forOffices ?? false],
  );
  const found = new Set(rows.map(({ sha256 }) => sha256));
  const missing = hashes.find((hash) => !found.has(hash));
  if (missing !== undefined) throw refused('attachment-unknown', { sha256: missing });
}

export interface StoredAttachment extends AttachmentView {
  uploadedBy: string | null;
  problemId: string | null;
  forOffices: boolean;
  ringKeyId: string;
  content: Buffer;
}

/** Undefined: there is none, or it has expired. */
export async function findAttachment(
  pool: Pool,
  attachmentId: string,
  at: Date,
): Promise<StoredAttachment | undefined> {
  const { rows } = await pool.query<StoredAttachment>(
    `select ${VIEW}, uploaded_by as "uploadedBy", problem_id as "problemId", for_offices as "forOffices", ring_key_id as "ringKeyId", content
     from attachment where id = $1 and (expires_at is null or expires_at > $2)`,
    [attachmentId, at],
  );
  return rows[0];
}

export const readAttachment = (keyRing: KeyRing, { attachmentId, ringKeyId, content }: StoredAttachment): Buffer =>
  openBytes(keyRing, attachmentId, { ringKeyId, content });

/** The files of a problem, oldest first; those for offices alone only when asked. */
export async function listAttachments(pool: Pool, problemId: string, withOffices: boolean): Promise<AttachmentView[]> {
  const { rows } = await pool.query<AttachmentView>(
    `select ${VIEW} from attachment where problem_id = $1 and ($2 or not for_offices) order by uploaded_at, id limit 500`,
    [problemId, withOffices],
  );
  return rows;
}
