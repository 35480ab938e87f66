// What a project refuses because of where it stands, or because something is named that is not there.
import { cofunding } from '../../domain/cofunding/definition';
import type { CofundingCommand } from '../../domain/cofunding/state';
import { decideProcess } from '../../domain/machinery/decide';
import { owner, SECRETARY, STREET } from '../support/an-election';
import {
  aPlan,
  ASKER,
  classified,
  contract,
  contracting,
  deliberated,
  DOOR_FEN,
  OTHER_USCC,
  pays,
  pledged,
  pledging,
  projectOf,
  quote,
  settling,
  THIRD_USCC,
  USCC,
  working,
} from '../support/a-cofunding';
import { ENGINE } from '../support/play';

const household = { sourceId: 'household', kind: 'household', amountFen: DOOR_FEN, timing: 'before' } as const;
const evidence = { evidenceText: 'hash', attachments: [] as string[] };

describe('a project refuses', () => {
  it('a reward beyond what households pay first', () => {
    const plan = aPlan({
      costFen: DOOR_FEN,
      sources: [
        { ...household, amountFen: 200_000 },
        { sourceId: 'grant', kind: 'streetGrant', amountFen: 1_000_000, timing: 'before' },
        {
          ...{ sourceId: 'reward', kind: 'reward', amountFen: 200_001, timing: 'after' },
          percent: { num: 80, den: 100 },
        },
      ],
    });
    expect(deliberated().refuses(SECRETARY, { type: 'settlePlan', plan })).toEqual({
      ...{ code: 'reward-beyond-what-was-paid', params: { sourceId: 'reward', paidFirstFen: 200_000 } },
    });
  });

  it('an objection while nothing is published, and one to another version’s pledges', () => {
    const sources = [
      { ...household, amountFen: 200_000 },
      { sourceId: 'grant', kind: 'streetGrant', amountFen: 1_000_000, timing: 'before' },
    ] as const;
    const granting = classified(aPlan({ sources: [...sources] }));
    const object = { type: 'objectToProject', objectionId: 'x', reasonText: 'hash' } as const;
    expect(granting.refuses(owner('o1'), object).code).toBe('nothing-published');
    const later = { version: 2, households: 12, pledgedHouseholds: 12, amountFen: DOOR_FEN };
    expect(pledging().refuses(ENGINE, { type: 'recordPledgeTarget', pledged: later }).code).toBe('other-version');
  });

  it('a quote or milestone that is not there, or is there twice', () => {
    const play = contracting();
    for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries()) play.give(STREET, quote(`q${n + 1}`, bidder));
    expect(play.refuses(STREET, contract('q9')).code).toBe('quote-not-found');
    expect(play.refuses(STREET, { type: 'withdrawQuote', quoteId: 'q9', reasonText: 'hash' }).code).toBe(
      'quote-not-found',
    );
    const signed = contract() as Extract<CofundingCommand, { type: 'signContract' }>;
    const twice = signed.milestones.map((milestone) => ({ ...milestone, milestoneId: 'm1' }));
    expect(play.refuses(STREET, { ...signed, milestones: twice }).code).toBe('milestone-twice');
    play.give(STREET, { type: 'withdrawQuote', quoteId: 'q3', reasonText: 'hash' });
    expect(play.refuses(STREET, signed).code).toBe('too-few-quotes');
  });

  it('a milestone that is unknown or reached already', () => {
    const play = working();
    const report = { type: 'reportMilestone', ...evidence } as const;
    expect(play.refuses(ASKER, { ...report, milestoneId: 'm9' }).code).toBe('milestone-not-found');
    play.give(ASKER, { ...report, milestoneId: 'm1' });
    expect(play.refuses(ASKER, { ...report, milestoneId: 'm1' }).code).toBe('milestone-already-reached');
  });

  it('that a contractor quits while a payment waits', () => {
    const play = working();
    play.give(ASKER, { type: 'reportMilestone', milestoneId: 'm1', ...evidence });
    const request = { paymentId: 'p', milestoneId: 'm1', amountFen: 1, invoiceHash: 'hash', payeeText: 'hash' };
    play.give(ASKER, { type: 'requestPayment', ...request });
    expect(play.refuses(SECRETARY, { type: 'recordContractorQuit', reasonText: 'hash' }).code).toBe('payments-open');
  });

  it('to count for a plan that is not there', () => {
    const play = pledging();
    const core = { ...projectOf(play), phase: 'countingPledges' as const, plan: null };
    const counted = { type: 'recordPledges', pledged: pledged(12, DOOR_FEN) } as const;
    const { state, setting, now } = play;
    const asked = { actor: ENGINE, channel: 'engine' as const, command: counted };
    expect(decideProcess(cofunding, { ...state, core }, asked, setting, now).decision).toMatchObject({
      rejection: { code: 'plan-missing' },
    });
  });

  it('a second acceptance, and the confirmation of one that nobody recorded', () => {
    const play = working();
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 800_000);
    play.give(ASKER, { type: 'finishWorks', ...evidence });
    const confirm = { type: 'confirmAcceptance', isAccepted: true, reasonText: 'hash' } as const;
    expect(play.refuses(STREET, confirm).code).toBe('acceptance-not-recorded');
    const record = (): CofundingCommand => ({
      ...{ type: 'recordAcceptance', isAccepted: true, representativeIds: ['o1', 'o2'], minutesText: 'hash' },
    });
    play.give(SECRETARY, record());
    expect(play.refuses(SECRETARY, record()).code).toBe('acceptance-already-recorded');
  });

  it('refunds that are not listed, and a decision on money that nobody holds', () => {
    const play = settling();
    const paid = { type: 'recordRefundsPaid', paidFen: 1, heldFen: 0, held: 0 } as const;
    expect(play.refuses(ENGINE, paid).code).toBe('refunds-not-listed');
    const dispose = { type: 'disposeHeldRefunds', basisText: 'hash', reasonText: 'hash' } as const;
    expect(play.refuses(STREET, dispose).code).toBe('nothing-held');
  });
});
