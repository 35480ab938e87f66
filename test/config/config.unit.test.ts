import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, loadConfig, loadDatabaseUrl, loadTemporal } from '../../config/config';
import { embeddedSecrets } from '../../config/embedded-secrets';

const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

const key = (bytes = 32) => randomBytes(bytes).toString('base64');

const good = (): Record<string, string> => ({
  DATABASE_URL: 'postgresql://app:kV93-long-and-random@db.example:5432/gongzhi',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  GONGZHI_DATA_KEY: key(),
  GONGZHI_TOKEN_KEY: key(),
});

function complaint(changes: Record<string, string | undefined>): string {
  try {
    loadConfig({ ...good(), ...changes });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'accepted';
}

test('a complete environment is accepted, with production as its mode and loopback as its host', () => {
  const config = loadConfig(good());
  expect(config).toMatchObject({
    mode: 'production',
    http: { host: '127.0.0.1', port: 8080 },
    temporal: { namespace: 'default' },
  });
  expect(config.temporal.tls).toBeUndefined();
});

test.each([
  ['DATABASE_URL', 'mysql://a:b@c/d', 'postgresql://'],
  ['DATABASE_URL', 'postgresql://a:b@c:5432/', 'postgresql://'],
  ['DATABASE_URL', 'not an address', 'postgresql://'],
  ['TEMPORAL_ADDRESS', 'temporal.example', 'host:port'],
  ['TEMPORAL_TLS', 'yes', '"true" or "false"'],
  ['TEMPORAL_TLS_CA_FILE', '/nowhere/ca.pem', 'can be read'],
  ['PORT', '65536', '0 to 65535'],
  ['PORT', '80a', '0 to 65535'],
  ['PORT', '-1', '0 to 65535'],
  ['GONGZHI_MODE', 'test', '"embedded" or "production"'],
  ['GONGZHI_DATA_KEY', key(31), '32 bytes'],
  ['GONGZHI_DATA_KEY', key(33), '32 bytes'],
  ['GONGZHI_DATA_KEY', `k1:${key()},k1:${key()}`, '32 bytes'],
  ['GONGZHI_DATA_KEY', `k2:${key()},k1:`, '32 bytes'],
  ['GONGZHI_TOKEN_KEY', key(31), 'at least 32 bytes'],
  ['GONGZHI_CACHED_WORKFLOWS', '0', '1 to 100000'],
  ['GONGZHI_MAX_ATTACHMENT_MB', '21', '1 to 20'],
  ['GONGZHI_MAX_PHOTO_MEGAPIXELS', '201', '1 to 200'],
  ['GONGZHI_KEPT_PHOTO_PIXELS', '639', '640 to 8192'],
  ['GONGZHI_UNUSED_ATTACHMENTS', '0', '1 to 1000'],
  ['LOG_LEVEL', 'loud', 'info'],
])('a wrong %s (case %#) is named, with what was expected and without its value', (name, value, expected) => {
  const message = complaint({ [name]: value });
  expect(message).toMatch(new RegExp(`^${name} is wrong: `));
  expect(message).toContain(expected);
  if (value.length > 12) expect(message).not.toContain(value);
});

test.each(Object.keys(good()))('a missing %s is named, and an empty one counts as missing', (name) => {
  expect(complaint({ [name]: undefined })).toMatch(new RegExp(`^${name} is missing: expected`));
  expect(complaint({ [name]: '' })).toMatch(new RegExp(`^${name} is missing: expected`));
});

test('all wrong variables are named at once', () => {
  const message = complaint({ PORT: 'x', TEMPORAL_ADDRESS: undefined, LOG_LEVEL: 'loud' });
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['TEMPORAL_ADDRESS', 'PORT', 'LOG_LEVEL']);
});

describe('keys', () => {
  test('a token key of exactly 32 bytes is enough, and a longer one is taken whole', () => {
    expect(loadConfig({ ...good(), GONGZHI_TOKEN_KEY: key(32) }).keys.tokenKey).toHaveLength(32);
    expect(loadConfig({ ...good(), GONGZHI_TOKEN_KEY: key(64) }).keys.tokenKey).toHaveLength(64);
  });

  test('several data keys keep their order and names; a single one is k1', () => {
    const ids = (text: string) => loadConfig({ ...good(), GONGZHI_DATA_KEY: text }).keys.dataKeys.map(({ id }) => id);
    expect(ids(`k2:${key()}, k1:${key()}`)).toEqual(['k2', 'k1']);
    expect(ids(key())).toEqual(['k1']);
  });
});

describe('production', () => {
  const shared = key();
  test.each([
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://postgres:postgres@db:5432/gongzhi' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://postgres@db:5432/gongzhi' }],
    ['GONGZHI_DATA_KEY', { GONGZHI_DATA_KEY: Buffer.alloc(32).toString('base64') }],
    ['GONGZHI_DATA_KEY', { GONGZHI_DATA_KEY: Buffer.from('change-me-change-me-change-me-32').toString('base64') }],
    [
      'GONGZHI_TOKEN_KEY',
      { GONGZHI_TOKEN_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz').toString('base64') },
    ],
    ['GONGZHI_TOKEN_KEY', { GONGZHI_TOKEN_KEY: shared, GONGZHI_DATA_KEY: shared }],
  ])('refuses a %s that could be guessed (case %#), and the embedded mode does not mind', (name, changes) => {
    expect(complaint(changes)).toMatch(new RegExp(`^${name} is refused in production: `));
    expect(complaint({ ...changes, GONGZHI_MODE: 'embedded' })).toBe('accepted');
  });
});

test('a payment provider has an address and a code, or is not there', () => {
  const [GONGZHI_PAYMENT_URL, GONGZHI_PAYMENT_PROVIDER] = ['https://pay.example/', 'city-pay'];
  expect(loadConfig({ ...good(), GONGZHI_PAYMENT_URL, GONGZHI_PAYMENT_PROVIDER }).payments).toEqual({
    ...{ url: 'https://pay.example', providerCode: 'city-pay' },
  });
  expect(loadConfig(good()).payments).toBeUndefined();
  expect(complaint({ GONGZHI_PAYMENT_URL })).toContain('GONGZHI_PAYMENT_PROVIDER is missing');
  expect(complaint({ GONGZHI_PAYMENT_PROVIDER })).toContain('GONGZHI_PAYMENT_URL is missing');
});

describe('Temporal over TLS', () => {
  const certificate = path.join(directory, 'client.pem');
  writeFileSync(certificate, 'certificate');

  test('an API key alone means TLS with the public roots', () => {
    expect(loadTemporal({ ...good(), TEMPORAL_API_KEY: 'abc' })).toMatchObject({ tls: true, apiKey: 'abc' });
  });

  test('certificate files are read', () => {
    const { tls } = loadTemporal({
      ...good(),
      TEMPORAL_TLS_CA_FILE: certificate,
      TEMPORAL_TLS_CERT_FILE: certificate,
      TEMPORAL_TLS_KEY_FILE: certificate,
    });
    const content = Buffer.from('certificate');
    expect(tls).toEqual({ serverRootCACertificate: content, clientCertPair: { crt: content, key: content } });
  });

  test('a certificate without its key is refused by name', () => {
    expect(complaint({ TEMPORAL_TLS_CERT_FILE: certificate })).toMatch(/^TEMPORAL_TLS_KEY_FILE is missing/);
    expect(complaint({ TEMPORAL_TLS_KEY_FILE: certificate })).toMatch(/^TEMPORAL_TLS_CERT_FILE is missing/);
  });
});

test('a migration needs the address of the database and nothing else', () => {
  expect(loadDatabaseUrl({ DATABASE_URL: 'postgres://a:b@c/d' })).toBe('postgres://a:b@c/d');
  expect(() => loadDatabaseUrl({})).toThrow('DATABASE_URL is missing');
});

describe('the secrets of an embedded installation', () => {
  test('are made once, for their owner only, and accepted by the configuration', () => {
    const folder = path.join(directory, 'embedded');
    const made = embeddedSecrets(folder);
    expect(embeddedSecrets(folder)).toEqual(made);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(loadConfig({ ...good(), ...made }).mode).toBe('production');
    expect(embeddedSecrets(path.join(directory, 'another'))).not.toEqual(made);
  });

  test('are never made anew over a damaged file', () => {
    const folder = path.join(directory, 'damaged');
    embeddedSecrets(folder);
    writeFileSync(path.join(folder, 'secrets.json'), '{"GONGZHI_DATA_KEY":');
    expect(() => embeddedSecrets(folder)).toThrow('is damaged');
    expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).toBe('{"GONGZHI_DATA_KEY":');
  });
});
