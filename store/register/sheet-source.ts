// What the readers of .xlsx and .csv have in common: sheets as rows of cells, top to bottom, a page at a time.
import type { SheetRow } from '../../domain/register/judge-row';

export interface Sheet {
  /** Name of the worksheet, or the encoding that a CSV was found to have. */
  name: string;
  /** Rows in order; rows the file does not hold are skipped, row numbers are those a person sees. */
  pages(): AsyncGenerator<SheetRow[]>;
}

/** Data rows of one file. Above it a file is a mistake, or should be several. */
export const MAX_ROWS = 200_000;
