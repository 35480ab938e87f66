// Passes a person's command on to a process, from the row of its kind.
import type { ProcessKind } from '../domain/process';
import { createSubmitter } from '../engine/submit';
import { submitCommand, type CommandAnswer, type CommandBody } from './commands';
import type { Context } from './context';
import type { Operation } from './contracts/operation';
import type { Deps } from './deps';

export function createSubmit({ temporal, pool, start }: Deps) {
  const submitter = temporal ? createSubmitter(temporal, pool, start) : undefined;
  return (
    kind: ProcessKind,
    row: Operation,
    processId: string,
    body: object,
    context: Context,
    refusalOf?: Parameters<typeof submitCommand>[6],
  ): Promise<CommandAnswer> =>
    submitCommand(kind, processId, body as CommandBody, row.id, context, submitter, refusalOf);
}
