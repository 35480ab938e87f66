// The golden cases were made without Gongzhi's code: golden/make_golden.py counts days (and minutes of work) one by one over notices entered by hand, and stops
// if it disagrees with the cases that were worked out on a printed calendar. Here due.ts must agree with all of them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCases } from '../../scripts/due/read-cases';
import { workOut } from '../../scripts/due/work-out';

const folder = join(__dirname, 'golden');
const text = readFileSync(join(folder, 'due-2024-2026.json'), 'utf8');
const cases = readCases(text, 'due-2024-2026.json');

describe('the golden cases of 2024 to 2026', () => {
  it('are at least two hundred, each with its expected instant and flag', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
    expect(
      cases.filter(({ expected, expectedProvisional }) => expected === undefined || expectedProvisional === undefined),
    ).toEqual([]);
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { at, isProvisional, toldAt } = workOut(one);
    const expected = { at: one.expected, isProvisional: one.expectedProvisional, toldAt: one.expectedTold };
    expect({ at, isProvisional, toldAt }).toEqual(expected);
  });

  it('have the same results whatever time zone the machine keeps', () => {
    const script = join(__dirname, '..', '..', 'scripts', 'due.ts');
    const file = join(folder, 'due-2024-2026.json');
    const env = { ...process.env, TZ: 'America/New_York' };
    const out = execFileSync(process.execPath, ['--import', 'tsx', script, file], { env, encoding: 'utf8' });
    expect(out.trimEnd().split('\n').at(-1)).toBe(`${cases.length} cases, ${cases.length} compared, 0 differ`);
  });

  const hasPython = ((): boolean => {
    try {
      execFileSync('python3', ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  // The cases themselves are checked everywhere; only making them anew needs Python, which Node's tests may lack.
  (hasPython ? it : it.skip)('are what the counting script makes (where Python is at hand)', () => {
    expect(() => execFileSync('python3', [join(folder, 'make_golden.py'), '--check'])).not.toThrow();
  });
});
