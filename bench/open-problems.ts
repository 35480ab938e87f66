// Twenty thousand residents' problems open at once in one street: memory of the worker against its cache setting, and whether any of them still
// answers (support/sleepers.ts). `--problems N` (20,000 when absent), fifty at each estate.
import { numberAfter } from './support/asleep';
import { aProblem } from './problems/opening';
import { benchSleepers } from './support/sleepers';

const PROBLEMS = 20_000;

export const bench = (args: string[]): Promise<void> =>
  benchSleepers({
    ...{ bench: 'open-problems', kind: 'problem', perEstate: 50, commands: '/v1/problems' },
    // A dev server on one file starts some dozens a second on an idle machine, and slower ones must get there too.
    startingSeconds: 3_600,
    processes: numberAfter(args, '--problems', 200) ?? PROBLEMS,
    opening: aProblem,
    command: () => ({ type: 'respond', noteText: '已联系' }),
  });
