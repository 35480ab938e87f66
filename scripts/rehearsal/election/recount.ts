// The doubter's part: the proof sheet printed, the vote counted again from its exported rows by scripts/recount (which shares no line
// with the product), and receipts followed one by one to the published root.
import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AgendaItem, ProofSheet } from '../../../domain/owners-vote/count-types';
import type { VotePolicy } from '../../../domain/policy/schema';
import { receiptFault } from '../../../store/ballots/receipts';
import type { ExportRow } from '../../../store/ballots/export-rows';
import { recount, type RecountPack } from '../../recount/recount.cjs';
import type { Stage } from './stage';
import type { Voting } from './voting';

export interface Recounted {
  agrees: boolean;
  differences: string[];
  proof: ProofSheet;
  receiptsChecked: number;
}

const SAMPLE = 60;

export async function recountVote(stage: Stage, voteId: string, voting: Voting): Promise<Recounted> {
  const { people, plan, say, watch } = stage;
  const text = await people.street.download(`/v1/votes/${voteId}/rows`);
  const rows = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ExportRow]));
  const { agenda } = await people.street.get<{ agenda: AgendaItem[] }>(`/v1/votes/${voteId}`);
  const view = await watch.view(voteId);
  const { proof } = view.state as unknown as { proof: ProofSheet };
  printProof(proof, say);

  const second = recount(packOf(rows, agenda, plan.policy.vote));
  const differences: string[] = (['totals', 'binding', 'comparison'] as const).filter(
    (part) => !isDeepStrictEqual(second[part], proof[part]),
  );
  if (second.root !== proof.ballotRoot) differences.push('root');
  differences.push(...second.faults, ...leafFaults(rows));
  const late = rows.filter((row) => row.kind === 'ballot' && row.castAt >= voting.closesAt);
  if (late.length > 0) differences.push(`${late.length} ballots after the close`);
  say(
    `复核：第二套程序用 ${rows.length} 行明细重算，${differences.length === 0 ? '完全一致' : `不一致：${differences.slice(0, 5).join('；')}`}`,
  );

  const faults = await receiptFaults(stage, voteId, proof, voting);
  say(`回执抽查：${SAMPLE} 张，${faults.length === 0 ? '签名与包含证明全部通过' : faults.slice(0, 3).join('；')}`);
  differences.push(...faults);
  return {
    agrees: differences.length === 0,
    differences,
    proof,
    receiptsChecked: Math.min(SAMPLE, voting.receipts.length),
  };
}

/** The exported rows in the recount's own format. */
function packOf(rows: readonly ExportRow[], agenda: readonly AgendaItem[], policy: VotePolicy): RecountPack {
  const delivered = rows.flatMap((row) => (row.kind === 'delivery' && row.result === 'delivered' ? [row.rightNo] : []));
  return {
    rights: rows.flatMap((row) => (row.kind === 'right' ? [row] : [])),
    ballots: rows.flatMap((row) => (row.kind === 'ballot' ? [{ ...row, leaf: leafOf(row, rows) }] : [])),
    delivered: [...new Set(delivered)],
    agenda: [...agenda],
    policy,
  };
}

/** The canonical leaf, written out by hand: keys in order, no blanks. */
function leafOf(row: Extract<ExportRow, { kind: 'ballot' }>, rows: readonly ExportRow[]): string {
  const [head] = rows;
  if (head?.kind !== 'vote') throw new Error('the rows do not begin with the vote');
  const { castAt, commitment, rightNo, seq } = row;
  const { rollHash, voteId } = head;
  return JSON.stringify({ castAt, commitment, rightId: String(rightNo), rollHash, schemaVersion: 1, seq, voteId });
}

const sha256 = (...parts: (Buffer | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const leafFaults = (rows: readonly ExportRow[]): string[] =>
  rows.flatMap((row) => {
    if (row.kind !== 'ballot') return [];
    const isSame = sha256(Buffer.from([0]), leafOf(row, rows)).toString('hex') === row.leafHash;
    return isSame ? [] : [`ballot ${row.seq}: its exported leaf hash is another`];
  });

/** A sample over the whole window: signature, commitment opened by the salt, and the way to the root. */
async function receiptFaults(
  { people, random }: Stage,
  voteId: string,
  proof: ProofSheet,
  { receipts }: Voting,
): Promise<string[]> {
  const { keys } = await people.street.get<{ keys: (JsonWebKey & { kid: string })[] }>('/v1/keys');
  const byId = new Map<string, KeyObject>(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
  const faults: string[] = [];
  for (let taken = 0; taken < SAMPLE; taken += 1) {
    const { receipt } = random.pick(receipts);
    const fault = receiptFault(receipt, (keyId) => byId.get(keyId));
    if (fault !== null) faults.push(`receipt ${receipt.seq}: ${fault}`);
    if (receipt.rollHash !== proof.rollHash) faults.push(`receipt ${receipt.seq}: another roll`);
    const { size, root, leaf, path } = await people.street.get<{
      size: number;
      root: string;
      leaf: string;
      path: string[];
    }>(`/v1/votes/${voteId}/ballots/${receipt.seq}/proof`);
    const { castAt, commitment, rightId, rollHash, seq } = receipt;
    const own = sha256(
      Buffer.from([0]),
      JSON.stringify({ castAt, commitment, rightId, rollHash, schemaVersion: 1, seq, voteId }),
    );
    const isUnderRoot =
      own.toString('hex') === leaf &&
      root === proof.ballotRoot &&
      rootFrom(
        own,
        seq - 1,
        size,
        path.map((hash) => Buffer.from(hash, 'hex')),
      )?.toString('hex') === root;
    if (!isUnderRoot) faults.push(`receipt ${seq}: not under the root`);
  }
  return faults;
}

/** RFC 6962 2.1.1 as RFC 9162 2.1.3.2 spells it out, written a second time on purpose. */
export function rootFrom(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = sha256(Buffer.from([1]), sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else hash = sha256(Buffer.from([1]), hash, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : undefined;
}

function printProof(proof: ProofSheet, say: (line: string) => void): void {
  const { totals, binding } = proof;
  say('\n──── 计票证明 ────');
  say(`名册 ${proof.rollHash}`);
  say(`票根 ${proof.ballotRoot}（${proof.ballotCount} 票，截止 ${proof.closedAt}）`);
  say(
    `全体 ${totals.electorate.heads} 人 ${totals.electorate.areaDm2} dm²；有效票 ${JSON.stringify(totals.countedByChannel)}；无效 ${totals.void.heads} 人 ${totals.void.areaDm2}；被替代 ${totals.supersededCount} 票；已送达未投 ${totals.deliveredUnreturned.heads} 人 ${totals.deliveredUnreturned.areaDm2}`,
  );
  for (const item of binding.items) {
    const { heads, area } = item.participation;
    say(
      `${item.itemId}：${item.outcome}；参与 ${heads.part}/${heads.whole} 人（须 ${heads.num}/${heads.den}），${area.part}/${area.whole} dm²`,
    );
    for (const { id, check, rank, isElected } of item.approvals)
      say(
        `    ${id.slice(0, 8)}  同意 ${check.heads.part}/${check.heads.whole} 人  ${check.area.part}/${check.area.whole} dm²  名次 ${rank ?? '－'}  ${isElected ? '当选' : '未当选'}`,
      );
  }
  say('──────────────────\n');
}
