// Turns one notice of the outbox into messages to people: those who hold the addressed role there now. Embedded, messages are captured
// and shown on the outbox page; adapters for SMS and mail send from the same rows.
import type { Pool } from 'pg';
import type { Party } from '../../domain/process';
import { uuidFrom } from '../ids';
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
  for (const { accountId, ownerId } of addressees) {
    const messageKey = `${key}:${accountId ?? ownerId}`;
    await pool.query(
      `insert into outgoing_message (id, key, process_id, obligation_key, template, channel, to_account_id, to_owner_id, place_path, params, created_at, sent_at)
       values ($1, $2, $3, $4, $5, 'captured', $6, $7, $8, $9, $10, $10) on conflict (key) do nothing`,
      [
        uuidFrom(messageKey),
        messageKey,
        processId,
        notice.obligationKey,
        notice.template,
        accountId,
        ownerId,
        notice.party.placePath,
        JSON.stringify(params),
        at,
      ],
    );
  }
  return addressees.length;
}

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
