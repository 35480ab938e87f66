// Tells a project that everything has come in, so that it need not wait for the end of collecting.
import { ALL, isAllIn } from '../../domain/cofunding/all-in';
import { tellProcess } from '../record/tell-process';
import type { Tx } from '../transaction';
import { lockCollecting } from './collect-window';
import { readPlan } from './project-plan';
import { countReceived } from './totals';

/**
 * Once each time that collecting has begun: when all that was pledged is in, less what other sources bridge, and every other source that pays before
 * the works, by the rule by which the process counts (domain/cofunding/all-in.ts). What a household paid beyond its own part stands for nobody
 * else's. Asked after each payment, and when collecting begins again.
 */
export async function tellIfAllPaid(tx: Tx, processId: string, at: Date): Promise<void> {
  const window = (await lockCollecting(tx, processId))?.window;
  if (window?.state !== 'open') return;
  const sources = (await readPlan(tx, processId))?.sources ?? [];
  const received = await countReceived(tx, processId);
  const { pledgedFen, bridged, version, roundNo } = window;
  if (!isAllIn({ sources, pledgedFen, bridgedFen: bridged }, received, ALL)) return;
  const key = `${processId}:allPaid:${version}:${roundNo}`;
  await tellProcess(tx, processId, key, { type: 'recordAllPaid', received }, at);
}
