// What a process of this machine uses, as `ps` says.
import { execFileSync } from 'node:child_process';

export interface Usage {
  rssMb: number;
  cpuSeconds: number;
}

/** Resident memory and processor time so far. Throws when there is no such process. */
export function usageOf(pid: number): Usage {
  const [rss = '', time = ''] = execFileSync('ps', ['-o', 'rss=,time=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  const [days, clock = ''] = time.includes('-') ? (time.split('-') as [string, string]) : ['0', time];
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { rssMb: Number(rss) / 1024, cpuSeconds: Number(days) * 86_400 + seconds };
}
