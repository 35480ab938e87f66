// The vote until its window opens: the roll frozen, an objection to it answered, notice, who will vote how, papers issued and delivered.
import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { voteOperations } from '../../../api/contracts/votes';
import { the, wallClock } from './client';
import type { Owner } from './people';
import { inVote, shuffled, type Stage } from './stage';
import { votersOfRights } from './until-slate';

type RollPage = z.output<(typeof voteOperations)['getRoll']['response']>;
export type Right = RollPage['items'][number];

/** Who votes how. A right in both lists votes through both channels. */
export interface Electorate {
  roll: RollPage['roll'];
  voters: Map<number, Owner>;
  online: Right[];
  paper: Right[];
}

/** Heads and area that shall take part, of a thousand: safely above the two thirds of the law. */
const WANTED_PER_MILLE = 760;
/** Papers that never come back do not take part. */
export const UNRETURNED = 12;
const BOTH_CHANNELS = 5;

export async function untilOpen(stage: Stage, voteId: string): Promise<Electorate> {
  const { people, watch, plan } = stage;
  const { street } = people;
  await watch.untilPhase(voteId, 'drafted');
  await inVote(voteId, street, { type: 'recordLegalityCheck', isFit: true, reasonText: '表决事项属业主大会职权' });
  await inVote(voteId, street, { type: 'freezeRoll' });
  await watch.untilPhase(voteId, 'rollPublished');
  const { session: neighbour } = the([...stage.owners.values()][7], 'owner');
  const objectionId = randomUUID();
  await inVote(voteId, neighbour, { type: 'objectToRoll', objectionId, reasonText: '我家面积登记有误' });
  await inVote(voteId, street, {
    type: 'answerRollObjection',
    objectionId,
    isUpheld: false,
    reasonText: '与不动产登记一致',
  });
  const electorate = await chooseVoters(stage, voteId);
  await watch.until(voteId, 'the end of objections to the roll', ({ state }) => state['isRollSettled'] === true);
  await inVote(voteId, street, {
    type: 'publishNotice',
    windowDays: plan.windowDays,
    noticeText: `海岸花园业主大会会议公告：选举业主委员会委员，投票 ${plan.windowDays} 天`,
  });
  await watch.untilPhase(voteId, 'noticed');
  const { communityAccountId, thirdAccountId } = people;
  await inVote(voteId, street, { type: 'nameCounters', counterIds: [communityAccountId, thirdAccountId] });
  await issueAndDeliver(stage, voteId, electorate);
  return electorate;
}

/** Three hundred rights on paper, and as many online as the wanted participation takes; the others stay silent. */
async function chooseVoters(stage: Stage, voteId: string): Promise<Electorate> {
  const { people, plan, random, say } = stage;
  const { roll } = await people.street.get<RollPage>(`/v1/votes/${voteId}/roll?limit=1`);
  const rights = await people.street.all<Right>(`/v1/votes/${voteId}/roll`);
  if (rights.length !== roll.rightCount)
    throw new Error(`the published roll has ${rights.length} of ${roll.rightCount} rights`);
  const voters = await votersOfRights(stage, voteId);
  const able = rights.filter(({ rightNo, hasVoter }) => hasVoter && voters.has(rightNo));
  // The label does not depend on random ids, so the same seed picks the same households.
  able.sort((one, other) => (one.label < other.label ? -1 : one.label > other.label ? 1 : one.areaDm2 - other.areaDm2));
  const drawn = shuffled(able, random);
  const paper = drawn.slice(0, plan.papers);
  const taking = (chosen: readonly Right[]) => ({
    heads: new Set(chosen.filter(({ countsHead }) => countsHead).map(({ headNo }) => headNo)).size,
    areaDm2: chosen.reduce((sum, { areaDm2 }) => sum + areaDm2, 0),
  });
  const back = paper.slice(UNRETURNED);
  const isEnough = (online: readonly Right[]) => {
    const { heads, areaDm2 } = taking([...back, ...online]);
    return heads * 1000 >= roll.heads * WANTED_PER_MILLE && areaDm2 * 1000 >= roll.areaDm2 * WANTED_PER_MILLE;
  };
  let count = 0;
  while (!isEnough(drawn.slice(plan.papers, plan.papers + count))) {
    if (plan.papers + count >= drawn.length) throw new Error('too few rights have a voter: no quorum can be reached');
    count += 1;
  }
  const online = drawn.slice(plan.papers, plan.papers + count);
  const both = back.slice(0, BOTH_CHANNELS);
  say(
    `名册：${roll.heads} 人、${(roll.areaDm2 / 100).toFixed(2)} ㎡、${roll.rightCount} 票；纸质 ${paper.length}，线上 ${online.length}，两种都投 ${both.length}，其余不投`,
  );
  return { roll, voters, online: [...online, ...both], paper };
}

async function issueAndDeliver({ people, say }: Stage, voteId: string, { paper, online }: Electorate): Promise<void> {
  const { clerks, community } = people;
  const rightNos = paper.map(({ rightNo }) => rightNo);
  const issued = await community.post<{ issued: number; skipped: number }>(`/v1/votes/${voteId}/papers`, {
    rights: { kind: 'rights', rightNos },
  });
  if (issued.issued !== paper.length) throw new Error(`${issued.issued} papers were issued instead of ${paper.length}`);
  const again = await community.post<{ issued: number; skipped: number }>(`/v1/votes/${voteId}/papers`, {
    rights: { kind: 'rights', rightNos },
  });
  if (again.issued !== 0 || again.skipped !== paper.length)
    throw new Error('papers were issued twice for the same rights');
  const deliveredAt = new Date(wallClock() - 1000).toISOString();
  // The last ones are met by nobody; that is on the record and counts as no delivery.
  const unmet = new Set(rightNos.slice(-8));
  const onPaper = rightNos.map((rightNo) =>
    unmet.has(rightNo)
      ? { rightNo, channel: 'paper', result: 'undeliverable', proofKind: 'witness', proofSha256: null, deliveredAt }
      : {
          rightNo,
          channel: 'paper',
          result: 'delivered',
          proofKind: 'signature',
          proofSha256: proofOf(rightNo),
          deliveredAt,
        },
  );
  await Promise.all(
    [onPaper.slice(0, 150), onPaper.slice(150)].map((deliveries, index) =>
      the(clerks[index], 'clerk').post(`/v1/votes/${voteId}/deliveries`, { deliveries }),
    ),
  );
  const byMessage = online.slice(0, 500).map(({ rightNo }) => ({
    rightNo,
    channel: 'sms',
    result: 'delivered',
    proofKind: 'gateway',
    proofSha256: proofOf(rightNo),
    deliveredAt,
  }));
  await community.post(`/v1/votes/${voteId}/deliveries`, { deliveries: byMessage });
  say(
    `纸票 ${paper.length} 张编号发出，送达 ${paper.length - unmet.size} 户（签收），${unmet.size} 户未遇；线上 ${byMessage.length} 户短信送达`,
  );
}

const proofOf = (rightNo: number): string => createHash('sha256').update(`slip ${rightNo}`).digest('hex');
