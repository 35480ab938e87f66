// A hotline's file: a dry run says of every ticket whether it opens a problem, joins one, is already in or is refused, and changes nothing; the
// commit takes all that are not refused. A ticket is taken once, however often its number comes.
import type { Policy } from '../../domain/policy/schema';
import type { Actor } from '../../domain/process';
import { maskPhone } from '../../domain/register/id-number';
import type { TicketColumn, TicketIssue } from '../../domain/intake/tickets';
import type { FieldCipher } from '../crypto/field-cipher';
import { placeOfEstate } from '../process-place';
import { refused } from '../refused';
import type { RegisterFormat } from '../register/read-register';
import { policyAt, sameProblem } from '../reports/open-problem';
import type { Tx } from '../transaction';
import { estateFinder } from './find-estate';
import type { TicketFile } from './hotline-rows';
import { knownSignals, takeSignal } from './signals';
import type { Source } from './sources';

/** How long an uncommitted dry run keeps its rows. */
const KEEP_DAYS = 7;

export type TicketVerdict = 'opens' | 'joins' | 'alreadyIn' | 'refused';

export interface HotlineSummary {
  schemaVersion: 1;
  source: string;
  columns: TicketColumn[];
  ignored: string[];
  rows: number;
  opens: number;
  joins: number;
  alreadyIn: number;
  refused: number;
}

export interface DryRun {
  importId: string;
  source: Source;
  byAccountId: string;
  format: RegisterFormat;
  fileSha256: string;
  at: Date;
}

interface JudgedTicket {
  row_no: number;
  verdict: TicketVerdict;
  ticket_no: string | null;
  estate_id: string | null;
  spot_place_id: string | null;
  category: string | null;
  called_at: string | null;
  sealed: string | null;
  phone_masked: string | null;
  issues: TicketIssue[];
  problem_id: string | null;
}

/** Stores the answer to every ticket of the file, and nothing else. */
export async function dryRunTickets(
  tx: Tx,
  cipher: FieldCipher,
  run: DryRun,
  file: TicketFile,
): Promise<HotlineSummary> {
  const { importId, source, at } = run;
  await dropOldRows(tx, source.placeId, at);
  const judged = await judge(tx, cipher, run, file);
  const count = (verdict: TicketVerdict): number => judged.filter((row) => row.verdict === verdict).length;
  const summary: HotlineSummary = {
    schemaVersion: 1,
    ...{ source: file.source, columns: file.columns, ignored: file.ignored, rows: judged.length },
    ...{ opens: count('opens'), joins: count('joins'), alreadyIn: count('alreadyIn'), refused: count('refused') },
  };
  await tx.query(
    `insert into hotline_import (id, source_id, place_id, file_sha256, format, by_account_id, status, summary, created_at)
     values ($1, $2, $3, $4, $5, $6, 'ready', $7, $8)`,
    [
      ...[importId, source.sourceId, source.placeId, run.fileSha256, run.format, run.byAccountId],
      ...[JSON.stringify(summary), at],
    ],
  );
  await tx.query(
    `insert into hotline_import_row (import_id, row_no, verdict, ticket_no, estate_id, spot_place_id, category, called_at, sealed, phone_masked,
       issues, problem_id)
     select $1, r.* from jsonb_to_recordset($2::jsonb) as r (row_no int, verdict text, ticket_no text, estate_id uuid, spot_place_id uuid,
       category text, called_at timestamptz, sealed text, phone_masked text, issues jsonb, problem_id uuid)`,
    [importId, JSON.stringify(judged)],
  );
  return summary;
}

async function judge(tx: Tx, cipher: FieldCipher, { source, at }: DryRun, file: TicketFile): Promise<JudgedTicket[]> {
  const find = await estateFinder(tx, source.placePath);
  const known = await knownSignals(
    tx,
    source.sourceId,
    file.tickets.flatMap(({ ticketNo }) => ticketNo ?? []),
  );
  const policies = new Map<string, Policy>();
  const policyOf = async (estateId: string): Promise<Policy> => {
    const policy = policies.get(estateId) ?? policyAt(await placeOfEstate(tx, estateId), at);
    policies.set(estateId, policy);
    return policy;
  };
  /** Where a problem is open, or will be by an earlier row; null: not known yet which. */
  const open = new Map<string, string | null>();
  const judged: JudgedTicket[] = [];
  for (const { rowNo, ticketNo, calledAt, name, phone, address, category, text, issues } of file.tickets) {
    const place = address === null ? null : find(address);
    if (place?.kind === 'unknown') issues.push({ column: 'address', code: 'estate-unknown', value: address });
    if (place?.kind === 'ambiguous') issues.push({ column: 'address', code: 'estate-ambiguous', value: address });
    const { estateId, spotPlaceId } = place?.kind === 'found' ? place : { estateId: null, spotPlaceId: null };
    const row = { row_no: rowNo, ticket_no: ticketNo, estate_id: estateId, spot_place_id: spotPlaceId, category };
    const base = { ...row, called_at: calledAt, phone_masked: phone === null ? null : maskPhone(phone), issues };
    const earlier = ticketNo === null ? undefined : known.get(ticketNo);
    if (earlier !== undefined) {
      judged.push({ ...base, verdict: 'alreadyIn', sealed: null, problem_id: earlier });
      continue;
    }
    if (
      issues.length === 0 &&
      estateId !== null &&
      category !== null &&
      !(await policyOf(estateId)).problem.categories[category]
    )
      issues.push({ column: 'category', code: 'category-unknown', value: category });
    if (issues.length > 0 || estateId === null || category === null) {
      judged.push({ ...base, verdict: 'refused', sealed: null, problem_id: null });
      continue;
    }
    const key = `${category} ${spotPlaceId}`;
    if (!open.has(key)) {
      const spot = { estateId, category, spotPlaceId, joinMinutes: null };
      const same = await sameProblem(tx, spot, await policyOf(estateId), at);
      if (same !== null) open.set(key, same);
    }
    const verdict = open.has(key) ? 'joins' : 'opens';
    const sealed = cipher.seal(
      'ticket',
      JSON.stringify({ name, phone, text: withAddress(text, address) } satisfies SealedTicket),
    );
    judged.push({ ...base, verdict, sealed, problem_id: open.get(key) ?? null });
    if (!open.has(key)) open.set(key, null);
  }
  return judged;
}

/** The door and the floor stand in the address, and whoever goes there needs them. */
const withAddress = (text: string | null, address: string | null): string => `${text ?? ''}（${address ?? ''}）`;

interface SealedTicket {
  name: string | null;
  phone: string | null;
  text: string;
}

export interface CommitResult {
  opened: number;
  joined: number;
  alreadyIn: number;
  refused: number;
}

/** Takes every ticket that was not refused. Refuses `not-found`, `import-already-committed`, `import-expired`. */
export async function commitTickets(
  tx: Tx,
  cipher: FieldCipher,
  commit: { importId: string; placeId: string; actor: Actor & { kind: 'account' }; at: Date },
): Promise<CommitResult> {
  const { importId, placeId, actor, at } = commit;
  const { rows: imports } = await tx.query<{ status: string; sourceId: string }>(
    'select status, source_id as "sourceId" from hotline_import where id = $1 and place_id = $2 for update',
    [importId, placeId],
  );
  const [found] = imports;
  if (!found) throw refused('not-found');
  if (found.status === 'committed') throw refused('import-already-committed', { importId });
  if (found.status === 'expired') throw refused('import-expired', { importId });
  // By spot: two commits at the same moment then wait for one another in one order.
  const { rows } = await tx.query<Required<Omit<JudgedTicket, 'called_at'>> & { called_at: Date }>(
    `select * from hotline_import_row where import_id = $1 and sealed is not null order by category, spot_place_id, row_no`,
    [importId],
  );
  const counts = { opened: 0, joined: 0, alreadyIn: 0 };
  for (const row of rows) {
    const { name, phone, text } = JSON.parse(cipher.open('ticket', row.sealed ?? '')) as SealedTicket;
    const { outcome, problemId } = await takeSignal(tx, cipher, {
      sourceId: found.sourceId,
      signalNo: row.ticket_no ?? '',
      ...{ estateId: row.estate_id ?? '', spotPlaceId: row.spot_place_id ?? '', category: row.category ?? '' },
      ...{ channel: 'hotline', actor, by: 'phone', deviceId: null, joinMinutes: null, text },
      reporter: phone === null ? null : { kind: 'contact', name: name ?? '', phone },
      ...{ happenedAt: row.called_at, at },
    });
    counts[outcome] += 1;
    await tx.query(
      'update hotline_import_row set problem_id = $3, sealed = null where import_id = $1 and row_no = $2',
      [importId, row.row_no, problemId],
    );
  }
  const { rows: others } = await tx.query<{ alreadyIn: number; refused: number }>(
    `update hotline_import set status = 'committed', committed_at = $2, committed_by = $3 where id = $1
     returning (summary->>'alreadyIn')::int as "alreadyIn", (summary->>'refused')::int as refused`,
    [importId, at, actor.id],
  );
  const [other = { alreadyIn: 0, refused: 0 }] = others;
  return { ...counts, alreadyIn: counts.alreadyIn + other.alreadyIn, refused: other.refused };
}

/** Personal data is not kept for dry runs that nobody committed. */
async function dropOldRows(tx: Tx, placeId: string, at: Date): Promise<void> {
  await tx.query(
    `with expired as (update hotline_import set status = 'expired'
       where place_id = $1 and status = 'ready' and created_at < $2::timestamptz - make_interval(days => $3) returning id)
     delete from hotline_import_row where import_id in (select id from expired)`,
    [placeId, at, KEEP_DAYS],
  );
}
