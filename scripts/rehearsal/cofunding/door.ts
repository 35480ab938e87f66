// The entrance door: equal shares, signed at the doors and paid in cash and by transfer; one household is exempt, one pays twice. Its works:
// door-works.ts.
import { randomUUID } from 'node:crypto';
import { the, type Session } from '../election/client';
import { untilDecided } from './deciding';
import { doorWorks } from './door-works';
import {
  BankAccount,
  HOUSEHOLD,
  importStatement,
  matchToHousehold,
  payCash,
  payersOf,
  today,
  untilCollected,
  waitingWith,
  type Payer,
  type Received,
} from './money';
import { DOOR } from './plan';
import { collectAtDoors, progressOf, sharesOf } from './pledging';
import { inProject, refusedInProject, type Project, type Stage } from './stage';
import { acceptAndPublish, payRefund, refundsOf, settle } from './works';

export interface DoorFacts {
  households: number;
  paperPledges: number;
  cash: number;
  byBank: number;
  paidTwice: number;
  contracts: number;
  addedFen: number;
  refunds: number;
}

export async function doorProject(stage: Stage, project: Project): Promise<DoorFacts> {
  const { people, watch, say } = stage;
  const { community, oldCommittee: committee } = people;
  const exempt = the(project.units[0], 'unit');
  await untilDecided(stage, project, {
    ...{
      titleText: '更换单元门及门禁',
      needText: '单元门锁损坏，老人小孩进出不安全',
      form: 'building',
      projectClass: 'none',
    },
    plan: {
      ...{ works: 'renew', scope: project.scope, costFen: DOOR.costFen, holder: 'committee', sources: DOOR.sources },
      ...{ shareRule: { rule: 'equal' }, participation: { num: 9, den: 10 }, planText: '更换一樘楼宇对讲单元门' },
      exemptions: [{ unitLabel: exempt.unitId, num: 0, den: 1, reasonText: '低保户，楼栋会议定免摊' }],
    },
  });
  await watch.untilPhase(project.processId, 'pledging');
  await refuseForeigners(stage, project, exempt.label);
  await refusedInProject(project, community, 'target-not-reached', { type: 'closePledging' });
  const paperPledges = await collectAtDoors(stage, project);
  const progress = await progressOf(project, community);
  if (!progress.isReached || progress.pledgedFen !== DOOR.costFen)
    throw new Error(`${project.label}: ${progress.pledgedFen} of ${DOOR.costFen} fen are pledged`);
  await watch.eventOf(project.processId, 'pledgeTargetReached');
  await inProject(project, community, { type: 'closePledging' });
  await watch.untilPhase(project.processId, 'collecting');
  const paid = await collect(stage, project, [committee, community]);
  say(
    `${project.label}：认筹 ${progress.pledgedHouseholds} 户，现金 ${paid.cash} 户，转账 ${paid.byBank} 笔，一户重复缴款已退`,
  );
  const { contracts, addedFen } = await doorWorks(stage, project);
  await acceptAndPublish(stage, project);
  const refunds = await settle(stage, project, [committee, community]);
  return { households: progress.households, paperPledges, ...paid, contracts, addedFen, refunds: refunds.length };
}

/** Who lives elsewhere pledges nothing here, and neither does the exempt household. */
async function refuseForeigners({ people, owners }: Stage, project: Project, exemptLabel: string): Promise<void> {
  const inScope = new Set(project.units.flatMap(({ holders }) => holders.map(({ ownerId }) => ownerId)));
  const stranger = the(
    [...owners.values()].find(({ ownerId }) => !inScope.has(ownerId)),
    'stranger',
  );
  const doors = await sharesOf(project, people.clerks[0]);
  const exempt = the(
    doors.find(({ units }) => units.some((unit) => unit.fen === 0)),
    `share of ${exemptLabel}`,
  );
  const other = the(
    doors.find(({ shareFen }) => shareFen !== 0),
    'door',
  );
  const at = `/v1/cofundings/${project.processId}/pledges`;
  const pledge = (rightNo: number, amountFen: number) => ({ pledgeId: randomUUID(), rightNo, amountFen });
  await stranger.session.refuses('not-your-right', at, pledge(other.rightNo, the(other.shareFen, 'share')));
  const holder = the(
    owners.get(project.units.find(({ label }) => exempt.label.includes(label))?.holders[0]?.ownerId ?? ''),
    'owner of the exempt household',
  );
  await holder.session.refuses('right-pays-nothing', at, pledge(exempt.rightNo, 1));
}

/** A third in cash, the others by transfer: with the code, by amount, unit and name, or so that a person must look. One pays twice. */
async function collect(
  stage: Stage,
  project: Project,
  two: readonly [Session, Session],
): Promise<Pick<DoorFacts, 'cash' | 'byBank' | 'paidTwice'>> {
  const { diary } = stage;
  const [committee] = two;
  const payers = await payersOf(project, committee);
  const account = new BankAccount('committee');
  const [inCash, byBank] = [payers.filter((_, index) => index % 3 === 0), payers.filter((_, index) => index % 3 !== 0)];
  const nameOf = ({ label }: Payer): string =>
    project.units.find((unit) => label.includes(unit.label))?.holders[0]?.name ?? '';
  const transfer = (payer: Payer, remark: string, name: string) => {
    account.credit({ amountFen: payer.dueFen, remark, name });
    diary.note('in', project.processId, HOUSEHOLD, payer.dueFen, payer.rightNo);
  };
  // The last of them is paid in cash only after all else, so that collecting does not end before the double payment has come.
  const [last, ...others] = inCash;
  for (const { rightNo, dueFen } of others) await payCash(stage, project, two, { rightNo, amountFen: dueFen });
  for (const [index, payer] of byBank.entries()) {
    if (index === 0) transfer(payer, '门禁集资款', '某单位');
    else if (index === 1) transfer(payer, payer.label, nameOf(payer));
    else transfer(payer, `${payer.reference} 单元门`, index === 2 ? '女儿代付' : nameOf(payer));
  }
  // The same household transfers again a moment later.
  const twice = the(byBank[3], 'household that pays twice');
  transfer(twice, `${twice.reference} 单元门`, nameOf(twice));
  const { commit } = await importStatement(stage, committee, account, account.statement());
  if (commit.matched !== byBank.length || commit.unmatched !== 1)
    throw new Error(`${project.label}: ${JSON.stringify(commit)} of ${account.length} lines`);
  const again = await importStatement(stage, committee, account, account.statement());
  if (again.commit.matched + again.commit.unmatched !== 0 || again.commit.alreadyIn !== account.length)
    throw new Error(`${project.label}: the statement was booked twice: ${JSON.stringify(again.commit)}`);
  const unknown = await waitingWith(stage, committee, '门禁集资款');
  await matchToHousehold(stage, committee, project, unknown, the(byBank[0], 'payer').rightNo);
  await giveBackTwice(stage, project, two);
  const { rightNo, dueFen } = the(last, 'last payer');
  await oneAlone(project, two, rightNo);
  await payCash(stage, project, two, { rightNo, amountFen: dueFen });
  await untilCollected(stage, project);
  return { cash: inCash.length, byBank: byBank.length + 1, paidTwice: 1 };
}

/** Cash that nobody counts again is not booked, and its number stays used; one person alone cannot make it void either. */
async function oneAlone(project: Project, [who, other]: readonly [Session, Session], rightNo: number): Promise<void> {
  const at = `/v1/cofundings/${project.processId}/cash-receipts`;
  const receiptId = randomUUID();
  await who.post(at, { receiptId, rightNo, amountFen: 100, receivedOn: today() });
  await who.refuses('second-person-needed', `${at}/${receiptId}/confirmation`, {});
  await who.refuses('second-person-needed', `${at}/${receiptId}/void`, { reasonText: '错开，作废' });
  await other.post(`${at}/${receiptId}/void`, { reasonText: '错开，作废' });
}

async function giveBackTwice(stage: Stage, project: Project, two: readonly [Session, Session]): Promise<void> {
  const [committee] = two;
  const received = await committee.all<Received>(`/v1/cofundings/${project.processId}/received-money`);
  const twice = received.filter(({ amountClass }) => amountClass === 'paidTwice');
  if (twice.length !== 1) throw new Error(`${project.label}: ${twice.length} payments were found to be paid twice`);
  const { moneyId, amountFen } = the(twice[0], 'payment');
  const refundId = randomUUID();
  const at = `/v1/estates/${stage.people.estateId}/money/${moneyId}/refunds`;
  await committee.refuses('refund-exceeds-paid', at, { refundId, amountFen: amountFen + 1 });
  await committee.post(at, { refundId, amountFen });
  const refund = (await refundsOf(stage, project, committee)).find((one) => one.refundId === refundId);
  await payRefund(stage, two, the(refund, 'refund of the double payment'));
}
