// The delivery record: proof per right and channel that the vote reached its holder, or that it could not. What silence then
// means is the policy's (count.ts); only deliveries with proof before the close ever count there.
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { appendPaperEvent } from './paper-events';
import { lockWindow } from './vote-window';

export interface Delivery {
  rightNo: number;
  channel: 'paper' | 'electronic' | 'sms' | 'announcement';
  /** `announced`: put up in public because it could not be delivered; that is no delivery. */
  result: 'delivered' | 'undeliverable' | 'announced';
  proofKind: 'signature' | 'photo' | 'witness' | 'mail' | 'login' | 'gateway' | 'notice';
  /** Of the signed slip, picture or gateway report. */
  proofSha256: string | null;
  deliveredAt: Date;
}

/**
 * Records deliveries, all or none. A paper that is delivered moves from issued to delivered. Refuses `vote-not-open` (no notice yet),
 * `vote-closed`, `right-not-found`, `proof-needed` (delivered without a hash), `in-the-future` and `too-late` (at or after the close).
 */
export async function recordDeliveries(
  tx: Tx,
  request: { voteId: string; byAccount: string; commandId: string; deliveries: readonly Delivery[] },
): Promise<{ recorded: number }> {
  const { voteId, byAccount, commandId, deliveries } = request;
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) throw refused('vote-not-open');
  const { window, now } = locked;
  if (window.state === 'void') throw refused('vote-closed');
  for (const { rightNo, result, proofSha256, deliveredAt } of deliveries) {
    if (result === 'delivered' && proofSha256 === null) throw refused('proof-needed', { rightNo });
    if (deliveredAt > now) throw refused('in-the-future', { rightNo, at: deliveredAt.toISOString() });
    if (window.closesAt !== null && deliveredAt >= window.closesAt) throw refused('too-late', { rightNo });
  }
  const rightNos = deliveries.map(({ rightNo }) => rightNo);
  await refuseUnknownRight(tx, window.rollId, rightNos);

  await tx.query(
    `insert into ballot_delivery (vote_id, right_no, delivery_no, channel, result, proof_kind, proof_sha256, delivered_at, recorded_at,
       by_account, command_id)
     select $1, d.right_no,
       coalesce((select max(delivery_no) from ballot_delivery b where b.vote_id = $1 and b.right_no = d.right_no), 0)
         + row_number() over (partition by d.right_no order by d.n),
       d.channel, d.result, d.proof_kind, d.proof_sha256, d.delivered_at, $2, $3, $4
     from unnest($5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
       with ordinality as d (right_no, channel, result, proof_kind, proof_sha256, delivered_at, n)`,
    [
      voteId,
      now,
      byAccount,
      commandId,
      rightNos,
      deliveries.map(({ channel }) => channel),
      deliveries.map(({ result }) => result),
      deliveries.map(({ proofKind }) => proofKind),
      deliveries.map(({ proofSha256 }) => proofSha256),
      deliveries.map(({ deliveredAt }) => deliveredAt),
    ],
  );
  const onPaper = deliveries.filter(({ channel, result }) => channel === 'paper' && result === 'delivered');
  for (const { rightNo, deliveredAt } of onPaper) {
    const moved = await tx.query<{ serialNo: number }>(
      `update paper_serial set state = 'delivered' where vote_id = $1 and right_no = $2 and state = 'issued'
       returning serial_no as "serialNo"`,
      [voteId, rightNo],
    );
    for (const { serialNo } of moved.rows) {
      await appendPaperEvent(tx, {
        voteId,
        serialNo,
        type: 'delivered',
        at: deliveredAt,
        recordedAt: now,
        byAccount,
        commandId,
      });
    }
  }
  return { recorded: deliveries.length };
}

/** Refuses `right-not-found` for the first right that the roll does not have. */
export async function refuseUnknownRight(tx: Tx, rollId: string, rightNos: readonly number[]): Promise<void> {
  const { rows } = await tx.query<{ n: number }>(
    `select n from unnest($2::int[]) n where not exists (select from roll_right where roll_id = $1 and right_no = n) limit 1`,
    [rollId, rightNos],
  );
  if (rows[0] !== undefined) throw refused('right-not-found', { rightNo: rows[0].n });
}

export interface DeliveryRow extends Delivery {
  deliveryNo: number;
  recordedAt: Date;
}

/** The delivery record of the rights after `afterRightNo`, in order. */
export async function pageOfDeliveries(
  db: Pick<Tx, 'query'>,
  voteId: string,
  page: { afterRightNo: number; limit: number },
): Promise<DeliveryRow[]> {
  const { rows } = await db.query<DeliveryRow>(
    `select right_no as "rightNo", delivery_no as "deliveryNo", channel, result, proof_kind as "proofKind",
       proof_sha256 as "proofSha256", delivered_at as "deliveredAt", recorded_at as "recordedAt"
     from ballot_delivery
     where vote_id = $1 and right_no in (
       select distinct right_no from ballot_delivery where vote_id = $1 and right_no > $2 order by right_no limit $3)
     order by right_no, delivery_no`,
    [voteId, page.afterRightNo, page.limit],
  );
  return rows;
}
