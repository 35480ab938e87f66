// The archive of one process (电子档案) as lines of JSON: what it was launched with, its record with the chain of hashes, the texts behind the
// hashes, the processes it launched, and a seal over all lines before it. Source-reliable and complete (档案法实施条例 39): whoever holds the
// file can recompute every hash in it.
import { createHash, sign, type Hash } from 'node:crypto';
import type { Pool } from 'pg';
import type { SigningKey } from '../ballots/receipts';
import { holdsOf } from './holds';
import { eachPage } from '../each-page';

const PAGE = 500;

/** Lines without their line feeds; undefined where there is no such process. Ends with the seal. */
export async function* archiveLines(pool: Pool, processId: string, { keyId, privateKey }: SigningKey, at: Date) {
  const digest = createHash('sha256');
  let lines = 0;
  for await (const row of archiveRows(pool, processId, at)) {
    lines += 1;
    yield sealed(digest, JSON.stringify(row));
  }
  const sha256 = digest.digest('hex');
  const signature = sign(null, Buffer.from(`${processId}\n${lines}\n${sha256}`), privateKey).toString('base64url');
  yield JSON.stringify({ kind: 'seal', lines, sha256, keyId, signature });
}

function sealed(digest: Hash, line: string): string {
  digest.update(line).update('\n');
  return line;
}

interface ArchivedEvent {
  seq: number;
  payload: object;
}

async function* archiveRows(pool: Pool, processId: string, at: Date): AsyncGenerator<object> {
  yield { kind: 'archive', schemaVersion: 1, at: at.toISOString(), ...(await headOf(pool, processId)) };
  const hashes = new Set<string>();
  const events = async (after: ArchivedEvent | null): Promise<ArchivedEvent[]> =>
    (await pool.query<ArchivedEvent>(EVENTS, [processId, after?.seq ?? 0, PAGE])).rows;
  for await (const page of eachPage(PAGE, events))
    for (const row of page) {
      for (const hash of hashesIn(row.payload)) hashes.add(hash);
      yield { kind: 'event', ...row };
    }
  const holds = await holdsOf(pool, processId);
  for (const { reasonText } of holds) hashes.add(reasonText);
  const { rows: texts } = await pool.query<{ sha256: string }>(
    'select sha256, salt, body from text_note where sha256 = any($1::text[]) order by sha256',
    [[...hashes]],
  );
  for (const text of texts) yield { kind: 'text', ...text };
  const { rows: erased } = await pool.query<{ at: Date }>(
    'select sha256, at, account_id as "accountId" from text_erasure where process_id = $1 order by sha256',
    [processId],
  );
  for (const erasure of erased) yield { kind: 'erasedText', ...erasure };
  for (const hold of holds) yield { kind: 'hold', ...hold };
  const { rows: children } = await pool.query<object>(
    `select c.id as "processId", c.kind as "processKind", v.outcome, v.seq, v.hash from process c join process_view v on v.process_id = c.id
     where c.parent_id = $1 order by c.launched_at, c.id`,
    [processId],
  );
  for (const child of children) yield { kind: 'child', ...child };
}

async function headOf(pool: Pool, processId: string): Promise<object> {
  const { rows } = await pool.query<object>(
    `select p.id as "processId", p.kind as "processKind", p.place_id as "placeId", p.parent_id as "parentId", p.launched_at as "launchedAt",
       p.policy_id as "policyId", p.policy_version as "policyVersion", p.policy_hash as "policyHash", p.policy, p.calendar, v.phase, v.outcome,
       v.seq, v.hash from process p join process_view v on v.process_id = p.id where p.id = $1`,
    [processId],
  );
  return rows[0] ?? {};
}

const EVENTS = `select seq, type, payload, at, command_id as "commandId", actor_kind as "actorKind", actor_id as "actorId", authority, channel,
    assisted_by as "assistedBy", prev_hash as "prevHash", hash from process_event
  where process_id = $1 and seq > $2 order by seq limit $3`;

/** Every text that an event refers to: fields whose name ends in `Text`, at any depth. */
function hashesIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key.endsWith('Text') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => hashesIn(inner, Array.isArray(value) ? key : name));
}
