// The money of the estate read from the raw tables, by a reading that shares no code with store/ledger, store/receipts or domain/ledger: once from
// the entries of the ledger, and once from what the entries were made of (money that came, whose it was, payments approved, refunds paid).
import type { Pool } from 'pg';

/** Whole fen. */
export interface Sums {
  received: bigint;
  spent: bigint;
  refunded: bigint;
  held: bigint;
}

/** By project, then by source of its plan. */
export type BySource = Map<string, Map<string, Sums>>;

export interface TrialLine {
  projectId: string | null;
  source: string | null;
  kind: string;
  accounts: number;
  debitFen: bigint;
  creditFen: bigint;
}

interface EntryRow {
  transactionId: string;
  accountId: string;
  projectId: string | null;
  source: string | null;
  kind: string;
  fen: string;
}

export interface Books {
  entries: number;
  transactions: number;
  trial: TrialLine[];
  bySource: BySource;
  /** What does not hold, one sentence each. */
  faults: string[];
}

const none = (): Sums => ({ received: 0n, spent: 0n, refunded: 0n, held: 0n });

function sumsAt(books: BySource, projectId: string, source: string): Sums {
  const project = books.get(projectId) ?? new Map<string, Sums>();
  books.set(projectId, project);
  const sums = project.get(source) ?? none();
  project.set(source, sums);
  return sums;
}

const addTo = (sums: Map<string, bigint>, key: string, fen: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + fen);

/** All entries of an estate, added up here. */
export async function readBooks(pool: Pool, estateId: string): Promise<Books> {
  const { rows } = await pool.query<EntryRow>(
    `select e.transaction_id as "transactionId", e.account_id as "accountId", a.project_id as "projectId", a.source, a.kind,
       e.amount_fen::text as fen
     from ledger_entry e join ledger_account a on a.id = e.account_id where a.estate_id = $1`,
    [estateId],
  );
  const { rows: kept } = await pool.query<{ accountId: string; fen: string }>(
    `select b.account_id as "accountId", b.balance_fen::text as fen from ledger_balance b join ledger_account a on a.id = b.account_id
     where a.estate_id = $1`,
    [estateId],
  );
  const [ofAccount, ofPart] = [new Map<string, bigint>(), new Map<string, bigint>()];
  const account = new Map<string, EntryRow>();
  for (const row of rows) {
    addTo(ofAccount, row.accountId, BigInt(row.fen));
    // Money of one source must never have paid for another: each transaction is even for each project and source.
    addTo(ofPart, `${row.transactionId} ${row.projectId ?? '-'} ${row.source ?? '-'}`, BigInt(row.fen));
    account.set(row.accountId, row);
  }
  const faults = [...ofPart].filter(([, fen]) => fen !== 0n).map(([part, fen]) => `${part} does not balance: ${fen}`);
  const maintained = new Map(kept.map(({ accountId, fen }) => [accountId, BigInt(fen)]));
  for (const [accountId, fen] of ofAccount)
    if (maintained.get(accountId) !== fen)
      faults.push(`account ${accountId} is kept as ${maintained.get(accountId)}, not ${fen}`);
  for (const accountId of maintained.keys())
    if (!ofAccount.has(accountId)) faults.push(`account ${accountId} has no entries`);

  const trial = new Map<string, TrialLine>();
  const bySource: BySource = new Map();
  for (const [accountId, fen] of ofAccount) {
    const { projectId = null, source = null, kind = '' } = account.get(accountId) ?? {};
    const key = `${projectId ?? ''} ${source ?? ''} ${kind}`;
    const line = trial.get(key) ?? { projectId, source, kind, accounts: 0, debitFen: 0n, creditFen: 0n };
    trial.set(key, line);
    line.accounts += 1;
    if (fen > 0n) line.debitFen += fen;
    else line.creditFen -= fen;
    if (projectId === null || source === null) continue;
    const sums = sumsAt(bySource, projectId, source);
    if (kind === 'received') sums.received -= fen;
    else if (kind === 'spent') sums.spent += fen;
    else if (kind === 'refunded') sums.refunded += fen;
    else if (kind === 'held') sums.held += fen;
    else faults.push(`a project has an account of the kind ${kind}`);
  }
  for (const [projectId, sources] of bySource)
    for (const [source, { received, spent, refunded, held }] of sources)
      if (received !== spent + refunded + held)
        faults.push(`${projectId} ${source}: ${received} came in, ${spent} spent, ${refunded} back, ${held} held`);
  const transactions = new Set(rows.map(({ transactionId }) => transactionId)).size;
  return { entries: rows.length, transactions, trial: [...trial.values()], bySource, faults };
}

/** What came in and went back by project and source, and what was spent of each project, from everything but the ledger. */
export async function readPapers(
  pool: Pool,
  estateId: string,
): Promise<{ bySource: BySource; spent: Map<string, bigint> }> {
  const bySource: BySource = new Map();
  const { rows: matches } = await pool.query<{ projectId: string; source: string; fen: string }>(
    `select m.process_id as "projectId", m.source_id as source, i.amount_fen::text as fen
     from money_in i join money_match m on m.money_id = i.id left join money_match_end e on e.money_id = m.money_id and e.attempt_no = m.attempt_no
     where i.estate_id = $1 and e.money_id is null`,
    [estateId],
  );
  for (const { projectId, source, fen } of matches) sumsAt(bySource, projectId, source).received += BigInt(fen);
  const { rows: refunds } = await pool.query<{ projectId: string; source: string; fen: string }>(
    `select process_id as "projectId", source_id as source, amount_fen::text as fen from refund
     where estate_id = $1 and process_id is not null and state = 'paid'`,
    [estateId],
  );
  for (const { projectId, source, fen } of refunds) sumsAt(bySource, projectId, source).refunded += BigInt(fen);
  const spent = new Map<string, bigint>();
  const { rows: payments } = await pool.query<{ projectId: string; fen: string }>(
    `select asked.process_id as "projectId", asked.payload -> 'payment' ->> 'amountFen' as fen
     from process_event asked join process_event posted on posted.process_id = asked.process_id and posted.type = 'paymentPosted'
       and posted.payload ->> 'paymentId' = asked.payload -> 'payment' ->> 'paymentId'
     where asked.type = 'paymentRequested'`,
  );
  for (const { projectId, fen } of payments) addTo(spent, projectId, BigInt(fen));
  return { bySource, spent };
}

export interface Pledged {
  households: number;
  pledged: number;
  pledgedFen: bigint;
  /** Pledges that are not what the share of their right says. */
  odd: number;
}

/** Pledges that stand of the newest version, counted row by row. */
export async function readPledges(pool: Pool, processId: string): Promise<Pledged> {
  const { rows } = await pool.query<{ shareFen: string; pledgeFen: string | null }>(
    `select s.share_fen::text as "shareFen", p.amount_fen::text as "pledgeFen" from household_share s
     left join pledge p on p.process_id = s.process_id and p.version = s.version and p.right_no = s.right_no
       and not exists (select from pledge_end e where e.process_id = p.process_id and e.pledge_id = p.pledge_id)
     where s.process_id = $1 and s.version = (select max(version) from household_share where process_id = $1)`,
    [processId],
  );
  const standing = rows.filter(({ pledgeFen }) => pledgeFen !== null);
  return {
    households: rows.filter(({ shareFen }) => shareFen !== '0').length,
    pledged: standing.length,
    pledgedFen: standing.reduce((sum, { pledgeFen }) => sum + BigInt(pledgeFen ?? 0), 0n),
    odd: standing.filter(({ shareFen, pledgeFen }) => shareFen !== pledgeFen).length,
  };
}

/** What the payment provider is believed to have taken and given back. */
export async function readProvider(
  pool: Pool,
): Promise<{ orders: number; paidFen: bigint; refundedFen: bigint; events: number }> {
  const { rows } = await pool.query<{ orders: number; paid: string; refunded: string; events: number }>(
    `select (select count(*)::int from payment_order where state = 'paid') as orders,
       (select coalesce(sum(i.amount_fen), 0)::text from money_in i where i.way = 'online') as paid,
       (select coalesce(sum(refunded_fen), 0)::text from payment_order) as refunded,
       (select count(*)::int from payment_event) as events`,
  );
  const { orders = 0, paid = '0', refunded = '0', events = 0 } = rows[0] ?? {};
  return { orders, paidFen: BigInt(paid), refundedFen: BigInt(refunded), events };
}
