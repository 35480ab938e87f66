// An estate with nothing in it, and dry runs and commits on it as the API does them.
import { randomBytes, randomUUID } from 'node:crypto';
import { createFieldCipher, type FieldCipher } from '../../store/crypto/field-cipher';
import { openKeyRing } from '../../store/key-ring';
import { commitImport, type CommitResult } from '../../store/register/commit-import';
import { dryRun, type ImportSummary } from '../../store/register/dry-run';
import { createPlace } from '../../store/register/places';
import type { RegisterFormat } from '../../store/register/read-register';
import { inTransaction } from '../../store/transaction';
import type { ColumnId } from '../../domain/register/columns';
import { issueMessage, type Issue } from '../../domain/register/issues';
import type { Change } from '../../domain/register/verdict';
import { registerCsv } from '../../scripts/register/write-register';
import type { RegisterRow } from '../../scripts/register/make-register';
import type { TestDatabase } from '../support/database';

export const AT = new Date('2026-11-22T08:00:00.000Z');
export const CLERK = randomUUID();

export const testKeyRing = () => openKeyRing([{ id: 'k1', secret: randomBytes(32) }]);

/** district → street → community → estates; the ids of the estates. */
export async function someEstates(database: TestDatabase, count = 1): Promise<string[]> {
  return inTransaction(database.pool, async (tx) => {
    let parentId: string | null = null;
    for (const kind of ['district', 'street', 'community'] as const)
      parentId = (
        await createPlace(tx, { placeId: randomUUID(), kind, parentId, name: `${kind} ${randomUUID()}`, at: AT })
      ).placeId;
    const estates: string[] = [];
    for (let i = 0; i < count; i += 1)
      estates.push(
        (await createPlace(tx, { placeId: randomUUID(), kind: 'estate', parentId, name: `小区${i + 1}`, at: AT }))
          .placeId,
      );
    return estates;
  });
}

export interface AnsweredRow {
  rowNo: number;
  verdict: string;
  issues: Issue[];
  changes: Change[];
}

export class Importer {
  readonly cipher: FieldCipher;
  constructor(
    readonly database: TestDatabase,
    readonly estateId: string,
    cipher?: FieldCipher,
  ) {
    this.cipher = cipher ?? createFieldCipher(testKeyRing());
  }

  at(estateId: string): Importer {
    return new Importer(this.database, estateId, this.cipher);
  }

  async dryRun(bytes: Buffer, format: RegisterFormat = 'csv', at = AT): Promise<ImportSummary & { importId: string }> {
    const importId = randomUUID();
    const request = { importId, estateId: this.estateId, byAccountId: CLERK, format, bytes, at };
    return { ...(await inTransaction(this.database.pool, (tx) => dryRun(tx, request, this.cipher))), importId };
  }

  dryRunRows(rows: readonly RegisterRow[]): Promise<ImportSummary & { importId: string }> {
    return this.dryRun(registerCsv(rows));
  }

  commit(importId: string, at = AT): Promise<CommitResult> {
    const request = { importId, estateId: this.estateId, byAccountId: CLERK, at };
    return inTransaction(this.database.pool, (tx) => commitImport(tx, request));
  }

  async take(rows: readonly RegisterRow[]): Promise<CommitResult> {
    return this.commit((await this.dryRunRows(rows)).importId);
  }

  async answers(importId: string): Promise<AnsweredRow[]> {
    const { rows } = await this.database.pool.query<AnsweredRow>(
      'select row_no as "rowNo", verdict, issues, changes from register_import_row where import_id = $1 order by row_no',
      [importId],
    );
    return rows;
  }

  /** Sentences about the rows of a file made of `rows`; the header is row 1. */
  async complaints(rows: readonly RegisterRow[]): Promise<string[]> {
    const { importId } = await this.dryRunRows(rows);
    return (await this.answers(importId)).flatMap(({ issues }) => issues.map((found) => issueMessage(found, 'zh')));
  }
}

/** A row that is right; a test states only what matters to it. */
export const aRow = (row: Partial<Record<ColumnId, string>> = {}): RegisterRow => ({
  building: '1栋',
  entrance: '1单元',
  room: '101',
  use: '住宅',
  area: '89.53',
  tenure: '已售',
  holder: '张三',
  idKind: '居民身份证',
  idNumber: '11010519491231002X',
  phone: '13800138000',
  representative: '',
  capacity: '业主',
  party: '',
  ...row,
});

/** Numbers from the standards and from other projects' tests, not from our own arithmetic. */
export const ID_A = '11010519491231002X';
export const ID_B = '440524188001010014';
export const ID_C = '360426199101010071';
export const CREDIT_CODE = '91110000600037341L';
