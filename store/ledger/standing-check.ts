// The standing check: all that came in for a project is spent, refunded, or still held, source by source to the fen; and the same for the
// estate's own money. From the entries themselves, so that it says something about the maintained balances too.
import type { AccountKind } from '../../domain/ledger/accounts';
import type { Db } from './balances';

export interface StandingRow {
  /** Null: money that is not matched yet. */
  source: string | null;
  /** From payers; of the estate's own money what came in; of unmatched money what waits to be matched. */
  receivedFen: bigint;
  spentFen: bigint;
  refundedFen: bigint;
  /** Given on to projects or put aside; only of the estate's own money. */
  grantedFen: bigint;
  heldFen: bigint;
  /** received − spent − refunded − granted − held: zero, or the books are wrong. */
  differenceFen: bigint;
}

export interface StandingCheck {
  sources: StandingRow[];
  /** Accounts whose maintained balance is not the sum of their entries. */
  differing: string[];
  /** Billed fees that were earned by nobody, or the other way round; zero, or the books are wrong. */
  billedDifferenceFen: bigint;
  isWhole: boolean;
}

const IN: readonly AccountKind[] = ['received', 'income', 'feePaid', 'unmatched'];
const BILLED: readonly AccountKind[] = ['feeBilled', 'feeIncome'];

/** Of a project, or (`estateId`) of an estate's own money. */
export async function standingCheck(db: Db, of: { projectId: string } | { estateId: string }): Promise<StandingCheck> {
  const where = 'projectId' in of ? 'a.project_id = $1' : 'a.estate_id = $1 and a.project_id is null';
  const { rows } = await db.query<{ source: string | null; kind: AccountKind; sumFen: string; differing: string[] }>(
    `select source, kind, sum(sum_fen)::text as "sumFen", coalesce(array_agg(id order by id) filter (where is_differing), '{}') as differing
     from (
       select a.id, a.source, a.kind, coalesce(sum(e.amount_fen), 0) as sum_fen,
         count(e.amount_fen) <> coalesce(b.entries, 0) or coalesce(sum(e.amount_fen), 0) <> coalesce(b.balance_fen, 0) as is_differing
       from ledger_account a left join ledger_balance b on b.account_id = a.id left join ledger_entry e on e.account_id = a.id
       where ${where} group by a.id, b.account_id) account
     group by source, kind order by source, kind`,
    ['projectId' in of ? of.projectId : of.estateId],
  );
  const sumOf = (source: string | null, ...kinds: readonly AccountKind[]): bigint =>
    rows
      .filter((row) => row.source === source && kinds.includes(row.kind))
      .reduce((sum, { sumFen }) => sum + BigInt(sumFen), 0n);
  const sources = [...new Set(rows.map(({ source }) => source))].map((source) => {
    const [receivedFen, spentFen] = [-sumOf(source, ...IN), sumOf(source, 'spent')];
    const [refundedFen, grantedFen, heldFen] = [
      sumOf(source, 'refunded'),
      sumOf(source, 'granted'),
      sumOf(source, 'held'),
    ];
    const differenceFen = receivedFen - spentFen - refundedFen - grantedFen - heldFen;
    return { source, receivedFen, spentFen, refundedFen, grantedFen, heldFen, differenceFen };
  });
  const differing = rows.flatMap((row) => row.differing);
  const billedDifferenceFen = [...new Set(rows.map(({ source }) => source))].reduce(
    (sum, source) => sum + sumOf(source, ...BILLED),
    0n,
  );
  const isBalanced = billedDifferenceFen === 0n && sources.every(({ differenceFen }) => differenceFen === 0n);
  return { sources, differing, billedDifferenceFen, isWhole: isBalanced && differing.length === 0 };
}
