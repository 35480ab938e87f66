// The reading thread with its caps: pages come in order, a file that would take all memory or time ends the thread and nothing else.
import { FileProblem } from '../../domain/register/file-problem';
import { makeRegister } from '../../scripts/register/make-register';
import { registerCsv } from '../../scripts/register/write-register';
import { readInWorker, READ_LIMITS, type ReadLimits } from '../../store/register/read-in-worker';
import { makeZip, workbookParts } from './make-zip';

jest.setTimeout(60_000);

const countRows = async (bytes: Buffer, format: 'csv' | 'xlsx', limits?: ReadLimits): Promise<number[]> => {
  const rows: number[] = [];
  for await (const part of readInWorker(bytes, format, limits))
    if (part.kind === 'rows') rows.push(...part.rows.map(({ rowNo }) => rowNo));
  return rows;
};

it('gives every row once and in order', async () => {
  const register = makeRegister({ seed: 2, buildings: 5, units: 3_000 });
  const rows = await countRows(registerCsv(register), 'csv');
  expect(rows).toEqual(register.map((_, i) => i + 2));
});

it('passes on what is wrong with a file', async () => {
  await expect(countRows(Buffer.from('a,b'), 'csv')).rejects.toEqual(new FileProblem('header-not-found'));
});

it('ends with the file refused when the thread runs out of memory, and the process goes on', async () => {
  // 300 000 different shared strings fill the small heap that this test allows.
  const shared = Array.from({ length: 300_000 }, (_, i) => `<si><t>${i} ${'x'.repeat(20)}</t></si>`).join('');
  const bytes = makeZip(workbookParts('<row/>', { shared }));
  await expect(countRows(bytes, 'xlsx', { heapMb: 24, timeoutMs: 60_000 })).rejects.toEqual(
    new FileProblem('too-complex'),
  );
});

it('ends with the file refused when reading takes too long', async () => {
  const bytes = registerCsv(makeRegister({ seed: 2, buildings: 5, units: 3_000 }));
  await expect(countRows(bytes, 'csv', { ...READ_LIMITS, timeoutMs: 1 })).rejects.toEqual(new FileProblem('too-slow'));
});

it('stops reading when its taker leaves', async () => {
  const bytes = registerCsv(makeRegister({ seed: 2, buildings: 5, units: 3_000 }));
  for await (const part of readInWorker(bytes, 'csv')) if (part.kind === 'rows') break;
});
