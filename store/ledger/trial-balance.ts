// The trial balance: all accounts added up by what they are, on their two sides, which must be the same.
import type { AccountKind } from '../../domain/ledger/accounts';
import { balanceAt, type Db } from './balances';

export interface TrialRow {
  /** Null: the estate's own; also when all estates are added up. */
  projectId: string | null;
  source: string | null;
  kind: AccountKind;
  accounts: number;
  /** Sum of the balances above zero. */
  debitFen: bigint;
  /** Sum of the balances below zero, without the sign. */
  creditFen: bigint;
}

/** As JSON carries it: fen as text. */
type TextOf<T> = { [K in keyof T]: T[K] extends bigint ? string : T[K] };
type Unbalanced = { estateId: string; projectId: string | null; source: string | null; differenceFen: bigint };

export interface TrialBalance {
  rows: TrialRow[];
  debitFen: bigint;
  creditFen: bigint;
  /** Projects and sources whose two sides differ, a hundred at most. Empty, unless somebody wrote past the database's own checks. */
  unbalanced: Unbalanced[];
}

/**
 * Of one estate by project, source and kind, or of all estates by kind. `at`: as it stood then, added up from the entries; else from the
 * maintained balances.
 */
export async function trialBalance(
  db: Db,
  { estateId, at }: { estateId?: string | undefined; at?: Date | undefined } = {},
): Promise<TrialBalance> {
  const { rows } = await db.query<{ rows: TextOf<TrialRow>[]; unbalanced: TextOf<Unbalanced>[] }>(
    `with sums as materialized (
       select a.estate_id, a.project_id, a.source, a.kind, count(*) as accounts, sum(greatest(b.balance_fen, 0)) as debit,
         sum(greatest(-b.balance_fen, 0)) as credit
       from ledger_account a join ${balanceAt(at)} where $1::uuid is null or a.estate_id = $1 group by 1, 2, 3, 4),
     shown as (
       select case when $1 is null then null else project_id end as "projectId", case when $1 is null then null else source end as source, kind,
         sum(accounts)::int as accounts, sum(debit)::text as "debitFen", sum(credit)::text as "creditFen" from sums group by 1, 2, 3
       order by 1 nulls first, 2 nulls first, 3),
     wrong as (
       select estate_id as "estateId", project_id as "projectId", source, (sum(debit) - sum(credit))::text as "differenceFen"
       from sums group by 1, 2, 3 having sum(debit) <> sum(credit) order by 1, 2, 3 limit 100)
     select coalesce((select json_agg(shown) from shown), '[]') as rows, coalesce((select json_agg(wrong) from wrong), '[]') as unbalanced`,
    [estateId ?? null, at ?? null],
  );
  const found = rows[0] ?? { rows: [], unbalanced: [] };
  const shown = found.rows.map((row) => ({ ...row, debitFen: BigInt(row.debitFen), creditFen: BigInt(row.creditFen) }));
  return {
    rows: shown,
    debitFen: shown.reduce((sum, { debitFen }) => sum + debitFen, 0n),
    creditFen: shown.reduce((sum, { creditFen }) => sum + creditFen, 0n),
    unbalanced: found.unbalanced.map((row) => ({ ...row, differenceFen: BigInt(row.differenceFen) })),
  };
}
