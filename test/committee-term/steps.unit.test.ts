// The watch on a committee's term as the decider sees it. Dates by hand from the national preset: report three months before the end, asked
// for a month before that.
import { MEMBER, SECRETARY, STREET } from '../support/an-election';
import {
  aTermLaunch,
  ELECTION,
  electionEnded,
  expiredTerm,
  termOf,
  unwatchedTerm,
  watchedTerm,
  type TermPlay,
} from '../support/a-term';
import { aPolicy } from '../support/play';

const due = (play: TermPlay, clock: string) => play.state.clocks[clock]?.dueAt;
const text = { reasonText: 'hash', basisText: 'hash' };
const report = { type: 'reportTerm', noteText: 'hash' } as const;
const launched = { type: 'recordElectionLaunched', electionId: 'election', variant: 'reelection' } as const;
const left = (memberId: string) =>
  ({ type: 'recordMemberLeft', memberId, cause: 'resigned', reasonText: 'hash' }) as const;

describe('a term that ends as it should', () => {
  it('is reported, renewed by an election, and followed by the next term, for years', () => {
    const play = watchedTerm();
    expect(play.duties).toEqual([]);
    // The term ends with 31 December 2027 (China time); three months before that is the end of September, a month before that the end of August.
    expect(due(play, 'termEnd')).toBe('2027-12-31T16:00:00.000Z');
    expect(due(play, 'reportOpens')).toBe('2027-08-31T16:00:00.000Z');
    play.waitFor('reportOpens');
    expect(play.duties).toEqual(['reportTerm']);
    expect(due(play, 'termReport')).toBe('2027-09-30T16:00:00.000Z');
    play.give(MEMBER, report);
    expect(play.duties).toEqual(['launchElection']);
    play.give(ELECTION, launched);
    expect(play.duties).toEqual(['awaitElection']);
    play.waitUntil('2027-12-01T02:00:00.000Z');
    play.give(ELECTION, electionEnded('seated'));
    expect(termOf(play)).toMatchObject({
      phase: 'serving',
      electionId: null,
      term: { no: 2, startsOn: '2027-12-01', endsOn: '2030-11-30', seats: 3, report: 'notDue', isExpired: false },
    });
    expect(due(play, 'termEnd')).toBe('2030-11-30T16:00:00.000Z');
    play.waitFor('reportOpens');
    expect(play.duties).toEqual(['reportTerm']);
  });

  it('may be reported before anybody asks', () => {
    const play = watchedTerm();
    play.give(MEMBER, report);
    expect(termOf(play)).toMatchObject({ phase: 'renewalDue', renewalReason: 'reported' });
    expect(Object.keys(play.state.clocks).sort()).toEqual(['launchElection', 'termEnd']);
  });

  it('takes the report in the last millisecond, and silence from the due instant on', () => {
    const inTime = watchedTerm();
    inTime.waitUntil('2027-09-30T15:59:59.999Z');
    inTime.give(MEMBER, report);
    expect(termOf(inTime)).toMatchObject({ renewalReason: 'reported', term: { report: 'given' } });
    const late = watchedTerm();
    late.waitUntil('2027-09-30T16:00:00.000Z');
    expect(late.refuses(MEMBER, report).code).toBe('wrong-phase');
    expect(termOf(late)).toMatchObject({ phase: 'renewalDue', renewalReason: 'silent', term: { report: 'missed' } });
    expect(late.duties).toEqual(['launchElection']);
  });

  it.each([
    ['beijing', '2027-06-30T16:00:00.000Z'],
    ['shanghai', '2027-07-31T16:00:00.000Z'],
    ['hangzhou', '2027-09-30T16:00:00.000Z'],
    ['qingdao', '2027-11-01T16:00:00.000Z'],
  ])('is reported when the rules of %s want it', (place, reportDue) => {
    // Beijing 49: six months; Shanghai 28: five months; Hangzhou 33: three months; Qingdao 41: sixty days.
    const play = watchedTerm({}, aPolicy(place));
    play.waitFor('reportOpens');
    expect(due(play, 'termReport')).toBe(reportDue);
  });
});

describe('a term that is watched late', () => {
  it('is asked for at once, and its end is not overlooked', () => {
    const play = watchedTerm({ termStartsOn: '2023-05-01', termEndsOn: '2026-04-30' });
    play.waitUntil(play.now);
    // The report was due in January: it is silence at once, and the street has ten days.
    expect(termOf(play)).toMatchObject({ phase: 'renewalDue', renewalReason: 'silent' });
    expect(due(play, 'termEnd')).toBe('2026-04-30T16:00:00.000Z');
  });

  it('leaves the seats vacant when it ended before anybody looked', () => {
    const play = watchedTerm({ termStartsOn: '2022-01-01', termEndsOn: '2025-12-31' });
    play.waitUntil(play.now);
    expect(termOf(play)).toMatchObject({ phase: 'vacant', term: { isExpired: true } });
    expect(play.duties).toEqual(['formSubstitute']);
  });
});

describe('a term that nobody renews', () => {
  it('ends with vacant seats, and the street must form a body that acts in the meantime', () => {
    const play = expiredTerm();
    expect(play.phase).toBe('vacant');
    expect(play.duties).toEqual(['formSubstitute']);
    play.give(STREET, { type: 'formSubstitute', body: 'residentsCommittee', ...text });
    expect(play.duties).toEqual(['launchElection']);
    play.give(ELECTION, launched);
    play.give(ELECTION, electionEnded('seated'));
    expect(termOf(play)).toMatchObject({ phase: 'serving', substitute: null, term: { no: 2 } });
    expect(Object.keys(play.state.clocks).sort()).toEqual(['reportOpens', 'termEnd']);
  });

  it('lets no substitute body act beyond its time', () => {
    const play = expiredTerm();
    play.give(STREET, { type: 'formSubstitute', body: 'residentsCommittee', ...text });
    play.waitFor('substituteEnd');
    expect(termOf(play)).toMatchObject({ phase: 'vacant', substitute: null });
    expect(play.duties).toEqual(['formSubstitute']);
  });

  it('has only the substitute body that the place provides for', () => {
    const play = expiredTerm(aPolicy('hangzhou'));
    expect(play.refuses(STREET, { type: 'formSubstitute', body: 'residentsCommittee', ...text }).code).toBe(
      'substitute-not-provided',
    );
    play.give(STREET, { type: 'formSubstitute', body: 'managementCommittee', ...text });
  });

  it('is not ended while its election still runs: the election decides', () => {
    const play = watchedTerm();
    play.give(MEMBER, report);
    play.give(ELECTION, launched);
    play.waitFor('termEnd');
    expect(termOf(play)).toMatchObject({ phase: 'renewing', term: { isExpired: true } });
    play.give(ELECTION, electionEnded('noCommittee'));
    expect(play.duties).toEqual(['formSubstitute']);
  });

  it('goes back to the street when the election fails while the old committee is still in office', () => {
    const play = watchedTerm();
    play.give(MEMBER, report);
    play.give(ELECTION, launched);
    play.give(ELECTION, electionEnded('noCommittee'));
    expect(termOf(play)).toMatchObject({ phase: 'renewalDue', renewalReason: 'failed' });
    expect(play.duties).toEqual(['launchElection']);
  });
});

describe('members who leave', () => {
  it('are followed by alternates in the order of their votes', () => {
    const play = watchedTerm();
    expect(play.refuses(SECRETARY, { type: 'seatAlternate', memberId: 'a1', reasonText: 'hash' }).code).toBe(
      'no-vacant-seat',
    );
    play.give(SECRETARY, left('m3'));
    const seat = (memberId: string) => ({ type: 'seatAlternate', memberId, reasonText: 'hash' }) as const;
    expect(play.refuses(SECRETARY, seat('a2'))).toMatchObject({ code: 'another-alternate-first' });
    expect(play.refuses(SECRETARY, seat('stranger')).code).toBe('not-an-alternate');
    play.give(SECRETARY, seat('a1'));
    expect(termOf(play).term.members.map(({ memberId }) => memberId)).toEqual(['m1', 'm2', 'm4', 'm5', 'a1']);
    expect(play.refuses(SECRETARY, left('m3')).code).toBe('not-a-member');
  });

  it('leave a committee that goes on with half of its seats, and is elected anew with fewer', () => {
    const four = watchedTerm({ seats: 4, members: aTermLaunch().members.slice(0, 4) });
    four.give(SECRETARY, left('m1'));
    four.give(SECRETARY, left('m2'));
    expect(four.phase).toBe('serving');
    four.give(SECRETARY, left('m3'));
    expect(termOf(four)).toMatchObject({ phase: 'renewalDue', renewalReason: 'vacancies' });
    expect(four.duties).toEqual(['launchElection', 'seatAlternate']);
  });

  it('start no second renewal while one is under way', () => {
    const play = watchedTerm();
    play.give(MEMBER, report);
    const since = play.state.clocks['launchElection']?.since;
    for (const memberId of ['m1', 'm2', 'm3']) play.give(SECRETARY, left(memberId));
    expect(termOf(play).renewalReason).toBe('reported');
    expect(play.state.clocks['launchElection']?.since).toBe(since);
  });
});

describe('an early renewal', () => {
  it('is the street’s, with its ground and article on the record', () => {
    const play = watchedTerm();
    const made = play.give(STREET, { type: 'renewEarly', ground: 'idle', ...text });
    expect(made).toContainEqual(expect.objectContaining({ type: 'renewalDue', reason: 'idle', basisText: 'hash' }));
    expect(play.duties).toEqual(['launchElection']);
  });
});

describe('the launch of a watch', () => {
  it.each([
    ['somebody listed twice', { alternateIds: ['m1'] }, 'committee-member-twice'],
    ['more members than seats', { seats: 4 }, 'more-members-than-seats'],
    ['a term that ends before it starts', { termEndsOn: '2024-12-31' }, 'term-ends-before-it-starts'],
    ['six years', { termYears: 6 }, 'term-length'],
    ['a term of five years and a day', { termEndsOn: '2030-01-01' }, 'term-length'],
  ])('refuses %s', (_name, more, code) => {
    expect(unwatchedTerm().refuses(STREET, aTermLaunch(more)).code).toBe(code);
  });

  it('takes a term of five years to the day', () => {
    watchedTerm({ termEndsOn: '2029-12-31', termYears: 5 });
  });
});

describe('a standstill', () => {
  it('moves what people must do, and never the end of the term', () => {
    const play = watchedTerm();
    play.give(MEMBER, report);
    const [end, launch] = [due(play, 'termEnd'), due(play, 'launchElection') ?? ''];
    play.give(STREET, { type: 'suspend', days: 10, ...text });
    play.waitUntil(play.state.suspension?.until ?? '');
    expect(due(play, 'termEnd')).toBe(end);
    expect((due(play, 'launchElection') ?? '') > launch).toBe(true);
  });
});

describe('an election that the street launches by itself', () => {
  it('renews the committee from any state', () => {
    for (const play of [watchedTerm(), expiredTerm()]) {
      play.give(ELECTION, launched);
      expect(play.phase).toBe('renewing');
      expect(play.refuses(ELECTION, { ...electionEnded('seated'), electionId: 'another' } as never).code).toBe(
        'election-not-awaited',
      );
      play.give(ELECTION, electionEnded('partlySeated'));
      expect(play.phase).toBe('serving');
    }
  });
});
