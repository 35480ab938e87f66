// The visits to a household (三色随访): round after round by the schedule of its class. Years long. docs/household.md
import { ApplicationFailure } from '@temporalio/workflow';
import { household as definition } from '../domain/household/definition';
import type { HouseholdCore } from '../domain/household/state';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** The machine only watches the clock; people visit. */
export function household(input: ProcessInput<HouseholdCore>): Promise<ProcessResult> {
  return processLoop(definition, input, ({ type }) => {
    throw ApplicationFailure.nonRetryable(`a household has no effect ${type}`);
  });
}
