// How any process launches another: its record is written, and the relay starts its run.
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import type { ChildLaunched, LaunchChild } from '../domain/process';
import { DATABASE } from './activity-options';

const { launchChild } = proxyActivities<Activities>(DATABASE);

export async function launchingChild(parentId: string, effect: LaunchChild): Promise<ChildLaunched> {
  const { childKey } = effect;
  const { childId } = await launchChild.executeWithOptions({ ...DATABASE, summary: childKey }, [
    { parentId, ...effect },
  ]);
  return { type: 'recordChildLaunched', childKey, childId };
}
