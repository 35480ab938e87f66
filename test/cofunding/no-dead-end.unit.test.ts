// Where a project would have stood still for ever, held money without end, or paid out what belongs to somebody else: each once a defect.
import { cofunding } from '../../domain/cofunding/definition';
import type { CofundingCommand } from '../../domain/cofunding/state';
import { owner, SECRETARY, STREET } from '../support/an-election';
import {
  aPlan,
  accepted,
  ASKER,
  classified,
  collecting,
  contract,
  DOOR_FEN,
  OTHER_USCC,
  pays,
  projectOf,
  proposed,
  quote,
  received,
  settling,
  THIRD_USCC,
  USCC,
  working,
} from '../support/a-cofunding';
import { ENGINE } from '../support/play';

const household = { sourceId: 'household', kind: 'household', timing: 'before' } as const;
const quotes = (play: ReturnType<typeof working>, prefix: string, amountFen: number): void => {
  for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries())
    play.give(STREET, quote(`${prefix}${n + 1}`, bidder, amountFen));
};

describe('a proposal', () => {
  it('becomes a problem of a category that the place knows, or the machine could never launch it', () => {
    const screen = { type: 'screenProposal', finding: 'firmDuty', reasonText: 'hash' } as const;
    const play = proposed();
    expect(play.refuses(SECRETARY, { ...screen, category: 'nonsense' })).toEqual({
      ...{ code: 'category-unknown', params: { category: 'nonsense' } },
    });
    expect(play.duties).toEqual(['screenProposal']);
    play.give(SECRETARY, { ...screen, category: 'leak' });
    expect(play.phase).toBe('handingOn');
  });

  it('whose public money is cut keeps on record how much the street would grant', () => {
    const play = classified(
      aPlan({
        sources: [
          { ...household, amountFen: 200_000 },
          { sourceId: 'grant', kind: 'streetGrant', amountFen: 1_000_000, timing: 'before' },
        ],
      }),
    );
    play.give(ENGINE, { type: 'recordSplitting', otherFen: 0, processIds: [] });
    const decided = { type: 'decideGrant', decision: 'reduced', amountFen: 800_000, reasonText: 'hash' } as const;
    expect(play.give(STREET, decided)).toContainEqual(
      expect.objectContaining({ type: 'grantRefused', amountFen: 800_000 }),
    );
  });
});

describe('money that is short', () => {
  it('is not held for longer because somebody counts it again', () => {
    const play = collecting();
    play.waitFor('collecting');
    const short = { type: 'recordReceipts', received: received(DOOR_FEN - 1) } as const;
    play.give(ENGINE, short);
    const due = play.state.clocks['arrears']?.dueAt;
    play.waitUntil('2026-05-02T02:00:00.000Z');
    play.give(STREET, { type: 'closeCollecting' });
    play.give(ENGINE, short);
    expect([play.phase, play.state.clocks['arrears']?.dueAt]).toEqual(['bridging', due]);
    play.waitFor('arrears');
    play.give(ENGINE, short);
    expect(play.phase).toBe('refunding');
  });

  it('does not go back by silence when it has come in meanwhile', () => {
    const play = collecting();
    play.waitFor('collecting');
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN - 1) });
    play.waitFor('arrears');
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN) });
    expect([play.phase, play.state.clocks['arrears']]).toEqual(['contracting', undefined]);
  });

  it('goes back although the time to decide ran out while it was being counted', () => {
    const play = collecting();
    play.waitFor('collecting');
    const short = { type: 'recordReceipts', received: received(DOOR_FEN - 1) } as const;
    play.give(ENGINE, short);
    play.give(STREET, { type: 'closeCollecting' });
    play.waitFor('arrears');
    expect(play.phase).toBe('countingReceipts');
    play.give(ENGINE, short);
    play.waitUntil(play.now);
    play.give(ENGINE, short);
    expect(play.phase).toBe('refunding');
  });

  it('and complete after all is built with: the time to decide is over with it', () => {
    const play = collecting();
    play.waitFor('collecting');
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN - 1) });
    play.give(STREET, { type: 'closeCollecting' });
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN) });
    expect([play.phase, Object.keys(play.state.clocks)]).toEqual(['contracting', ['contract']]);
  });
});

describe('what is left', () => {
  const request: CofundingCommand = {
    ...{ type: 'requestPayment', paymentId: 'late', milestoneId: 'm2', amountFen: 100_000 },
    ...{ invoiceHash: 'hash', payeeText: 'hash' },
  };

  it('may still be asked for until it is shared out, and belongs to those who paid from then on', () => {
    const before = settling();
    before.give(ASKER, request);
    expect(cofunding.effect(before.state.core, before.policy)).toBeUndefined();

    const play = settling();
    play.give(ENGINE, { type: 'recordRefundsListed', payers: 12, totalFen: 100_000 });
    expect(play.refuses(ASKER, request).code).toBe('surplus-shared-out');
  });

  it('and was paid back before the machine had noted that it listed it ends the project all the same', () => {
    const play = settling();
    const paid = { type: 'recordRefundsPaid', payers: 12, paidFen: 100_000, heldFen: 0, held: 0 } as const;
    play.give(ENGINE, paid);
    expect(projectOf(play)).toMatchObject({
      ...{ phase: 'closed', outcome: 'completed', refunds: { payers: 12, totalFen: 100_000, isPaid: true } },
    });
  });

  it('and is held where nobody could be reached waits its year, also when it was told so early', () => {
    const play = settling();
    play.give(ENGINE, { type: 'recordRefundsPaid', payers: 12, paidFen: 90_000, heldFen: 10_000, held: 1 });
    expect(play.duties).toEqual(['disposeHeldRefunds']);
    // What the activity answers afterwards is known.
    play.give(ENGINE, { type: 'recordRefundsListed', payers: 12, totalFen: 100_000 });
    expect(play.duties).toEqual(['disposeHeldRefunds']);
    expect(cofunding.effect(play.state.core, play.policy)).toBeUndefined();
  });
});

test('nobody objects to accounts that nobody has seen yet', () => {
  const play = working();
  pays(play, 'm1', 400_000);
  pays(play, 'm2', 800_000);
  accepted(play);
  const object = { type: 'objectToProject', objectionId: 'x', reasonText: 'hash' } as const;
  expect(play.refuses(owner('o1'), object).code).toBe('nothing-published');
  play.give(STREET, { type: 'publishAccounts', boardPhoto: 'hash', noteText: 'hash' });
  play.give(owner('o1'), object);
});

test.each(['2026-01-01', '9999-12-31', '0000-01-01'])(
  'a milestone that is due on %s keeps no clock from running',
  (dueOn) => {
    const play = collecting();
    play.give(ENGINE, { type: 'recordAllPaid', received: received(DOOR_FEN) });
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN) });
    quotes(play, 'q', DOOR_FEN);
    const signed = contract() as Extract<ReturnType<typeof contract>, { type: 'signContract' }>;
    play.give(STREET, { ...signed, milestones: signed.milestones.map((milestone) => ({ ...milestone, dueOn })) });
    expect(play.duties).toEqual(['reportMilestone:m1', 'reportMilestone:m2']);
    play.waitUntil('2027-12-01T00:00:00.000Z');
    pays(play, 'm1', 400_000);
    expect(play.phase).toBe('working');
  },
);
