// Runs a long command (a download, a build) and says every few seconds how far it is, so that nobody thinks it hangs.
import { spawn } from 'node:child_process';

export interface VisibleRun {
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Turns the lines seen so far into a few words, e.g. "412 packages". */
  progress: (lines: number, lastLine: string) => string;
  say: (line: string) => void;
}

/** Resolves when the command ends well; otherwise rejects with the last lines it wrote. */
export function runVisibly({ command, args, cwd, env, progress, say }: VisibleRun): Promise<void> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lastLines: string[] = [];
    let lines = 0;
    const take = (chunk: Buffer) => {
      for (const line of chunk
        .toString('utf8')
        .split('\n')
        .filter((text) => text.trim() !== '')) {
        lines += 1;
        lastLines.push(line);
        if (lastLines.length > 6) lastLines.shift();
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const ticker = setInterval(() => {
      const seconds = Math.round((performance.now() - started) / 1000);
      say(`  … ${progress(lines, lastLines.at(-1) ?? '')}, ${seconds} s`);
    }, 10_000);
    // Ctrl-C during a long build must not leave the build running.
    const endChild = () => child.kill();
    process.once('exit', endChild);
    const finish = (error?: Error) => {
      clearInterval(ticker);
      process.off('exit', endChild);
      if (error) reject(error);
      else resolve();
    };
    child.once('error', finish);
    child.once('close', (code) => finish(code === 0 ? undefined : new Error(lastLines.join('\n'))));
  });
}
