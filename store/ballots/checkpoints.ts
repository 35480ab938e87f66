// Signed checkpoints of a vote's hash tree. Witnesses keep them (committee, community, a print on the notice board): after a restore or
// a forgery they show that the log was cut or forked. How one is judged: scripts/recount/pack.cjs, which shares no line with this.
import { sign } from 'node:crypto';
import { consistencyProof, GrowingRoot } from '../../domain/hash-tree';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { sha256 } from './ballot-canon';
import { leafPages } from './ballot-tree';
import type { SigningKey } from './receipts';
import type { Db } from './vote-window';

export interface Checkpoint {
  voteId: string;
  checkpointNo: number;
  /** Ballots under the root. */
  size: number;
  /** Hex. */
  root: string;
  at: string;
  keyId: string;
  /** Ed25519, base64url, over the text of `checkpointText`. */
  signature: string;
}

/**
 * Signs the tree as it stands, or returns the last checkpoint when no ballot came since: so repeating it is harmless. Takes no lock on
 * the window, voting goes on. Refuses `log-diverged` where the ballots no longer begin with those of the last checkpoint.
 */
export async function recordCheckpoint(tx: Tx, voteId: string, key: SigningKey): Promise<Checkpoint> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`checkpoint:${voteId}`]);
  const last = (await listCheckpoints(tx, voteId)).at(-1);
  const tree = new GrowingRoot(sha256);
  let rootAtLast = last?.size === 0 ? hexOf(tree.root()) : undefined;
  for await (const leaves of leafPages(tx, voteId)) {
    for (const leaf of leaves) {
      tree.add(leaf);
      if (tree.size === last?.size) rootAtLast = hexOf(tree.root());
    }
  }
  if (last !== undefined && rootAtLast !== last.root)
    throw refused('log-diverged', { checkpointNo: last.checkpointNo, size: tree.size });
  if (last?.size === tree.size) return last;
  const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  const at = rows[0]?.now.toISOString() ?? '';
  const head = { voteId, size: tree.size, root: hexOf(tree.root()), at, keyId: key.keyId };
  const signature = sign(null, checkpointText(head), key.privateKey);
  const checkpoint = {
    ...head,
    checkpointNo: (last?.checkpointNo ?? 0) + 1,
    signature: signature.toString('base64url'),
  };
  await tx.query(
    `insert into vote_checkpoint (vote_id, checkpoint_no, size, root, at, key_id, signature) values ($1, $2, $3, $4, $5, $6, $7)`,
    [voteId, checkpoint.checkpointNo, tree.size, Buffer.from(head.root, 'hex'), at, key.keyId, signature],
  );
  return checkpoint;
}

/** In their order. */
export async function listCheckpoints(db: Db, voteId: string): Promise<Checkpoint[]> {
  const { rows } = await db.query<Omit<Checkpoint, 'voteId' | 'root' | 'at' | 'signature'> & Stored>(
    `select checkpoint_no as "checkpointNo", size, root, at, key_id as "keyId", signature from vote_checkpoint
     where vote_id = $1 order by checkpoint_no`,
    [voteId],
  );
  return rows.map(({ root, at, signature, ...row }) => ({
    voteId,
    ...row,
    root: hexOf(root),
    at: at.toISOString(),
    signature: signature.toString('base64url'),
  }));
}

interface Stored {
  root: Buffer;
  at: Date;
  signature: Buffer;
}

/** The checkpoints, each with the proof that it grew out of the one before (the first: out of nothing). */
export async function provenCheckpoints(db: Db, voteId: string): Promise<(Checkpoint & { consistency: string[] })[]> {
  const checkpoints = await listCheckpoints(db, voteId);
  const leaves: Buffer[] = [];
  if (checkpoints.length > 0) for await (const page of leafPages(db, voteId)) leaves.push(...page);
  return checkpoints.map((checkpoint, index) => {
    const before = checkpoints[index - 1]?.size ?? 0;
    const proof = consistencyProof(before, leaves.slice(0, checkpoint.size), sha256);
    return { ...checkpoint, consistency: proof.map(hexOf) };
  });
}

/** What the signature covers. */
const checkpointText = ({ voteId, size, root, at, keyId }: Omit<Checkpoint, 'checkpointNo' | 'signature'>): Buffer =>
  Buffer.from(`gongzhi-checkpoint\nEd25519\n${keyId}\n${voteId}\n${size}\n${root}\n${at}\n`, 'utf8');

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
