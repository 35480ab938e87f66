// An estate that has never had a committee, vacant seats, and what a substitute body may do. Figures of the triggers by hand from law.md 4.2.
import { anActor, aPolicy } from '../support/play';
import { ELECTION, electionEnded, expiredTerm, termOf, watchedTerm, type TermPlay } from '../support/a-term';
import { MEMBER, SECRETARY, STREET } from '../support/an-election';

const unfounded = (place = 'national'): TermPlay =>
  watchedTerm({ members: [], alternateIds: [], termStartsOn: null, termEndsOn: null }, aPolicy(place));

const delivery = (areaDm2: number, heads: number, firstDeliveredOn: string | null = null) =>
  ({
    type: 'recordDelivery',
    firstDeliveredOn,
    delivered: { areaDm2, totalAreaDm2: 1_000_000, heads, totalHeads: 100 },
  }) as const;

describe('an estate without a committee', () => {
  it.each([
    ['national', delivery(500_000, 50), false],
    ['national', delivery(500_001, 50), true],
    ['beijing', delivery(499_999, 50), false],
    ['beijing', delivery(500_000, 50), true],
    ['hangzhou', delivery(599_999, 60), false],
    ['hangzhou', delivery(600_000, 60), true],
    ['qingdao', delivery(0, 49), false],
    ['qingdao', delivery(0, 50), true],
    // First delivery on 2 March 2024, now 2 March 2026: two years are over today.
    ['shanghai', delivery(0, 0, '2024-03-02'), true],
    ['shanghai', delivery(0, 0, '2024-03-03'), false],
    ['hangzhou', delivery(299_999, 30, '2020-01-01'), false],
    ['hangzhou', delivery(300_000, 30, '2020-01-01'), true],
    ['hangzhou', delivery(300_000, 30, null), false],
    ['qingdao', delivery(0, 25, '2020-01-01'), true],
    ['qingdao', delivery(0, 24, '2020-01-01'), false],
  ] as const)('in %s, with %j, must hold its first assembly: %s', (place, command, isDue) => {
    const play = unfounded(place);
    play.give(SECRETARY, command);
    expect(play.phase).toBe(isDue ? 'foundingDue' : 'unfounded');
  });

  it('comes to it by time alone on the day that is reached', () => {
    const play = unfounded('shanghai');
    play.give(SECRETARY, delivery(0, 0, '2024-03-05'));
    const due = '2026-03-04T16:00:00.000Z';
    play.waitUntil('2026-03-04T15:59:59.999Z');
    expect(play.phase).toBe('unfounded');
    play.waitUntil(due);
    expect(play.phase).toBe('foundingDue');
  });

  it('comes to it by the owners’ own demand, whatever is delivered', () => {
    const play = unfounded('beijing');
    play.give(SECRETARY, delivery(1, 1));
    const petition = { kind: 'process', id: 'petition' } as const;
    play.give(petition, { type: 'recordDemand', petitionId: 'petition', purpose: 'foundAssembly', memberIds: [] });
    expect(play.phase).toBe('foundingDue');
    expect(play.state.clocks['deliveryReview']).toBeUndefined();
  });

  it('is looked at again and again until then: somebody always has the duty', () => {
    const play = unfounded();
    expect(play.duties).toEqual(['recordDelivery']);
    play.give(SECRETARY, delivery(1, 1));
    expect(play.duties).toEqual(['recordDelivery']);
    expect(play.state.clocks['deliveryReview']).toBeDefined();
  });

  it('has its lists from the developer, or from the registry when the developer stays silent', () => {
    const play = unfounded();
    play.give(SECRETARY, delivery(600_000, 60));
    expect(play.duties).toEqual(['recordDeveloperReport']);
    play.waitFor('developerReport');
    expect(play.duties).toEqual(['recordRegistryList']);
    play.give(STREET, { type: 'recordRegistryList', documentsText: 'hash' });
    expect(play.duties).toEqual(['launchElection']);
    expect(termOf(play).renewalReason).toBe('founding');
  });

  it('gets its first committee, and its first term is number one', () => {
    const play = unfounded();
    play.give(SECRETARY, delivery(600_000, 60));
    play.give(STREET, { type: 'recordDeveloperReport', documentsText: 'hash' });
    play.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'founding' });
    play.give(ELECTION, electionEnded('seated'));
    expect(play.phase).toBe('serving');
    expect(termOf(play).term.no).toBe(1);
  });

  it('gets a substitute body when its founding fails', () => {
    const play = unfounded();
    play.give(SECRETARY, delivery(600_000, 60));
    play.give(STREET, { type: 'recordDeveloperReport', documentsText: 'hash' });
    play.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'founding' });
    play.give(ELECTION, electionEnded('noCommittee'));
    expect(play.duties).toEqual(['formSubstitute']);
  });

  it('has no members, and half a term is none', () => {
    const launch = (more: object) => () => watchedTerm({ termStartsOn: null, termEndsOn: null, ...more });
    expect(launch({})).toThrow('members-without-term');
    expect(launch({ termEndsOn: '2027-12-31' })).toThrow('term-half-known');
  });
});

describe('a vacant seat', () => {
  const left = (memberId: string) =>
    ({ type: 'recordMemberLeft', memberId, cause: 'resigned', reasonText: 'hash' }) as const;
  const seat = (memberId: string) => ({ type: 'seatAlternate', memberId, reasonText: 'hash' }) as const;

  it('is taken by the next alternate, and the committee has a deadline for it', () => {
    const play = watchedTerm();
    play.give(MEMBER, left('m5'));
    expect(play.duties).toEqual(['seatAlternate']);
    expect(play.state.clocks['seatAlternate']).toBeDefined();
    play.give(MEMBER, seat('a1'));
    expect(play.duties).toEqual([]);
    expect(play.state.clocks['seatAlternate']).toBeUndefined();
  });

  it('is filled by a by-election for the rest of the term', () => {
    const play = watchedTerm({ alternateIds: [] });
    play.give(MEMBER, left('m5'));
    expect(play.duties).toEqual([]);
    play.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'byElection' });
    expect(play.phase).toBe('serving');
    const ended = {
      ...electionEnded('seated'),
      variant: 'byElection',
      members: [{ memberId: 'n1', office: 'member' }],
    };
    play.give(ELECTION, ended as ReturnType<typeof electionEnded>);
    expect(termOf(play).term).toMatchObject({ no: 1, endsOn: '2027-12-31' });
    expect(termOf(play).term.members.map(({ memberId }) => memberId)).toEqual(['m1', 'm2', 'm3', 'm4', 'n1']);
    expect(play.refuses(ELECTION, ended as ReturnType<typeof electionEnded>).code).toBe('election-not-awaited');
  });

  it('stays vacant when nobody was elected, and the term goes on', () => {
    const play = watchedTerm({ alternateIds: [] });
    play.give(MEMBER, left('m5'));
    play.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'byElection' });
    const ended = { ...electionEnded('noCommittee'), variant: 'byElection' } as ReturnType<typeof electionEnded>;
    play.give(ELECTION, ended);
    expect(play.phase).toBe('serving');
    expect(termOf(play).byElectionId).toBeNull();
  });
});

describe('a substitute body', () => {
  const act = { type: 'recordSubstituteAct', actId: 'act', what: 'firm', noteText: 'hash' } as const;
  const why = { reasonText: 'hash', basisText: 'hash' };

  function substituted(): TermPlay {
    const play = expiredTerm();
    play.give(STREET, { type: 'formSubstitute', body: 'residentsCommittee', ...why });
    return play;
  }

  it('decides on the record, and the street revokes what is unlawful, once', () => {
    const play = substituted();
    play.give(SECRETARY, act);
    expect(play.refuses(SECRETARY, act).code).toBe('id-already-used');
    play.give(STREET, { type: 'revokeSubstituteAct', actId: 'act', ...why });
    expect(play.refuses(STREET, { type: 'revokeSubstituteAct', actId: 'act', ...why }).code).toBe('no-such-act');
    expect(termOf(play).substitute?.acts).toEqual([{ actId: 'act', isRevoked: true }]);
  });

  it('is itself revoked, and then another must be formed', () => {
    const play = substituted();
    play.give(STREET, { type: 'revokeSubstitute', ...why });
    expect(play.phase).toBe('vacant');
    expect(play.duties).toEqual(['formSubstitute']);
    expect(play.state.clocks['substituteEnd']).toBeUndefined();
  });

  it('cannot act once it is gone', () => {
    const play = substituted();
    play.give(ELECTION, { type: 'recordElectionLaunched', electionId: 'election', variant: 'early' });
    play.give(SECRETARY, act);
    play.waitFor('substituteEnd');
    expect(play.refuses(SECRETARY, { ...act, actId: 'late' }).code).toBe('no-substitute');
    expect(play.refuses(anActor('streetOfficer'), { type: 'revokeSubstitute', ...why }).code).toBe('no-substitute');
  });
});
