// The rhythm of a community or street (周议事 月研判 季调度 年考评): meetings that are called by themselves. Years long. docs/rhythm.md
import { rhythm as definition } from '../domain/rhythm/definition';
import type { RhythmCore } from '../domain/rhythm/state';
import type { LaunchChild } from '../domain/process';
import { launchingChild } from './launch-child';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** All that the machine does for a rhythm is to launch its meetings. */
export function rhythm(input: ProcessInput<RhythmCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => launchingChild(input.processId, effect as LaunchChild));
}
