// The works of the shed. Cables must be moved: the price ends above the limit, so the owners vote again, while the works that nobody doubts go on.
// After acceptance a reward is paid (以奖代补), which goes back to the households.
import type { Session } from '../election/client';
import { importStatement, matchToSource, waitingWith, type BankAccount } from './money';
import { SHED, SHED_FINAL_FEN } from './plan';
import { refusedInProject, type Project, type Stage } from './stage';
import { askForMore, limitFen, untilAdded } from './variation';
import { holdVote, type Held } from './voting';
import { contract, offersFrom, payPart } from './works';

const BASE = { milestoneId: 'base', amountFen: 6_086_679 };
const POSTS = { milestoneId: 'posts', amountFen: 6_086_679 };
const ROOF = { milestoneId: 'roof', amountFen: SHED.contractFen - BASE.amountFen - POSTS.amountFen };
const ADDED_FEN = SHED_FINAL_FEN - SHED.contractFen;

export async function shedWorks(stage: Stage, project: Project): Promise<{ vote: Held; addedFen: number }> {
  const { people, plan, watch, say } = stage;
  if (SHED_FINAL_FEN <= limitFen(stage, SHED.costFen)) throw new Error('the shed stays within its limit');
  await contract(stage, project, {
    ...{ offers: offersFrom(SHED.contractFen), parts: [BASE, POSTS, ROOF] },
    reasonText: '三家报价中最低，工期一致',
  });
  await payPart(stage, project, BASE);
  await askForMore(stage, project, { ...ROOF, amountFen: ADDED_FEN }, '地下电缆须迁移，原方案未计');
  await watch.untilPhase(project.processId, 'varying');
  await refusedInProject(project, people.street, 'owners-decide', {
    ...{ type: 'decideVariation', isApproved: true, reasonText: '工期要紧' },
  });
  const [vote] = await Promise.all([
    holdVote(stage, project, { windowDays: plan.windowDays, noOf: 9, attempt: 1 }),
    payPart(stage, project, POSTS),
  ]);
  await untilAdded(stage, project, ADDED_FEN);
  say(`${project.label}：超限变更由业主再次表决通过，表决期间其余工程照常`);
  await payPart(stage, project, { ...ROOF, amountFen: ROOF.amountFen + ADDED_FEN });
  return { vote, addedFen: ADDED_FEN };
}

/** The works are accepted: the reward comes in, recognised by a person. */
export async function claimReward(
  stage: Stage,
  project: Project,
  { street, account }: { street: Session; account: BankAccount },
): Promise<void> {
  const { watch, diary, say } = stage;
  const amountFen = SHED.sources.find(({ kind }) => kind === 'reward')?.amountFen ?? 0;
  await watch.until(project.processId, 'the duty to pay the reward', ({ waitsFor }) =>
    waitsFor.some(({ key }) => key === 'payGrant:reward'),
  );
  account.credit({ amountFen, remark: '微项目以奖代补资金', name: '市北区财政局' });
  await importStatement(stage, street, account, account.statement(account.length - 1));
  await matchToSource(stage, street, project, await waitingWith(stage, street, '以奖代补'), 'reward');
  diary.note('in', project.processId, 'reward', amountFen);
  await watch.eventOf(project.processId, 'refundsListed');
  await refusedInProject(project, street, 'claim-not-open', {
    ...{ type: 'recordGrantRefused', sourceId: 'reward', reasonText: '重复申领' },
  });
  say(`${project.label}：验收后奖补到账，顶替居民已付的工程款，退还各户`);
}
