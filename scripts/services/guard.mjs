// Runs one program and ends it when its own parent is gone, however that died: the parent holds the other end of our standard input.
// Arguments: JSON { command, args, user?, stopSignal, graceMs, pidFile }. Plain JavaScript, so that it starts at once.
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const { command, args, user, stopSignal, graceMs, pidFile } = JSON.parse(process.argv[2]);
const child = spawn(command, args, { ...user, stdio: ['ignore', 'inherit', 'inherit'] });
// If we are killed ourselves, whoever reads this ends the program in our place (guarded-process.ts).
writeFileSync(pidFile, JSON.stringify({ guard: process.pid, program: child.pid ?? 0, command, stopSignal }));

let isStopping = false;
function stop() {
  if (isStopping) return;
  isStopping = true;
  child.kill(stopSignal);
  setTimeout(() => child.kill('SIGKILL'), graceMs);
}

process.stdin.on('data', () => {});
process.stdin.on('end', stop);
process.stdin.on('error', stop);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);

function leave(code) {
  rmSync(pidFile, { force: true });
  process.exit(code);
}
child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  leave(127);
});
child.on('exit', (code, signal) => leave(isStopping ? 0 : (code ?? (signal ? 1 : 0))));
