// The names and shapes that API, relay and workflows agree on. A person's command is an Update named after the command, so that a
// history reads as what happened; its answer is a receipt. Nothing else is sent to a process.
import type { Envelope, ProcessKind, ProcessState, Receipt } from '../domain/process';
import type { Setting } from '../domain/machinery/types';

export const TASK_QUEUE = 'gongzhi';

/** `election:<processId>`. */
export const workflowIdFor = (kind: ProcessKind, processId: string): string => `${kind}:${processId}`;

/** What a run starts from: the fold of the record so far. Ids, enums, integers, instants and hashes only. */
export interface ProcessInput<Core = { phase: string }> {
  processId: string;
  kind: ProcessKind;
  setting: Setting;
  state: ProcessState<Core>;
  seq: number;
  hash: string;
  /** Newest receipts by command id: Update ids do not deduplicate across continue-as-new. */
  receipts: Record<string, Receipt>;
  /** Roll over to a new run at this length of history already, before the server suggests it. */
  rollOverAtEvents?: number;
}

export type SubmitEnvelope = Envelope<{ type: string; [field: string]: unknown }>;

/** How a run ends. `diverged`: the record does not end where the engine believed; an operator has been told. */
export interface ProcessResult {
  processId: string;
  end: 'closed' | 'diverged';
  outcome: string | null;
}

/** `type` of the ApplicationFailure by which a command is refused; its only detail is the domain's Rejection. */
export const REFUSED = 'refused';
/** `type` of the failure by which recordEvents reports that the record has diverged. */
export const DIVERGED = 'diverged';
