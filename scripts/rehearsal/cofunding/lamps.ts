// Lamps on the stairs of one entrance: households and a sponsor have paid everything, and then the power company takes the stairs on for nothing.
// The project is given up, and every payer gets back what was paid, to the fen, by the way it came.
import { randomUUID } from 'node:crypto';
import { the, together, type Session } from '../election/client';
import { untilDecided } from './deciding';
import {
  BankAccount,
  HOUSEHOLD,
  importStatement,
  matchToSource,
  payCash,
  payersOf,
  payOnline,
  today,
  untilCollected,
  waitingWith,
  type Payer,
} from './money';
import { BIDDERS, LAMPS } from './plan';
import { householdsOf, pledgeOnline, progressOf, type Household } from './pledging';
import { inProject, refusedInProject, type Project, type Stage } from './stage';
import { giveAllBack, quote, refundsOf } from './works';

export interface LampsFacts {
  households: number;
  paid: { bank: number; online: number; cash: number };
  refunds: number;
}

const AT_ONCE = 4;

export async function lampsProject(stage: Stage, project: Project): Promise<LampsFacts> {
  const { people, watch, say } = stage;
  const { community, oldCommittee: committee } = people;
  const two = [committee, community] as const;
  await untilDecided(stage, project, {
    ...{ titleText: '楼道声控灯', needText: '楼道灯坏了多年，夜里摸黑', form: 'building', projectClass: 'none' },
    plan: {
      ...{ works: 'renew', scope: project.scope, costFen: LAMPS.costFen, holder: 'committee', sources: LAMPS.sources },
      ...{ shareRule: { rule: 'equal' }, participation: { num: 9, den: 10 }, planText: '每层换一盏声控灯' },
    },
  });
  await watch.untilPhase(project.processId, 'pledging');
  const households = await householdsOf(stage, project);
  await pledgeOnline(project, households);
  const progress = await progressOf(project, community);
  if (!progress.isReached) throw new Error(`${project.label}: ${JSON.stringify(progress)}`);
  await watch.eventOf(project.processId, 'pledgeTargetReached');
  await inProject(project, community, { type: 'closePledging' });
  await watch.untilPhase(project.processId, 'collecting');
  const paid = await collect(stage, project, two, new Map(households.map((one) => [one.rightNo, one])));

  await watch.untilPhase(project.processId, 'contracting');
  await quote(stage, project, [{ bidder: BIDDERS[0], amountFen: LAMPS.costFen }]);
  await refusedInProject(project, committee, 'forbidden', { type: 'abandonProject', reasonText: '不做了' });
  await inProject(project, community, {
    ...{ type: 'abandonProject', reasonText: '供电公司老旧小区改造免费更换楼道灯，不再自筹' },
  });
  say(`${project.label}：款已收齐，另有出路，社区终止项目，全额退款`);
  const listed = await watch.until(project.processId, 'the list of refunds', ({ state }) => state['refunds'] !== null);
  if (listed.phase !== 'refunding') throw new Error(`${project.label} is ${listed.phase}`);
  const one = the(households[0], 'household');
  const more = { orderId: randomUUID(), rightNo: one.rightNo, amountFen: one.shareFen };
  await one.owner.session.refuses('project-takes-no-money', `/v1/cofundings/${project.processId}/payment-orders`, more);
  await committee.refuses('project-takes-no-money', `/v1/cofundings/${project.processId}/cash-receipts`, {
    ...{ receiptId: randomUUID(), rightNo: one.rightNo, amountFen: one.shareFen, receivedOn: today() },
  });
  const refunds = await refundsOf(stage, project, committee);
  await giveAllBack(stage, two, refunds);
  await watch.untilPhase(project.processId, 'closed');
  return { households: households.length, paid, refunds: refunds.length };
}

/** A third each in cash, by transfer and on the phone; the sponsor by transfer, recognised by a person. */
async function collect(
  stage: Stage,
  project: Project,
  two: readonly [Session, Session],
  households: ReadonlyMap<number, Household>,
): Promise<LampsFacts['paid']> {
  const { diary } = stage;
  const [committee] = two;
  const payers = await payersOf(project, committee);
  const every = (rest: number): Payer[] => payers.filter((_, index) => index % 3 === rest);
  const [inCash, byBank, online] = [every(0), every(1), every(2)];
  const account = new BankAccount('committee', 'LAMPS');
  const sponsorFen = the(
    LAMPS.sources.find(({ kind }) => kind === 'sponsor'),
    'sponsor',
  ).amountFen;
  account.credit({ amountFen: sponsorFen, remark: '楼道灯赞助', name: '某照明公司' });
  diary.note('in', project.processId, 'sponsor', sponsorFen);
  for (const { dueFen, reference, rightNo } of byBank) {
    account.credit({ amountFen: dueFen, remark: `${reference} 楼道灯`, name: '业主转账' });
    diary.note('in', project.processId, HOUSEHOLD, dueFen, rightNo);
  }
  await importStatement(stage, committee, account, account.statement());
  await matchToSource(stage, committee, project, await waitingWith(stage, committee, '楼道灯赞助'), 'sponsor');
  const due = ({ rightNo, dueFen }: Payer) => ({ rightNo, amountFen: dueFen });
  await together(online, AT_ONCE, async (payer) => {
    const owner = the(households.get(payer.rightNo), 'household').owner.session;
    // Too late for an order, they come to the desk.
    if (!(await payOnline(stage, project, owner, due(payer), { times: 1, isLate: false })))
      await payCash(stage, project, two, due(payer));
  });
  for (const payer of inCash) await payCash(stage, project, two, due(payer));
  await untilCollected(stage, project);
  return { bank: byBank.length, online: online.length, cash: inCash.length };
}
