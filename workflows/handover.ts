// A handover (移交): items, three signatures, and what follows when somebody does not come. docs/handover.md
import { ApplicationFailure } from '@temporalio/workflow';
import { handover as definition } from '../domain/handover/definition';
import type { HandoverCore } from '../domain/handover/state';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** The machine only watches the clock; all else is done by people. */
export function handover(input: ProcessInput<HandoverCore>): Promise<ProcessResult> {
  return processLoop(definition, input, ({ type }) => {
    throw ApplicationFailure.nonRetryable(`a handover has no effect ${type}`);
  });
}
