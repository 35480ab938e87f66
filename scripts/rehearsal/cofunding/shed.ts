// The charging shed of the whole estate: five sources side by side, agreed by its owners as a special matter; pledges while the worker is gone,
// money while the database crashes under it. Its works and the reward: shed-works.ts.
import { randomUUID } from 'node:crypto';
import { pause, the, together, type Session } from '../election/client';
import { shuffled } from '../election/stage';
import { untilDecided, untilGranted } from './deciding';
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
import { SHED, SHED_BAR, SHED_FEN_PER_M2, SPONSOR_USCC } from './plan';
import { householdsOf, pledgeOnline, progressOf, type Household } from './pledging';
import { inProject, refusedInProject, type Project, type Stage } from './stage';
import { claimReward, shedWorks } from './shed-works';
import { holdVote, type Held } from './voting';
import { acceptAndPublish, payRefund, settle, type Refund } from './works';

export interface ShedFacts {
  vote: Held;
  households: number;
  pledged: number;
  pledgedWhileWorkerAway: number;
  paid: { bank: number; online: number; cash: number };
  databaseAwayMs: number;
  variation: { vote: Held; addedFen: number };
  refunds: number;
}

/** Of a hundred households that could; safely above the bar. */
const PLEDGE_PERCENT = 75;
/** Of the payers: every third pays on the phone, every twelfth in cash, the others by transfer. */
const ONLINE_OF = 3;
const CASH_OF = 12;
const AT_ONCE = 6;
/** What is under way when the database crashes. */
const BEFORE_CRASH_MS = 900;

export async function shedProject(stage: Stage, project: Project): Promise<ShedFacts> {
  const { people, watch, plan, say } = stage;
  const { community, street } = people;
  await untilDecided(stage, project, {
    ...{
      titleText: '电动自行车充电棚',
      needText: '飞线充电屡禁不止，有火灾隐患',
      form: 'threeParty',
      projectClass: 'special',
    },
    plan: {
      ...{ works: 'changeOfUse', scope: project.scope, costFen: SHED.costFen, holder: 'street', sources: SHED.sources },
      ...{ shareRule: { rule: 'perArea', fenPerM2: SHED_FEN_PER_M2 }, participation: SHED_BAR },
      planText: '利用小区东侧绿化边角地建充电棚两座',
    },
  });
  const vote = await holdVote(stage, project, { windowDays: plan.windowDays, noOf: 9 });
  await untilGranted(stage, project);
  await watch.untilPhase(project.processId, 'pledging');
  const able = await householdsOf(stage, project);
  const pledging = shuffled(able, stage.random).slice(0, Math.ceil((able.length * PLEDGE_PERCENT) / 100));
  const [one, ...others] = pledging;
  await pledgeOnline(project, [the(one, 'household')]);
  const whileAway = others.slice(0, Math.ceil(others.length / 2));
  await withoutWorker(stage, () => pledgeOnline(project, whileAway));
  await pledgeOnline(project, others.slice(whileAway.length));
  const progress = await progressOf(project, community);
  if (!progress.isReached) throw new Error(`${project.label}: ${JSON.stringify(progress)}`);
  await watch.eventOf(project.processId, 'pledgeTargetReached');
  await inProject(project, community, { type: 'closePledging' });
  await watch.untilPhase(project.processId, 'collecting');
  const account = new BankAccount('street');
  const byRight = new Map(pledging.map((household) => [household.rightNo, household]));
  const paid = await collect(stage, project, account, byRight);
  const { databaseAwayMs, bank, online, cash } = paid;
  say(
    `${project.label}：${progress.pledgedHouseholds} 户认筹，转账 ${bank}、线上 ${online}、现金 ${cash} 户；五个来源到齐`,
  );
  await watch.untilPhase(project.processId, 'contracting');
  await refusedInProject(project, community, 'sponsor-is-contractor', {
    ...{ type: 'addQuote', quoteId: randomUUID(), bidder: SPONSOR_USCC, amountFen: SHED.contractFen, isRelated: false },
    documentHash: '0'.repeat(64),
  });
  const variation = await shedWorks(stage, project);
  await acceptAndPublish(stage, project);
  await claimReward(stage, project, { street, account });
  const refunds = await settle(stage, project, [street, community]);
  return {
    ...{ vote, households: progress.households, pledged: progress.pledgedHouseholds, databaseAwayMs },
    ...{ pledgedWhileWorkerAway: whileAway.length, paid: { bank, online, cash }, variation, refunds: refunds.length },
  };
}

/** Kills the worker with SIGKILL, does `meanwhile`, and starts it again. */
async function withoutWorker({ gongzhi, say }: Stage, meanwhile: () => Promise<void>): Promise<void> {
  await gongzhi.killWorker();
  say('■ 工作进程被 SIGKILL 杀死，认筹照常');
  await meanwhile();
  await gongzhi.startWorker();
  say('■ 工作进程已重新启动');
}

async function collect(
  stage: Stage,
  project: Project,
  account: BankAccount,
  households: ReadonlyMap<number, Household>,
): Promise<{ bank: number; online: number; cash: number; databaseAwayMs: number }> {
  const { people, diary } = stage;
  const { street, community } = people;
  const two = [street, community] as const;
  const collected = untilCollected(stage, project);
  // Awaited below; until then a refusal must not count as unhandled.
  collected.catch(() => {});
  const payers = await payersOf(project, street);
  const ways: Record<'bank' | 'online' | 'cash', Payer[]> = { bank: [], online: [], cash: [] };
  for (const [index, payer] of payers.entries())
    ways[index % CASH_OF === 0 ? 'cash' : index % ONLINE_OF === 0 ? 'online' : 'bank'].push(payer);
  await otherSources(stage, project, account);
  const before = account.length;
  for (const { reference, dueFen, label, rightNo } of ways.bank) {
    account.credit({ amountFen: dueFen, remark: `${reference} 充电棚 ${label}`.slice(0, 80), name: '业主转账' });
    diary.note('in', project.processId, HOUSEHOLD, dueFen, rightNo);
  }
  // The last one pays when all else is there, so that nothing ends before.
  const [last, ...inCash] = ways.cash;
  const paying = Promise.all([
    importStatement(stage, street, account, account.statement(before)),
    together(ways.online, AT_ONCE, async (payer, index) => {
      const told = { times: index === 0 ? 3 : index % 20 === 1 ? 2 : 1, isLate: index % 15 === 2 };
      const owner = the(households.get(payer.rightNo), 'household').owner.session;
      const due = { rightNo: payer.rightNo, amountFen: payer.dueFen };
      // Too late for an order, they come to the desk.
      if (!(await payOnline(stage, project, owner, due, told))) await payCash(stage, project, two, due);
    }),
    together(inCash, 2, ({ rightNo, dueFen }) => payCash(stage, project, two, { rightNo, amountFen: dueFen })),
  ]);
  paying.catch(() => {});
  await pause(BEFORE_CRASH_MS);
  const databaseAwayMs = await crashDatabase(stage);
  const [{ commit }] = await paying;
  if (commit.matched + commit.alreadyIn !== ways.bank.length)
    throw new Error(`${project.label}: ${JSON.stringify(commit)} of ${ways.bank.length} lines`);
  const again = await importStatement(stage, street, account, account.statement());
  if (again.commit.alreadyIn !== account.length)
    throw new Error(`${project.label}: lines were booked twice: ${JSON.stringify(again.commit)}`);
  const { rightNo, dueFen } = the(last, 'last payer');
  await payCash(stage, project, two, { rightNo, amountFen: dueFen });
  await collected;
  return { bank: ways.bank.length, online: ways.online.length, cash: ways.cash.length, databaseAwayMs };
}

async function crashDatabase({ gongzhi, say }: Stage): Promise<number> {
  const gone = performance.now();
  say('■ 收款途中数据库崩溃（SIGQUIT）');
  await gongzhi.restartDatabase();
  const awayMs = Math.round(performance.now() - gone);
  say(`■ 数据库已重新启动（离开 ${(awayMs / 1000).toFixed(1)} 秒）`);
  return awayMs;
}

/** Grant and sponsor come in by transfers that a person recognises, the estate's own money is moved; a stray transfer goes back. */
async function otherSources(stage: Stage, project: Project, account: BankAccount): Promise<void> {
  const { people, diary } = stage;
  const { street, community, oldCommittee: committee, estateId } = people;
  const amounts = new Map(SHED.sources.map(({ sourceId, amountFen }) => [sourceId, amountFen]));
  const amountOf = (sourceId: string): number => the(amounts.get(sourceId), sourceId);
  account.credit({ amountFen: amountOf('grant'), remark: '微项目补助资金', name: '市北区财政局' });
  account.credit({ amountFen: amountOf('sponsor'), remark: '充电棚赞助款', name: '某通信公司' });
  account.credit({ amountFen: 6_600, remark: '转错了', name: '路人甲' });
  await importStatement(stage, street, account, account.statement());
  await matchToSource(stage, street, project, await waitingWith(stage, street, '微项目补助'), 'grant');
  await matchToSource(stage, street, project, await waitingWith(stage, street, '充电棚赞助'), 'sponsor');
  for (const sourceId of ['grant', 'sponsor']) diary.note('in', project.processId, sourceId, amountOf(sourceId));
  await sendBack(stage, [street, community]);
  const incomeFen = amountOf('income');
  await committee.post(`/v1/estates/${estateId}/common-income`, {
    ...{ incomeId: randomUUID(), category: 'advertising', amountFen: 2 * incomeFen, happenedOn: today() },
    noteText: '电梯广告年度收益',
  });
  diary.note('in', 'commonIncome', 'advertising', 2 * incomeFen);
  await street.post(`/v1/cofundings/${project.processId}/transfers`, {
    ...{ transferId: randomUUID(), sourceId: 'income', amountFen: incomeFen, happenedOn: today() },
  });
  diary.note('in', project.processId, 'income', incomeFen);
}

async function sendBack(stage: Stage, two: readonly [Session, Session]): Promise<void> {
  const { people, diary } = stage;
  const [street] = two;
  const { moneyId, amountFen } = await waitingWith(stage, street, '转错了');
  diary.note('in', 'unmatched', 'unmatched', amountFen);
  const refundId = randomUUID();
  await street.post(`/v1/estates/${people.estateId}/money/${moneyId}/return`, { refundId });
  const refunds = await street.all<Refund>(`/v1/estates/${people.estateId}/refunds?state=listed`);
  await payRefund(
    stage,
    two,
    the(
      refunds.find((one) => one.refundId === refundId),
      'return',
    ),
  );
}
