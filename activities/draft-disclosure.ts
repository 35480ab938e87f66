// Freezes the figures of a period of an estate's disclosure.
import { draftStatement, type Draft } from '../store/disclosure/statements';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: the row of the first time is kept, and its hash answered. */
export const draftDisclosure =
  ({ pool, time }: ActivityDeps) =>
  async (draft: Draft): Promise<{ sha256: string }> =>
    draftStatement(pool, draft, await time.now());
