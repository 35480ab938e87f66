// Answers the operations of contracts/fee-payments.ts.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { paymentMessage } from '../../domain/fees/payment-sentences';
import { FileProblem, fileProblemMessage } from '../../domain/register/file-problem';
import { readPayments } from '../../store/fees/payment-file';
import { commitPayments, dryRunPayments, findPaymentImport, listPaymentRows } from '../../store/fees/payment-import';
import { reversePayment, takePayment } from '../../store/fees/payments';
import type { Context, Handlers } from '../context';
import { feePaymentOperations as rows } from '../contracts/fee-payments';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { Problem, problem } from '../problems';
import { createTurns } from '../turns';
import { assertEstate } from './fees';

/** Files read at the same time; each takes a thread, its memory and a connection. */
const FILES_AT_ONCE = 1;
const FILES_WAITING = 4;
const TIMEOUT = { timeoutMs: 300_000 };
const anyRowNo = z.int().min(0).max(2_147_483_647);

export function createFeePaymentRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, time } = deps;
  const files = createTurns(FILES_AT_ONCE, FILES_WAITING);

  return {
    recordFeePayment: ({ params, body }, context) =>
      oncePerCommand(rows.recordFeePayment, { params, body }, context, async (tx, at) => {
        await assertEstate(tx, params.estateId);
        const { commandId: _commandId, ...payment } = body;
        const byAccount = context.caller().accountId;
        return takePayment(tx, { ...payment, ...params, importId: null, byAccount, at });
      }),

    reverseFeePayment: ({ params, body }, context) =>
      oncePerCommand(rows.reverseFeePayment, { params, body }, context, (tx, at) =>
        reversePayment(tx, { ...params, ...body, byAccount: context.caller().accountId, at }),
      ),

    async dryRunFeePayments({ params, query, body: { bytes } }, context) {
      const byAccount = context.caller().accountId;
      const fileSha256 = createHash('sha256').update(bytes).digest('hex');
      const { estateId } = params;
      await assertEstate(pool, estateId);
      const done = await files
        .take(async () => {
          const file = await readPayments(bytes, query.format, await time.now());
          const asked = { params, body: { ...query, fileSha256 } };
          return oncePerCommand(
            rows.dryRunFeePayments,
            asked,
            context,
            async (tx, at) => {
              const importId = randomUUID();
              await dryRunPayments(tx, { importId, estateId, format: query.format, fileSha256, byAccount, at }, file);
              return { importId };
            },
            TIMEOUT,
          );
        })
        .catch((error: unknown) => {
          throw error instanceof FileProblem ? fileRefused(error, context) : error;
        });
      if (!done) throw new Problem('unavailable', { reason: 'imports-busy' }, [], { 'Retry-After': '10' });
      return importOf(estateId, done.importId);
    },

    async listFeePaymentRows({ params: { estateId, importId }, query: { cursor, limit, verdict } }, context) {
      await importOf(estateId, importId);
      const after = decodeCursor(anyRowNo, cursor, context.lang) ?? 0;
      return pageFrom(
        await listPaymentRows(pool, importId, { verdict: verdict ?? null, after, limit: limit + 1 }),
        limit,
        ({ issues, ...row }) => ({
          ...row,
          issues: issues.map(({ column, code, value }) => ({
            ...{ column, code },
            message: paymentMessage({ code, value }, context.lang),
          })),
        }),
        ({ rowNo }) => rowNo,
      );
    },

    commitFeePayments: ({ params, body }, context) =>
      oncePerCommand(
        rows.commitFeePayments,
        { params, body },
        context,
        (tx, at) => commitPayments(tx, { ...params, byAccount: context.caller().accountId, at }),
        TIMEOUT,
      ),
  };

  async function importOf(estateId: string, importId: string) {
    const found = await findPaymentImport(pool, estateId, importId);
    if (!found) throw problem('not-found');
    const { createdAt, committedAt, ...one } = found;
    return { ...one, createdAt: createdAt.toISOString(), committedAt: committedAt?.toISOString() ?? null };
  }
}

/** The sentence goes with the problem: the cashier who sent the file is the one to act on it. */
function fileRefused({ code, params }: FileProblem, { lang }: Context): Problem {
  const shown = params.limit === undefined ? {} : { limit: params.limit };
  return new Problem('payment-file-refused', { reason: code, ...shown }, [
    { path: 'body', code, message: fileProblemMessage(code, params, lang) },
  ]);
}
