// The API as a process of its own: says when it is ready, ends in order with streams open, and will not run a production with sample accounts.
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { get } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { apiWorld, type World } from '../support/api-world';

const CHECKOUT = path.join(__dirname, '../..');
const tokenKey = randomBytes(32);

let world: World;
beforeAll(async () => {
  world = await apiWorld({ config: { tokenKey } });
});
afterAll(() => world.close());
// Two starts of a whole process, on a machine that may be busy with other tests.
jest.setTimeout(180_000);

function startApi(mode: 'embedded' | 'production'): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stderr: string }>;
} {
  const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
    cwd: CHECKOUT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GONGZHI_MODE: mode,
      DATABASE_URL: world.db.url,
      // Nobody answers there: the API starts all the same and says that the engine is down.
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      PORT: '0',
      GONGZHI_DATA_KEY: randomBytes(32).toString('base64'),
      GONGZHI_TOKEN_KEY: tokenKey.toString('base64'),
      GONGZHI_SIGNING_KEY: signingKey.toString('base64'),
    },
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.once('exit', (code) => resolve({ code, stderr })),
  );
  return { child, ended };
}

it('says where it is ready, answers, and ends in order though a client still listens', async () => {
  const { child, ended } = startApi('embedded');
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve);
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
  expect(ready).toBe(true);
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', database: 'up', engine: 'down' });

  const officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  const listening = get(`${url}/v1/changes/stream`, {
    headers: { Authorization: `Bearer ${officer.token}` },
    agent: false,
  });
  const streamEnded = new Promise<void>((resolve, reject) => {
    listening.once('error', reject);
    listening.once('response', (response) => {
      response.resume().once('close', resolve);
      child.kill('SIGTERM');
    });
  });
  await streamEnded;
  expect((await ended).code).toBe(0);
});

it('refuses to run a production in which sample accounts can sign in, in one sentence', async () => {
  await world.person([], { isSample: true });
  const { ended } = startApi('production');
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('sample accounts')]);
});
