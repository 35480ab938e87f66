// Answers the operations of contracts/evote.ts. A platform's call is believed by its signature alone, which is looked at before anything else.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { readWindow, type VoteWindowRow } from '../../store/ballots/vote-window';
import { findBatch, listBatches, listBatchRows, type BatchRow } from '../../store/evote/batches';
import {
  listPlatforms,
  platformOfVote,
  platformWithSecrets,
  readSecret,
  registerPlatform,
  rotateKey,
  type Platform,
} from '../../store/evote/platforms';
import { readEvoteFile, rowsOfList } from '../../store/evote/read-rows';
import { takeBallots } from '../../store/evote/take-ballots';
import { comparisons, explainDifference, keepTotals } from '../../store/evote/totals';
import { readTexts, storeText } from '../../store/texts';
import { inTransaction } from '../../store/transaction';
import type { Context, Handlers, Upload } from '../context';
import { evoteOperations as rows, platformTotals } from '../contracts/evote';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { believed, registeredAnswer } from '../machines';
import { oncePerCommand } from '../once-per-command';
import { isProblemCode, problem, PROBLEMS, type Lang } from '../problems';
import { parsedUpload } from '../signed-body';

const TIMEOUT = { timeoutMs: 120_000 };
/** An answer names at most so many rows that were not taken; all of them are in the batch. */
const SHOWN_ROWS = 100;
const afterBatch = z.strictObject({ at: z.string(), id: z.uuid() });

export function createEvoteRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, keyRing, time } = deps;
  const { signing } = receiptKeys(keyRing);

  const windowOf = async (voteId: string): Promise<VoteWindowRow> => {
    const window = await readWindow(pool, voteId);
    if (window === undefined) throw problem('vote-not-open');
    return window;
  };
  const closedWindowOf = async (voteId: string): Promise<VoteWindowRow> => {
    const window = await readWindow(pool, voteId);
    if (window?.state !== 'closed') throw problem('voting-not-over');
    return window;
  };

  /** Who sent this, by its signature; then whether it may bring ballots for this vote. */
  async function senderOf(
    { platform: code, voteId }: { platform: string; voteId: string },
    { bytes }: Upload,
    { request }: Context,
  ): Promise<Platform> {
    const now = await time.now();
    const found = await platformWithSecrets(pool, keyRing, code, now);
    believed(request, bytes, found, now);
    return platformOfVote(pool, voteId, code);
  }

  return {
    async registerPlatform({ params, body }, context) {
      const { accountId } = context.caller();
      const { keyNo } = await oncePerCommand(rows.registerPlatform, { params, body }, context, (tx, at) =>
        registerPlatform(tx, keyRing, { ...body, ...params, byAccount: accountId, at }),
      );
      const { platformId, code } = body;
      return { platformId, code, keyNo, secret: await readSecret(pool, keyRing, platformId, keyNo) };
    },

    async rotatePlatformKey({ params, body }, context) {
      const { accountId } = context.caller();
      const { keyNo } = await oncePerCommand(rows.rotatePlatformKey, { params, body }, context, (tx, at) =>
        rotateKey(tx, keyRing, { ...body, ...params, byAccount: accountId, at }),
      );
      const { platformId } = params;
      return { platformId, keyNo, secret: await readSecret(pool, keyRing, platformId, keyNo) };
    },

    async listPlatforms({ params: { placeId } }) {
      const found = await listPlatforms(pool, placeId);
      return {
        items: found.map(({ platformId, code, ...registered }) => ({
          platformId,
          code,
          ...registeredAnswer(registered),
        })),
      };
    },

    async receivePlatformBallots({ params, body }, context) {
      const { platformId } = await senderOf(params, body, context);
      const { ballots } = parsedUpload(z.strictObject({ ballots: z.array(z.unknown()) }), body, context.lang);
      const brought = {
        batchId: randomUUID(),
        voteId: params.voteId,
        platformId,
        door: 'webhook' as const,
        bodySha256: sha256Of(body),
        byAccount: null,
      };
      const taken = await inTransaction(
        pool,
        (tx) => takeBallots(tx, brought, rowsOfList(ballots), { isCheck: false, key: signing }),
        TIMEOUT,
      );
      const refusedRows = await listBatchRows(pool, brought.batchId, {
        verdict: 'refused',
        after: 0,
        limit: SHOWN_ROWS,
      });
      return { ...taken, rows: refusedRows.map((row) => rowAnswer(row, context.lang)) };
    },

    async receivePlatformTotals({ params, body }, context) {
      const { platformId } = await senderOf(params, body, context);
      const totals = parsedUpload(platformTotals, body, context.lang);
      const source = { voteId: params.voteId, platformId, door: 'webhook' as const, byAccount: null };
      const at = await time.now();
      return inTransaction(pool, (tx) => keepTotals(tx, { ...source, at }, totals));
    },

    async importPlatformBallots({ params: { voteId }, query, body }, context) {
      const { accountId } = context.caller();
      const { platformId } = await platformOfVote(pool, voteId, query.platform);
      const brought = await readEvoteFile(body.bytes, query.format, (await windowOf(voteId)).rules.agenda);
      const bodySha256 = sha256Of(body);
      const asked = { params: { voteId }, body: { ...query, bodySha256 } };
      return oncePerCommand(
        rows.importPlatformBallots,
        asked,
        context,
        (tx) =>
          takeBallots(
            tx,
            { batchId: randomUUID(), voteId, platformId, door: 'file', bodySha256, byAccount: accountId },
            brought,
            { isCheck: query.mode === 'check', key: signing },
          ),
        TIMEOUT,
      );
    },

    async listPlatformImports({ params: { voteId }, query: { cursor, limit } }, context) {
      const after = decodeCursor(afterBatch, cursor, context.lang);
      const found = await listBatches(pool, voteId, { after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ receivedAt, ...one }) => ({ ...one, receivedAt: receivedAt.toISOString() }),
        ({ receivedAt, batchId }) => ({ at: receivedAt.toISOString(), id: batchId }),
      );
    },

    async listPlatformRows({ params: { voteId, batchId }, query: { cursor, limit, verdict } }, context) {
      if ((await findBatch(pool, voteId, batchId)) === undefined) throw problem('not-found');
      const after = decodeCursor(z.int().min(0).max(2_147_483_647), cursor, context.lang) ?? 0;
      const found = await listBatchRows(pool, batchId, { verdict: verdict ?? null, after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        (row) => rowAnswer(row, context.lang),
        ({ rowNo }) => rowNo,
      );
    },

    setPlatformTotals: ({ params, body }, context) =>
      oncePerCommand(rows.setPlatformTotals, { params, body }, context, async (tx, at) => {
        const { platformId } = await platformOfVote(tx, params.voteId, body.platform);
        const source = { voteId: params.voteId, platformId, door: 'file' as const, at };
        return keepTotals(tx, { ...source, byAccount: context.caller().accountId }, body.totals);
      }),

    async getPlatformTotals({ params: { voteId } }) {
      const found = await comparisons(pool, await closedWindowOf(voteId));
      const texts = await readTexts(
        pool,
        found.flatMap(({ explanation }) => explanation?.reason ?? []),
      );
      return {
        items: found.map(({ platformId: _id, receivedAt, explanation, ...one }) => ({
          ...one,
          receivedAt: receivedAt?.toISOString() ?? null,
          explanation: explanation && {
            ...explanation,
            reason: texts.get(explanation.reason) ?? null,
            at: explanation.at.toISOString(),
          },
        })),
      };
    },

    async explainDifference({ params, body }, context) {
      const window = await closedWindowOf(params.voteId);
      const { commandId, comparisonSha256, reasonText } = body;
      await oncePerCommand(rows.explainDifference, { params, body }, context, async (tx, at) => {
        const { platformId } = await platformOfVote(tx, params.voteId, body.platform);
        const reason = await storeText(tx, reasonText, { commandId, field: 'reasonText', at });
        const byAccount = context.caller().accountId;
        await explainDifference(tx, window, { platformId, comparisonSha256, reason, byAccount, at });
      });
    },
  };
}

const sha256Of = ({ bytes }: Upload): string => createHash('sha256').update(bytes).digest('hex');

const rowAnswer = (row: BatchRow, lang: Lang) => ({
  ...row,
  title: row.code !== null && isProblemCode(row.code) ? PROBLEMS[row.code].title[lang] : null,
});
