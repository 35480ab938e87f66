// Answers the short path of contracts/petitions.ts: reads and asks store/petitions. What is refused is decided there.
import { z } from 'zod';
import { pageOfSignatures, readProgress } from '../../store/petitions/progress';
import { readPetition } from '../../store/petitions/read-petition';
import { sign, withdrawSignature } from '../../store/petitions/signatures';
import { readWindow } from '../../store/petitions/window';
import { ownRights } from '../../store/rolls/read-roll';
import { storeText } from '../../store/texts';
import type { Handlers } from '../context';
import { petitionOperations as rows } from '../contracts/petitions';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';

/** Launches and commands are answered by routes/launches.ts. */
type ShortPath = Omit<typeof rows, 'launchPetition' | 'launchRecall' | 'commandPetition' | 'commandRecall'>;

const cursorOf = z.strictObject({ rightNo: z.int().min(0), attemptNo: z.int().min(0) });
const FIRST = { rightNo: 0, attemptNo: 0 };
/** An owner has few rights, and few of them signed more than once. */
const MOST_OWN = 500;

export function createPetitionRoutes({ pool }: Deps): Handlers<ShortPath> {
  return {
    async getPetition({ params: { petitionId } }, context) {
      const head = await readPetition(pool, petitionId);
      if (head === undefined) throw problem('not-found');
      const progress = await readProgress(pool, petitionId);
      const { ownerId } = context.caller();
      if (!progress) return { petitionId, ...head, progress: null, myRights: [] };
      const { window, base, signed, ways } = progress;
      const mine = ownerId === null ? [] : await ownRights(pool, petitionId, window.rollId, ownerId);
      const given =
        ownerId === null ? [] : await pageOfSignatures(pool, window, { after: FIRST, limit: MOST_OWN, ownerId });
      const standing = new Map(
        given.filter(({ state }) => state === 'stands').map(({ rightNo, signatureId }) => [rightNo, signatureId]),
      );
      return {
        petitionId,
        ...head,
        progress: {
          state: window.state,
          closesAt: window.closesAt.toISOString(),
          base,
          signed,
          isEnough: ways.some(({ isReached }) => isReached),
          ways,
        },
        myRights: mine.map((right) => ({ ...right, signatureId: standing.get(right.rightNo) ?? null })),
      };
    },

    async signPetition({ params: { petitionId }, body }, context) {
      const { accountId, ownerId } = context.caller();
      const { rightNo } = body;
      if (ownerId === null) throw problem('not-your-right', { rightNo });
      return oncePerCommand(rows.signPetition, { params: { petitionId }, body }, context, async (tx) =>
        answered(await sign(tx, { petitionId, ...body, accountId, how: { kind: 'own', ownerId } })),
      );
    },

    async recordPaperSignature({ params: { petitionId }, body }, context) {
      const { accountId } = context.caller();
      const { pageNo, lineNo, collectorName, ...asked } = body;
      const how = { kind: 'paper', pageNo, lineNo, collectorName } as const;
      return oncePerCommand(rows.recordPaperSignature, { params: { petitionId }, body }, context, async (tx) =>
        answered(await sign(tx, { petitionId, ...asked, accountId, how })),
      );
    },

    async withdrawSignature({ params, body }, context) {
      const { accountId, ownerId } = context.caller();
      if (ownerId === null) throw problem('not-your-signature', { id: params.signatureId });
      await oncePerCommand(rows.withdrawSignature, { params, body }, context, (tx) =>
        withdrawSignature(tx, { ...params, accountId, ownerId, reasonText: null }),
      );
    },

    async withdrawPaperSignature({ params, body }, context) {
      const { accountId } = context.caller();
      await oncePerCommand(rows.withdrawPaperSignature, { params, body }, context, async (tx, at) => {
        const origin = { commandId: body.commandId, field: 'reasonText', at };
        const reasonText = await storeText(tx, body.reasonText, origin);
        await withdrawSignature(tx, { ...params, accountId, ownerId: null, reasonText });
      });
    },

    async listSignatures({ params: { petitionId }, query: { cursor, limit } }, context) {
      const window = await readWindow(pool, petitionId);
      if (window === undefined) throw problem('not-found');
      const after = decodeCursor(cursorOf, cursor, context.lang) ?? FIRST;
      const found = await pageOfSignatures(pool, window, { after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ attemptNo: _attemptNo, ...row }) => ({ ...row, signedAt: row.signedAt.toISOString() }),
        ({ rightNo, attemptNo }) => ({ rightNo, attemptNo }),
      );
    },
  };
}

const answered = ({ signatureId, signedAt }: { signatureId: string; signedAt: Date }) => ({
  signatureId,
  signedAt: signedAt.toISOString(),
});
