// An appeal against a special closing. National preset; the firm says on Monday 2 March 2026 at 10:00 that there is nothing, and the community
// agrees: five working days to object, until Monday 9 March 24:00.
import { problemTells } from '../../domain/problem/meetings';
import { NO_RATES, foldRates } from '../../domain/supervision/rates';
import { SECRETARY, STREET } from '../support/an-election';
import {
  agree,
  appeal,
  closing,
  dismiss,
  DISTRICT,
  endingProblem,
  FIRM,
  launchedProblem,
  problemOf,
  RESIDENT,
  respond,
  uphold,
  type ProblemPlay,
} from '../support/a-problem';
import { anActor, aPolicy } from '../support/play';

const DEPUTY = anActor('districtSupervisor', { id: 'deputy' });
const dueOf = (play: ProblemPlay, clock: string) => play.state.clocks[clock]?.dueAt;
const UNTIL = '2026-03-09T16:00:00.000Z';

describe('a problem that two people have agreed to end', () => {
  it('waits for its reporters, and for nobody else: five working days, then it is closed', () => {
    const play = endingProblem();
    expect([play.phase, play.duties, dueOf(play, 'appeal')]).toEqual(['appealable', [], UNTIL]);
    play.waitUntil('2026-03-09T15:59:59.999Z');
    expect(play.phase).toBe('appealable');
    play.waitUntil(UNTIL);
    expect([play.phase, problemOf(play).outcome, play.state.clocks]).toEqual(['closed', 'groundless', {}]);
    expect(play.refuses(RESIDENT, appeal).code).toBe('process-closed');
  });

  it('is worked on by nobody meanwhile, and the time of the whole goes on; that it is over is explained if the problem goes on', () => {
    const play = endingProblem();
    const whole = dueOf(play, 'whole');
    for (const command of [respond, closing('court')]) expect(play.refuses(FIRM, command).code).toBe('wrong-phase');
    expect(dueOf(play, 'whole')).toBe(whole);
    play.give(RESIDENT, appeal);
    play.waitFor('whole');
    expect([problemOf(play).isOverdue, play.duties]).toEqual([true, ['judgeAppeal']]);
    play.give(STREET, uphold);
    expect(play.duties).toEqual(['respond', 'handle', 'explainDelay']);
  });

  it('calls its meeting off only when it is really closed', () => {
    const play = launchedProblem();
    play.give(FIRM, {
      type: 'callMeeting',
      form: 'threeParty',
      heldAt: '2026-03-20T02:00:00.000Z',
      reasonText: 'hash',
    });
    play.give(FIRM, closing('court'));
    play.give(SECRETARY, agree);
    const told = () => play.events.flatMap((event) => problemTells(play.state.core, event));
    expect(told()).toEqual([]);
    play.waitFor('appeal');
    expect(told()).toHaveLength(1);
  });

  it('counts as ended in time by when it was agreed, not by when the time to object was over', () => {
    const play = endingProblem();
    const fold = play.events.reduce(
      (rates, event) => foldRates(rates, { at: play.now, event: { ...event } }),
      NO_RATES,
    );
    expect(fold.endedAt).toBe(play.now);
  });
});

describe('an objection', () => {
  it('counts in the last millisecond, and goes to the level above those who agreed', () => {
    const play = endingProblem();
    play.waitUntil('2026-03-09T15:59:59.999Z');
    play.give(RESIDENT, appeal);
    expect([play.phase, ...play.duties]).toEqual(['appealed', 'judgeAppeal']);
    expect(play.refuses(RESIDENT, appeal).code).toBe('wrong-phase');
    for (const below of [FIRM, SECRETARY])
      expect(play.refuses(below, uphold)).toEqual({ code: 'not-your-appeal', params: { role: 'streetOfficer' } });
  });

  it('upheld has it go on with the level that judged, at the age that it has', () => {
    const play = endingProblem();
    const whole = dueOf(play, 'whole');
    play.give(RESIDENT, appeal);
    play.give(STREET, uphold);
    expect(problemOf(play)).toMatchObject({
      ...{ phase: 'dispatched', handler: { level: 'street', department: null }, agreed: null, outcome: null },
    });
    expect([dueOf(play, 'whole'), dueOf(play, 'appealReview')]).toEqual([whole, undefined]);
    expect(play.duties).toEqual(['respond', 'handle']);
    expect(play.events.findLast(({ type }) => type === 'levelRaised')).toMatchObject({ from: 'estate', why: 'appeal' });
  });

  it('dismissed has it closed as it was agreed', () => {
    const play = endingProblem();
    play.give(RESIDENT, appeal);
    play.give(STREET, dismiss);
    expect([play.phase, problemOf(play).outcome, play.state.clocks]).toEqual(['closed', 'groundless', {}]);
  });

  it('is not decided by time: whoever must judge it stays overdue', () => {
    const play = endingProblem();
    play.give(RESIDENT, appeal);
    play.waitFor('appealReview');
    expect([play.phase, ...play.duties]).toEqual(['appealed', 'judgeAppeal']);
  });

  it('is recorded by an office for whoever calls, and may come again when it is ended a second time', () => {
    const play = endingProblem();
    play.give(SECRETARY, { type: 'recordAppeal', reasonText: 'hash' });
    play.give(STREET, uphold);
    play.give(STREET, closing('notOurs'));
    play.give(DISTRICT, agree);
    play.give(RESIDENT, appeal);
    expect(play.duties).toEqual(['judgeAppeal']);
  });

  it('against what the district itself agreed to is judged there by somebody who took no part', () => {
    const play = launchedProblem({ category: 'illegalBuilding' });
    play.give(STREET, closing('court'));
    play.give(DISTRICT, agree);
    play.give(RESIDENT, appeal);
    for (const command of [uphold, dismiss]) expect(play.refuses(DISTRICT, command).code).toBe('took-part-in-closing');
    play.give(DEPUTY, uphold);
    expect(problemOf(play).handler.level).toBe('district');
  });

  it('to a merger that is upheld leaves the problem with its own reporters', () => {
    const play = launchedProblem();
    play.give(FIRM, closing('merged', { mergedInto: 'other' }));
    play.give(SECRETARY, agree);
    expect(problemOf(play).mergedInto).toBe('other');
    play.give(RESIDENT, appeal);
    play.give(STREET, uphold);
    expect(problemOf(play).mergedInto).toBeNull();
  });

  it('in a complaint goes past the office that it is about', () => {
    const play = launchedProblem({ complaintOf: { role: 'streetOfficer', accountId: null } });
    play.give(DISTRICT, closing('notOurs'));
    play.give(DEPUTY, agree);
    play.give(RESIDENT, appeal);
    expect(play.refuses(STREET, dismiss).code).toBe('complained-party');
    play.give(anActor('districtSupervisor', { id: 'third' }), dismiss);
  });

  it('has the time that the policy gives', () => {
    const policy = aPolicy();
    policy.problem.closing.appealWithin = { n: 1, unit: 'hour', basis: 'test', confidence: 'D' };
    expect(dueOf(endingProblem({}, policy), 'appeal')).toBe('2026-03-02T03:00:00.000Z');
  });
});
