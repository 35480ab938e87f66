// Brings a generated register into an estate as an office would: dry run, look, commit.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { registerOperations } from '../../../api/contracts/register';
import type { RegisterRow } from '../../register/make-register';
import { registerCsv } from '../../register/write-register';
import type { Session } from '../election/client';

type Import = z.output<(typeof registerOperations)['dryRunRegister']['response']>;

/** Throws an Error where the dry run refuses a row. */
export async function importRegister(officer: Session, estateId: string, rows: RegisterRow[]): Promise<void> {
  const at = `/v1/places/${estateId}/register-imports`;
  const tried = await officer.upload<Import>(
    `${at}?commandId=${randomUUID()}&format=csv`,
    registerCsv(rows),
    'text/csv',
  );
  if (!tried.isCommittable) throw new Error(`the register was refused: ${JSON.stringify(tried.summary)}`);
  await officer.post(`${at}/${tried.importId}/commit`);
}
