// Vectors: google/certificate-transparency cpp/merkletree/merkle_tree_test.cc (the reference tree of eight leaves, its roots, paths
// and consistency proofs), and two files of transparency-dev/merkle testdata in base64. Leaf numbers there start from 1, here from 0.
import fc from 'fast-check';
import {
  GrowingRoot,
  consistencyInLevels,
  consistencyProof,
  inclusionProof,
  leafHash,
  pathInLevels,
  rootOf,
  treeLevels,
  verifyConsistency,
  verifyInclusion,
} from '../../domain/hash-tree';
import { isConsistent, rootFromPath, Tree } from '../../scripts/recount/pack.cjs';
import { sha256 } from '../../store/ballots/ballot-canon';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Uint8Array => Buffer.from(text, 'hex');

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const PATHS: [leaf: number, size: number, path: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [3, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    2,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const PROOFS: [oldSize: number, size: number, proof: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

const LEAVES = INPUTS.map((input) => leafHash(unhex(input), sha256));
const leaves = (count: number) => Array.from({ length: count }, (_, n) => leafHash(Buffer.from(`ballot ${n}`), sha256));

describe("the recount's own tree", () => {
  const buffers = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash));
  const own = buffers(LEAVES);
  const rootAt = (size: number) => Buffer.from(ROOTS[size - 1]!, 'hex');

  it('has the published roots at every size, also looking back', () => {
    const tree = new Tree();
    expect(hex(tree.root())).toBe(EMPTY);
    own.forEach((leaf, index) => {
      tree.add(leaf);
      for (let size = 1; size <= index + 1; size += 1) expect(hex(tree.root(size))).toBe(ROOTS[size - 1]);
    });
  });

  it.each(PATHS)('has the published path of leaf %i in the tree of %i', (leaf, size, path) => {
    expect(new Tree(own.slice(0, size)).path(leaf - 1).map(hex)).toEqual(path);
    expect(rootFromPath(own[leaf - 1]!, leaf - 1, size, buffers(path.map(unhex)))).toEqual(rootAt(size));
  });

  it.each(PROOFS)('takes the published proof from %i to %i', (oldSize, size, proof) => {
    expect(isConsistent(oldSize, rootAt(oldSize), size, rootAt(size), buffers(proof.map(unhex)))).toBe(true);
  });

  it('agrees with the counting program on every path and proof up to 40 leaves, and takes no other', () => {
    const all = buffers(leaves(40));
    const levelsOfAll = treeLevels(all, sha256);
    expect(() => consistencyInLevels(3, 41, levelsOfAll, sha256)).toThrow(RangeError);
    expect(() => consistencyInLevels(5, 4, levelsOfAll, sha256)).toThrow(RangeError);
    for (let size = 1; size <= all.length; size += 1) {
      const some = all.slice(0, size);
      const tree = new Tree(some);
      const levels = treeLevels(some, sha256);
      for (let index = 0; index < size; index += 1) {
        const path = buffers(pathInLevels(index, levels));
        expect(tree.path(index)).toEqual(path);
        expect(rootFromPath(some[index]!, index, size, path)).toEqual(tree.root());
        expect(rootFromPath(some[index]!, index, size, [...path, all[0]!])).toBeUndefined();
      }
      for (let oldSize = 1; oldSize <= size; oldSize += 1) {
        const proof = buffers(consistencyProof(oldSize, some, sha256));
        const claim = (nodes: Buffer[]) => isConsistent(oldSize, tree.root(oldSize), size, tree.root(), nodes);
        expect(claim(proof)).toBe(true);
        // From the levels of any tree that this one is the beginning of, the same proof.
        expect(buffers(consistencyInLevels(oldSize, size, levelsOfAll, sha256))).toEqual(proof);
        expect(claim([...proof, all[0]!])).toBe(false);
        if (proof.length > 0) expect(claim(proof.slice(1))).toBe(false);
        if (proof.length > 0) expect(claim([Buffer.alloc(32), ...proof.slice(1)])).toBe(false);
      }
    }
  });
});

describe('the published vectors of RFC 6962', () => {
  it('gives the root of every size while the tree grows', () => {
    const tree = new GrowingRoot(sha256);
    expect(hex(tree.root())).toBe(EMPTY);
    LEAVES.forEach((leaf, index) => {
      tree.add(leaf);
      expect(hex(tree.root())).toBe(ROOTS[index]);
      expect(hex(rootOf(LEAVES.slice(0, index + 1), sha256))).toBe(ROOTS[index]);
    });
  });

  it.each(PATHS)('proves that leaf %i is in the tree of %i', (leaf, size, path) => {
    const proof = inclusionProof(leaf - 1, LEAVES.slice(0, size), sha256);
    expect(proof.map(hex)).toEqual(path);
    const claim = { index: leaf - 1, size, leaf: LEAVES[leaf - 1]!, proof, root: unhex(ROOTS[size - 1]!) };
    expect(verifyInclusion(claim, sha256)).toBe(true);
  });

  it.each(PROOFS)('proves that the tree of %i is the beginning of the tree of %i', (oldSize, size, wanted) => {
    const proof = consistencyProof(oldSize, LEAVES.slice(0, size), sha256);
    expect(proof.map(hex)).toEqual(wanted);
    const claim = { oldSize, oldRoot: unhex(ROOTS[oldSize - 1]!), size, root: unhex(ROOTS[size - 1]!), proof };
    expect(verifyConsistency(claim, sha256)).toBe(true);
  });

  it('accepts the happy paths of transparency-dev/merkle', () => {
    const b64 = (text: string): Uint8Array => Buffer.from(text, 'base64');
    const inclusion = {
      index: 2,
      size: 3,
      leaf: b64('ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c='),
      proof: [b64('+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=')],
      root: b64('rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc='),
    };
    expect(verifyInclusion(inclusion, sha256)).toBe(true);
    const consistency = {
      oldSize: 2,
      oldRoot: b64('+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU='),
      size: 5,
      root: b64('Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ='),
      proof: ['Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=', 'vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms='].map(b64),
    };
    expect(verifyConsistency(consistency, sha256)).toBe(true);
  });
});

describe('a tree of ballots', () => {
  it('is one tree however it is built: growing, resumed half-way, by levels', () => {
    const all = leaves(70);
    for (let size = 1; size <= 70; size++) {
      const own = all.slice(0, size);
      const root = hex(rootOf(own, sha256));
      expect(hex(treeLevels(own, sha256).at(-1)![0]!)).toBe(root);
      const half = new GrowingRoot(sha256);
      own.slice(0, size >> 1).forEach((leaf) => half.add(leaf));
      const resumed = new GrowingRoot(sha256, half.state());
      own.slice(size >> 1).forEach((leaf) => resumed.add(leaf));
      expect(hex(resumed.root())).toBe(root);
    }
  });

  it('keeps a few hashes of a million leaves, not a million', () => {
    const tree = new GrowingRoot(sha256);
    const leaf = leaves(1)[0]!;
    for (let n = 0; n < 4095; n++) tree.add(leaf);
    expect(tree.state().peaks).toHaveLength(12);
  });

  it('proves every leaf of every size up to 40, and no leaf under another number', () => {
    const all = leaves(40);
    for (let size = 1; size <= 40; size++) {
      const own = all.slice(0, size);
      const levels = treeLevels(own, sha256);
      const root = levels.at(-1)![0]!;
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leaf: own[index]!, proof: pathInLevels(index, levels), root };
        expect(verifyInclusion(claim, sha256)).toBe(true);
        for (const wrong of [index - 1, index + 1, index ^ 2])
          expect(verifyInclusion({ ...claim, index: wrong }, sha256)).toBe(false);
        expect(verifyInclusion({ ...claim, size: size * 2 }, sha256)).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, root] }, sha256)).toBe(false);
        if (claim.proof.length > 0)
          expect(verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) }, sha256)).toBe(false);
      }
    }
  });

  it('proves every pair of sizes up to 40 consistent', () => {
    const all = leaves(40);
    const roots = all.map((_, index) => rootOf(all.slice(0, index + 1), sha256));
    for (let size = 1; size <= 40; size++)
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const proof = consistencyProof(oldSize, all.slice(0, size), sha256);
        const claim = { oldSize, oldRoot: roots[oldSize - 1]!, size, root: roots[size - 1]!, proof };
        expect(verifyConsistency(claim, sha256)).toBe(true);
        if (oldSize === size) continue;
        expect(verifyConsistency({ ...claim, oldRoot: claim.root, root: claim.oldRoot }, sha256)).toBe(false);
        expect(verifyConsistency({ ...claim, oldSize: oldSize - 1 }, sha256)).toBe(false);
        expect(verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) }, sha256)).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.proof.at(-1)!] }, sha256)).toBe(false);
      }
  });

  it('finds every flipped bit, in the leaf, in the proofs and in the roots', () => {
    const all = leaves(21);
    const root = rootOf(all, sha256);
    const flip = (bytes: Uint8Array, bit: number) => {
      const copy = Uint8Array.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      return copy;
    };
    const bit = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.nat(), bit, (index, place, at) => {
        const claim = { index, size: 21, leaf: all[index]!, proof: inclusionProof(index, all, sha256), root };
        const spot = place % claim.proof.length;
        const proof = claim.proof.map((hash, n) => (n === spot ? flip(hash, at) : hash));
        expect(verifyInclusion({ ...claim, proof }, sha256)).toBe(false);
        expect(verifyInclusion({ ...claim, leaf: flip(claim.leaf, at) }, sha256)).toBe(false);
        expect(verifyInclusion({ ...claim, root: flip(root, at) }, sha256)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), bit, (oldSize, place, at) => {
        const oldRoot = rootOf(all.slice(0, oldSize), sha256);
        const claim = { oldSize, oldRoot, size: 21, root, proof: consistencyProof(oldSize, all, sha256) };
        const spot = place % claim.proof.length;
        const proof = claim.proof.map((hash, n) => (n === spot ? flip(hash, at) : hash));
        expect(verifyConsistency({ ...claim, proof }, sha256)).toBe(false);
        expect(verifyConsistency({ ...claim, oldRoot: flip(oldRoot, at) }, sha256)).toBe(false);
        expect(verifyConsistency({ ...claim, root: flip(root, at) }, sha256)).toBe(false);
      }),
    );
  });

  it('answers malformed proofs with no, not with an error', () => {
    const all = leaves(3);
    const root = rootOf(all, sha256);
    const short = new Uint8Array(31);
    expect(verifyInclusion({ index: 0, size: 3, leaf: short, proof: [], root }, sha256)).toBe(false);
    expect(verifyInclusion({ index: 0, size: 0, leaf: all[0]!, proof: [], root }, sha256)).toBe(false);
    expect(verifyInclusion({ index: 0.5, size: 3, leaf: all[0]!, proof: [], root }, sha256)).toBe(false);
    expect(verifyConsistency({ oldSize: 4, oldRoot: root, size: 3, root, proof: [] }, sha256)).toBe(false);
    expect(verifyConsistency({ oldSize: 1, oldRoot: all[0]!, size: 3, root, proof: [short] }, sha256)).toBe(false);
    expect(() => new GrowingRoot(sha256, { size: 3, peaks: [root] })).toThrow(RangeError);
  });
});
