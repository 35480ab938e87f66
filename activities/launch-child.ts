// Launches a process that another has come to, as a process of its own under the same policy and calendar.
import { ApplicationFailure } from '@temporalio/activity';
import type { LaunchChild } from '../domain/process';
import { uuidFrom } from '../store/ids';
import { launchProcess } from '../store/record/launch-process';
import { readSnapshot } from '../store/record/read-process';
import { storePublishedText } from '../store/texts';
import { inTransaction, type Tx } from '../store/transaction';
import type { ActivityDeps } from './create-activities';
import { LABEL_TEXTS } from './label-texts';

const LABEL = 'label:';

/** Harmless when run twice: the child's id is made from its parent and key, and a launch with a known id changes nothing. */
export const launchChild =
  ({ pool, time }: ActivityDeps) =>
  async ({
    parentId,
    kind,
    childKey,
    place,
    command,
  }: LaunchChild & { parentId: string }): Promise<{ childId: string }> => {
    const childId = uuidFrom(`${parentId}:${childKey}`);
    const now = await time.now();
    await inTransaction(pool, async (tx) => {
      const parent = await readSnapshot(tx, parentId);
      if (!parent) throw ApplicationFailure.nonRetryable(`no such process: ${parentId}`, 'process-not-found');
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

/** Puts the hash of the stored text in the place of each `label:<code>` or `label:<code>:<ownerId>`, at any depth. */
async function withTexts<T>(tx: Tx, value: T, at: Date): Promise<T> {
  if (typeof value === 'string' && value.startsWith(LABEL)) {
    return (await storePublishedText(tx, await textOf(tx, value), at)) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) entries.push([key, await withTexts(tx, inner as unknown, at)]);
  return (Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)) as T;
}

async function textOf(tx: Tx, label: string): Promise<string> {
  const [code = '', ownerId] = label.slice(LABEL.length).split(':');
  const text = LABEL_TEXTS[code];
  if (text === undefined) throw ApplicationFailure.nonRetryable(`no text for ${label}`, 'label-not-found');
  if (ownerId === undefined) return text;
  const { rows } = await tx.query<{ name: string }>('select name from owner where id = $1', [ownerId]);
  const [owner] = rows;
  if (!owner) throw ApplicationFailure.nonRetryable(`no such owner: ${ownerId}`, 'owner-not-found');
  return text.replace('{owner}', () => owner.name);
}
