// Answers the operations of contracts/payments.ts about households: what they owe, orders, cash, transfers. Statements are statements.ts, refunds
// refunds.ts.
import { z } from 'zod';
import { localDateOf } from '../../domain/calendar/instant';
import { outstandingFen } from '../../domain/receipts/classify';
import { formatReference } from '../../domain/receipts/reference';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { findSource, refuseReplay, sourceWithSecrets } from '../../store/intake/sources';
import { confirmCash, enterCash, listCash, voidCash } from '../../store/receipts/cash';
import { readCollecting } from '../../store/receipts/collect-window';
import { keepOrder } from '../../store/receipts/orders';
import { pageOfPayers, type PayerRow } from '../../store/receipts/payers';
import { PaymentPortError } from '../../store/receipts/payment-port';
import { readPlan } from '../../store/receipts/project-plan';
import { takeEvent } from '../../store/receipts/provider-events';
import { pageOfReceived } from '../../store/receipts/read-money';
import { transferCommonIncome } from '../../store/receipts/transfer';
import { storeText } from '../../store/texts';
import { inTransaction } from '../../store/transaction';
import type { Handlers } from '../context';
import { providerEvent } from '../contracts/payment-shapes';
import { paymentOperations as rows } from '../contracts/payments';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { assertHolderOf } from '../holder-check';
import { believed } from '../machines';
import { oncePerCommand } from '../once-per-command';
import { problem, Problem } from '../problems';
import { parsedUpload } from '../signed-body';

type Rows = Pick<
  typeof rows,
  | 'getOwnPayments'
  | 'listPayers'
  | 'listReceivedMoney'
  | 'createPaymentOrder'
  | 'receivePaymentEvent'
  | 'enterCash'
  | 'confirmCash'
  | 'voidCash'
  | 'listCashReceipts'
  | 'transferCommonIncome'
>;

const anyNo = z.int().min(0).max(2_147_483_647);
export const afterMoney = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
/** An owner has few rights in one place. */
const MOST_OWN = 500;

export function createPaymentRoutes(deps: Deps): Handlers<Rows> {
  const { pool, keyRing, time } = deps;
  const cipher = createFieldCipher(keyRing);
  const todayOf = (at: Date): string => localDateOf(at.toISOString());

  return {
    async getOwnPayments({ params: { processId } }, context) {
      const { ownerId } = context.caller();
      const window = await readCollecting(pool, processId);
      const own =
        ownerId === null ? [] : await pageOfPayers(pool, processId, { afterRightNo: 0, limit: MOST_OWN, ownerId });
      return {
        window: window
          ? { state: window.state, opensAt: window.opensAt.toISOString(), closesAt: window.closesAt.toISOString() }
          : null,
        items: own.map(payerAnswer),
      };
    },

    async listPayers({ params: { processId }, query: { cursor, limit } }, context) {
      await assertHolderOf(pool, context, { processId });
      const afterRightNo = decodeCursor(anyNo, cursor, context.lang) ?? 0;
      const found = await pageOfPayers(pool, processId, { afterRightNo, limit: limit + 1 });
      return pageFrom(found, limit, payerAnswer, ({ rightNo }) => rightNo);
    },

    async listReceivedMoney({ params: { processId }, query: { cursor, limit } }, context) {
      await assertHolderOf(pool, context, { processId });
      const after = decodeCursor(afterMoney, cursor, context.lang);
      const found = await pageOfReceived(pool, processId, { rightNo: null, after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ at, ...one }) => ({ ...one, at: at.toISOString() }) as never,
        ({ at, moneyId }) => ({ at: at.toISOString(), id: moneyId }),
      );
    },

    async createPaymentOrder({ params: { processId }, body }, context) {
      const { accountId, ownerId } = context.caller();
      const { orderId, rightNo, amountFen } = body;
      if (ownerId === null) throw problem('not-your-right', { rightNo });
      const port = deps.payments;
      if (!port) throw problem('unavailable', { reason: 'no-payment-provider' });
      const source = await findSource(pool, port.providerCode);
      const here = (await readPlan(pool, processId))?.estateId;
      const [path = ''] = context.scoped?.paths ?? [];
      if (source?.kind !== 'payments' || here === undefined || !path.startsWith(source.placePath))
        throw problem('unavailable', { reason: 'no-payment-provider' });
      const asked = { params: { processId }, body };
      await oncePerCommand(rows.createPaymentOrder, asked, context, async (tx, at) => {
        const order = { orderId, processId, rightNo, amountFen, ownerId, byAccount: accountId, at };
        await keepOrder(tx, { ...order, sourceId: source.sourceId });
        return { orderId };
      });
      const now = await time.now();
      const secret = (await sourceWithSecrets(pool, keyRing, port.providerCode, now))?.secrets.at(-1) ?? '';
      // The order is kept: asking again under its id is one order there too.
      const { payUrl } = await port.createOrder({ orderId, amountFen, secret, now }).catch(providerFailed);
      return { orderId, payUrl };
    },

    async receivePaymentEvent({ params: { source: code }, body }, context) {
      const at = await time.now();
      const found = await sourceWithSecrets(pool, keyRing, code, at);
      const { sender, timestamp } = believed(context.request, body.bytes, found, at);
      const { source } = sender;
      if (source.kind !== 'payments') throw problem('source-not-here', { source: code });
      return inTransaction(pool, async (tx) => {
        await refuseReplay(tx, source.sourceId, { timestamp, body: body.bytes }, at);
        const { type: kind, happenedAt, ...told } = parsedUpload(providerEvent, body, context.lang);
        const event = { ...told, kind, happenedAt: new Date(happenedAt) };
        return takeEvent(tx, cipher, source.sourceId, event, at);
      });
    },

    async enterCash({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      return oncePerCommand(rows.enterCash, { params, body }, context, (tx, at) => {
        const { commandId: _commandId, ...entry } = body;
        return enterCash(tx, cipher, {
          ...params,
          ...entry,
          byAccount: context.caller().accountId,
          at,
          today: todayOf(at),
        });
      });
    },

    async confirmCash({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      return oncePerCommand(rows.confirmCash, { params, body }, context, (tx, at) =>
        confirmCash(tx, cipher, { ...params, byAccount: context.caller().accountId, at }),
      );
    },

    async voidCash({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      await oncePerCommand(rows.voidCash, { params, body }, context, async (tx, at) => {
        const reasonText = await storeText(tx, body.reasonText, { commandId: body.commandId, field: 'reasonText', at });
        await voidCash(tx, { ...params, byAccount: context.caller().accountId, reasonText, at });
      });
    },

    async listCashReceipts({ params: { processId }, query: { cursor, limit } }, context) {
      await assertHolderOf(pool, context, { processId });
      const afterNo = decodeCursor(anyNo, cursor, context.lang) ?? 0;
      const found = await listCash(pool, processId, { afterNo, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ enteredAt, ...one }) => ({ ...one, enteredAt: enteredAt.toISOString() }),
        ({ receiptNo }) => receiptNo,
      );
    },

    async transferCommonIncome({ params: { processId }, body }, context) {
      await assertHolderOf(pool, context, { processId });
      const plan = await readPlan(pool, processId);
      if (!plan) throw problem('not-collecting', { processId });
      return oncePerCommand(rows.transferCommonIncome, { params: { processId }, body }, context, (tx, at) => {
        const { commandId: _commandId, ...transfer } = body;
        if (body.happenedOn > todayOf(at)) throw problem('received-in-future', { receivedOn: body.happenedOn });
        const { accountId: byAccount } = context.caller();
        return transferCommonIncome(tx, { ...transfer, estateId: plan.estateId, processId, byAccount, at });
      });
    },
  };
}

const payerAnswer = (row: PayerRow) => {
  const { rightNo, label, reference, dueFen, paidFen, refundedFen } = row;
  const owed = { dueFen, paidFen, refundedFen, outstandingFen: outstandingFen(row) };
  return { rightNo, label, reference: formatReference(reference), ...owed };
};

/** Unreachable: try again under the same ids. Refused: the provider has said no. */
export function providerFailed(error: unknown): never {
  if (!(error instanceof PaymentPortError)) throw error;
  if (error.reason === 'refused') throw problem('provider-refused');
  throw new Problem('unavailable', { reason: 'payment-provider' }, [], { 'Retry-After': '10' });
}
