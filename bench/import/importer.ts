// Imports one register file in a process of its own, so that its memory can be watched: dry run, commit, dry run again.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openDatabase } from '../../prisma/client';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { openKeyRing } from '../../store/key-ring';
import { commitImport, type CommitResult } from '../../store/register/commit-import';
import { dryRun, IMPORT_TIMEOUT_MS, type ImportSummary } from '../../store/register/dry-run';
import type { RegisterFormat } from '../../store/register/read-register';
import { databaseClock } from '../../store/time-source';
import { inTransaction } from '../../store/transaction';
import { serveTasks } from '../support/child';

export interface ImportTask {
  url: string;
  estateId: string;
  file: string;
  format: RegisterFormat;
}

export interface ImportAnswer {
  first: ImportSummary;
  again: ImportSummary;
  committed: CommitResult;
  dryRunMs: number;
  commitMs: number;
  againMs: number;
  /** Before the file was read; loading the code alone. */
  idleRssMb: number;
  /** Highest resident memory of this process, the reading thread included. */
  peakRssMb: number;
}

serveTasks<ImportTask>(async ({ url, estateId, file, format }) => {
  const { pool, close } = openDatabase({ url, max: 2 });
  const time = databaseClock(pool);
  const cipher = createFieldCipher(openKeyRing([{ id: 'k1', secret: randomBytes(32) }]));
  const idleRssMb = process.memoryUsage.rss() / 2 ** 20;
  const byAccountId = randomUUID();
  const run = async (importId: string): Promise<ImportSummary> => {
    const at = await time.now();
    const request = { importId, estateId, byAccountId, format, bytes: readFileSync(file), at };
    return inTransaction(pool, (tx) => dryRun(tx, request, cipher), { timeoutMs: IMPORT_TIMEOUT_MS });
  };
  const importId = randomUUID();
  const startedAt = performance.now();
  const first = await run(importId);
  const triedAt = performance.now();
  const at = await time.now();
  const committed = await inTransaction(pool, (tx) => commitImport(tx, { importId, estateId, byAccountId, at }), {
    timeoutMs: IMPORT_TIMEOUT_MS,
  });
  const committedAt = performance.now();
  const again = await run(randomUUID());
  const answer: ImportAnswer = {
    first,
    again,
    committed,
    dryRunMs: triedAt - startedAt,
    commitMs: committedAt - triedAt,
    againMs: performance.now() - committedAt,
    idleRssMb,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
  await close();
  return answer;
});
