// The watch on a committee's term, with plain defaults: five members, a term of three years that ends with 2027.
import { committeeTerm } from '../../domain/committee-term/definition';
import type { LaunchedTerm, TermCommand, TermCore, TermEvent, TermLaunch } from '../../domain/committee-term/state';
import type { Policy } from '../../domain/policy/schema';
import { PLACE, STREET } from './an-election';
import { aPolicy, Play } from './play';

export type TermPlay = Play<TermCore, TermCommand, TermEvent>;
export const termOf = (play: TermPlay): LaunchedTerm => play.state.core as LaunchedTerm;

export const ELECTION = { kind: 'process', id: 'election' } as const;

export const MEMBERS: TermLaunch['members'] = [
  { memberId: 'm1', office: 'chair' },
  { memberId: 'm2', office: 'viceChair' },
  { memberId: 'm3', office: 'member' },
  { memberId: 'm4', office: 'member' },
  { memberId: 'm5', office: 'member' },
];

export const aTermLaunch = (more: Partial<TermLaunch> = {}): TermLaunch => ({
  type: 'launch',
  processId: 'term',
  place: PLACE,
  seats: 5,
  members: MEMBERS,
  alternateIds: ['a1', 'a2'],
  termYears: 3,
  termStartsOn: '2025-01-01',
  termEndsOn: '2027-12-31',
  ...more,
});

export const unwatchedTerm = (policy: Policy = aPolicy()): TermPlay =>
  new Play(committeeTerm, '2026-03-02T02:00:00.000Z', policy);

export function watchedTerm(more: Partial<TermLaunch> = {}, policy?: Policy): TermPlay {
  const play = unwatchedTerm(policy);
  play.give(STREET, aTermLaunch(more));
  return play;
}

/** Nobody has reported, nobody has launched an election: the term has ended. */
export function expiredTerm(policy?: Policy): TermPlay {
  const play = watchedTerm({}, policy);
  play.waitFor('termEnd');
  return play;
}

/** An election of the estate ends like this. */
export const electionEnded = (outcome: 'seated' | 'partlySeated' | 'noCommittee' | 'stopped'): TermCommand => ({
  type: 'recordElectionEnded',
  electionId: 'election',
  variant: 'reelection',
  outcome,
  members: outcome === 'seated' || outcome === 'partlySeated' ? MEMBERS.slice(0, 3) : [],
  alternateIds: [],
  seats: 3,
});
