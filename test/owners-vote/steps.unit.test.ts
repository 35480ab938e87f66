// An owners' vote step by step (V1-V9 of docs/owners-vote.md), as the decider sees it. Dates by hand from the national preset's numbers:
// 7 days for objections to the roll, 15 days of notice, 10 days to vote, 7 more once, 7 days for objections to the result, a year to sue.
import { voteTells } from '../../domain/owners-vote/rules';
import { anElectionItem, aYesNoItem } from '../support/build';
import {
  CONVENOR,
  COUNTER_IDS,
  COUNTERS,
  draftedVote,
  freezeRoll,
  noticedVote,
  openVote,
  publishedVote,
  publishNotice,
  sign,
  talliedVote,
  tally,
  voteOf,
  WATCHER,
  type VotePlay,
} from '../support/a-vote';
import { anActor, aPolicy, ENGINE } from '../support/play';

const STREET = anActor('streetOfficer');
const owner = (name: string) => anActor('owner', { id: `account-of-${name}`, ownerId: name });
const due = (play: VotePlay, clock: string) => play.state.clocks[clock]?.dueAt;
const objectToRoll = (objectionId: string) => ({ type: 'objectToRoll', objectionId, reasonText: 'hash' }) as const;
const answerRoll = (objectionId: string, isUpheld: boolean) =>
  ({ type: 'answerRollObjection', objectionId, isUpheld, reasonText: 'hash' }) as const;
const objectToResult = (objectionId: string) => ({ type: 'objectToResult', objectionId, reasonText: 'hash' }) as const;
const answerResult = (objectionId: string, remedy: 'dismissed' | 'recount' | 'void') =>
  ({ type: 'answerResultObjection', objectionId, remedy, reasonText: 'hash' }) as const;

const ORDER_RECOUNT = { type: 'orderRecount', reasonText: 'hash', basisText: 'hash' } as const;

describe('a vote that nothing disturbs', () => {
  it('waits at each step for the one whose turn it is, until the year for a lawsuit is over', () => {
    const play = draftedVote();
    expect(play.duties).toEqual(['freezeRoll']);
    play.give(STREET, { type: 'recordLegalityCheck', isFit: true, reasonText: 'hash' });
    freezeRoll(play);
    // Monday 2 March; day 7 is Monday 9 March, 24:00.
    expect(due(play, 'rollObjection')).toBe('2026-03-09T16:00:00.000Z');
    expect(play.duties).toEqual([]);
    play.waitFor('rollObjection');
    expect(play.duties).toEqual(['publishNotice']);
    play.give(CONVENOR, publishNotice());
    expect(play.duties).toEqual(['deliverBallots', 'nameCounters']);
    play.give(CONVENOR, { type: 'nameCounters', counterIds: COUNTER_IDS });
    expect(play.duties).toEqual(['deliverBallots']);
    play.waitFor('notice');
    expect(play.phase).toBe('open');
    expect(voteOf(play).window?.opensAt).toBe(play.now);
    expect(voteOf(play).window?.closesAt).toBe(due(play, 'window'));
    expect(play.duties).toEqual(['collectBallots']);
    play.waitFor('window');
    expect(play.duties).toEqual(['finishCounting']);
    tally(play, { yes: 3, no: 1 });
    expect(play.duties).toEqual(['signCount']);
    sign(play);
    expect(play.duties).toEqual(['publishResult']);
    play.give(CONVENOR, { type: 'publishResult' });
    play.waitFor('resultObjection');
    expect(play.phase).toBe('certified');
    expect(voteOf(play).outcome).toBe('passed');
    play.waitFor('revocation');
    expect(play.phase).toBe('closed');
    expect(voteOf(play).outcome).toBe('passed');
    expect(play.state.clocks).toEqual({});
  });

  it.each([
    ['passed', { yes: 3, no: 0 }],
    ['rejected', { yes: 2, no: 2 }],
    ['inquorate', { yes: 2, no: 0 }],
  ] as const)('is %s by two thirds taking part and more than half of those agreeing', (outcome, heads) => {
    expect(voteOf(talliedVote(heads)).outcome).toBe(outcome);
  });

  it('is mixed when its items ended differently', () => {
    const agenda = [aYesNoItem(), aYesNoItem({ itemId: 'fund', matter: 6 })];
    // 3 of 4 in favour reach both; 2 of 3 pass the ordinary item only.
    expect(voteOf(talliedVote({ yes: 3, no: 1 }, agenda)).outcome).toBe('passed');
    expect(voteOf(talliedVote({ yes: 2, no: 1 }, agenda)).outcome).toBe('mixed');
  });
});

describe('the agenda', () => {
  it('goes no further while it is found unfit, and goes on once it is found fit', () => {
    const play = draftedVote();
    play.give(STREET, { type: 'recordLegalityCheck', isFit: false, reasonText: 'hash' });
    expect(play.refuses(CONVENOR, { type: 'freezeRoll' }).code).toBe('agenda-not-fit');
    expect(play.duties).toEqual(['freezeRoll']);
    play.give(STREET, { type: 'recordLegalityCheck', isFit: true, reasonText: 'hash' });
    play.give(CONVENOR, { type: 'freezeRoll' });
    expect(play.phase).toBe('freezingRoll');
  });
});

describe('the roll', () => {
  it('is corrected and frozen again, with its full time, when an objection is upheld', () => {
    const play = draftedVote();
    freezeRoll(play);
    play.give(owner('o1'), objectToRoll('x'));
    expect(play.duties).toEqual(['answerRollObjection:x']);
    play.give(CONVENOR, answerRoll('x', true));
    play.waitFor('rollObjection');
    expect(play.duties).toEqual(['freezeRoll']);
    expect(play.refuses(CONVENOR, publishNotice()).code).toBe('roll-needs-correction');
    freezeRoll(play);
    expect(voteOf(play).roll?.version).toBe(2);
    expect(voteOf(play).rollObjections).toEqual([]);
    expect(Object.keys(play.state.clocks)).toEqual(['rollObjection']);
    play.waitFor('rollObjection');
    expect(play.duties).toEqual(['publishNotice']);
  });

  it('stands when the objection is dismissed, even after the time for objections', () => {
    const play = draftedVote();
    freezeRoll(play);
    play.give(owner('o1'), objectToRoll('x'));
    play.waitFor('rollObjection');
    expect(play.refuses(CONVENOR, publishNotice()).code).toBe('objections-open');
    play.give(CONVENOR, answerRoll('x', false));
    expect(play.duties).toEqual(['publishNotice']);
  });
});

describe('the notice', () => {
  it('can be taken back and given again, with its full fifteen days', () => {
    const play = noticedVote();
    const first = due(play, 'notice') ?? '';
    play.waitUntil(new Date(Date.parse(first) - 1).toISOString());
    play.give(STREET, { type: 'restartNotice', reasonText: 'hash' });
    expect(Object.keys(play.state.clocks)).toEqual(['publishNotice']);
    expect(play.duties).toEqual(['publishNotice']);
    play.waitUntil(first);
    expect(play.phase).toBe('rollPublished');
    play.give(CONVENOR, publishNotice());
    expect((due(play, 'notice') ?? '') > first).toBe(true);
  });
});

describe('the window', () => {
  it('opens when it really opens: an outage takes no day from the voters', () => {
    const play = noticedVote();
    const late = new Date(Date.parse(due(play, 'notice') ?? '') + 9.5 * 86_400_000).toISOString();
    play.waitUntil(late);
    expect(voteOf(play).window?.opensAt).toBe(late);
    const lasts = Date.parse(due(play, 'window') ?? '') - Date.parse(late);
    expect(lasts).toBeGreaterThanOrEqual(10 * 86_400_000);
    expect(lasts).toBeLessThan(11 * 86_400_000);
  });

  it('closes at its instant however late the timer fires', () => {
    const play = openVote();
    const closesAt = due(play, 'window') ?? '';
    play.waitUntil(new Date(Date.parse(closesAt) + 3_600_000).toISOString());
    expect(voteOf(play).window?.closesAt).toBe(closesAt);
  });

  it('is extended once by seven days in its last millisecond, and not at the close', () => {
    const play = openVote();
    const closesAt = due(play, 'window') ?? '';
    play.now = new Date(Date.parse(closesAt) - 1).toISOString();
    play.give(CONVENOR, { type: 'extendWindow', reasonText: 'hash' });
    const extended = due(play, 'window') ?? '';
    expect(voteOf(play).window).toMatchObject({ closesAt: extended, extensions: 1 });
    expect(Date.parse(extended) - Date.parse(closesAt)).toBe(7 * 86_400_000);
    expect(play.refuses(CONVENOR, { type: 'extendWindow', reasonText: 'hash' }).code).toBe('no-extension-left');
    play.now = extended;
    expect(play.refuses(CONVENOR, { type: 'extendWindow', reasonText: 'hash' }).code).toBe('wrong-phase');
    expect(play.phase).toBe('counting');
  });

  it('keeps its extension when a new holiday table comes out', () => {
    const policy = aPolicy();
    policy.vote.window.default.rollover = 'nextWorkingDay';
    const play = openVote(undefined, { policy });
    play.give(CONVENOR, { type: 'extendWindow', reasonText: 'hash' });
    const extended = due(play, 'window');
    play.give(anActor('districtSupervisor'), { type: 'reviseCalendar', calendar: play.setting.calendar });
    expect(due(play, 'window')).toBe(extended);
  });
});

describe('the count', () => {
  it('goes back to the counters while a paper ballot is not settled', () => {
    const play = openVote();
    play.waitFor('window');
    tally(play, { yes: 3 }, 2);
    expect(play.phase).toBe('counting');
    expect(voteOf(play)).toMatchObject({ unresolvedPaperCount: 2, proof: null });
    expect(play.duties).toEqual(['finishCounting']);
    tally(play, { yes: 3 });
    expect(voteOf(play)).toMatchObject({ phase: 'signing', unresolvedPaperCount: 0 });
  });

  it("goes back to counting while a platform's totals differ or an owner denies a ballot", () => {
    const play = openVote();
    play.waitFor('window');
    tally(play, { yes: 3 }, 0, { unexplainedDifferences: 1 });
    expect(voteOf(play)).toMatchObject({ phase: 'counting', unexplainedDifferences: 1, deniedBallots: 0, proof: null });
    tally(play, { yes: 3 }, 0, { deniedBallots: 2 });
    expect(voteOf(play)).toMatchObject({ phase: 'counting', unexplainedDifferences: 0, deniedBallots: 2 });
    expect(play.duties).toEqual(['finishCounting']);
    tally(play, { yes: 3 });
    expect(voteOf(play)).toMatchObject({ phase: 'signing', unexplainedDifferences: 0, deniedBallots: 0 });
  });

  it('needs the signatures of two different people', () => {
    const play = talliedVote({ yes: 4 });
    const [one, two] = COUNTERS as [(typeof COUNTERS)[0], (typeof COUNTERS)[0]];
    play.give(one, { type: 'signCount' });
    expect(play.refuses(one, { type: 'signCount' }).code).toBe('already-signed');
    expect(play.refuses(CONVENOR, { type: 'publishResult' })).toEqual({
      code: 'signatures-missing',
      params: { missing: 1 },
    });
    play.give(two, { type: 'signCount' });
    play.give(CONVENOR, { type: 'publishResult' });
  });

  it('that a counter disputes is counted and signed again from the beginning', () => {
    const play = talliedVote({ yes: 4 });
    sign(play);
    play.give(WATCHER, { type: 'disputeCount', reasonText: 'hash' });
    expect(play.phase).toBe('counting');
    expect(Object.keys(play.state.clocks)).toEqual(['count']);
    tally(play, { yes: 3, no: 1 });
    expect(voteOf(play).signedBy).toEqual([]);
    sign(play);
    expect(Object.keys(play.state.clocks)).toEqual(['publishResult']);
  });

  it('with a tie at the last seat waits for a lot, and names who was drawn', () => {
    const agenda = [anElectionItem({ candidateIds: ['a', 'b', 'c'], seats: 2, minSeats: 1 })];
    const play = talliedVote({ a: 4, b: 3, c: 3 }, agenda);
    expect(voteOf(play).proof?.binding.items[0]).toMatchObject({ elected: ['a'], tied: ['b', 'c'] });
    expect(play.duties).toEqual(['drawLot']);
    expect(play.refuses(COUNTERS[0] ?? CONVENOR, { type: 'signCount' }).code).toBe('tie-unresolved');
    const lot = (electedIds: string[]) =>
      ({ type: 'drawLot', itemId: 'item', electedIds, reasonText: 'hash' }) as const;
    expect(play.refuses(STREET, lot(['a'])).code).toBe('lot-does-not-fit');
    play.give(STREET, lot(['c']));
    expect(voteOf(play)).toMatchObject({ outcome: 'passed' });
    expect(voteOf(play).proof?.binding.items[0]).toMatchObject({ elected: ['a', 'c'], byLot: ['c'] });
    sign(play);
    expect(play.duties).toEqual(['publishResult']);
  });
});

describe('the published result', () => {
  it('is certified when its time for objections is over and all are dismissed', () => {
    const play = publishedVote({ yes: 4 });
    play.give(owner('o1'), objectToResult('x'));
    play.waitFor('resultObjection');
    expect(play.phase).toBe('resultPublished');
    expect(play.duties).toEqual(['answerResultObjection:x']);
    play.give(STREET, answerResult('x', 'dismissed'));
    expect(play.phase).toBe('certified');
    expect(Object.keys(play.state.clocks)).toEqual(['revocation']);
  });

  it('is counted, signed and published again after a recount, and the other objections are still answered', () => {
    const play = publishedVote({ yes: 4 });
    play.give(owner('o1'), objectToResult('x'));
    play.give(owner('o2'), objectToResult('y'));
    play.give(STREET, answerResult('x', 'recount'));
    expect(play.phase).toBe('counting');
    expect(Object.keys(play.state.clocks)).toEqual(['count']);
    tally(play, { yes: 2, no: 2 });
    sign(play);
    play.give(CONVENOR, { type: 'publishResult' });
    expect(voteOf(play).outcome).toBe('rejected');
    expect(play.duties).toEqual(['answerResultObjection:y']);
    play.waitFor('resultObjection');
    play.give(STREET, answerResult('y', 'dismissed'));
    expect(play.phase).toBe('certified');
  });

  it('is counted again when street or district order it, without anybody’s objection, and open objections wait for the new result', () => {
    const play = publishedVote({ yes: 4 });
    play.give(owner('o2'), objectToResult('y'));
    const [ordered] = play.give(anActor('districtSupervisor'), ORDER_RECOUNT);
    expect(ordered).toMatchObject({ type: 'recountOrdered', reasonText: 'hash', basisText: 'hash' });
    expect(play.phase).toBe('counting');
    expect(Object.keys(play.state.clocks)).toEqual(['count']);
    tally(play, { yes: 2, no: 2 });
    sign(play);
    play.give(STREET, ORDER_RECOUNT);
    expect(voteOf(play).signedBy).toEqual([]);
    tally(play, { yes: 2, no: 2 });
    sign(play);
    play.give(CONVENOR, { type: 'publishResult' });
    expect(play.duties).toEqual(['answerResultObjection:y']);
  });

  it('is not counted again by order once it is certified', () => {
    const play = publishedVote({ yes: 4 });
    play.waitFor('resultObjection');
    expect(play.phase).toBe('certified');
    expect(play.refuses(STREET, ORDER_RECOUNT).code).toBe('wrong-phase');
  });

  it('falls when an objection voids the vote, and nothing runs any more', () => {
    const play = publishedVote({ yes: 4 });
    play.give(owner('o1'), objectToResult('x'));
    play.give(STREET, answerResult('x', 'void'));
    expect(voteOf(play)).toMatchObject({ phase: 'closed', outcome: 'voided' });
    expect(play.state.clocks).toEqual({});
  });
});

describe('the process that asked for the vote', () => {
  const agenda = [anElectionItem({ candidateIds: ['a', 'b', 'c'], seats: 2, minSeats: 1 })];
  const told = (play: VotePlay) =>
    play.events.flatMap((event) => voteTells(play.state.core, event)).map(({ to, command }) => ({ to, ...command }));

  const held = { to: 'election', type: 'recordAssemblyHeld', voteId: 'vote' };

  it('hears that the assembly was held, then the certified result and who was elected, each once', () => {
    const asked = { parentId: 'election' };
    expect(told(openVote(agenda, asked))).toEqual([]);
    const play = publishedVote({ a: 4, b: 3 }, agenda, asked);
    expect(told(play)).toEqual([held]);
    play.waitFor('resultObjection');
    play.waitFor('revocation');
    expect(told(play)).toEqual([
      held,
      {
        ...{ to: 'election', type: 'recordVoteResult', voteId: 'vote', outcome: 'passed', electedIds: ['a', 'b'] },
        reserveIds: [],
        items: [{ itemId: 'item', outcome: 'passed' }],
      },
    ]);
  });

  it('hears that the vote was voided by order, with nobody elected', () => {
    const play = talliedVote({ a: 4, b: 3 }, agenda, { parentId: 'election' });
    play.give(STREET, { type: 'voidVote', reasonText: 'hash', basisText: 'hash' });
    expect(told(play)).toEqual([
      held,
      {
        to: 'election',
        type: 'recordVoteResult',
        voteId: 'vote',
        outcome: 'voided',
        electedIds: [],
        reserveIds: [],
        items: [],
      },
    ]);
  });

  it('is not there when the vote was held for itself', () => {
    const play = publishedVote({ a: 4, b: 3 }, agenda);
    play.waitFor('resultObjection');
    expect(told(play)).toEqual([]);
  });
});

describe('the machine', () => {
  it('freezes the roll and counts, one thing at a time, and nothing else', () => {
    const play = draftedVote();
    const wanted = () => play.definition.effect(play.state.core, play.policy)?.type;
    expect(wanted()).toBeUndefined();
    play.give(CONVENOR, { type: 'freezeRoll' });
    expect(wanted()).toBe('freezeRoll');
    play.give(ENGINE, {
      type: 'recordRollFrozen',
      roll: { rollId: 'r', version: 1, rollHash: 'h', heads: 1, areaDm2: 1, rightCount: 1, problemCount: 0 },
    });
    expect(wanted()).toBeUndefined();
    play.waitFor('rollObjection');
    play.give(CONVENOR, publishNotice());
    play.waitFor('notice');
    play.waitFor('window');
    play.give(CONVENOR, { type: 'nameCounters', counterIds: COUNTER_IDS });
    play.give(CONVENOR, { type: 'finishCounting' });
    expect(wanted()).toBe('tallyVote');
  });
});

describe('a vote that nobody prepares', () => {
  it('asks the convenor for the roll, and tells the next role up when the time for it is over', () => {
    const play = draftedVote();
    expect(play.duties).toEqual(['freezeRoll']);
    // Launched on 2 March; fifteen days, the day of the launch not counted, end with 17 March (China time).
    expect(due(play, 'freezeRoll')).toBe('2026-03-17T16:00:00.000Z');
    play.waitUntil('2026-03-25T16:00:00.000Z');
    expect(play.events).toContainEqual(expect.objectContaining({ type: 'escalated', key: 'freezeRoll', rung: 1 }));
    expect(play.phase).toBe('drafted');
  });

  it('asks for the notice once the roll has settled, and anew when a notice is taken back', () => {
    const play = draftedVote();
    freezeRoll(play);
    expect(due(play, 'publishNotice')).toBeUndefined();
    play.waitFor('rollObjection');
    expect(due(play, 'publishNotice')).toBeDefined();
    play.give(CONVENOR, publishNotice());
    expect(due(play, 'publishNotice')).toBeUndefined();
    play.give(STREET, { type: 'restartNotice', reasonText: 'hash' });
    expect(due(play, 'publishNotice')).toBeDefined();
  });

  it('asks for a corrected roll as soon as the last objection is answered after their time', () => {
    const play = draftedVote();
    freezeRoll(play);
    play.give(owner('a'), objectToRoll('o1'));
    play.waitUntil(due(play, 'rollObjection') ?? '');
    expect(play.duties).toEqual(['answerRollObjection:o1']);
    expect(Object.keys(play.state.clocks)).toEqual(['rollObjection:o1']);
    play.give(CONVENOR, answerRoll('o1', true));
    expect(play.duties).toEqual(['freezeRoll']);
    expect(Object.keys(play.state.clocks)).toEqual(['freezeRoll']);
    freezeRoll(play);
    expect(Object.keys(play.state.clocks)).toEqual(['rollObjection']);
  });
});

describe('an extraordinary assembly', () => {
  const HANGZHOU = { n: 7, unit: 'day', basis: '杭州市物业管理条例 19', confidence: 'V' } as const;
  const noticeOf = (meeting: 'regular' | 'extraordinary', withRule: boolean): string | undefined => {
    const policy = aPolicy();
    if (withRule) policy.vote.noticeExtraordinary = HANGZHOU;
    return due(noticedVote(undefined, { policy, meeting }), 'notice');
  };

  it('has the shorter notice where the place gives one, and the ordinary notice elsewhere', () => {
    // The roll has settled with 9 March, notice is given on the 10th, which is not counted: seven days end with the 17th, fifteen with the 25th.
    expect(noticeOf('extraordinary', true)).toBe('2026-03-17T16:00:00.000Z');
    expect(noticeOf('extraordinary', false)).toBe('2026-03-25T16:00:00.000Z');
    expect(noticeOf('regular', true)).toBe('2026-03-25T16:00:00.000Z');
  });
});
