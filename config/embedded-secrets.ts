// The secrets of an embedded installation: made at random once, kept in its data folder for its owner's eyes only, and handed
// to API and worker as environment variables. Losing the file means losing the encrypted identity and phone numbers.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config';

const secrets = z.strictObject({
  GONGZHI_DATA_KEY: z.string(),
  GONGZHI_TOKEN_KEY: z.string(),
});
export type EmbeddedSecrets = z.output<typeof secrets>;

/** Reads `<directory>/secrets.json`, making it on the first start. Throws ConfigError when the file was damaged. */
export function embeddedSecrets(directory: string): EmbeddedSecrets {
  const file = path.join(directory, 'secrets.json');
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true });
    const made: EmbeddedSecrets = {
      GONGZHI_DATA_KEY: randomBytes(32).toString('base64'),
      GONGZHI_TOKEN_KEY: randomBytes(32).toString('base64'),
    };
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  }
  try {
    return secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new ConfigError(
      `${file} is damaged: restore it from a backup; without it the encrypted data cannot be read.`,
    );
  }
}
