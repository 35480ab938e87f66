// The money of a project, or an estate's own: every entry goes on from the one before, every transaction is balanced, what came in is spent,
// refunded or held, and the maintained balances say the same. Nothing of it can differ unless somebody wrote past the database's checks.
import type { Db } from '../ledger/balances';
import { standingCheck } from '../ledger/standing-check';
import type { Difference } from './differences';

/** Ids named in a difference, at most. */
const NAMED = 20;

type Of = { projectId: string } | { estateId: string; placePath: string };

/** None for a process without accounts. */
export async function checkMoney(db: Db, of: Of): Promise<Difference[]> {
  const [where, id] =
    'projectId' in of
      ? ['a.project_id = $1', of.projectId]
      : ['a.estate_id = $1 and a.project_id is null', of.estateId];
  const about = {
    subject: id,
    ...('projectId' in of ? { processId: of.projectId } : { processId: null, placePath: of.placePath }),
  };
  const { rows } = await db.query<{ hasMoney: boolean; accounts: string[]; transactions: string[] }>(
    `with lines as materialized (
       select a.id, a.source, e.transaction_id, e.amount_fen, e.entry_no, e.balance_after_fen,
         sum(e.amount_fen) over one as sum_fen, row_number() over one as no
       from ledger_account a join ledger_entry e on e.account_id = a.id where ${where}
       window one as (partition by a.id order by e.recorded_at, e.entry_no))
     select exists (select from ledger_account a where ${where}) as "hasMoney",
       array(select id::text from lines where sum_fen <> balance_after_fen or no <> entry_no group by id order by id limit ${NAMED}) as accounts,
       array(select transaction_id::text from lines group by transaction_id, source having sum(amount_fen) <> 0
         order by transaction_id limit ${NAMED}) as transactions`,
    [id],
  );
  const [found] = rows;
  if (!found?.hasMoney) return [];
  const { accounts, transactions } = found;
  const { sources, billedDifferenceFen, differing } = await standingCheck(
    db,
    'projectId' in of ? of : { estateId: of.estateId },
  );
  const unequal = sources.filter(({ differenceFen }) => differenceFen !== 0n).map(({ source }) => source ?? '');
  const differences: Difference[] = [];
  if (accounts.length + transactions.length + unequal.length > 0 || billedDifferenceFen !== 0n)
    differences.push({ kind: 'moneyDiffers', ...about, detail: { accounts, transactions, sources: unequal } });
  if (differing.length > 0)
    differences.push({
      kind: 'balancesDiffer',
      ...about,
      detail: { accounts: differing.slice(0, NAMED), count: differing.length },
    });
  return differences;
}
