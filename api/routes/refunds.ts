// Answers the operations of contracts/payments.ts about refunds on their way.
import { z } from 'zod';
import { localDateOf } from '../../domain/calendar/instant';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { sourceWithSecrets } from '../../store/intake/sources';
import { holdRefund, payRefund, sendRefund, unsendRefund } from '../../store/receipts/pay-refund';
import { PaymentPortError } from '../../store/receipts/payment-port';
import { pageOfRefunds } from '../../store/receipts/refund-rows';
import { openPayer } from '../../store/receipts/payer-details';
import { storeText } from '../../store/texts';
import { inTransaction } from '../../store/transaction';
import type { Handlers } from '../context';
import { paymentOperations as rows } from '../contracts/payments';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { assertHolderOf, onlyHolder } from '../holder-check';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { providerFailed } from './payments';

type Rows = Pick<typeof rows, 'listRefunds' | 'payRefund' | 'holdRefund' | 'sendRefund'>;

export function createRefundRoutes(deps: Deps): Handlers<Rows> {
  const { pool, keyRing, time } = deps;
  const cipher = createFieldCipher(keyRing);

  return {
    async listRefunds({ params: { estateId }, query: { cursor, limit, processId, state } }, context) {
      const after = decodeCursor(z.uuid(), cursor, context.lang);
      const page = { processId: processId ?? null, state: state ?? null, holder: onlyHolder(context), after };
      return pageFrom(
        await pageOfRefunds(pool, estateId, { ...page, limit: limit + 1 }),
        limit,
        ({ refundId, processId: project, of, sourceId, rightNo, payer, amountFen, sealed, ...row }) => {
          const by = openPayer(cipher, sealed);
          return {
            ...{ refundId, processId: project, of, sourceId, rightNo, payer, amountFen, state: row.state },
            paidTo: by && { name: by.name, account: by.account },
            ...{ listedAt: row.listedAt.toISOString(), isBooked: row.transactionId !== null },
          };
        },
        ({ refundId }) => refundId,
      );
    },

    async payRefund({ params, body }, context) {
      await assertHolderOf(pool, context, { refundId: params.refundId });
      const { accountId: byAccount } = context.caller();
      return oncePerCommand(rows.payRefund, { params, body }, context, (tx, at) => {
        const { paidOn } = body;
        return payRefund(tx, { ...params, byAccount, paidOn, today: localDateOf(at.toISOString()), at });
      });
    },

    async holdRefund({ params, body }, context) {
      await assertHolderOf(pool, context, { refundId: params.refundId });
      await oncePerCommand(rows.holdRefund, { params, body }, context, async (tx, at) => {
        const reasonText = await storeText(tx, body.reasonText, { commandId: body.commandId, field: 'reasonText', at });
        await holdRefund(tx, { ...params, byAccount: context.caller().accountId, reasonText, at });
      });
    },

    async sendRefund({ params, body }, context) {
      await assertHolderOf(pool, context, { refundId: params.refundId });
      const port = deps.payments;
      if (!port) throw problem('unavailable', { reason: 'no-payment-provider' });
      const { refundId } = params;
      const { accountId: byAccount } = context.caller();
      const sent = await oncePerCommand(rows.sendRefund, { params, body }, context, async (tx, at) => {
        const { order, amountFen } = await sendRefund(tx, { ...params, byAccount, at });
        return { orderId: order.orderId, amountFen, askedAt: at.toISOString() };
      });
      const now = await time.now();
      const secret = (await sourceWithSecrets(pool, keyRing, port.providerCode, now))?.secrets.at(-1) ?? '';
      const { orderId, amountFen, askedAt } = sent;
      // Marked before it is asked for: asked again under its id it is one refund there too.
      await port.refund({ orderId, refundId, amountFen, secret, now }).catch(async (error: unknown) => {
        if (error instanceof PaymentPortError && error.reason === 'refused')
          await inTransaction(pool, (tx) => unsendRefund(tx, { ...params, at: now }));
        return providerFailed(error);
      });
      return { state: 'sent' as const, askedAt };
    },
  };
}
