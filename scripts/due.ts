// `npm run due -- FILE [--json]`: works out when given periods of law run out, and compares where the file says what it expects.
// Exit code 0 fine, 1 a difference, 2 the file or the call is wrong. Format: docs/due-format.md.
import { readCases } from './due/read-cases';
import type { DueCase } from './due/understand';
import { LatePause, tableOf, workOut, type DueResult } from './due/work-out';
import { BadFile, runFromCommandLine, runOnFile, type FileCommand } from './on-file';

const DUE: FileCommand = {
  usage: 'usage: npm run due -- FILE [--json]   (FILE: .json or .csv, see docs/due-format.md)',
  options: { json: { type: 'boolean' } },
  work(text, file, { json }) {
    const results = workOutAll(readCases(text, file));
    const compared = results.filter(({ isAsExpected }) => isAsExpected !== undefined).length;
    const differing = results.filter(({ isAsExpected }) => isAsExpected === false).length;
    const lines = json
      ? [JSON.stringify({ count: results.length, compared, differing, results }, null, 2)]
      : [tableOf(results), `${results.length} cases, ${compared} compared, ${differing} differ`];
    return { code: differing === 0 ? 0 : 1, lines };
  },
};

/** Runs the command with these arguments and returns its exit code. */
export const runDue = (args: string[], out: (line: string) => void, err: (line: string) => void): number =>
  runOnFile(DUE, args, out, err);

/** Throws BadFile with the place of every case that has no result. */
function workOutAll(cases: DueCase[]): DueResult[] {
  const faults: string[] = [];
  const results = cases.flatMap((dueCase) => {
    try {
      return [workOut(dueCase)];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { n, pauses } = dueCase.places;
      faults.push(`${error instanceof LatePause ? pauses : n}: ${error.message}`);
      return [];
    }
  });
  if (faults.length > 0) throw new BadFile(faults);
  return results;
}

if (require.main === module) runFromCommandLine(runDue);
