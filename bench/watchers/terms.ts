// One watch through many terms, each renewed by an election: how long its histories become.
import { randomUUID } from 'node:crypto';
import { createSubmitter } from '../../engine/submit';
import { workflowIdFor } from '../../workflows/messages';
import type { BenchStack } from '../support/stack';
import { someMembers } from './openings';

const ANSWER_MS = 30_000;

export interface Lived {
  runs: number;
  longestHistory: number;
  eventsPerTerm: number;
}

/** Lets so many elections renew the committee, one after the other, and looks at the runs that this took. Throws when one is refused. */
export async function liveThrough({ client, pool }: BenchStack, watchId: string, terms: number): Promise<Lived> {
  const submitter = createSubmitter(client, pool);
  const before = await runsOf(client, watchId);
  const give = async (electionId: string, command: { type: string; [field: string]: unknown }) => {
    const actor = { kind: 'process', id: electionId } as const;
    const envelope = { commandId: randomUUID(), actor, channel: 'engine', command } as const;
    const answer = await submitter.submit('committeeTerm', watchId, envelope, ANSWER_MS);
    if (answer.kind !== 'receipt') throw new Error(`${command.type}: ${JSON.stringify(answer)}`);
  };
  for (let term = 0; term < terms; term += 1) {
    const [electionId, members] = [randomUUID(), someMembers()];
    await give(electionId, { type: 'recordElectionLaunched', electionId });
    const ended = { electionId, outcome: 'seated', members, seats: members.length };
    await give(electionId, { type: 'recordElectionEnded', ...ended });
  }
  const lengths = await runsOf(client, watchId);
  const total = (of: number[]) => of.reduce((sum, length) => sum + length, 0);
  return {
    runs: lengths.length,
    longestHistory: Math.max(...lengths),
    eventsPerTerm: (total(lengths) - total(before)) / terms,
  };
}

/** The length of the history of every run of a watch. */
async function runsOf(client: BenchStack['client'], watchId: string): Promise<number[]> {
  const workflowId = workflowIdFor('committeeTerm', watchId);
  const lengths: number[] = [];
  let runId: string | undefined;
  do {
    const { events = [] } = await client.workflow
      .getHandle(workflowId, runId ?? (await firstRunOf(client, workflowId)))
      .fetchHistory();
    lengths.push(events?.length ?? 0);
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  } while (runId !== undefined);
  return lengths;
}

async function firstRunOf(client: BenchStack['client'], workflowId: string): Promise<string> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const runId = raw.workflowExecutionInfo?.firstRunId;
  if (!runId) throw new Error(`${workflowId} does not say with which run it began`);
  return runId;
}
