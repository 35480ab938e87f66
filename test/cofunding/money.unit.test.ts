// Pledges, money, works, accounts and refunds, as the decider sees them. Dates by hand from the national preset.
import { cofunding } from '../../domain/cofunding/definition';
import { ALL, isAllIn } from '../../domain/cofunding/all-in';
import { isCollected } from '../../domain/cofunding/collecting';
import type { CofundingCommand } from '../../domain/cofunding/state';
import { targetOf } from '../../domain/cofunding/pledging';
import { isTargetReached } from '../../domain/shares/target';
import { anActor, aPolicy, ENGINE } from '../support/play';
import { MEMBER, owner, SECRETARY, STREET } from '../support/an-election';
import {
  accepted,
  aPlan,
  ASKER,
  collecting,
  contract,
  contracting,
  DOOR_FEN,
  HOUSEHOLDS,
  OTHER_USCC,
  pays,
  pledged,
  pledging,
  projectOf,
  quote,
  received,
  ROLL,
  settling,
  shares,
  THIRD_USCC,
  USCC,
  working,
  classified,
  type CofundingPlay,
} from '../support/a-cofunding';

const effect = (play: CofundingPlay) => cofunding.effect(play.state.core, play.policy);
const household = { sourceId: 'household', kind: 'household', timing: 'before' } as const;

describe('pledging', () => {
  it('is open for thirty days on a frozen roll, and its target needs money and bar, the bounds included', () => {
    const play = pledging();
    expect(play.phase).toBe('pledging');
    expect(play.state.clocks['pledging']?.dueAt).toBe('2026-04-01T16:00:00.000Z');
    const plan = projectOf(play).plan as NonNullable<ReturnType<typeof projectOf>['plan']>;
    // Eight tenths of twelve households are 9.6: ten.
    expect(isTargetReached(targetOf(plan), pledged(10, DOOR_FEN))).toBe(true);
    expect(isTargetReached(targetOf(plan), pledged(9, DOOR_FEN))).toBe(false);
    expect(isTargetReached(targetOf(plan), pledged(12, DOOR_FEN - 1))).toBe(false);
  });

  it('is closed early only when enough was pledged, and counted again before anybody is asked to pay', () => {
    const play = pledging();
    expect(play.refuses(SECRETARY, { type: 'closePledging' }).code).toBe('target-not-reached');
    expect(play.refuses(ENGINE, { type: 'recordPledgeTarget', pledged: pledged(12, DOOR_FEN, 2) }).code).toBe(
      'other-version',
    );
    play.give(ENGINE, { type: 'recordPledgeTarget', pledged: pledged(12, DOOR_FEN) });
    play.give(SECRETARY, { type: 'closePledging' });
    expect(effect(play)).toMatchObject({ type: 'countPledges', version: 1 });
    // One has taken the pledge back in the meantime: there is time left.
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(11, DOOR_FEN - 100_000) });
    expect(play.phase).toBe('pledging');
    play.waitFor('pledging');
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(12, DOOR_FEN) });
    expect(play.phase).toBe('collecting');
  });

  it('that falls short is extended once, and lapses by itself when nobody decides; nobody has paid anything', () => {
    const play = pledging();
    const short = { type: 'recordPledges', pledged: pledged(5, 500_000) } as const;
    play.waitFor('pledging');
    play.give(ENGINE, short);
    expect([play.phase, ...play.duties]).toEqual(['deciding', 'decideShortPledges']);
    play.give(SECRETARY, { type: 'extendPledging', reasonText: 'hash' });
    play.waitFor('pledging');
    play.give(ENGINE, short);
    expect(play.refuses(SECRETARY, { type: 'extendPledging', reasonText: 'hash' }).code).toBe('extension-used-up');
    play.waitFor('pledgeDecision');
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'lapsed', received: null });
  });

  it('may be for less: the plan is settled anew, and what was agreed on the old one does not bind', () => {
    const play = pledging();
    play.waitFor('pledging');
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(5, 500_000) });
    play.give(SECRETARY, { type: 'rescopeProject', reasonText: 'hash' });
    const smaller = aPlan({ costFen: 500_000, sources: [{ ...household, amountFen: 500_000 }] });
    play.give(SECRETARY, { type: 'settlePlan', plan: smaller });
    expect(projectOf(play)).toMatchObject({ phase: 'classifying', plan: { version: 2 }, pledged: null, shares: null });
  });

  it('does not begin where a rate per square metre brings less than the plan counts on', () => {
    const play = classified(aPlan({ shareRule: { rule: 'perArea', fenPerM2: 2_000 } }));
    play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares(1, DOOR_FEN - 1) });
    expect([play.phase, ...play.duties]).toEqual(['deliberating', 'settlePlan']);
  });

  it('of twenty yuan per square metre needs its seventy per cent of households', () => {
    // 1,200 m² bring 24,000 yuan when all join; 70 % of the households must, and 16,800 yuan must come together.
    const plan = { ...aPlan({ participation: { num: 70, den: 100 } }), version: 1 };
    plan.sources = [{ ...household, amountFen: 1_680_000 }];
    expect(isTargetReached(targetOf(plan), { ...pledged(8, 1_680_000), households: 12 })).toBe(false);
    expect(isTargetReached(targetOf(plan), { ...pledged(9, 1_680_000), households: 12 })).toBe(true);
  });
});

describe('collecting', () => {
  it('asks for everything that was pledged, and for every other source that pays first', () => {
    const plan = aPlan({
      sources: [
        { ...household, amountFen: 800_000 },
        { sourceId: 'sponsor', kind: 'sponsor', amountFen: 300_000, timing: 'before', uscc: USCC },
        { sourceId: 'firm', kind: 'firmDiscount', amountFen: 100_000, timing: 'before', uscc: USCC },
      ],
    });
    const core = projectOf(collecting(plan));
    const all = { num: 1, den: 1 };
    expect(isCollected(core, received(800_000, { sponsor: 300_000 }), all)).toBe(true);
    expect(isCollected(core, received(799_999, { sponsor: 300_000 }), all)).toBe(false);
    expect(isCollected(core, received(800_000, { sponsor: 299_999 }), all)).toBe(false);
    expect(isCollected(core, received(720_000, { sponsor: 300_000 }), { num: 9, den: 10 })).toBe(true);
  });

  it('counts what a source bridges as that source’s, and as the households’ no longer, to the fen', () => {
    const { plan } = projectOf(
      collecting(
        aPlan({
          sources: [
            { ...household, amountFen: 800_000 },
            { sourceId: 'sponsor', kind: 'sponsor', amountFen: 300_000, timing: 'before', uscc: USCC },
            { sourceId: 'firm', kind: 'firmDiscount', amountFen: 100_000, timing: 'before', uscc: USCC },
          ],
        }),
      ),
    );
    const promised = { sources: plan?.sources ?? [], pledgedFen: 800_000, bridgedFen: { sponsor: 50_000 } };
    const isIn = (householdFen: number, sponsor: number) =>
      isAllIn(promised, { householdFen, bySource: { sponsor } }, ALL);
    expect([isIn(750_000, 350_000), isIn(749_999, 350_000), isIn(750_000, 349_999)]).toEqual([true, false, false]);
    expect(
      isAllIn({ ...promised, bridgedFen: {} }, { householdFen: 750_000, bySource: { sponsor: 350_000 } }, ALL),
    ).toBe(false);
    // More bridged than was pledged asks nothing of anybody, and never less than nothing.
    const beyond = { ...promised, bridgedFen: { sponsor: 900_000 } };
    expect(isAllIn(beyond, { householdFen: 0, bySource: { sponsor: 1_200_000 } }, ALL)).toBe(true);
  });

  it('goes on while a source is missing and there is time', () => {
    const plan = aPlan({
      sources: [
        { ...household, amountFen: 1_000_000 },
        { sourceId: 'sponsor', kind: 'sponsor', amountFen: 200_000, timing: 'before', uscc: USCC },
      ],
    });
    const play = collecting(plan);
    play.give(ENGINE, { type: 'recordAllPaid', received: received(1_000_000) });
    play.give(ENGINE, { type: 'recordReceipts', received: received(1_000_000) });
    expect(play.phase).toBe('collecting');
    play.give(STREET, { type: 'closeCollecting' });
    play.waitFor('collecting');
    play.give(ENGINE, { type: 'recordReceipts', received: received(1_000_000) });
    expect(play.phase).toBe('bridging');
  });

  it('with a gap is extended once, bridged by a source of the plan, or all of it goes back', () => {
    const plan = aPlan({
      sources: [
        { ...household, amountFen: 1_000_000 },
        { sourceId: 'sponsor', kind: 'sponsor', amountFen: 200_000, timing: 'before', uscc: USCC },
      ],
    });
    const short = () => {
      const play = collecting(plan);
      play.waitFor('collecting');
      expect(effect(play)).toMatchObject({ type: 'countReceipts' });
      play.give(ENGINE, { type: 'recordReceipts', received: received(900_000, { sponsor: 200_000 }) });
      return play;
    };
    const play = short();
    expect([play.phase, ...play.duties]).toEqual(['bridging', 'decideArrears']);
    const bridge = { type: 'bridgeShortfall', sourceId: 'sponsor', reasonText: 'hash' } as const;
    expect(play.refuses(SECRETARY, { ...bridge, sourceId: 'household', amountFen: 1 }).code).toBe(
      'source-cannot-bridge',
    );
    expect(play.refuses(SECRETARY, { ...bridge, amountFen: 100_001 }).code).toBe('bridges-more-than-the-gap');
    play.give(SECRETARY, { ...bridge, amountFen: 100_000 });
    play.give(STREET, { type: 'closeCollecting' });
    play.give(ENGINE, { type: 'recordReceipts', received: received(900_000, { sponsor: 299_999 }) });
    expect(play.phase).toBe('bridging');
    play.give(STREET, { type: 'closeCollecting' });
    play.give(ENGINE, { type: 'recordReceipts', received: received(900_000, { sponsor: 300_000 }) });
    expect(play.phase).toBe('contracting');

    const silent = short();
    silent.waitFor('arrears');
    expect([silent.phase, effect(silent)]).toMatchObject(['countingReceipts', { type: 'countReceipts' }]);
    silent.give(ENGINE, { type: 'recordReceipts', received: received(900_000, { sponsor: 200_000 }) });
    expect([silent.phase, effect(silent)]).toEqual([
      'refunding',
      { type: 'listRefunds', processId: 'project', of: 'all' },
    ]);
    silent.give(ENGINE, { type: 'recordRefundsListed', payers: 11, totalFen: 1_100_000 });
    expect(silent.duties).toEqual(['payRefunds']);
    silent.give(ENGINE, { type: 'recordRefundsPaid', paidFen: 1_100_000, heldFen: 0, held: 0 });
    expect(projectOf(silent)).toMatchObject({ phase: 'closed', outcome: 'refunded' });
  });

  it('takes no more common revenue for a gap than the owners voted for', () => {
    const plan = aPlan({
      sources: [
        { ...household, amountFen: 1_000_000 },
        { sourceId: 'common', kind: 'commonIncome', amountFen: 200_000, timing: 'before' },
      ],
    });
    const play = classified(plan);
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    play.give({ kind: 'process', id: 'vote-1' }, { type: 'recordVoteResult', voteId: 'vote-1', outcome: 'passed' });
    play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares(1, 1_000_000) });
    play.waitFor('pledging');
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(HOUSEHOLDS, 1_000_000) });
    play.waitFor('collecting');
    play.give(ENGINE, { type: 'recordReceipts', received: received(900_000, { common: 200_000 }) });
    const bridge = { type: 'bridgeShortfall', sourceId: 'common', amountFen: 1, reasonText: 'hash' } as const;
    expect(play.refuses(SECRETARY, bridge).code).toBe('owners-have-not-agreed');
  });
});

describe('the contract', () => {
  it('compares three quotes, or says why there are fewer', () => {
    const play = contracting();
    play.give(STREET, quote('q1', USCC));
    play.give(STREET, quote('q2', OTHER_USCC));
    expect(play.refuses(STREET, contract())).toMatchObject({
      code: 'too-few-quotes',
      params: { wanted: 3, quotes: 2 },
    });
    expect(play.refuses(STREET, quote('q2', THIRD_USCC)).code).toBe('id-already-used');
    expect(play.refuses(STREET, quote('q3', USCC)).code).toBe('bidder-twice');
    play.give(STREET, { ...contract(), fewQuotesText: 'hash' } as never);
    expect(play.phase).toBe('working');
  });

  it('goes to no sponsor of the project, and a relation is declared', () => {
    const plan = aPlan({
      sources: [
        { ...household, amountFen: 1_000_000 },
        { sourceId: 'sponsor', kind: 'sponsor', amountFen: 200_000, timing: 'before', uscc: USCC },
      ],
    });
    const play = contracting(plan);
    expect(play.refuses(STREET, quote('q1', USCC)).code).toBe('sponsor-is-contractor');
    expect(play.refuses(STREET, { ...quote('q1', OTHER_USCC), isRelated: true } as never).code).toBe(
      'relation-not-explained',
    );
  });

  it('has milestones that add up, and costs a tenth more than decided at most', () => {
    const signed = (fen: number, amounts: number[]) => {
      const play = contracting();
      for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries())
        play.give(STREET, quote(`q${n + 1}`, bidder, fen));
      return [play, contract('q1', amounts)] as const;
    };
    const [play, one] = signed(1_320_000, [320_000, 1_000_000]);
    play.give(STREET, one);
    const [over, another] = signed(1_320_001, [320_001, 1_000_000]);
    expect(over.refuses(STREET, another)).toMatchObject({
      code: 'beyond-the-decision',
      params: { limitFen: 1_320_000 },
    });
    const [odd, third] = signed(1_000_000, [320_000, 679_999]);
    expect(odd.refuses(STREET, third).code).toBe('milestones-do-not-add-up');
  });
});

describe('a payment', () => {
  const request = {
    type: 'requestPayment',
    paymentId: 'p',
    milestoneId: 'm1',
    invoiceHash: 'hash',
    payeeText: 'hash',
  } as const;

  it('is for what was reached, within the contract, and approved by two who did not ask for it', () => {
    const play = working();
    expect(play.refuses(ASKER, { ...request, amountFen: 1 }).code).toBe('milestone-not-reached');
    play.give(ASKER, { type: 'reportMilestone', milestoneId: 'm1', evidenceText: 'hash', attachments: [] });
    expect(play.refuses(ASKER, { ...request, amountFen: 400_001 })).toMatchObject({ params: { leftFen: 400_000 } });
    play.give(STREET, { ...request, amountFen: 400_000 });
    expect(play.refuses(STREET, { type: 'approvePayment', paymentId: 'p' }).code).toBe('own-request');
    play.give(SECRETARY, { type: 'approvePayment', paymentId: 'p' });
    expect(play.refuses(SECRETARY, { type: 'approvePayment', paymentId: 'p' }).code).toBe('already-approved');
    expect(effect(play)).toBeUndefined();
    play.give(MEMBER, { type: 'approvePayment', paymentId: 'p' });
    expect(effect(play)).toMatchObject({ type: 'postSpending', paymentId: 'p', amountFen: 400_000 });
    play.give(ENGINE, { type: 'recordSpendingPosted', paymentId: 'p', transactionId: 't' });
    expect(projectOf(play).spentFen).toBe(400_000);
    expect(play.refuses(ASKER, { ...request, paymentId: 'again', amountFen: 1 }).code).toBe('payment-beyond-contract');
  });

  it('that the ledger refuses, since the money is not there, is refused and may be asked for again', () => {
    const play = working();
    play.give(ASKER, { type: 'reportMilestone', milestoneId: 'm1', evidenceText: 'hash', attachments: [] });
    play.give(ASKER, { ...request, amountFen: 400_000 });
    play.give(SECRETARY, { type: 'approvePayment', paymentId: 'p' });
    play.give(STREET, { type: 'approvePayment', paymentId: 'p' });
    play.give(ENGINE, { type: 'recordSpendingRefused', paymentId: 'p', code: 'not-enough-held' });
    expect(projectOf(play)).toMatchObject({ spentFen: 0, payments: [{ status: 'refused' }] });
    play.give(ASKER, { ...request, paymentId: 'again', amountFen: 400_000 });
    play.give(SECRETARY, { type: 'refusePayment', paymentId: 'again', reasonText: 'hash' });
    expect(play.refuses(STREET, { type: 'approvePayment', paymentId: 'again' }).code).toBe('payment-not-open');
  });
});

describe('works that cost more', () => {
  const vary = (amountFen: number) =>
    ({ type: 'proposeVariation', milestoneId: 'm2', amountFen, reasonText: 'hash' }) as const;

  it('by a tenth at most go on; beyond it those decide again who decided before', () => {
    const within = working();
    within.give(ASKER, vary(120_000));
    expect(projectOf(within)).toMatchObject({ phase: 'working', contract: { addedFen: 120_000 } });
    const beyond = working();
    beyond.give(ASKER, vary(120_001));
    const milestones = ['reportMilestone:m1', 'reportMilestone:m2'];
    expect([beyond.phase, ...beyond.duties]).toEqual(['varying', 'decideVariation', ...milestones]);
    expect(beyond.state.clocks['variation']?.rule).toMatchObject({ n: 15, unit: 'day' });
    beyond.give(STREET, { type: 'decideVariation', isApproved: false, reasonText: 'hash' });
    expect(projectOf(beyond)).toMatchObject({ phase: 'working', contract: { addedFen: 0 } });
  });

  it('go back to the owners where the owners decided', () => {
    const plan = aPlan({ works: 'changeOfUse' });
    const play = classified(plan);
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:1', childId: 'vote-1' });
    play.give({ kind: 'process', id: 'vote-1' }, { type: 'recordVoteResult', voteId: 'vote-1', outcome: 'passed' });
    play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares() });
    play.waitFor('pledging');
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(HOUSEHOLDS, DOOR_FEN) });
    play.give(ENGINE, { type: 'recordAllPaid', received: received(DOOR_FEN) });
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN) });
    for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries()) play.give(STREET, quote(`q${n + 1}`, bidder));
    play.give(STREET, contract());
    play.give(ASKER, vary(120_001));
    expect(play.refuses(STREET, { type: 'decideVariation', isApproved: true, reasonText: 'hash' }).code).toBe(
      'owners-decide',
    );
    expect(effect(play)).toMatchObject({ kind: 'ownersVote', childKey: 'vote:2' });
    // As long as any vote may take: notice and window alone are longer than the fifteen days of an officer.
    expect(play.state.clocks['variation']?.rule).toMatchObject({ n: 60, unit: 'day' });
    play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote:2', childId: 'vote-2' });
    play.give({ kind: 'process', id: 'vote-2' }, { type: 'recordVoteResult', voteId: 'vote-2', outcome: 'passed' });
    expect(projectOf(play)).toMatchObject({ phase: 'working', contract: { addedFen: 120_001 } });
  });

  it('and a contractor who quits: what was reached stays paid, the rest is put out again', () => {
    const play = working();
    pays(play, 'm1', 400_000);
    play.give(SECRETARY, { type: 'recordContractorQuit', reasonText: 'hash' });
    expect(projectOf(play)).toMatchObject({ phase: 'contracting', contract: null, quotes: [], spentFen: 400_000 });
    for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries())
      play.give(STREET, quote(`n${n + 1}`, bidder, 920_000));
    // What was paid for a milestone would count against the new one of the same name.
    const again = contract('n1', [120_000, 800_000]) as Extract<CofundingCommand, { type: 'signContract' }>;
    expect(play.refuses(STREET, again).code).toBe('milestone-twice');
    const milestones = again.milestones.map((one) => ({ ...one, milestoneId: `rest${one.milestoneId}` }));
    play.give(STREET, { ...again, milestones });
    pays(play, 'restm1', 120_000);
    expect(projectOf(play)).toMatchObject({ phase: 'working', spentFen: 520_000 });
  });

  it('as agreed may cost as much under another contractor, and not a fen more', () => {
    const play = working();
    play.give(ASKER, vary(120_001));
    play.give(STREET, { type: 'decideVariation', isApproved: true, reasonText: 'hash' });
    pays(play, 'm1', 400_000);
    play.give(SECRETARY, { type: 'recordContractorQuit', reasonText: 'hash' });
    play.give(STREET, quote('n1', USCC, 920_002));
    play.give(STREET, quote('n2', OTHER_USCC, 920_001));
    play.give(STREET, quote('n3', THIRD_USCC, 930_000));
    const rest = (quoteId: string, amountFen: number) => ({
      ...(contract(quoteId, [amountFen]) as Extract<CofundingCommand, { type: 'signContract' }>),
      milestones: [{ milestoneId: 'rest', amountFen, dueOn: '2026-09-30' }],
    });
    expect(play.refuses(STREET, rest('n1', 920_002))).toMatchObject({
      code: 'beyond-the-decision',
      params: { limitFen: 1_320_001 },
    });
    play.give(STREET, rest('n2', 920_001));
    expect(play.phase).toBe('working');
  });

  it('names a milestone of an earlier contract again only where nothing was asked for it, or all was refused', () => {
    const play = working();
    play.give(ASKER, { type: 'reportMilestone', milestoneId: 'm1', evidenceText: 'hash', attachments: [] });
    play.give(ASKER, {
      ...{ type: 'requestPayment', paymentId: 'p1', milestoneId: 'm1', amountFen: 400_000, invoiceHash: 'hash' },
      payeeText: 'hash',
    });
    play.give(STREET, { type: 'refusePayment', paymentId: 'p1', reasonText: 'hash' });
    play.give(SECRETARY, { type: 'recordContractorQuit', reasonText: 'hash' });
    for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries()) play.give(STREET, quote(`n${n + 1}`, bidder));
    play.give(STREET, contract('n1'));
    expect(play.phase).toBe('working');
  });
});

describe('acceptance', () => {
  it('is by two residents at least, confirmed by the street and never by who wrote it down', () => {
    const play = working();
    expect(play.refuses(ASKER, { type: 'finishWorks', evidenceText: 'hash', attachments: [] }).code).toBe(
      'milestones-open',
    );
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 800_000);
    play.give(ASKER, { type: 'finishWorks', evidenceText: 'hash', attachments: [] });
    const record = { type: 'recordAcceptance', isAccepted: true, minutesText: 'hash' } as const;
    expect(play.refuses(SECRETARY, { ...record, representativeIds: ['o1'] }).code).toBe('too-few-representatives');
    expect(play.refuses(SECRETARY, { ...record, representativeIds: ['o1', 'o1'] }).code).toBe('representative-twice');
    const both = anActor('communitySecretary', { id: 'both' });
    play.give(both, { ...record, representativeIds: ['o1', 'o2'] });
    const confirm = { type: 'confirmAcceptance', isAccepted: true, reasonText: 'hash' } as const;
    expect(play.refuses(anActor('streetOfficer', { id: 'both' }), confirm).code).toBe('own-acceptance');
    play.give(STREET, confirm);
    expect([play.phase, ...play.duties]).toEqual(['publishing', 'publishAccounts']);
  });

  it('that fails sends the works back to be put right', () => {
    const play = working();
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 800_000);
    play.give(ASKER, { type: 'finishWorks', evidenceText: 'hash', attachments: [] });
    play.give(SECRETARY, {
      ...{ type: 'recordAcceptance', isAccepted: false, representativeIds: ['o1', 'o2'], minutesText: 'hash' },
    });
    expect([play.phase, ...play.duties]).toEqual(['working', 'finishWorks']);
    accepted(play);
    expect(projectOf(play)).toMatchObject({ phase: 'publishing', rectifications: 1 });
  });
});

describe('the accounts', () => {
  it('are shown for fifteen days; an upheld objection puts them right, and they are shown again in full', () => {
    const play = working();
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 800_000);
    accepted(play);
    const publish = { type: 'publishAccounts', boardPhoto: 'hash', noteText: 'hash' } as const;
    play.give(STREET, publish);
    expect(play.refuses(STREET, publish).code).toBe('accounts-already-published');
    play.give(owner('o1'), { type: 'objectToProject', objectionId: 'x', reasonText: 'hash' });
    play.give(STREET, { type: 'answerProjectObjection', objectionId: 'x', isUpheld: true, reasonText: 'hash' });
    expect(play.duties).toEqual(['publishAccounts']);
    play.give(STREET, publish);
    play.waitFor('accountsNotice');
    expect(play.phase).toBe('settling');
  });

  it('end with the surplus: it goes back to those who paid, and the project is complete when it is there', () => {
    const play = settling();
    expect(effect(play)).toMatchObject({ type: 'listRefunds', of: 'surplus' });
    play.give(ENGINE, { type: 'recordRefundsListed', payers: 12, totalFen: 100_000 });
    expect(play.duties).toEqual(['payRefunds']);
    play.give(ENGINE, { type: 'recordRefundsPaid', paidFen: 100_000, heldFen: 0, held: 0 });
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'completed' });
  });

  it('without a surplus close by themselves', () => {
    const play = settling();
    play.give(ENGINE, { type: 'recordRefundsListed', payers: 0, totalFen: 0 });
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'completed' });
  });

  it('hold for a year what nobody could be reached for, and only then say where it goes', () => {
    const play = settling();
    play.give(ENGINE, { type: 'recordRefundsListed', payers: 12, totalFen: 100_000 });
    play.give(ENGINE, { type: 'recordRefundsPaid', paidFen: 91_667, heldFen: 8_333, held: 1 });
    expect(play.duties).toEqual(['disposeHeldRefunds']);
    const dispose = { type: 'disposeHeldRefunds', basisText: 'hash', reasonText: 'hash' } as const;
    expect(play.refuses(STREET, dispose).code).toBe('held-time-not-over');
    play.waitFor('hold');
    play.give(STREET, dispose);
    expect(projectOf(play)).toMatchObject({ phase: 'closed', outcome: 'completed' });
  });

  it('wait for money that comes after acceptance, or for the word that it does not', () => {
    const plan = aPlan({
      sources: [
        { ...household, amountFen: DOOR_FEN },
        {
          ...{ sourceId: 'reward', kind: 'reward', amountFen: 600_000, timing: 'after' },
          percent: { num: 1, den: 2 },
        },
      ],
    });
    const policy = aPolicy();
    const play = classified(plan, policy);
    play.give(ENGINE, { type: 'recordSplitting', otherFen: 0, processIds: [] });
    play.give(STREET, { type: 'decideGrant', decision: 'approved', reasonText: 'hash' });
    play.waitFor('grantNotice');
    play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares() });
    play.waitFor('pledging');
    play.give(ENGINE, { type: 'recordPledges', pledged: pledged(HOUSEHOLDS, DOOR_FEN) });
    play.give(ENGINE, { type: 'recordAllPaid', received: received(DOOR_FEN) });
    play.give(ENGINE, { type: 'recordReceipts', received: received(DOOR_FEN) });
    for (const [n, bidder] of [USCC, OTHER_USCC, THIRD_USCC].entries()) play.give(STREET, quote(`q${n + 1}`, bidder));
    play.give(STREET, contract());
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 800_000);
    accepted(play);
    play.give(STREET, { type: 'publishAccounts', boardPhoto: 'hash', noteText: 'hash' });
    play.waitFor('accountsNotice');
    expect(play.duties).toEqual(['payGrant:reward']);
    expect(effect(play)).toBeUndefined();
    const refused = { type: 'recordGrantRefused', reasonText: 'hash' } as const;
    expect(play.refuses(STREET, { ...refused, sourceId: 'household' }).code).toBe('claim-not-open');
    // A first part is no reason to share out what is left: the street pays the rest, or says that no more comes.
    play.give(ENGINE, { type: 'recordSourceReceived', sourceId: 'reward', amountFen: 599_999 });
    expect([effect(play), ...play.duties]).toEqual([undefined, 'payGrant:reward']);
    play.give(ENGINE, { type: 'recordSourceReceived', sourceId: 'reward', amountFen: 600_000 });
    expect(effect(play)).toMatchObject({ type: 'listRefunds', of: 'surplus' });
  });
});
