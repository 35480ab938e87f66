// Answers the operations of contracts/fee-account.ts.
import { z } from 'zod';
import { decideSpending, listSpendings, proposeSpending, readAccount } from '../../store/fees/account';
import { readTexts } from '../../store/texts';
import type { Handlers } from '../context';
import { feeAccountOperations as rows } from '../contracts/fee-account';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { assertEstate } from './fees';

const spendingKey = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export function createFeeAccountRoutes({ pool, time }: Deps): Handlers<typeof rows> {
  return {
    async readFeeAccount({ params: { estateId } }) {
      const now = await time.now();
      return { ...(await readAccount(pool, estateId, now)), at: now.toISOString() };
    },

    async listFeeSpendings({ params: { estateId }, query: { cursor, limit } }, context) {
      const before = decodeCursor(spendingKey, cursor, context.lang);
      const found = await listSpendings(pool, estateId, { before, limit: limit + 1 });
      const texts = await readTexts(
        pool,
        found.map(({ purposeText }) => purposeText),
      );
      return pageFrom(
        found,
        limit,
        ({ purposeText, proposedAt, decidedAt, ...one }) => ({
          ...one,
          purpose: texts.get(purposeText) ?? null,
          proposedAt: proposedAt.toISOString(),
          decidedAt: decidedAt?.toISOString() ?? null,
        }),
        ({ proposedAt, spendingId }) => ({ at: proposedAt.toISOString(), id: spendingId }),
      );
    },

    proposeFeeSpending: ({ params: { estateId }, body }, context) =>
      oncePerCommand(rows.proposeFeeSpending, { params: { estateId }, body }, context, async (tx, at) => {
        await assertEstate(tx, estateId);
        const byRole = context.authority?.role ?? 'committeeMember';
        await proposeSpending(tx, { ...body, estateId, byAccount: context.caller().accountId, byRole, at });
      }),

    decideFeeSpending: ({ params, body }, context) =>
      oncePerCommand(rows.decideFeeSpending, { params, body }, context, (tx, at) =>
        decideSpending(tx, { ...params, ...body, byAccount: context.caller().accountId, at }),
      ),
  };
}
