// A meeting (会议): called, held or missed, followed up until what it resolved is carried out. docs/meeting.md
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { meeting as definition } from '../domain/meeting/definition';
import type { WritePack } from '../domain/meeting/rules';
import type { MeetingCommand, MeetingCore } from '../domain/meeting/state';
import { BULK } from './activity-options';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

const { writePack } = proxyActivities<Activities>(BULK);

/** All that the machine does for a meeting is to freeze the figures it is called with. */
export function meeting(input: ProcessInput<MeetingCore>): Promise<ProcessResult> {
  return processLoop(definition, input, async (effect): Promise<MeetingCommand> => {
    const { meetingId } = effect as WritePack;
    return { type: 'recordPackWritten', ...(await writePack({ meetingId })) };
  });
}
