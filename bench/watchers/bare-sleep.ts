// The least that can be asleep for years: a workflow with one timer.
import { sleep } from '@temporalio/workflow';

export async function bareSleep(): Promise<void> {
  await sleep('5 years');
}
