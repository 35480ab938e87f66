// `npm start [-- --fresh]`: sets up and runs Gongzhi with a sample street until Ctrl-C, SIGTERM or the end of any part.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config';
import type { SampleAccount } from './seed/sample';
import { dataDirectory } from './services/folders';
import { startGongzhi } from './services/gongzhi';
import type { Gongzhi } from './services/gongzhi';
import { ServiceError } from './services/service-error';

const say = (line: string) => console.log(line);

async function main(): Promise<number> {
  const isFresh = readArguments();
  const started = performance.now();
  const stopping = stopRequested();
  const directory = dataDirectory();
  say(`Gongzhi is starting; its data is in ${directory}.`);
  const starting = startGongzhi({ directory, environment: process.env, isFresh, hasSample: true, say });
  const first = await Promise.race([starting, stopping]);
  if (typeof first === 'string') {
    say(`${first}: stopping …`);
    // A build or download may take minutes more; whatever was started ends with this process.
    const stopped = starting.then((gongzhi) => gongzhi.stop()).catch(() => {});
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    return 0;
  }
  announce(first, (performance.now() - started) / 1000);
  const end = await Promise.race([stopping, first.failed.then((sentence) => ({ sentence }))]);
  say(typeof end === 'string' ? `${end}: stopping …` : `${end.sentence}\nStopping everything …`);
  await first.stop();
  say('Stopped.');
  return typeof end === 'string' ? 0 : 1;
}

function readArguments(): boolean {
  try {
    const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
    return values.fresh;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\nusage: npm start [-- --fresh]`);
  }
}

/** Resolves with the reason when somebody wants us to stop: a signal, or npm (which started us) being gone. */
function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const ancestors = parentAndGrandparent();
    setInterval(() => {
      if (parentAndGrandparent() !== ancestors) resolve('npm has ended');
    }, 1_000).unref();
  });
}

/** npm runs a shell that runs us; when either is killed, whoever is left gets another parent. */
function parentAndGrandparent(): string {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    return `${parent} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? ''}`;
  } catch {
    return String(parent);
  }
}

function announce(gongzhi: Gongzhi, seconds: number): void {
  say(`\nGongzhi is ready on ${gongzhi.address} after ${seconds.toFixed(1)} s.`);
  if (gongzhi.temporalUi !== undefined) say(`Histories can be read on ${gongzhi.temporalUi}.`);
  if (gongzhi.accounts.length > 0) showAccounts(gongzhi.accounts);
  say('Ctrl-C stops it; the data stays for the next start (`npm start -- --fresh` wipes it).');
}

function showAccounts(accounts: SampleAccount[]): void {
  say('\nSample accounts; the passwords are shown only now:');
  for (const { role, loginName, password, displayName } of accounts) {
    say(`  ${loginName.padEnd(12)} ${password}   ${role} (${displayName})`);
  }
  say('');
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // Sentences for people; anything else is our bug and shows where it happened.
    const isExpected = error instanceof ServiceError || error instanceof ConfigError;
    console.error(isExpected ? error.message : error);
    process.exit(1);
  },
);
