import fc from 'fast-check';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  ballotCommitment,
  ballotLeafHash,
  canonicalJson,
  leafBytes,
  sha256,
  type BallotContent,
  type BallotLeaf,
  type CanonicalValue,
} from '../../store/ballots/ballot-canon';
import { inclusionProof, rootOf, verifyInclusion } from '../../domain/hash-tree';
import { receiptFault, signReceipt, signReceipts, type Receipt } from '../../store/ballots/receipts';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const key = { keyId: 'k1', privateKey: pair.privateKey };
const keys = (keyId: string) => ({ k1: pair.publicKey, k2: other.publicKey })[keyId];

const leaf = (seq: number): BallotLeaf => ({
  schemaVersion: 1,
  voteId: '0d9f7c1e-5b1f-4e52-8a52-1f7b5a1f2c3d',
  seq,
  commitment: createHash('sha256').update(String(seq)).digest('hex'),
  rollHash: 'ab'.repeat(32),
  castAt: '2026-11-22T16:00:00.000Z',
});
const ballot: BallotContent = {
  schemaVersion: 1,
  voteId: leaf(1).voteId,
  rightNo: 7,
  channel: 'electronic',
  isVoid: false,
  choices: { firm: 'a', committee: ['b', 'c'] },
};

describe('canonical JSON', () => {
  it('writes the same text whatever the order of the keys, without blanks', () => {
    expect(canonicalJson({ b: [1, true, null], a: { z: '"', y: undefined } })).toBe(
      '{"a":{"z":"\\""},"b":[1,true,null]}',
    );
  });

  it('sorts keys by UTF-16 code units, as the example of RFC 8785 section 3.2.3 does', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const written = canonicalJson(value);
    const order = [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ];
    const places = order.map((name) => written.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('refuses what has no one form: fractions, infinities, lone surrogates', () => {
    for (const bad of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '\ud800', { '\udfff': 1 }])
      expect(() => canonicalJson(bad as CanonicalValue)).toThrow(RangeError);
    expect(canonicalJson(-0)).toBe('0');
  });

  it('reads back as what was written', () => {
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'grapheme' }),
        fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node')),
        fc.dictionary(
          fc.string().filter((name) => name !== '__proto__'),
          tie('node'),
        ),
      ),
    })).node;
    fc.assert(
      fc.property(value, (any) =>
        expect(JSON.parse(canonicalJson(any as CanonicalValue))).toEqual(JSON.parse(JSON.stringify(any))),
      ),
    );
  });
});

describe('the commitment to a ballot', () => {
  it('is SHA-256 of the salt and the canonical ballot', () => {
    const salt = Buffer.alloc(32, 5);
    const text =
      '{"channel":"electronic","choices":{"committee":["b","c"],"firm":"a"},"isVoid":false,"rightNo":7,"schemaVersion":1,"voteId":"0d9f7c1e-5b1f-4e52-8a52-1f7b5a1f2c3d"}';
    expect(ballotCommitment(salt, ballot)).toBe(
      createHash('sha256')
        .update(Buffer.concat([salt, Buffer.from(text)]))
        .digest('hex'),
    );
  });

  it('differs with any choice, right, channel or salt, and needs a real salt', () => {
    const salt = Buffer.alloc(32, 5);
    const all = [
      ballotCommitment(salt, ballot),
      ballotCommitment(Buffer.alloc(32, 6), ballot),
      ballotCommitment(salt, { ...ballot, rightNo: 8 }),
      ballotCommitment(salt, { ...ballot, channel: 'paper' }),
      ballotCommitment(salt, { ...ballot, isVoid: true }),
      ballotCommitment(salt, { ...ballot, choices: { firm: 'b', committee: ['b', 'c'] } }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(() => ballotCommitment(Buffer.alloc(8), ballot)).toThrow(RangeError);
  });
});

describe('a signed receipt', () => {
  it('is genuine alone and in a batch of any size', () => {
    for (const size of [1, 2, 3, 7, 64])
      for (const receipt of signReceipts(
        Array.from({ length: size }, (_, n) => leaf(n + 1)),
        key,
      ))
        expect(receiptFault(receipt, keys)).toBeNull();
    expect(signReceipts([], key)).toEqual([]);
    expect(signReceipts([leaf(1)], key)[0]?.alg).toBe('Ed25519');
  });

  it('survives being stored and read as JSON', () => {
    for (const receipt of signReceipts([leaf(1), leaf(2), { ...leaf(3), rightId: 'r-3' }], key))
      expect(receiptFault(JSON.parse(JSON.stringify(receipt)) as Receipt, keys)).toBeNull();
  });

  it.each(['plain', 'batch'])('is no longer genuine when any field changes (%s)', (kind) => {
    const receipt = kind === 'plain' ? signReceipt(leaf(1), key) : signReceipts([leaf(1), leaf(2), leaf(3)], key)[1]!;
    const changed: Partial<Receipt>[] = [
      { voteId: 'another' },
      { seq: 99 },
      { rightId: 'r-1' },
      { commitment: 'cd'.repeat(32) },
      { rollHash: 'cd'.repeat(32) },
      { castAt: '2026-11-22T16:00:00.001Z' },
      { keyId: 'k2' },
      { signature: signReceipt(leaf(2), key).signature },
      { alg: kind === 'plain' ? 'Ed25519-batch' : 'Ed25519' },
      { batch: { index: 0, size: 3, path: [] } },
      { batch: { index: 0, size: 1, path: [] } },
    ];
    for (const change of changed) expect(receiptFault({ ...receipt, ...change }, keys)).not.toBeNull();
    expect(receiptFault({ ...receipt, keyId: 'gone' }, keys)).toBe('unknownKey');
  });

  it('holds the very bytes that the tree of the vote hashes', () => {
    const receipts = signReceipts([1, 2, 3, 4, 5].map(leaf), key);
    const hashes = receipts.map(ballotLeafHash);
    const root = rootOf(hashes, sha256);
    receipts.forEach((receipt, index) => {
      expect(leafBytes(receipt)).toEqual(leafBytes(leaf(index + 1)));
      const claim = {
        index: receipt.seq - 1,
        size: 5,
        leaf: ballotLeafHash(receipt),
        proof: inclusionProof(index, hashes, sha256),
        root,
      };
      expect(verifyInclusion(claim, sha256)).toBe(true);
    });
  });
});
