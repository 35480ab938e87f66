// The hash tree over a vote's ballots, read from the rows in the order of acceptance. The tree itself is domain/hash-tree.ts.
import type { Pool } from 'pg';
import { GrowingRoot, inclusionProof, pathInLevels, treeLevels } from '../../domain/hash-tree';
import { refused } from '../refused';
import { sha256 } from './ballot-canon';
import type { Db } from './vote-window';

export interface TreeHead {
  size: number;
  /** Hex. */
  root: string;
}

const LEAVES_AT_ONCE = 4_096;

/** Root over all ballots accepted so far; memory does not grow with their number. Final once counting is sealed. */
export async function ballotTreeRoot(db: Db, voteId: string): Promise<TreeHead> {
  const tree = new GrowingRoot(sha256);
  for await (const leaves of leafPages(db, voteId)) for (const leaf of leaves) tree.add(leaf);
  return { size: tree.size, root: Buffer.from(tree.root()).toString('hex') };
}

/** The leaf hashes in their order, some thousands at a time. Refuses `log-diverged` where one is missing: somebody took it out. */
export async function* leafPages(db: Db, voteId: string): AsyncGenerator<Buffer[]> {
  for (let after = 0; ; after += LEAVES_AT_ONCE) {
    const { rows } = await db.query<{ seq: number; leaf_hash: Buffer }>({
      name: 'leaf-page',
      text: 'select seq, leaf_hash from ballot where vote_id = $1 and seq > $2 and seq <= $3 order by seq',
      values: [voteId, after, after + LEAVES_AT_ONCE],
    });
    rows.forEach(({ seq }, index) => {
      if (seq !== after + index + 1) throw refused('log-diverged', { missing: after + index + 1 });
    });
    if (rows.length > 0) yield rows.map(({ leaf_hash }) => leaf_hash);
    if (rows.length < LEAVES_AT_ONCE) return;
  }
}

export interface InclusionProof extends TreeHead {
  seq: number;
  /** The leaf's hash, hex. */
  leaf: string;
  /** Audit path from the leaf upwards (RFC 6962), hex. */
  path: string[];
}

/** Makes audit paths; keeps the subtree roots of the votes asked for last, so that a proof reads one page of leaves and not all. */
export function createProver(pool: Pool): {
  prove(voteId: string, seq: number, size: number): Promise<InclusionProof>;
} {
  // A subtree of 2^12 leaves per entry: 250 hashes for a million ballots. Of complete subtrees only, so they never change.
  const SUBTREE = 4_096;
  const MAX_VOTES = 50;
  const known = new Map<string, Uint8Array[]>();

  async function subtreeRoots(voteId: string, complete: number): Promise<Uint8Array[]> {
    const roots = known.get(voteId) ?? [];
    known.delete(voteId);
    if (known.size >= MAX_VOTES) known.delete(known.keys().next().value as string);
    known.set(voteId, roots);
    for (let index = roots.length; index < complete; index++) {
      const tree = new GrowingRoot(sha256);
      for (const leaf of await leavesBetween(pool, voteId, index * SUBTREE, (index + 1) * SUBTREE)) tree.add(leaf);
      roots[index] = tree.root();
    }
    return roots.slice(0, complete);
  }

  return {
    async prove(voteId, seq, size) {
      const index = seq - 1;
      const complete = Math.floor(size / SUBTREE);
      const own = Math.floor(index / SUBTREE);
      const upper: Uint8Array[] = [...(await subtreeRoots(voteId, complete))];
      if (size % SUBTREE > 0) {
        const rest = new GrowingRoot(sha256);
        for (const leaf of await leavesBetween(pool, voteId, complete * SUBTREE, size)) rest.add(leaf);
        upper.push(rest.root());
      }
      const leaves = await leavesBetween(pool, voteId, own * SUBTREE, Math.min((own + 1) * SUBTREE, size));
      const lowerPath = inclusionProof(index - own * SUBTREE, leaves, sha256);
      // Above 2^12 leaves RFC 6962 splits at multiples of the subtree, so the subtree roots form the upper part of the same tree.
      const levels = treeLevels(upper, sha256);
      const root = levels.at(-1)?.[0] ?? sha256(new Uint8Array(0));
      const path = [...lowerPath, ...pathInLevels(own, levels)];
      return { seq, size, root: hex(root), leaf: hex(leaves[index - own * SUBTREE]), path: path.map(hex) };
    },
  };
}

function hex(hash: Uint8Array | undefined): string {
  if (hash === undefined) throw new Error('a hash is missing');
  return Buffer.from(hash).toString('hex');
}

async function leavesBetween(db: Db, voteId: string, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await db.query<{ leaf_hash: Buffer }>(
    'select leaf_hash from ballot where vote_id = $1 and seq > $2 and seq <= $3 order by seq',
    [voteId, from, to],
  );
  if (rows.length !== to - from) throw new Error(`ballots ${from + 1} to ${to} of vote ${voteId} are not all there`);
  return rows.map(({ leaf_hash }) => leaf_hash);
}
