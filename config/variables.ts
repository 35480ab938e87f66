// Every environment variable that API and worker read: what it must look like, in words for the person who set it, and its default.
// docs/operations.md lists them for operators.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A text variable turned into something else; `expected` is what the person reads when `convert` throws or gives undefined. */
function converted<Value>(expected: string, convert: (text: string) => Value | undefined) {
  return z.string(expected).transform((text, context): Value => {
    try {
      const value = convert(text);
      if (value !== undefined) return value;
    } catch {
      // Said below, without the value.
    }
    context.issues.push({ code: 'custom', message: expected, input: undefined });
    return z.NEVER;
  });
}

const wholeNumber = (min: number, max: number) =>
  converted(`expected a whole number from ${min} to ${max}.`, (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  });

const base64Bytes = (text: string) =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);

const DATA_KEY =
  'expected 32 bytes in base64 (make one with `openssl rand -base64 32`); when rotating, several as "k2:…,k1:…", newest first.';

type DataKey = { id: string; secret: Uint8Array };

function dataKeys(text: string): [DataKey, ...DataKey[]] | undefined {
  const [first, ...others] = text.split(',').map((part): DataKey | undefined => {
    const [, id = 'k1', encoded = ''] = /^(?:([a-z0-9]{1,16}):)?([^:]*)$/.exec(part.trim()) ?? [];
    const secret = base64Bytes(encoded);
    return secret.length === 32 ? { id, secret } : undefined;
  });
  const rest = others.filter((key) => key !== undefined);
  if (first === undefined || rest.length !== others.length) return undefined;
  const isDistinct = new Set([first, ...rest].map((key) => key.id)).size === rest.length + 1;
  return isDistinct ? [first, ...rest] : undefined;
}

const readableFile = converted('expected the path of a file that can be read.', (text) => readFileSync(text));

const webAddress = converted('expected an address such as https://gongzhi.example.', (text) =>
  /^https?:$/.test(new URL(text).protocol) ? text.replace(/\/+$/, '') : undefined,
);

const hostAndPort = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/;

export const variables = z.object({
  GONGZHI_MODE: z
    .enum(['embedded', 'production'], 'expected "embedded" or "production" (the default).')
    .default('production'),

  DATABASE_URL: converted('expected postgresql://user:password@host:port/database.', (text) => {
    const { protocol, hostname, pathname } = new URL(text);
    return /^postgres(ql)?:$/.test(protocol) && hostname !== '' && pathname.length > 1 ? text : undefined;
  }),
  GONGZHI_DATABASE_CONNECTIONS: wholeNumber(2, 500).default(20),

  TEMPORAL_ADDRESS: z.string('expected host:port.').regex(hostAndPort, 'expected host:port.'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z
    .enum(['true', 'false'], 'expected "true" or "false".')
    .default('false')
    .transform((text) => text === 'true'),
  TEMPORAL_TLS_CA_FILE: readableFile.optional(),
  TEMPORAL_TLS_CERT_FILE: readableFile.optional(),
  TEMPORAL_TLS_KEY_FILE: readableFile.optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),

  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8080),
  GONGZHI_TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  GONGZHI_MAX_ATTACHMENT_MB: wholeNumber(1, 20).default(12),
  GONGZHI_MAX_PHOTO_MEGAPIXELS: wholeNumber(1, 200).default(50),
  GONGZHI_KEPT_PHOTO_PIXELS: wholeNumber(640, 8_192).default(2_048),
  GONGZHI_UNUSED_ATTACHMENTS: wholeNumber(1, 1_000).default(40),

  GONGZHI_SAVED_VIEWS: wholeNumber(1, 1_000).default(50),

  GONGZHI_DIGEST: z.enum(['off', 'day', 'week'], 'expected "off", "day" or "week" (the default).').default('week'),
  GONGZHI_PUBLIC_URL: webAddress.optional(),
  SMTP_URL: converted('expected smtp://user:password@host:port or smtps://….', (text) => {
    const { protocol, hostname } = new URL(text);
    return /^smtps?:$/.test(protocol) && hostname !== '' ? text : undefined;
  }).optional(),
  SMTP_FROM: z.email('expected a mail address.').optional(),

  GONGZHI_PAYMENT_URL: webAddress.optional(),
  GONGZHI_PAYMENT_PROVIDER: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'expected the code under which the payment provider is registered.')
    .optional(),

  GONGZHI_DATA_KEY: converted(DATA_KEY, dataKeys),
  GONGZHI_TOKEN_KEY: converted(
    'expected at least 32 bytes in base64 (make one with `openssl rand -base64 32`).',
    (text) => {
      const bytes = base64Bytes(text);
      return bytes.length >= 32 ? new Uint8Array(bytes) : undefined;
    },
  ),

  GONGZHI_CACHED_WORKFLOWS: wholeNumber(1, 100_000).default(500),
  GONGZHI_AUDIT_HOUR: converted('expected an hour from 0 to 23, or "never".', (text) => {
    if (text === 'never') return { hour: null };
    return /^([01]?\d|2[0-3])$/.test(text) ? { hour: Number(text) } : undefined;
  }).default({ hour: 3 }),
  GONGZHI_AUDIT_PER_SECOND: wholeNumber(1, 1_000).default(50),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'expected a pino level such as "info".')
    .default('info'),
});
