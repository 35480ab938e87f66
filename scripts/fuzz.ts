// `npm run fuzz [-- --examples N] [--seed N]`: Schemathesis against a running Gongzhi of its own, over every operation of the OpenAPI
// document, as several callers and as nobody. No input may make it answer 5xx, or anything that the document does not promise.
// Schemathesis comes from PyPI into the cache folder; the path parameters get ids that exist, or it would see 404s only.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheDirectory } from './services/folders';
import { startGongzhi, type Gongzhi } from './services/gongzhi';
import { runVisibly } from './services/run-visibly';
import { ServiceError } from './services/service-error';

const SCHEMATHESIS = 'schemathesis==4.32.5';
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'ignored_auth',
];
/** These would end the caller's own session, and with it the run; they are asked last, by a caller of their own. */
const ENDING = ['logout', 'changePassword'];
/** So many wrong passwords lock the door of this address for everybody: asked last of all. */
const LOCKING = ['login'];
/** Answers without end. */
const ENDLESS = ['streamChanges'];

const say = (line: string) => console.log(line);

interface Options {
  examples: string;
  seed: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { examples: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
  });
  const program = await schemathesis();
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-fuzz-'));
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => reject(new Error(`${signal}: fuzzing was stopped`)));
    }
  });
  stopped.catch(() => {});
  const gongzhi = await startGongzhi({ directory, environment: ownEnvironment(), hasSample: true, say });
  try {
    const broken = gongzhi.failed.then((sentence) => Promise.reject(new Error(sentence)));
    broken.catch(() => {});
    return await Promise.race([fuzz(program, gongzhi, directory, values), stopped, broken]);
  } finally {
    await gongzhi.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function fuzz(program: string, gongzhi: Gongzhi, directory: string, options: Options): Promise<number> {
  const { address } = gongzhi;
  const ids = await makeThings(gongzhi);
  const document = path.join(directory, 'openapi.json');
  writeFileSync(document, JSON.stringify(withIds(await getJson(`${address}/openapi.json`), ids)));
  const callers: [string, string[]][] = [
    ['nobody', []],
    ...['street', 'owner'].map((name): [string, string[]] => [name, [name]]),
  ];
  let isFine = true;
  for (const [name, [loginName]] of callers) {
    const token = loginName === undefined ? null : await signIn(gongzhi, loginName);
    const excluded = [...ENDLESS, ...LOCKING, ...(token === null ? [] : ENDING)];
    isFine =
      (await run(
        program,
        document,
        address,
        name,
        token,
        excluded.flatMap((id) => ['--exclude-operation-id', id]),
        options,
      )) && isFine;
  }
  for (const id of ENDING) {
    const token = await signIn(gongzhi, 'street');
    isFine =
      (await run(program, document, address, `street, ${id}`, token, ['--include-operation-id', id], options)) &&
      isFine;
  }
  const locking = LOCKING.flatMap((id) => ['--include-operation-id', id]);
  isFine = (await run(program, document, address, 'nobody, signing in', null, locking, options)) && isFine;
  say(isFine ? 'No input broke anything.' : 'Some input broke something: see above.');
  return isFine ? 0 : 1;
}

async function run(
  program: string,
  document: string,
  address: string,
  caller: string,
  token: string | null,
  selection: string[],
  { examples, seed }: Options,
): Promise<boolean> {
  say(`\n==== as ${caller} ====`);
  const header = token === null ? [] : ['--header', `Authorization: Bearer ${token}`];
  const args = [
    'run',
    document,
    '--url',
    address,
    '--checks',
    CHECKS.join(','),
    '--max-examples',
    examples,
    '--seed',
    seed,
  ];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(
      program,
      [...args, '--phases', 'examples,coverage,fuzzing', '--no-color', ...header, ...selection],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, SCHEMATHESIS_HOOKS: '' },
      },
    );
    const stop = () => child.kill();
    process.once('exit', stop);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      process.off('exit', stop);
      resolve(exitCode);
    });
  });
  return code === 0;
}

/** Installed once, in a Python environment of its own in the cache folder. */
async function schemathesis(): Promise<string> {
  const folder = path.join(cacheDirectory(), SCHEMATHESIS.replace('==', '-'));
  const program = path.join(folder, 'bin', 'schemathesis');
  if (existsSync(program)) return program;
  say(`Installing ${SCHEMATHESIS} from PyPI into ${folder} …`);
  try {
    await runVisibly({
      command: 'python3',
      args: ['-m', 'venv', folder],
      progress: () => 'making the environment',
      say,
    });
    const install = ['install', '--quiet', SCHEMATHESIS];
    await runVisibly({
      command: path.join(folder, 'bin', 'pip'),
      args: install,
      progress: (lines) => `${lines} lines`,
      say,
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new ServiceError(
      `Fuzzing needs Python 3 with venv and ${SCHEMATHESIS} from PyPI. ${(error as Error).message}`,
    );
  }
  return program;
}

// ---- things to ask about ----------------------------------------------------------------------------------------------

const bodyOf = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;
const getJson = async (url: string): Promise<Record<string, unknown>> => bodyOf(await fetch(url));

async function signIn({ address, accounts }: Gongzhi, loginName: string): Promise<string> {
  const account = accounts.find((sample) => sample.loginName === loginName);
  if (account === undefined) throw new Error(`no sample account ${loginName}`);
  const answer = await fetch(`${address}/v1/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ loginName, password: account.password }),
  });
  if (!answer.ok) throw new Error(`${loginName} cannot sign in: ${await answer.text()}`);
  return (await bodyOf(answer))['accessToken'] as string;
}

/** Ids by path parameter: an estate of the sample street, an election and a vote launched there. */
async function makeThings(gongzhi: Gongzhi): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${await signIn(gongzhi, 'street')}` };
  const ask = async (method: string, at: string, body?: object): Promise<Record<string, unknown>> => {
    const sent = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(gongzhi.address + at, sent);
    if (!answer.ok) throw new Error(`${method} ${at}: ${await answer.text()}`);
    return bodyOf(answer);
  };
  type Items = { items: Record<string, string>[] };
  const me = (await ask('GET', '/v1/me')) as { id: string; grants: { path: string }[] };
  const streetId = me.grants[0]?.path.split('/').at(-2) ?? '';
  const first = async (at: string): Promise<Record<string, string>> => ((await ask('GET', at)) as Items).items[0] ?? {};
  const community = await first(`/v1/places/${streetId}/children`);
  const estates = ((await ask('GET', `/v1/places/${community['placeId']}/children`)) as Items).items;
  for (const { placeId: estateId = '' } of estates) {
    const unit = await first(`/v1/places/${estateId}/units?limit=1`);
    if (unit['unitId'] === undefined) continue;
    const owner = await first(`/v1/places/${estateId}/owners?limit=1`);
    const [processId, voteId, petitionId] = [randomUUID(), randomUUID(), randomUUID()];
    const election = { electionId: processId, trigger: 'termEnding', termEndsOn: null, seats: 5 };
    await ask('POST', `/v1/estates/${estateId}/elections`, { commandId: randomUUID(), ...election });
    const agenda = [{ kind: 'yesNo', itemId: 'item', matter: 4, titleText: '是否续聘物业企业' }];
    const vote = { voteId, scope: { kind: 'estate', placeId: estateId }, agenda };
    await ask('POST', `/v1/estates/${estateId}/votes`, { commandId: randomUUID(), ...vote });
    const petition = { petitionId, purpose: 'extraordinaryMeeting', requestText: '请求召开临时会议' };
    await ask('POST', `/v1/estates/${estateId}/petitions`, { commandId: randomUUID(), ...petition });
    const { unitId = '' } = unit;
    return {
      placeId: estateId,
      estateId,
      unitId,
      ownerId: owner['ownerId'] ?? '',
      processId,
      voteId,
      petitionId,
      accountId: me.id,
    };
  }
  throw new Error('the sample street has no estate with a register');
}

/** The document with the ids as examples of its path parameters: half of the requests reach something that exists. */
function withIds(document: Record<string, unknown>, ids: Record<string, string>): unknown {
  const paths = document['paths'] as Record<
    string,
    Record<string, { parameters?: { in: string; name: string; schema: object }[] }>
  >;
  for (const operations of Object.values(paths)) {
    for (const { parameters = [] } of Object.values(operations)) {
      for (const parameter of parameters) {
        const id = parameter.in === 'path' ? ids[parameter.name] : undefined;
        if (id !== undefined) parameter.schema = { type: 'string', enum: [id, randomUUID()] };
      }
    }
  }
  return document;
}

/** Embedded servers, whatever the caller's environment points at. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, GONGZHI_MODE: _mode, ...rest } = process.env;
  return { ...rest, PORT: '0', GONGZHI_POSTGRES_PORT: '0', GONGZHI_TEMPORAL_PORT: '0', GONGZHI_TEMPORAL_UI_PORT: '0' };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
