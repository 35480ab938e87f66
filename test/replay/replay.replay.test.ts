// Saved histories (scripts/dev/save-histories.ts) are replayed against the workflows as they are now, looked through for personal data, and
// the bundle for what must not be in it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { PRESETS } from '../../domain/policy/presets';
import { workflowBundle } from '../support/temporal';

const { History } = temporal.api.history.v1;
const FOLDER = path.join(__dirname, 'histories');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.pb'));
const bytesOf = (name: string) => readFileSync(path.join(FOLDER, name));
const replay = async (history: unknown) =>
  Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, 'saved');

/** Not part of a longer number, a hash or a UUID; the identity number of a person is 17 digits and a digit or X. */
const PERSONAL_NUMBERS = /(?<![0-9a-zA-Z-])(\d{11}|\d{17}[\dXx])(?![0-9a-zA-Z-])/g;

/** Every string of a history, and every payload as the text that it is. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

it('there is a history of each kind of process', () => {
  const kinds = ['committee-term', 'election', 'handover', 'owners-vote', 'petition', 'recall'];
  expect(FILES).toEqual(expect.arrayContaining(kinds.map((kind) => `${kind}.pb`)));
});

describe.each(FILES)('the history %s', (name) => {
  it('goes the same way again', async () => {
    await replay(History.decode(bytesOf(name)));
  });

  it('is refused when it tells of another way: an activity of another name', async () => {
    const doctored = History.decode(bytesOf(name));
    const scheduled = doctored.events.find((event) => event.activityTaskScheduledEventAttributes);
    const type = scheduled?.activityTaskScheduledEventAttributes?.activityType;
    if (!type) throw new Error('no activity in the history');
    type.name = 'somethingElse';
    await expect(replay(doctored)).rejects.toThrow(/[Nn]ondeterminism|did not match/);
  });

  it('holds no text that people wrote, no phone number and no identity number', () => {
    // What the pinned policy says about its sources, in Chinese too, belongs there.
    const known = JSON.stringify(PRESETS);
    const text = textsIn(History.decode(bytesOf(name))).join('\n');
    expect(text).toContain('"policy"');
    const foreign = (text.match(/[\u3400-\u9fff]+/gu) ?? []).filter((word) => !known.includes(word) && word !== '演练');
    expect(foreign).toEqual([]);
    expect(text.match(PERSONAL_NUMBERS) ?? []).toEqual([]);
  });
});

describe('the search for personal data', () => {
  it('finds a name, a phone number and an identity number where there is one', () => {
    const found = (text: string) => /[\u3400-\u9fff]/u.test(text) || text.match(PERSONAL_NUMBERS) !== null;
    expect(found('{"name":"王五"}')).toBe(true);
    expect(found('{"phone":"13800138000"}')).toBe(true);
    expect(found('{"id":"11010519491231002X"}')).toBe(true);
    expect(found('{"hash":"13800138000abc","n":1380013800}')).toBe(false);
  });
});

describe('the workflow bundle', () => {
  it('holds our workflows and no zod, no Prisma, no pg and none of Node’s own modules', async () => {
    const { codePath } = await workflowBundle();
    const code = readFileSync(codePath, 'utf8');
    const modules = [...code.matchAll(/\/\*! (?:\S+ )?(\S+?) \*\//g)].map(([, name]) => name ?? '');
    const resolved = [...code.matchAll(/__webpack_require__\([^)]*?"([^"]+)"\)/g)].map(([, name]) => name ?? '');
    expect(resolved).toEqual(expect.arrayContaining(['./workflows/process-loop.ts', './domain/machinery/decide.ts']));
    const unwanted =
      /node_modules\/(zod|@prisma|pg|express|pino)\/|^\.\/(store|prisma|api|activities)\/|^(node:|fs$|crypto$|https?$|net$|os$)/;
    expect([...modules, ...resolved].filter((name) => unwanted.test(name))).toEqual([]);
    expect(code).not.toContain('ZodError');
  });
});
