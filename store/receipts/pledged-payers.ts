// From whom a project collects: the rights whose pledge for this version stands, each for what it pledged, paid by who speaks for it.
import { lockPledging } from '../pledges/window';
import type { Tx } from '../transaction';
import type { NewPayer } from './collect-window';

/**
 * By right. A right of which no owner is known has nobody who could have pledged. Takes the window's lock: a pledge that is taken back at this moment
 * is gone before, or its household is found among the payers afterwards (store/pledges/end-pledge.ts).
 */
export async function pledgedPayers(tx: Tx, processId: string, version: number): Promise<NewPayer[]> {
  await lockPledging(tx, processId);
  const { rows } = await tx.query<Omit<NewPayer, 'payer' | 'dueFen'> & { ownerId: string | null; dueFen: string }>(
    `select p.right_no as "rightNo", r.label, coalesce(p.owner_id, r.voter_owner_id, r.holder_owner_ids[1]) as "ownerId",
       r.holder_owner_ids as "holderOwnerIds", p.amount_fen as "dueFen"
     from pledge p join pledge_window w on w.process_id = p.process_id
       join roll_right r on r.roll_id = w.roll_id and r.right_no = p.right_no
     where p.process_id = $1 and p.version = $2
       and not exists (select from pledge_end e where e.process_id = p.process_id and e.pledge_id = p.pledge_id)
     order by p.right_no`,
    [processId, version],
  );
  return rows.flatMap(({ ownerId, dueFen, ...payer }) =>
    ownerId === null ? [] : [{ ...payer, payer: `owner:${ownerId}`, dueFen: Number(dueFen) }],
  );
}
