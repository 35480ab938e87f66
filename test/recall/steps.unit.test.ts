// A recall as the decider sees it. Dates by hand from the national preset: seven days to answer, sixty until the vote is held.
import type { LaunchChild } from '../../domain/process';
import { recall } from '../../domain/recall/definition';
import { MEMBER, owner, SECRETARY, STREET } from '../support/an-election';
import {
  accused,
  aRecallLaunch,
  defence,
  launchedRecall,
  recallOf,
  unlaunchedRecall,
  voteEnded,
  voteHeld,
  voteLaunched,
  votingRecall,
  type RecallPlay,
} from '../support/a-recall';
import { anActor, aPolicy, ENGINE } from '../support/play';

const VOTE = { kind: 'process', id: 'vote-1' } as const;
const SECOND = { kind: 'process', id: 'vote-2' } as const;
const effect = (play: RecallPlay) => recall.effect(play.state.core, play.policy);
/** What others hear because of the last events. */
const told = (play: RecallPlay, type: string) =>
  play.events
    .filter((event) => event.type === type)
    .flatMap((event) => recall.tells(play.state.core, event))
    .map(({ to, command }) => ({ to, ...command }));
const agendaOf = (play: RecallPlay) => (effect(play) as LaunchChild).command['agenda'] as { itemId: string }[];

describe('a member who is to be recalled', () => {
  it('is heard first: seven days, and the owners vote when everybody has answered', () => {
    const play = launchedRecall();
    expect(play.duties).toEqual(['giveDefence:m1', 'giveDefence:m2']);
    expect(play.state.clocks['defence:m1']?.dueAt).toBe('2026-03-09T16:00:00.000Z');
    play.give(accused('m1'), defence('m1'));
    expect([play.phase, ...play.duties]).toEqual(['defence', 'giveDefence:m2']);
    play.give(owner('m2'), defence('m2'));
    expect([play.phase, ...play.duties]).toEqual(['voting', 'holdAssembly']);
    expect(recallOf(play).members).toMatchObject([{ defence: 'given' }, { defence: 'given' }]);
  });

  it('may answer in the last millisecond, and not at the due instant', () => {
    const inTime = launchedRecall({ memberIds: ['m1'] });
    inTime.waitUntil('2026-03-09T15:59:59.999Z');
    inTime.give(accused('m1'), defence('m1'));
    const late = launchedRecall({ memberIds: ['m1'] });
    late.waitUntil('2026-03-09T16:00:00.000Z');
    expect(late.refuses(accused('m1'), defence('m1')).code).toBe('wrong-phase');
    expect(recallOf(late)).toMatchObject({ phase: 'voting', members: [{ memberId: 'm1', defence: 'lapsed' }] });
  });

  it('answers in person and once', () => {
    const play = launchedRecall();
    for (const other of [MEMBER, owner('o9'), accused('m2')])
      expect(play.refuses(other, defence('m1')).code).toBe('not-your-defence');
    expect(play.refuses(accused('m9'), defence('m9')).code).toBe('not-a-member');
    play.give(accused('m1'), defence('m1'));
    expect(play.refuses(accused('m1'), defence('m1')).code).toBe('defence-already-given');
  });

  it.each([
    ['national', false],
    ['beijing', true],
    ['shanghai', false],
    ['qingdao', true],
    ['hangzhou', false],
  ])('in %s is suspended until the vote: %s', (place, isSuspending) => {
    // Beijing 46-47, Qingdao 40.
    const play = launchedRecall({}, aPolicy(place));
    expect(told(play, 'recallLaunched')).toEqual([
      {
        ...{ to: 'term', type: 'recordRecallLaunched', recallId: 'recall', petitionId: 'petition' },
        ...{ memberIds: ['m1', 'm2'], isSuspending },
      },
    ]);
  });
});

describe('the vote', () => {
  it('is an extraordinary meeting with one item of matter 3 for each member, convened by the community', () => {
    const play = votingRecall();
    const before = launchedRecall();
    before.waitFor('defence:m1');
    expect(effect(before)).toMatchObject({
      ...{ type: 'launchChild', kind: 'ownersVote', childKey: 'vote:1' },
      command: {
        meeting: 'extraordinary',
        convenor: { role: 'communitySecretary', placePath: '/district/street/community/' },
        agenda: [
          { kind: 'yesNo', itemId: 'm1', matter: 3, titleText: 'label:recallMember:m1' },
          { kind: 'yesNo', itemId: 'm2', matter: 3, titleText: 'label:recallMember:m2' },
        ],
      },
    });
    // Once it is launched, there is nothing more to do.
    expect(effect(play)).toBeUndefined();
  });

  it('decides on each member apart, and the watch hears who is recalled', () => {
    const play = votingRecall();
    play.give(VOTE, voteHeld());
    expect(play.duties).toEqual(['awaitVoteResult']);
    play.give(VOTE, voteEnded({ m1: 'passed', m2: 'rejected' }));
    expect(recallOf(play)).toMatchObject({ phase: 'closed', outcome: 'partlyRecalled' });
    expect(play.state.clocks).toEqual({});
    expect(told(play, 'recallClosed')).toEqual([
      { to: 'term', type: 'recordRecallEnded', recallId: 'recall', recalledIds: ['m1'] },
    ]);
  });

  it.each([
    [{ m1: 'passed', m2: 'passed' }, 'recalled'],
    [{ m1: 'rejected', m2: 'passed' }, 'partlyRecalled'],
    [{ m1: 'rejected', m2: 'rejected' }, 'kept'],
  ] as const)('%j: %s', (verdicts, outcome) => {
    const play = votingRecall();
    play.give(VOTE, voteEnded(verdicts));
    expect(recallOf(play).outcome).toBe(outcome);
  });

  it('in which too few took part is held again, on those alone who are not decided on', () => {
    const play = votingRecall();
    play.give(VOTE, voteHeld());
    play.give(VOTE, voteEnded({ m1: 'passed', m2: 'inquorate' }));
    expect([play.phase, ...play.duties]).toEqual(['voting', 'holdAssembly']);
    expect(agendaOf(play).map(({ itemId }) => itemId)).toEqual(['m2']);
    expect(effect(play)).toMatchObject({ childKey: 'vote:2' });
    voteLaunched(play);
    play.give(SECOND, voteEnded({ m2: 'rejected' }, 'vote-2'));
    expect(recallOf(play).outcome).toBe('partlyRecalled');
  });

  it('fails after as many attempts as the policy allows, and everybody stays', () => {
    const play = votingRecall();
    play.give(VOTE, voteEnded({ m1: 'inquorate', m2: 'inquorate' }));
    voteLaunched(play);
    play.give(SECOND, { type: 'recordVoteResult', voteId: 'vote-2', outcome: 'voided', items: [] });
    expect(recallOf(play)).toMatchObject({ phase: 'closed', outcome: 'failed' });
    expect(told(play, 'recallClosed')).toMatchObject([{ recalledIds: [] }]);
  });

  it('may speak before the machine has noted that it launched it, and is heard once', () => {
    const play = launchedRecall({ memberIds: ['m1'] });
    play.waitFor('defence:m1');
    expect(play.refuses(ENGINE, voteHeld()).code).toBe('vote-not-awaited');
    play.give(VOTE, voteHeld());
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    expect(recallOf(play).attempts).toEqual([{ voteId: 'vote-1', isHeld: true, outcome: null }]);
    expect(play.refuses(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:2', childId: 'vote-2' }).code).toBe(
      'vote-not-awaited',
    );
    expect(play.refuses(SECOND, voteEnded({ m1: 'passed' }, 'vote-2')).code).toBe('vote-not-awaited');
  });
});

describe('a recall that stands still or is stopped', () => {
  it('takes its vote along', () => {
    const play = votingRecall();
    play.give(STREET, { type: 'suspend', reasonText: 'r', basisText: 'b', days: 5 });
    expect(told(play, 'suspended')).toEqual([
      { to: 'vote-1', type: 'suspend', reasonText: 'r', basisText: 'b', days: 5 },
    ]);
    play.give(STREET, { type: 'resume' });
    expect(told(play, 'resumed')).toEqual([{ to: 'vote-1', type: 'resume' }]);
    play.give(anActor('districtSupervisor'), { type: 'stopRecall', reasonText: 'r', basisText: 'b' });
    expect(recallOf(play)).toMatchObject({ phase: 'closed', outcome: 'stopped' });
    expect(told(play, 'recallStopped')).toEqual([
      { to: 'vote-1', type: 'voidVote', reasonText: 'r', basisText: 'b' },
      { to: 'term', type: 'recordRecallEnded', recallId: 'recall', recalledIds: [] },
    ]);
  });

  it('keeps what the owners had decided before', () => {
    const play = votingRecall();
    play.give(VOTE, voteEnded({ m1: 'passed', m2: 'inquorate' }));
    play.give(STREET, { type: 'stopRecall', reasonText: 'r', basisText: 'b' });
    expect(told(play, 'recallStopped')).toMatchObject([{ type: 'recordRecallEnded', recalledIds: ['m1'] }]);
  });
});

describe('the launch', () => {
  it('names members once, and the petition exactly where the owners propose it', () => {
    const refusal = (more: Parameters<typeof aRecallLaunch>[0]) =>
      unlaunchedRecall().refuses(SECRETARY, aRecallLaunch(more)).code;
    expect(refusal({ memberIds: [] })).toBe('recall-names-nobody');
    expect(refusal({ memberIds: ['m1', 'm1'] })).toBe('committee-member-twice');
    expect(refusal({ petitionId: null })).toBe('petition-not-named');
    expect(refusal({ proposedBy: 'committee' })).toBe('petition-not-named');
    expect(recall.exclusiveKey(launchedRecall({ proposedBy: 'committee', petitionId: null }).state.core)).toBe(
      'recall:estate',
    );
  });
});
