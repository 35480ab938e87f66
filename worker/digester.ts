// Writes digests to supervisors when they are due, and hands waiting mails to the mail server; neither at night.
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { FieldCipher } from '../store/crypto/field-cipher';
import { markFailed, markSent, returnMail, takeMail, type WaitingMail } from '../store/messages/take-mail';
import type { TimeSource } from '../store/time-source';
import type { MailPort } from './mail-port';
import { digestText } from './digest-text';
import { isNight } from './night';
import { startRounds, type Rounds } from './rounds';
import { writeDigests, type DigestParams } from './write-digests';

export interface DigesterDeps {
  pool: Pool;
  time: TimeSource;
  log: Logger;
  cipher: FieldCipher;
  every: 'off' | 'day' | 'week';
  publicUrl: string | undefined;
  /** Null: no mail server is set, and messages are captured. */
  mail: MailPort | null;
}

const PAUSE_MS = 60_000;
const BATCH = 20;

/** Several may run: a digest is written once, and a mail is in one hand at a time. */
export function startDigester(deps: DigesterDeps): Rounds {
  const rounds = startRounds({
    pauseMs: PAUSE_MS,
    look: async () => (await digestAndSend(deps)).taken === BATCH,
    onError: (error) => deps.log.error({ err: error }, 'digester: digests cannot be written or sent'),
  });
  return {
    async stop() {
      await rounds.stop();
      deps.mail?.close();
    },
  };
}

/** One look: writes what is due and sends what waits. At night it does neither. */
export async function digestAndSend(deps: DigesterDeps): Promise<{ written: number; taken: number }> {
  const { pool, time, every, mail } = deps;
  const now = await time.now();
  if (isNight(now)) return { written: 0, taken: 0 };
  const written = every === 'off' ? 0 : await writeDigests(pool, { every, now, isMailed: mail !== null });
  if (mail === null) return { written, taken: 0 };
  const mails = await takeMail(pool, now, BATCH);
  for (const waiting of mails) await deliver(deps, mail, waiting);
  return { written, taken: mails.length };
}

async function deliver({ pool, time, log, cipher, publicUrl }: DigesterDeps, port: MailPort, mail: WaitingMail) {
  if (mail.addressCipher === null) return markFailed(pool, mail.id, 'no-address');
  const to = cipher.open('mail', mail.addressCipher);
  try {
    const outcome = await port.send({ id: mail.id, to, ...digestText(mail.params as DigestParams, publicUrl) });
    if (outcome.kind === 'accepted') await markSent(pool, mail.id, await time.now());
    else await markFailed(pool, mail.id, `refused-${outcome.status}`);
  } catch (error) {
    // The server's words may hold the address.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    log.warn({ messageId: mail.id, attempts: mail.attempts, code, responseCode }, 'digester: will try again');
    await returnMail(pool, mail, await time.now());
  }
}
