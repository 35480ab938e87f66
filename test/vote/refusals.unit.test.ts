// What the decider of an owners' vote refuses, and under which code, each beside the nearest thing that it accepts.
import { ownersVote } from '../../domain/owners-vote/definition';
import type { AgendaItem, VoteTotals } from '../../domain/owners-vote/count-types';
import type { VoteCommand, VoteCore, VoteEvent } from '../../domain/owners-vote/state';
import type { Rejection } from '../../domain/process';
import { PLACE } from '../support/an-election';
import { aChoiceItem, anElectionItem, aYesNoItem } from '../support/build';
import { anActor, aPolicy, ENGINE, Play } from '../support/play';

const STREET = anActor('streetOfficer');
const SECRETARY = anActor('communitySecretary');
const owner = (id: string) => anActor('owner', { id, ownerId: id });
const code = ({ code: found }: Rejection): string => found;

type VotePlay = Play<VoteCore, VoteCommand, VoteEvent>;

const launch = (agenda: AgendaItem[]): VoteCommand => ({
  type: 'launch',
  processId: 'vote',
  place: PLACE,
  scope: { kind: 'estate', placeId: 'estate' },
  convenor: { role: 'communitySecretary', placePath: PLACE.communityPath },
  agenda,
  meeting: 'regular',
  parentId: null,
  locks: [],
});

describe('an outgoing committee', () => {
  const held = [
    { lock: 'firmDecision', processId: 'election' },
    { lock: 'majorSpending', processId: 'election' },
  ] as const;
  const asked = (matter: number, role: 'committeeMember' | 'streetOfficer') =>
    ({
      ...launch([aYesNoItem({ matter })]),
      convenor: { role, placePath: PLACE.estatePath },
      locks: [...held],
    }) as VoteCommand;

  it.each([
    [4, 'firmDecision'],
    [5, 'majorSpending'],
    [6, 'majorSpending'],
    [7, 'majorSpending'],
  ])('brings matter %d to no vote while its successor is elected', (matter, lock) => {
    expect(unlaunched().refuses(SECRETARY, asked(matter, 'committeeMember'))).toEqual({
      code: 'estate-locked',
      params: { lock, processId: 'election' },
    });
    unlaunched().give(SECRETARY, asked(matter, 'streetOfficer'));
  });

  it.each([1, 2, 3, 8, 9])('may still bring matter %d to a vote', (matter) => {
    unlaunched().give(SECRETARY, asked(matter, 'committeeMember'));
  });
});

const unlaunched = (policy = aPolicy()): VotePlay => new Play(ownersVote, '2026-03-02T02:00:00.000Z', policy);

function draftedVote(agenda: AgendaItem[] = [aYesNoItem()], policy = aPolicy()): VotePlay {
  const play = unlaunched(policy);
  play.give(SECRETARY, launch(agenda));
  return play;
}

function publishedRoll(agenda?: AgendaItem[], policy = aPolicy()): VotePlay {
  const play = draftedVote(agenda, policy);
  freeze(play);
  return play;
}

function freeze(play: VotePlay): void {
  play.give(SECRETARY, { type: 'freezeRoll' });
  const roll = {
    rollId: 'roll',
    version: 1,
    rollHash: 'hash',
    heads: 4,
    areaDm2: 40_000,
    rightCount: 4,
    problemCount: 0,
  };
  play.give(ENGINE, { type: 'recordRollFrozen', roll });
}

const notice = (windowDays: number) => ({ type: 'publishNotice', windowDays, noticeText: 'hash' }) as const;

function openVote(agenda?: AgendaItem[], policy = aPolicy()): VotePlay {
  const play = publishedRoll(agenda, policy);
  play.waitFor('rollObjection');
  play.give(SECRETARY, notice(policy.vote.window.default.n));
  play.give(SECRETARY, { type: 'nameCounters', counterIds: counterIds(play) });
  play.waitFor('notice');
  return play;
}

/** Counted: four heads of equal area took part, and the answers got as many of them as given. */
function talliedVote(agenda: AgendaItem[], choices: Record<string, number>): VotePlay {
  const play = openVote(agenda);
  play.waitFor('window');
  play.give(SECRETARY, { type: 'finishCounting' });
  const weight = (heads: number) => ({ heads, areaDm2: heads * 10_000 });
  const totals: VoteTotals = {
    electorate: weight(4),
    items: agenda.map(({ itemId }) => ({
      itemId,
      participating: weight(4),
      choices: Object.fromEntries(Object.entries(choices).map(([id, heads]) => [id, weight(heads)])),
      blank: weight(0),
    })),
    void: weight(0),
    deliveredUnreturned: weight(0),
    countedByChannel: { electronic: 4 },
    supersededCount: 0,
    ballotCount: 4,
  };
  play.give(ENGINE, { type: 'recordTally', totals, ballotRoot: 'root', unresolvedPaperCount: 0 });
  return play;
}

const passed = () => talliedVote([aYesNoItem()], { yes: 4 });

const counterIds = (play: VotePlay): string[] =>
  Array.from({ length: play.policy.vote.countersMin.value }, (_, n) => `counter-${n}`);

function sign(play: VotePlay): void {
  for (const id of counterIds(play)) play.give(anActor('gridWorker', { id }), { type: 'signCount' });
}

describe('the launch', () => {
  it.each([
    ['two items of one id', [aYesNoItem(), aYesNoItem()], 'duplicate-agenda-item'],
    ['an option listed twice', [aChoiceItem({ optionIds: ['a', 'a'] })], 'duplicate-option'],
    ['fewer seats than the least that count', [anElectionItem({ seats: 2, minSeats: 3 })], 'seats-below-minimum'],
  ])('is refused with %s', (_what, agenda, expected) => {
    expect(code(unlaunched().refuses(SECRETARY, launch(agenda)))).toBe(expected);
  });
});

describe('the roll', () => {
  const object = (objectionId: string) => ({ type: 'objectToRoll', objectionId, reasonText: 'hash' }) as const;
  const answer = (objectionId: string, isUpheld: boolean) =>
    ({ type: 'answerRollObjection', objectionId, isUpheld, reasonText: 'hash' }) as const;

  it('is not frozen for an agenda that was found unlawful', () => {
    const play = draftedVote();
    play.give(STREET, { type: 'recordLegalityCheck', isFit: false, reasonText: 'hash' });
    expect(code(play.refuses(SECRETARY, { type: 'freezeRoll' }))).toBe('agenda-not-fit');
    play.give(STREET, { type: 'recordLegalityCheck', isFit: true, reasonText: 'hash' });
    play.give(SECRETARY, { type: 'freezeRoll' });
  });

  it('takes objections until their time is over, each once, each answered once', () => {
    const play = publishedRoll();
    play.give(owner('a'), object('first'));
    expect(code(play.refuses(owner('b'), object('first')))).toBe('id-already-used');
    expect(code(play.refuses(SECRETARY, answer('never raised', true)))).toBe('objection-not-found');
    play.give(SECRETARY, answer('first', false));
    expect(code(play.refuses(SECRETARY, answer('first', false)))).toBe('objection-already-answered');
    play.waitFor('rollObjection');
    expect(code(play.refuses(owner('c'), object('late')))).toBe('objection-period-over');
  });

  it('gives no notice while objections may come, are open, or were upheld', () => {
    const play = publishedRoll();
    const days = play.policy.vote.window.default.n;
    expect(code(play.refuses(SECRETARY, notice(days)))).toBe('objection-period-running');
    play.give(owner('a'), object('first'));
    play.waitFor('rollObjection');
    expect(code(play.refuses(SECRETARY, notice(days)))).toBe('objections-open');
    expect(code(play.refuses(SECRETARY, { type: 'freezeRoll' }))).toBe('objections-open');
    play.give(SECRETARY, answer('first', true));
    expect(code(play.refuses(SECRETARY, notice(days)))).toBe('roll-needs-correction');
  });
});

describe('the window', () => {
  it('is refused a day below the shortest and a day above the longest, and taken at both', () => {
    const settled = () => {
      const play = publishedRoll();
      play.waitFor('rollObjection');
      return play;
    };
    const { min, max } = aPolicy().vote.window;
    expect(code(settled().refuses(SECRETARY, notice(min.n - 1)))).toBe('window-out-of-bounds');
    expect(code(settled().refuses(SECRETARY, notice(max.n + 1)))).toBe('window-out-of-bounds');
    settled().give(SECRETARY, notice(min.n));
    settled().give(SECRETARY, notice(max.n));
  });

  it('is extended as often as the policy says and not once more', () => {
    const play = openVote();
    const extend = { type: 'extendWindow', reasonText: 'hash' } as const;
    for (let time = 0; time < play.policy.vote.extension.times.value; time++) play.give(SECRETARY, extend);
    expect(code(play.refuses(SECRETARY, extend))).toBe('no-extension-left');
  });
});

describe('the counters', () => {
  const name = (counterIds: string[]) => ({ type: 'nameCounters', counterIds }) as const;

  it('are as many as the policy asks for at least, each of them once', () => {
    const play = draftedVote();
    const ids = counterIds(play);
    expect(code(play.refuses(SECRETARY, name(ids.slice(1))))).toBe('too-few-counters');
    expect(code(play.refuses(SECRETARY, name([...ids, 'counter-0'])))).toBe('counter-named-twice');
    play.give(SECRETARY, name(ids));
  });

  it('are named before the box is opened', () => {
    const play = publishedRoll();
    play.waitFor('rollObjection');
    play.give(SECRETARY, notice(10));
    play.waitFor('notice');
    play.waitFor('window');
    expect(code(play.refuses(SECRETARY, { type: 'finishCounting' }))).toBe('counters-not-named');
    play.give(SECRETARY, name(counterIds(play)));
    play.give(SECRETARY, { type: 'finishCounting' });
  });

  it('alone sign or dispute the count', () => {
    const play = passed();
    expect(code(play.refuses(owner('somebody'), { type: 'signCount' }))).toBe('not-a-counter');
    const dispute = { type: 'disputeCount', reasonText: 'hash' } as const;
    expect(code(play.refuses(owner('somebody'), dispute))).toBe('not-a-counter');
    play.give(anActor('gridWorker', { id: 'counter-0' }), dispute);
  });

  it('can be replaced while they have not signed, and not afterwards', () => {
    const play = passed();
    play.give(anActor('gridWorker', { id: 'counter-0' }), { type: 'signCount' });
    expect(code(play.refuses(SECRETARY, name(['counter-1', 'counter-2'])))).toBe('counter-has-signed');
    play.give(SECRETARY, name(['counter-0', 'counter-2']));
    play.give(anActor('gridWorker', { id: 'counter-2' }), { type: 'signCount' });
    play.give(SECRETARY, { type: 'publishResult' });
  });
});

describe('the count', () => {
  it('is published once enough have signed, each of them once', () => {
    const play = passed();
    const counter = anActor('gridWorker', { id: 'counter-0' });
    play.give(counter, { type: 'signCount' });
    expect(code(play.refuses(counter, { type: 'signCount' }))).toBe('already-signed');
    expect(code(play.refuses(SECRETARY, { type: 'publishResult' }))).toBe('signatures-missing');
  });

  it('with a tie at the last seat is signed only after a lot that fits', () => {
    const play = talliedVote(
      [anElectionItem({ itemId: 'item', candidateIds: ['a', 'b', 'c'], seats: 2, minSeats: 1 })],
      { a: 4, b: 3, c: 3 },
    );
    const lot = (itemId: string, electedIds: string[]) =>
      ({ type: 'drawLot', itemId, electedIds, reasonText: 'hash' }) as const;
    const counter = anActor('gridWorker', { id: 'counter-0' });
    expect(code(play.refuses(counter, { type: 'signCount' }))).toBe('tie-unresolved');
    expect(code(play.refuses(STREET, lot('another', ['b'])))).toBe('no-tie');
    expect(code(play.refuses(STREET, lot('item', ['b', 'c'])))).toBe('lot-does-not-fit');
    play.give(STREET, lot('item', ['b']));
    expect(code(play.refuses(STREET, lot('item', ['b'])))).toBe('no-tie');
    sign(play);
  });
});

describe('the result', () => {
  function publishedResult(): VotePlay {
    const play = passed();
    sign(play);
    play.give(SECRETARY, { type: 'publishResult' });
    return play;
  }
  const object = (objectionId: string) => ({ type: 'objectToResult', objectionId, reasonText: 'hash' }) as const;
  const answer = (objectionId: string) =>
    ({ type: 'answerResultObjection', objectionId, remedy: 'dismissed', reasonText: 'hash' }) as const;

  it('takes objections until their time is over, each once, each answered once', () => {
    const play = publishedResult();
    play.give(owner('a'), object('first'));
    play.give(owner('b'), object('second'));
    expect(code(play.refuses(owner('b'), object('first')))).toBe('id-already-used');
    expect(code(play.refuses(STREET, answer('never raised')))).toBe('objection-not-found');
    play.give(STREET, answer('first'));
    expect(code(play.refuses(STREET, answer('first')))).toBe('objection-already-answered');
    play.waitFor('resultObjection');
    expect(code(play.refuses(owner('c'), object('late')))).toBe('objection-period-over');
  });

  it('is marked as contested once', () => {
    const play = publishedResult();
    const mark = { type: 'markContested', ground: 'procedure', reasonText: 'hash' } as const;
    play.give(STREET, mark);
    expect(code(play.refuses(STREET, mark))).toBe('already-contested');
    const end = { type: 'endContest', reasonText: 'hash' } as const;
    play.give(STREET, end);
    expect(code(play.refuses(STREET, end))).toBe('not-contested');
  });
});
