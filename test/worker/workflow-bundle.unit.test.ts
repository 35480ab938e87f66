import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleKey, workflowBundle } from '../../worker/workflow-bundle';

const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-bundle-'));
const checkout = path.join(directory, 'checkout');
const folder = path.join(directory, 'cache');
afterAll(() => rmSync(directory, { recursive: true }));

/** Counts its calls; its code names the call, so that a kept bundle is told from a new one. */
let built = 0;
const bundle = (more: { folder?: string } = {}) =>
  workflowBundle({ checkout, folder, build: () => Promise.resolve({ code: `build(${++built});\n` }), ...more });
const keptFile = () => path.join(folder, readdirSync(folder)[0] ?? '');

beforeEach(() => {
  built = 0;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(path.join(checkout, 'domain', 'vote'), { recursive: true });
  mkdirSync(path.join(checkout, 'workflows'));
  writeFileSync(path.join(checkout, 'domain', 'vote', 'decide.ts'), 'export const bound = 1;');
  writeFileSync(path.join(checkout, 'workflows', 'index.ts'), "export * from '../domain/vote/decide';");
  writeFileSync(path.join(checkout, 'package-lock.json'), '{}');
});

test('the same sources are bundled once', async () => {
  expect(await bundle()).toEqual({ code: 'build(1);\n' });
  expect(await bundle()).toEqual({ code: 'build(1);\n' });
  expect(built).toBe(1);
});

test.each([
  ['a rule', 'domain/vote/decide.ts', 'export const bound = 2;'],
  ['a new file', 'domain/vote/evolve.ts', ''],
  ['a workflow', 'workflows/index.ts', ''],
  ['an installed version', 'package-lock.json', '{"version":"2"}'],
])('%s that changed gives another key and another bundle, and the old one goes', async (_what, file, text) => {
  await bundle();
  const before = bundleKey(checkout);
  writeFileSync(path.join(checkout, file), text);
  expect(bundleKey(checkout)).not.toBe(before);
  expect(await bundle()).toEqual({ code: 'build(2);\n' });
  expect(readdirSync(folder)).toHaveLength(1);
});

test('the text of one file moved to the next gives another key', () => {
  writeFileSync(path.join(checkout, 'domain', 'a.ts'), 'xy');
  writeFileSync(path.join(checkout, 'domain', 'b.ts'), 'z');
  const before = bundleKey(checkout);
  writeFileSync(path.join(checkout, 'domain', 'a.ts'), 'x');
  writeFileSync(path.join(checkout, 'domain', 'b.ts'), 'yz');
  expect(bundleKey(checkout)).not.toBe(before);
});

describe('a damaged bundle is not run but made again:', () => {
  const damages: [string, (file: string) => void][] = [
    ['cut off', (file) => truncateSync(file, readFileSync(file).length - 3)],
    ['empty', (file) => truncateSync(file, 0)],
    ['changed', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('build', 'steal'))],
    ['without its digest', (file) => writeFileSync(file, 'build(1);\n')],
  ];
  test.each(damages)('%s', async (_how, damage) => {
    await bundle();
    damage(keptFile());
    expect(await bundle()).toEqual({ code: 'build(2);\n' });
    expect(await bundle()).toEqual({ code: 'build(2);\n' });
  });
});

test('where nothing can be kept it is bundled at every start, and nothing is left behind', async () => {
  // A file where a folder should be stops root too, whom a mode would not.
  const unwritable = path.join(directory, 'file');
  writeFileSync(unwritable, '');
  expect(await bundle({ folder: unwritable })).toEqual({ code: 'build(1);\n' });
  expect(await bundle({ folder: unwritable })).toEqual({ code: 'build(2);\n' });
});

test('two workers that start at once leave one whole bundle', async () => {
  const both = await Promise.all([bundle(), bundle()]);
  expect(both.map(({ code }) => code).sort()).toEqual(['build(1);\n', 'build(2);\n']);
  const copy = path.join(directory, 'copy');
  cpSync(folder, copy, { recursive: true });
  expect(readdirSync(copy)).toHaveLength(1);
  expect(both).toContainEqual(await bundle({ folder: copy }));
  expect(built).toBe(2);
});
