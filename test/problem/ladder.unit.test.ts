// Who has a problem, and how it climbs. Dates by hand from the national preset: a leak is a livelihood problem, two hours for the first
// contact and twenty-four for the work at the estate and in the community, reported on Monday 2 March 2026 at 10:00 in China.
import { problem } from '../../domain/problem/definition';
import { lookAhead } from '../../domain/machinery/look';
import { PLACE, SECRETARY, STREET } from '../support/an-election';
import { anActor, aPolicy } from '../support/play';
import {
  aProblemLaunch,
  askedProblem,
  assign,
  department,
  DISTRICT,
  FIRM,
  GRID,
  launchedProblem,
  MONDAY,
  problemOf,
  raise,
  reportWork,
  RESIDENT,
  respond,
  returned,
  returnTo,
  type ProblemPlay,
} from '../support/a-problem';
import { Play } from '../support/play';

const dueOf = (play: ProblemPlay, clock: string) => play.state.clocks[clock]?.dueAt;
const levelOf = (play: ProblemPlay) => problemOf(play).handler.level;
const raises = (play: ProblemPlay) =>
  play.events.flatMap((event) => (event.type === 'levelRaised' ? [`${event.from} → ${event.to}: ${event.why}`] : []));

describe('a reported problem', () => {
  it('lies at once with the firm: two hours to speak to the resident, a day for the work, a week for the whole', () => {
    const play = launchedProblem();
    expect(play.duties).toEqual(['respond', 'handle']);
    expect(dueOf(play, 'response')).toBe('2026-03-02T04:00:00.000Z');
    expect(dueOf(play, 'handling')).toBe('2026-03-03T02:00:00.000Z');
    expect(dueOf(play, 'whole')).toBe('2026-03-09T16:00:00.000Z');
  });

  it('of a category that the policy lacks is refused by name', () => {
    const play: ProblemPlay = new Play(problem, MONDAY, aPolicy());
    expect(play.refuses(RESIDENT, aProblemLaunch({ category: 'ghosts' }))).toEqual({
      ...{ code: 'category-unknown', params: { category: 'ghosts' } },
    });
  });

  it('goes to the community where the estate has neither firm nor committee', () => {
    const play = launchedProblem({ desk: null });
    expect(levelOf(play)).toBe('community');
    expect(play.refuses(STREET, assign('estate')).code).toBe('no-desk-here');
  });

  it('that is a department’s work begins at the street', () => {
    const play = launchedProblem({ category: 'illegalBuilding' });
    expect(levelOf(play)).toBe('street');
    expect(play.refuses(STREET, assign('community'))).toMatchObject({
      ...{ code: 'department-work', params: { level: 'community', department: 'urbanManagement' } },
    });
    play.give(STREET, assign('street', 'urbanManagement'));
    play.give(department('urbanManagement'), respond);
    expect(problemOf(play)).toMatchObject({ phase: 'handling', handler: { department: 'urbanManagement' } });
  });

  it.each(['ningdu', 'nanhu'])('under the promise of %s has the clocks of that place', (place) => {
    const play = launchedProblem({ category: 'cleaning' }, aPolicy(place));
    if (place === 'nanhu') {
      // 15 minutes, 24 hours.
      expect([dueOf(play, 'response'), dueOf(play, 'handling')]).toEqual([
        '2026-03-02T02:15:00.000Z',
        '2026-03-03T02:00:00.000Z',
      ]);
      return;
    }
    // 3+3+5: three hours to look, three more from then on for the work, five working days for the feedback.
    expect([dueOf(play, 'response'), dueOf(play, 'handling')]).toEqual(['2026-03-02T05:00:00.000Z', undefined]);
    play.waitUntil('2026-03-02T04:00:00.000Z');
    play.give(FIRM, respond);
    expect(dueOf(play, 'handling')).toBe('2026-03-02T07:00:00.000Z');
    play.give(FIRM, reportWork);
    expect(dueOf(play, 'feedback')).toBe('2026-03-09T16:00:00.000Z');
  });
});

describe('the first contact', () => {
  it('counts in the last millisecond, and at the due instant the community has it', () => {
    const inTime = launchedProblem();
    inTime.waitUntil('2026-03-02T03:59:59.999Z');
    inTime.give(FIRM, respond);
    expect(inTime.phase).toBe('handling');
    const late = launchedProblem();
    late.waitUntil('2026-03-02T04:00:00.000Z');
    expect(late.refuses(FIRM, respond).code).toBe('not-the-handler');
    expect(raises(late)).toEqual(['estate → community: noResponse']);
    expect(dueOf(late, 'response')).toBe('2026-03-02T06:00:00.000Z');
  });

  it('is the handler’s, and nobody else’s', () => {
    const play = launchedProblem();
    for (const other of [SECRETARY, STREET, department('housing')])
      expect(play.refuses(other, respond).code).toBe('not-the-handler');
  });
});

describe('the ladder', () => {
  it('is climbed by missed clocks alone, level by level, and ends at the district, where it stays overdue', () => {
    const play = launchedProblem();
    for (let level = 0; level < 3; level += 1) play.waitFor('response');
    play.waitUntil('2026-04-02T02:00:00.000Z');
    expect(raises(play)).toEqual([
      'estate → community: noResponse',
      'community → street: noResponse',
      'street → district: noResponse',
    ]);
    expect([levelOf(play), play.phase]).toEqual(['district', 'dispatched']);
    expect(play.duties).toEqual(['respond', 'handle', 'explainDelay']);
  });

  it('gives each level its time from when it got the problem, also after an outage of a month', () => {
    const play = launchedProblem();
    play.waitUntil('2026-04-01T02:00:00.000Z');
    expect([levelOf(play), dueOf(play, 'response')]).toEqual(['community', '2026-04-01T04:00:00.000Z']);
  });

  it('never starts the clock of the whole anew', () => {
    const play = launchedProblem();
    const whole = dueOf(play, 'whole');
    play.give(FIRM, raise);
    play.give(SECRETARY, respond);
    play.give(SECRETARY, raise);
    expect([levelOf(play), dueOf(play, 'whole')]).toEqual(['street', whole]);
    expect(raises(play)).toEqual(['estate → community: beyondPower', 'community → street: beyondPower']);
  });

  it('gives every level a time of its own', () => {
    const play = launchedProblem();
    play.waitUntil('2026-03-02T03:00:00.000Z');
    play.give(FIRM, raise);
    expect([dueOf(play, 'response'), dueOf(play, 'handling')]).toEqual([
      '2026-03-02T05:00:00.000Z',
      '2026-03-03T03:00:00.000Z',
    ]);
  });

  it('moves up when the work is not done in time, although contact was made', () => {
    const play = launchedProblem();
    play.give(FIRM, respond);
    play.waitFor('handling');
    expect(raises(play)).toEqual(['estate → community: overdue']);
  });

  it('is moved by a decision from above, and never by somebody below', () => {
    const play = launchedProblem();
    expect(play.refuses(FIRM, assign('street')).code).toBe('not-the-dispatcher');
    play.give(STREET, assign('street'));
    expect(raises(play)).toEqual(['estate → street: decision']);
    play.give(STREET, assign('community'));
    expect(levelOf(play)).toBe('community');
    expect(play.refuses(SECRETARY, assign('community')).code).toBe('already-there');
    expect(play.refuses(STREET, assign('district', 'fire')).code).toBe('department-works-for-street');
  });

  it('has nothing above the district', () => {
    const play = launchedProblem();
    play.give(DISTRICT, assign('district'));
    expect(play.refuses(DISTRICT, raise)).toMatchObject({ code: 'no-higher-level' });
    expect(play.refuses(DISTRICT, returned()).code).toBe('no-higher-level');
  });

  it('tells beforehand what it will do when nobody moves', () => {
    const play = launchedProblem();
    const ahead = lookAhead(problem, play.state, play.setting, play.now);
    expect(ahead.slice(0, 3).map(({ at, what, clock }) => [at, what, clock])).toEqual([
      ['2026-03-02T04:00:00.000Z', 'raiseBySilence', 'response'],
      ['2026-03-02T06:00:00.000Z', 'raiseBySilence', 'response'],
      ['2026-03-02T10:00:00.000Z', 'raiseBySilence', 'response'],
    ]);
  });

  it('lets the street do the firm’s work when it has taken the duty over', () => {
    const play = launchedProblem({ category: 'noise' });
    play.give(STREET, { type: 'takeOver', key: 'handle', reasonText: 'hash' });
    play.give(STREET, reportWork);
    expect(play.phase).toBe('verifying');
  });
});

describe('sending back', () => {
  it('needs a listed reason, is reviewed by the level above, and goes where that level says', () => {
    const play = launchedProblem();
    expect(play.refuses(FIRM, returned('tooHot'))).toMatchObject({ code: 'return-reason-not-listed' });
    play.give(FIRM, returned());
    expect(play.duties).toContain('reviewReturn');
    expect(play.refuses(FIRM, returned()).code).toBe('return-under-review');
    expect(play.refuses(FIRM, reportWork).code).toBe('return-under-review');
    expect(play.refuses(FIRM, returnTo('community')).code).toBe('not-the-dispatcher');
    play.give(SECRETARY, returnTo('community'));
    expect([levelOf(play), problemOf(play).returns]).toEqual(['community', 1]);
  });
});

describe('sending back, judged', () => {
  it('refused leaves it where it was, with its clocks as they were', () => {
    const play = launchedProblem();
    const due = dueOf(play, 'handling');
    play.give(FIRM, returned());
    play.give(SECRETARY, { type: 'refuseReturn', reasonText: 'hash' });
    expect([levelOf(play), dueOf(play, 'handling'), dueOf(play, 'returnReview')]).toEqual(['estate', due, undefined]);
    expect(play.refuses(SECRETARY, { type: 'refuseReturn', reasonText: 'hash' }).code).toBe('no-return-asked');
  });

  it('may happen twice, then the level that judges it must own it, and nobody sends it back any more', () => {
    const play = launchedProblem({ category: 'noise' });
    play.give(SECRETARY, returned());
    expect(play.refuses(SECRETARY, returnTo('community')).code).toBe('not-the-dispatcher');
    play.give(STREET, returnTo('street', 'urbanManagement'));
    play.give(department('urbanManagement'), returned());
    expect(play.refuses(STREET, returnTo('street', 'publicSecurity'))).toMatchObject({ code: 'must-own-it' });
    play.give(STREET, returnTo('street'));
    expect(problemOf(play)).toMatchObject({
      isOwned: true,
      returns: 2,
      handler: { level: 'street', department: null },
    });
    expect(play.refuses(STREET, returned())).toEqual({ code: 'no-return-left', params: { max: 2 } });
    expect(play.refuses(STREET, assign('community')).code).toBe('no-return-left');
  });

  it('unanswered in time goes up to whoever should have judged it', () => {
    const play = launchedProblem({ category: 'cleaning' });
    play.give(FIRM, respond);
    play.give(FIRM, returned());
    play.waitFor('returnReview');
    expect(raises(play)).toEqual(['estate → community: returnUnreviewed']);
  });
});

describe('more time', () => {
  const ask = { type: 'askExtension', reasonText: 'hash' } as const;
  const grant = { type: 'extendHandling', reasonText: 'hash' } as const;

  it('is given once by the head of the level, a second time by the next, and never a third', () => {
    const play = launchedProblem({ category: 'cleaning' });
    const committee = anActor('committeeMember', { id: 'chair' });
    play.give(FIRM, respond);
    play.give(FIRM, ask);
    expect(play.refuses(FIRM, ask).code).toBe('extension-already-asked');
    expect(play.duties).toContain('decideExtension');
    play.give(committee, grant);
    expect(play.refuses(committee, grant)).toEqual({
      code: 'not-your-extension',
      params: { role: 'communitySecretary' },
    });
    play.give(SECRETARY, grant);
    expect(play.refuses(STREET, grant)).toEqual({ code: 'no-extension-left', params: { max: 2 } });
    // Three working days from Thursday 24:00, twice three more: 5, 10 and 13 March.
    expect(dueOf(play, 'handling')).toBe('2026-03-13T16:00:00.000Z');
  });

  it('is refused after the due instant, and that is what whoever asks is told', () => {
    const play = launchedProblem();
    play.give(FIRM, respond);
    play.waitUntil('2026-03-03T02:00:00.000Z');
    expect(play.refuses(FIRM, ask).code).toBe('extension-too-late');
    const inTime = launchedProblem();
    inTime.give(FIRM, respond);
    inTime.waitUntil('2026-03-03T01:59:59.999Z');
    inTime.give(FIRM, ask);
  });

  it('may be denied, and then the clock is what it was', () => {
    const play = launchedProblem({ category: 'noise' });
    play.give(GRID, respond);
    const due = dueOf(play, 'handling');
    const deny = { type: 'refuseExtension', reasonText: 'hash' } as const;
    expect(play.refuses(SECRETARY, deny).code).toBe('extension-not-asked');
    play.give(GRID, ask);
    expect(play.refuses(GRID, deny).code).toBe('not-your-extension');
    play.give(SECRETARY, deny);
    expect([dueOf(play, 'handling'), problemOf(play).isExtensionAsked]).toEqual([due, false]);
  });
});

describe('a complaint', () => {
  const aboutFirm = { complaintOf: { role: 'firmManager', accountId: null } } as const;

  it('about the firm goes past the firm’s desk, and the firm neither sees nor touches it', () => {
    const play = launchedProblem(aboutFirm);
    expect(levelOf(play)).toBe('community');
    expect(play.refuses(FIRM, respond).code).toBe('complained-party');
    expect(play.refuses(SECRETARY, assign('estate')).code).toBe('complained-party');
    expect(problem.audience?.(play.state.core)).toMatchObject({ people: ['reporter'], hiddenFrom: [] });
    expect(problem.audience?.(play.state.core)?.roles).not.toContain('firmManager');
  });

  it('about one person hides it from that person, and goes past the whole desk', () => {
    const play = launchedProblem({ complaintOf: { role: 'communitySecretary', accountId: 'secretary-1' } });
    expect(levelOf(play)).toBe('street');
    expect(problem.audience?.(play.state.core)).toMatchObject({ hiddenFrom: ['secretary-1'] });
  });

  it('is no secret where it is none', () => {
    expect(problem.audience?.(launchedProblem().state.core)).toBeNull();
  });
});

describe('the same thing again', () => {
  it('begins a level above where it ended', () => {
    const once = { recurrenceOf: { problemId: 'before', level: 'estate' } } as const;
    const twice = { recurrenceOf: { problemId: 'before', level: 'street' } } as const;
    expect(levelOf(launchedProblem(once))).toBe('community');
    expect(levelOf(launchedProblem(twice))).toBe('district');
    expect(problemOf(launchedProblem(once)).recurrenceOf).toBe('before');
  });
});

describe('standing still', () => {
  const pause = (reason: string | undefined, days = 5) =>
    ({ type: 'suspend', reason, reasonText: 'hash', basisText: 'hash', days }) as const;

  it('is for listed reasons, by an officer, with an end, and at most twice', () => {
    const play = launchedProblem();
    for (const reason of ['holidays', undefined])
      expect(play.refuses(STREET, pause(reason)).code).toBe('suspension-reason-not-listed');
    expect(play.refuses(STREET, pause('weather', 31)).code).toBe('suspension-too-long');
    play.give(STREET, pause('waitingForParts'));
    expect(play.refuses(FIRM, respond).code).toBe('process-suspended');
    play.give(STREET, { type: 'resume' });
    play.give(STREET, pause('weather'));
    play.give(STREET, { type: 'resume' });
    expect(play.refuses(STREET, pause('weather')).code).toBe('too-many-suspensions');
  });

  it('moves every clock by the time it took, and shows both', () => {
    const play = launchedProblem();
    play.give(STREET, pause('waitingForParts'));
    play.waitUntil('2026-03-02T03:00:00.000Z');
    play.give(STREET, { type: 'resume' });
    expect(play.state.clocks['response']).toMatchObject({ dueAt: '2026-03-02T05:00:00.000Z', addedMs: 3_600_000 });
  });
});

describe('the whole time', () => {
  it('over, the resident is owed an explanation by whoever has it, once', () => {
    const play = askedProblem();
    expect(play.refuses(FIRM, { type: 'explainDelay', explanationText: 'hash' }).code).toBe('not-overdue');
    play.waitUntil('2026-03-10T02:00:00.000Z');
    expect(play.duties).toContain('explainDelay');
    play.give(FIRM, { type: 'explainDelay', explanationText: 'hash' });
    expect(play.duties).not.toContain('explainDelay');
    expect(play.refuses(FIRM, { type: 'explainDelay', explanationText: 'hash' }).code).toBe('delay-already-explained');
  });
});

describe('where it lives', () => {
  it('is the estate', () => {
    expect(problem.place(launchedProblem().state.core)).toEqual(PLACE);
  });
});
