// The code that workers run workflows from. Bundling takes seconds of CPU at every start, so a bundle is kept in the checkout's ignored
// folder under a key over everything that it is made of: after a crash a worker is ready in the time it takes to connect.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const CHECKOUT = path.resolve(__dirname, '..');

export interface BundleOptions {
  /** Where workflows/, domain/ and package-lock.json are. */
  checkout?: string;
  /**
   * Beside the sources, and not in the cache that checkouts share: whoever can put code there could change the sources themselves. It may be
   * absent or for reading only.
   */
  folder?: string;
  build?: (checkout: string) => Promise<{ code: string }>;
}

/** The bundle of workflows/index.ts: the kept one when it was made of the same and is undamaged, else a new one. */
export async function workflowBundle({
  checkout = CHECKOUT,
  folder = path.join(checkout, '.gongzhi', 'cache'),
  build = bundleNow,
}: BundleOptions = {}): Promise<{ code: string }> {
  const file = path.join(folder, `${PREFIX}${bundleKey(checkout)}.js`);
  const kept = readKept(file);
  if (kept !== undefined) return { code: kept };
  const { code } = await build(checkout);
  keep(file, code);
  return { code };
}

/** SHA-256 over the sources, the installed versions (webpack and the SDK among them) and this file, which holds the options. */
export function bundleKey(checkout: string): string {
  const sources = ['domain', 'workflows'].flatMap((name) =>
    readdirSync(path.join(checkout, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  // Source maps name files by their whole path.
  const hash = createHash('sha256').update(checkout);
  for (const source of [...sources.sort(), path.join(checkout, 'package-lock.json'), __filename])
    hash.update(`\n${path.relative(checkout, source)} ${sha256(readFileSync(source))}`);
  return hash.digest('hex');
}

const PREFIX = 'workflow-bundle-';
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const bundleNow = (checkout: string): Promise<{ code: string }> =>
  bundleWorkflowCode({
    workflowsPath: path.join(checkout, 'workflows', 'index.ts'),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    // The rules keep no state: all workflows of a thread share one frozen copy instead of evaluating their own (some milliseconds and 400 kB each).
    preloadModules: [path.join(checkout, 'domain', 'definitions.ts')],
    // Modules are named relative to the checkout wherever the process was started.
    webpackConfigHook: (config) => ({ ...config, context: checkout }),
  });

/** A file is its code's digest, a line break, the code. What does not agree with its digest is never run. */
function readKept(file: string): string | undefined {
  try {
    const [, digest, code = ''] = /^(\w+)\n([^]*)$/.exec(readFileSync(file, 'utf8')) ?? [];
    return digest === sha256(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whole or not at all, so that workers may race. Bundles of other sources go, and what a worker that was killed left unfinished. Where nothing
 * can be kept, the next start bundles again.
 */
function keep(file: string, code: string): void {
  const folder = path.dirname(file);
  const unfinished = `${file}.${process.pid}`;
  const isKept = succeeds(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(unfinished, `${sha256(code)}\n${code}`);
    renameSync(unfinished, file);
    const others = readdirSync(folder).filter((name) => name.startsWith(PREFIX) && name !== path.basename(file));
    for (const name of others) rmSync(path.join(folder, name), { force: true });
  });
  if (!isKept) succeeds(() => rmSync(unfinished, { force: true }));
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
