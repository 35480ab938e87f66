// A resident's problem (居民诉求): first contact, work, verification, the resident's own word; the ladder from estate to district. docs/problem.md
import { problem as definition } from '../domain/problem/definition';
import type { ProblemCore } from '../domain/problem/state';
import type { LaunchChild } from '../domain/process';
import { launchingChild } from './launch-child';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** All that the machine does for a problem is to launch the meetings that it calls. */
export function problem(input: ProcessInput<ProblemCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => launchingChild(input.processId, effect as LaunchChild));
}
