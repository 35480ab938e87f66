// Files at rest: AES-256-GCM over bytes, bound to the row they belong to. Short personal fields have text envelopes (field-cipher.ts).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from '../key-ring';

const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedBytes {
  /** Id of the secret of the ring. */
  ringKeyId: string;
  /** iv, ciphertext, tag */
  content: Buffer;
}

/** `rowId` is authenticated: the content of one row cannot be passed off as another's. */
export function sealBytes(keyRing: KeyRing, rowId: string, plain: Uint8Array): SealedBytes {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyRing.derive('attachment'), iv);
  cipher.setAAD(Buffer.from(rowId));
  return {
    ringKeyId: keyRing.currentId,
    content: Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

/** Throws when the content was changed, belongs to another row, or its key is not on the ring. */
export function openBytes(keyRing: KeyRing, rowId: string, { ringKeyId, content }: SealedBytes): Buffer {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyRing.derive('attachment', ringKeyId),
    content.subarray(0, IV_BYTES),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(Buffer.from(rowId));
  decipher.setAuthTag(content.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(content.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}
