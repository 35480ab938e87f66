// What the owners demand by petition, and the recall of members, as the watch on the term decides it. Dates by hand from the national preset.
import type { TermCommand } from '../../domain/committee-term/state';
import { MEMBER, SECRETARY, STREET } from '../support/an-election';
import { ELECTION, electionEnded, expiredTerm, termOf, watchedTerm, type TermPlay } from '../support/a-term';
import { anActor } from '../support/play';

const PETITION = { kind: 'process', id: 'petition' } as const;
const RECALL = { kind: 'process', id: 'recall' } as const;
const due = (play: TermPlay, clock: string) => play.state.clocks[clock]?.dueAt;

type Purpose = 'foundAssembly' | 'renewCommittee' | 'recallMembers' | 'extraordinaryMeeting';
const demand = (purpose: Purpose, memberIds: string[] = []): TermCommand => ({
  ...{ type: 'recordDemand', petitionId: 'petition', purpose },
  memberIds,
});
const recallLaunched = (
  memberIds: string[],
  isSuspending = true,
  petitionId: string | null = 'petition',
): TermCommand => ({
  ...{ type: 'recordRecallLaunched', recallId: 'recall', petitionId, memberIds },
  isSuspending,
});
const recallEnded = (recalledIds: string[]): TermCommand => ({
  type: 'recordRecallEnded',
  recallId: 'recall',
  recalledIds,
});
const left = (memberId: string): TermCommand => ({
  ...{ type: 'recordMemberLeft', memberId, cause: 'resigned', reasonText: 'hash' },
});
const convened: TermCommand = { type: 'recordMeetingConvened', petitionId: 'petition', noteText: 'hash' };
const suspended = (play: TermPlay) =>
  termOf(play)
    .term.members.filter(({ isSuspended }) => isSuspended)
    .map(({ memberId }) => memberId);

describe('the owners demand a renewal', () => {
  it('and the street must launch the election', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('renewCommittee'));
    expect(termOf(play)).toMatchObject({ phase: 'renewalDue', renewalReason: 'ownersDemand' });
    expect(play.duties).toEqual(['launchElection']);
  });

  it('which changes nothing where one is under way or nobody is in office, and stands on the record', () => {
    const renewing = watchedTerm();
    renewing.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'reelection' });
    const vacant = expiredTerm();
    for (const play of [renewing, vacant]) {
      const { phase } = play;
      expect(play.give(PETITION, demand('renewCommittee'))).toMatchObject([{ type: 'demandMade', isOpen: false }]);
      expect(play.phase).toBe(phase);
    }
  });

  it('and may demand the founding of what exists already: it is on the record', () => {
    const play = watchedTerm();
    expect(play.give(PETITION, demand('foundAssembly'))).toMatchObject([{ type: 'demandMade', isOpen: false }]);
    expect(play.duties).toEqual([]);
  });
});

describe('the owners demand a recall', () => {
  it('and the street has ten days to launch it; the duty ends with the launch', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('recallMembers', ['m1', 'm2']));
    expect(play.duties).toEqual(['launchRecall:petition']);
    expect(due(play, 'launchRecall:petition')).toBe('2026-03-12T16:00:00.000Z');
    play.give(RECALL, recallLaunched(['m1', 'm2']));
    expect(play.duties).toEqual([]);
    expect(due(play, 'launchRecall:petition')).toBeUndefined();
  });

  it('and whom the street leaves out it must still recall', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('recallMembers', ['m1', 'm2']));
    play.give(RECALL, recallLaunched(['m1']));
    expect(play.duties).toEqual(['launchRecall:petition']);
    play.give(RECALL, recallEnded([]));
    play.give(RECALL, recallLaunched(['m2']));
    expect(play.duties).toEqual([]);
    expect(due(play, 'launchRecall:petition')).toBeUndefined();
  });

  it('of nobody who is in office: nothing is due', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('recallMembers', ['m9']));
    expect(play.duties).toEqual([]);
    expect(Object.keys(play.state.clocks).sort()).toEqual(['reportOpens', 'termEnd']);
  });

  it('of members who leave by themselves: with the last of them the duty is over', () => {
    const play = watchedTerm({ alternateIds: [] });
    play.give(PETITION, demand('recallMembers', ['m1', 'm2']));
    play.give(STREET, left('m1'));
    expect(play.duties).toEqual(['launchRecall:petition']);
    play.give(STREET, left('m2'));
    expect(play.duties).toEqual([]);
    expect(due(play, 'launchRecall:petition')).toBeUndefined();
  });

  it('that the end of the term overtakes is waited for no longer', () => {
    const play = watchedTerm({ termEndsOn: '2026-03-05', termStartsOn: '2024-01-01' });
    play.give(PETITION, demand('recallMembers', ['m1']));
    play.waitFor('termEnd');
    expect(play.phase).toBe('vacant');
    expect(play.duties).toEqual(['formSubstitute']);
    expect(due(play, 'launchRecall:petition')).toBeUndefined();
  });
});

describe('while a recall runs', () => {
  it('the members are suspended where the place says so, and act again when they are kept', () => {
    const play = watchedTerm();
    play.give(RECALL, recallLaunched(['m1', 'm2'], true, null));
    expect(suspended(play)).toEqual(['m1', 'm2']);
    play.give(RECALL, recallEnded([]));
    expect(suspended(play)).toEqual([]);
    expect(termOf(play)).toMatchObject({ phase: 'serving', recallId: null });
    const elsewhere = watchedTerm();
    elsewhere.give(RECALL, recallLaunched(['m1'], false));
    expect(suspended(elsewhere)).toEqual([]);
  });

  it('suspended members are members still: with three of five seats filled nobody is elected anew', () => {
    const play = watchedTerm();
    play.give(RECALL, recallLaunched(['m1', 'm2', 'm3']));
    play.give(STREET, left('m4'));
    play.give(STREET, left('m5'));
    expect(play.phase).toBe('serving');
  });

  it('whoever was recalled leaves, and the alternates follow as always', () => {
    const play = watchedTerm();
    play.give(RECALL, recallLaunched(['m1', 'm2']));
    play.give(RECALL, recallEnded(['m1']));
    expect(termOf(play).term.members.map(({ memberId }) => memberId)).toEqual(['m2', 'm3', 'm4', 'm5']);
    expect(play.events).toContainEqual({ type: 'memberLeft', memberId: 'm1', cause: 'recalled', reasonText: null });
    expect(suspended(play)).toEqual([]);
    play.give(SECRETARY, { type: 'seatAlternate', memberId: 'a1', reasonText: 'hash' });
    expect(termOf(play).term.members.at(-1)).toEqual({ memberId: 'a1', office: 'member', isSuspended: false });
  });

  it.each([
    [['m1', 'm2'], 'serving'],
    [['m1', 'm2', 'm3'], 'renewalDue'],
  ])('of five seats, %j recalled: %s', (recalledIds, phase) => {
    // Three of five are at least half; two are fewer (指导规则 46).
    const play = watchedTerm();
    play.give(RECALL, recallLaunched(['m1', 'm2', 'm3']));
    play.give(RECALL, recallEnded(recalledIds));
    expect(play.phase).toBe(phase);
  });

  it('a new committee is not touched by the recall of the old one', () => {
    const play = watchedTerm();
    play.give(RECALL, recallLaunched(['m1']));
    play.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'reelection' });
    play.give(ELECTION, electionEnded('seated'));
    expect(suspended(play)).toEqual([]);
    expect(play.refuses(RECALL, recallEnded(['m1'])).code).toBe('recall-not-awaited');
    expect(termOf(play).term.members).toHaveLength(3);
  });
});

describe('the owners demand a meeting', () => {
  it('and the committee convenes it (条例 13), fifteen days', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('extraordinaryMeeting'));
    expect(play.duties).toEqual(['convene:petition']);
    expect(due(play, 'convene:petition')).toBe('2026-03-17T16:00:00.000Z');
    play.give(MEMBER, convened);
    expect(play.duties).toEqual([]);
    expect(Object.keys(play.state.clocks).sort()).toEqual(['reportOpens', 'termEnd']);
    expect(play.refuses(MEMBER, convened).code).toBe('meeting-not-demanded');
  });

  it('and after the silence of the committee the street does, from the due instant on', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('extraordinaryMeeting'));
    play.waitUntil('2026-03-17T15:59:59.999Z');
    expect(play.duties).toEqual(['convene:petition']);
    play.waitUntil('2026-03-17T16:00:00.000Z');
    expect(play.duties).toEqual(['conveneByStreet:petition']);
    // Thirty days from 18 March.
    expect(due(play, 'conveneByStreet:petition')).toBe('2026-04-17T16:00:00.000Z');
    play.give(STREET, convened);
    expect(play.duties).toEqual([]);
  });

  it('which is nobody’s duty here where there is no committee', () => {
    const play = expiredTerm();
    play.give(PETITION, demand('extraordinaryMeeting'));
    expect(play.duties).toEqual(['formSubstitute']);
  });

  it('and nothing waits any more when the watch ends', () => {
    const play = watchedTerm();
    play.give(PETITION, demand('extraordinaryMeeting'));
    play.give(anActor('districtSupervisor'), { type: 'endWatch', reasonText: 'hash', basisText: 'hash' });
    expect(play.duties).toEqual([]);
    expect(play.state.clocks).toEqual({});
  });
});
