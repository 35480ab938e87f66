// Personal data at rest: AES-256-GCM envelopes that name their algorithm and key, and keyed hashes for exact search.
// Masking is domain/register/masking.ts; who may see what is decided by the API.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyRing } from '../key-ring';

/** Named in every envelope, so that another algorithm (SM4 by a certified module) can stand beside it. */
const ALGORITHM = 'a256gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type PersonalField = 'id' | 'phone';
/**
 * What is sealed whole: entries of a household's record, what was said about a household, who called without an account, a row of a
 * hotline's file, and who paid.
 */
export type SealedField = PersonalField | 'mail' | 'household' | 'text' | 'contact' | 'ticket' | 'payer';

export interface FieldCipher {
  /** `a256gcm.k1.<base64url of iv, ciphertext, tag>`. `field` is authenticated: a phone cannot be passed off as an id number. */
  seal(field: SealedField, plain: string): string;
  /** The plain value. Throws when the envelope was changed, belongs to another field, or its key is not on the ring. */
  open(field: SealedField, envelope: string): string;
  /** HMAC-SHA-256 in base64url: equal values have equal hashes, and without the key nothing can be tried out against them. */
  blindIndex(field: PersonalField | 'payer', plain: string): string;
}

/** Whether a stored text is an envelope: whoever reads texts without a key leaves it out. */
export const isEnvelope = (text: string): boolean => /^a256gcm\.[a-z0-9]{1,16}\.[\w-]+$/.test(text);

export function createFieldCipher(keyRing: KeyRing): FieldCipher {
  return {
    seal(field, plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyRing.derive('field-cipher'), iv);
      cipher.setAAD(Buffer.from(field));
      const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${ALGORITHM}.${keyRing.currentId}.${sealed.toString('base64url')}`;
    },
    open(field, envelope) {
      const [algorithm, keyId, body] = envelope.split('.');
      if (algorithm !== ALGORITHM || keyId === undefined || body === undefined)
        throw new Error('This is not an envelope of a known algorithm.');
      const sealed = Buffer.from(body, 'base64url');
      if (sealed.length < IV_BYTES + TAG_BYTES) throw new Error('The envelope is too short.');
      const decipher = createDecipheriv(
        'aes-256-gcm',
        keyRing.derive('field-cipher', keyId),
        sealed.subarray(0, IV_BYTES),
        {
          authTagLength: TAG_BYTES,
        },
      );
      decipher.setAAD(Buffer.from(field));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      return decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
    blindIndex(field, plain) {
      return createHmac('sha256', keyRing.derive('blind-index', keyRing.oldestId))
        .update(`${field}\n${plain}`)
        .digest('base64url');
    },
  };
}
