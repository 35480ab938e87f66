// Turns one notice of the outbox into messages to people: those who hold the addressed role there now. Embedded, messages are captured
// and shown on the outbox page; adapters for SMS and mail send from the same rows.
import type { Pool } from 'pg';
import type { Party } from '../../domain/process';
import { uuidFrom } from '../ids';
import { insertRows, type RowTable } from '../record/insert-rows';
import { atPlace, type NoticePayload } from '../record/outbox';

/** Harmless when run twice: a message's key is the notice and its addressee. Returns how many people are told. */
export async function writeNotices(
  pool: Pool,
  key: string,
  processId: string,
  notice: NoticePayload,
  at: Date,
): Promise<number> {
  const party = notice.tell ? atPlace(notice.party, notice.tell) : notice.party;
  const addressees = await addresseesOf(pool, processId, party);
  const params = { duty: notice.duty, dueAt: notice.dueAt, rung: notice.rung };
  const rows = addressees.map(({ accountId, ownerId }) => {
    const messageKey = `${key}:${accountId ?? ownerId}`;
    return {
      ...{ id: uuidFrom(messageKey), key: messageKey, process_id: processId, obligation_key: notice.obligationKey },
      ...{ template: notice.template, channel: 'captured', to_account_id: accountId, to_owner_id: ownerId },
      ...{ place_path: notice.party.placePath, params, created_at: at, sent_at: at },
    };
  });
  if (rows.length > 0)
    await pool.query({ name: 'write-notices', text: insertRows(MESSAGES, '$1'), values: [JSON.stringify(rows)] });
  return addressees.length;
}

const MESSAGES: RowTable = {
  name: 'outgoing_message',
  columns: `id uuid, key text, process_id uuid, obligation_key text, template text, channel text, to_account_id uuid, to_owner_id uuid,
    place_path text, params jsonb, created_at timestamptz, sent_at timestamptz`,
  onConflict: 'on conflict (key) do nothing',
};

interface Addressee {
  accountId: string | null;
  ownerId: string | null;
}

/**
 * Accounts whose grant covers the place (the grant's path is the place's path or above it). Nobody is told of a process that is hidden from
 * them, whatever office they hold.
 */
async function addresseesOf(pool: Pool, processId: string, party: Party): Promise<Addressee[]> {
  if (party.kind === 'owner' || party.kind === 'account') {
    const { rows } = await pool.query<Addressee & { isHidden: boolean }>(
      `select a.id as "accountId", $2::uuid as "ownerId", a.id = any(v.hidden_from) as "isHidden"
       from process_view v join account a on a.owner_id = $2 and a.disabled_at is null or a.id = $3 where v.process_id = $1`,
      [processId, party.kind === 'owner' ? party.ownerId : null, party.kind === 'account' ? party.accountId : null],
    );
    const [found] = rows;
    if (found?.isHidden) return [];
    if (party.kind === 'owner') return [{ accountId: found?.accountId ?? null, ownerId: party.ownerId }];
    return [{ accountId: party.accountId, ownerId: null }];
  }
  const role = party.kind === 'department' ? 'departmentOfficer' : party.role;
  const department = party.kind === 'department' ? party.department : null;
  const { rows } = await pool.query<{ account_id: string }>(
    `select distinct g.account_id from role_grant g join account a on a.id = g.account_id join process_view v on v.process_id = $4
     where g.role = $1::"Role" and g.ended_at is null and a.disabled_at is null and $2 like g.path || '%'
       and ($3::text is null or g.department = $3) and not a.id = any(v.hidden_from)`,
    [role, party.placePath, department, processId],
  );
  return rows.map(({ account_id }) => ({ accountId: account_id, ownerId: null }));
}
