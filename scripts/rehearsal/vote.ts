// `npm run rehearsal -- vote --register FILE --policy FILE|PRESET --ballots FILE --matters FILE [--json]`: counts one owners' vote on
// given files and recounts it independently. The last line is JSON. Exit code 0 both counts agree, 1 they differ, 2 bad files or call.
// Formats: docs/vote-files.md; examples: examples/vote-*.
import { parseArgs } from 'node:util';
import { rehearseVote, type VoteFiles } from './vote-files/rehearse-vote';
import { reportOf } from './vote-files/report';
import { BadFiles } from './vote-files/table';

const USAGE =
  'usage: npm run rehearsal -- vote --register FILE --policy FILE|PRESET --ballots FILE --matters FILE [--json]   (see docs/vote-files.md)';
const SHOWN_FAULTS = 50;

export async function rehearse(
  args: string[],
  out: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  err: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<number> {
  let call: { files: VoteFiles; isJson: boolean };
  try {
    call = readCall(args);
  } catch (error) {
    err((error as Error).message);
    err(USAGE);
    return 2;
  }
  try {
    const result = rehearseVote(call.files);
    if (!call.isJson) for (const line of reportOf(result)) out(line);
    out(JSON.stringify({ ok: result.recount.agrees, ...result }));
    return result.recount.agrees ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BadFiles)) throw error;
    for (const fault of error.faults.slice(0, SHOWN_FAULTS)) err(fault);
    if (error.faults.length > SHOWN_FAULTS) err(`… and ${error.faults.length - SHOWN_FAULTS} more`);
    out(JSON.stringify({ ok: false, schemaVersion: 1, rehearsal: 'vote', faults: error.faults }));
    return 2;
  }
}

function readCall(args: string[]): { files: VoteFiles; isJson: boolean } {
  const file = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { register: file, policy: file, ballots: file, matters: file, json: { type: 'boolean' } },
  });
  const { register, policy, ballots, matters } = values;
  const missing = Object.entries({ register, policy, ballots, matters }).flatMap(([name, value]) =>
    value === undefined ? [`--${name}`] : [],
  );
  if (register === undefined || policy === undefined || ballots === undefined || matters === undefined)
    throw new Error(`missing: ${missing.join(', ')}`);
  return { files: { register, policy, ballots, matters }, isJson: values.json ?? false };
}
