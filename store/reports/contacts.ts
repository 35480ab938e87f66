// Who called without an account: a name and a phone, sealed with the report. Opening them leaves a record.
import { z } from 'zod';
import type { FieldCipher } from '../crypto/field-cipher';
import { uuidFrom } from '../ids';
import { refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';
import { reportedTo } from './merged';

const contactSchema = z.strictObject({ name: z.string(), phone: z.string() });
export type Contact = z.infer<typeof contactSchema>;

export const sealContact = (cipher: FieldCipher, { name, phone }: Contact): string =>
  cipher.seal('contact', JSON.stringify({ name, phone }));

export const openSealedContact = (cipher: FieldCipher, sealed: string): Contact =>
  contactSchema.parse(JSON.parse(cipher.open('contact', sealed)));

export interface Opening {
  problemId: string;
  reportId: string;
  byAccount: string;
  reasonText: string;
  commandId: string;
  at: Date;
}

/** Writes down who looks and why, then opens. Refuses `not-found`, and `number-not-recorded` for a report of somebody with an account. */
export async function openContact(tx: Tx, cipher: FieldCipher, opening: Opening): Promise<Contact> {
  const { problemId, reportId, byAccount, commandId, at } = opening;
  const { rows } = await tx.query<{ contact: string | null }>(
    `select contact_cipher as contact from problem_report where problem_id in ${reportedTo('$1')} and report_id = $2`,
    [problemId, reportId],
  );
  const [report] = rows;
  if (!report) throw refused('not-found');
  if (report.contact === null) throw refused('number-not-recorded');
  const reason = await storeText(tx, opening.reasonText, { commandId, field: 'reasonText', at });
  await tx.query(
    `insert into contact_opening (id, report_id, by_account, reason, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [uuidFrom(`${commandId}:contact`), reportId, byAccount, reason, at],
  );
  return openSealedContact(cipher, report.contact);
}
