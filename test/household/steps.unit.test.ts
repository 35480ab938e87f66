// The visits to a household as the decider sees them. Instants by hand: 21:00 in China is 13:00 UTC.
import { householdAudience } from '../../domain/household/rules';
import { householdOf, launchedHousehold, SECRETARY, visit, WORKER, type HouseholdPlay } from '../support/a-household';
import { anActor } from '../support/play';

const dueAt = (play: HouseholdPlay, clock = 'visit') => play.state.clocks[clock]?.dueAt;
const missed = (play: HouseholdPlay) =>
  play.events.flatMap((event) => (event.type === 'visitMissed' ? [[event.round, event.dueAt]] : []));
const reclassify = (to: 'red' | 'yellow' | 'green') => ({ type: 'reclassify', class: to, reasonText: 'hash' }) as const;

describe('a household that is visited', () => {
  it.each([
    ['red', '2026-03-03T13:00:00.000Z'],
    ['yellow', '2026-03-09T13:00:00.000Z'],
    ['green', '2026-04-02T13:00:00.000Z'],
  ] as const)('of class %s is due by 21:00 of the last day of its round', (visitClass, due) => {
    const play = launchedHousehold({ class: visitClass });
    expect([play.phase, ...play.duties]).toEqual(['due', 'visitHousehold']);
    expect(dueAt(play)).toBe(due);
  });

  it('has its visit in the last millisecond, and has missed it at the due instant', () => {
    const inTime = launchedHousehold();
    inTime.waitUntil('2026-03-09T12:59:59.999Z');
    inTime.give(WORKER, visit(inTime));
    expect([inTime.phase, ...inTime.duties]).toEqual(['visited']);
    const late = launchedHousehold();
    late.waitUntil('2026-03-09T13:00:00.000Z');
    expect(missed(late)).toEqual([[1, '2026-03-09T13:00:00.000Z']]);
    expect(late.duties).toEqual(['visitHousehold', 'makeUpVisit']);
    expect(householdOf(late).round).toMatchObject({ no: 2, since: '2026-03-09T13:00:00.000Z' });
    expect(dueAt(late)).toBe('2026-03-16T13:00:00.000Z');
  });

  it('that was visited early waits for the end of its round, and the next begins there', () => {
    const play = launchedHousehold();
    play.give(WORKER, visit(play));
    expect(play.refuses(WORKER, visit(play))).toEqual({
      code: 'round-already-visited',
      params: { round: 1, nextFrom: '2026-03-09T13:00:00.000Z' },
    });
    play.waitUntil('2026-03-09T12:59:59.999Z');
    expect(play.phase).toBe('visited');
    play.waitUntil('2026-03-09T13:00:00.000Z');
    expect([play.phase, householdOf(play).round.no, dueAt(play)]).toEqual(['due', 2, '2026-03-16T13:00:00.000Z']);
    play.give(WORKER, visit(play));
  });

  it('cannot have been visited in the future, nor before its round began', () => {
    const play = launchedHousehold();
    expect(play.refuses(WORKER, visit(play, 'door', '2026-03-02T02:00:00.001Z')).code).toBe('visit-in-future');
    expect(play.refuses(WORKER, visit(play, 'door', '2026-03-02T01:59:59.999Z')).code).toBe('visit-before-round');
    play.give(WORKER, visit(play, 'door', '2026-03-02T02:00:00.000Z'));
  });

  it('begun on the 31st comes back to the 31st after a shorter month', () => {
    const play = launchedHousehold({ class: 'green' });
    play.give(SECRETARY, { type: 'endVisits', reasonText: 'hash' });
    const other = launchedHousehold();
    other.waitUntil('2026-03-31T02:00:00.000Z');
    other.give(WORKER, visit(other));
    other.give(SECRETARY, reclassify('green'));
    const dues = [dueAt(other)];
    for (let n = 0; n < 3; n += 1) {
      other.waitFor('visit');
      dues.push(dueAt(other));
    }
    expect(dues.map((due) => due?.slice(0, 10))).toEqual(['2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31']);
  });
});

describe('a missed visit', () => {
  it('is made up for by the community within a day, and the street hears of it at once after that', () => {
    const play = launchedHousehold();
    play.waitFor('visit');
    expect(dueAt(play, 'makeUp')).toBe('2026-03-10T16:00:00.000Z');
    const escalations = () =>
      play.events.flatMap((event) => (event.type === 'escalated' ? [[event.key, event.tell]] : []));
    play.waitUntil('2026-03-10T15:59:59.999Z');
    expect(escalations()).toEqual([]);
    // Told in the morning, not at midnight.
    play.waitUntil('2026-03-11T00:00:00.000Z');
    expect(escalations()).toEqual([['makeUpVisit', 'streetOfficer']]);
    play.give(WORKER, visit(play));
    expect(play.duties).toEqual([]);
    expect(householdOf(play)).toMatchObject({ need: null, unseenInRow: 0 });
  });

  it('is followed, after three rounds in which nobody was met, by the duty to see somebody', () => {
    const play = launchedHousehold({ class: 'red' });
    play.waitFor('visit');
    play.waitFor('visit');
    expect(play.duties).toEqual(['visitHousehold', 'makeUpVisit']);
    play.waitFor('visit');
    expect(play.duties).toEqual(['visitHousehold', 'seeHousehold']);
    expect(dueAt(play, 'makeUp')).toBeUndefined();
    expect(dueAt(play, 'see')).toBe('2026-03-06T13:00:00.000Z');
    // Knocking again is on record, and nobody has been seen by it.
    play.give(WORKER, visit(play, 'notMet'));
    expect(play.duties).toEqual(['seeHousehold']);
    expect(play.refuses(WORKER, visit(play, 'notMet')).code).toBe('round-already-visited');
    play.give(SECRETARY, visit(play, 'phone'));
    expect(play.duties).toEqual([]);
    expect(householdOf(play)).toMatchObject({ unseenInRow: 0, need: null });
    expect(play.refuses(WORKER, visit(play)).code).toBe('round-already-visited');
  });

  it('is not made of a visit on which nobody answered, but three of those are enough to have somebody seen', () => {
    const play = launchedHousehold({ class: 'red' });
    for (let n = 0; n < 2; n += 1) {
      play.give(WORKER, visit(play, 'notMet'));
      expect(play.duties).toEqual([]);
      play.waitFor('nextRound');
    }
    play.give(WORKER, visit(play, 'notMet'));
    expect(play.duties).toEqual(['seeHousehold']);
    expect(missed(play)).toEqual([]);
  });
});

describe('an engine that was away for two days', () => {
  it('finds every round that ended meanwhile once, at its own instant', () => {
    const play = launchedHousehold({ class: 'red' });
    play.waitUntil('2026-03-05T13:00:00.000Z');
    expect(missed(play)).toEqual([
      [1, '2026-03-03T13:00:00.000Z'],
      [2, '2026-03-04T13:00:00.000Z'],
      [3, '2026-03-05T13:00:00.000Z'],
    ]);
    expect(householdOf(play).round).toMatchObject({ no: 4, dueAt: '2026-03-06T13:00:00.000Z' });
    expect(play.state.clocks['see']?.since).toBe('2026-03-05T13:00:00.000Z');
  });
});

describe('another class', () => {
  it('begins anew now where that is earlier: a yellow household that turns red is due tomorrow', () => {
    const play = launchedHousehold();
    play.waitUntil('2026-03-04T02:00:00.000Z');
    play.give(SECRETARY, reclassify('red'));
    expect(dueAt(play)).toBe('2026-03-05T13:00:00.000Z');
    expect(householdOf(play)).toMatchObject({ class: 'red', round: { no: 1, since: '2026-03-02T02:00:00.000Z' } });
    play.waitFor('visit');
    expect(dueAt(play)).toBe('2026-03-06T13:00:00.000Z');
  });

  it('puts no open round off: a red household that turns green is still due today, and a month after that', () => {
    const play = launchedHousehold({ class: 'red' });
    play.waitUntil('2026-03-03T12:59:59.999Z');
    play.give(SECRETARY, reclassify('green'));
    expect(dueAt(play)).toBe('2026-03-03T13:00:00.000Z');
    play.waitFor('visit');
    expect(missed(play)).toEqual([[1, '2026-03-03T13:00:00.000Z']]);
    expect(dueAt(play)).toBe('2026-04-03T13:00:00.000Z');
  });

  it('of a household that has had its visit begins the next round at once', () => {
    const play = launchedHousehold({ class: 'green' });
    play.give(WORKER, visit(play));
    play.give(SECRETARY, reclassify('red'));
    expect([play.phase, householdOf(play).round.no, dueAt(play)]).toEqual(['due', 2, '2026-03-03T13:00:00.000Z']);
    expect(Object.keys(play.state.clocks)).toEqual(['visit']);
  });

  it('is another one', () => {
    expect(launchedHousehold().refuses(SECRETARY, reclassify('yellow'))).toEqual({
      code: 'same-visit-class',
      params: { class: 'yellow' },
    });
  });
});

describe('whoever visits', () => {
  it('is a grid worker of the place, or the one who was named', () => {
    const play = launchedHousehold();
    play.give(SECRETARY, { type: 'assignVisitor', accountId: 'worker-7' });
    const partyNow = () => play.definition.obligations(play.state.core, play.policy)[0]?.party;
    expect(partyNow()).toMatchObject({ kind: 'account', accountId: 'worker-7' });
    expect(householdAudience(play.state.core)).toMatchObject({ people: ['worker-7'] });
    play.give(SECRETARY, { type: 'assignVisitor', accountId: null });
    expect(partyNow()).toMatchObject({ kind: 'role', role: 'gridWorker' });
  });

  it('and the secretary are the only ones who see the household', () => {
    expect(householdAudience(launchedHousehold().state.core)).toEqual({
      ...{ roles: ['gridWorker', 'communitySecretary'], people: [], hiddenFrom: [], hiddenFromRoles: [] },
    });
  });
});

it('visits do not stand still: there is no reason for which they could', () => {
  const suspend = { type: 'suspend', reason: 'away', reasonText: 'hash', basisText: 'hash', days: 5 } as const;
  expect(launchedHousehold().refuses(anActor('streetOfficer'), suspend).code).toBe('suspension-reason-not-listed');
});

it('visits that have ended leave nothing running', () => {
  const play = launchedHousehold({ class: 'red' });
  play.waitFor('visit');
  play.give(SECRETARY, { type: 'endVisits', reasonText: 'hash' });
  expect([play.phase, householdOf(play).outcome, ...play.duties]).toEqual(['closed', 'ended']);
  expect(play.state.clocks).toEqual({});
  expect(play.refuses(WORKER, visit(play)).code).toBe('process-closed');
});
