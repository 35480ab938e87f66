// The hash tree of RFC 6962 section 2.1: leaf = H(0x00 ‖ data), node = H(0x01 ‖ left ‖ right). All ballots of a vote form one; its
// root goes into the result. Pure: the hash function is an argument. Hashes are 32 bytes; which bytes make a leaf is the caller's.

export type Sha256 = (data: Uint8Array) => Uint8Array;

const HASH_BYTES = 32;

export function leafHash(data: Uint8Array, sha256: Sha256): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return sha256(bytes);
}

export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The root of a tree while it grows. Keeps one hash per complete subtree: about log2(size) of them, whatever was added. */
export class GrowingRoot {
  /** Roots of the complete subtrees from left (largest) to right; their sizes are the binary digits of `size`. */
  private readonly peaks: Uint8Array[];
  private count: number;

  constructor(
    private readonly sha256: Sha256,
    resumed: { size: number; peaks: readonly Uint8Array[] } = { size: 0, peaks: [] },
  ) {
    if (!Number.isSafeInteger(resumed.size) || resumed.size < 0 || resumed.peaks.length !== bitCount(resumed.size))
      throw new RangeError('peaks do not fit the size');
    this.count = resumed.size;
    this.peaks = [...resumed.peaks];
  }

  get size(): number {
    return this.count;
  }

  /** Adds the next leaf by its hash. */
  add(leaf: Uint8Array): void {
    assertHash(leaf);
    let carried = leaf;
    for (let size = this.count; size % 2 === 1; size = (size - 1) / 2) {
      const left = this.peaks.pop();
      if (left === undefined) throw new Error('a peak is missing');
      carried = nodeHash(left, carried, this.sha256);
    }
    this.peaks.push(carried);
    this.count += 1;
  }

  /** The root over everything added so far; of an empty tree, the hash of nothing. */
  root(): Uint8Array {
    if (this.peaks.length === 0) return this.sha256(new Uint8Array(0));
    return this.peaks.reduceRight((right, left) => nodeHash(left, right, this.sha256));
  }

  /** What must be kept to go on later. */
  state(): { size: number; peaks: Uint8Array[] } {
    return { size: this.count, peaks: [...this.peaks] };
  }
}

/** The root over these leaf hashes. */
export function rootOf(leaves: Iterable<Uint8Array>, sha256: Sha256): Uint8Array {
  const tree = new GrowingRoot(sha256);
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** All levels of a tree: the leaf hashes, then their parents, up to the root. A last node without a sibling moves up unchanged. */
export function treeLevels(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array[][] {
  leaves.forEach(assertHash);
  let level = [...leaves];
  const levels = [level];
  while (level.length > 1) {
    const parents: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index] as Uint8Array, level[index + 1]];
      parents.push(right === undefined ? left : nodeHash(left, right, sha256));
    }
    level = parents;
    levels.push(level);
  }
  return levels;
}

/** The audit path of leaf `index` (from 0) in the tree that has these levels, from the leaf upwards. */
export function pathInLevels(index: number, levels: readonly Uint8Array[][]): Uint8Array[] {
  assertIndex(index, levels[0]?.length ?? 0);
  const path: Uint8Array[] = [];
  let own = index;
  for (const level of levels) {
    const sibling = level[own % 2 === 0 ? own + 1 : own - 1];
    if (sibling !== undefined) path.push(sibling);
    own = half(own);
  }
  return path;
}

/** The audit path of one leaf; for many leaves of one tree, make its levels once. */
export function inclusionProof(index: number, leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array[] {
  return pathInLevels(index, treeLevels(leaves, sha256));
}

/** The root that an audit path leads to from leaf `index` of a tree of this size; null where it does not fit such a tree. */
export function rootFromPath(
  claim: { index: number; size: number; leaf: Uint8Array; proof: readonly Uint8Array[] },
  sha256: Sha256,
): Uint8Array | null {
  const { index, size, leaf, proof } = claim;
  if (!isIndex(index, size) || !isHash(leaf) || !proof.every(isHash)) return null;
  // RFC 9162 2.1.3.2: `own` is the node's number on its level, `last` the number of the last node there.
  let own = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (own % 2 === 1 || own === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (own % 2 === 0 && own !== 0) [own, last] = [half(own), half(last)];
    } else hash = nodeHash(hash, sibling, sha256);
    [own, last] = [half(own), half(last)];
  }
  return last === 0 ? hash : null;
}

/** Whether `leaf` is the leaf `index` of the tree of this size and root. Never throws: a malformed proof is a wrong one. */
export function verifyInclusion(
  claim: { index: number; size: number; leaf: Uint8Array; proof: readonly Uint8Array[]; root: Uint8Array },
  sha256: Sha256,
): boolean {
  const root = rootFromPath(claim, sha256);
  return root !== null && isHash(claim.root) && sameHash(root, claim.root);
}

/** Shows that the tree over the first `oldSize` leaves is the beginning of the tree over all of them; empty for 0 and for all. */
export function consistencyProof(oldSize: number, leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array[] {
  if (!isIndex(oldSize, leaves.length + 1)) throw new RangeError(`no earlier tree of ${oldSize} leaves`);
  if (oldSize === 0 || oldSize === leaves.length) return [];
  return subproof(oldSize, 0, leaves.length, true, (from, to) => rangeRoot(leaves, from, to, sha256));
}

/** The same for the tree over the first `size` leaves of the one that has these levels: for many proofs its levels are made once. */
export function consistencyInLevels(
  oldSize: number,
  size: number,
  levels: readonly Uint8Array[][],
  sha256: Sha256,
): Uint8Array[] {
  if (!isIndex(size, (levels[0]?.length ?? 0) + 1) || !isIndex(oldSize, size + 1))
    throw new RangeError(`no earlier tree of ${oldSize} leaves`);
  if (oldSize === 0 || oldSize === size) return [];
  return subproof(oldSize, 0, size, true, (from, to) => rangeInLevels(levels, from, to, sha256));
}

/** Whether the larger tree grew out of the smaller one without a change. Never throws. */
export function verifyConsistency(
  claim: { oldSize: number; oldRoot: Uint8Array; size: number; root: Uint8Array; proof: readonly Uint8Array[] },
  sha256: Sha256,
): boolean {
  const { oldSize, oldRoot, size, root, proof } = claim;
  if (!isIndex(oldSize, size + 1) || !isHash(oldRoot) || !isHash(root) || !proof.every(isHash)) return false;
  if (oldSize === size) return proof.length === 0 && sameHash(oldRoot, root);
  // Every tree begins with the empty one; its root must still be the hash of nothing.
  if (oldSize === 0) return proof.length === 0 && sameHash(oldRoot, sha256(new Uint8Array(0)));
  // RFC 9162 2.1.4.2. A complete old tree is itself the first node, which the proof then leaves out.
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined || rest.length === 0) return false;
  let own = oldSize - 1;
  let last = size - 1;
  while (own % 2 === 1) [own, last] = [half(own), half(last)];
  let oldHash = first;
  let newHash = first;
  for (const node of rest) {
    if (last === 0) return false;
    if (own % 2 === 1 || own === last) {
      oldHash = nodeHash(node, oldHash, sha256);
      newHash = nodeHash(node, newHash, sha256);
      while (own % 2 === 0 && own !== 0) [own, last] = [half(own), half(last)];
    } else newHash = nodeHash(newHash, node, sha256);
    [own, last] = [half(own), half(last)];
  }
  return last === 0 && sameHash(oldHash, oldRoot) && sameHash(newHash, root);
}

/**
 * SUBPROOF of RFC 6962 2.1.2 over the leaves [from, to), of which `rootBetween` gives the roots; `isWhole`: the old root is known to the
 * verifier at this node.
 */
function subproof(
  oldEnd: number,
  from: number,
  to: number,
  isWhole: boolean,
  rootBetween: (from: number, to: number) => Uint8Array,
): Uint8Array[] {
  if (oldEnd === to) return isWhole ? [] : [rootBetween(from, to)];
  const middle = from + splitOf(to - from);
  return oldEnd <= middle
    ? [...subproof(oldEnd, from, middle, isWhole, rootBetween), rootBetween(middle, to)]
    : [...subproof(oldEnd, middle, to, false, rootBetween), rootBetween(from, middle)];
}

/** A complete subtree stands in the levels; any other is put together from complete ones. `from` is where the RFC splits, so it fits. */
function rangeInLevels(levels: readonly Uint8Array[][], from: number, to: number, sha256: Sha256): Uint8Array {
  const level = Math.log2(to - from);
  if (Number.isInteger(level)) return levels[level]?.[from / (to - from)] as Uint8Array;
  const middle = from + splitOf(to - from);
  return nodeHash(rangeInLevels(levels, from, middle, sha256), rangeInLevels(levels, middle, to, sha256), sha256);
}

function rangeRoot(leaves: readonly Uint8Array[], from: number, to: number, sha256: Sha256): Uint8Array {
  const tree = new GrowingRoot(sha256);
  for (let index = from; index < to; index++) tree.add(leaves[index] as Uint8Array);
  return tree.root();
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

const half = (n: number): number => Math.floor(n / 2);
const isPowerOfTwo = (n: number): boolean => bitCount(n) === 1;
const isHash = (hash: Uint8Array): boolean => hash instanceof Uint8Array && hash.length === HASH_BYTES;
const isIndex = (index: number, size: number): boolean =>
  Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;

function bitCount(n: number): number {
  let bits = 0;
  for (let rest = n; rest > 0; rest = half(rest)) bits += rest % 2;
  return bits;
}

function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function assertHash(hash: Uint8Array): void {
  if (!isHash(hash)) throw new RangeError('not a hash of 32 bytes');
}

function assertIndex(index: number, size: number): void {
  if (!isIndex(index, size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
}
