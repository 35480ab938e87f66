// A committee election (业委会换届): group, nomination, vetting, slate, vote, offices, filing, handover. docs/election.md
import { election as definition } from '../domain/election/definition';
import type { ElectionCore } from '../domain/election/state';
import type { LaunchChild } from '../domain/process';
import { launchingChild } from './launch-child';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** All that the machine does for an election is to launch its vote. */
export function election(input: ProcessInput<ElectionCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => launchingChild(input.processId, effect as LaunchChild));
}
