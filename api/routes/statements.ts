// Answers the operations of contracts/payments.ts about bank statements and about money that waits for a person.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { localDateOf } from '../../domain/calendar/instant';
import { FileProblem, fileProblemMessage } from '../../domain/register/file-problem';
import { lineMessage } from '../../domain/receipts/statement-sentences';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { assertNotGivenBack } from '../../store/receipts/keep-matches';
import { matchToHousehold, matchToSource, undoMatch } from '../../store/receipts/match-money';
import { requestRefund, returnMoney } from '../../store/receipts/pay-refund';
import { pageOfWaiting } from '../../store/receipts/read-money';
import { findStatement, listStatementRows, type StatementImportView } from '../../store/receipts/read-statements';
import { commitStatement } from '../../store/receipts/statement-commit';
import { readStatement } from '../../store/receipts/statement-file';
import { previewStatement } from '../../store/receipts/statement-import';
import { openPayer } from '../../store/receipts/payer-details';
import { storeText } from '../../store/texts';
import type { Context, Handlers } from '../context';
import { paymentOperations as rows } from '../contracts/payments';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { assertHolder, assertHolderOf, onlyHolder } from '../holder-check';
import { oncePerCommand } from '../once-per-command';
import { Problem, problem } from '../problems';
import { createTurns } from '../turns';
import { afterMoney } from './payments';

type Rows = Pick<
  typeof rows,
  | 'previewBankStatement'
  | 'getBankStatement'
  | 'listBankStatementRows'
  | 'commitBankStatement'
  | 'listWaitingMoney'
  | 'matchMoney'
  | 'undoMatch'
  | 'returnMoney'
  | 'requestRefund'
>;

/** Files read at the same time; each takes a thread, its memory and a connection. */
const FILES_AT_ONCE = 1;
const FILES_WAITING = 4;
const TIMEOUT = { timeoutMs: 300_000 };

export function createStatementRoutes(deps: Deps): Handlers<Rows> {
  const { pool, keyRing, time } = deps;
  const cipher = createFieldCipher(keyRing);
  const files = createTurns(FILES_AT_ONCE, FILES_WAITING);

  const importOf = async (estateId: string, importId: string, context: Context): Promise<StatementImportView> => {
    const found = await findStatement(pool, estateId, importId);
    if (!found) throw problem('not-found');
    assertHolder(context, found.holder);
    return found;
  };

  return {
    async previewBankStatement({ params, query, body: { bytes } }, context) {
      assertHolder(context, query.holder);
      const fileSha256 = createHash('sha256').update(bytes).digest('hex');
      const asked = { params, body: { ...query, fileSha256 } };
      const done = await files
        .take(async () => {
          const file = await readStatement(bytes, query.format, localDateOf((await time.now()).toISOString()));
          return oncePerCommand(
            rows.previewBankStatement,
            asked,
            context,
            async (tx, at) => {
              const preview = { importId: randomUUID(), ...params, fileSha256, at };
              const { holder, format } = query;
              await previewStatement(
                tx,
                cipher,
                { ...preview, holder, format, byAccountId: context.caller().accountId },
                file,
              );
              return { importId: preview.importId };
            },
            TIMEOUT,
          );
        })
        .catch((error: unknown) => {
          throw error instanceof FileProblem ? fileRefused(error, context) : error;
        });
      if (!done) throw new Problem('unavailable', { reason: 'imports-busy' }, [], { 'Retry-After': '10' });
      return importAnswer(await importOf(params.estateId, done.importId, context));
    },

    getBankStatement: async ({ params: { estateId, importId } }, context) =>
      importAnswer(await importOf(estateId, importId, context)),

    async listBankStatementRows({ params: { estateId, importId }, query: { cursor, limit, verdict } }, context) {
      await importOf(estateId, importId, context);
      const after = decodeCursor(z.int().min(0).max(2_147_483_647), cursor, context.lang) ?? 0;
      const found = await listStatementRows(pool, importId, { verdict: verdict ?? null, after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ issues, ...row }) => ({
          ...row,
          issues: issues.map((issue) => ({
            ...{ column: issue.column, code: issue.code, message: lineMessage(issue, context.lang) },
          })),
        }),
        ({ rowNo }) => rowNo,
      );
    },

    async commitBankStatement({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      const { accountId: byAccount } = context.caller();
      return oncePerCommand(
        rows.commitBankStatement,
        { params, body },
        context,
        (tx, at) => commitStatement(tx, cipher, { ...params, byAccount, at }),
        TIMEOUT,
      );
    },

    async listWaitingMoney({ params: { estateId }, query: { cursor, limit } }, context) {
      const after = decodeCursor(afterMoney, cursor, context.lang);
      const page = { holder: onlyHolder(context), after, limit: limit + 1 };
      return pageFrom(
        await pageOfWaiting(pool, estateId, page),
        limit,
        ({ at: _at, sealed, suggestProcessId: processId, suggestRightNo: rightNo, suggestLabel: label, ...one }) => {
          const by = openPayer(cipher, sealed);
          return {
            ...one,
            suggestion: processId === null || rightNo === null ? null : { processId, rightNo, label },
            paidBy: by && { name: by.name, accountMasked: masked(by.account), remark: by.remark },
          };
        },
        ({ at, moneyId }) => ({ at: at.toISOString(), id: moneyId }),
      );
    },

    async matchMoney({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      const { processId, to } = body;
      await assertHolderOf(pool, context, { processId });
      const { accountId: byAccount } = context.caller();
      return oncePerCommand(rows.matchMoney, { params, body }, context, async (tx, at) => {
        const asked = { ...params, processId, byAccount, at };
        if (to.kind === 'household')
          return { class: await matchToHousehold(tx, cipher, { ...asked, rightNo: to.rightNo }) };
        await matchToSource(tx, { ...asked, sourceId: to.sourceId });
        return { class: null };
      });
    },

    async undoMatch({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      await oncePerCommand(rows.undoMatch, { params, body }, context, async (tx, at) => {
        const reasonText = await storeText(tx, body.reasonText, { commandId: body.commandId, field: 'reasonText', at });
        await assertNotGivenBack(tx, params.estateId, params.moneyId);
        await undoMatch(tx, { ...params, byAccount: context.caller().accountId, reasonText, at });
      });
    },

    async returnMoney({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      const { refundId } = body;
      return oncePerCommand(rows.returnMoney, { params, body }, context, async (tx, at) => {
        await returnMoney(tx, { ...params, refundId, at });
        return { refundId };
      });
    },

    async requestRefund({ params, body }, context) {
      await assertHolderOf(pool, context, params);
      const { refundId, amountFen } = body;
      return oncePerCommand(rows.requestRefund, { params, body }, context, async (tx, at) => {
        await requestRefund(tx, { ...params, refundId, amountFen, at });
        return { refundId };
      });
    },
  };
}

/** Enough of an account number to tell two apart. */
const masked = (account: string | null): string | null => (account === null ? null : `****${account.slice(-4)}`);

const importAnswer = ({ createdAt, committedAt, ...one }: StatementImportView) => ({
  ...one,
  createdAt: createdAt.toISOString(),
  committedAt: committedAt?.toISOString() ?? null,
});

/** The sentence goes with the problem: the bookkeeper who sent the file is the one to act on it. */
function fileRefused({ code, params }: FileProblem, { lang }: Context): Problem {
  const shown = params.limit === undefined ? {} : { limit: params.limit };
  return new Problem('statement-refused', { reason: code, ...shown }, [
    { path: 'body', code, message: fileProblemMessage(code, params, lang) },
  ]);
}
