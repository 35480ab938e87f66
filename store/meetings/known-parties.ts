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
