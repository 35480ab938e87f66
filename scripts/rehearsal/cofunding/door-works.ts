// The works of the door: the first contractor quits with the first part paid, and another is chosen for the rest. A small variation goes on by
// itself; one that would end a fen above the limit goes to the street, which declines it.
import { coreOf, inProject, refusedInProject, type Project, type Stage } from './stage';
import { BIDDERS, DOOR, SECOND_BIDDERS } from './plan';
import { askForMore, limitFen, untilAdded } from './variation';
import { contract, offersFrom, payPart, quote, signed } from './works';

const FRAME = { milestoneId: 'frame', amountFen: 895_008 };
/** Of the contractor who quits. */
const FINISH = { milestoneId: 'finish', amountFen: DOOR.contractFen - FRAME.amountFen };
const WIRING = { milestoneId: 'wiring', amountFen: 400_000 };
const INTERCOM = { milestoneId: 'intercom', amountFen: 532_140 };
const SMALL_FEN = 21_005;

export interface DoorWorks {
  contracts: number;
  addedFen: number;
}

export async function doorWorks(stage: Stage, project: Project): Promise<DoorWorks> {
  const { people, say } = stage;
  const { community, street } = people;
  await contract(stage, project, {
    ...{ offers: offersFrom(DOOR.contractFen), parts: [FRAME, FINISH], reasonText: '三家报价中最低，工期一致' },
  });
  await payPart(stage, project, FRAME);
  await inProject(project, community, { type: 'recordContractorQuit', reasonText: '施工单位人手不足，书面退出' });
  say(`${project.label}：施工单位退出，已付的首期不动，余下工程重新询价`);
  await again(stage, project);
  await payPart(stage, project, WIRING);

  await askForMore(stage, project, { ...INTERCOM, amountFen: SMALL_FEN }, '加装一个读卡器');
  await untilAdded(stage, project, SMALL_FEN);
  const soFar = FRAME.amountFen + WIRING.amountFen + INTERCOM.amountFen + SMALL_FEN;
  const above = { ...INTERCOM, amountFen: limitFen(stage, DOOR.costFen) - soFar + 1 };
  await askForMore(stage, project, above, '改为不锈钢双开门');
  await stage.watch.untilPhase(project.processId, 'varying');
  const decision = { type: 'decideVariation', isApproved: false, reasonText: '超出原定方案一成，居民未议，不同意' };
  await refusedInProject(project, community, 'forbidden', decision);
  await inProject(project, street, decision);
  await untilAdded(stage, project, SMALL_FEN);
  say(`${project.label}：小额变更照做；超限一分的变更回到街道，未获同意`);
  await payPart(stage, project, { ...INTERCOM, amountFen: INTERCOM.amountFen + SMALL_FEN });
  return { contracts: 2, addedFen: SMALL_FEN };
}

/** The rest is put out again: not a fen above the decision, and not under the name of a milestone that is paid. */
async function again(stage: Stage, project: Project): Promise<void> {
  const { people, plan, watch } = stage;
  const restFen = WIRING.amountFen + INTERCOM.amountFen;
  const { quotes, spentFen } = coreOf(await watch.untilPhase(project.processId, 'contracting'));
  if (quotes.length > 0 || spentFen !== FRAME.amountFen)
    throw new Error(`${project.label}: ${quotes.length} old quotes, ${spentFen} fen spent`);
  const dear = { milestoneId: 'all', amountFen: limitFen({ plan }, DOOR.costFen) - FRAME.amountFen + 1 };
  const [quoteId = ''] = await quote(stage, project, [{ bidder: BIDDERS[0], amountFen: dear.amountFen }]);
  await refusedInProject(project, people.community, 'beyond-the-decision', {
    ...signed(project, quoteId, [dear], '原单位加价返场'),
    fewQuotesText: '其他单位须重新勘察',
  });
  await inProject(project, people.oldCommittee, { type: 'withdrawQuote', quoteId, reasonText: '超出原定方案' });
  const [cheapest = ''] = await quote(stage, project, offersFrom(restFen, SECOND_BIDDERS));
  const parts = [WIRING, INTERCOM];
  const paidAlready = [{ ...WIRING, milestoneId: FRAME.milestoneId }, INTERCOM];
  const reasonText = '余下工程三家报价中最低';
  await refusedInProject(
    project,
    people.community,
    'milestone-twice',
    signed(project, cheapest, paidAlready, reasonText),
  );
  await inProject(project, people.community, signed(project, cheapest, parts, reasonText));
}
