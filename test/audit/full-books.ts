// Books in which everything has happened once: fees billed, paid, undone and spent; common revenue in, out, given to a project and taken back; and a project of
// the record that was pledged, paid by bank, in cash and online, built, paid for and settled. Written by the code that writes them everywhere.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { postSpending } from '../../activities/post-spending';
import { checkBooks } from '../../store/audit/check-books';
import type { Difference } from '../../store/audit/differences';
import { approveSpending, paySpending, proposeSpending, recordIncome } from '../../store/disclosure/common-revenue';
import * as fees from '../../store/fees/account';
import { askReversal, decideReversal } from '../../store/ledger/reversal-requests';
import { undoMatch, matchToHousehold, matchToSource } from '../../store/receipts/match-money';
import { keepOrder } from '../../store/receipts/orders';
import { listRefunds } from '../../store/receipts/list-refunds';
import { payRefund, returnMoney } from '../../store/receipts/pay-refund';
import { takeEvent } from '../../store/receipts/provider-events';
import { refundsOf } from '../../store/receipts/refund-rows';
import { takeIn } from '../../store/receipts/take-money';
import { countReceived } from '../../store/receipts/totals';
import { transferCommonIncome } from '../../store/receipts/transfer';
import { at, cipher, onStatement, pay } from '../receipts/a-collection';
import { aCollectingProject } from '../support/a-collecting';
import { aFeeEstate, FEE_OF_UNIT, LUMP_SUM, TRUST } from '../support/a-fee-estate';
import { activityDeps, anOfficial } from '../support/a-pledging';
import type { Place, World } from '../support/api-world';
import { ENGINE } from '../support/play';
import { recordCommand } from '../support/record-command';

const HASH = 'a'.repeat(64);
const USCC = '91110000MA0000000';

/** What an audit of the books finds at the estate. */
export async function differencesAt(db: Pick<Pool, 'query'>, { path }: { path: string }): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const difference of checkBooks(db, [path])) found.push(difference);
  return found;
}

/** At this estate, whose first two units are u1 and u2 of the small city. Returns the project. */
export async function fullBooks(world: World, estate: Place): Promise<string> {
  await feesOf(world, estate);
  const processId = await aCollectingProject(world, estate);
  await ownMoney(world, estate, processId);
  await collected(world, estate, processId);
  await built(world, processId);
  await settled(world, estate, processId);
  return processId;
}

async function feesOf(world: World, estate: Place): Promise<void> {
  const { u1, u2 } = world.city;
  const of = await aFeeEstate(world, estate);
  await of.schedule(LUMP_SUM, of.month(-2)).expect(201);
  await of.schedule(TRUST, of.month(-1)).expect(201);
  for (const by of [-2, -1]) await of.bill(of.month(by)).expect(201);
  // Both months at once: one passed on to the firm, the other the owners' own.
  await of.pay(u1.id, 2 * FEE_OF_UNIT).expect(201);
  const { body } = await of.pay(u2.id, FEE_OF_UNIT).expect(201);
  const { paymentId } = body as { paymentId: string };
  await of.post(of.firm, `fee-payments/${paymentId}/reversal`, { reasonText: '户号填错' }).expect(204);
  for (const category of ['repair', 'surplus'] as const) {
    const spendingId = randomUUID();
    await at(world.db, async (tx, now, spentOn) => {
      const asked = { spendingId, estateId: estate.id, category, amountFen: 1_000, spentOn, purposeText: '维修' };
      const by = { commandId: randomUUID(), byAccount: randomUUID(), byRole: 'firmManager' as const };
      await fees.proposeSpending(tx, { ...asked, documentSha256: null, ...by, at: now });
      const decision = { estateId: estate.id, spendingId, isApproved: true, byAccount: randomUUID() };
      await fees.decideSpending(tx, { ...decision, at: now });
    });
  }
}

async function ownMoney(world: World, estate: Place, processId: string): Promise<void> {
  const incomeOf = (amountFen: number) =>
    at(world.db, (tx, now, happenedOn) =>
      recordIncome(
        tx,
        {
          ...{ incomeId: randomUUID(), estateId: estate.id, category: 'advertising', amountFen, happenedOn },
          ...{ noteText: HASH, byAccount: randomUUID() },
        },
        now,
      ),
    );
  await incomeOf(9_000);
  const { transactionId } = await incomeOf(400);
  await at(world.db, async (tx, now) => {
    const request = { requestId: randomUUID(), transactionId };
    await askReversal(tx, { ...request, accountId: randomUUID(), reasonText: HASH, at: now });
    await decideReversal(tx, { ...request, decision: 'confirmed', accountId: randomUUID(), at: now });
  });
  await at(world.db, async (tx, now, happenedOn) => {
    const [spendingId, estateId] = [randomUUID(), estate.id];
    const asked = { spendingId, estateId, fund: 'commonIncome', purpose: 'repair', forPlaceId: estateId } as const;
    const why = { payeeText: HASH, reasonText: HASH, vote: null, byAccount: randomUUID() };
    await proposeSpending(tx, { ...asked, amountFen: 700, ...why }, now);
    for (const accountId of [randomUUID(), randomUUID()])
      await approveSpending(tx, { spendingId, estateId, accountId }, now);
    await paySpending(tx, { spendingId, estateId, accountId: randomUUID(), happenedOn, limitFen: 1_000 }, now);
  });
  const own = { sourceId: 'income', kind: 'commonIncome', amountFen: 500, timing: 'before' };
  await world.db.pool.query(`update project_plan set sources = sources || $2::jsonb where process_id = $1`, [
    ...[processId, JSON.stringify([own])],
  ]);
  await at(world.db, (tx, now, happenedOn) =>
    transferCommonIncome(tx, {
      ...{ transferId: randomUUID(), estateId: estate.id, processId, sourceId: 'income', amountFen: 500 },
      ...{ happenedOn, byAccount: randomUUID(), at: now },
    }),
  );
}

/** Money that a line of the bank brought, and of which nothing is known. */
export async function bankMoney({ db }: Pick<World, 'db'>, estateId: string, amountFen: number): Promise<string> {
  const { moneyId } = await at(db, (tx, now, happenedOn) =>
    takeIn(
      tx,
      cipher,
      {
        ...{ estateId, holder: 'committee', way: 'bank', businessKey: randomUUID(), amountFen, happenedOn, at: now },
        ...{ by: null, byAccounts: [], documentHash: null },
      },
      { doubt: 'nothing-known', processId: null, rightNo: null },
    ),
  );
  await onStatement(db, moneyId);
  return moneyId;
}

async function collected(world: World, estate: Place, processId: string): Promise<void> {
  const { db } = world;
  const estateId = estate.id;
  await pay(db, { processId }, 1, 5_001);
  const { rows } = await db.pool.query<{ ownerId: string }>(
    'select holder_owner_ids[1] as "ownerId" from collect_payer where process_id = $1 and right_no = 2',
    [processId],
  );
  const [orderId, sourceId] = [randomUUID(), randomUUID()];
  await at(db, async (tx, now) => {
    const order = { orderId, sourceId, processId, rightNo: 2, amountFen: 5_100, byAccount: randomUUID() };
    await keepOrder(tx, { ...order, ownerId: rows[0]?.ownerId ?? '', at: now });
    const event = { orderId, currency: 'CNY', refundId: null, happenedAt: now };
    const paid = { ...event, eventId: 'e1', kind: 'paid', amountFen: 5_100 } as const;
    const back = { ...event, eventId: 'e2', kind: 'refunded', amountFen: 100 } as const;
    for (const told of [paid, back, back]) await takeEvent(tx, cipher, sourceId, told, now);
  });
  const moneyId = await bankMoney(world, estateId, 5_000);
  await at(db, async (tx, now) => {
    const money = { estateId, moneyId, processId, byAccount: randomUUID(), at: now };
    await matchToHousehold(tx, cipher, { ...money, rightNo: 1 });
    await undoMatch(tx, { ...money, reasonText: HASH });
    await matchToSource(tx, { ...money, sourceId: 'sponsor' });
  });
  await bankMoney(world, estateId, 77);
  const strayId = await bankMoney(world, estateId, 88);
  const refundId = randomUUID();
  await at(db, (tx, now) => returnMoney(tx, { estateId, moneyId: strayId, refundId, at: now }));
  await paidBack(world, estateId, refundId);
}

/** Says that it was paid, and then the second person does. */
async function paidBack({ db }: World, estateId: string, refundId: string): Promise<void> {
  for (const byAccount of [randomUUID(), randomUUID()])
    await at(db, (tx, now, today) => payRefund(tx, { estateId, refundId, byAccount, paidOn: today, today, at: now }));
}

async function built(world: World, processId: string): Promise<void> {
  const give = (actor: Parameters<typeof recordCommand>[2], command: Parameters<typeof recordCommand>[3]) =>
    recordCommand(world, processId, actor, command);
  const received = await countReceived(world.db.pool, processId);
  await give(ENGINE, { type: 'recordAllPaid', received });
  await give(ENGINE, { type: 'recordReceipts', received });
  const [street, secretary] = [anOfficial('streetOfficer'), anOfficial('communitySecretary')];
  for (const [index, quoteId] of ['q1', 'q2', 'q3'].entries())
    await give(street, {
      ...{ type: 'addQuote', quoteId, bidder: `${USCC}${index + 1}`, amountFen: 12_000 + index, isRelated: false },
      documentHash: HASH,
    });
  await give(street, {
    ...{ type: 'signContract', quoteId: 'q1', documentHash: HASH, reasonText: '报价最低' },
    milestones: [{ milestoneId: 'm1', amountFen: 12_000, dueOn: '2099-01-01' }],
  });
  const asker = anOfficial('communitySecretary');
  await give(asker, { type: 'reportMilestone', milestoneId: 'm1', evidenceText: '已完工', attachments: [] });
  const paymentId = randomUUID();
  await give(asker, {
    ...{
      type: 'requestPayment',
      paymentId,
      milestoneId: 'm1',
      amountFen: 12_000,
      invoiceHash: HASH,
      payeeText: '施工方',
    },
  });
  await give(street, { type: 'approvePayment', paymentId });
  await give(secretary, { type: 'approvePayment', paymentId });
  const posted = await postSpending(activityDeps(world))({ processId, paymentId, amountFen: 12_000 });
  await give(ENGINE, { type: 'recordSpendingPosted', paymentId, ...posted });
}

/** What was left over is shared out; all but the sponsor's refund are paid. */
async function settled(world: World, estate: Place, processId: string): Promise<void> {
  await at(world.db, (tx, now) => listRefunds(tx, { processId, of: 'surplus', at: now }));
  const listed = (await refundsOf(world.db.pool, processId)).filter(({ state }) => state === 'listed');
  for (const { refundId } of listed.filter(({ sourceId }) => sourceId !== 'sponsor'))
    await paidBack(world, estate.id, refundId);
}
