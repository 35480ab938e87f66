import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeStartLock } from '../../scripts/services/start-lock';

const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-lock-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a second starter is told who holds the folder and where it answers', async () => {
  const lock = await takeStartLock(directory);
  await expect(takeStartLock(directory)).rejects.toThrow(`(process ${process.pid}; it is still starting)`);
  lock.describe('http://127.0.0.1:8080');
  await expect(takeStartLock(directory)).rejects.toThrow('; http://127.0.0.1:8080). Stop it first');
  await lock.release();
});

test('a released folder can be taken again', async () => {
  await (await takeStartLock(directory)).release();
  await expect(takeStartLock(directory).then((lock) => lock.release())).resolves.toBeUndefined();
});

test('another folder is another lock', async () => {
  const locks = [await takeStartLock(path.join(directory, 'one')), await takeStartLock(path.join(directory, 'two'))];
  for (const lock of locks) await lock.release();
});

test('what a killed starter left behind does not block the next', async () => {
  writeFileSync(path.join(directory, 'start.sock'), '');
  await expect(takeStartLock(directory).then((lock) => lock.release())).resolves.toBeUndefined();
});

test('a folder with a very long path can be locked too', async () => {
  const long = path.join(directory, 'a'.repeat(120));
  mkdirSync(long);
  const lock = await takeStartLock(long);
  await expect(takeStartLock(long)).rejects.toThrow('already runs');
  await lock.release();
});
