// The installation's secrets, and the keys derived from them by purpose. Where a secret comes from (configuration) is the caller's.
import { hkdfSync } from 'node:crypto';

/** What a derived key is for. One secret, separate keys: knowing one tells nothing about another. */
export type KeyPurpose =
  | 'field-cipher'
  | 'blind-index'
  | 'ballot-receipt'
  | 'holder-blinding'
  | 'evote-platform'
  | 'desk-slip'
  | 'call-back'
  | 'attachment'
  | 'intake-source';

export interface KeyRing {
  /** Id of the secret under which new values are written. */
  readonly currentId: string;
  /** 32 bytes for `purpose` under the secret `keyId`. Throws for an id that is not on the ring: the data cannot be read then. */
  derive(purpose: KeyPurpose, keyId?: string): Buffer;
  /**
   * Id of the oldest secret on the ring. Blind indexes stay under it, since a hash cannot be recomputed without reading
   * every value; rotating it means rewriting the hashes.
   */
  readonly oldestId: string;
  /** Ids of all secrets on the ring, newest first. */
  readonly ids: readonly string[];
}

export interface DataKey {
  /** Short and public: stands in front of every value written under it, e.g. `k1`. */
  id: string;
  /** At least 32 bytes. */
  secret: Uint8Array;
}

/** A ring of secrets, newest first. The first encrypts; all decrypt. */
export function openKeyRing(keys: readonly [DataKey, ...DataKey[]]): KeyRing {
  const secrets = new Map<string, Uint8Array>();
  for (const { id, secret } of keys) {
    if (!/^[a-z0-9]{1,16}$/.test(id)) throw new Error('A data key id is 1 to 16 lower-case letters and digits.');
    if (secret.byteLength < 32) throw new Error(`The data key ${id} has fewer than 32 bytes.`);
    if (secrets.has(id)) throw new Error(`Two data keys are called ${id}.`);
    secrets.set(id, Uint8Array.from(secret));
  }
  const derived = new Map<string, Buffer>();
  const currentId = keys[0].id;
  return {
    currentId,
    oldestId: keys[keys.length - 1]?.id ?? currentId,
    ids: keys.map(({ id }) => id),
    derive(purpose, keyId = currentId) {
      const known = derived.get(`${purpose}:${keyId}`);
      if (known !== undefined) return known;
      const secret = secrets.get(keyId);
      if (secret === undefined) throw new Error(`There is no data key ${keyId} on the ring.`);
      const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `gongzhi/${purpose}`, 32));
      derived.set(`${purpose}:${keyId}`, key);
      return key;
    },
  };
}
