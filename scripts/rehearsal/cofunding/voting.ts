// An owners' vote on a project, by ballots cast on the phone: from the roll to the certified result.
import type { z } from 'zod';
import type { voteOperations } from '../../../api/contracts/votes';
import { together } from '../election/client';
import type { Owner } from '../election/people';
import { inVote, shuffled } from '../election/stage';
import { votersOfRights } from '../election/until-slate';
import { ownersIn } from './estate';
import { coreOf, type Project, type Stage } from './stage';

type RollPage = z.output<(typeof voteOperations)['getRoll']['response']>;
type Right = RollPage['items'][number];
type VoteDetail = z.output<(typeof voteOperations)['getVote']['response']>;

export interface Held {
  voteId: string;
  heads: number;
  ballots: number;
}

/** Heads and area that take part, of a thousand: safely above the two thirds of the law. */
const WANTED_PER_MILLE = 760;
const AT_ONCE = 8;

/** `noOf`: one voter of so many is against; 0: nobody. `attempt`: which vote on the project this is, counted from 0. */
export async function holdVote(
  stage: Stage,
  project: Project,
  { windowDays, noOf, attempt = 0 }: { windowDays: number; noOf: number; attempt?: number },
): Promise<Held> {
  const { watch, people, say } = stage;
  const { community, communityAccountId, third, thirdAccountId, street } = people;
  const asked = await watch.until(project.processId, 'the vote', (view) => coreOf(view).attempts.length > attempt);
  const voteId = coreOf(asked).attempts[attempt]?.voteId ?? '';
  watch.add(voteId, `${project.label}${attempt === 0 ? '' : '变更'}表决`);
  await watch.untilPhase(voteId, 'drafted');
  await inVote(voteId, street, { type: 'recordLegalityCheck', isFit: true, reasonText: '属业主共同决定事项' });
  await inVote(voteId, community, { type: 'freezeRoll' });
  await watch.untilPhase(voteId, 'rollPublished');
  const { roll } = await street.get<RollPage>(`/v1/votes/${voteId}/roll?limit=1`);
  const rights = await street.all<Right>(`/v1/votes/${voteId}/roll`);
  const voters = await votersOfRights({ owners: ownersIn(project, stage.owners) }, voteId);
  const casting = enough(stage, roll, rights, voters);
  await watch.until(voteId, 'the end of objections to the roll', ({ state }) => state['isRollSettled'] === true);
  await inVote(voteId, community, {
    ...{ type: 'publishNotice', windowDays },
    noticeText: `${project.label}项目${attempt === 0 ? '方案' : '变更'}表决公告，投票 ${windowDays} 天`,
  });
  await inVote(voteId, community, { type: 'nameCounters', counterIds: [communityAccountId, thirdAccountId] });
  await watch.untilPhase(voteId, 'open');
  const { agenda } = await street.get<VoteDetail>(`/v1/votes/${voteId}`);
  await together(casting, AT_ONCE, async ({ rightNo }, index) => {
    const answer = noOf > 0 && index % noOf === noOf - 1 ? 'no' : 'yes';
    const choices = Object.fromEntries(agenda.map(({ itemId }) => [itemId, answer]));
    await voters.get(rightNo)?.session.post(`/v1/votes/${voteId}/ballots`, { rightNo, choices });
  });
  say(`${project.label}${attempt === 0 ? '' : '变更'}：${casting.length} 票已投（名册 ${roll.heads} 人）`);
  await watch.untilPhase(voteId, 'counting');
  await inVote(voteId, community, { type: 'finishCounting' });
  await watch.untilPhase(voteId, 'signing');
  await inVote(voteId, community, { type: 'signCount' });
  await inVote(voteId, third, { type: 'signCount' });
  await inVote(voteId, community, { type: 'publishResult' });
  await watch.untilPhase(voteId, 'certified');
  return { voteId, heads: roll.heads, ballots: casting.length };
}

/** Rights in an order that the seed decides, until heads and area are enough. */
function enough(
  { random }: Stage,
  roll: RollPage['roll'],
  rights: readonly Right[],
  voters: ReadonlyMap<number, Owner>,
): Right[] {
  const able = rights.filter(({ rightNo, hasVoter }) => hasVoter && voters.has(rightNo));
  // Labels do not depend on random ids, so the same seed picks the same households.
  able.sort((one, other) => (one.label < other.label ? -1 : one.label > other.label ? 1 : one.areaDm2 - other.areaDm2));
  const heads = new Set<number>();
  const casting: Right[] = [];
  let areaDm2 = 0;
  for (const right of shuffled(able, random)) {
    if (heads.size * 1000 >= roll.heads * WANTED_PER_MILLE && areaDm2 * 1000 >= roll.areaDm2 * WANTED_PER_MILLE) break;
    casting.push(right);
    areaDm2 += right.areaDm2;
    if (right.countsHead) heads.add(right.headNo);
  }
  if (heads.size * 1000 < roll.heads * WANTED_PER_MILLE || areaDm2 * 1000 < roll.areaDm2 * WANTED_PER_MILLE)
    throw new Error('too few rights have a voter: no quorum can be reached');
  return casting;
}
