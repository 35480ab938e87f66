// Time decides in the order of its instants, however late it is looked at; and what is foreseen is what happens.
import fc from 'fast-check';
import { ownersVote } from '../../domain/owners-vote/definition';
import { election } from '../../domain/election/definition';
import { lookAhead, openObligations } from '../../domain/machinery/look';
import { catchUp, nextWakeAt } from '../../domain/machinery/time';
import { problem } from '../../domain/problem/definition';
import type { Clock, HasPhase, HasType } from '../../domain/process';
import {
  CANDIDATES,
  coreOf,
  electedElection,
  GROUP,
  launchedElection,
  nominatingElection,
  owner,
  SECRETARY,
  slateElection,
  STREET,
  vettingElection,
  votingElection,
} from '../support/an-election';
import { launchedProblem } from '../support/a-problem';
import { draftedVote, freezeRoll, noticedVote, openVote, publishedVote, talliedVote } from '../support/a-vote';
import { anActor, type Play } from '../support/play';

const DAY = 86_400_000;
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
const typesOf = (events: readonly HasType[]) =>
  events.map(({ type }) => type).filter((type) => type !== 'reminded' && type !== 'escalated');

describe('after a long outage', () => {
  it('everything that time decided happens, in the order of its instants', () => {
    const play = vettingElection();
    const notice = play.state.clocks;
    const body = Object.keys(notice).find((name) => name.startsWith('vetting:')) ?? '';
    const from = play.events.length;
    // Half a year later: all bodies stayed silent, so everybody was admitted; the slate's notice begins now, not half a year ago.
    const late = later(notice[body]?.dueAt ?? '', 180 * DAY);
    play.waitUntil(late);
    const types = typesOf(play.events.slice(from));
    expect(types.filter((type) => type === 'bodyStayedSilent')).toHaveLength(4);
    expect(types.indexOf('slatePublished')).toBeGreaterThan(types.lastIndexOf('bodyStayedSilent'));
    expect(play.phase).toBe('slateNotice');
    expect(play.state.clocks['slateNotice']?.since).toBe(late);
  });

  it('each step has the instant at which time decided it, not the one at which somebody looked', () => {
    const { state, setting } = launchedProblem();
    const { steps } = catchUp(problem, state, setting, '2026-06-01T00:00:00.000Z');
    const raised = steps.flatMap(({ at, events }) => (events.some(({ type }) => type === 'levelRaised') ? [at] : []));
    expect(raised[0]).toBe(state.clocks['response']?.dueAt);
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).sort());
    // At the community the time begins when the engine is awake again: nobody loses any.
    expect(raised).toHaveLength(1);
  });

  it('a clock that is over when it begins is decided when it begins, not before', () => {
    const { state, setting } = launchedProblem();
    const since = '2026-03-02T02:00:00.000Z';
    const response = { ...(state.clocks['response'] as Clock), since, dueAt: '2026-03-01T00:00:00.000Z' };
    const [step] = catchUp(problem, { ...state, clocks: { response } }, setting, since).steps;
    expect(step?.at).toBe(since);
  });

  it('a late timer lengthens no deadline: what ran out, ran out then', () => {
    const play = openVote();
    const closesAt = play.state.clocks['window']?.dueAt ?? '';
    play.now = later(closesAt, 40 * DAY);
    expect(play.refuses(SECRETARY, { type: 'extendWindow', reasonText: 'hash' }).code).toBe('wrong-phase');
    expect(play.events).toContainEqual({ type: 'votingClosed', at: play.now, closedAt: closesAt });
  });

  it('a late timer shortens no time that people have: the next period begins when it is really announced', () => {
    const play = launchedElection();
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    const due = play.state.clocks['groupNotice']?.dueAt ?? '';
    const late = later(due, 30 * DAY + 12_345);
    play.waitUntil(late);
    expect(play.phase).toBe('nominating');
    const nomination = play.state.clocks['nomination'];
    expect(nomination?.since).toBe(late);
    expect(Date.parse(nomination?.dueAt ?? '') - Date.parse(late)).toBeGreaterThanOrEqual(7 * DAY);
  });

  it('looking once or every day makes no difference to what is decided while nobody is late', () => {
    const [once, daily] = [noticedVote(), noticedVote()];
    const end = once.state.clocks['notice']?.dueAt ?? '';
    once.waitUntil(end);
    for (let at = daily.now; at <= end; at = later(at, DAY)) daily.waitUntil(at);
    daily.waitUntil(end);
    expect(daily.state).toEqual(once.state);
    expect(daily.events).toEqual(once.events);
  });
});

describe('the due instant', () => {
  const nominate = { type: 'nominate', candidateId: 'c9', ownerId: 'owner-c9', nominatedBy: 'owners' } as const;
  it('belongs to those who are late: a nomination is taken a millisecond before and not at it', () => {
    const early = nominatingElection();
    const due = early.state.clocks['nomination']?.dueAt ?? '';
    early.now = later(due, -1);
    early.give(SECRETARY, nominate);
    // Nobody was nominated, so nomination is extended at the instant; the second time it is over.
    const late = nominatingElection();
    late.waitFor('nomination');
    late.now = late.state.clocks['nomination']?.dueAt ?? '';
    expect(late.refuses(SECRETARY, nominate)).toMatchObject({ code: 'wrong-phase', params: { phase: 'shortSlate' } });
  });

  it('ends the hearing of a body in the same way', () => {
    const early = vettingElection();
    const [name = '', clock] = Object.entries(early.state.clocks).find(([key]) => key.startsWith('vetting:')) ?? [];
    const body = name.slice('vetting:'.length);
    const opinion = { type: 'giveOpinion', body, candidateId: 'c1', isAdverse: false } as const;
    const command = { ...opinion, basisKind: 'statute', basisText: 'hash', reasonText: 'hash' } as const;
    const officer = anActor('departmentOfficer', { department: body });
    early.now = later(clock?.dueAt ?? '', -1);
    early.give(officer, command);
    const late = vettingElection();
    late.now = clock?.dueAt ?? '';
    expect(late.refuses(officer, command).code).toBe('wrong-phase');
  });
});

describe('a step of time that is refused', () => {
  it('stops its clock, so that the process never strikes on the spot', () => {
    const play = launchedElection();
    const stubborn = { ...election, whenDue: () => ({ type: 'settleSlateNotice' }) as const };
    const broken = {
      ...stubborn,
      decide: () => ({ ok: false as const, rejection: { code: 'forbidden' as const } }),
    };
    const { state, steps } = catchUp(broken, play.state, play.setting, later(play.now, 400 * DAY));
    expect(steps.some(({ events }) => events.some(({ type }) => type === 'clockStopped'))).toBe(true);
    expect(state.clocks).toEqual({});
  });
});

const frozen = () => {
  const play = draftedVote();
  freezeRoll(play);
  return play;
};

describe('looking ahead', () => {
  it('says that a machine step comes first, where the outcome is open', () => {
    const play = draftedVote();
    play.give(SECRETARY, { type: 'freezeRoll' });
    expect(lookAhead(ownersVote, play.state, play.setting, play.now)).toEqual([
      expect.objectContaining({ what: 'freezeRoll', at: play.now }),
    ]);
  });

  it('says what will happen of itself, when, by which clock and article, and where that leads', () => {
    const [first] = lookAhead(ownersVote, frozen().state, frozen().setting, frozen().now);
    expect(first).toEqual({
      at: '2026-03-09T16:00:00.000Z',
      isProvisional: false,
      what: 'settleRollObjections',
      clock: 'rollObjection',
      basis: frozen().policy.vote.rollObjection.basis,
      phaseAfter: 'rollPublished',
    });
  });

  it('is exactly what happens when nobody acts, from any point of an election or a vote', () => {
    const check = <Core extends HasPhase, Command extends HasType, Event extends HasType>(
      play: Play<Core, Command, Event>,
      passed: number,
    ) => {
      play.waitUntil(later(play.now, passed));
      const ahead = lookAhead(play.definition, play.state, play.setting, play.now, 20);
      for (const [index, step] of ahead.entries()) {
        // Several clocks may strike at one instant; what is there afterwards is what the last of them leads to.
        if (ahead[index + 1]?.at === step.at) continue;
        if (play.definition.effect(play.state.core, play.policy) !== undefined && play.state.suspension === null) break;
        play.waitUntil(later(step.at, -1));
        const from = play.events.length;
        play.waitUntil(step.at);
        expect(play.events.length).toBeGreaterThan(from);
        expect(play.phase).toBe(step.phaseAfter);
      }
    };
    const starts: ((passed: number) => void)[] = [
      (ms) => check(launchedElection(), ms),
      (ms) => check(nominatingElection(), ms),
      (ms) => check(vettingElection(), ms),
      (ms) => check(vettingElection(undefined, CANDIDATES.slice(0, 4)), ms),
      (ms) => check(slateElection(), ms),
      (ms) => check(votingElection(), ms),
      (ms) => check(electedElection(), ms),
      (ms) => check(frozen(), ms),
      (ms) => check(noticedVote(), ms),
      (ms) => check(openVote(), ms),
      (ms) => check(talliedVote({ yes: 4 }), ms),
      (ms) => check(publishedVote({ yes: 4 }), ms),
      (ms) => {
        const play = nominatingElection();
        play.give(STREET, { type: 'suspend', reasonText: 'h', basisText: 'h', days: 9 });
        check(play, ms);
      },
    ];
    fc.assert(
      fc.property(fc.nat(starts.length - 1), fc.integer({ min: 0, max: 20 * DAY }), (which, ms) => starts[which]?.(ms)),
      { numRuns: 150 },
    );
  });
});

describe('what is open', () => {
  it('is told with since, due, article and the next rung', () => {
    const play = launchedElection();
    const [duty] = openObligations(election, play.state, play.setting);
    expect(duty).toMatchObject({
      key: 'formGroup',
      since: play.now,
      dueAt: play.state.clocks['groupForm']?.dueAt,
      basis: play.policy.election.groupForm.basis,
      rung: 0,
      remindedCount: 0,
    });
    expect(duty?.nextStepAt).toBe(nextWakeAt(election, play.state, play.setting));
    expect(duty?.nextStepTells).toBe('addressee');
    const late = launchedElection();
    late.waitFor('groupForm');
    expect(openObligations(election, late.state, late.setting)[0]?.nextStepTells).toBe('districtSupervisor');
    play.give(STREET, { type: 'suspend', reasonText: 'h', basisText: 'h', days: 3 });
    expect(openObligations(election, play.state, play.setting)[0]?.nextStepAt).toBeNull();
  });

  it('is nothing once the process is closed', () => {
    const play = votingElection();
    play.give(STREET, { type: 'stopElection', reasonText: 'h', basisText: 'h' });
    expect(openObligations(election, play.state, play.setting)).toEqual([]);
    expect(nextWakeAt(election, play.state, play.setting)).toBeNull();
    expect(lookAhead(election, play.state, play.setting, play.now)).toEqual([]);
    expect(coreOf(play).outcome).toBe('stopped');
    expect(play.refuses(owner('o1'), { type: 'resume' }).code).toBe('process-closed');
  });
});
