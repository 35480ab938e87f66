// The rarer paths of an election: slates that are too short in large and small estates, and objections that a new slate must not lose.
import { legalMinimum, minimumSeats } from '../../domain/election/seats';
import {
  CANDIDATES,
  coreOf,
  LARGE_ESTATE,
  launchedElection,
  owner,
  SECRETARY,
  slateElection,
  STREET,
  vettingElection,
  type ElectionPlay,
} from '../support/an-election';
import { anActor, aPolicy } from '../support/play';

const launch = (id: string, size: { unitCount: number; areaDm2: number }, seats: number) =>
  launchedElection(aPolicy(id), seats, size);
const withdraw = (candidateId: string) => ({ type: 'withdrawCandidate', candidateId, reasonText: 'hash' }) as const;
const reduce = (seats: number) => ({ type: 'reduceSeats', seats, reasonText: 'hash' }) as const;
const object = (objectionId: string, candidateId: string) =>
  ({ type: 'objectToCandidate', objectionId, candidateId, reasonText: 'hash' }) as const;
const answer = (objectionId: string, isUpheld: boolean) =>
  ({ type: 'answerObjection', objectionId, isUpheld, reasonText: 'hash' }) as const;

describe('the smallest lawful committee', () => {
  it.each([
    ['beijing', 'of 100 units', { unitCount: 100, areaDm2: 9_000_000 }, 3],
    ['beijing', 'of 101 units', { unitCount: 101, areaDm2: 900 }, 5],
    ['shanghai', 'of 10,000.00 m²', { unitCount: 500, areaDm2: 1_000_000 }, 3],
    ['shanghai', 'of 10,000.01 m²', { unitCount: 1, areaDm2: 1_000_001 }, 5],
    ['national', 'of any size', { unitCount: 1, areaDm2: 1 }, 5],
  ])('under %s of an estate %s', (id, _size, size, expected) => {
    expect(legalMinimum(aPolicy(id).election, size)).toBe(expected);
  });

  it('is what a launch may ask for, and not less', () => {
    expect(coreOf(launch('beijing', { unitCount: 100, areaDm2: 9_000_000 }, 3)).legalMin).toBe(3);
    expect(() => launch('beijing', { unitCount: 101, areaDm2: 9_000_000 }, 3)).toThrow('seats-out-of-bounds');
    expect(() => launch('beijing', { unitCount: 100, areaDm2: 9_000_000 }, 1)).toThrow('seats-out-of-bounds');
  });

  it('together with more than half of the seats makes a committee', () => {
    expect(minimumSeats(3, 5)).toBe(3);
    expect(minimumSeats(3, 7)).toBe(4);
    expect(minimumSeats(5, 7)).toBe(5);
  });
});

describe('a slate that is too short', () => {
  /** Seven seats wanted; these candidates stood, nobody else came in the extension. */
  function shortSlate(size: { unitCount: number; areaDm2: number }, candidates: readonly string[]): ElectionPlay {
    const play = launch('shanghai', size, 7);
    const members = ['o1', 'o2', 'o3', 'o4', 's1', 's2', 'p1'].map((memberId) => ({
      memberId,
      capacity: memberId.startsWith('o') ? ('owner' as const) : ('street' as const),
    }));
    play.give(STREET, { type: 'formGroup', members, leaderId: 's1' });
    play.waitFor('groupNotice');
    for (const name of candidates)
      play.give(SECRETARY, { type: 'nominate', candidateId: name, ownerId: `owner-${name}`, nominatedBy: 'owners' });
    play.waitFor('nomination');
    if (play.phase === 'nominating') play.waitFor('nomination');
    return play;
  }
  const SMALL = { unitCount: 60, areaDm2: 600_000 };

  it('lets a small estate go down to three seats, and no further', () => {
    const play = shortSlate(SMALL, ['c1', 'c2', 'c3']);
    expect(play.phase).toBe('shortSlate');
    expect(play.refuses(STREET, reduce(1))).toMatchObject({
      code: 'seats-out-of-bounds',
      params: { min: 3, max: 6 },
    });
    expect(play.refuses(STREET, reduce(5)).code).toBe('slate-too-small');
    play.give(STREET, reduce(3));
    expect(coreOf(play)).toMatchObject({ phase: 'vetting', seats: 3, minSeats: 3 });
  });

  it('lets a large estate go down to five seats, and no further', () => {
    const play = shortSlate(LARGE_ESTATE, ['c1', 'c2', 'c3', 'c4', 'c5']);
    expect(play.refuses(STREET, reduce(3))).toMatchObject({ code: 'seats-out-of-bounds', params: { min: 5 } });
    play.give(STREET, reduce(5));
    expect(coreOf(play)).toMatchObject({ seats: 5, minSeats: 5 });
  });

  it('goes straight to a new slate when everybody left has been vetted already', () => {
    const policy = aPolicy('qingdao');
    const play = slateElection(policy);
    expect(play.phase).toBe('slateNotice');
    for (const name of ['c1', 'c2', 'c3'])
      if (play.phase === 'slateNotice') play.give(owner(`owner-${name}`), withdraw(name));
    expect(play.phase).toBe('shortSlate');
    play.give(STREET, reduce(3));
    expect(play.phase).toBe('slateNotice');
    expect(Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:'))).toEqual([]);
  });

  it('asks the bodies about the new candidates only, when nomination is opened again', () => {
    const play = slateElection();
    for (const name of ['c1', 'c2']) play.give(owner(`owner-${name}`), withdraw(name));
    expect(play.phase).toBe('shortSlate');
    play.give(STREET, { type: 'reopenNomination', reasonText: 'hash' });
    for (const name of ['d1', 'd2'])
      play.give(SECRETARY, { type: 'nominate', candidateId: name, ownerId: `owner-${name}`, nominatedBy: 'owners' });
    play.waitFor('nomination');
    expect(play.phase).toBe('vetting');
    play.waitUntil(new Date(Date.parse(play.now) + 20 * 86_400_000).toISOString());
    expect(coreOf(play).candidates.find(({ candidateId }) => candidateId === 'c3')?.opinions).toHaveLength(4);
    expect(coreOf(play).candidates.find(({ candidateId }) => candidateId === 'd1')?.opinions).toHaveLength(4);
    expect(['slateNotice', 'voting']).toContain(play.phase);
  });
});

describe('a candidate who withdraws during vetting', () => {
  it('leaves no body waiting that has spoken about everybody else', () => {
    const play = vettingElection();
    const bodies = Object.keys(play.state.clocks).flatMap((name) =>
      name.startsWith('vetting:') ? [name.slice('vetting:'.length)] : [],
    );
    for (const body of bodies)
      for (const candidateId of CANDIDATES.slice(0, 5))
        play.give(anActor('departmentOfficer', { department: body }), {
          type: 'giveOpinion',
          body,
          candidateId,
          isAdverse: false,
          basisKind: 'statute',
          basisText: 'hash',
          reasonText: 'hash',
        });
    expect(play.phase).toBe('vetting');
    play.give(owner('owner-c6'), withdraw('c6'));
    expect(play.phase).toBe('slateNotice');
    expect(play.events.filter(({ type }) => type === 'bodyStayedSilent')).toEqual([]);
  });
});

describe('objections to the slate', () => {
  it('to other candidates are still answered after one was upheld and the slate published anew', () => {
    const play = slateElection();
    play.give(owner('o1'), object('x', 'c6'));
    play.give(owner('o2'), object('y', 'c5'));
    play.give(owner('o3'), object('z', 'c6'));
    const due = play.state.clocks['objection:y']?.dueAt;
    play.give(STREET, answer('x', true));
    // c6 is gone, and with it what else was said against it; the objection to c5 keeps its deadline.
    expect(play.duties).toEqual(['answerObjection:y']);
    expect(play.state.clocks['objection:y']?.dueAt).toBe(due);
    play.waitFor('slateNotice');
    expect(play.phase).toBe('slateNotice');
    play.give(STREET, answer('y', false));
    expect(play.phase).toBe('voting');
  });

  it('come back with the next slate when the slate fell short in between', () => {
    const play = slateElection(aPolicy('qingdao'));
    play.give(owner('o1'), object('x', 'c6'));
    play.give(owner('owner-c1'), withdraw('c1'));
    if (play.phase === 'slateNotice') play.give(owner('owner-c2'), withdraw('c2'));
    expect(play.phase).toBe('shortSlate');
    expect(Object.keys(play.state.clocks)).not.toContain('objection:x');
    play.give(STREET, reduce(3));
    expect(play.duties).toEqual(['answerObjection:x']);
    expect(Object.keys(play.state.clocks)).toContain('objection:x');
  });
});
