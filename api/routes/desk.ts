// Answers the operations of contracts/desk.ts.
import { z } from 'zod';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { readWindow, type VoteWindowRow } from '../../store/ballots/vote-window';
import {
  deskRules,
  listAssistances,
  recordAssistance,
  slipCode,
  slipToPrint,
  type Assistant,
} from '../../store/desk/assistances';
import { callBackSample, countHandled, recordCallBack, ruleOnBallot, sampleSalt } from '../../store/desk/call-backs';
import { castAssisted } from '../../store/desk/cast-assisted';
import { readTexts, storeText } from '../../store/texts';
import type { Context, Handlers } from '../context';
import { deskOperations as rows } from '../contracts/desk';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { readAgenda } from '../read-models/vote-agenda';

const afterAssistance = z.strictObject({ at: z.string(), id: z.uuid() });

export function createDeskRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, keyRing, time } = deps;
  const { signing } = receiptKeys(keyRing);

  const windowOf = async (voteId: string): Promise<VoteWindowRow> => {
    const window = await readWindow(pool, voteId);
    if (window === undefined) throw problem('not-found');
    return window;
  };

  return {
    recordAssistance: ({ params, body }, context) =>
      oncePerCommand(rows.recordAssistance, { params, body }, context, async (tx, at) => {
        const { commandId, assistanceId, rightNo, help, witness, will } = body;
        const origin = { commandId, field: 'witness.nameText', at };
        const { expiresAt } = await recordAssistance(tx, {
          ...params,
          ...{ assistanceId, rightNo, will, commandId },
          assistant: assistantOf(context),
          purpose: help.purpose,
          paperSerial: help.purpose === 'fillPaper' ? help.serialNo : null,
          witness: 'accountId' in witness ? witness : { text: await storeText(tx, witness.nameText, origin) },
        });
        return { assistanceId, expiresAt };
      }),

    async listAssistances({ params: { voteId }, query: { cursor, limit } }, context) {
      const after = decodeCursor(afterAssistance, cursor, context.lang);
      const found = await listAssistances(pool, voteId, { after, limit: limit + 1 });
      const names = await readTexts(
        pool,
        found.flatMap(({ witnessText }) => witnessText ?? []),
      );
      return pageFrom(
        found,
        limit,
        ({ witnessText, at, expiresAt, ...one }) => ({
          ...one,
          witness: witnessText === null ? null : (names.get(witnessText) ?? null),
          at: at.toISOString(),
          expiresAt: expiresAt.toISOString(),
        }),
        ({ at, assistanceId }) => ({ at: at.toISOString(), id: assistanceId }),
      );
    },

    async getSlip({ params: { voteId, assistanceId } }, context) {
      const asker = { accountId: context.caller().accountId, at: await time.now() };
      const found = await slipToPrint(pool, { voteId, assistanceId }, asker);
      const agenda = await readAgenda(pool, voteId);
      if (agenda === undefined) throw problem('not-found');
      const { rightNo, label, purpose, will, paperSerial, expiresAt } = found;
      const slip = { assistanceId, voteId, rightNo, label, purpose, will, paperSerial, agenda };
      const code = paperSerial === null ? slipCode(keyRing, assistanceId) : null;
      return { ...slip, code, expiresAt: expiresAt.toISOString() };
    },

    castAssisted: ({ params, body }, context) => {
      // The code is no part of what is asked: only its hash could be kept, and eight letters are soon guessed from that.
      const { confirmation, ...rest } = body;
      const asked = { params, body: { ...rest, confirmation: confirmation.kind } };
      return oncePerCommand(rows.castAssisted, asked, context, (tx) =>
        castAssisted(tx, { ...params, ...body, assistant: assistantOf(context) }, { ring: keyRing, signing }),
      );
    },

    async listCallBacks({ params: { voteId } }) {
      const window = await windowOf(voteId);
      const [{ policy }, handled, sample] = await Promise.all([
        deskRules(pool, voteId),
        countHandled(pool, voteId),
        callBackSample(pool, keyRing, window),
      ]);
      return {
        percent: policy.callBackPercent.value,
        handled,
        salt: window.countingUntil === null ? null : sampleSalt(keyRing, voteId),
        items: sample.map(({ calls, ...ballot }) => ({
          ...ballot,
          calls: calls.map((call) => ({ ...call, at: new Date(call.at).toISOString() })),
        })),
      };
    },

    recordCallBack: ({ params, body }, context) =>
      oncePerCommand(rows.recordCallBack, { params, body }, context, async (tx, at) => {
        const { commandId, outcome, noteText } = body;
        const note =
          noteText === undefined ? null : await storeText(tx, noteText, { commandId, field: 'noteText', at });
        return recordCallBack(tx, keyRing, { ...params, outcome, note, byAccount: context.caller().accountId });
      }),

    async ruleOnBallot({ params, body }, context) {
      await oncePerCommand(rows.ruleOnBallot, { params, body }, context, async (tx, at) => {
        const { commandId, remedy, reasonText } = body;
        const reason = await storeText(tx, reasonText, { commandId, field: 'reasonText', at });
        await ruleOnBallot(tx, keyRing, { ...params, remedy, reason, byAccount: context.caller().accountId });
      });
    },
  };
}

function assistantOf(context: Context): Assistant {
  const { accountId, ownerId } = context.caller();
  return { accountId, ownerId };
}
