// From the proposal to the decision, as the decider sees it. Dates by hand from the national preset.
import { cofunding } from '../../domain/cofunding/definition';
import type { LaunchChild } from '../../domain/process';
import { owner, SECRETARY, STREET } from '../support/an-election';
import {
  aPlan,
  classified,
  deliberated,
  DOOR_FEN,
  MEETING,
  planned,
  projectOf,
  proposed,
  USCC,
  type CofundingPlay,
} from '../support/a-cofunding';
import { aPolicy, ENGINE } from '../support/play';

const effect = (play: CofundingPlay) => cofunding.effect(play.state.core, play.policy);
const screen = (finding: 'fit' | 'firmDuty' | 'planned', category?: string) =>
  ({ type: 'screenProposal', finding, reasonText: 'hash', ...(category === undefined ? {} : { category }) }) as const;

describe('a proposal', () => {
  it('is screened first; what is somebody’s duty becomes a problem at their desk', () => {
    const play = proposed();
    expect([play.phase, ...play.duties]).toEqual(['proposed', 'screenProposal']);
    expect(play.refuses(SECRETARY, screen('firmDuty')).code).toBe('category-missing');
    expect(play.refuses(SECRETARY, screen('fit', 'leak')).code).toBe('category-not-asked-for');
    play.give(SECRETARY, screen('firmDuty', 'leak'));
    expect(effect(play)).toMatchObject({ kind: 'problem', command: { category: 'leak', desk: 'firmManager' } });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'problem', childId: 'p' });
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'becameProblem' });
  });

  it('that the street plans anyway is refused', () => {
    const play = proposed();
    play.give(SECRETARY, screen('planned'));
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'refused' });
  });

  it('is planned only after it was talked about in a meeting that was held', () => {
    const play = proposed();
    play.give(SECRETARY, screen('fit'));
    expect(play.duties).toEqual(['callDeliberation']);
    const settle = { type: 'settlePlan', plan: aPlan() } as const;
    expect(play.refuses(SECRETARY, settle).code).toBe('not-deliberated');
    const call = { type: 'callDeliberation', form: 'building' } as const;
    expect(play.refuses(SECRETARY, { ...call, heldAt: play.now }).code).toBe('meeting-not-ahead');
    play.give(SECRETARY, { ...call, heldAt: '2026-03-05T11:00:00.000Z' });
    expect(effect(play)).toMatchObject({ kind: 'meeting', childKey: 'meeting:1', command: { form: 'building' } });
    const again = { ...call, heldAt: '2026-03-06T11:00:00.000Z' };
    expect(play.refuses(SECRETARY, again).code).toBe('meeting-still-open');
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'meeting:1', childId: 'meeting' });
    const ended = { type: 'recordMeetingEnded', meetingId: 'meeting', form: 'building' } as const;
    play.give(MEETING, { ...ended, outcome: 'missed' });
    expect(play.refuses(SECRETARY, settle).code).toBe('not-deliberated');
    expect(play.refuses(MEETING, { ...ended, outcome: 'held' }).code).toBe('meeting-not-awaited');
    expect(play.duties).toEqual(['callDeliberation']);
  });
});

describe('a project that ends early', () => {
  it('takes its open meeting with it, also one that the machine has yet to launch', () => {
    const play = proposed();
    play.give(SECRETARY, screen('fit'));
    play.give(SECRETARY, { type: 'callDeliberation', form: 'building', heldAt: '2026-03-05T11:00:00.000Z' });
    const stops = (to: string) => [{ to, command: { type: 'stopMeeting' } }];
    const told = () => {
      const events = play.give(SECRETARY, { type: 'shelveProject', reasonText: 'hash' });
      return events.flatMap((event) => cofunding.tells(play.state.core, event));
    };
    const { state } = play;
    expect(told()).toMatchObject(stops('child:meeting:1'));
    play.state = state;
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'meeting:1', childId: 'meeting' });
    expect(told()).toMatchObject(stops('meeting'));
  });
});

describe('a plan', () => {
  const household = { sourceId: 'household', kind: 'household', timing: 'before' } as const;
  const refusal = (plan: Partial<ReturnType<typeof aPlan>>) =>
    deliberated().refuses(SECRETARY, { type: 'settlePlan', plan: aPlan(plan) });

  it('has sources that add up to the cost to the fen', () => {
    expect(refusal({ costFen: DOOR_FEN + 1 })).toEqual({
      ...{ code: 'plan-does-not-add-up', params: { costFen: DOOR_FEN + 1, coveredFen: DOOR_FEN } },
    });
    expect(planned().phase).toBe('classifying');
  });

  it('names no source twice, a percentage where there is one, and an organisation where one pays', () => {
    const two = [
      { ...household, amountFen: 1 },
      { ...household, amountFen: DOOR_FEN - 1 },
    ];
    expect(refusal({ sources: two }).code).toBe('source-twice');
    const grant = { sourceId: 'grant', kind: 'matchingGrant', amountFen: 600_000, timing: 'before' } as const;
    const rest = { ...household, amountFen: DOOR_FEN - 600_000 };
    expect(refusal({ sources: [rest, grant] }).code).toBe('percent-not-of-this-source');
    const half = { num: 1, den: 2 };
    expect(refusal({ sources: [rest, { ...grant, percent: { num: 599_999, den: 1_200_000 } }] }).code).toBe(
      'more-than-its-percentage',
    );
    planned(aPlan({ sources: [rest, { ...grant, percent: half }] }));
    const sponsor = { sourceId: 'sponsor', kind: 'sponsor', amountFen: 600_000, timing: 'before' } as const;
    expect(refusal({ sources: [rest, sponsor] }).code).toBe('payer-not-named');
    expect(
      refusal({
        sources: [
          { ...rest, uscc: USCC },
          { ...sponsor, uscc: USCC },
        ],
      }).code,
    ).toBe('payer-not-named');
    expect(refusal({ participation: { num: 11, den: 10 } }).code).toBe('participation-beyond-all');
  });

  it('gives households back what they paid first: 80 or 50 per cent, after acceptance', () => {
    const reward = (num: number, amountFen: number) => ({
      ...{ sourceId: 'reward', kind: 'reward' as const, amountFen, timing: 'after' as const },
      percent: { num, den: 100 },
    });
    const all = { ...household, amountFen: DOOR_FEN };
    for (const [num, fen] of [
      [80, 960_000],
      [50, 600_000],
    ] as const) {
      planned(aPlan({ sources: [all, reward(num, fen)] }));
      expect(refusal({ sources: [all, reward(num, fen + 1)] }).code).toBe('more-than-its-percentage');
    }
    expect(refusal({ sources: [all, { ...reward(80, 1), timing: 'before' }] }).code).toBe('reward-comes-after');
    expect(refusal({ sources: [{ ...all, timing: 'after' }] }).code).toBe('household-pays-before');
  });

  it('may have five sources side by side', () => {
    const sources = [
      { ...household, amountFen: 300_000 },
      { sourceId: 'grant', kind: 'streetGrant', amountFen: 400_000, timing: 'before' },
      { sourceId: 'firm', kind: 'firmDiscount', amountFen: 100_000, timing: 'before', uscc: USCC },
      { sourceId: 'sponsor', kind: 'sponsor', amountFen: 200_000, timing: 'before', uscc: USCC },
      { sourceId: 'common', kind: 'commonIncome', amountFen: 200_000, timing: 'before' },
    ] as const;
    expect(projectOf(planned(aPlan({ sources: [...sources] }))).plan?.sources).toHaveLength(5);
  });
});

describe('the class of Civil Code 278', () => {
  it.each([
    ['a repair from voluntary money', aPlan(), 'none'],
    ['a change of use', aPlan({ works: 'changeOfUse' }), 'special'],
    ['a lift', aPlan({ works: 'addition' }), 'special'],
    [
      'common revenue',
      aPlan({ sources: [{ sourceId: 'common', kind: 'commonIncome', amountFen: DOOR_FEN, timing: 'before' }] }),
      'ordinary',
    ],
    [
      'the repair fund',
      aPlan({ sources: [{ sourceId: 'fund', kind: 'repairFund', amountFen: DOOR_FEN, timing: 'before' }] }),
      'ordinary',
    ],
  ] as const)('of %s may be taken stricter, never milder', (_what, plan, least) => {
    const classes = ['none', 'ordinary', 'special'] as const;
    for (const projectClass of classes) {
      const play = planned(plan);
      const confirm = { type: 'confirmClass', projectClass, reasonText: 'hash' } as const;
      if (classes.indexOf(projectClass) < classes.indexOf(least))
        expect(play.refuses(STREET, confirm)).toMatchObject({ code: 'class-too-mild', params: { least } });
      else {
        play.give(STREET, confirm);
        expect(play.phase).toBe(projectClass === 'none' ? 'preparing' : 'voting');
      }
    }
  });

  it('that needs a vote launches it in the scope of the plan, and waits for its certified verdict', () => {
    const play = classified(aPlan({ works: 'changeOfUse' }));
    const { command } = effect(play) as LaunchChild;
    expect(command).toMatchObject({ scope: { kind: 'entrance' }, agenda: [{ matter: 8 }] });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    expect(effect(play)).toBeUndefined();
    const vote = (voteId: string) => ({ kind: 'process', id: voteId }) as const;
    const result = (voteId: string, outcome: 'passed' | 'rejected' | 'inquorate') =>
      ({ type: 'recordVoteResult', voteId, outcome }) as const;
    expect(play.refuses(vote('other'), result('other', 'passed')).code).toBe('vote-not-awaited');
    play.give(vote('vote-1'), { type: 'recordAssemblyHeld', voteId: 'vote-1' });
    play.give(vote('vote-1'), result('vote-1', 'inquorate'));
    expect([play.phase, effect(play)?.['childKey']]).toEqual(['voting', 'vote:2']);
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:2', childId: 'vote-2' });
    play.give(vote('vote-2'), result('vote-2', 'passed'));
    expect(projectOf(play)).toMatchObject({ phase: 'preparing', agreedVersion: 1 });
  });

  it('ends with the owners’ no', () => {
    const play = classified(aPlan({ works: 'changeOfUse' }));
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    play.give({ kind: 'process', id: 'vote-1' }, { type: 'recordVoteResult', voteId: 'vote-1', outcome: 'rejected' });
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'rejected' });
  });
});

describe('the party organisation’s review, where the place asks for it', () => {
  it('comes before the decision takes effect, and sends the plan back when it does not agree', () => {
    const play = classified(aPlan(), aPolicy('qingdao'));
    expect([play.phase, ...play.duties]).toEqual(['reviewing', 'recordPartyReview']);
    const again = classified(aPlan(), aPolicy('qingdao'));
    again.give(SECRETARY, { type: 'recordPartyReview', isApproved: false, opinionText: 'hash' });
    expect([again.phase, ...again.duties]).toEqual(['deliberating', 'settlePlan']);
    play.give(SECRETARY, { type: 'recordPartyReview', isApproved: true, opinionText: 'hash' });
    expect(play.phase).toBe('preparing');
  });
});

describe('public money', () => {
  const granted = aPlan({
    sources: [
      { sourceId: 'household', kind: 'household', amountFen: 200_000, timing: 'before' },
      { sourceId: 'grant', kind: 'streetGrant', amountFen: 1_000_000, timing: 'before' },
    ],
  });
  const capped = (works: number) => {
    const policy = aPolicy();
    policy.cofunding.grant.capFen.value = { works, service: null };
    return policy;
  };
  const approve = { type: 'decideGrant', decision: 'approved', reasonText: 'hash' } as const;
  const asked = (otherFen: number, works: number) => {
    const play = classified(granted, capped(works));
    expect(effect(play)).toMatchObject({ type: 'checkSplitting' });
    expect(play.refuses(STREET, approve).code).toBe('splitting-not-checked');
    play.give(ENGINE, { type: 'recordSplitting', otherFen, processIds: [] });
    return play;
  };

  it('has a limit for one project, the limit itself included', () => {
    asked(0, 1_000_000).give(STREET, approve);
    expect(asked(0, 999_999).refuses(STREET, approve)).toMatchObject({ code: 'grant-over-cap' });
  });

  it('counts other projects of the same scope: splitting lifts no limit', () => {
    asked(500_000, 1_500_000).give(STREET, approve);
    expect(asked(500_001, 1_500_000).refuses(STREET, approve)).toMatchObject({
      params: { askedFen: 1_000_000, otherFen: 500_001, capFen: 1_500_000 },
    });
  });

  it('is shown for three days before it counts, and an objection that is upheld sends the plan back', () => {
    const play = asked(0, 1_000_000);
    play.give(STREET, approve);
    expect(play.refuses(STREET, approve).code).toBe('grant-already-decided');
    const { closesAt } = play.events.find(({ type }) => type === 'grantDecided') as { closesAt: string };
    expect(closesAt).toBe('2026-03-05T16:00:00.000Z');
    const object = { type: 'objectToProject', objectionId: 'x', reasonText: 'hash' } as const;
    play.give(owner('o2'), object);
    play.waitFor('grantNotice');
    expect([play.phase, ...play.duties]).toEqual(['granting', 'answerProjectObjection:x']);
    expect(play.refuses(owner('o3'), { ...object, objectionId: 'y' }).code).toBe('objection-period-over');
    const answer = { type: 'answerProjectObjection', objectionId: 'x', reasonText: 'hash' } as const;
    play.give(STREET, { ...answer, isUpheld: false });
    expect(play.phase).toBe('preparing');
    const upheld = asked(0, 1_000_000);
    upheld.give(STREET, approve);
    upheld.give(owner('o2'), object);
    upheld.give(STREET, { ...answer, isUpheld: true });
    expect([upheld.phase, ...upheld.duties]).toEqual(['deliberating', 'settlePlan']);
  });

  it('that is reduced or refused leaves a gap, and the plan is settled anew', () => {
    const play = asked(0, 1_000_000);
    const reduced = { type: 'decideGrant', decision: 'reduced', reasonText: 'hash' } as const;
    expect(play.refuses(STREET, reduced).code).toBe('amount-not-asked-for');
    play.give(STREET, { ...reduced, amountFen: 500_000 });
    expect(play.phase).toBe('deliberating');
    play.give(SECRETARY, { type: 'settlePlan', plan: granted });
    expect(projectOf(play).plan?.version).toBe(2);
  });
});
