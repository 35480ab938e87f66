// Freezes the figures that a meeting of the rhythm is called with.
import { writePack as write } from '../store/meetings/pack';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: the row of the first time is kept, and its hash answered. */
export const writePack =
  ({ pool, time }: ActivityDeps) =>
  async ({ meetingId }: { meetingId: string }): Promise<{ sha256: string; madeAt: string }> => {
    const { sha256, madeAt } = await write(pool, meetingId, await time.now());
    return { sha256, madeAt: madeAt.toISOString() };
  };
