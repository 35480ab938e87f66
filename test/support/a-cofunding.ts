// A co-funded entrance door with plain defaults: 12,000 yuan shared equally by twelve households, proposed by the community.
import { cofunding } from '../../domain/cofunding/definition';
import type { PlanInput } from '../../domain/cofunding/messages';
import type { CofundingCommand, CofundingCore, CofundingEvent, LaunchedCofunding } from '../../domain/cofunding/state';
import type { Policy } from '../../domain/policy/schema';
import { owner, PLACE, SECRETARY, STREET } from './an-election';
import { anActor, aPolicy, ENGINE, Play } from './play';

export type CofundingPlay = Play<CofundingCore, CofundingCommand, CofundingEvent>;
export const projectOf = (play: CofundingPlay): LaunchedCofunding => play.state.core as LaunchedCofunding;

export const HOUSEHOLDS = 12;
export const DOOR_FEN = 1_200_000;
export const USCC = '91370202MA3C4D5E6F';
export const OTHER_USCC = '91370202MA3C4D5E7H';
export const THIRD_USCC = '91370202MA3C4D5E8J';

/** Twelve households pay a thousand yuan each; eight of ten must join. */
export const aPlan = (more: Partial<PlanInput> = {}): PlanInput => ({
  ...{ works: 'repair', scope: { kind: 'entrance', placeId: 'entrance-1' }, costFen: DOOR_FEN, holder: 'street' },
  sources: [{ sourceId: 'household', kind: 'household', amountFen: DOOR_FEN, timing: 'before' }],
  ...{ shareRule: { rule: 'equal' }, exemptions: [], participation: { num: 8, den: 10 }, planText: 'hash' },
  ...more,
});

export const ROLL = {
  ...{ rollId: 'roll', version: 1, rollHash: 'hash', heads: HOUSEHOLDS, areaDm2: 120_000 },
  ...{ rightCount: HOUSEHOLDS, problemCount: 0 },
};
export const shares = (version = 1, totalFen = DOOR_FEN) => ({
  ...{ version, sharesHash: 'hash', households: HOUSEHOLDS, totalFen },
});
export const pledged = (pledgedHouseholds: number, amountFen: number, version = 1) => ({
  ...{ version, households: HOUSEHOLDS, pledgedHouseholds, amountFen },
});
export const received = (householdFen: number, bySource: Record<string, number> = {}) => ({
  ...{ householdFen, paidHouseholds: 12, bySource: { household: householdFen, ...bySource } },
});

export function proposed(policy: Policy = aPolicy()): CofundingPlay {
  const play = new Play(cofunding, '2026-03-02T02:00:00.000Z', policy);
  play.give(owner('o1'), {
    ...{ type: 'launch', processId: 'project', place: PLACE, parentId: null, titleText: 'hash', needText: 'hash' },
  });
  return play;
}

/** Found fit, and talked about in a building meeting that was held. */
export function deliberated(policy?: Policy): CofundingPlay {
  const play = proposed(policy);
  play.give(SECRETARY, { type: 'screenProposal', finding: 'fit', reasonText: 'hash' });
  play.give(SECRETARY, { type: 'callDeliberation', form: 'building', heldAt: '2026-03-05T11:00:00.000Z' });
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'meeting:1', childId: 'meeting' });
  play.give(MEETING, { type: 'recordMeetingEnded', meetingId: 'meeting', form: 'building', outcome: 'held' });
  return play;
}

export const MEETING = { kind: 'process', id: 'meeting' } as const;

export function planned(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = deliberated(policy);
  play.give(SECRETARY, { type: 'settlePlan', plan });
  return play;
}

/** Classified as the plan asks for at least. */
export function classified(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = planned(plan, policy);
  const isVoted = plan.works === 'changeOfUse' || plan.works === 'alteration' || plan.works === 'addition';
  const isOrdinary = plan.sources.some(({ kind }) => kind === 'commonIncome' || kind === 'repairFund');
  const projectClass = isVoted ? 'special' : isOrdinary ? 'ordinary' : 'none';
  play.give(STREET, { type: 'confirmClass', projectClass, reasonText: 'hash' });
  return play;
}

export function pledging(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = classified(plan, policy);
  play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares() });
  return play;
}

export function collecting(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = pledging(plan, policy);
  play.waitFor('pledging');
  play.give(ENGINE, { type: 'recordPledges', pledged: pledged(HOUSEHOLDS, householdFen(plan)) });
  return play;
}

export const householdFen = (plan: PlanInput): number =>
  plan.sources.find(({ kind }) => kind === 'household')?.amountFen ?? 0;

export function contracting(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = collecting(plan, policy);
  const bySource = Object.fromEntries(plan.sources.map(({ sourceId, amountFen }) => [sourceId, amountFen]));
  play.give(ENGINE, { type: 'recordAllPaid', received: received(householdFen(plan), bySource) });
  play.give(ENGINE, { type: 'recordReceipts', received: received(householdFen(plan), bySource) });
  return play;
}

export const quote = (quoteId: string, bidder: string, amountFen = DOOR_FEN): CofundingCommand => ({
  ...{ type: 'addQuote', quoteId, bidder, amountFen, isRelated: false, documentHash: 'hash' },
});
export const contract = (quoteId = 'q1', amounts = [400_000, 800_000]): CofundingCommand => ({
  ...{ type: 'signContract', quoteId, documentHash: 'hash', reasonText: 'hash' },
  milestones: amounts.map((amountFen, at) => ({ milestoneId: `m${at + 1}`, amountFen, dueOn: `2026-0${6 + at}-01` })),
});

export function working(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = contracting(plan, policy);
  play.give(STREET, quote('q1', USCC));
  play.give(STREET, quote('q2', OTHER_USCC, DOOR_FEN + 1));
  play.give(STREET, quote('q3', THIRD_USCC, DOOR_FEN + 2));
  play.give(STREET, contract());
  return play;
}

export const ASKER = anActor('firmManager');

/** Reached, asked for, approved by two, and posted. */
export function pays(play: CofundingPlay, milestoneId: string, amountFen: number): void {
  const paymentId = `p-${milestoneId}`;
  play.give(ASKER, { type: 'reportMilestone', milestoneId, evidenceText: 'hash', attachments: [] });
  play.give(ASKER, {
    ...{ type: 'requestPayment', paymentId, milestoneId, amountFen, invoiceHash: 'hash', payeeText: 'hash' },
  });
  play.give(SECRETARY, { type: 'approvePayment', paymentId });
  play.give(STREET, { type: 'approvePayment', paymentId });
  play.give(ENGINE, { type: 'recordSpendingPosted', paymentId, transactionId: `t-${milestoneId}` });
}

/** Built, paid, accepted, published, and nobody objected. */
export function settling(plan = aPlan(), policy?: Policy): CofundingPlay {
  const play = working(plan, policy);
  pays(play, 'm1', 400_000);
  pays(play, 'm2', 700_000);
  accepted(play);
  play.give(STREET, { type: 'publishAccounts', boardPhoto: 'hash', noteText: 'hash' });
  play.waitFor('accountsNotice');
  return play;
}

export function accepted(play: CofundingPlay): void {
  play.give(ASKER, { type: 'finishWorks', evidenceText: 'hash', attachments: [] });
  play.give(SECRETARY, {
    ...{ type: 'recordAcceptance', isAccepted: true, representativeIds: ['o1', 'o2'], minutesText: 'hash' },
  });
  play.give(STREET, { type: 'confirmAcceptance', isAccepted: true, reasonText: 'hash' });
}
