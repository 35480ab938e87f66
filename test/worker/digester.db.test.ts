// Digests to supervisors, from what waits in the database to a real mail server: once, not at night, marked as sent only when the server took them.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import pino from 'pino';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { openKeyRing } from '../../store/key-ring';
import { setMailAddress } from '../../store/messages/mail-address';
import { inTransaction } from '../../store/transaction';
import { digestAndSend, startDigester, type DigesterDeps } from '../../worker/digester';
import { smtpPort, type MailPort } from '../../worker/mail-port';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection } from '../support/record-command';

/** Monday 30 November 2026, 10:00 in China. */
const MONDAY = new Date('2026-11-30T02:00:00.000Z');
const at = (hours: number): Date => new Date(MONDAY.getTime() + hours * 3_600_000);

let world: World;
let officer: Person;
let election: string;
const stops: (() => Promise<void> | void)[] = [];
const cipher = createFieldCipher(openKeyRing([{ id: 'k1', secret: randomBytes(32) }]));

beforeEach(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  election = await launchElection(world, world.city.e1);
  // Whoever launched it supervises no more.
  await world.db.pool.query('update role_grant set ended_at = clock_timestamp() where account_id <> $1', [
    officer.accountId,
  ]);
  await world.db.pool.query('update obligation set due_at = $1, rung = 1', [at(-30)]);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await world.close();
});

interface Received {
  to: string[];
  text: string;
}

/** A mail server on this machine; `options` say what it refuses. */
async function aServer(options: Partial<SMTPServerOptions> = {}): Promise<{ port: MailPort; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((go) => void server.listen(0, '127.0.0.1', go));
  stops.push(() => new Promise<void>((go) => server.close(go)));
  const { port } = server.server.address() as AddressInfo;
  return { port: mailTo(port), received };
}

function mailTo(port: number): MailPort {
  const mail = smtpPort({ url: `smtp://127.0.0.1:${port}`, from: 'gongzhi@example.com' });
  stops.push(() => mail.close());
  return mail;
}

const refusal = (responseCode: number): Error => Object.assign(new Error('no'), { responseCode });

const deps = (mail: MailPort | null, now: Date, more: Partial<DigesterDeps> = {}): DigesterDeps => ({
  pool: world.db.pool,
  time: { now: async () => now },
  log: pino({ level: 'silent' }),
  cipher,
  every: 'week',
  publicUrl: 'https://gongzhi.example',
  mail,
  ...more,
});

const giveAddress = ({ accountId }: Person, address: string | null = 'officer@example.com') =>
  inTransaction(world.db.pool, (tx) => setMailAddress(tx, cipher, { accountId, address, at: MONDAY }));

const digests = async () => {
  const { rows } = await world.db.pool.query<{
    channel: string;
    sentAt: Date | null;
    failure: string | null;
    params: { offices: { counts: object }[]; worst: { processId: string }[] };
  }>(
    `select channel, sent_at as "sentAt", failure, params from outgoing_message where template = 'digest' order by id`,
  );
  return rows;
};

/** What the mail says, out of its transfer encoding. */
function bodyOf({ text }: Received): string {
  const end = text.indexOf('\r\n\r\n');
  const [head, body] = [text.slice(0, end), text.slice(end + 4)];
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

describe('a digest', () => {
  it('reaches its supervisor once a week with numbers and links, and nothing personal', async () => {
    const { port, received } = await aServer();
    await giveAddress(officer);
    expect(await digestAndSend(deps(port, MONDAY))).toEqual({ written: 1, taken: 1 });
    expect(await digestAndSend(deps(port, at(24)))).toEqual({ written: 0, taken: 0 });
    expect(await digests()).toMatchObject([{ channel: 'mail', sentAt: MONDAY, failure: null }]);
    expect(received.map(({ to }) => to)).toEqual([['officer@example.com']]);
    const body = received.map(bodyOf).join('');
    expect(body).toContain('【一街道】待办 1 项，其中逾期 1 项（已报上级 1 项）');
    expect(body).toContain(`https://gongzhi.example/processes/${election}`);
    expect(body).not.toContain('业主');
    // The next week is another digest; every day, where it is asked for.
    expect(await digestAndSend(deps(port, at(7 * 24)))).toEqual({ written: 1, taken: 1 });
    expect(await digestAndSend(deps(port, at(8 * 24), { every: 'day' }))).toEqual({ written: 1, taken: 1 });
    expect(await digestAndSend(deps(port, at(20 * 24), { every: 'off' }))).toEqual({ written: 0, taken: 0 });
  });

  it('is neither written nor sent at night, and comes in the morning', async () => {
    const { port, received } = await aServer();
    await giveAddress(officer);
    // 21:00 sharp is night, 7:59 is, 8:00 is not.
    for (const hours of [11, 12, 21, 21.99])
      expect(await digestAndSend(deps(port, at(hours), { every: 'day' }))).toEqual({ written: 0, taken: 0 });
    expect(await digestAndSend(deps(port, at(22), { every: 'day' }))).toEqual({ written: 1, taken: 1 });
    expect(received).toHaveLength(1);
  });

  it('is written once by several workers at the same moment, and sent once', async () => {
    const { port, received } = await aServer();
    await giveAddress(officer);
    await Promise.all(Array.from({ length: 6 }, () => digestAndSend(deps(port, MONDAY))));
    expect(await digests()).toHaveLength(1);
    expect(received).toHaveLength(1);
  });

  it('names only processes that its reader may see', async () => {
    await world.db.pool.query('update process_view set hidden_from = array[$1::uuid]', [officer.accountId]);
    const other = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
    await digestAndSend(deps(null, MONDAY));
    const { rows } = await world.db.pool.query<{ to: string; worst: object[] }>(
      `select to_account_id as "to", params -> 'worst' as worst from outgoing_message where template = 'digest'`,
    );
    const worstOf = (person: Person) => rows.find(({ to }) => to === person.accountId)?.worst;
    expect(worstOf(officer)).toEqual([]);
    expect(worstOf(other)).toMatchObject([{ processId: election }]);
    // Nor does the page of messages show what stands in somebody else's.
    const auditor = await world.person([{ role: 'auditor', at: world.city.district }]);
    const { body } = await world.as(auditor).get(`/v1/places/${world.city.district.id}/messages`).expect(200);
    const shown = (body as { items: { template: string; params: object }[] }).items;
    expect(shown.filter(({ template }) => template === 'digest')).toHaveLength(2);
    expect(JSON.stringify(shown.filter(({ template }) => template === 'digest'))).not.toContain(election);
  });

  it('is captured where no mail server is set', async () => {
    await digestAndSend(deps(null, MONDAY));
    expect(await digests()).toMatchObject([{ channel: 'captured', sentAt: MONDAY, failure: null }]);
  });
});

describe('a mail', () => {
  it('that the server refuses for good is shown as not delivered, and never tried again', async () => {
    let asked = 0;
    const { port, received } = await aServer({
      onRcptTo(_address, _session, done) {
        asked += 1;
        done(refusal(550));
      },
    });
    await giveAddress(officer);
    await digestAndSend(deps(port, MONDAY));
    await digestAndSend(deps(port, at(9)));
    expect([asked, received.length]).toEqual([1, 0]);
    expect(await digests()).toMatchObject([{ sentAt: null, failure: 'refused-550' }]);
    const { body } = await world.as(officer).get(`/v1/places/${world.city.s1.id}/messages`).expect(200);
    const shown = (body as { items: { template: string; failure: string | null }[] }).items;
    expect(shown.find(({ template }) => template === 'digest')).toMatchObject({ sentAt: null, failure: 'refused-550' });
  });

  it('that the server cannot take now is not marked as sent, and goes out later', async () => {
    let isBusy = true;
    const { port, received } = await aServer({
      onRcptTo: (_address, _session, done) => done(isBusy ? refusal(451) : undefined),
    });
    await giveAddress(officer);
    await digestAndSend(deps(port, MONDAY));
    expect(await digests()).toMatchObject([{ sentAt: null, failure: null }]);
    isBusy = false;
    // Not at once: the pause is kept.
    expect(await digestAndSend(deps(port, at(0.001)))).toEqual({ written: 0, taken: 0 });
    expect(await digestAndSend(deps(port, at(1)))).toEqual({ written: 0, taken: 1 });
    expect(received).toHaveLength(1);
    expect(await digests()).toMatchObject([{ sentAt: at(1) }]);
  });

  it('waits while nobody listens, and is the same mail when it is sent twice', async () => {
    const nobody = createServer();
    await new Promise<void>((go) => void nobody.listen(0, '127.0.0.1', go));
    const { port: closed } = nobody.address() as AddressInfo;
    await new Promise((go) => nobody.close(go));
    await giveAddress(officer);
    await digestAndSend(deps(mailTo(closed), MONDAY));
    expect(await digests()).toMatchObject([{ sentAt: null, failure: null }]);
    const { port, received } = await aServer();
    await digestAndSend(deps(port, at(1)));
    // The answer was lost: the worker died before it could write down that it was sent.
    await world.db.pool.query('update outgoing_message set sent_at = null, available_at = $1', [at(1)]);
    await digestAndSend(deps(port, at(2)));
    const ids = received.map(({ text }) => /^message-id: (.*)$/im.exec(text)?.[1]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('to an account without an address is shown as not delivered', async () => {
    const { port, received } = await aServer();
    await digestAndSend(deps(port, MONDAY));
    expect(received).toEqual([]);
    expect(await digests()).toMatchObject([{ sentAt: null, failure: 'no-address' }]);
  });
});

it('runs by itself until it is stopped', async () => {
  const { port, received } = await aServer();
  await giveAddress(officer);
  const digester = startDigester(deps(port, MONDAY));
  const deadline = Date.now() + 20_000;
  while ((await digests())[0]?.sentAt == null && Date.now() < deadline) await new Promise((go) => setTimeout(go, 20));
  await digester.stop();
  expect(received).toHaveLength(1);
});

it('keeps addresses sealed, and shows them masked to their owner', async () => {
  const me = world.as(officer);
  await me.put('/v1/me/mail', { commandId: randomUUID(), address: 'officer@example.com' }).expect(204);
  const { body } = await me.get('/v1/me/mail').expect(200);
  expect(body).toMatchObject({ address: 'o***@example.com' });
  const { rows } = await world.db.pool.query<{ cipher: string }>('select address_cipher as cipher from account_mail');
  expect(rows[0]?.cipher).not.toContain('officer');
  await me.put('/v1/me/mail', { commandId: randomUUID(), address: 'not an address' }).expect(400);
  await me.put('/v1/me/mail', { commandId: randomUUID(), address: null }).expect(204);
  expect((await me.get('/v1/me/mail').expect(200)).body).toEqual({ address: null, setAt: null });
});
