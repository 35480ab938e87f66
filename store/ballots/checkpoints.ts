// Signed checkpoints of a vote's hash tree. Witnesses keep them (committee, community, a print on the notice board): after a restore or
// a forgery they show that the log was cut or forked. How one is judged: scripts/recount/pack.cjs, which shares no line with this.
import { sign } from 'node:crypto';
import { consistencyInLevels, GrowingRoot, treeLevels } from '../../domain/hash-tree';
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
  const { last, tree } = await treeSinceLast(tx, voteId);
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

/** The tree as it stands, and the last checkpoint, which it begins with. Refuses `log-diverged` where it does not, or a ballot is missing. */
export async function treeSinceLast(
  db: Db,
  voteId: string,
): Promise<{ last: Checkpoint | undefined; tree: GrowingRoot }> {
  const [last] = await pageOfCheckpoints(db, voteId, { before: null, limit: 1 });
  const tree = new GrowingRoot(sha256);
  let rootAtLast = last?.size === 0 ? hexOf(tree.root()) : undefined;
  for await (const leaves of leafPages(db, voteId)) {
    for (const leaf of leaves) {
      tree.add(leaf);
      if (tree.size === last?.size) rootAtLast = hexOf(tree.root());
    }
  }
  if (last !== undefined && rootAtLast !== last.root)
    throw refused('log-diverged', { checkpointNo: last.checkpointNo, size: tree.size });
  return { last, tree };
}

/** All of them, in their order. */
export async function listCheckpoints(db: Db, voteId: string): Promise<Checkpoint[]> {
  const all = await pageOfCheckpoints(db, voteId, { before: null, limit: null });
  return all.reverse();
}

/** The newest first; `before` is the number of the last one seen. */
export async function pageOfCheckpoints(
  db: Db,
  voteId: string,
  page: { before: number | null; limit: number | null },
): Promise<Checkpoint[]> {
  const { rows } = await db.query<Omit<Checkpoint, 'voteId' | 'root' | 'at' | 'signature'> & Stored>(
    `select checkpoint_no as "checkpointNo", size, root, at, key_id as "keyId", signature from vote_checkpoint
     where vote_id = $1 and ($2::int is null or checkpoint_no < $2) order by checkpoint_no desc limit $3`,
    [voteId, page.before, page.limit],
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

/**
 * One line that fits a QR code of a notice (about 190 characters): `npm run recount -- PACK --checkpoint 'LINE'` checks it. The vote stands in
 * it by its first eight letters; the signature covers the whole id.
 */
export const checkpointLine = ({ voteId, size, root, at, keyId, signature }: Checkpoint): string =>
  [
    ...['gongzhi-cp1', voteId.slice(0, 8), size, Buffer.from(root, 'hex').toString('base64url'), Date.parse(at)],
    ...[keyId, signature],
  ].join('.');

/**
 * A witness has taken the checkpoint over so many ballots into keeping, and says which root it has. Refuses `checkpoint-unknown`, and
 * `checkpoint-differs` where theirs is not ours, which then is on record as a refusal and a matter for the district. Repeating it is harmless.
 */
export async function keepCheckpoint(
  tx: Tx,
  kept: { voteId: string; size: number; root: string; byAccount: string; role: string; at: Date },
): Promise<{ keptBy: number }> {
  const { voteId, size, root, byAccount, role, at } = kept;
  const { rows } = await tx.query<{ root: Buffer }>(
    'select root from vote_checkpoint where vote_id = $1 and size = $2',
    [voteId, size],
  );
  const [own] = rows;
  if (own === undefined) throw refused('checkpoint-unknown', { size });
  if (hexOf(own.root) !== root) throw refused('checkpoint-differs', { size });
  await tx.query(
    `insert into checkpoint_kept (vote_id, size, by_account, role, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [voteId, size, byAccount, role, at],
  );
  return { keptBy: (await keptCounts(tx, voteId, [size])).get(size) ?? 0 };
}

/** How many witnesses keep each of these. */
export async function keptCounts(db: Db, voteId: string, sizes: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await db.query<{ size: number; n: number }>(
    'select size, count(*)::int as n from checkpoint_kept where vote_id = $1 and size = any($2::int[]) group by size',
    [voteId, sizes],
  );
  return new Map(rows.map(({ size, n }) => [size, n]));
}

/** The checkpoints, each with the proof that it grew out of the one before (the first: out of nothing). */
export async function provenCheckpoints(db: Db, voteId: string): Promise<(Checkpoint & { consistency: string[] })[]> {
  const checkpoints = await listCheckpoints(db, voteId);
  const leaves: Buffer[] = [];
  if (checkpoints.length > 0) for await (const page of leafPages(db, voteId)) leaves.push(...page);
  const levels = treeLevels(leaves, sha256);
  return checkpoints.map((checkpoint, index) => {
    const before = checkpoints[index - 1]?.size ?? 0;
    const proof = consistencyInLevels(before, checkpoint.size, levels, sha256);
    return { ...checkpoint, consistency: proof.map(hexOf) };
  });
}

/** What the signature covers. */
const checkpointText = ({ voteId, size, root, at, keyId }: Omit<Checkpoint, 'checkpointNo' | 'signature'>): Buffer =>
  Buffer.from(`gongzhi-checkpoint\nEd25519\n${keyId}\n${voteId}\n${size}\n${root}\n${at}\n`, 'utf8');

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
