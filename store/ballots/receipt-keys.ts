// The Ed25519 keys behind receipts, one per secret on the key ring: the newest signs, all verify, so old receipts outlive a rotation.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../key-ring';
import type { SigningKey } from './receipts';

export interface ReceiptKeys {
  signing: SigningKey;
  /** Undefined for a key that was never on the ring. */
  publicKeyOf(keyId: string): KeyObject | undefined;
}

/** PKCS #8 header of an Ed25519 private key (RFC 8410); the 32 bytes of the seed follow. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function receiptKeys(keyRing: KeyRing): ReceiptKeys {
  const privateKeyOf = (keyId: string): KeyObject =>
    createPrivateKey({
      key: Buffer.concat([PKCS8_ED25519, keyRing.derive('ballot-receipt', keyId)]),
      format: 'der',
      type: 'pkcs8',
    });
  const known = new Map<string, KeyObject>();
  return {
    signing: { keyId: keyRing.currentId, privateKey: privateKeyOf(keyRing.currentId) },
    publicKeyOf(keyId) {
      const cached = known.get(keyId);
      if (cached !== undefined) return cached;
      try {
        const publicKey = createPublicKey(privateKeyOf(keyId));
        known.set(keyId, publicKey);
        return publicKey;
      } catch {
        return undefined; // The ring throws for an id it does not hold.
      }
    },
  };
}
