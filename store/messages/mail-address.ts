// Where an account wants its mail: sealed like other personal numbers, shown masked, opened only to hand a message to the mail server.
import type { Pool } from 'pg';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Tx } from '../transaction';

/** `l***@example.com`; the domain tells the owner of the address which one it is. */
export const maskAddress = (address: string): string => address.replace(/^(.).*(?=@)/, '$1***');

/** Null takes the address away. */
export async function setMailAddress(
  tx: Tx,
  cipher: FieldCipher,
  { accountId, address, at }: { accountId: string; address: string | null; at: Date },
): Promise<void> {
  if (address === null) {
    await tx.query('delete from account_mail where account_id = $1', [accountId]);
    return;
  }
  await tx.query(
    `insert into account_mail (account_id, address_cipher, address_masked, set_at) values ($1, $2, $3, $4)
     on conflict (account_id) do update set address_cipher = $2, address_masked = $3, set_at = $4`,
    [accountId, cipher.seal('mail', address), maskAddress(address), at],
  );
}

export async function readMailAddress(
  pool: Pool,
  accountId: string,
): Promise<{ address: string | null; setAt: Date | null }> {
  const { rows } = await pool.query<{ address: string; setAt: Date }>(
    'select address_masked as address, set_at as "setAt" from account_mail where account_id = $1',
    [accountId],
  );
  return rows[0] ?? { address: null, setAt: null };
}
