// Signed receipts: what an owner is handed at once and can check for years. One Ed25519 signature covers one receipt, or the root of
// a batch that was stored in one transaction: signing is the dearest step of the short path, and a batch pays for it once.
import { sign, verify, type KeyObject } from 'node:crypto';
import { pathInLevels, rootFromPath, treeLevels } from '../../domain/hash-tree';
import { ballotLeafHash, leafBytes, sha256, type BallotLeaf } from './ballot-canon';

/**
 * `Ed25519`: the signature covers the leaf's bytes. `Ed25519-batch`: it covers size and root of the batch, and `path` leads from the leaf to the
 * batch's root. The batch is no part of the vote's own tree, which only the order of the ballots decides.
 */
export type ReceiptAlg = 'Ed25519' | 'Ed25519-batch';

export interface Receipt extends BallotLeaf {
  keyId: string;
  alg: ReceiptAlg;
  /** Base64url. */
  signature: string;
  /** Only with `Ed25519-batch`: this leaf's index in the batch, its size, and the audit path (hex), RFC 6962. */
  batch?: { index: number; size: number; path: string[] } | undefined;
}

export interface SigningKey {
  keyId: string;
  /** An Ed25519 private key. */
  privateKey: KeyObject;
}

/** One receipt with a signature of its own. */
export function signReceipt(leaf: BallotLeaf, key: SigningKey): Receipt {
  const signature = sign(null, plainText(key.keyId, leafBytes(leaf)), key.privateKey);
  return { ...leaf, keyId: key.keyId, alg: 'Ed25519', signature: signature.toString('base64url') };
}

/**
 * Receipts for ballots stored together, in their order, under one signature. A batch of one gets a plain receipt.
 * `hashes`: the leaves' hashes, where the caller has them already.
 */
export function signReceipts(
  leaves: readonly BallotLeaf[],
  key: SigningKey,
  hashes: readonly Uint8Array[] = leaves.map(ballotLeafHash),
): Receipt[] {
  const [only] = leaves;
  if (only === undefined) return [];
  if (leaves.length === 1) return [signReceipt(only, key)];
  const levels = treeLevels(hashes, sha256);
  const root = levels.at(-1)?.[0] ?? new Uint8Array(0);
  const signature = sign(null, batchText(key.keyId, leaves.length, root), key.privateKey).toString('base64url');
  return leaves.map((leaf, index) => {
    const path = pathInLevels(index, levels).map((hash) => Buffer.from(hash).toString('hex'));
    return { ...leaf, keyId: key.keyId, alg: 'Ed25519-batch', signature, batch: { index, size: leaves.length, path } };
  });
}

export type ReceiptFault = 'unknownKey' | 'malformed' | 'wrongSignature';

/** Null for a genuine receipt. `publicKeyOf` answers an Ed25519 public key, also a retired one: receipts outlive keys. */
export function receiptFault(
  receipt: Receipt,
  publicKeyOf: (keyId: string) => KeyObject | undefined,
): ReceiptFault | null {
  const publicKey = publicKeyOf(receipt.keyId);
  if (publicKey === undefined) return 'unknownKey';
  const signed = signedBytes(receipt);
  if (signed === null) return 'malformed';
  return verify(null, signed, publicKey, Buffer.from(receipt.signature, 'base64url')) ? null : 'wrongSignature';
}

/** The bytes that the receipt's signature must cover; null where it contradicts itself. */
function signedBytes(receipt: Receipt): Buffer | null {
  if (receipt.alg === 'Ed25519')
    return receipt.batch === undefined ? plainText(receipt.keyId, leafBytes(receipt)) : null;
  if (receipt.alg !== 'Ed25519-batch' || receipt.batch === undefined) return null;
  const { index, size, path } = receipt.batch;
  const leaf = ballotLeafHash(receipt);
  const proof = path.map((hash) => Buffer.from(hash, 'hex'));
  const root = rootFromPath({ index, size, leaf, proof }, sha256);
  return root === null ? null : batchText(receipt.keyId, size, root);
}

// Algorithm and key are inside what is signed, so no signature can be passed off as another kind's or another key's.
const plainText = (keyId: string, leaf: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`gongzhi-receipt\nEd25519\n${keyId}\n`, 'utf8'), leaf]);

const batchText = (keyId: string, size: number, root: Uint8Array): Buffer =>
  Buffer.from(`gongzhi-receipt\nEd25519-batch\n${keyId}\n${size}\n${Buffer.from(root).toString('hex')}\n`, 'utf8');
