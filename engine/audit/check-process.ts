// One process, everything about it: its record, its ledger if it is a vote, its money if it has any, and its run. The auditor and the rehearsals ask the same.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { checkLedger } from '../../store/audit/check-ledger';
import { checkMoney } from '../../store/audit/check-money';
import { checkRecord, type CheckedRecord } from '../../store/audit/check-record';
import type { Difference } from '../../store/audit/differences';
import { workflowIdFor } from '../../workflows/messages';
import { runStandOf } from './run-stand';

export interface CheckedProcess {
  isOpen: boolean;
  events: number;
  differences: Difference[];
}

/** What should have happened so long ago is not late but forgotten. */
const FORGOTTEN_AFTER_MS = 900_000;
/** Between two looks at a process that is just moving. */
const LOOK_AGAIN_MS = 500;
const LOOKS = 4;

/** Undefined: no such process. `now`: the present instant, for timers that are past due. */
export async function checkProcess(
  { client, pool }: { client: Client; pool: Pool },
  processId: string,
  now: Date,
): Promise<CheckedProcess | undefined> {
  for (let look = 1; ; look += 1) {
    const record = await checkRecord(pool, processId);
    if (record === undefined) return undefined;
    const differences = [...record.differences];
    const isBroken = differences.some(({ kind }) => kind === 'chainBroken');
    if (!isBroken) differences.push(...(await runDifferences(client, processId, record, now)));
    // Record and engine are two snapshots: what differs because a command came in between does not differ at the next look.
    if (differences.some(({ kind }) => MOVING.has(kind)) && look < LOOKS) {
      await new Promise((go) => setTimeout(go, LOOK_AGAIN_MS));
      continue;
    }
    if (record.kind === 'ownersVote') differences.push(...[await checkLedger(pool, processId)].filter(isThere));
    differences.push(...(await checkMoney(pool, { projectId: processId })));
    return { isOpen: record.isOpen, events: record.seq, differences };
  }
}

const MOVING: ReadonlySet<string> = new Set(['runMissing', 'runDiffers']);

const isThere = <T>(value: T | undefined): value is T => value !== undefined;

async function runDifferences(
  client: Client,
  processId: string,
  { kind, seq, hash, isOpen, isDiverged, isStarting, nextWakeAt }: CheckedRecord,
  now: Date,
): Promise<Difference[]> {
  // A closed one may have been forgotten by the engine; one that runs on is found among the runs.
  if (!isOpen) return [];
  const differs = (of: Difference['kind'], detail: Difference['detail']): Difference[] => [
    { kind: of, subject: processId, processId, detail },
  ];
  const stand = await runStandOf(client, workflowIdFor(kind, processId));
  if (stand.status !== 'running') {
    // A start that does not get out is an entry of the outbox that is stuck.
    if (isStarting) return [];
    const detail = { recordedSeq: seq, run: stand.status === 'ended' ? stand.end : 'none' };
    return differs(isDiverged ? 'runDiverged' : 'runMissing', detail);
  }
  if (stand.seq !== seq || stand.hash !== hash)
    return differs('runDiffers', { recordedSeq: seq, runSeq: stand.seq, isSameEvent: stand.hash === hash });
  if (nextWakeAt !== null && Date.parse(nextWakeAt) < now.getTime() - FORGOTTEN_AFTER_MS)
    return differs('timerPastDue', { recordedSeq: seq, wakeAt: nextWakeAt });
  return [];
}
