// A building meeting at an estate that was held and has resolved one thing for the owners' covenant.
import { randomUUID } from 'node:crypto';
import type { MeetingForm } from '../../domain/meeting/forms';
import { civilCalendar } from '../../domain/calendar/tables';
import { launchProcess } from '../../store/record/launch-process';
import { placeOfEstate, processPlace } from '../../store/process-place';
import { inTransaction } from '../../store/transaction';
import { storePublishedText } from '../../store/texts';
import type { Place, World } from './api-world';
import { anActor, aPolicy } from './play';
import { storeActs } from './play-on-record';

const HOUR = 3_600_000;

export async function aMeetingInTheEstate(
  world: World,
  estate: Place,
  { isForCovenant = true, form = 'building' }: { isForCovenant?: boolean; form?: MeetingForm } = {},
): Promise<{ meetingId: string; resolutionId: string }> {
  const { pool } = world.db;
  const [meetingId, resolutionId] = [randomUUID(), randomUUID()];
  const secretary = anActor('communitySecretary', { id: randomUUID() });
  const now = Date.now();
  const at = (hours: number): string => new Date(now - hours * HOUR).toISOString();
  await inTransaction(pool, async (tx) => {
    const place = await placeOfEstate(tx, estate.id);
    await launchProcess(
      tx,
      {
        ...{ processId: meetingId, kind: 'meeting', place: processPlace(place), parentId: null, policy: aPolicy() },
        ...{ calendar: civilCalendar(), commandId: randomUUID(), actor: secretary, channel: 'web' },
        command: {
          ...{ type: 'launch', form, heldAt: at(2), topicCodes: ['covenant'] },
          convenor: { role: 'communitySecretary', placePath: place.communityPath },
        },
      },
      new Date(at(3)),
    );
  });
  const contentText = await storePublishedText(pool, '楼道不得堆放杂物。', new Date(at(1)));
  await storeActs(pool, meetingId, [
    {
      at: at(1),
      given: { actor: secretary, command: { type: 'recordAttendance', present: ['gridWorker'], excused: [] } as never },
    },
    {
      at: at(1),
      given: {
        actor: secretary,
        command: {
          ...{ type: 'addResolution', resolutionId, by: { role: 'communitySecretary' }, contentText, isForCovenant },
        } as never,
      },
    },
  ]);
  return { meetingId, resolutionId };
}
