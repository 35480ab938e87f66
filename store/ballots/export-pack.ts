// The doubter's pack (docs/doubters-pack.md): one file from which a vote is recounted without us. Rows only, no sums of its own, no
// names; the same record gives the same bytes. Read by scripts/recount/pack.cjs. Who may have it, and from when, is the API's question.
import { createHash, createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import type { ProofSheet } from '../../domain/owners-vote/count-types';
import type { VotePhase } from '../../domain/owners-vote/state';
import type { VotePolicy } from '../../domain/policy/schema';
import type { KeyRing } from '../key-ring';
import { provenCheckpoints } from './checkpoints';
import { exportBallots, exportRulings, pages, type ExportRow } from './export-rows';
import { receiptKeys } from './receipt-keys';
import { readWindow, type VoteWindowRow } from './vote-window';

/** What a pack needs beside its rows. Undefined from `readPackHead`: counting is not over, so there is nothing to check yet. */
export interface PackHead {
  window: VoteWindowRow;
  policy: { policyId: string; version: string; policyHash: string; vote: VotePolicy };
  proof: ProofSheet;
}

const COUNTED: readonly VotePhase[] = ['signing', 'resultPublished', 'certified', 'closed'];

/** Undefined until the ballots are sealed and added up. */
export async function readPackHead(pool: Pool, voteId: string): Promise<PackHead | undefined> {
  const window = await readWindow(pool, voteId);
  if (window === undefined || window.countingUntil === null) return undefined;
  const { rows } = await pool.query<PackHead['policy'] & { phase: VotePhase; proof: ProofSheet | null }>(
    `select v.phase, v.state -> 'core' -> 'proof' as proof, p.policy_id as "policyId", p.policy_version as version,
       p.policy_hash as "policyHash", p.policy -> 'vote' as vote
     from process_view v join process p on p.id = v.process_id where v.process_id = $1`,
    [voteId],
  );
  const row = rows[0];
  if (!row?.proof || !COUNTED.includes(row.phase)) return undefined;
  const { phase: _phase, proof, ...policy } = row;
  return { window, policy, proof };
}

/** The lines of the pack, each with its line feed. Pages of rows: memory does not grow with them. */
export async function* packLines(pool: Pool, keyRing: KeyRing, head: PackHead): AsyncGenerator<string> {
  const digest = createHash('sha256');
  for await (const row of packRows(pool, keyRing, head)) {
    const line = `${JSON.stringify(row)}\n`;
    digest.update(line);
    yield line;
  }
  yield `${JSON.stringify({ kind: 'end', sha256: digest.digest('hex') })}\n`;
}

async function* packRows(pool: Pool, keyRing: KeyRing, { window, policy, proof }: PackHead): AsyncGenerator<object> {
  const { voteId, rollId, rollHash, opensAt, closesAt, rules } = window;
  const { rows: rolls } = await pool.query<{ rightCount: number }>(
    'select right_count as "rightCount" from roll where id = $1',
    [rollId],
  );
  yield {
    kind: 'pack',
    formatVersion: 1,
    voteId,
    rollHash,
    rightCount: rolls[0]?.rightCount ?? 0,
    opensAt: opensAt?.toISOString() ?? null,
    closesAt: closesAt?.toISOString() ?? null,
    algorithms: ALGORITHMS,
    keys: publicKeys(keyRing),
  };
  yield { kind: 'policy', ...policy };
  yield { kind: 'agenda', items: rules.agenda };
  yield* rightRows(pool, keyRing, voteId, rollId);
  for await (const row of pages<DeliveryRow>(pool, ({ rightNo }) => rightNo, DELIVERIES, voteId))
    yield { kind: 'delivery', ...row, deliveredAt: row.deliveredAt.toISOString() };
  yield* exportBallots(pool, voteId);
  for await (const { kind, seq, remedy, at, reason } of exportRulings(pool, voteId))
    yield { kind, seq, remedy, at, reason };
  for await (const { payload, at, ...row } of pages<ActRow>(pool, ({ seq }) => seq, ACTS, voteId))
    yield { kind: 'act', ...row, at: at.toISOString(), detail: shownOf(payload) };
  yield { kind: 'proof', proof };
  for (const { voteId: _vote, ...checkpoint } of await provenCheckpoints(pool, voteId))
    yield { kind: 'checkpoint', ...checkpoint };
}

const ALGORITHMS = {
  hash: 'SHA-256',
  tree: 'RFC 6962',
  canonical: 'RFC 8785',
  signature: 'Ed25519',
  holder: 'HMAC-SHA-256',
};

const publicKeys = (keyRing: KeyRing): object[] => {
  const { publicKeyOf } = receiptKeys(keyRing);
  return keyRing.ids.map((kid) => ({ kid, crv: 'Ed25519', x: publicKeyOf(kid)?.export({ format: 'jwk' }).x }));
};

/**
 * Rights of one head carry one value, and no two heads the same; whom it stands for only the holder of the vote's salt can tell, which
 * is derived from the installation's oldest secret and never leaves it.
 */
async function* rightRows(pool: Pool, keyRing: KeyRing, voteId: string, rollId: string): AsyncGenerator<object> {
  const salt = createHmac('sha256', keyRing.derive('holder-blinding', keyRing.oldestId)).update(voteId).digest();
  for await (const { holders, ...right } of pages<RightRow>(pool, ({ rightNo }) => rightNo, RIGHTS, rollId)) {
    const holder = createHmac('sha256', salt)
      .update([right.headNo, ...holders].join('\n'))
      .digest('hex');
    yield { kind: 'right', ...right, holder };
  }
}

type RightRow = Omit<Extract<ExportRow, { kind: 'right' }>, 'kind'> & { holders: string[] };

/** A head's holders are those of all its rights: the developer's parts may name different ones. */
const RIGHTS = `with page as (
    select right_no, head_no, counts_head, area_dm2 from roll_right where roll_id = $1 and right_no > $2 order by right_no limit $3),
  head as (
    select r.head_no, array_agg(distinct holder order by holder) as holders
    from roll_right r left join lateral unnest(r.holder_owner_ids) holder on true
    where r.roll_id = $1 and r.head_no in (select head_no from page) group by r.head_no)
  select p.right_no as "rightNo", p.head_no as "headNo", p.counts_head as "countsHead", p.area_dm2 as "areaDm2", h.holders
  from page p join head h on h.head_no = p.head_no order by p.right_no`;

interface DeliveryRow {
  rightNo: number;
  deliveryNo: number;
  channel: string;
  result: string;
  deliveredAt: Date;
  proofKind: string;
  proofSha256: string | null;
}

/** A page ends with all deliveries of its last right, so that the next one can begin behind it. */
const DELIVERIES = `select * from (
    select right_no as "rightNo", delivery_no as "deliveryNo", channel, result, delivered_at as "deliveredAt", proof_kind as "proofKind",
      proof_sha256 as "proofSha256" from ballot_delivery
    where vote_id = $1 and right_no > $2 order by right_no fetch first $3 rows with ties) page
  order by "rightNo", "deliveryNo"`;

interface ActRow {
  seq: number;
  type: string;
  at: Date;
  payload: Record<string, unknown>;
}

/** Notices, objections with their answers, and lots: what was published or said about the vote, by hash. */
const ACTS = `select seq, type, at, payload from process_event
  where process_id = $1 and seq > $2 and type in ('noticePublished', 'noticeRestarted', 'rollObjectionRaised', 'rollObjectionAnswered',
    'lotDrawn', 'resultPublished', 'resultObjectionRaised', 'resultObjectionAnswered')
  order by seq limit $3`;

const SHOWN = ['noticeText', 'reasonText', 'windowDays', 'objectionId', 'isUpheld', 'remedy', 'itemId', 'electedIds'];

const shownOf = (payload: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(SHOWN.flatMap((name) => (name in payload ? [[name, payload[name]]] : [])));
