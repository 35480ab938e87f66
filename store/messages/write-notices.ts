// Turns one notice of the outbox into messages to people: those who hold the addressed role there now. Embedded, messages are captured
// and shown on the outbox page; adapters for SMS and mail send from the same rows.
import type { Pool } from 'pg';
import type { Party, Role } from '../../domain/process';
import { uuidFrom } from '../ids';
import type { NoticePayload } from '../record/outbox';

/** Harmless when run twice: a message's key is the notice and its addressee. Returns how many people are told. */
export async function writeNotices(
  pool: Pool,
  key: string,
  processId: string,
  notice: NoticePayload,
  at: Date,
): Promise<number> {
  const addressees = await addresseesOf(pool, notice.tell ? atPlace(notice.party, notice.tell) : notice.party);
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

/** A rung of the ladder: the role told instead, wherever it covers the place of the duty. */
const atPlace = (party: Party, role: Role): Party => ({ kind: 'role', role, placePath: party.placePath });

/** Accounts whose grant covers the place (the grant's path is the place's path or above it). */
async function addresseesOf(pool: Pool, party: Party): Promise<Addressee[]> {
  if (party.kind === 'owner') {
    const { rows } = await pool.query<{ id: string }>(
      'select id from account where owner_id = $1 and disabled_at is null',
      [party.ownerId],
    );
    const accountId = rows[0]?.id ?? null;
    return [{ accountId, ownerId: party.ownerId }];
  }
  if (party.kind === 'account') return [{ accountId: party.accountId, ownerId: null }];
  const role = party.kind === 'department' ? 'departmentOfficer' : party.role;
  const department = party.kind === 'department' ? party.department : null;
  const { rows } = await pool.query<{ account_id: string }>(
    `select distinct g.account_id from role_grant g join account a on a.id = g.account_id
     where g.role = $1::"Role" and g.ended_at is null and a.disabled_at is null and $2 like g.path || '%'
       and ($3::text is null or g.department = $3)`,
    [role, party.placePath, department],
  );
  return rows.map(({ account_id }) => ({ accountId: account_id, ownerId: null }));
}
