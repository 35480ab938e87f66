// Opens many elections at once: the launches of one batch share a transaction, everything after that is what always happens.
import { randomUUID } from 'node:crypto';
import { calendarFor } from '../../domain/policy/rehearsal';
import { policyById } from '../../domain/policy/presets';
import type { ProcessPlace } from '../../domain/process';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { launchProcess } from '../../store/record/launch-process';
import { databaseClock } from '../../store/time-source';
import { inTransaction } from '../../store/transaction';

const BATCH = 25;
const WRITERS = 4;

/** One election on each estate, on the national policy with real days; returns their ids. `actorId`: the account that launches. */
export async function openElections(
  databaseUrl: string,
  estates: readonly ProcessPlace[],
  actorId: string,
): Promise<string[]> {
  const { pool, close } = openDatabase({ url: databaseUrl, max: WRITERS + 1, role: APP_ROLE });
  const time = databaseClock(pool);
  const policy = policyById('national');
  if (policy === undefined) throw new Error('there is no national policy');
  const calendar = calendarFor(policy);
  const ids: string[] = [];
  let next = 0;
  const writer = async () => {
    while (next < estates.length) {
      const places = estates.slice(next, (next += BATCH));
      const now = await time.now();
      await inTransaction(pool, async (tx) => {
        for (const place of places) {
          const electionId = randomUUID();
          ids.push(electionId);
          const command = {
            type: 'launch',
            trigger: 'termEnding',
            termEndsOn: null,
            seats: 5,
            unitCount: 1,
          } as const;
          const actor = { kind: 'account', id: actorId, role: 'streetOfficer' } as const;
          const asked = {
            processId: electionId,
            kind: 'election',
            place,
            parentId: null,
            commandId: randomUUID(),
          } as const;
          await launchProcess(tx, { ...asked, policy, calendar, actor, channel: 'web', command }, now);
        }
      });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  await close();
  return ids;
}
