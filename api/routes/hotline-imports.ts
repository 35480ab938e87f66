// A hotline's file of tickets: looked at first, each row answered, then taken.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ticketMessage } from '../../domain/intake/ticket-sentences';
import { FileProblem, fileProblemMessage } from '../../domain/register/file-problem';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { commitTickets, dryRunTickets } from '../../store/intake/hotline-import';
import { readTickets } from '../../store/intake/hotline-rows';
import { findHotlineImport, listTicketRows, type HotlineImportView } from '../../store/intake/read-imports';
import { findSource } from '../../store/intake/sources';
import type { Context, Handlers } from '../context';
import { intakeOperations as rows } from '../contracts/intake';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { Problem, problem } from '../problems';
import { createTurns } from '../turns';

/** Files read at the same time; each takes a thread, its memory and a connection. */
const FILES_AT_ONCE = 1;
const FILES_WAITING = 4;
const TIMEOUT = { timeoutMs: 300_000 };
const anyRowNo = z.int().min(0).max(2_147_483_647);

type Import = 'dryRunHotline' | 'getHotlineImport' | 'listTicketRows' | 'commitHotline';

export function createHotlineImportRoutes({ pool, keyRing, time }: Deps): Pick<Handlers<typeof rows>, Import> {
  const cipher = createFieldCipher(keyRing);
  const files = createTurns(FILES_AT_ONCE, FILES_WAITING);

  const importOf = async (placeId: string, importId: string): Promise<HotlineImportView> => {
    const found = await findHotlineImport(pool, placeId, importId);
    if (!found) throw problem('not-found');
    return found;
  };

  return {
    async dryRunHotline({ params, query, body: { bytes } }, context) {
      const { accountId } = context.caller();
      const source = await findSource(pool, query.source);
      if (source?.placeId !== params.placeId || source.kind !== 'hotline')
        throw problem('source-not-here', { source: query.source });
      const fileSha256 = createHash('sha256').update(bytes).digest('hex');
      const asked = { params, body: { ...query, fileSha256 } };
      const done = await files
        .take(async () => {
          const file = await readTickets(bytes, query.format, await time.now());
          return oncePerCommand(
            rows.dryRunHotline,
            asked,
            context,
            async (tx, at) => {
              const importId = randomUUID();
              const run = { importId, source, byAccountId: accountId, format: query.format, fileSha256, at };
              await dryRunTickets(tx, cipher, run, file);
              return { importId };
            },
            TIMEOUT,
          );
        })
        .catch((error: unknown) => {
          throw error instanceof FileProblem ? fileRefused(error, context) : error;
        });
      if (!done) throw new Problem('unavailable', { reason: 'imports-busy' }, [], { 'Retry-After': '10' });
      return importAnswer(await importOf(params.placeId, done.importId));
    },

    getHotlineImport: async ({ params: { placeId, importId } }) => importAnswer(await importOf(placeId, importId)),

    async listTicketRows({ params: { placeId, importId }, query: { cursor, limit, verdict } }, context) {
      await importOf(placeId, importId);
      const after = decodeCursor(anyRowNo, cursor, context.lang) ?? 0;
      const found = await listTicketRows(pool, importId, { verdict: verdict ?? null, after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ issues, problemId: processId, ...row }) => ({
          ...row,
          processId,
          issues: issues.map((issue) => ({
            column: issue.column,
            code: issue.code,
            message: ticketMessage(issue, context.lang),
          })),
        }),
        ({ rowNo }) => rowNo,
      );
    },

    commitHotline: ({ params, body }, context) =>
      oncePerCommand(
        rows.commitHotline,
        { params, body },
        context,
        (tx, at) => {
          const role = context.authority?.role;
          if (role === undefined) throw problem('forbidden');
          const actor = { kind: 'account' as const, id: context.caller().accountId, role };
          return commitTickets(tx, cipher, { ...params, actor, at });
        },
        TIMEOUT,
      ),
  };
}

const importAnswer = ({ createdAt, committedAt, ...one }: HotlineImportView) => ({
  ...one,
  createdAt: createdAt.toISOString(),
  committedAt: committedAt?.toISOString() ?? null,
});

/** The sentence goes with the problem: the clerk who sent the file is the one to act on it. */
function fileRefused({ code, params }: FileProblem, { lang }: Context): Problem {
  const shown = params.limit === undefined ? {} : { limit: params.limit };
  return new Problem('ticket-file-refused', { reason: code, ...shown }, [
    { path: 'body', code, message: fileProblemMessage(code, params, lang) },
  ]);
}
