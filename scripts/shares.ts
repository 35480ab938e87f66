// `npm run shares -- FILE`: works out what each unit of a file pays by a rule and a cost, by the code that does so for projects, and compares
// where the file says what it expects. Exit code 0 fine, 1 a difference, 2 the file or the call is wrong. Format: docs/shares-format.md.
import { explainFault, explainShare, yuan } from '../domain/shares/explain';
import { workOutShares } from '../domain/shares/shares';
import type { UnitShare } from '../domain/shares/types';
import { BadFile, runFromCommandLine, runOnFile, type FileCommand } from './on-file';
import { plainTable } from './plain-table';
import { readShares, type FileUnit, type SharesFile } from './shares/read-shares';

const SHARES: FileCommand = {
  usage: `usage: npm run shares -- FILE.json [--json] [--zh]
       npm run shares -- FILE.csv --rule equal|area|perArea|floor|benefit --total YUAN [--rate YUAN_PER_M2] [--by-area] [--json] [--zh]
       (see docs/shares-format.md)`,
  options: {
    json: { type: 'boolean' },
    zh: { type: 'boolean' },
    rule: { type: 'string' },
    total: { type: 'string' },
    rate: { type: 'string' },
    'by-area': { type: 'boolean' },
  },
  work(text, file, given) {
    const asked = readShares(text, file, given);
    const { totalFen, results } = sharesOf(asked);
    const compared = results.filter(({ isAsExpected }) => isAsExpected !== undefined).length;
    const differing = results.filter(({ isAsExpected }) => isAsExpected === false).length;
    const summary = { rule: asked.rule.rule, totalFen, units: results.length, compared, differing };
    const lines = given['json']
      ? [JSON.stringify({ ...summary, shares: results }, null, 2)]
      : [
          tableOf(results, given['zh'] === true ? 'zh' : 'en'),
          `${results.length} units, ${yuan(totalFen)} yuan together, ${compared} compared, ${differing} differ`,
        ];
    return { code: differing === 0 ? 0 : 1, lines };
  },
};

/** Runs the command with these arguments and returns its exit code. */
export const runShares = (args: string[], out: (line: string) => void, err: (line: string) => void): number =>
  runOnFile(SHARES, args, out, err);

interface ShareResult {
  unit: string;
  fen: number;
  working: UnitShare['working'];
  text: { zh: string; en: string };
  expectedFen?: number;
  /** There when the file says what it expects. */
  isAsExpected?: boolean;
}

/** Throws BadFile with the place of everything that keeps shares from being worked out. */
function sharesOf({ rule, totalFen, units, exemptions }: SharesFile): { totalFen: number; results: ShareResult[] } {
  const worked = workOutShares(rule, units, totalFen, exemptions);
  if (!worked.ok) {
    const places = new Map(units.map(({ unitLabel, place }) => [unitLabel, place]));
    throw new BadFile(
      worked.faults.map((fault) => {
        const place = places.get(fault.unitLabel ?? '');
        const { en } = explainFault(fault);
        return place === undefined ? en : `${place}: ${en}`;
      }),
    );
  }
  const results = worked.shares.map(({ unitLabel, fen, working }, index): ShareResult => {
    const { expectedFen } = units[index] as FileUnit;
    const compared = expectedFen === undefined ? {} : { expectedFen, isAsExpected: expectedFen === fen };
    return { unit: unitLabel, fen: fen ?? 0, working, text: explainShare(working), ...compared };
  });
  return { totalFen: worked.totalFen, results };
}

function tableOf(results: ShareResult[], lang: 'zh' | 'en'): string {
  const rows = results.map(({ unit, fen, text, expectedFen, isAsExpected }) => [
    unit,
    yuan(fen),
    isAsExpected === undefined ? '' : isAsExpected ? 'as expected' : `DIFFERS: expected ${yuan(expectedFen ?? 0)}`,
    text[lang],
  ]);
  return plainTable([['unit', 'yuan', 'expected', 'working'], ...rows]);
}

if (require.main === module) runFromCommandLine(runShares);
