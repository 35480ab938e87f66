// Pledges that no longer stand: taken back by their people, who may do so until they have paid (民法典 658: a gift may be revoked before
// the thing is handed over), or struck by an office where they stand on paper and are defective.
import { fenFromDb } from '../fen';
import { lockCollecting } from '../receipts/collect-window';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { takeFromTotal } from './totals';
import { lockPledging } from './window';

export interface EndRequest {
  processId: string;
  pledgeId: string;
  accountId: string;
  /** The owner who takes it back; null: an official, for one on paper. */
  ownerId: string | null;
  kind: 'withdrawn' | 'struck';
  /** Hash of the stored reason; an official's. */
  reasonText: string | null;
}

interface Found {
  version: number;
  rightNo: number;
  kind: 'own' | 'paper';
  amountFen: string;
  voter: string | null;
  holders: string[];
  isEnded: boolean;
}

/**
 * Ends a pledge of whatever version. Refuses `pledging-not-open`, `pledge-not-found`, `not-your-pledge` (another's; or an official's wish
 * about one given on the screen), `pledge-ended`, `pledge-paid` (money has come in for it).
 */
export async function endPledge(tx: Tx, request: EndRequest): Promise<void> {
  const { processId, pledgeId, accountId, ownerId, kind, reasonText } = request;
  const locked = await lockPledging(tx, processId);
  if (locked === undefined) throw refused('pledging-not-open');
  const { rows } = await tx.query<Found>(
    `select p.version, p.right_no as "rightNo", p.kind, p.amount_fen as "amountFen", r.voter_owner_id as voter, r.holder_owner_ids as holders,
       e.pledge_id is not null as "isEnded"
     from pledge p join pledge_total t on t.process_id = p.process_id and t.version = p.version
       join roll_right r on r.roll_id = t.roll_id and r.right_no = p.right_no
       left join pledge_end e on e.process_id = p.process_id and e.pledge_id = p.pledge_id
     where p.process_id = $1 and p.pledge_id = $2`,
    [processId, pledgeId],
  );
  const found = rows[0];
  if (found === undefined) throw refused('pledge-not-found', { id: pledgeId });
  if (ownerId === null ? found.kind === 'own' : !isTheirs(found, ownerId))
    throw refused('not-your-pledge', { id: pledgeId });
  if (found.isEnded) throw refused('pledge-ended', { id: pledgeId });
  if (await isPaid(tx, processId, found)) throw refused('pledge-paid', { id: pledgeId });
  await tx.query(
    `insert into pledge_end (process_id, pledge_id, kind, at, by_account, reason_text) values ($1, $2, $3, $4, $5, $6)`,
    [processId, pledgeId, kind, locked.now, accountId, reasonText],
  );
  await takeFromTotal(tx, { processId, version: found.version }, fenFromDb(found.amountFen));
}

/** What stands on paper any holder of the right may have signed; on the screen it was the one whom they named. */
export const isTheirs = (
  { voter, kind, holders }: Pick<Found, 'voter' | 'kind' | 'holders'>,
  ownerId: string,
): boolean => voter === ownerId || (kind === 'paper' && holders.includes(ownerId));

/** Whether money has come in for the right. Payments take the same lock, so that one of the two is first. */
async function isPaid(tx: Tx, processId: string, { version, rightNo }: Found): Promise<boolean> {
  if ((await lockCollecting(tx, processId))?.window.version !== version) return false;
  const { rowCount } = await tx.query(
    `select from money_match m where m.process_id = $1 and m.right_no = $2 and not exists (
       select from money_match_end e where e.money_id = m.money_id and e.attempt_no = m.attempt_no) limit 1`,
    [processId, rightNo],
  );
  return rowCount === 1;
}
