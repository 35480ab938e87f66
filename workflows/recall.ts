// A recall of committee members (罢免): defence, vote, verdict on each member. docs/recall.md
import type { LaunchChild } from '../domain/process';
import { recall as definition } from '../domain/recall/definition';
import type { RecallCore } from '../domain/recall/state';
import { launchingChild } from './launch-child';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** All that the machine does for a recall is to launch its vote. */
export function recall(input: ProcessInput<RecallCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => launchingChild(input.processId, effect as LaunchChild));
}
