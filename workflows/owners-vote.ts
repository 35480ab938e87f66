// An owners' vote (业主大会表决): roll, notice, window, count, result. docs/owners-vote.md
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { ownersVote as definition } from '../domain/owners-vote/definition';
import type { VoteEffect } from '../domain/owners-vote/rules';
import type { VoteCommand, VoteCore } from '../domain/owners-vote/state';
import { BULK } from './activity-options';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

const { freezeRoll, tallyVote } = proxyActivities<Activities>(BULK);

export function ownersVote(input: ProcessInput<VoteCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => perform(effect as VoteEffect));
}

async function perform(effect: VoteEffect): Promise<VoteCommand> {
  switch (effect.type) {
    case 'freezeRoll': {
      const { processId, version, scope } = effect;
      return { type: 'recordRollFrozen', roll: await freezeRoll({ processId, version, scope }) };
    }
    case 'tallyVote':
      return { type: 'recordTally', ...(await tallyVote({ voteId: effect.voteId })) };
  }
}
