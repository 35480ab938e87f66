// What is shown of the candidates of an election beside the decider's state: the party share as a target, and the words of vetting bodies
// only to those who decide on them and to the candidate concerned.
import type { Pool } from 'pg';
import type { LaunchedElection } from '../../domain/election/state';
import type { Policy } from '../../domain/policy/schema';
import type { ProcessKind } from '../../domain/process';
import type { Principal } from '../auth/principal';
import type { Insight } from './people';

export interface SlateShare {
  standing: number;
  partyMembers: number;
  targetPercent: number;
  isTargetReached: boolean;
}

/**
 * How many of those who stand are party members, against the soft target of the policy (a warning, never a bar). Read from the register:
 * political status never enters an event. Null for other processes, and while nobody stands.
 */
export async function slateShare(
  pool: Pool,
  kind: ProcessKind,
  core: { phase: string },
  policy: Policy,
): Promise<SlateShare | null> {
  if (kind !== 'election' || core.phase === 'unlaunched') return null;
  const owners = (core as LaunchedElection).candidates
    .filter(({ status }) => status === 'nominated' || status === 'admitted')
    .map(({ ownerId }) => ownerId);
  if (owners.length === 0) return null;
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from owner where id = any($1::uuid[]) and is_party_member',
    [owners],
  );
  const partyMembers = rows[0]?.count ?? 0;
  const targetPercent = policy.election.partyShareTarget.value;
  const isTargetReached = partyMembers * 100 >= owners.length * targetPercent;
  return { standing: owners.length, partyMembers, targetPercent, isTargetReached };
}

/** The state without what bodies said about people, for those whom it is not meant for. */
export function shownState(
  kind: ProcessKind,
  core: { phase: string },
  viewer: Principal,
  insight: Insight,
): { phase: string } {
  if (insight.seesTexts || kind !== 'election' || core.phase === 'unlaunched') return core;
  const election = core as LaunchedElection;
  const candidates = election.candidates.map((candidate) =>
    candidate.ownerId === viewer.ownerId ? candidate : { ...candidate, opinions: [] },
  );
  const shown: LaunchedElection = { ...election, candidates };
  return shown;
}

/** Which way a body's word went is left out for the same people; that it was given stays visible. */
export function shownPayload(
  type: string,
  payload: Record<string, unknown>,
  insight: Insight,
): Record<string, unknown> {
  if (insight.seesTexts || type !== 'opinionGiven') return payload;
  const { isAdverse: _isAdverse, basisKind: _basisKind, ...shown } = payload;
  return shown;
}
