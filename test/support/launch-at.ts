// Puts a process of any kind on the record as if it had been launched and acted upon at given instants, to see what time makes of it.
import { randomUUID } from 'node:crypto';
import { civilCalendar } from '../../domain/calendar/tables';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, ProcessKind } from '../../domain/process';
import { launchProcess } from '../../store/record/launch-process';
import { placeOfEstate } from '../../store/process-place';
import { inTransaction } from '../../store/transaction';
import type { World } from './api-world';
import { anActor, aPolicy } from './play';
import { recordCommand } from './record-command';

export const OFFICER = anActor('streetOfficer', { id: randomUUID() });
export const SUPERVISOR = anActor('districtSupervisor', { id: randomUUID() });

export async function launchAt(
  { deps }: World,
  kind: ProcessKind,
  estate: { id: string },
  at: Date,
  command: Record<string, unknown>,
  policy: Policy = aPolicy(),
): Promise<string> {
  const processId = randomUUID();
  await inTransaction(deps.pool, async (tx) => {
    const { estateId, estatePath, communityPath, streetPath, districtPath } = await placeOfEstate(tx, estate.id);
    await launchProcess(
      tx,
      {
        ...{ processId, kind, parentId: null, policy, calendar: civilCalendar() },
        place: { estateId, estatePath, communityPath, streetPath, districtPath },
        ...{ commandId: randomUUID(), actor: OFFICER, channel: 'web', command: { type: 'launch', ...command } },
      },
      at,
    );
  });
  return processId;
}

export const electionAt = (world: World, estate: { id: string }, at: Date, policy?: Policy): Promise<string> =>
  launchAt(
    ...([world, 'election', estate, at] as const),
    {
      ...{
        variant: 'reelection',
        trigger: 'termEnding',
        termEndsOn: null,
        seats: 5,
        unitCount: 976,
        areaDm2: 8_000_000,
      },
    },
    policy,
  );

export const commandAt = (
  world: World,
  processId: string,
  at: Date,
  actor: Actor,
  command: { type: string; [field: string]: unknown },
): Promise<void> =>
  recordCommand(
    { ...world, deps: { ...world.deps, time: { now: () => Promise.resolve(at) } } },
    processId,
    actor,
    command,
  );

/** Seven members of whom four are owners, led by the street. */
export const aGroup = () => {
  const [leaderId, ...others] = Array.from({ length: 7 }, () => randomUUID());
  const members = [leaderId, ...others].map((memberId, index) => ({
    memberId,
    capacity: index === 0 ? 'street' : index < 5 ? 'owner' : 'community',
  }));
  return { type: 'formGroup', leaderId, members };
};
