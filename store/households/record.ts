// The record of a household (一户一册) and what was noted on its visits: sealed at rest, and opened only after the look is on record.
// Who may is decided by the API.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { LookPurpose, RecordSection } from '../../domain/household/record';
import type { VisitKind } from '../../domain/household/messages';
import type { LaunchedHousehold } from '../../domain/household/state';
import type { Role } from '../../domain/process';
import type { FieldCipher } from '../crypto/field-cipher';
import { readTexts } from '../texts';
import type { Tx } from '../transaction';

export interface NewEntry {
  unitId: string;
  section: RecordSection;
  contentText: string;
  byAccountId: string;
  at: Date;
}

/** Adds an entry; the newest of a section is what holds. Returns its id. */
export async function appendEntry(tx: Tx, entry: NewEntry, cipher: FieldCipher): Promise<string> {
  const { unitId, section, contentText, byAccountId, at } = entry;
  const entryId = randomUUID();
  await tx.query(
    'insert into household_record (id, unit_id, section, content_cipher, by_account, at) values ($1, $2, $3, $4, $5, $6)',
    [entryId, unitId, section, cipher.seal('household', contentText), byAccountId, at],
  );
  return entryId;
}

export interface NewLook {
  unitId: string;
  accountId: string;
  role: Role;
  purpose: LookPurpose;
  purposeText: string;
  at: Date;
}

/** Puts a look on record; to be committed before anything is answered. Returns its id. */
export async function noteLook(tx: Tx, look: NewLook, cipher: FieldCipher): Promise<string> {
  const { unitId, accountId, role, purpose, purposeText, at } = look;
  const lookId = randomUUID();
  await tx.query(
    'insert into household_look (id, unit_id, account_id, role, purpose, purpose_cipher, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [lookId, unitId, accountId, role, purpose, cipher.seal('household', purposeText), at],
  );
  return lookId;
}

export interface Look {
  lookId: string;
  accountId: string;
  role: Role;
  purpose: LookPurpose;
  purposeText: string;
  at: Date;
}

/** Who looked at this household's record, when and why, newest first. */
export async function listLooks(
  pool: Pool,
  unitId: string,
  { before, limit }: { before: { at: string; id: string } | null; limit: number },
  cipher: FieldCipher,
): Promise<Look[]> {
  const { rows } = await pool.query<Omit<Look, 'purposeText'> & { sealed: string }>(
    `select id as "lookId", account_id as "accountId", role, purpose, purpose_cipher as sealed, at from household_look
     where unit_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid)) order by at desc, id desc limit $4`,
    [unitId, before?.at ?? null, before?.id ?? null, limit],
  );
  return rows.map(({ sealed, ...look }) => ({ ...look, purposeText: cipher.open('household', sealed) }));
}

export interface Entry {
  entryId: string;
  section: RecordSection;
  contentText: string;
  byAccountId: string;
  at: Date;
}

/** A visit as it is on record, with what was noted; null: the note was erased. */
export interface NotedVisit {
  round: number;
  visitedAt: string;
  kind: VisitKind;
  noteText: string | null;
  byAccountId: string | null;
}

export interface HouseholdContent {
  /** Newest first, all of them: what was known when. */
  entries: Entry[];
  /** The open visits, if it is visited; why it has its class. */
  visits: { processId: string; class: LaunchedHousehold['class']; reasonText: string | null } | null;
  /** The newest visits first, at most `MOST_VISITS`, also those of visits that have ended. */
  notes: NotedVisit[];
}

export const MOST_VISITS = 100;

/** Everything behind the wall. Only for a caller whose look is on record. */
export async function readContent(pool: Pool, unitId: string, cipher: FieldCipher): Promise<HouseholdContent> {
  const entries = await pool.query<Omit<Entry, 'contentText'> & { sealed: string }>(
    `select id as "entryId", section, content_cipher as sealed, by_account as "byAccountId", at from household_record
     where unit_id = $1 order by at desc, id desc`,
    [unitId],
  );
  const open = await pool.query<{ processId: string; core: LaunchedHousehold }>(
    `select process_id as "processId", state -> 'core' as core from process_view where exclusive_key = 'household:' || $1`,
    [unitId],
  );
  const noted = await pool.query<NotedVisit & { hash: string }>(
    `select (e.payload ->> 'round')::int as round, e.payload ->> 'visitedAt' as "visitedAt", e.payload ->> 'kind' as kind,
        e.payload ->> 'noteText' as hash, e.actor_id as "byAccountId"
      from process_view v join process_event e on e.process_id = v.process_id
      where v.kind = 'household' and v.state -> 'core' ->> 'unitId' = $1
        and v.place_path = (select p.path from unit u join place p on p.id = u.estate_id where u.id = $1::uuid)
        and e.type in ('visitRecorded', 'householdSeen')
      order by e.at desc, e.seq desc limit $2`,
    [unitId, MOST_VISITS],
  );
  const visits = open.rows[0];
  const hashes = [...noted.rows.map(({ hash }) => hash), ...(visits ? [visits.core.reasonText] : [])];
  const texts = await readTexts(pool, hashes);
  const opened = (hash: string): string | null => {
    const sealed = texts.get(hash);
    return sealed === undefined ? null : cipher.open('text', sealed);
  };
  return {
    entries: entries.rows.map(({ sealed, ...entry }) => ({ ...entry, contentText: cipher.open('household', sealed) })),
    visits: visits
      ? { processId: visits.processId, class: visits.core.class, reasonText: opened(visits.core.reasonText) }
      : null,
    notes: noted.rows.map(({ hash, ...visit }) => ({ ...visit, noteText: opened(hash) })),
  };
}
