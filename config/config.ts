// The environment, parsed once into a typed object: every process calls loadConfig() at its start and hands parts of it on.
// What each variable must look like is in variables.ts; where an embedded installation gets its secrets is embedded-secrets.ts.
import type { z } from 'zod';
import { listWeakSecrets } from './weak-secrets';
import { variables } from './variables';

export interface TemporalConfig {
  address: string;
  namespace: string;
  /** As Connection.connect and NativeConnection.connect take it; undefined: plain text (loopback). */
  tls: TemporalTls | true | undefined;
  apiKey: string | undefined;
}

export interface TemporalTls {
  serverNameOverride?: string;
  serverRootCACertificate?: Buffer;
  clientCertPair?: { crt: Buffer; key: Buffer };
}

export interface Config {
  mode: 'embedded' | 'production';
  database: { url: string; maxConnections: number };
  temporal: TemporalConfig;
  http: { host: string; port: number; trustedProxies: number; attachments: AttachmentLimits; maxSavedViews: number };
  /** When digests are written, and for links in them where people reach the console. */
  digest: { every: 'off' | 'day' | 'week'; publicUrl: string | undefined };
  /** The mail server; undefined: messages are captured. */
  mail: MailConfig | undefined;
  /** Where residents pay online, and under which code it is registered; undefined: nobody does. */
  payments: { url: string; providerCode: string } | undefined;
  keys: {
    /** Newest first, for store/key-ring.ts. */
    dataKeys: [{ id: string; secret: Uint8Array }, ...{ id: string; secret: Uint8Array }[]];
    tokenKey: Uint8Array;
  };
  worker: { cachedWorkflows: number };
  /** The hour in Beijing of the nightly audit, null for none; processes looked at in a second, at most. */
  audit: { nightlyHour: number | null; perSecond: number };
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** What is taken of photos and recordings. */
export interface AttachmentLimits {
  /** Of a file, as it is sent. */
  maxBytes: number;
  /** More are not unpacked: decoding takes four bytes of memory for each. */
  maxPixels: number;
  /** The longer side of what is kept, in pixels. */
  maxSide: number;
  /** Files of one account that wait for their report; more is somebody filling our disk. */
  maxUnused: number;
}

export interface MailConfig {
  /** `smtp://` (TLS as the server offers it) or `smtps://`, with user and password where it wants them. */
  url: string;
  from: string;
}

/** The environment is wrong. The message names each variable with what was expected, one a line, and shows no values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Parses the environment. An empty variable counts as absent. Throws ConfigError. */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const values = parse(variables, environment);
  const config: Config = {
    mode: values.GONGZHI_MODE,
    database: { url: values.DATABASE_URL, maxConnections: values.GONGZHI_DATABASE_CONNECTIONS },
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE,
      tls: temporalTls(values),
      apiKey: values.TEMPORAL_API_KEY,
    },
    http: {
      host: values.HOST,
      port: values.PORT,
      trustedProxies: values.GONGZHI_TRUSTED_PROXIES,
      attachments: {
        maxBytes: values.GONGZHI_MAX_ATTACHMENT_MB * 1024 * 1024,
        maxPixels: values.GONGZHI_MAX_PHOTO_MEGAPIXELS * 1_000_000,
        maxSide: values.GONGZHI_KEPT_PHOTO_PIXELS,
        maxUnused: values.GONGZHI_UNUSED_ATTACHMENTS,
      },
      maxSavedViews: values.GONGZHI_SAVED_VIEWS,
    },
    digest: { every: values.GONGZHI_DIGEST, publicUrl: values.GONGZHI_PUBLIC_URL },
    mail: mailOf(values),
    payments: paymentsOf(values),
    keys: {
      dataKeys: values.GONGZHI_DATA_KEY,
      tokenKey: values.GONGZHI_TOKEN_KEY,
    },
    worker: { cachedWorkflows: values.GONGZHI_CACHED_WORKFLOWS },
    audit: { nightlyHour: values.GONGZHI_AUDIT_HOUR.hour, perSecond: values.GONGZHI_AUDIT_PER_SECOND },
    logLevel: values.LOG_LEVEL,
  };
  const weak = config.mode === 'production' ? listWeakSecrets(config) : [];
  if (weak.length > 0) throw new ConfigError(weak.join('\n'));
  return config;
}

/** Only the database's address, for migrations. Throws ConfigError. */
export function loadDatabaseUrl(environment: NodeJS.ProcessEnv = process.env): string {
  return parse(variables.pick({ DATABASE_URL: true }), environment).DATABASE_URL;
}

/** Only how Temporal is reached, for a starter that must know before there are secrets. Throws ConfigError. */
export function loadTemporal(environment: NodeJS.ProcessEnv = process.env): TemporalConfig {
  const values = parse(variables.pick(TEMPORAL_VARIABLES), environment);
  return {
    address: values.TEMPORAL_ADDRESS,
    namespace: values.TEMPORAL_NAMESPACE,
    tls: temporalTls(values),
    apiKey: values.TEMPORAL_API_KEY,
  };
}

function mailOf(values: Pick<z.output<typeof variables>, 'SMTP_URL' | 'SMTP_FROM'>): MailConfig | undefined {
  const { SMTP_URL: url, SMTP_FROM: from } = values;
  if (url === undefined) return undefined;
  if (from === undefined) throw new ConfigError('SMTP_FROM is missing: SMTP_URL is given, and mail needs a sender.');
  return { url, from };
}

function paymentsOf(
  values: Pick<z.output<typeof variables>, 'GONGZHI_PAYMENT_URL' | 'GONGZHI_PAYMENT_PROVIDER'>,
): Config['payments'] {
  const { GONGZHI_PAYMENT_URL: url, GONGZHI_PAYMENT_PROVIDER: providerCode } = values;
  if (url !== undefined && providerCode !== undefined) return { url, providerCode };
  if (url === undefined && providerCode === undefined) return undefined;
  const [missing, given] =
    url === undefined
      ? ['GONGZHI_PAYMENT_URL', 'GONGZHI_PAYMENT_PROVIDER']
      : ['GONGZHI_PAYMENT_PROVIDER', 'GONGZHI_PAYMENT_URL'];
  throw new ConfigError(`${missing} is missing: ${given} is given, and a payment provider needs both.`);
}

const TEMPORAL_VARIABLES = {
  TEMPORAL_ADDRESS: true,
  TEMPORAL_NAMESPACE: true,
  TEMPORAL_API_KEY: true,
  TEMPORAL_TLS: true,
  TEMPORAL_TLS_CA_FILE: true,
  TEMPORAL_TLS_CERT_FILE: true,
  TEMPORAL_TLS_KEY_FILE: true,
  TEMPORAL_TLS_SERVER_NAME: true,
} as const;

function parse<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: NodeJS.ProcessEnv,
): z.output<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return present[name] === undefined ? `${name} is missing: ${issue.message}` : `${name} is wrong: ${issue.message}`;
  });
  throw new ConfigError([...new Set(lines)].join('\n'));
}

type TemporalValues = Pick<z.output<typeof variables>, keyof typeof TEMPORAL_VARIABLES>;

function temporalTls(values: TemporalValues): TemporalTls | true | undefined {
  const { TEMPORAL_TLS_CERT_FILE: crt, TEMPORAL_TLS_KEY_FILE: key, TEMPORAL_TLS_CA_FILE: ca } = values;
  if ((crt === undefined) !== (key === undefined)) {
    const [missing, given] =
      crt === undefined
        ? ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE']
        : ['TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE'];
    throw new ConfigError(`${missing} is missing: ${given} is given, and a client certificate needs both.`);
  }
  const tls: TemporalTls = {
    ...(values.TEMPORAL_TLS_SERVER_NAME === undefined ? {} : { serverNameOverride: values.TEMPORAL_TLS_SERVER_NAME }),
    ...(ca === undefined ? {} : { serverRootCACertificate: ca }),
    ...(crt === undefined || key === undefined ? {} : { clientCertPair: { crt, key } }),
  };
  if (Object.keys(tls).length > 0) return tls;
  return values.TEMPORAL_TLS || values.TEMPORAL_API_KEY !== undefined ? true : undefined;
}
