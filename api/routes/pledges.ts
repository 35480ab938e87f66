// Answers the operations of contracts/pledges.ts: reads and asks store/pledges. What is refused is decided there.
import { z } from 'zod';
import { explainShare } from '../../domain/shares/explain';
import { isTargetReached, missingOf } from '../../domain/shares/target';
import type { UnitShare } from '../../domain/shares/types';
import { useAttachments } from '../../store/attachments/attachments';
import { accepted, confirmPledge } from '../../store/pledges/confirm-pledge';
import { endPledge } from '../../store/pledges/end-pledge';
import { openPledgeBox, takePledges, type Pledged } from '../../store/pledges/pledge';
import { isOnRoll, ownShares, pageOfShares, type StandingPledge } from '../../store/pledges/read-pledges';
import { readTotal } from '../../store/pledges/totals';
import { pageOfVisits, recordVisit } from '../../store/pledges/visits';
import { readPledging, whyNotPledging, type PledgeWindow } from '../../store/pledges/window';
import { storeText } from '../../store/texts';
import { acceptedOf } from '../box-outcome';
import type { Context, Handlers } from '../context';
import { pledgeOperations as rows } from '../contracts/pledges';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';

export function createPledgeRoutes({ pool, time }: Deps): Handlers<typeof rows> {
  const pledge = openPledgeBox(pool);

  const windowOf = async (processId: string): Promise<PledgeWindow> => {
    const window = await readPledging(pool, processId);
    if (window === undefined) throw problem('not-found');
    return window;
  };
  /** Whether the caller sees it as an office does; an owner must be on the roll. */
  const asOffice = async ({ rollId }: PledgeWindow, context: Context): Promise<boolean> => {
    if (context.authorities.some(({ role }) => role !== 'owner')) return true;
    const { ownerId } = context.caller();
    if (ownerId === null || !(await isOnRoll(pool, rollId, ownerId))) throw problem('not-on-the-roll');
    return false;
  };
  const afterRightNo = (cursor: string | undefined, context: Context): number =>
    decodeCursor(z.int().min(0).max(2_147_483_647), cursor, context.lang) ?? 0;

  return {
    async getPledging({ params: { processId } }, context) {
      const window = await readPledging(pool, processId);
      if (window === undefined) return { processId, progress: null, mine: [] };
      await asOffice(window, context);
      const { ownerId } = context.caller();
      const [progress, mine] = await Promise.all([
        progressOf(window),
        ownerId === null ? [] : ownShares(pool, window, ownerId),
      ]);
      return {
        processId,
        progress,
        mine: mine.map(({ units, pledge: own, earlier, ...share }) => ({
          ...share,
          units: units.map(unitAnswer),
          pledge: own && standingAnswer(own),
          earlier: earlier && standingAnswer(earlier),
        })),
      };
    },

    async pledge({ params: { processId }, body }, context) {
      const { accountId, ownerId } = context.caller();
      if (ownerId === null) throw problem('not-your-right', { rightNo: body.rightNo });
      const request = { processId, ...body, accountId, how: { kind: 'own', ownerId }, confirms: null } as const;
      return pledgedAnswer(await acceptedOf(body.commandId, pledge(request)));
    },

    async recordPaperPledge({ params, body }, context) {
      const { processId } = params;
      const { accountId } = context.caller();
      const { pageNo, lineNo, collectorName, sheetSha256, ...asked } = body;
      const how = { kind: 'paper', pageNo, lineNo, collectorName, sheetSha256 } as const;
      return oncePerCommand(rows.recordPaperPledge, { params, body }, context, async (tx, at) => {
        const use = { problemId: processId, reportId: null, accountId, at, forOffices: true };
        await useAttachments(tx, [sheetSha256], use);
        const { outcomes } = await takePledges(tx, processId, [
          { processId, ...asked, accountId, how, confirms: null },
        ]);
        return pledgedAnswer(accepted(outcomes));
      });
    },

    async withdrawPledge({ params, body }, context) {
      const { accountId, ownerId } = context.caller();
      if (ownerId === null) throw problem('not-your-pledge', { id: params.pledgeId });
      await oncePerCommand(rows.withdrawPledge, { params, body }, context, (tx) =>
        endPledge(tx, { ...params, accountId, ownerId, kind: 'withdrawn', reasonText: null }),
      );
    },

    async endPaperPledge({ params, body }, context) {
      const { accountId } = context.caller();
      await oncePerCommand(rows.endPaperPledge, { params, body }, context, async (tx, at) => {
        const { commandId, kind } = body;
        const reasonText = await storeText(tx, body.reasonText, { commandId, field: 'reasonText', at });
        await endPledge(tx, { ...params, accountId, ownerId: null, kind, reasonText });
      });
    },

    async confirmPledge({ params, body }, context) {
      const { accountId, ownerId } = context.caller();
      if (ownerId === null) throw problem('not-your-pledge', { id: params.pledgeId });
      return oncePerCommand(rows.confirmPledge, { params, body }, context, async (tx) =>
        pledgedAnswer(await confirmPledge(tx, { ...params, ...body, accountId, ownerId })),
      );
    },

    async listShares({ params: { processId }, query: { cursor, limit, buildingId } }, context) {
      const window = await windowOf(processId);
      const isOffice = await asOffice(window, context);
      const after = afterRightNo(cursor, context);
      const found = await pageOfShares(pool, window, { afterRightNo: after, limit: limit + 1, buildingId });
      return pageFrom(
        found,
        limit,
        ({ units, holders, ...share }) => ({
          ...share,
          units: units.map(unitAnswer),
          holders: isOffice ? holders : null,
        }),
        ({ rightNo }) => rightNo,
      );
    },

    async listPledgeVisits({ params: { processId }, query: { cursor, limit, ...part } }, context) {
      const window = await windowOf(processId);
      const page = { ...part, afterRightNo: afterRightNo(cursor, context), limit: limit + 1 };
      return pageFrom(
        await pageOfVisits(pool, window, page),
        limit,
        ({ tried, stairwellId: _stairwellId, ...door }) => ({
          ...door,
          tried: tried.map(({ result, at }) => ({ result, at: at.toISOString() })),
        }),
        ({ rightNo }) => rightNo,
      );
    },

    async recordPledgeVisit({ params, body }, context) {
      const { accountId } = context.caller();
      return oncePerCommand(rows.recordPledgeVisit, { params, body }, context, async (tx) => {
        const { visitNo, visitedAt } = await recordVisit(tx, { ...params, ...body, accountId });
        return { visitNo, visitedAt: visitedAt.toISOString() };
      });
    },
  };

  async function progressOf(window: PledgeWindow) {
    const [now, { households, pledgedHouseholds, amountFen: pledgedFen }] = await Promise.all([
      time.now(),
      readTotal(pool, window),
    ]);
    const { version, opensAt, closesAt, targetFen, capFen, bar } = window;
    const count = { households, pledgedHouseholds, amountFen: pledgedFen };
    const missing = missingOf(window, count);
    const isReached = isTargetReached(window, count);
    return {
      ...{ version, state: STATES[whyNotPledging(window, now) ?? 'open'] },
      ...{ opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString(), targetFen, capFen, bar },
      ...{ households, pledgedHouseholds, pledgedFen, missingFen: missing.fen, missingHouseholds: missing.households },
      ...{ isReached, then: isReached ? ('collect' as const) : ('decide' as const) },
    };
  }
}

const STATES = { open: 'open', 'pledging-suspended': 'suspended', 'pledging-over': 'over' } as const;

const unitAnswer = ({ unitLabel, fen, working }: UnitShare) => ({
  ...{ unitLabel, fen, working },
  text: explainShare(working),
});
const standingAnswer = ({ pledgedAt, ...standing }: StandingPledge) => ({
  ...standing,
  pledgedAt: pledgedAt.toISOString(),
});
const pledgedAnswer = ({ pledgeId, version, amountFen, pledgedAt }: Pledged) => ({
  ...{ pledgeId, version, amountFen, pledgedAt: pledgedAt.toISOString() },
  revocableUntil: 'payment' as const,
});
