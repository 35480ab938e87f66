// A project whose owners' vote is contested or revoked after the decision (Civil Code 280): contested it goes on, revoked it spends nothing until
// the owners have decided again. The shed is a change of use, so the owners in its scope decide.
import { cofunding } from '../../domain/cofunding/definition';
import type { CofundingCommand } from '../../domain/cofunding/state';
import { SECRETARY, STREET } from '../support/an-election';
import {
  aPlan,
  ASKER,
  classified,
  contract,
  DOOR_FEN,
  HOUSEHOLDS,
  OTHER_USCC,
  pays,
  pledged,
  projectOf,
  quote,
  received,
  ROLL,
  shares,
  THIRD_USCC,
  USCC,
  type CofundingPlay,
} from '../support/a-cofunding';
import { ENGINE } from '../support/play';

const effect = (play: CofundingPlay) => cofunding.effect(play.state.core, play.policy);
const voteActor = (id: string) => ({ kind: 'process', id }) as const;
const launched = (play: CofundingPlay, n: number) =>
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: `vote:${n}`, childId: `vote-${n}` });
const decided = (play: CofundingPlay, n: number, outcome: 'passed' | 'rejected' | 'inquorate') =>
  play.give(voteActor(`vote-${n}`), { type: 'recordVoteResult', voteId: `vote-${n}`, outcome });
const revoke = (play: CofundingPlay, n = 1) =>
  play.give(voteActor(`vote-${n}`), { type: 'recordVoteRevoked', voteId: `vote-${n}` });

/** Agreed by vote 1, and pledging. */
function agreed(): CofundingPlay {
  const play = classified(aPlan({ works: 'changeOfUse' }));
  launched(play, 1);
  decided(play, 1, 'passed');
  play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares() });
  expect(play.phase).toBe('pledging');
  return play;
}
function paying(): CofundingPlay {
  const play = agreed();
  play.waitFor('pledging');
  play.give(ENGINE, { type: 'recordPledges', pledged: pledged(HOUSEHOLDS, DOOR_FEN) });
  expect(play.phase).toBe('collecting');
  return play;
}
function contractingShed(): CofundingPlay {
  const play = paying();
  play.give(ENGINE, { type: 'recordAllPaid', received: received(DOOR_FEN) });
  play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN) });
  for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries()) play.give(STREET, quote(`q${n + 1}`, bidder));
  return play;
}
function workingShed(): CofundingPlay {
  const play = contractingShed();
  play.give(STREET, contract());
  return play;
}
const request = (paymentId: string, milestoneId = 'm1'): CofundingCommand => ({
  ...{ type: 'requestPayment', paymentId, milestoneId, amountFen: 400_000, invoiceHash: 'hash', payeeText: 'hash' },
});
const reach = (milestoneId: string) =>
  ({ type: 'reportMilestone', milestoneId, evidenceText: 'hash', attachments: [] as string[] }) as const;

describe('a vote that is contested after the decision', () => {
  it('is shown as contested, and the project goes on', () => {
    const play = contractingShed();
    const contested = (isContested: boolean) =>
      play.give(voteActor('vote-1'), { type: 'recordVoteContested', voteId: 'vote-1', isContested });
    contested(true);
    expect(projectOf(play)).toMatchObject({ agreedVersion: 1, attempts: [{ outcome: 'passed', isContested: true }] });
    play.give(STREET, contract());
    expect(play.phase).toBe('working');
    contested(false);
    expect(projectOf(play).attempts).toMatchObject([{ isContested: false }]);
  });

  it('of another project is not known here', () => {
    const play = contractingShed();
    const other = { type: 'recordVoteContested', voteId: 'other', isContested: true } as const;
    expect(play.refuses(voteActor('other'), other).code).toBe('vote-not-awaited');
  });
});

describe('a vote that is revoked before anybody has paid', () => {
  it('takes the plan back to the table and stops the pledging; nobody is asked to pay', () => {
    const play = agreed();
    const events = revoke(play).map(({ type }) => type);
    expect(events).toContain('voteRevoked');
    expect([play.phase, ...play.duties]).toEqual(['deliberating', 'settlePlan']);
    expect(Object.keys(play.state.clocks)).toEqual(['deliberation']);
    // The next plan is voted on like the first, with all attempts.
    play.give(SECRETARY, { type: 'settlePlan', plan: aPlan({ works: 'changeOfUse' }) });
    play.give(STREET, { type: 'confirmClass', projectClass: 'special', reasonText: 'hash' });
    launched(play, 2);
    decided(play, 2, 'inquorate');
    expect(play.phase).toBe('voting');
    launched(play, 3);
    decided(play, 3, 'passed');
    expect(projectOf(play)).toMatchObject({ phase: 'preparing', agreedVersion: 2 });
  });

  it('is nothing to a project that has not awaited it, and the same revocation counts once', () => {
    const play = agreed();
    expect(play.refuses(voteActor('other'), { type: 'recordVoteRevoked', voteId: 'other' }).code).toBe(
      'vote-not-awaited',
    );
    revoke(play);
    expect(play.refuses(voteActor('vote-1'), { type: 'recordVoteRevoked', voteId: 'vote-1' }).code).toBe(
      'vote-not-awaited',
    );
  });

  it('of an earlier plan takes nothing from the plan that was voted on after it', () => {
    const play = agreed();
    play.waitFor('pledging');
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(5, 500_000) });
    play.give(SECRETARY, { type: 'rescopeProject', reasonText: 'hash' });
    play.give(SECRETARY, { type: 'settlePlan', plan: aPlan({ works: 'changeOfUse' }) });
    play.give(STREET, { type: 'confirmClass', projectClass: 'special', reasonText: 'hash' });
    launched(play, 2);
    decided(play, 2, 'passed');
    revoke(play, 1);
    expect(projectOf(play)).toMatchObject({ phase: 'preparing', agreedVersion: 2 });
  });
});

describe('a vote that is revoked when the money is there', () => {
  const refuses = (play: CofundingPlay, command: CofundingCommand, who = STREET) => play.refuses(who, command).code;

  it('lets no contract be signed until the owners have decided again, and then it goes on', () => {
    const play = contractingShed();
    revoke(play);
    expect(projectOf(play)).toMatchObject({ phase: 'contracting', agreedVersion: 0 });
    expect(refuses(play, contract())).toBe('decision-revoked');
    expect(effect(play)).toMatchObject({
      kind: 'ownersVote',
      childKey: 'vote:2',
      command: { agenda: [{ matter: 8 }] },
    });
    expect(play.duties).toEqual(['holdAssembly']);
    launched(play, 2);
    expect(effect(play)).toBeUndefined();
    play.give(voteActor('vote-2'), { type: 'recordAssemblyHeld', voteId: 'vote-2' });
    expect(play.duties).toEqual(['awaitVoteResult']);
    expect(refuses(play, contract())).toBe('decision-revoked');
    decided(play, 2, 'passed');
    expect(play.duties).toEqual(['signContract']);
    play.give(STREET, contract());
    expect(play.phase).toBe('working');
  });

  it('while it comes in: the window goes on, and the owners are asked again', () => {
    const play = paying();
    revoke(play);
    expect([play.phase, ...play.duties]).toEqual(['collecting', 'holdAssembly']);
    expect(effect(play)).toMatchObject({ childKey: 'vote:2' });
    play.give(ENGINE, { type: 'recordAllPaid', received: received(DOOR_FEN) });
    // What the machine has begun to count it counts first.
    expect(effect(play)).toMatchObject({ type: 'countReceipts' });
  });

  it('pays nothing that was asked for and not approved yet, and takes no new request', () => {
    const play = workingShed();
    pays(play, 'm1', 400_000);
    play.give(ASKER, reach('m2'));
    play.give(ASKER, request('p', 'm2'));
    play.give(SECRETARY, { type: 'approvePayment', paymentId: 'p' });
    revoke(play);
    expect(projectOf(play)).toMatchObject({
      ...{ phase: 'working', spentFen: 400_000 },
      payments: [{ status: 'posted' }, { paymentId: 'p', status: 'refused' }],
    });
    expect(Object.keys(play.state.clocks)).not.toContain('payment:p');
    expect(refuses(play, { type: 'approvePayment', paymentId: 'p' })).toBe('decision-revoked');
    expect(refuses(play, request('again', 'm2'), ASKER)).toBe('decision-revoked');
    const vary = { type: 'proposeVariation', milestoneId: 'm2', amountFen: 1, reasonText: 'hash' } as const;
    expect(refuses(play, vary, ASKER)).toBe('decision-revoked');
    expect(refuses(play, { type: 'finishWorks', evidenceText: 'hash', attachments: [] }, ASKER)).toBe(
      'decision-revoked',
    );
    launched(play, 2);
    decided(play, 2, 'passed');
    play.give(ASKER, request('again', 'm2'));
  });

  it('that the second approval came before is posted: it was decided while the decision stood', () => {
    const play = workingShed();
    play.give(ASKER, reach('m1'));
    play.give(ASKER, request('p'));
    play.give(SECRETARY, { type: 'approvePayment', paymentId: 'p' });
    play.give(STREET, { type: 'approvePayment', paymentId: 'p' });
    revoke(play);
    expect(effect(play)).toMatchObject({ type: 'postSpending', paymentId: 'p' });
    play.give(ENGINE, { type: 'recordSpendingPosted', paymentId: 'p', transactionId: 't' });
    expect(effect(play)).toMatchObject({ childKey: 'vote:2' });
  });

  it('gives everything back when the owners say no, or come in too small a number a second time', () => {
    const no = contractingShed();
    revoke(no);
    launched(no, 2);
    decided(no, 2, 'rejected');
    expect(no.phase).toBe('refunding');
    expect(effect(no)).toMatchObject({ type: 'listRefunds', of: 'all' });
    const few = contractingShed();
    revoke(few);
    launched(few, 2);
    decided(few, 2, 'inquorate');
    expect([few.phase, effect(few)?.['childKey']]).toEqual(['contracting', 'vote:3']);
    launched(few, 3);
    decided(few, 3, 'inquorate');
    expect(few.phase).toBe('refunding');
  });

  it('while the owners vote on more money: their one vote decides on both', () => {
    const varying = () => {
      const play = workingShed();
      play.give(ASKER, { type: 'proposeVariation', milestoneId: 'm2', amountFen: 120_001, reasonText: 'hash' });
      launched(play, 2);
      revoke(play);
      expect([play.phase, ...play.duties]).toEqual(['varying', 'holdAssembly']);
      return play;
    };
    const yes = varying();
    decided(yes, 2, 'passed');
    expect(projectOf(yes)).toMatchObject({ phase: 'working', agreedVersion: 1, contract: { addedFen: 120_001 } });
    const no = varying();
    decided(no, 2, 'rejected');
    expect(projectOf(no)).toMatchObject({ phase: 'refunding', contract: { addedFen: 0 } });
  });
});

describe('a vote that is revoked when the works stand', () => {
  it('keeps the street from confirming them until the owners have decided again', () => {
    const play = workingShed();
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 800_000);
    play.give(ASKER, { type: 'finishWorks', evidenceText: 'hash', attachments: [] });
    play.give(SECRETARY, {
      ...{ type: 'recordAcceptance', isAccepted: true, representativeIds: ['o1', 'o2'], minutesText: 'hash' },
    });
    revoke(play);
    const confirm = { type: 'confirmAcceptance', isAccepted: true, reasonText: 'hash' } as const;
    expect(play.refuses(STREET, confirm).code).toBe('decision-revoked');
    launched(play, 2);
    decided(play, 2, 'passed');
    play.give(STREET, confirm);
    expect(play.phase).toBe('publishing');
    // Accepted and paid: a later revocation is on record, and the surplus goes back as it would.
    revoke(play, 2);
    expect(projectOf(play)).toMatchObject({
      ...{ phase: 'publishing', attempts: [{ outcome: 'voided' }, { outcome: 'voided' }] },
    });
    expect(play.duties).toEqual(['publishAccounts']);
  });
});
