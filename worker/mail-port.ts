// The way out to a mail server, by SMTP. Everything else knows only this port.
import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config/config';

export interface Mail {
  /** Made from the message's own id: a mail sent again after a lost answer is the same one to the reader's program. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** `refused`: the server will never take it for this address. */
export type MailOutcome = { kind: 'accepted' } | { kind: 'refused'; status: number };

export interface MailPort {
  /** Throws when it cannot be told, or may go better later. */
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

/** Steps at which a final refusal is about this mail; elsewhere (signing in, the greeting) it is about us and may be mended. */
const ABOUT_THE_MAIL = new Set(['RCPT TO', 'DATA']);

export function smtpPort({ url, from }: MailConfig): MailPort {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Text is all that we send: nothing is read from files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = from.slice(from.indexOf('@') + 1);
  return {
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${host}>` });
        return { kind: 'accepted' };
      } catch (error) {
        const { responseCode, command } = error as { responseCode?: number; command?: string };
        const isFinal = responseCode !== undefined && responseCode >= 500 && ABOUT_THE_MAIL.has(command ?? '');
        if (!isFinal) throw error;
        return { kind: 'refused', status: responseCode };
      }
    },
    close: () => transport.close(),
  };
}
