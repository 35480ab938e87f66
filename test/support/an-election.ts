// An election played up to a given point, with plain defaults: seats for five, seven members in the group, six candidates.
import { election } from '../../domain/election/definition';
import type { Variant } from '../../domain/election/messages';
import type {
  ElectionCommand,
  ElectionCommandOf,
  ElectionCore,
  ElectionEvent,
  LaunchedElection,
} from '../../domain/election/state';
import type { HandoverOutcome } from '../../domain/handover/state';
import type { Policy } from '../../domain/policy/schema';
import type { ProcessPlace } from '../../domain/process';
import { anActor, aPolicy, ENGINE, Play } from './play';

export const PLACE: ProcessPlace = {
  estateId: 'estate',
  estatePath: '/district/street/community/estate/',
  communityPath: '/district/street/community/',
  streetPath: '/district/street/',
  districtPath: '/district/',
};

export const STREET = anActor('streetOfficer');
export const SECRETARY = anActor('communitySecretary');
export const MEMBER = anActor('committeeMember');
export const owner = (name: string) => anActor('owner', { id: `account-of-${name}`, ownerId: name });

export const CANDIDATES = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
export const GROUP = ['o1', 'o2', 'o3', 'o4', 's1', 's2', 'p1'].map((memberId) => ({
  memberId,
  capacity: memberId.startsWith('o')
    ? ('owner' as const)
    : memberId.startsWith('s')
      ? ('street' as const)
      : ('party' as const),
}));

export type ElectionPlay = Play<ElectionCore, ElectionCommand, ElectionEvent>;
export const coreOf = (play: ElectionPlay): LaunchedElection => play.state.core as LaunchedElection;

/** 976 units on 80,000 m². */
export const LARGE_ESTATE = { unitCount: 976, areaDm2: 8_000_000 };

/** What a vote tells its election. */
export const voteResult = (
  outcome: ElectionCommandOf<'recordVoteResult'>['outcome'],
  electedIds: string[] = [],
  more: Partial<ElectionCommandOf<'recordVoteResult'>> = {},
): ElectionCommandOf<'recordVoteResult'> => ({
  type: 'recordVoteResult',
  voteId: 'vote-1',
  outcome,
  electedIds,
  reserveIds: [],
  items: [{ itemId: 'committee', outcome: outcome === 'mixed' || outcome === 'voided' ? 'rejected' : outcome }],
  ...more,
});

export function launchedElection(
  policy: Policy = aPolicy(),
  seats = 5,
  size = LARGE_ESTATE,
  variant: Variant = 'reelection',
): ElectionPlay {
  const play = new Play(election, '2026-03-02T02:00:00.000Z', policy);
  play.give(STREET, {
    type: 'launch',
    processId: 'election',
    place: PLACE,
    variant,
    trigger: 'termEnding',
    termEndsOn: '2026-09-01',
    parentId: null,
    seats,
    ...size,
  });
  return play;
}

export function nominatingElection(policy?: Policy): ElectionPlay {
  const play = launchedElection(policy);
  play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
  play.waitFor('groupNotice');
  return play;
}

export function vettingElection(policy?: Policy, candidates = CANDIDATES): ElectionPlay {
  const play = nominatingElection(policy);
  for (const name of candidates)
    play.give(SECRETARY, { type: 'nominate', candidateId: name, ownerId: `owner-${name}`, nominatedBy: 'owners' });
  play.waitFor('nomination');
  return play;
}

/** Every body lets its time run out: everybody is admitted. */
export function slateElection(policy?: Policy): ElectionPlay {
  const play = vettingElection(policy);
  for (const clock of Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:'))) {
    if (play.state.clocks[clock]) play.waitFor(clock);
  }
  return play;
}

export function votingElection(policy?: Policy): ElectionPlay {
  const play = slateElection(policy);
  play.waitFor('slateNotice');
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote', childId: 'vote-1' });
  return play;
}

export function electedElection(policy?: Policy): ElectionPlay {
  const play = votingElection(policy);
  play.give({ kind: 'process', id: 'vote-1' }, voteResult('passed', CANDIDATES.slice(0, 5)));
  return play;
}

/** The new committee has met, chosen its offices, and is on file. */
export function filedElection(policy?: Policy): ElectionPlay {
  const play = electedElection(policy);
  play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: ['c2'], minutesText: 'hash' });
  play.give(SECRETARY, { type: 'publishOffices' });
  play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
  play.give(STREET, { type: 'decideFiling', decision: 'granted', reasonText: 'hash' });
  return play;
}

/** The handover that the election launched is over. */
export const handoverEnded = (
  occasion: 'custody' | 'takeover',
  outcome: HandoverOutcome = 'complete',
): ElectionCommandOf<'recordHandoverEnded'> => ({
  type: 'recordHandoverEnded',
  handoverId: `handover-${occasion}`,
  occasion,
  outcome,
});
