// The recall of two members, with plain defaults: demanded by a petition, watched by the watch on the term.
import type { Policy } from '../../domain/policy/schema';
import { recall } from '../../domain/recall/definition';
import type { LaunchedRecall, RecallCommand, RecallCore, RecallEvent, RecallLaunch } from '../../domain/recall/state';
import { PLACE, STREET } from './an-election';
import { anActor, aPolicy, ENGINE, Play } from './play';

export type RecallPlay = Play<RecallCore, RecallCommand, RecallEvent>;
export const recallOf = (play: RecallPlay): LaunchedRecall => play.state.core as LaunchedRecall;

/** The members themselves, with accounts of their own. */
export const accused = (memberId: string) =>
  anActor('committeeMember', { id: `account-of-${memberId}`, ownerId: memberId });

export const aRecallLaunch = (more: Partial<RecallLaunch> = {}): RecallLaunch => ({
  type: 'launch',
  processId: 'recall',
  place: PLACE,
  proposedBy: 'petition',
  petitionId: 'petition',
  memberIds: ['m1', 'm2'],
  groundCodes: ['absentHalfYear'],
  groundText: 'hash',
  parentId: 'term',
  ...more,
});

export const unlaunchedRecall = (policy: Policy = aPolicy()): RecallPlay =>
  new Play(recall, '2026-03-02T02:00:00.000Z', policy);

export function launchedRecall(more: Partial<RecallLaunch> = {}, policy?: Policy): RecallPlay {
  const play = unlaunchedRecall(policy);
  play.give(STREET, aRecallLaunch(more));
  return play;
}

export const defence = (memberId: string): RecallCommand => ({ type: 'giveDefence', memberId, defenceText: 'hash' });

/** Everybody was heard or stayed silent, and the machine has launched the vote. */
export function votingRecall(...given: Parameters<typeof launchedRecall>): RecallPlay {
  const play = launchedRecall(...given);
  const [clock] = Object.keys(play.state.clocks);
  if (clock) play.waitFor(clock);
  voteLaunched(play);
  return play;
}

export function voteLaunched(play: RecallPlay): void {
  const no = recallOf(play).attempts.length + 1;
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: `vote:${no}`, childId: `vote-${no}` });
}

export const voteHeld = (voteId = 'vote-1'): RecallCommand => ({ type: 'recordAssemblyHeld', voteId });

/** The verdict on each member. */
export const voteEnded = (
  verdicts: Record<string, 'passed' | 'rejected' | 'inquorate'>,
  voteId = 'vote-1',
): RecallCommand => ({
  type: 'recordVoteResult',
  voteId,
  outcome: 'mixed',
  items: Object.entries(verdicts).map(([itemId, outcome]) => ({ itemId, outcome })),
});
