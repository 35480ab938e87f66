// Opens many processes at once: the launches of one batch share a transaction, everything after that is what always happens.
import { randomUUID } from 'node:crypto';
import { calendarFor } from '../../domain/policy/rehearsal';
import type { Policy } from '../../domain/policy/schema';
import type { ProcessKind, ProcessPlace } from '../../domain/process';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { launchProcess, type Launch } from '../../store/record/launch-process';
import { databaseClock } from '../../store/time-source';
import { inTransaction } from '../../store/transaction';

const BATCH = 25;
const WRITERS = 4;

export interface Opening {
  kind: ProcessKind;
  place: ProcessPlace;
  policy: Policy;
  command: Launch['command'];
}

/** Launches every process that is asked for; returns their ids in that order. `actorId`: the account that launches. */
export async function openProcesses(
  databaseUrl: string,
  openings: readonly Opening[],
  actorId: string,
): Promise<string[]> {
  const { pool, close } = openDatabase({ url: databaseUrl, max: WRITERS + 1, role: APP_ROLE });
  const time = databaseClock(pool);
  const launches = openings.map(({ kind, place, policy, command }): Launch => ({
    ...{ processId: randomUUID(), kind, place, parentId: null, policy, calendar: calendarFor(policy), command },
    ...{ commandId: randomUUID(), channel: 'web', actor: { kind: 'account', id: actorId, role: 'streetOfficer' } },
  }));
  let next = 0;
  const writer = async () => {
    while (next < launches.length) {
      const batch = launches.slice(next, (next += BATCH));
      const now = await time.now();
      await inTransaction(pool, async (tx) => {
        for (const launch of batch) await launchProcess(tx, launch, now);
      });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  await close();
  return launches.map(({ processId }) => processId);
}
