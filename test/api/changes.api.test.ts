// The stream of changes: a client that loses its connection misses nothing and sees nothing twice, sees its own places only, and is
// cut off with its role. Real sockets and a real LISTEN.
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { createApp, type App } from '../../api/app';
import { civilCalendar } from '../../domain/calendar/tables';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection, recordCommand } from '../support/record-command';

let world: World;
let app: App;
let server: Server;
let election: string;
let officer: Person;

beforeAll(async () => {
  world = await apiWorld();
  app = createApp(world.deps);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  election = await launchElection(world, world.city.e1);
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(async () => {
  app.stopStreams();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});

interface Event {
  id: string;
  event: string;
  data: { processId: string; seq: number };
}

class Stream {
  readonly events: Event[] = [];
  isEnded = false;
  #text = '';

  constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const parts = (this.#text + chunk).split('\n\n');
      this.#text = parts.pop() ?? '';
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields['id'] !== undefined)
          this.events.push({ ...fields, data: JSON.parse(fields['data'] as string) } as Event);
      }
    });
    response.on('close', () => (this.isEnded = true));
  }

  get changes(): Event[] {
    return this.events.filter(({ event }) => event === 'change');
  }
  get lastId(): string {
    return this.events.at(-1)?.id ?? '';
  }
  close(): void {
    this.response.destroy();
  }
}

const open = (person: Person, headers: Record<string, string> = {}, query = ''): Promise<Stream> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const path = `/v1/changes/stream${query}`;
    const sent = get({
      host: '127.0.0.1',
      port,
      path,
      headers: { Authorization: `Bearer ${person.token}`, ...headers },
      agent: false,
    });
    sent.once('error', reject);
    sent.once('response', (response) =>
      response.statusCode === 200 ? resolve(new Stream(response)) : reject(new Error(`status ${response.statusCode}`)),
    );
  });

/** A change is told when every transaction before it has ended, in other databases of the server too: beside other tests that takes time. */
async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 45_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** One more change that can be made any number of times: the holiday table is given anew. Returns its seq. */
async function makeChange(processId = election): Promise<number> {
  const actor = { kind: 'account', id: officer.accountId, role: 'districtSupervisor' } as const;
  await recordCommand(world, processId, actor, { type: 'reviseCalendar', calendar: civilCalendar() });
  const { rows } = await world.db.pool.query<{ seq: number }>('select seq from process_view where process_id = $1', [
    processId,
  ]);
  return (rows[0] as { seq: number }).seq;
}

it('tells its position at once, and each change as it happens', async () => {
  const stream = await open(officer);
  await until(() => stream.events.length === 1, 'position');
  expect(stream.events[0]?.event).toBe('position');
  const seq = await makeChange();
  await until(() => stream.changes.length === 1, 'the change');
  expect(stream.changes[0]?.data).toMatchObject({ processId: election, seq, kind: 'election' });
  stream.close();
});

it('brings a reconnecting client everything it missed, once and in order', async () => {
  const first = await open(officer);
  await until(() => first.events.length === 1, 'position');
  const seen = await makeChange();
  await until(() => first.changes.length === 1, 'the first change');
  const { lastId } = first;
  first.close();
  const missed = [await makeChange(), await makeChange(), await makeChange()];
  const second = await open(officer, { 'Last-Event-ID': lastId });
  const later = await makeChange();
  await until(() => second.changes.length >= 4, 'the missed and the later changes');
  expect(first.changes.map(({ data }) => data.seq)).toEqual([seen]);
  expect(second.changes.map(({ data }) => data.seq)).toEqual([...missed, later]);
  second.close();
});

it('loses nothing when changes, disconnections and reconnections race', async () => {
  let stream = await open(officer);
  await until(() => stream.events.length === 1, 'position');
  const made: number[] = [];
  const seen: number[] = [];
  let isMaking = true;
  const making = (async () => {
    for (let i = 0; i < 30; i++) made.push(await makeChange());
    isMaking = false;
  })();
  for (let round = 0; isMaking || seen.length < made.length; round++) {
    if (round > 500) throw new Error(`saw ${seen.length} of ${made.length}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { lastId, changes } = stream;
    seen.push(...changes.map(({ data }) => data.seq));
    stream.close();
    stream = await open(officer, lastId === '' ? {} : { 'Last-Event-ID': lastId });
    await until(() => stream.events.length >= 1, 'position');
  }
  await making;
  stream.close();
  expect(seen).toEqual(made);
});

it('holds a change back while an older transaction is open, and brings it when that has ended', async () => {
  const stream = await open(officer);
  await until(() => stream.events.length === 1, 'position');
  const older = new Client({ connectionString: world.db.url });
  await older.connect();
  await older.query('begin');
  await older.query('select pg_current_xact_id()');
  const seq = await makeChange();
  const { body } = await world.as(officer).get(`/v1/changes?after=${stream.lastId}`).expect(200);
  expect(body.items).toEqual([]);
  await older.query('commit');
  await older.end();
  await until(() => stream.changes.length === 1, 'the change after the older transaction');
  expect(stream.changes[0]?.data.seq).toBe(seq);
  stream.close();
});

it('shows nobody the changes of other places', async () => {
  const stranger = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
  const owner = await world.ownerOf(world.city.u1);
  const [ofStranger, ofOwner] = [await open(stranger), await open(owner)];
  await until(() => ofStranger.events.length === 1 && ofOwner.events.length === 1, 'positions');
  await makeChange();
  await until(() => ofOwner.changes.length === 1, "the owner's change");
  const elsewhere = await launchElection(world, world.city.e4);
  await until(() => ofStranger.changes.length === 1, "the stranger's change");
  expect(ofStranger.changes.map(({ data }) => data.processId)).toEqual([elsewhere]);
  expect(ofOwner.changes.map(({ data }) => data.processId)).toEqual([election]);
  // The same when catching up from the very beginning.
  const again = await open(stranger, {}, '?after=0-0');
  await until(() => again.changes.length === 1, 'the catching up');
  expect(again.changes[0]?.data.processId).toBe(elsewhere);
  for (const stream of [ofStranger, ofOwner, again]) stream.close();
});

it('ends with the role of the one who listens', async () => {
  const demoted = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  const stream = await open(demoted);
  await world.db.pool.query(
    'update account set token_epoch = token_epoch + 1, epoch_raised_at = clock_timestamp() where id = $1',
    [demoted.accountId],
  );
  await until(() => stream.isEnded, 'the end of the stream');
});

it('refuses a position that is none, a listener without a token, and an eleventh stream of one account', async () => {
  await expect(open(officer, { 'Last-Event-ID': 'abc' })).rejects.toThrow('status 400');
  await expect(open(officer, { 'Last-Event-ID': '9223372036854775808-1' })).rejects.toThrow('status 400');
  await expect(open({ ...officer, token: '' })).rejects.toThrow('status 401');
  const many = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  const streams = await Promise.all(Array.from({ length: 10 }, () => open(many)));
  await expect(open(many)).rejects.toThrow('status 429');
  for (const stream of streams) stream.close();
});

it('can be polled: a page at a time, nothing twice, the position moving on', async () => {
  const poll = async (after: string) =>
    (await world.as(officer).get(`/v1/changes?limit=2&after=${after}`).expect(200)).body;
  const { body: start } = await world.as(officer).get('/v1/changes').expect(200);
  expect(start.items).toEqual([]);
  const made = [await makeChange(), await makeChange(), await makeChange()];
  const seen: number[] = [];
  let position = start.position as string;
  while (seen.length < 3) {
    const page = await poll(position);
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map(({ seq }: { seq: number }) => seq));
    position = page.position as string;
  }
  expect(seen).toEqual(made);
  expect((await poll(position)).items).toEqual([]);
});
