// The door of every npm script: checks Node, installs what is missing, generates the Prisma client, then runs scripts/<name>.ts
// in this same process. Plain JavaScript without dependencies, since on a bare clone there are none yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inCheckout = (...parts) => path.join(checkout, ...parts);
const readJson = (...parts) => JSON.parse(readFileSync(inCheckout(...parts), 'utf8'));

function leave(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  leave(
    `Gongzhi needs Node.js 20.19 or newer, and this is ${process.versions.node}: install a newer one from nodejs.org.`,
  );
}

/** Runs a command quietly, with a sign of life every ten seconds; shows its output only when it fails. */
function run(what, command, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    console.error(`${what} …`);
    const child = spawn(command, args, {
      cwd: checkout,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const ticker = setInterval(() => console.error(`  … ${seconds()} s`), 10_000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(ticker);
      if (code === 0) {
        console.error(`${what}: done in ${seconds()} s.`);
        resolve();
      } else reject(new Error(output.trimEnd().split('\n').slice(-15).join('\n')));
    });
  });
}

function npm(what, args) {
  // Under `npm start` this names npm's own script, which saves looking for npm (and its .cmd on Windows).
  const cli = process.env.npm_execpath;
  const isNpm = cli !== undefined && path.basename(cli) === 'npm-cli.js';
  return run(what, isNpm ? process.execPath : 'npm', [...(isNpm ? [cli] : []), ...args], npmCache());
}

/** npm keeps what it fetches in the home; services and containers often have none that can be written to. */
function npmCache() {
  if (process.env.npm_config_cache) return {};
  try {
    accessSync(process.env.HOME || process.env.USERPROFILE || '', constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: inCheckout('.gongzhi', 'cache', 'npm') };
  }
}

/** 'current', 'behind' (node_modules differs from the lock file) or 'unlocked' (package.json asks for what the lock file lacks). */
function stateOfDependencies() {
  const lock = readJson('package-lock.json').packages;
  const wanted = readJson('package.json');
  for (const kind of ['dependencies', 'devDependencies']) {
    const locked = lock['']?.[kind] ?? {};
    if (Object.entries(wanted[kind] ?? {}).some(([name, range]) => locked[name] !== range)) return 'unlocked';
  }
  if (!existsSync(inCheckout('node_modules', '.package-lock.json'))) return 'behind';
  const installed = readJson('node_modules', '.package-lock.json').packages;
  const isBehind = Object.entries(lock).some(
    ([place, { version, optional, devOptional }]) =>
      place !== '' && !optional && !devOptional && installed[place]?.version !== version,
  );
  return isBehind ? 'behind' : 'current';
}

async function installDependencies() {
  const state = stateOfDependencies();
  if (state === 'current') return;
  const quietly = ['--no-audit', '--no-fund', '--include=dev', '--loglevel=error'];
  try {
    if (state === 'behind') return await npm('Installing dependencies (one to two minutes, once)', ['ci', ...quietly]);
  } catch (error) {
    console.error(`npm ci did not work (${error.message.split('\n')[0]}); trying npm install.`);
  }
  try {
    await npm('Installing dependencies', ['install', ...quietly]);
  } catch (error) {
    leave(
      `${error.message}\nThe dependencies could not be installed: check that npm reaches a registry (npm ping) and start again.`,
    );
  }
}

async function generatePrismaClient() {
  const hash = createHash('sha256').update(readFileSync(inCheckout('node_modules', 'prisma', 'package.json')));
  for (const name of readdirSync(inCheckout('prisma', 'schema')).sort()) {
    hash.update(name).update(readFileSync(inCheckout('prisma', 'schema', name)));
  }
  const digest = hash.digest('hex');
  const stamp = inCheckout('prisma', 'generated', 'schema.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  try {
    await run(
      'Generating the database client',
      process.execPath,
      [inCheckout('node_modules', 'prisma', 'build', 'index.js'), 'generate', '--schema', 'prisma/schema'],
      // generate never runs the schema engine but insists on finding it; without this it would try to download one.
      { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    );
  } catch (error) {
    leave(`${error.message}\nThe database client could not be generated from prisma/schema.`);
  }
  writeFileSync(stamp, digest);
}

checkNode();
const [name, ...args] = process.argv.slice(2);
const scripts = readdirSync(inCheckout('scripts')).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));
if (!scripts.includes(name)) leave(`There is no script "${name ?? ''}"; there are: ${scripts.join(', ')}.`);
await installDependencies();
await generatePrismaClient();
const script = inCheckout('scripts', `${name}.ts`);
process.argv = [process.argv[0], script, ...args];
await import('tsx');
// Runs it as the main module, as if it had been named on the command line.
Module.runMain();
