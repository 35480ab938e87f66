// What every preview of an uploaded file says: which file it was, how it was read, and whether it was committed.
import { z } from 'zod';
import { instant, uuid } from './shapes';
import { sha256 } from './vote-shapes';

/** Who brought which file, and what became of it. */
export const importedFile = {
  fileSha256: sha256,
  format: z.enum(['xlsx', 'csv']),
  status: z.enum(['ready', 'committed', 'expired']),
  byAccountId: uuid,
  createdAt: instant,
  committedAt: instant.nullable(),
};

/** How it was read; `counts` are the kind's own. */
export const fileSummary = <Column extends z.ZodType, Counts extends z.ZodRawShape>(column: Column, counts: Counts) =>
  z.strictObject({
    schemaVersion: z.literal(1),
    source: z.string().meta({ description: 'The worksheet that was read, or the encoding of a CSV' }),
    columns: z.array(column),
    ignored: z.array(z.string()).meta({ description: 'Headers that were not understood; their columns are not read' }),
    rows: z.int(),
    ...counts,
  });
