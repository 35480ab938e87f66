// The last word: an owner downloads the doubter's pack, and a separate process without database and network recounts it, finds the
// owner's ballot in it by a receipt, and holds it against the checkpoint that was kept while voting ran.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { the } from './client';
import type { Stage } from './stage';
import type { Voting } from './voting';

export interface PackRecounted {
  recount: 'agrees' | 'differs' | 'unreadable';
  root?: string;
  ballots?: number;
  /** The first difference. */
  why?: string;
}

const PROGRAM = path.join(__dirname, '..', '..', 'recount', 'pack.cjs');

export async function recountPack(
  { owners, random, say }: Stage,
  voteId: string,
  voting: Voting,
): Promise<PackRecounted> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-pack-'));
  const keep = (name: string, text: string): string => {
    const file = path.join(directory, name);
    writeFileSync(file, text);
    return file;
  };
  try {
    const doubter = await the([...owners.values()][0], 'owner').signIn();
    const pack = keep('pack.ndjson', await doubter.download(`/v1/votes/${voteId}/pack`));
    const { receipt, salt } = random.pick(voting.receipts);
    const found = await run([
      pack,
      '--receipt',
      keep('receipt.json', JSON.stringify({ receipt, salt })),
      '--checkpoint',
      keep('checkpoint.json', JSON.stringify(voting.kept)),
    ]);
    say(
      `复核包：业主下载一个文件，离线重算 ${found.ballots ?? 0} 票，${found.recount === 'agrees' ? '完全一致' : `不一致：${found.why}`}`,
    );
    return found;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The last line of output is JSON, whatever the exit code. */
const run = (args: string[]): Promise<PackRecounted> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args], (error, stdout, stderr) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (last === '') reject(new Error(`the recount said nothing: ${stderr}`, { cause: error }));
      else resolve(JSON.parse(last) as PackRecounted);
    });
  });
