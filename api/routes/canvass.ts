// Answers the operations of contracts/canvass.ts: reads what store/ballots knows of participation, and asks domain/owners-vote/forecast.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { forecast } from '../../domain/owners-vote/forecast';
import { canvassFile } from '../../store/ballots/canvass-file';
import { readParticipation, readParticipationNeeded } from '../../store/ballots/participation';
import { remindMissing } from '../../store/ballots/remind';
import { pageOfMissing, readShortfall } from '../../store/ballots/still-missing';
import { readWindow, type VoteWindowRow } from '../../store/ballots/vote-window';
import type { Handlers } from '../context';
import { canvassOperations as rows } from '../contracts/canvass';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';

export function createCanvassRoutes({ pool, time }: Deps): Handlers<typeof rows> {
  const windowOf = async (voteId: string): Promise<VoteWindowRow> => {
    const window = await readWindow(pool, voteId);
    if (window === undefined) throw problem('not-found');
    return window;
  };

  return {
    async getForecast({ params: { voteId } }) {
      const window = await windowOf(voteId);
      const { opensAt, closesAt } = window;
      if (opensAt === null || closesAt === null) throw problem('vote-not-open');
      const [now, { electorate, hours }, participation] = await Promise.all([
        time.now(),
        readParticipation(pool, window),
        readParticipationNeeded(pool, voteId),
      ]);
      const estimate = forecast({
        opensAt: opensAt.getTime(),
        closesAt: closesAt.getTime(),
        now: now.getTime(),
        hours,
        electorate,
        participation,
      });
      return { at: now.toISOString(), closesAt: closesAt.toISOString(), ...estimate };
    },

    async listMissing({ params: { voteId }, query: { cursor, limit, ...part } }, context) {
      const window = await windowOf(voteId);
      const afterRightNo = decodeCursor(z.int().min(0).max(2_147_483_647), cursor, context.lang) ?? 0;
      const [found, missing] = await Promise.all([
        pageOfMissing(pool, window, { ...part, afterRightNo, limit: limit + 1 }),
        readShortfall(pool, window),
      ]);
      const page = pageFrom(
        found,
        limit,
        (right) => right,
        ({ rightNo }) => rightNo,
      );
      return { ...page, missing };
    },

    async exportMissing({ params: { voteId }, query }) {
      const window = await windowOf(voteId);
      return {
        contentType: 'text/csv; charset=utf-8',
        fileName: `催票清单-${voteId}.csv`,
        content: Readable.from(canvassFile(pool, window, query)),
      };
    },

    async remindMissing({ params, body }, context) {
      const { accountId } = context.caller();
      const answer = await oncePerCommand(rows.remindMissing, { params, body }, context, (tx) =>
        remindMissing(tx, { ...params, ...body, byAccount: accountId }),
      );
      const { reminded, notReached } = answer;
      return { ...answer, shown: reminded.length + notReached.length, remindedCount: reminded.length };
    },
  };
}
