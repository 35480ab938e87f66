// Founding, re-election and by-election, custody before the vote, appeal, silence on a filing, audit: as the decider sees them.
import { electionEffect, electionLocks, electionTells } from '../../domain/election/outgoing';
import type { ElectionCore } from '../../domain/election/state';
import {
  CANDIDATES,
  coreOf,
  electedElection,
  filedElection,
  GROUP,
  handoverEnded,
  LARGE_ESTATE,
  launchedElection,
  MEMBER,
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
import { anActor, aPolicy, ENGINE } from '../support/play';

const DISTRICT = anActor('districtSupervisor');
const VOTE = { kind: 'process', id: 'vote-1' } as const;
const effectOf = (play: ElectionPlay) => electionEffect(play.state.core, play.policy);
const locksOf = (play: ElectionPlay) => electionLocks(play.state.core, play.policy);

const itemsOf = (outcomes: Record<string, 'passed' | 'rejected' | 'inquorate'>) =>
  Object.entries(outcomes).map(([itemId, outcome]) => ({ itemId, outcome }));

/** Played on from its group to the vote, nobody objecting. */
function toTheVote(play: ElectionPlay, candidates = CANDIDATES): ElectionPlay {
  play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
  play.waitFor('groupNotice');
  for (const name of candidates)
    play.give(SECRETARY, { type: 'nominate', candidateId: name, ownerId: `owner-${name}`, nominatedBy: 'owners' });
  play.waitFor('nomination');
  for (const clock of Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:')))
    if (play.state.clocks[clock]) play.waitFor(clock);
  play.waitFor('slateNotice');
  return play;
}

describe('a first assembly', () => {
  const founding = () => launchedElection(aPolicy(), 5, LARGE_ESTATE, 'founding');

  it('has the developer in its group, and no outgoing committee', () => {
    const withCapacity = (capacity: 'developer' | 'oldCommittee') => ({
      type: 'formGroup' as const,
      members: GROUP.map((member) => (member.memberId === 'p1' ? { ...member, capacity } : member)),
      leaderId: 's1',
    });
    expect(founding().refuses(STREET, withCapacity('oldCommittee')).code).toBe('capacity-not-in-group');
    expect(launchedElection().refuses(STREET, withCapacity('developer')).code).toBe('capacity-not-in-group');
    founding().give(STREET, withCapacity('developer'));
    launchedElection().give(STREET, withCapacity('oldCommittee'));
  });

  it('is not called before its rules and covenant lie before the owners, and then decides on all three', () => {
    const play = toTheVote(founding());
    expect(effectOf(play)).toBeUndefined();
    expect(play.duties).toEqual(['publishDrafts']);
    play.give(STREET, { type: 'publishDrafts', rulesText: 'hash', covenantText: 'hash' });
    expect(effectOf(play)).toMatchObject({
      kind: 'ownersVote',
      command: {
        agenda: [
          { itemId: 'rulesOfProcedure', matter: 1 },
          { itemId: 'covenant', matter: 2 },
          { itemId: 'committee', matter: 3 },
        ],
      },
    });
    expect(
      nominatingElection().refuses(STREET, { type: 'publishDrafts', rulesText: 'h', covenantText: 'h' }).code,
    ).toBe('no-drafts-needed');
  });

  it.each([
    [{ rulesOfProcedure: 'passed', covenant: 'passed', committee: 'passed' }, 'seating'],
    [{ rulesOfProcedure: 'passed', covenant: 'rejected', committee: 'passed' }, 'retrying'],
    [{ rulesOfProcedure: 'rejected', covenant: 'passed', committee: 'passed' }, 'retrying'],
    [{ rulesOfProcedure: 'passed', covenant: 'passed', committee: 'inquorate' }, 'retrying'],
  ] as const)('exists only with rules, covenant and committee: %j leads to %s', (itemOutcomes, phase) => {
    const play = toTheVote(founding());
    play.give(STREET, { type: 'publishDrafts', rulesText: 'hash', covenantText: 'hash' });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    const electedIds = itemOutcomes.committee === 'passed' ? CANDIDATES.slice(0, 5) : [];
    play.give(VOTE, voteResult('mixed', electedIds, { items: itemsOf(itemOutcomes) }));
    expect(play.phase).toBe(phase);
  });

  it('ends with the filing: nobody hands over to it, and nobody’s accounts are audited', () => {
    const policy = aPolicy('hangzhou');
    const play = toTheVote(launchedElection(policy, 5, LARGE_ESTATE, 'founding'));
    play.give(STREET, { type: 'publishDrafts', rulesText: 'hash', covenantText: 'hash' });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    const itemOutcomes = { rulesOfProcedure: 'passed', covenant: 'passed', committee: 'passed' } as const;
    play.give(VOTE, voteResult('passed', CANDIDATES.slice(0, 5), { items: itemsOf(itemOutcomes) }));
    play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: [], minutesText: 'hash' });
    play.give(SECRETARY, { type: 'publishOffices' });
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    play.give(STREET, { type: 'decideFiling', decision: 'granted', reasonText: 'hash' });
    expect(coreOf(play).outcome).toBe('seated');
  });
});

describe('a by-election', () => {
  const launch = (seats: number) => launchedElection(aPolicy(), seats, LARGE_ESTATE, 'byElection');

  it('fills any number of seats up to a whole committee, odd or even', () => {
    expect(coreOf(launch(2)).minSeats).toBe(1);
    const { max } = aPolicy().election.committeeSize.value;
    launch(max);
    expect(() => launch(max + 1)).toThrow('seats-out-of-bounds');
    expect(() => launch(0)).toThrow('seats-out-of-bounds');
    expect(() => launchedElection(aPolicy(), 2)).toThrow('seats-out-of-bounds');
  });

  it('is announced without a first meeting, filed, and done: no handover, no lock', () => {
    const play = toTheVote(launch(2));
    expect(locksOf(play)).toEqual([]);
    expect(effectOf(play)).toMatchObject({
      command: { meeting: 'extraordinary', agenda: [{ itemId: 'committee', seats: 2 }] },
    });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    play.give(VOTE, voteResult('partial', ['c2']));
    expect(play.duties).toEqual(['publishOffices']);
    play.give(SECRETARY, { type: 'publishOffices' });
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    play.give(STREET, { type: 'decideFiling', decision: 'granted', reasonText: 'hash' });
    expect(coreOf(play).outcome).toBe('partlySeated');
  });
});

describe('the group', () => {
  const form = (members = GROUP, leaderId = 's1') => ({ type: 'formGroup' as const, members, leaderId });

  it('is led by the body that the place names', () => {
    expect(launchedElection().refuses(STREET, form(GROUP, 'o1'))).toEqual({
      code: 'leader-of-wrong-body',
      params: { leads: 'street' },
    });
    expect(launchedElection(aPolicy('beijing')).refuses(STREET, form()).params).toEqual({ leads: 'community' });
  });

  it('has owners named by the street only after the owners were called once more, which takes its time', () => {
    const named = form(
      GROUP.map((member) => (member.memberId === 'o1' ? { ...member, namedBy: 'street' as const } : member)),
    );
    const play = launchedElection();
    expect(play.refuses(STREET, named).code).toBe('owners-called-first');
    const due = play.state.clocks['groupForm']?.dueAt ?? '';
    play.give(STREET, { type: 'callForMembers', reasonText: 'hash' });
    expect((play.state.clocks['groupForm']?.dueAt ?? '') > due).toBe(true);
    expect(play.refuses(STREET, { type: 'callForMembers', reasonText: 'hash' }).code).toBe('no-extension-left');
    play.give(STREET, named);
  });
});

describe('custody before the vote', () => {
  it('begins with the standing group where the place provides for it, and stands beside the election', () => {
    const play = nominatingElection(aPolicy('shanghai'));
    expect(effectOf(play)).toMatchObject({
      kind: 'handover',
      childKey: 'custody',
      command: { occasion: 'custody', sides: { from: { who: 'oldCommittee' }, to: { who: 'housingOffice' } } },
    });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'custody', childId: 'handover-custody' });
    expect(effectOf(play)).toBeUndefined();
    play.give({ kind: 'process', id: 'handover-custody' }, handoverEnded('custody'));
    expect(coreOf(play).custody).toEqual({ handoverId: 'handover-custody', outcome: 'complete' });
    expect(effectOf(nominatingElection())).toBeUndefined();
  });

  it.each([
    ['complete', 'housingOffice'],
    ['refused', 'oldCommittee'],
  ] as const)('when it ended as %s, the new committee takes over from the %s', (outcome, from) => {
    const play = filedElection(aPolicy('shanghai'));
    play.give({ kind: 'process', id: 'handover-custody' }, handoverEnded('custody', outcome));
    expect(effectOf(play)).toMatchObject({
      childKey: 'takeover',
      command: {
        sides: { from: { who: from }, to: { ownerIds: ['owner-c1', 'owner-c2', 'owner-c3', 'owner-c4', 'owner-c5'] } },
      },
    });
  });

  it('is stopped when the new committee is on file before it has come about', () => {
    const play = electedElection(aPolicy('shanghai'));
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'custody', childId: 'handover-custody' });
    play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: [], minutesText: 'hash' });
    play.give(SECRETARY, { type: 'publishOffices' });
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    const filed = play.give(STREET, { type: 'decideFiling', decision: 'granted', reasonText: 'hash' });
    expect(filed.flatMap((event) => electionTells(play.state.core, event))).toMatchObject([
      { to: 'handover-custody', command: { type: 'stopHandover' } },
    ]);
    expect(effectOf(play)).toMatchObject({
      childKey: 'takeover',
      command: { sides: { from: { who: 'oldCommittee' } } },
    });
  });

  it('is not believed to have ended by a handover that nobody launched', () => {
    const play = nominatingElection(aPolicy('shanghai'));
    expect(play.refuses({ kind: 'process', id: 'another' }, handoverEnded('custody')).code).toBe(
      'handover-not-awaited',
    );
    play.give({ kind: 'process', id: 'handover-custody' }, handoverEnded('custody'));
  });
});

describe('what an outgoing committee may still decide', () => {
  it('is neither the firm nor major spending from the standing group to the filed successor, where the place says so', () => {
    const shanghai = () => aPolicy('shanghai');
    expect(locksOf(launchedElection(shanghai()))).toEqual([]);
    expect(locksOf(nominatingElection(shanghai()))).toEqual(['firmDecision', 'majorSpending']);
    expect(locksOf(electedElection(shanghai()))).toEqual(['firmDecision', 'majorSpending']);
    expect(locksOf(filedElection(shanghai()))).toEqual([]);
    expect(locksOf(nominatingElection())).toEqual([]);
  });
});

describe('an exclusion', () => {
  function excluded(): ElectionPlay {
    const play = vettingElection();
    const body = play.policy.election.vettingBodies[0]?.body ?? '';
    const about = { body, candidateId: 'c6', reasonText: 'hash' };
    const opinion = {
      type: 'giveOpinion',
      ...about,
      isAdverse: true,
      basisKind: 'statute',
      basisText: 'hash',
    } as const;
    play.give(anActor('departmentOfficer', { department: body }), opinion);
    play.give(owner('owner-c6'), { type: 'answerOpinion', ...about });
    for (const clock of Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:')))
      if (play.state.clocks[clock]) play.waitFor(clock);
    play.give(STREET, {
      type: 'decideCandidate',
      candidateId: 'c6',
      isAdmitted: false,
      basisText: 'hash',
      reasonText: 'hash',
    });
    return play;
  }
  const appeal = { type: 'appealExclusion', candidateId: 'c6', reasonText: 'hash' } as const;
  const decide = (isUpheld: boolean) =>
    ({ type: 'decideAppeal', candidateId: 'c6', isUpheld, reasonText: 'hash' }) as const;

  it('holds the slate back until the candidate has had three days to appeal', () => {
    const play = excluded();
    expect(play.duties).toEqual(['appealExclusion:c6']);
    const due = play.state.clocks['appeal:c6']?.dueAt ?? '';
    play.waitUntil(new Date(Date.parse(due) - 1).toISOString());
    expect(play.phase).toBe('vetting');
    play.waitUntil(due);
    expect(play.phase).toBe('slateNotice');
    expect(play.refuses(owner('owner-c6'), appeal).code).toBe('wrong-phase');
  });

  it.each([
    [true, 'admitted'],
    [false, 'excluded'],
  ] as const)('is decided on appeal by the office above: upheld %s, %s', (isUpheld, status) => {
    const play = excluded();
    expect(play.refuses(DISTRICT, decide(isUpheld)).code).toBe('no-appeal');
    expect(play.refuses(owner('owner-c1'), appeal).code).toBe('not-your-candidacy');
    play.give(owner('owner-c6'), appeal);
    expect(play.refuses(owner('owner-c6'), appeal).code).toBe('no-exclusion-to-appeal');
    expect(play.duties).toEqual(['decideAppeal:c6']);
    expect(play.refuses(STREET, decide(isUpheld)).code).toBe('not-the-appeal-body');
    const sameOffice = anActor('districtSupervisor', { id: 'streetOfficer-account' });
    expect(play.refuses(sameOffice, decide(isUpheld)).code).toBe('own-decision');
    play.give(DISTRICT, decide(isUpheld));
    expect(play.phase).toBe('slateNotice');
    expect(coreOf(play).candidates.find(({ candidateId }) => candidateId === 'c6')?.status).toBe(status);
  });
});

describe('a filing on which the street stays silent', () => {
  function applied(): ElectionPlay {
    const play = electedElection();
    play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: [], minutesText: 'hash' });
    play.give(SECRETARY, { type: 'publishOffices' });
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    return play;
  }
  const granted = { type: 'decideFiling', decision: 'granted', reasonText: 'hash' } as const;

  it('is on the record as silent, and the district has to order it', () => {
    const play = applied();
    expect(play.refuses(DISTRICT, { type: 'orderFiling', reasonText: 'hash' }).code).toBe('filing-not-silent');
    play.waitFor('filingDecide');
    expect(coreOf(play).filing).toBe('silent');
    expect(play.duties).toEqual(['decideFiling', 'orderFiling']);
    play.give(DISTRICT, { type: 'orderFiling', reasonText: 'hash' });
    expect(play.duties).toEqual(['decideFiling']);
    play.give(STREET, granted);
  });

  it('can still be decided late', () => {
    const play = applied();
    play.waitFor('filingDecide');
    play.give(STREET, granted);
    expect(play.phase).toBe('handover');
  });
});

describe('the audit of the old term', () => {
  const commission = { type: 'commissionAudit', auditorText: 'hash' } as const;
  const publish = { type: 'publishAudit', reportText: 'hash' } as const;
  const hangzhou = () => filedElection(aPolicy('hangzhou'));

  it('is due where the place makes it mandatory, is shown for thirty days, and the election waits for it', () => {
    const play = hangzhou();
    expect(play.duties).toEqual(['awaitHandover', 'commissionAudit']);
    expect(play.refuses(SECRETARY, commission).code).toBe('audit-by-another');
    play.give(MEMBER, commission);
    expect(play.refuses(MEMBER, commission).code).toBe('audit-not-due');
    play.give({ kind: 'process', id: 'handover-takeover' }, handoverEnded('takeover'));
    expect(play.phase).toBe('handover');
    play.give(MEMBER, publish);
    const due = play.state.clocks['auditShown']?.dueAt ?? '';
    play.waitUntil(new Date(Date.parse(due) - 1).toISOString());
    expect(play.phase).toBe('handover');
    play.waitUntil(due);
    expect(coreOf(play).outcome).toBe('seated');
  });

  it('falls to the community when the committee commissions nobody in time', () => {
    const play = hangzhou();
    expect(play.refuses(MEMBER, publish).code).toBe('audit-not-commissioned');
    play.waitFor('commissionAudit');
    expect(play.refuses(MEMBER, commission).code).toBe('audit-by-another');
    play.give(SECRETARY, commission);
    play.give(SECRETARY, publish);
    play.waitFor('auditShown');
    expect(play.phase).toBe('handover');
    play.give({ kind: 'process', id: 'handover-takeover' }, handoverEnded('takeover', 'refused'));
    expect(coreOf(play).outcome).toBe('seated');
  });

  it('is not asked for where no text makes it mandatory', () => {
    expect(filedElection().duties).toEqual(['awaitHandover']);
  });
});

describe('what the watch on the term hears', () => {
  it('is the new committee at its filing, once, with those who follow when a seat falls vacant', () => {
    const policy = aPolicy('hangzhou');
    const play = votingElection(policy);
    const core = { ...coreOf(play), parentId: 'watch' };
    play.state = { ...play.state, core: core as ElectionCore };
    play.give(VOTE, voteResult('passed', CANDIDATES.slice(0, 5), { reserveIds: ['c6'] }));
    play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: [], minutesText: 'hash' });
    play.give(SECRETARY, { type: 'publishOffices' });
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    const filed = play.give(STREET, { type: 'decideFiling', decision: 'granted', reasonText: 'hash' });
    const told = filed.flatMap((event) => electionTells(play.state.core, event));
    expect(told).toMatchObject([
      { to: 'watch', command: { type: 'recordElectionEnded', outcome: 'seated', alternateIds: ['owner-c6'] } },
    ]);
    const closed = play.give(DISTRICT, { type: 'stopElection', reasonText: 'hash', basisText: 'hash' });
    expect(closed.flatMap((event) => electionTells(play.state.core, event))).toEqual([]);
  });
});

it('an election without an appeal goes on as before', () => {
  expect(slateElection().phase).toBe('slateNotice');
});
