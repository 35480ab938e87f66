// Who paid, as a bank or a desk says it: sealed wherever it is kept, with a keyed hash by which one payer is told from another.
import { nameKey } from '../../domain/register/normalise';
import type { FieldCipher } from '../crypto/field-cipher';

/** Who paid, as the bank or the desk says. Sealed wherever it is kept. */
export interface PaidByDetails {
  name: string | null;
  account: string | null;
  remark: string | null;
}

export const hashOfPayer = (cipher: FieldCipher, by: PaidByDetails | null): string | null =>
  by === null || (by.name === null && by.account === null)
    ? null
    : cipher.blindIndex('payer', `${nameKey(by.name ?? '')}|${by.account ?? ''}`);

/** Sealed for whoever must look at it or pay it back. */
export const sealPayer = (cipher: FieldCipher, by: PaidByDetails | null): string | null =>
  by === null ? null : cipher.seal('payer', JSON.stringify(by));

export const openPayer = (cipher: FieldCipher, sealed: string | null): PaidByDetails | null =>
  sealed === null ? null : (JSON.parse(cipher.open('payer', sealed)) as PaidByDetails);
