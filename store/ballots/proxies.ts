// Written authorities to vote for somebody (委托书): who may act for whom, how many principals one agent may have. The paper itself
// stays with the community; here is its hash.
import type { Tx } from '../transaction';
import { refused } from '../refused';
import { isCountingOver, lockWindow } from './vote-window';

export interface ProxyRequest {
  id: string;
  voteId: string;
  principalOwnerId: string;
  /** An owner, who may then vote electronically; or the name on the paper, for somebody who votes on paper. */
  agent: { ownerId: string } | { name: string };
  documentSha256: string;
  byAccount: string;
}

/**
 * Registers a written authority. Refuses `vote-closed`, `proxies-not-allowed` (cap 0), `principal-has-no-right`, `proxy-is-principal`,
 * `id-already-used`, `agent-unknown`,
 * `proxy-is-firm-staff` (the property firm's people may not act for owners: 舟山, law.md 4.3), `assistant-is-proxy` (who helps others to vote
 * acts for none), `proxy-exists` (revoke the earlier one first) and `proxy-cap-reached`.
 */
export async function registerProxy(tx: Tx, request: ProxyRequest): Promise<{ proxyId: string }> {
  const locked = await lockWindow(tx, request.voteId);
  if (locked === undefined) throw refused('vote-not-open');
  const { window, now } = locked;
  if (window.state === 'closed' || isCountingOver(window, now)) throw refused('vote-closed');
  if (window.rules.proxyCap === 0) throw refused('proxies-not-allowed');
  const agentOwnerId = 'ownerId' in request.agent ? request.agent.ownerId : null;
  const agentName = 'name' in request.agent ? request.agent.name : null;
  if (agentOwnerId === request.principalOwnerId) throw refused('proxy-is-principal');
  const { rows } = await tx.query<{
    is_used: boolean;
    has_right: boolean;
    agent_known: boolean;
    is_staff: boolean;
    is_represented: boolean;
    has_assisted: boolean;
    principals: number;
  }>(
    `select exists (select from proxy_authority where id = $6) as is_used,
       exists (select from roll_right where roll_id = $2 and voter_owner_id = $3) as has_right,
       $4::uuid is null or exists (select from owner where id = $4) as agent_known,
       exists (select from account a join role_grant g on g.account_id = a.id
         where a.owner_id = $4 and g.role = 'firmManager' and g.ended_at is null) as is_staff,
       exists (select from proxy_authority where vote_id = $1 and principal_owner_id = $3 and revoked_at is null) as is_represented,
       exists (select from assistance s join account a on a.id = s.assistant_account where s.vote_id = $1 and a.owner_id = $4)
         as has_assisted,
       (select count(distinct principal_owner_id)::int from proxy_authority where vote_id = $1 and revoked_at is null
         and (agent_owner_id = $4 or agent_name = $5)) as principals`,
    [request.voteId, window.rollId, request.principalOwnerId, agentOwnerId, agentName, request.id],
  );
  const found = rows[0];
  if (found?.is_used) throw refused('id-already-used', { id: request.id });
  if (found === undefined || !found.has_right) throw refused('principal-has-no-right');
  if (!found.agent_known) throw refused('agent-unknown');
  if (found.is_staff) throw refused('proxy-is-firm-staff');
  if (found.has_assisted) throw refused('assistant-is-proxy');
  if (found.is_represented) throw refused('proxy-exists');
  if (found.principals >= window.rules.proxyCap) throw refused('proxy-cap-reached', { cap: window.rules.proxyCap });
  await tx.query(
    `insert into proxy_authority (id, vote_id, principal_owner_id, agent_owner_id, agent_name, document_sha256, registered_by, registered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      request.id,
      request.voteId,
      request.principalOwnerId,
      agentOwnerId,
      agentName,
      request.documentSha256,
      request.byAccount,
      now,
    ],
  );
  return { proxyId: request.id };
}

/** Ends an authority. Ballots already cast under it stand; the principal may cast his own. Refuses `not-found`, `proxy-revoked`. */
export async function revokeProxy(tx: Tx, voteId: string, proxyId: string, byAccount: string): Promise<void> {
  // The window's lock, so that no ballot under this authority is half way.
  const locked = await lockWindow(tx, voteId);
  const { rows } = await tx.query<{ revoked_at: Date | null }>(
    'select revoked_at from proxy_authority where id = $1 and vote_id = $2 for update',
    [proxyId, voteId],
  );
  const row = rows[0];
  if (row === undefined || locked === undefined) throw refused('not-found');
  if (row.revoked_at !== null) throw refused('proxy-revoked');
  await tx.query('update proxy_authority set revoked_at = $2, revoked_by = $3 where id = $1', [
    proxyId,
    locked.now,
    byAccount,
  ]);
}

export interface ProxyRow {
  proxyId: string;
  principalOwnerId: string;
  agentOwnerId: string | null;
  agentName: string | null;
  documentSha256: string;
  registeredAt: Date;
  revokedAt: Date | null;
}

/** All authorities of a vote, revoked ones too, oldest first. */
export async function listProxies(tx: Pick<Tx, 'query'>, voteId: string): Promise<ProxyRow[]> {
  const { rows } = await tx.query<ProxyRow>(
    `select id as "proxyId", principal_owner_id as "principalOwnerId", agent_owner_id as "agentOwnerId", agent_name as "agentName",
       document_sha256 as "documentSha256", registered_at as "registeredAt", revoked_at as "revokedAt"
     from proxy_authority where vote_id = $1 order by registered_at, id`,
    [voteId],
  );
  return rows;
}
