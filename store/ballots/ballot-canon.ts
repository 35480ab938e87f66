// The exact bytes behind a ballot: canonical JSON, the commitment to its content, and the leaf of the vote's hash tree.
// Pure functions over node:crypto; who may cast, when, and in which transaction is decided elsewhere. Signing: receipts.ts.
import { createHash, hash } from 'node:crypto';
import { leafHash } from '../../domain/hash-tree';
import type { BallotChannel, BallotChoices } from '../../domain/owners-vote/count-types';

/** What canonicalJson can write: the values that appear in ballots, receipts and leaves. */
export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue | undefined };

/**
 * RFC 8785 for our values: no blanks, keys sorted by UTF-16 code units, undefined keys left out, numbers whole and within 2^53.
 * Throws on other numbers and on lone surrogates, which have no UTF-8.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`only whole numbers have a canonical form here: ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** What a ballot says, and for which right of which vote. The commitment covers exactly this. */
export interface BallotContent {
  schemaVersion: 1;
  voteId: string;
  rightNo: number;
  channel: BallotChannel;
  isVoid: boolean;
  choices: BallotChoices;
}

/**
 * SHA-256(salt ‖ UTF-8 of the canonical ballot), in hex. The salt (32 random bytes) keeps anybody from finding the few possible
 * choices by trying; the voter gets it and can open the commitment, nobody else is shown it.
 */
export function ballotCommitment(salt: Uint8Array, ballot: BallotContent): string {
  if (salt.length < 16) throw new RangeError('a salt of fewer than 16 bytes hides nothing');
  return createHash('sha256')
    .update(salt)
    .update(canonicalJson({ ...ballot }), 'utf8')
    .digest('hex');
}

/** One line of the vote's log. It is also what a receipt signs, so a receipt alone leads to its place in the tree. */
export interface BallotLeaf {
  schemaVersion: 1;
  voteId: string;
  /** Place in the vote's log, from 1: leaf index + 1. */
  seq: number;
  /** Which right voted, where the vote shows participation by right; left out otherwise. */
  rightId?: string | undefined;
  commitment: string;
  rollHash: string;
  castAt: string;
}

/** UTF-8 of the canonical leaf: the data that RFC 6962 hashes behind 0x00. Further fields of a receipt are left out. */
export function leafBytes(leaf: BallotLeaf): Buffer {
  const { schemaVersion, voteId, seq, rightId, commitment, rollHash, castAt } = leaf;
  return Buffer.from(canonicalJson({ schemaVersion, voteId, seq, rightId, commitment, rollHash, castAt }), 'utf8');
}

/** The leaf's hash in the vote's tree. */
export const ballotLeafHash = (leaf: BallotLeaf): Uint8Array => leafHash(leafBytes(leaf), sha256);

/** The hash function that domain/hash-tree.ts and domain/roll/roll-hash.ts ask for. */
export const sha256 = (data: Uint8Array): Buffer => hash('sha256', data, 'buffer');
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('a lone surrogate has no UTF-8');
  return JSON.stringify(text);
}

const isList = (value: CanonicalValue): value is readonly CanonicalValue[] => Array.isArray(value);
