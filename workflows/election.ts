// A committee election (业委会换届): group, nomination, vetting, slate, vote, offices, filing, handover. docs/election.md
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { election as definition } from '../domain/election/definition';
import type { LaunchVoteEffect } from '../domain/election/rules';
import type { ElectionCommand, ElectionCore } from '../domain/election/state';
import { DATABASE } from './activity-options';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

const { launchElectionVote } = proxyActivities<Activities>(DATABASE);

export function election(input: ProcessInput<ElectionCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => perform(effect as LaunchVoteEffect));
}

async function perform({
  electionId,
  attempt,
  candidateIds,
  seats,
  minSeats,
}: LaunchVoteEffect): Promise<ElectionCommand> {
  const { voteId } = await launchElectionVote({ electionId, attempt, candidateIds, seats, minSeats });
  return { type: 'recordVoteLaunched', voteId };
}
