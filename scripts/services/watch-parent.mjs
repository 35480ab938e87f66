// Loaded into API and worker by the starter (node --import): when the starter is gone, however it died, its end of our standard
// input closes; then we stop as on SIGTERM, and after fifteen seconds without ceremony.
import { isMainThread } from 'node:worker_threads';

// Every thread of the part loads this; only the first has the real standard input.
if (isMainThread) {
  process.stdin.on('data', () => {});
  process.stdin.on('error', stop);
  process.stdin.on('end', stop);
  process.stdin.unref?.();
}

function stop() {
  setTimeout(() => process.exit(1), 15_000).unref();
  process.kill(process.pid, 'SIGTERM');
}
