// What each account holds: now from the maintained balances, at a past instant from the entries.
import type { AccountKind, AccountRef, Purpose } from '../../domain/ledger/accounts';
import type { Tx } from '../transaction';

/** Pool or open transaction. */
export type Db = Pick<Tx, 'query'>;

export interface AccountBalance extends AccountRef {
  accountId: string;
  purpose: Purpose;
  /** Debit > 0, credit < 0. */
  balanceFen: bigint;
  /** So far. */
  entryCount: number;
}

type Row = Omit<AccountBalance, 'balanceFen'> & { balanceFen: string };

export const ACCOUNT_COLUMNS = `a.id as "accountId", a.estate_id as "estateId", a.project_id as "projectId", a.source, a.kind, a.payer, a.purpose`;

/** What account `a` (query parameter 2: `at`) held: by its newest entry until then; without an instant by the maintained balance. */
export const balanceAt = (at: Date | undefined): string =>
  at === undefined ? 'ledger_balance b on b.account_id = a.id and $2::timestamptz is null' : `${ENTRY_UNTIL} on true`;
const ENTRY_UNTIL = `lateral (select balance_after_fen as balance_fen, entry_no as entries from ledger_entry
  where account_id = a.id and recorded_at <= $2 order by recorded_at desc, entry_no desc limit 1) b`;

export interface BalancesAsked {
  estateId: string;
  /** A project's accounts; null: the estate's own; absent: all. */
  projectId?: string | null | undefined;
  kinds?: readonly AccountKind[] | undefined;
  /** Inclusive; absent: now. */
  at?: Date | undefined;
  /** Keyset: accounts behind this one, in the order of kind and id. */
  after?: { kind: string; accountId: string } | null | undefined;
  limit?: number | undefined;
}

/** Accounts that had an entry by then, with their balances, in the order of kind and id. */
export async function readBalances(db: Db, asked: BalancesAsked): Promise<AccountBalance[]> {
  const { estateId, projectId, kinds = null, at, after = null, limit = null } = asked;
  const { rows } = await db.query<Row>(
    `select ${ACCOUNT_COLUMNS}, b.balance_fen as "balanceFen", b.entries as "entryCount" from ledger_account a join ${balanceAt(at)}
     where a.estate_id = $1 and (not $3 or a.project_id is not distinct from $4::uuid) and ($5::text[] is null or a.kind = any($5))
       and ($6::text is null or (a.kind, a.id) > ($6, $7::uuid)) order by a.kind, a.id limit $8`,
    [
      ...[estateId, at ?? null, projectId !== undefined, projectId ?? null, kinds],
      ...[after?.kind ?? null, after?.accountId ?? null, limit],
    ],
  );
  return rows.map((row) => ({ ...row, balanceFen: BigInt(row.balanceFen) }));
}

/** What the holder has for a project now, fen by source; money that is not matched yet is not among it. */
export async function readHeld(db: Db, projectId: string): Promise<Record<string, bigint>> {
  const { rows } = await db.query<{ source: string; balanceFen: string }>(
    `select a.source, b.balance_fen as "balanceFen" from ledger_account a join ledger_balance b on b.account_id = a.id
     where a.project_id = $1 and a.kind = 'held' and a.source is not null order by a.source`,
    [projectId],
  );
  return Object.fromEntries(rows.map(({ source, balanceFen }) => [source, BigInt(balanceFen)]));
}
