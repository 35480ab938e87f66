// The watch on a committee's term (业委会任期预警): report, renewal, vacancy, substitute body, next term. Years long. docs/committee-term.md
import { ApplicationFailure } from '@temporalio/workflow';
import { committeeTerm as definition } from '../domain/committee-term/definition';
import type { TermCore } from '../domain/committee-term/state';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** The machine does nothing for a term but watch the clock: the election is launched by the street, and reports back. */
export function committeeTerm(input: ProcessInput<TermCore>): Promise<ProcessResult> {
  return processLoop(definition, input, ({ type }) => {
    throw ApplicationFailure.nonRetryable(`a term has no effect ${type}`);
  });
}
