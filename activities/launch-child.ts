// Launches a process that another has come to, as a process of its own under the same policy and calendar.
import { ApplicationFailure } from '@temporalio/activity';
import { definitionOf } from '../domain/definitions';
import type { LaunchChild } from '../domain/process';
import { childIdOf, uuidFrom } from '../store/ids';
import { lockProcess } from '../store/record/append-events';
import { launchProcess } from '../store/record/launch-process';
import { inTransaction } from '../store/transaction';
import type { ActivityDeps } from './create-activities';
import { withTexts } from './label-texts';

/**
 * Harmless when run twice: the child's id is made from its parent and key, and a launch with a known id changes nothing. A parent that is
 * closed on the record launches nothing more, and what it tells its children when it closes comes after every launch.
 */
export const launchChild =
  ({ pool, time }: ActivityDeps) =>
  async ({
    parentId,
    kind,
    childKey,
    place,
    command,
  }: LaunchChild & { parentId: string }): Promise<{ childId: string }> => {
    const childId = childIdOf(parentId, childKey);
    const now = await time.now();
    await inTransaction(pool, async (tx) => {
      const parent = await lockProcess(tx, parentId);
      if (!parent) throw ApplicationFailure.nonRetryable(`no such process: ${parentId}`, 'process-not-found');
      if (definitionOf(parent.kind).isClosed(parent.state.core)) return;
      const { policy, calendar } = parent.setting;
      await launchProcess(
        tx,
        {
          processId: childId,
          kind,
          place,
          parentId,
          policy,
          calendar: parent.state.calendar ?? calendar,
          commandId: uuidFrom(`${childId}:launch`),
          actor: { kind: 'process', id: parentId },
          channel: 'engine',
          command: await withTexts(tx, command, now),
        },
        now,
      );
    });
    return { childId };
  };
