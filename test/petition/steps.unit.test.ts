// A petition as the decider sees it. Dates by hand from the national preset: 90 days to sign, 15 days to check.
import { checkThresholds, isEnough } from '../../domain/petition/threshold';
import { petition } from '../../domain/petition/definition';
import { MEMBER, owner, SECRETARY, STREET } from '../support/an-election';
import {
  aPetitionLaunch,
  collectingPetition,
  counted,
  PETITIONER,
  petitionOf,
  signedBy,
  unlaunchedPetition,
  verify,
  verifyingPetition,
  type PetitionPlay,
} from '../support/a-petition';
import { aPolicy, ENGINE } from '../support/play';

const due = (play: PetitionPlay, clock: string) => play.state.clocks[clock]?.dueAt;
const effect = (play: PetitionPlay) => petition.effect(play.state.core, play.policy);
const tellings = (play: PetitionPlay) =>
  play.events.flatMap((event) => petition.tells(play.state.core, event)).map(({ to, command }) => ({ to, ...command }));

describe('a petition that is signed and accepted', () => {
  it('freezes its roll, collects for ninety days, is checked by the street, and tells the watch what the owners demand', () => {
    const play = unlaunchedPetition();
    play.give(PETITIONER, aPetitionLaunch({ purpose: 'recallMembers', memberIds: ['m1'] }));
    expect(effect(play)).toMatchObject({ type: 'freezeRoll', processId: 'petition', version: 1 });
    const roll = { rollId: 'r', version: 1, rollHash: 'h', heads: 100, areaDm2: 1_000_000 };
    play.give(ENGINE, { type: 'recordRollFrozen', roll: { ...roll, rightCount: 100, problemCount: 0 } });
    expect(play.phase).toBe('collecting');
    expect(play.duties).toEqual([]);
    // 2 March + 90 days is 31 May, a Sunday: people may act until the end of the next working day.
    expect(due(play, 'collection')).toBe('2026-06-01T16:00:00.000Z');
    play.give(ENGINE, { type: 'recordThresholdReached', signed: signedBy(20) });
    expect(play.duties).toEqual(['verifyPetition']);
    expect(due(play, 'verification')).toBe('2026-03-17T16:00:00.000Z');
    play.give(STREET, verify());
    expect(effect(play)).toEqual({ type: 'countSignatures', petitionId: 'petition' });
    play.give(ENGINE, counted(20));
    expect(petitionOf(play)).toMatchObject({ phase: 'closed', outcome: 'accepted', signed: signedBy(20) });
    expect(play.state.clocks).toEqual({});
    expect(tellings(play)).toEqual([
      { to: 'term', type: 'recordDemand', petitionId: 'petition', purpose: 'recallMembers', memberIds: ['m1'] },
    ]);
  });

  it('tells whoever comes to watch over the estate, where no watch is kept yet', () => {
    const play = verifyingPetition({ parentId: null });
    play.give(STREET, verify());
    play.give(ENGINE, counted(20));
    expect(petitionOf(play).outcome).toBe('accepted');
    expect(tellings(play)).toMatchObject([{ to: 'committeeTerm:estate', type: 'recordDemand' }]);
  });
});

describe('when the time to sign runs out', () => {
  it('the machine counts first: a signature in the last second is not lost because its news travels', () => {
    const play = collectingPetition();
    play.waitUntil('2026-06-01T15:59:59.999Z');
    expect(play.phase).toBe('collecting');
    play.waitUntil('2026-06-01T16:00:00.000Z');
    expect(play.phase).toBe('counting');
    expect(effect(play)).toEqual({ type: 'countSignatures', petitionId: 'petition' });
    // The news of the signature comes late and is not needed.
    expect(play.refuses(ENGINE, { type: 'recordThresholdReached', signed: signedBy(20) }).code).toBe('wrong-phase');
    play.give(ENGINE, counted(20));
    expect(play.duties).toEqual(['verifyPetition']);
  });

  it('it lapses with one owner fewer than a fifth', () => {
    const play = collectingPetition();
    play.waitFor('collection');
    play.give(ENGINE, counted(19));
    expect(petitionOf(play)).toMatchObject({ phase: 'closed', outcome: 'lapsed' });
    expect(tellings(play)).toEqual([]);
  });

  it('while the street checks, it goes on checking', () => {
    const play = collectingPetition();
    play.waitUntil('2026-05-30T02:00:00.000Z');
    play.give(ENGINE, { type: 'recordThresholdReached', signed: signedBy(20) });
    play.waitFor('collection');
    expect(petitionOf(play)).toMatchObject({ phase: 'verifying', isCollectionOver: true });
    play.give(STREET, verify({ defectiveIds: ['s1'] }));
    play.give(ENGINE, counted(19));
    expect(petitionOf(play)).toMatchObject({ phase: 'closed', outcome: 'lapsed' });
  });

  it('nor does a count that is under way get lost', () => {
    const play = verifyingPetition();
    play.give(STREET, verify());
    play.waitUntil('2026-06-01T16:00:00.000Z');
    expect(play.phase).toBe('counting');
    play.give(ENGINE, counted(19));
    expect(petitionOf(play).outcome).toBe('lapsed');
  });
});

describe('the street’s check', () => {
  it('that strikes too many signatures sends the petition back to the owners while there is time', () => {
    const play = verifyingPetition();
    play.give(STREET, verify({ defectiveIds: ['s1', 's2'] }));
    expect(play.events).toContainEqual(
      expect.objectContaining({ type: 'signaturesConfirmed', defectiveIds: ['s1', 's2'] }),
    );
    play.give(ENGINE, counted(18));
    expect(petitionOf(play)).toMatchObject({ phase: 'collecting', outcome: null });
    expect(Object.keys(play.state.clocks)).toEqual(['collection']);
    play.give(ENGINE, { type: 'recordThresholdReached', signed: signedBy(20) });
    expect(play.duties).toEqual(['verifyPetition']);
  });

  it('that strikes some of more than enough accepts the petition all the same', () => {
    const play = verifyingPetition();
    play.give(STREET, verify({ defectiveIds: ['s1', 's2'] }));
    play.give(ENGINE, counted(20));
    expect(petitionOf(play).outcome).toBe('accepted');
  });

  it('may refuse the demand itself with reasons, and then says nothing about signatures', () => {
    const play = verifyingPetition();
    expect(play.refuses(STREET, verify({ decision: 'refused', defectiveIds: ['s1'] })).code).toBe(
      'defects-need-a-count',
    );
    play.give(STREET, verify({ decision: 'refused' }));
    expect(petitionOf(play)).toMatchObject({ phase: 'closed', outcome: 'refused' });
    expect(tellings(play)).toEqual([]);
  });

  it('names each defective signature once', () => {
    const play = verifyingPetition();
    expect(play.refuses(STREET, verify({ defectiveIds: ['s1', 's1'] })).code).toBe('signature-named-twice');
  });

  it('stays due when nothing is said, and climbs its ladder', () => {
    const play = verifyingPetition();
    play.waitUntil('2026-03-25T02:00:00.000Z');
    expect(play.duties).toEqual(['verifyPetition']);
    expect(play.events).toContainEqual(
      expect.objectContaining({ type: 'escalated', key: 'verifyPetition', tell: 'districtSupervisor' }),
    );
  });

  it('counts as given at its due instant where the policy says so, and not a millisecond before', () => {
    const policy = aPolicy();
    policy.petition.onSilence.value = 'confirmed';
    const play = verifyingPetition({}, policy);
    play.waitUntil('2026-03-17T15:59:59.999Z');
    expect(play.phase).toBe('verifying');
    play.waitUntil('2026-03-17T16:00:00.000Z');
    expect(play.phase).toBe('counting');
    play.give(ENGINE, counted(20));
    expect(petitionOf(play).outcome).toBe('accepted');
  });
});

describe('whoever began it', () => {
  it('may take it back, and nobody else may', () => {
    for (const other of [owner('other'), STREET, SECRETARY, MEMBER])
      expect(collectingPetition().refuses(other, { type: 'withdrawPetition', reasonText: 'hash' }).code).toBe(
        'not-your-petition',
      );
    const play = verifyingPetition();
    play.give(PETITIONER, { type: 'withdrawPetition', reasonText: 'hash' });
    expect(petitionOf(play)).toMatchObject({ phase: 'closed', outcome: 'withdrawn' });
  });

  it('names members for a recall, each once, and for nothing else', () => {
    const refusal = (more: Parameters<typeof aPetitionLaunch>[0]) =>
      unlaunchedPetition().refuses(PETITIONER, aPetitionLaunch(more)).code;
    expect(refusal({ purpose: 'recallMembers' })).toBe('recall-names-nobody');
    expect(refusal({ purpose: 'recallMembers', memberIds: ['m1', 'm1'] })).toBe('committee-member-twice');
    expect(refusal({ purpose: 'renewCommittee', memberIds: ['m1'] })).toBe('members-not-asked-for');
    expect(unlaunchedPetition().refuses(ENGINE, aPetitionLaunch()).code).toBe('forbidden');
  });
});

describe('one petition of a kind', () => {
  const key = (more: Parameters<typeof aPetitionLaunch>[0]) => {
    const play = unlaunchedPetition();
    play.give(PETITIONER, aPetitionLaunch(more));
    return petition.exclusiveKey(play.state.core);
  };

  it('is open at an estate for a founding or a renewal, and for the recall of the same members', () => {
    expect(key({ purpose: 'renewCommittee' })).toBe('petition:estate:renewCommittee');
    expect(key({ purpose: 'recallMembers', memberIds: ['m2', 'm1'] })).toBe(
      key({ purpose: 'recallMembers', memberIds: ['m1', 'm2'] }),
    );
  });

  it('does not bar a meeting about something else, or the recall of others', () => {
    expect(key({ purpose: 'extraordinaryMeeting' })).toBeNull();
    expect(key({ purpose: 'recallMembers', memberIds: ['m1'] })).not.toBe(
      key({ purpose: 'recallMembers', memberIds: ['m2'] }),
    );
  });
});

describe('how many are enough', () => {
  const base = { heads: 9_999, areaDm2: 99_990_000 };
  const thresholds = (place: string, purpose: 'foundAssembly' | 'extraordinaryMeeting') =>
    aPolicy(place).petition.thresholds[purpose].value;

  it('a fifth of the owners, the bound itself included: 20 of 100, 2000 of 9999, 201 of 1001', () => {
    const meeting = thresholds('national', 'extraordinaryMeeting');
    for (const [heads, enough] of [
      [100, 20],
      [9_999, 2_000],
      [1_001, 201],
      [1, 1],
    ] as const) {
      const of = { heads, areaDm2: heads * 10_000 };
      expect(isEnough(meeting, of, signedBy(enough))).toBe(true);
      expect(isEnough(meeting, of, signedBy(enough - 1))).toBe(false);
      expect(checkThresholds(meeting, of, signedBy(enough - 1))[0]?.shortfall).toBe(1);
    }
  });

  it('19.99 % are too few: 1999 of 10 000 owners', () => {
    const meeting = thresholds('national', 'extraordinaryMeeting');
    expect(isEnough(meeting, signedBy(10_000), signedBy(1_999))).toBe(false);
    expect(isEnough(meeting, signedBy(10_000), signedBy(2_000))).toBe(true);
  });

  it('in Beijing a twentieth of the owners or of the area founds (art. 30): either alone will do', () => {
    const founding = thresholds('beijing', 'foundAssembly');
    expect(isEnough(founding, base, signedBy(500, 1))).toBe(true);
    expect(isEnough(founding, base, signedBy(499, 1))).toBe(false);
    expect(isEnough(founding, base, signedBy(1, 4_999_500))).toBe(true);
    expect(isEnough(founding, base, signedBy(1, 4_999_499))).toBe(false);
    expect(checkThresholds(founding, base, signedBy(1, 4_999_499)).map(({ shortfall }) => shortfall)).toEqual([499, 1]);
  });

  it('where a place asks for ten owners (淄博 22), nine are too few', () => {
    const ten = [{ of: 'ownerCount', count: 10 }] as const;
    expect(isEnough(ten, base, signedBy(10))).toBe(true);
    expect(isEnough(ten, base, signedBy(9))).toBe(false);
    expect(checkThresholds(ten, base, signedBy(9))).toMatchObject([{ of: 'ownerCount', whole: 10, shortfall: 1 }]);
  });
});
