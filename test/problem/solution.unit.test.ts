// From the work to the resident's own word, the joint call, and endings without a solution. National preset; Monday 2 March 2026, 10:00.
import { problem } from '../../domain/problem/definition';
import { problemTells } from '../../domain/problem/meetings';
import type { LaunchChild } from '../../domain/process';
import { SECRETARY, STREET } from '../support/an-election';
import { aPolicy, anActor, ENGINE } from '../support/play';
import {
  agree,
  answer,
  answerCall,
  askedProblem,
  assign,
  called,
  callBack,
  closing,
  department,
  DISTRICT,
  FIRM,
  GRID,
  launchedProblem,
  problemOf,
  reportWork,
  RESIDENT,
  respond,
  verified,
  workedProblem,
} from '../support/a-problem';

const dueOf = (play: ReturnType<typeof launchedProblem>, clock: string) => play.state.clocks[clock]?.dueAt;

describe('work that is said to be done', () => {
  it('is looked at by somebody else, and then the resident is asked', () => {
    const play = workedProblem();
    expect([play.phase, ...play.duties]).toEqual(['verifying', 'verify', 'callBack']);
    expect(dueOf(play, 'handling')).toBeUndefined();
    play.give(SECRETARY, verified());
    expect([play.phase, ...play.duties]).toEqual(['answering', 'confirm', 'callBack']);
  });

  it('cannot be verified by whoever did it, nor by the same desk', () => {
    const play = launchedProblem({ category: 'noise' });
    play.give(SECRETARY, respond);
    play.give(SECRETARY, reportWork);
    for (const same of [SECRETARY, GRID]) expect(play.refuses(same, verified()).code).toBe('own-work');
    play.give(STREET, verified());
  });

  it('is not looked at by whom it is about, but by an office that has nothing to do with it', () => {
    const looking = (who: typeof STREET, role: 'communitySecretary' | 'streetOfficer') => {
      const play = launchedProblem({ complaintOf: { role, accountId: null } });
      play.give(who, respond);
      play.give(who, reportWork);
      return play;
    };
    const lookedAtBy = ({ state }: ReturnType<typeof looking>) => [
      ...new Set(problem.obligations(state.core, aPolicy()).map(({ party }) => party.kind === 'role' && party.role)),
    ];
    const aboutSecretary = looking(STREET, 'communitySecretary');
    expect(lookedAtBy(aboutSecretary)).toEqual(['districtSupervisor']);
    expect(aboutSecretary.refuses(SECRETARY, verified()).code).toBe('complained-party');
    aboutSecretary.give(DISTRICT, verified());
    const aboutStreet = looking(DISTRICT, 'streetOfficer');
    expect(lookedAtBy(aboutStreet)).toEqual(['communitySecretary']);
    aboutStreet.give(SECRETARY, verified());
  });

  it('that is not done goes back, with its time for the work anew', () => {
    const play = workedProblem();
    play.waitUntil('2026-03-02T04:00:00.000Z');
    play.give(SECRETARY, verified(false));
    expect([play.phase, dueOf(play, 'handling'), dueOf(play, 'feedback')]).toEqual([
      ...['handling', '2026-03-03T04:00:00.000Z', undefined],
    ]);
  });
});

describe('the resident', () => {
  it('alone says that it is solved, and then it is closed', () => {
    const play = askedProblem();
    play.give(RESIDENT, answer(true));
    expect([play.phase, problemOf(play).outcome, play.duties, play.state.clocks]).toEqual([
      'closed',
      'resolved',
      [],
      {},
    ]);
  });

  it('unsatisfied opens it again: it keeps its age, and the second time it goes up a level', () => {
    const play = askedProblem();
    const whole = dueOf(play, 'whole');
    play.give(RESIDENT, answer(true, false));
    expect([play.phase, problemOf(play).handler.level, dueOf(play, 'whole')]).toEqual(['dispatched', 'estate', whole]);
    play.give(FIRM, reportWork);
    play.give(SECRETARY, verified());
    play.give(RESIDENT, answer(false));
    expect([problemOf(play).handler.level, dueOf(play, 'whole')]).toEqual(['community', whole]);
    expect(play.events.findLast(({ type }) => type === 'levelRaised')).toMatchObject({ why: 'reopened' });
  });

  it('cannot be satisfied with what is not solved', () => {
    const play = askedProblem();
    expect(play.refuses(RESIDENT, answer(false, true)).code).toBe('unsolved-is-no-satisfaction');
    const asked = { type: 'recordCallBack', answer: { isSolved: false, isSatisfied: true }, noteText: 'hash' } as const;
    expect(play.refuses(SECRETARY, asked).code).toBe('unsolved-is-no-satisfaction');
  });

  it('who cannot be reached three times, hours apart, lets it close as unverified', () => {
    const play = askedProblem({ reporterId: null });
    expect(play.duties).toEqual(['callBack']);
    play.give(SECRETARY, callBack(null));
    play.waitUntil('2026-03-02T05:59:59.999Z');
    expect(play.refuses(SECRETARY, callBack(null))).toEqual({
      ...{ code: 'called-recently', params: { until: '2026-03-02T06:00:00.000Z' } },
    });
    play.waitUntil('2026-03-02T06:00:00.000Z');
    play.give(SECRETARY, callBack(null));
    expect(play.phase).toBe('answering');
    play.waitUntil('2026-03-02T10:00:00.000Z');
    play.give(SECRETARY, callBack(null));
    expect([play.phase, problemOf(play).outcome]).toEqual(['closed', 'unverified']);
  });

  it('who is reached answers by the call as by the page, and whoever did the work does not call', () => {
    const play = launchedProblem({ category: 'noise' });
    play.give(SECRETARY, respond);
    play.give(SECRETARY, reportWork);
    play.give(STREET, verified());
    expect(play.refuses(GRID, callBack(true)).code).toBe('own-work');
    play.give(STREET, callBack(true));
    expect(problemOf(play).outcome).toBe('resolved');
  });
});

describe('a joint call', () => {
  const eight = ['housing', 'urbanManagement', 'publicSecurity', 'fire', 'water', 'power', 'gas', 'transport'];
  const atStreet = () => {
    const play = launchedProblem({ category: 'parkingPlan' });
    play.give(STREET, respond);
    return play;
  };

  it('of eight bodies gives each a clock and an answer of its own, and the lead the work', () => {
    const play = atStreet();
    play.give(STREET, called(eight));
    expect(play.duties).toEqual(['carryOutPlan', ...eight.map((name) => `answerCall:${name}`)]);
    for (const name of eight) {
      // Two working days: Wednesday 24:00.
      expect(dueOf(play, `call:${name}`)).toBe('2026-03-04T16:00:00.000Z');
      play.give(department(name), answerCall(name));
    }
    expect(play.duties).toEqual(['carryOutPlan']);
    expect(play.refuses(department('water'), reportWork).code).toBe('not-the-handler');
    play.give(department('housing'), reportWork);
    expect(play.phase).toBe('verifying');
  });

  it('is the street’s, names each body once, and its lead among them', () => {
    expect(launchedProblem().refuses(STREET, called(['fire'])).code).toBe('call-is-the-streets');
    const play = atStreet();
    expect(play.refuses(STREET, called(['fire', 'fire'])).code).toBe('department-twice');
    expect(play.refuses(STREET, called(['fire'], 'water')).code).toBe('department-not-called');
    const thirteen = Array.from({ length: 13 }, (_, no) => `body${String.fromCharCode(97 + no)}`);
    expect(play.refuses(STREET, called(thirteen))).toMatchObject({ code: 'too-many-departments', params: { max: 12 } });
    play.give(STREET, called(['fire']));
    expect(play.refuses(STREET, called(['water'])).code).toBe('call-running');
  });

  it('unanswered goes to the district, which orders; a late answer counts', () => {
    const play = atStreet();
    play.give(STREET, called(['housing', 'fire']));
    play.give(department('housing'), answerCall('housing'));
    const order = { type: 'orderDepartment', department: 'fire', letterText: 'hash' } as const;
    expect(play.refuses(DISTRICT, order).code).toBe('department-not-silent');
    play.waitFor('call:fire');
    expect(play.duties).toContain('orderDepartment:fire');
    play.give(DISTRICT, order);
    expect([play.duties.includes('orderDepartment:fire'), dueOf(play, 'call:fire')]).toEqual([
      // Ordered on Thursday at 0:00: Friday and Monday.
      ...[false, '2026-03-09T16:00:00.000Z'],
    ]);
    expect(play.refuses(department('water'), answerCall('fire')).code).toBe('not-your-department');
    play.give(department('fire'), answerCall('fire'));
    expect(play.refuses(department('fire'), answerCall('fire')).code).toBe('call-already-answered');
    expect(play.refuses(DISTRICT, order).code).toBe('call-already-answered');
    expect(play.refuses(DISTRICT, { ...order, department: 'gas' }).code).toBe('department-not-called');
    expect(play.refuses(department('gas'), answerCall('gas')).code).toBe('department-not-called');
  });

  it('whose lead declines needs another, who has not declined', () => {
    const play = atStreet();
    const lead = (name: string) => ({ type: 'nameLead', lead: name, reasonText: 'hash' }) as const;
    play.give(STREET, called(['housing', 'fire']));
    play.give(department('housing'), answerCall('housing', false));
    expect(play.duties).toEqual(['handle', 'answerCall:fire', 'nameLead']);
    expect(play.refuses(STREET, lead('housing')).code).toBe('department-declined');
    expect(play.refuses(STREET, lead('gas')).code).toBe('department-not-called');
    play.give(STREET, lead('fire'));
    expect(play.duties).toEqual(['carryOutPlan', 'answerCall:fire']);
  });

  it('goes out by itself to the fire station when a smoke alarm goes off, at night and on a holiday too', () => {
    // 3 a.m. on 1 January in China.
    const play = launchedProblem(
      { category: 'smokeAlarm', reporterId: null, channel: 'sensor' },
      undefined,
      '2025-12-31T19:00:00.000Z',
    );
    expect(play.duties).toEqual(['respond', 'handle', 'answerCall:fire']);
    expect(dueOf(play, 'response')).toBe('2025-12-31T19:15:00.000Z');
    play.waitFor('response');
    expect(problemOf(play).handler.level).toBe('community');
  });
});

describe('an ending without a solution', () => {
  it('is proposed by one and agreed to by another of the level above', () => {
    const play = launchedProblem();
    play.give(FIRM, closing('groundless'));
    expect(play.refuses(FIRM, closing('groundless')).code).toBe('closing-already-proposed');
    expect(play.duties).toContain('approveClosing');
    play.give(SECRETARY, agree);
    play.waitFor('appeal');
    expect(play.phase).toBe('closed');
  });

  it.each(['groundless', 'petition', 'court', 'notOurs'] as const)('as %s closes it for good', (how) => {
    const play = launchedProblem();
    play.give(FIRM, closing(how));
    play.give(SECRETARY, agree);
    play.waitFor('appeal');
    expect([play.phase, problemOf(play).outcome, play.state.clocks]).toEqual(['closed', how, {}]);
  });

  it('is never agreed to by whoever proposed it, nor by a lower level', () => {
    const play = launchedProblem({ category: 'noise' });
    play.give(STREET, closing('court'));
    expect(play.refuses(STREET, agree).code).toBe('own-proposal');
    expect(play.refuses(SECRETARY, agree)).toEqual({ code: 'not-your-closing', params: { role: 'streetOfficer' } });
    play.give(anActor('streetOfficer', { id: 'another' }), agree);
  });

  it('refused leaves it open, and then there is nothing to agree to', () => {
    const play = launchedProblem();
    play.give(FIRM, closing('groundless'));
    play.give(SECRETARY, { type: 'refuseClosing', reasonText: 'hash' });
    expect(play.phase).toBe('dispatched');
    expect(play.refuses(SECRETARY, agree).code).toBe('no-closing-proposed');
  });

  it('by merging names the problem that goes on, which is another', () => {
    const play = launchedProblem();
    expect(play.refuses(FIRM, closing('merged')).code).toBe('merged-into-nothing');
    expect(play.refuses(FIRM, closing('court', { mergedInto: 'other' })).code).toBe('merged-into-nothing');
    expect(play.refuses(FIRM, closing('merged', { mergedInto: 'problem' })).code).toBe('merged-into-itself');
    play.give(FIRM, closing('merged', { mergedInto: 'other' }));
    play.give(SECRETARY, agree);
    play.waitFor('appeal');
    expect(problemOf(play).outcome).toBe('merged');
  });

  it('by parking has a day of review, on which it is taken up again by itself with its age', () => {
    const play = launchedProblem();
    const whole = dueOf(play, 'whole');
    expect(play.refuses(FIRM, closing('parked')).code).toBe('parked-without-review');
    expect(play.refuses(FIRM, closing('court', { reviewOn: '2026-04-01' })).code).toBe('parked-without-review');
    for (const reviewOn of ['2026-03-02', '2026-08-31'])
      expect(play.refuses(FIRM, closing('parked', { reviewOn })).code).toBe('review-day-out-of-range');
    play.give(FIRM, closing('parked', { reviewOn: '2026-03-05' }));
    play.give(SECRETARY, agree);
    expect([play.phase, ...play.duties, dueOf(play, 'whole')]).toEqual(['parked', 'reviewParked', whole]);
    play.waitUntil('2026-03-04T15:59:59.999Z');
    expect(play.phase).toBe('parked');
    play.waitUntil('2026-03-04T16:00:00.000Z');
    expect([play.phase, dueOf(play, 'whole')]).toEqual(['dispatched', whole]);
  });
});

describe('a meeting', () => {
  const meeting = (heldAt: string) =>
    ({ type: 'callMeeting', form: 'threeParty', heldAt, reasonText: 'hash' }) as const;

  it('lies ahead, is launched as a process of its own, and reports back', () => {
    const play = launchedProblem();
    expect(play.refuses(FIRM, meeting('2026-03-02T02:00:00.000Z')).code).toBe('meeting-not-ahead');
    play.give(FIRM, meeting('2026-03-03T02:00:00.000Z'));
    expect(play.refuses(FIRM, meeting('2026-03-04T02:00:00.000Z')).code).toBe('meeting-being-called');
    const launch = problem.effect(play.state.core, play.policy) as LaunchChild;
    expect(launch).toMatchObject({ kind: 'meeting', childKey: 'meeting:1', command: { form: 'threeParty' } });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'meeting:1', childId: 'm1' });
    expect(problem.effect(play.state.core, play.policy)).toBeUndefined();
    const ended = { type: 'recordMeetingEnded', meetingId: 'm1', form: 'threeParty', outcome: 'held' } as const;
    play.give(ENGINE, ended);
    expect(problemOf(play).meetings).toEqual([{ meetingId: 'm1', form: 'threeParty', outcome: 'held' }]);
    expect(play.refuses(ENGINE, ended).code).toBe('meeting-not-awaited');
  });

  const toldWhen = (play: ReturnType<typeof launchedProblem>) =>
    play.events.flatMap((event) => problemTells(play.state.core, event));
  const launched = (play: ReturnType<typeof launchedProblem>, no: number) =>
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: `meeting:${no}`, childId: `m${no}` });

  it('that is open when the problem ends is stopped, and so is the one that is just being launched', () => {
    const play = launchedProblem();
    for (const no of [1, 2]) {
      play.give(FIRM, meeting('2026-03-03T02:00:00.000Z'));
      launched(play, no);
    }
    play.give(ENGINE, { type: 'recordMeetingEnded', meetingId: 'm1', form: 'threeParty', outcome: 'held' });
    play.give(FIRM, meeting('2026-03-04T02:00:00.000Z'));
    play.give(FIRM, respond);
    play.give(FIRM, reportWork);
    play.give(SECRETARY, verified());
    expect(toldWhen(play)).toEqual([]);
    play.give(RESIDENT, answer(true));
    const command = { type: 'stopMeeting', reasonText: 'label:problemEnded', basisText: 'label:problemEnded' };
    expect(toldWhen(play)).toEqual([
      { to: 'm2', command },
      { to: 'child:meeting:3', command },
    ]);
  });

  it('is left alone by a pause: its people are called for their day', () => {
    const play = launchedProblem();
    play.give(FIRM, meeting('2026-03-03T02:00:00.000Z'));
    launched(play, 1);
    play.give(STREET, { type: 'suspend', reason: 'weather', reasonText: 'hash', basisText: 'hash', days: 5 });
    play.give(STREET, { type: 'resume' });
    expect(toldWhen(play)).toEqual([]);
  });
});

describe('the supervised track', () => {
  it('studies first, is checked while it is worked on, and is appraised by another body at the end', () => {
    const play = launchedProblem({ isSupervised: true });
    expect([play.phase, ...play.duties]).toEqual(['researching', 'research']);
    play.give(STREET, { type: 'recordResearch', opinionText: 'hash' });
    expect([play.phase, ...play.duties]).toEqual(['dispatched', 'respond', 'handle', 'supervise']);
    play.give(STREET, { type: 'supervise', noteText: 'hash' });
    play.give(FIRM, respond);
    play.give(FIRM, reportWork);
    play.give(SECRETARY, verified());
    play.give(RESIDENT, answer(true));
    expect([play.phase, ...play.duties]).toEqual(['appraising', 'appraise']);
    expect(play.refuses(FIRM, { type: 'appraise', stars: 5, noteText: 'hash' }).code).toBe('own-work');
    play.give(SECRETARY, { type: 'appraise', stars: 4, noteText: 'hash' });
    expect(problemOf(play).outcome).toBe('resolved');
  });
});

describe('a problem that is not on the supervised track', () => {
  it('is not checked on it', () => {
    expect(launchedProblem().refuses(STREET, { type: 'supervise', noteText: 'hash' }).code).toBe('not-supervised');
  });
});

describe('another category', () => {
  it('brings its clocks, and leaves the clock of the whole alone', () => {
    const play = launchedProblem();
    const whole = dueOf(play, 'whole');
    const other = { type: 'reclassify', category: 'cleaning', reasonText: 'hash' } as const;
    expect(play.refuses(SECRETARY, { ...other, category: 'ghosts' }).code).toBe('category-unknown');
    play.give(SECRETARY, other);
    expect([problemOf(play).class, dueOf(play, 'response'), dueOf(play, 'whole')]).toEqual([
      ...['ordinary', '2026-03-03T16:00:00.000Z', whole],
    ]);
    play.give(SECRETARY, assign('community'));
  });
});
