// The main path of a re-election, and its exceptions, as the decider sees them. Dates by hand from the national preset's numbers.
import {
  CANDIDATES,
  coreOf,
  electedElection,
  filedElection,
  GROUP,
  handoverEnded,
  launchedElection,
  nominatingElection,
  owner,
  SECRETARY,
  slateElection,
  STREET,
  vettingElection,
  voteResult,
  votingElection,
} from '../support/an-election';
import { anActor, aPolicy, ENGINE } from '../support/play';

const statusOf = (play: ReturnType<typeof launchedElection>, id: string) =>
  coreOf(play).candidates.find(({ candidateId }) => candidateId === id)?.status;

describe('the main path of a re-election', () => {
  it('goes from the launch to the signed handover without anybody pushing it', () => {
    const play = filedElection();
    expect(play.phase).toBe('handover');
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'takeover', childId: 'handover-takeover' });
    expect(play.duties).toEqual(['awaitHandover']);
    play.give({ kind: 'process', id: 'handover-takeover' }, handoverEnded('takeover'));
    expect(play.phase).toBe('closed');
    expect(coreOf(play).outcome).toBe('seated');
    expect(play.state.clocks).toEqual({});
    expect(play.duties).toEqual([]);
  });

  it('always waits for somebody, or for a date, or for the machine', () => {
    const play = votingElection();
    expect(play.duties).toEqual(['holdAssembly']);
    expect(launchedElection().duties).toEqual(['formGroup']);
    expect(nominatingElection().duties).toEqual(['collectNominations']);
  });
});

describe('the group', () => {
  const form = (members: typeof GROUP, leaderId = 's1') => ({ type: 'formGroup' as const, members, leaderId });

  it.each([
    ['an even number of members', form([...GROUP, { memberId: 'o5', capacity: 'owner' }]), 'group-not-odd'],
    [
      'fewer owners than half',
      form(
        GROUP.map((member) => ({
          ...member,
          capacity: member.memberId < 'o4' ? ('owner' as const) : ('street' as const),
        })),
      ),
      'too-few-owners-in-group',
    ],
    ['a leader from outside', form(GROUP, 'stranger'), 'leader-not-member'],
    ['a member twice', form([...GROUP.slice(0, 6), { memberId: 'o1', capacity: 'owner' }]), 'group-member-twice'],
  ])('refuses %s', (_name, command, code) => {
    expect(launchedElection().refuses(STREET, command).code).toBe(code);
  });

  it('is formed anew when an objection is upheld, and stands when it is dismissed', () => {
    const object = (id: string) => ({ type: 'objectToGroup' as const, objectionId: id, reasonText: 'hash' });
    const upheld = launchedElection();
    upheld.give(STREET, form(GROUP));
    upheld.give(owner('o9'), object('x'));
    upheld.give(STREET, { type: 'answerObjection', objectionId: 'x', isUpheld: true, reasonText: 'hash' });
    expect(upheld.phase).toBe('groupForming');

    const dismissed = launchedElection();
    dismissed.give(STREET, form(GROUP));
    dismissed.give(owner('o9'), object('x'));
    dismissed.waitFor('groupNotice');
    expect(dismissed.phase).toBe('groupNotice');
    dismissed.give(STREET, { type: 'answerObjection', objectionId: 'x', isUpheld: false, reasonText: 'hash' });
    expect(dismissed.phase).toBe('nominating');
  });

  it('takes an objection in the last millisecond and none at the due instant', () => {
    const play = launchedElection();
    play.give(STREET, form(GROUP));
    const due = play.state.clocks['groupNotice']?.dueAt ?? '';
    play.now = new Date(Date.parse(due) - 1).toISOString();
    play.give(owner('o9'), { type: 'objectToGroup', objectionId: 'x', reasonText: 'hash' });
    play.now = due;
    expect(play.refuses(owner('o9'), { type: 'objectToGroup', objectionId: 'y', reasonText: 'hash' }).code).toBe(
      'objection-period-over',
    );
  });
});

describe('too few candidates', () => {
  it('extends nomination once, then asks the street, which may reduce the seats or reopen', () => {
    const play = vettingElection(undefined, CANDIDATES.slice(0, 3));
    expect(play.phase).toBe('nominating');
    play.waitFor('nomination');
    expect(play.phase).toBe('shortSlate');
    expect(play.duties).toEqual(['mendShortSlate']);
    expect(play.refuses(STREET, { type: 'reduceSeats', seats: 4, reasonText: 'hash' }).code).toBe(
      'seats-out-of-bounds',
    );
    play.give(STREET, { type: 'reopenNomination', reasonText: 'hash' });
    expect(play.phase).toBe('nominating');
  });
});

describe('joint vetting', () => {
  const body = (name: string) => anActor('departmentOfficer', { department: name });
  const bodies = () => aPolicy().election.vettingBodies.map((entry) => entry.body);
  const opinion = (
    candidateId: string,
    isAdverse: boolean,
    basisKind: 'statute' | 'advice' = 'statute',
    name = bodies()[0] ?? '',
  ) =>
    ({
      type: 'giveOpinion',
      body: name,
      candidateId,
      isAdverse,
      basisKind,
      basisText: 'hash',
      reasonText: 'hash',
    }) as const;

  it('asks all bodies at once, each with its own clock', () => {
    const play = vettingElection();
    expect(Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:'))).toEqual(
      bodies().map((name) => `vetting:${name}`),
    );
  });

  it('takes a silent body as nothing adverse, and says so on the record', () => {
    const play = slateElection();
    expect(play.phase).toBe('slateNotice');
    expect(play.events.filter(({ type }) => type === 'bodyStayedSilent')).toHaveLength(bodies().length);
    expect(coreOf(play).candidates.every(({ status }) => status === 'admitted')).toBe(true);
  });

  it('refuses the word of a body that the officer does not speak for', () => {
    expect(vettingElection().refuses(body('someoneElse'), opinion('c1', true)).code).toBe('not-your-body');
  });

  it('hears the candidate before weighing an adverse word, and excludes on statute only', () => {
    const play = vettingElection();
    const first = bodies()[0] ?? '';
    play.give(body(first), opinion('c1', true, 'statute'));
    play.give(body(first), opinion('c2', true, 'advice'));
    expect(play.duties).toContain(`answerOpinion:${first}:c1`);
    play.give(owner('owner-c1'), { type: 'answerOpinion', body: first, candidateId: 'c1', reasonText: 'hash' });
    play.waitFor(`defence:${first}:c2`);
    for (const name of bodies()) if (play.state.clocks[`vetting:${name}`]) play.waitFor(`vetting:${name}`);
    expect(play.duties).toEqual(['decideCandidate:c1', 'decideCandidate:c2']);
    expect(
      play.refuses(STREET, {
        type: 'decideCandidate',
        candidateId: 'c2',
        isAdmitted: false,
        basisText: 'h',
        reasonText: 'h',
      }).code,
    ).toBe('advice-cannot-exclude');
    play.give(STREET, {
      type: 'decideCandidate',
      candidateId: 'c2',
      isAdmitted: true,
      basisText: 'h',
      reasonText: 'h',
    });
    play.give(STREET, {
      type: 'decideCandidate',
      candidateId: 'c1',
      isAdmitted: false,
      basisText: 'h',
      reasonText: 'h',
    });
    expect(statusOf(play, 'c1')).toBe('excluded');
    play.waitFor('appeal:c1');
    expect(play.phase).toBe('slateNotice');
  });

  it('does not wait for the defence of a candidate who withdraws', () => {
    const play = vettingElection();
    const first = bodies()[0] ?? '';
    play.give(body(first), opinion('c1', true));
    for (const name of bodies())
      if (play.state.clocks[`vetting:${name}`]) {
        const due = play.state.clocks[`vetting:${name}`]?.dueAt ?? '';
        if (due < (play.state.clocks[`defence:${first}:c1`]?.dueAt ?? '')) play.waitUntil(due);
      }
    if (play.phase === 'vetting')
      play.give(owner('owner-c1'), { type: 'withdrawCandidate', candidateId: 'c1', reasonText: 'hash' });
    for (const name of bodies()) if (play.state.clocks[`vetting:${name}`]) play.waitFor(`vetting:${name}`);
    expect(play.phase).toBe('slateNotice');
  });
});

describe('the published slate', () => {
  it('is published anew, with its full time, when an objection is upheld', () => {
    const play = slateElection();
    const firstDue = play.state.clocks['slateNotice']?.dueAt ?? '';
    play.waitUntil(new Date(Date.parse(firstDue) - 86_400_000).toISOString());
    play.give(owner('o9'), { type: 'objectToCandidate', objectionId: 'x', candidateId: 'c6', reasonText: 'hash' });
    play.give(STREET, { type: 'answerObjection', objectionId: 'x', isUpheld: true, reasonText: 'hash' });
    expect(statusOf(play, 'c6')).toBe('removed');
    expect(play.phase).toBe('slateNotice');
    expect((play.state.clocks['slateNotice']?.dueAt ?? '') > firstDue).toBe(true);
  });

  it('falls short when withdrawals leave fewer candidates than seats', () => {
    const play = slateElection();
    play.give(owner('owner-c1'), { type: 'withdrawCandidate', candidateId: 'c1', reasonText: 'hash' });
    expect(play.phase).toBe('slateNotice');
    play.give(owner('owner-c2'), { type: 'withdrawCandidate', candidateId: 'c2', reasonText: 'hash' });
    expect(play.phase).toBe('shortSlate');
  });

  it("lets nobody withdraw somebody else's candidacy", () => {
    expect(
      slateElection().refuses(owner('o9'), { type: 'withdrawCandidate', candidateId: 'c1', reasonText: 'hash' }).code,
    ).toBe('not-your-candidacy');
  });
});

describe('the vote and after', () => {
  const result = (outcome: 'passed' | 'partial' | 'inquorate', electedIds: string[], voteId = 'vote-1') =>
    voteResult(outcome, electedIds, { voteId });
  const vote = { kind: 'process', id: 'vote-1' } as const;

  it('has a committee when more than half of the seats are filled, and says that seats are vacant', () => {
    const play = votingElection();
    expect(coreOf(play).minSeats).toBe(5);
    const national = aPolicy();
    national.election.committeeSize.value.min = 3;
    const partial = votingElection(national);
    partial.give(vote, result('partial', ['c1', 'c2', 'c3']));
    expect(partial.phase).toBe('seating');
  });

  it('tries again after a failed quorum, and ends without a committee when the attempts are used up', () => {
    const play = votingElection();
    play.give(vote, result('inquorate', []));
    expect(play.phase).toBe('retrying');
    expect(play.duties).toEqual(['startRetry']);
    play.give(STREET, { type: 'startRetry', reasonText: 'hash' });
    for (let attempt = 2; attempt <= aPolicy().election.maxAttempts.value; attempt += 1) {
      play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote', childId: `vote-${attempt}` });
      play.give({ kind: 'process', id: `vote-${attempt}` }, result('inquorate', [], `vote-${attempt}`));
      if (play.phase === 'retrying') play.give(STREET, { type: 'startRetry', reasonText: 'hash' });
    }
    expect(play.phase).toBe('closed');
    expect(coreOf(play).outcome).toBe('noCommittee');
  });

  it('has held its assembly in time once the window has closed, however long the objections to the result take', () => {
    const play = votingElection();
    expect(play.state.clocks['assembly']).toBeDefined();
    play.give(vote, { type: 'recordAssemblyHeld', voteId: 'vote-1' });
    expect(play.state.clocks).toEqual({});
    expect(play.duties).toEqual(['awaitVoteResult']);
    play.give(vote, result('inquorate', []));
    play.give(STREET, { type: 'startRetry', reasonText: 'hash' });
    expect(play.duties).toEqual(['holdAssembly']);
    expect(play.state.clocks['assembly']).toBeDefined();
  });

  it('keeps its first deadline when the vote was voided before its window had closed', () => {
    const play = votingElection();
    const due = play.state.clocks['assembly']?.dueAt;
    play.give(vote, voteResult('voided'));
    play.give(STREET, { type: 'startRetry', reasonText: 'hash' });
    expect(play.state.clocks['assembly']?.dueAt).toBe(due);
  });

  it('believes a vote that is over before its launch was noted, and no other vote', () => {
    const play = slateElection();
    play.waitFor('slateNotice');
    const voided = voteResult('voided');
    expect(play.refuses({ kind: 'process', id: 'another' }, voided).code).toBe('vote-not-awaited');
    play.give(vote, voided);
    expect(play.phase).toBe('retrying');
    expect(coreOf(play).attempts).toEqual([{ voteId: 'vote-1', isHeld: false, outcome: 'voided' }]);
    expect(play.refuses(vote, voided).code).toBe('wrong-phase');
  });

  it('lets a returned or refused filing be put right', () => {
    const play = electedElection();
    play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: [], minutesText: 'hash' });
    play.give(SECRETARY, { type: 'publishOffices' });
    for (const decision of ['returned', 'refused'] as const) {
      play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
      play.give(STREET, { type: 'decideFiling', decision, reasonText: 'hash' });
      expect(coreOf(play).filing).toBe(decision);
      expect(play.duties).toEqual(['applyFiling']);
    }
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    play.give(STREET, { type: 'decideFiling', decision: 'granted', reasonText: 'hash' });
    expect(play.phase).toBe('handover');
  });
});
