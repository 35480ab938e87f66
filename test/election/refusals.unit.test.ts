// What the decider of an election refuses, and under which code, each beside the nearest thing that it accepts.
import { civilCalendar } from '../../domain/calendar/tables';
import type { ElectionCommand } from '../../domain/election/state';
import type { Rejection } from '../../domain/process';
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
  voteResult,
  votingElection,
  type ElectionPlay,
} from '../support/an-election';
import { anActor, aPolicy } from '../support/play';

const code = ({ code: found }: Rejection): string => found;
const nominate = (candidateId: string, ownerId: string, nominatedBy: 'self' | 'owners' = 'owners') =>
  ({ type: 'nominate', candidateId, ownerId, nominatedBy }) as const;
const object = (objectionId: string) => ({ type: 'objectToGroup', objectionId, reasonText: 'hash' }) as const;
const answer = (objectionId: string) =>
  ({ type: 'answerObjection', objectionId, isUpheld: false, reasonText: 'hash' }) as const;

/** In the days when the group is published. */
function noticedElection(): ElectionPlay {
  const play = launchedElection();
  play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
  return play;
}

function body(play: ElectionPlay): { body: string; actor: ReturnType<typeof anActor> } {
  const clock = Object.keys(play.state.clocks).find((name) => name.startsWith('vetting:')) ?? '';
  const name = clock.slice('vetting:'.length);
  return { body: name, actor: anActor('departmentOfficer', { department: name }) };
}

const opinion = (of: string, candidateId: string, isAdverse = false): ElectionCommand => ({
  type: 'giveOpinion',
  body: of,
  candidateId,
  isAdverse,
  basisKind: 'statute',
  basisText: 'hash',
  reasonText: 'hash',
});

describe('every process', () => {
  it('refuses a command that it does not know', () => {
    expect(code(launchedElection().refuses(STREET, { type: 'flyToTheMoon' } as never))).toBe('unknown-command');
  });

  it('refuses a suspension of a day more than the policy allows, and one more than its number', () => {
    const policy = aPolicy();
    const play = launchedElection(policy);
    const { maxDays, maxTimes } = policy.suspension;
    const suspend = (days: number) => ({ type: 'suspend', reasonText: 'hash', basisText: 'hash', days }) as const;
    expect(code(play.refuses(STREET, suspend(maxDays.value + 1)))).toBe('suspension-too-long');
    for (let time = 0; time < maxTimes.value; time++) {
      play.give(STREET, suspend(maxDays.value));
      play.give(STREET, { type: 'resume' });
    }
    expect(code(play.refuses(STREET, suspend(1)))).toBe('too-many-suspensions');
  });
});

describe('a rehearsal', () => {
  it('takes no holiday table: its days are seconds', () => {
    const play = launchedElection();
    const scaled = { kind: 'scaled', version: 'scaled-1000', dayMs: 1000 } as const;
    play.state = { ...play.state, calendar: scaled };
    const revise = { type: 'reviseCalendar', calendar: civilCalendar() } as const;
    expect(code(play.refuses(anActor('districtSupervisor'), revise))).toBe('rehearsal-has-no-holidays');
  });
});

describe('the group', () => {
  const form = (members: typeof GROUP) =>
    ({ type: 'formGroup', members, leaderId: members[0]?.memberId ?? '' }) as const;
  const people = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      memberId: `o${index}`,
      capacity: index === 0 ? ('street' as const) : ('owner' as const),
    }));

  it('is refused one below the smallest and one above the largest size, and taken at both', () => {
    const { min, max } = aPolicy().election.groupSize.value;
    expect(code(launchedElection().refuses(STREET, form(people(min - 1))))).toBe('group-size');
    expect(code(launchedElection().refuses(STREET, form(people(max + 1))))).toBe('group-size');
    launchedElection().give(STREET, form(people(min)));
    launchedElection().give(STREET, form(people(max)));
  });
});

describe('an objection', () => {
  it('cannot be raised twice under one id, answered twice, or answered when nobody raised it', () => {
    const play = noticedElection();
    play.give(owner('o1'), object('first'));
    expect(code(play.refuses(owner('o2'), object('first')))).toBe('id-already-used');
    expect(code(play.refuses(SECRETARY, answer('never raised')))).toBe('objection-not-found');
    play.give(SECRETARY, answer('first'));
    expect(code(play.refuses(SECRETARY, answer('first')))).toBe('objection-already-answered');
  });

  it('is too late once the time for objections has run out, though others are still unanswered', () => {
    const play = noticedElection();
    play.give(owner('o1'), object('in time'));
    play.waitFor('groupNotice');
    expect(code(play.refuses(owner('o2'), object('late')))).toBe('objection-period-over');
  });
});

describe('a nomination', () => {
  it('is refused for somebody who stands already, and under an id that is taken', () => {
    const play = nominatingElection();
    play.give(SECRETARY, nominate('c1', 'owner-1'));
    expect(code(play.refuses(SECRETARY, nominate('c2', 'owner-1')))).toBe('already-candidate');
    expect(code(play.refuses(SECRETARY, nominate('c1', 'owner-2')))).toBe('id-already-used');
  });

  it('of oneself is refused for anybody else', () => {
    const play = nominatingElection();
    expect(code(play.refuses(owner('a'), nominate('c1', 'b', 'self')))).toBe('self-nomination-only');
    play.give(owner('a'), nominate('c1', 'a', 'self'));
  });

  it('is withdrawn only by the candidate, and only while standing', () => {
    const play = nominatingElection();
    play.give(SECRETARY, nominate('c1', 'a'));
    const withdraw = (candidateId: string) => ({ type: 'withdrawCandidate', candidateId, reasonText: 'hash' }) as const;
    expect(code(play.refuses(owner('b'), withdraw('c1')))).toBe('not-your-candidacy');
    expect(code(play.refuses(owner('a'), withdraw('c9')))).toBe('candidate-not-standing');
    play.give(owner('a'), withdraw('c1'));
    expect(code(play.refuses(owner('a'), withdraw('c1')))).toBe('candidate-not-standing');
  });
});

describe('the time for the assembly', () => {
  it('is extended as often as the policy says and not once more', () => {
    const policy = aPolicy();
    const play = nominatingElection(policy);
    const extend = { type: 'extendAssembly', reasonText: 'hash' } as const;
    for (let time = 0; time < policy.election.assemblyExtension.times.value; time++) play.give(STREET, extend);
    expect(code(play.refuses(STREET, extend))).toBe('no-extension-left');
  });

  it('cannot be extended when it does not run', () => {
    const play = votingElection();
    const withoutClock = { ...play.state.clocks };
    delete withoutClock['assembly'];
    play.state = { ...play.state, clocks: withoutClock };
    expect(code(play.refuses(STREET, { type: 'extendAssembly', reasonText: 'hash' }))).toBe('no-such-clock');
  });
});

describe('a slate that is too short', () => {
  it('is not mended by fewer seats than there are candidates for', () => {
    const policy = aPolicy();
    policy.election.nominationExtensions.value = 0;
    const play = launchedElection(policy, 9);
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    play.waitFor('groupNotice');
    for (const name of CANDIDATES) play.give(SECRETARY, nominate(name, name));
    play.waitFor('nomination');
    expect(play.phase).toBe('shortSlate');
    const reduce = (seats: number) => ({ type: 'reduceSeats', seats, reasonText: 'hash' }) as const;
    expect(code(play.refuses(STREET, reduce(9)))).toBe('seats-out-of-bounds');
    expect(code(play.refuses(STREET, reduce(coreOf(play).legalMin - 2)))).toBe('seats-out-of-bounds');
    // Six stand.
    expect(code(play.refuses(STREET, reduce(7)))).toBe('slate-too-small');
    play.give(STREET, reduce(5));
  });
});

describe('vetting', () => {
  it('hears a body once on each candidate, and only a body that was asked', () => {
    const play = vettingElection();
    const asked = body(play);
    play.give(asked.actor, opinion(asked.body, 'c1'));
    expect(code(play.refuses(asked.actor, opinion(asked.body, 'c1')))).toBe('opinion-already-given');
    expect(code(play.refuses(asked.actor, opinion(asked.body, 'nobody')))).toBe('candidate-not-standing');
    const uninvited = anActor('departmentOfficer', { department: 'weatherOffice' });
    expect(code(play.refuses(uninvited, opinion('weatherOffice', 'c1')))).toBe('body-not-asked');
  });

  it('has nothing to be answered where nobody spoke against the candidate', () => {
    const play = vettingElection();
    const asked = body(play);
    play.give(asked.actor, opinion(asked.body, 'c1'));
    const defend = { type: 'answerOpinion', body: asked.body, candidateId: 'c1', reasonText: 'hash' } as const;
    expect(code(play.refuses(owner('owner-c1'), defend))).toBe('no-opinion-to-answer');
  });

  it('is not decided while bodies may still speak', () => {
    const play = vettingElection();
    const asked = body(play);
    play.give(asked.actor, opinion(asked.body, 'c1', true));
    const decide = {
      type: 'decideCandidate',
      candidateId: 'c1',
      isAdmitted: false,
      basisText: 'hash',
      reasonText: 'hash',
    } as const;
    expect(code(play.refuses(STREET, decide))).toBe('vetting-not-finished');
  });
});

describe('the result of a vote', () => {
  it('is not taken from a vote that nobody waits for', () => {
    const play = votingElection();
    const result = voteResult('passed', CANDIDATES, { voteId: 'another' });
    expect(code(play.refuses({ kind: 'process', id: 'another' }, result))).toBe('vote-not-awaited');
  });
});

describe('the new committee', () => {
  const meeting = (chairId: string, viceChairIds: string[] = []) =>
    ({ type: 'recordFirstMeeting', chairId, viceChairIds, minutesText: 'hash' }) as const;

  it('chooses its offices once, from the elected, one office each', () => {
    const play = electedElection();
    expect(code(play.refuses(SECRETARY, { type: 'publishOffices' }))).toBe('offices-not-chosen');
    expect(code(play.refuses(SECRETARY, meeting('c6')))).toBe('not-elected');
    expect(code(play.refuses(SECRETARY, meeting('c1', ['c1'])))).toBe('one-person-two-offices');
    play.give(SECRETARY, meeting('c1', ['c2']));
    expect(code(play.refuses(SECRETARY, meeting('c1', ['c2'])))).toBe('offices-already-chosen');
  });

  it('applies for filing once at a time, and nothing is decided that was not applied for', () => {
    const play = electedElection();
    play.give(SECRETARY, meeting('c1'));
    play.give(SECRETARY, { type: 'publishOffices' });
    const decide = { type: 'decideFiling', decision: 'granted', reasonText: 'hash' } as const;
    expect(code(play.refuses(STREET, decide))).toBe('filing-not-applied');
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    expect(code(play.refuses(SECRETARY, { type: 'applyFiling', documentsText: 'hash' }))).toBe(
      'filing-already-applied',
    );
    play.give(STREET, decide);
  });
});

describe('the published slate', () => {
  it('takes no objection to somebody who is not on it', () => {
    const play = slateElection();
    const against = { type: 'objectToCandidate', objectionId: 'o', candidateId: 'nobody', reasonText: 'hash' } as const;
    expect(code(play.refuses(owner('a'), against))).toBe('candidate-not-standing');
  });
});
