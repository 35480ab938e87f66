// Launches the owners' vote that an election has come to, as a process of its own under the same policy and calendar.
import { ApplicationFailure } from '@temporalio/activity';
import type { LaunchedElection } from '../domain/election/state';
import type { Convenor } from '../domain/owners-vote/state';
import { uuidFrom } from '../store/ids';
import { launchProcess } from '../store/record/launch-process';
import { readSnapshot } from '../store/record/read-process';
import { storePublishedText } from '../store/texts';
import { inTransaction } from '../store/transaction';
import type { ActivityDeps } from './create-activities';

export interface LaunchElectionVoteInput {
  electionId: string;
  attempt: number;
  candidateIds: string[];
  seats: number;
  minSeats: number;
}

/** Harmless when run twice: the vote's id is made from election and attempt, and a launch with a known id changes nothing. */
export const launchElectionVote =
  ({ pool, time }: ActivityDeps) =>
  async (input: LaunchElectionVoteInput): Promise<{ voteId: string }> => {
    const { electionId, attempt, candidateIds, seats, minSeats } = input;
    const voteId = uuidFrom(`${electionId}:vote:${attempt}`);
    const now = await time.now();
    await inTransaction(pool, async (tx) => {
      const snapshot = await readSnapshot(tx, electionId);
      if (!snapshot) throw ApplicationFailure.nonRetryable(`no such election: ${electionId}`, 'process-not-found');
      const { policy, calendar } = snapshot.setting;
      const { place } = snapshot.state.core as LaunchedElection;
      const titleText = await storePublishedText(tx, '选举业主委员会委员', now);
      const role = policy.election.groupLeader.value;
      const convenor: Convenor = { role, placePath: role === 'streetOfficer' ? place.streetPath : place.communityPath };
      const matter = policy.election.voteMatter.value;
      const item = { kind: 'election', itemId: 'committee', matter, titleText, candidateIds, seats, minSeats } as const;
      await launchProcess(
        tx,
        {
          processId: voteId,
          kind: 'ownersVote',
          place,
          parentId: electionId,
          policy,
          calendar: snapshot.state.calendar ?? calendar,
          commandId: uuidFrom(`${voteId}:launch`),
          actor: { kind: 'process', id: electionId },
          channel: 'engine',
          command: {
            type: 'launch',
            voteId,
            place,
            scope: { kind: 'estate', placeId: place.estateId },
            convenor,
            agenda: [item],
            meeting: 'regular',
            parentId: electionId,
          },
        },
        now,
      );
    });
    return { voteId };
  };
