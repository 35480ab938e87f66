// What events move beside the record, in the transaction that stores them: the windows by which ballots, signatures and pledges are judged.
// The view of problems is written with the events themselves (project-problem.ts).
import type { ProcessState } from '../../domain/process';
import type { Tx } from '../transaction';
import type { AnyEvent, OpenProcess } from './append-events';
import { projectCofunding } from './project-cofunding';
import { projectPetition } from './project-petition';
import { projectReceipts } from './project-receipts';
import { projectVote } from './project-vote';

/** `state` is the state after `event`. */
export async function project(
  tx: Tx,
  process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  event: AnyEvent,
): Promise<void> {
  if (process.kind === 'ownersVote') await projectVote(tx, process, state, event);
  if (process.kind === 'cofunding') {
    await projectCofunding(tx, process, state, event);
    await projectReceipts(tx, process, state, event);
  }
  if (process.kind === 'petition') await projectPetition(tx, process, state, event);
}
