import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHECKOUT, cacheDirectories, cacheDirectory, dataDirectory } from '../../scripts/services/folders';
import { isReachable } from '../../scripts/services/postgres-folder';

const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-folders-'));
afterAll(() => rmSync(directory, { recursive: true }));

const IN_CHECKOUT = path.join(CHECKOUT, '.gongzhi', 'cache');

describe('fetched programs go', () => {
  test('to one folder per user', () => {
    expect(cacheDirectory({ HOME: directory })).toBe(path.join(directory, '.cache', 'gongzhi'));
  });

  test('to the folder that GONGZHI_CACHE names, which is made', () => {
    const named = path.join(directory, 'named');
    expect(cacheDirectory({ HOME: directory, GONGZHI_CACHE: named })).toBe(named);
    expect(existsSync(named)).toBe(true);
  });

  test.each([{}, { HOME: '' }, { HOME: 'relative' }])('into the checkout when there is no home (%j)', (environment) => {
    expect(cacheDirectory(environment)).toBe(IN_CHECKOUT);
  });

  test('into the checkout when the home cannot be written to', () => {
    // A file where a folder should be stops root too, whom a mode would not.
    writeFileSync(path.join(directory, 'file'), '');
    expect(cacheDirectory({ HOME: path.join(directory, 'file') })).toBe(IN_CHECKOUT);
  });

  test('past a shared folder that is for reading only, in which they are still looked for', () => {
    writeFileSync(path.join(directory, 'unwritable'), '');
    const environment = { HOME: directory, GONGZHI_CACHE: path.join(directory, 'unwritable') };
    expect(cacheDirectory(environment)).toBe(path.join(directory, '.cache', 'gongzhi'));
    expect(cacheDirectories(environment)).toEqual([
      path.join(directory, 'unwritable'),
      path.join(directory, '.cache', 'gongzhi'),
      IN_CHECKOUT,
    ]);
  });
});

test('data goes into the checkout, or where GONGZHI_DATA says', () => {
  expect(dataDirectory({})).toBe(path.join(CHECKOUT, '.gongzhi'));
  expect(dataDirectory({ GONGZHI_DATA: directory })).toBe(directory);
});

test('a folder under a closed one is not within reach of another user', () => {
  const closed = path.join(directory, 'closed');
  const inside = path.join(closed, 'inside');
  mkdirSync(inside, { recursive: true });
  chmodSync(directory, 0o711);
  expect(isReachable(inside)).toBe(true);
  chmodSync(closed, 0o700);
  expect(isReachable(inside)).toBe(false);
});
