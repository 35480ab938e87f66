// How the owners of an estate vote: everybody for everything that is asked, or, where the plan has it so, too few of them.
import type { z } from 'zod';
import type { voteOperations } from '../../../api/contracts/votes';
import { together } from '../election/client';
import type { Task } from './task';

type VoteDetail = z.output<(typeof voteOperations)['getVote']['response']>;

/** Three in eight and fewer: neither heads nor area can reach two thirds. */
const ABSENT_SHARE = 3 / 8;
const AT_ONCE = 4;

export async function castBallots({ estate, duty }: Task): Promise<void> {
  const at = `/v1/votes/${duty.processId}`;
  const hasQuorum = estate.plan.quorums[estate.votes] ?? true;
  estate.votes += 1;
  const voters = hasQuorum ? estate.owners : estate.owners.slice(0, Math.floor(estate.owners.length * ABSENT_SHARE));
  await together(voters, AT_ONCE, async ({ session }) => {
    const { myRights, agenda } = await session.get<VoteDetail>(at);
    const choices = Object.fromEntries(
      agenda.map((item) => [item.itemId, item.kind === 'election' ? item.candidateIds : 'yes']),
    );
    for (const { rightNo, as } of myRights)
      if (as === 'voter') await session.post(`${at}/ballots`, { rightNo, choices });
  });
}
