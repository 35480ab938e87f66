// People whom a meeting calls by their id exist, and owners own something there.
import type { Pool } from 'pg';
import type { MeetingPartyAsked } from '../../domain/meeting/messages';
import type { Rejection } from '../../domain/process';
import { strangersAmong } from '../register/owners-at';
import type { Tx } from '../transaction';

/** `not-an-owner-here` or `party-not-known` with the id; undefined: all of them may be called. */
export async function refuseStrangers(
  db: Pool | Tx,
  parties: readonly MeetingPartyAsked[],
  placePath: string,
): Promise<Rejection | undefined> {
  const ownerIds = parties.flatMap((party) => ('ownerId' in party ? [party.ownerId] : []));
  const [ownerId] = await strangersAmong(db, ownerIds, placePath);
  if (ownerId !== undefined) return { code: 'not-an-owner-here', params: { ownerId } };
  const accountIds = parties.flatMap((party) => ('accountId' in party ? [party.accountId] : []));
  if (accountIds.length === 0) return undefined;
  const { rows } = await db.query<{ id: string }>(
    'select id from unnest($1::uuid[]) as asked (id) where not exists (select from account a where a.id = asked.id)',
    [accountIds],
  );
  return rows[0] && { code: 'party-not-known', params: { accountId: rows[0].id } };
}

/** `party-may-not-know` for an owner whose account the meeting is hidden from; of accounts themselves the decider knows. */
export async function refuseHidden(
  pool: Pool,
  parties: readonly MeetingPartyAsked[],
  meetingId: string,
): Promise<Rejection | undefined> {
  const keys = new Map(parties.flatMap((party) => ('ownerId' in party ? [[party.ownerId, party.key] as const] : [])));
  if (keys.size === 0) return undefined;
  const { rows } = await pool.query<{ ownerId: string }>(
    `select a.owner_id as "ownerId" from process_view v join account a on a.id = any(v.hidden_from)
     where v.process_id = $1 and a.owner_id = any($2::uuid[])`,
    [meetingId, [...keys.keys()]],
  );
  return rows[0] && { code: 'party-may-not-know', params: { key: keys.get(rows[0].ownerId) ?? null } };
}
