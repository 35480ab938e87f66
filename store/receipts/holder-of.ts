// In whose account the money is that something is about: a firm keeps the books of its own escrow account only.
import type { Holder } from '../../domain/cofunding/words';
import type { Db } from '../ballots/vote-window';

export type AboutMoney = { processId: string } | { moneyId: string } | { importId: string } | { refundId: string };

const OF_REFUND = `select coalesce(i.holder, p.holder) as holder from refund r left join money_in i on i.id = r.money_id
  left join project_plan p on p.process_id = r.process_id where r.id = $1`;

/** Undefined: there is no such thing, or no plan was settled yet. */
export async function holderOf(db: Db, about: AboutMoney): Promise<Holder | undefined> {
  const [sql, id] =
    'processId' in about
      ? ['select holder from project_plan where process_id = $1', about.processId]
      : 'moneyId' in about
        ? ['select holder from money_in where id = $1', about.moneyId]
        : 'importId' in about
          ? ['select holder from statement_import where id = $1', about.importId]
          : [OF_REFUND, about.refundId];
  const { rows } = await db.query<{ holder: Holder | null }>(sql, [id]);
  return rows[0]?.holder ?? undefined;
}
