// Answers the operations of contracts/votes.ts: reads and asks store/ballots and store/rolls. What is refused is decided there.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { createProver } from '../../store/ballots/ballot-tree';
import { pageOfCanvass } from '../../store/ballots/canvass';
import { openBallotBox } from '../../store/ballots/cast-ballot';
import {
  checkpointLine,
  keepCheckpoint,
  keptCounts,
  pageOfCheckpoints,
  recordCheckpoint,
} from '../../store/ballots/checkpoints';
import { pageOfDeliveries, recordDeliveries } from '../../store/ballots/deliveries';
import { listDisputed } from '../../store/ballots/disputes';
import { packLines, readPackHead } from '../../store/ballots/export-pack';
import { exportVoteRows } from '../../store/ballots/export-rows';
import { ownBallots } from '../../store/ballots/own-ballots';
import { enterPaper } from '../../store/ballots/paper-entries';
import {
  issueSerials,
  markReturned,
  reissueSerial,
  voidSerial,
  withdrawReturn,
  type PaperCommand,
} from '../../store/ballots/paper-serials';
import { listProxies, registerProxy, revokeProxy } from '../../store/ballots/proxies';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { readTurnout } from '../../store/ballots/turnout';
import { readWindow, type VoteWindowRow } from '../../store/ballots/vote-window';
import { ownRights, pageOfRoll, readRoll, type RollHead } from '../../store/rolls/read-roll';
import { storeText } from '../../store/texts';
import { acceptedOf } from '../box-outcome';
import type { Context, Handlers } from '../context';
import { voteOperations as rows } from '../contracts/votes';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { readAgenda } from '../read-models/vote-agenda';

export function createVoteRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool } = deps;
  const { signing } = receiptKeys(deps.keyRing);
  const castBallot = openBallotBox(pool, signing);
  const prover = createProver(pool);

  const windowOf = async (voteId: string): Promise<VoteWindowRow> => {
    const window = await readWindow(pool, voteId);
    if (window === undefined) throw problem('not-found');
    return window;
  };
  const sealedWindowOf = async (voteId: string): Promise<VoteWindowRow> => {
    const window = await windowOf(voteId);
    if (window.countingUntil === null) throw problem('counting-not-over');
    return window;
  };
  const afterRightNo = (cursor: string | undefined, context: Context): number =>
    decodeCursor(z.int().min(0).max(2_147_483_647), cursor, context.lang) ?? 0;

  return {
    async getVote({ params: { voteId } }, context) {
      const agenda = await readAgenda(pool, voteId);
      if (agenda === undefined) throw problem('not-found');
      const [window, roll] = await Promise.all([readWindow(pool, voteId), readRoll(pool, voteId)]);
      const { accountId, ownerId } = context.caller();
      const mine = roll && ownerId !== null ? await ownRights(pool, voteId, roll.rollId, ownerId) : [];
      const cast = window && ownerId !== null ? await ownBallots(pool, window, accountId, ownerId) : [];
      const voted = new Set(cast.map(({ rightNo }) => rightNo));
      return {
        voteId,
        agenda,
        window: window ? windowAnswer(window) : null,
        rules: window ? rulesAnswer(window) : null,
        roll: roll ? rollAnswer(roll) : null,
        myRights: mine.map((right) => ({ ...right, hasVoted: voted.has(right.rightNo) })),
      };
    },

    async getRoll({ params: { voteId }, query }, context) {
      const roll = await readRoll(pool, voteId);
      if (roll === undefined) throw problem('not-found');
      const { cursor, limit, buildingId } = query;
      const found = await pageOfRoll(pool, roll.rollId, {
        afterRightNo: afterRightNo(cursor, context),
        limit: limit + 1,
        buildingId,
      });
      return {
        roll: rollAnswer(roll),
        ...pageFrom(
          found,
          limit,
          (right) => right,
          ({ rightNo }) => rightNo,
        ),
      };
    },

    async listRollProblems({ params: { voteId }, query: { cursor, limit } }, context) {
      const roll = await readRoll(pool, voteId);
      if (roll === undefined) throw problem('not-found');
      const from = decodeCursor(z.int().min(0).max(10_000_000), cursor, context.lang) ?? 0;
      const found = roll.problems
        .slice(from, from + limit + 1)
        .map((one, index) => ({ ...one, next: from + index + 1 }));
      return pageFrom(
        found,
        limit,
        ({ next: _next, ...one }) => one,
        ({ next }) => next,
      );
    },

    async castBallot({ params: { voteId }, body }, context) {
      const { accountId, ownerId } = context.caller();
      if (ownerId === null) throw problem('not-your-right', { rightNo: body.rightNo });
      const { receipt, salt } = await acceptedOf(body.commandId, castBallot({ voteId, ...body, accountId, ownerId }));
      return { receipt, salt };
    },

    async listMyBallots({ params: { voteId } }, context) {
      const { accountId, ownerId } = context.caller();
      const window = await windowOf(voteId);
      const found = ownerId === null ? [] : await ownBallots(pool, window, accountId, ownerId);
      return { items: found.map((ballot) => ({ ...ballot, castAt: ballot.castAt.toISOString() })) };
    },

    async proveBallot({ params: { voteId, seq } }) {
      const window = await sealedWindowOf(voteId);
      const size = window.nextSeq - 1;
      if (seq > size) throw problem('not-found');
      return prover.prove(voteId, seq, size);
    },

    async getTurnout({ params: { voteId } }) {
      const window = await windowOf(voteId);
      const buildings = await readTurnout(pool, window);
      const names = await namesOf(
        deps,
        buildings.map(({ buildingId }) => buildingId),
      );
      const sum = (of: (building: (typeof buildings)[number]) => number) =>
        buildings.reduce((total, one) => total + of(one), 0);
      return {
        rights: sum(({ rights }) => rights),
        voted: sum(({ voted }) => voted),
        areaDm2: sum(({ areaDm2 }) => areaDm2),
        votedAreaDm2: sum(({ votedAreaDm2 }) => votedAreaDm2),
        buildings: buildings.map((building) => ({ ...building, name: names.get(building.buildingId) ?? null })),
      };
    },

    issuePapers: ({ params, body }, context) =>
      oncePerCommand(rows.issuePapers, { params, body }, context, (tx) =>
        issueSerials(tx, paperCommand(params.voteId, body.commandId, context), body.rights),
      ),

    async listPapers({ params: { voteId }, query: { cursor, limit, ...filter } }, context) {
      const window = await windowOf(voteId);
      const found = await pageOfCanvass(pool, window, {
        ...filter,
        afterRightNo: afterRightNo(cursor, context),
        limit: limit + 1,
      });
      return pageFrom(
        found,
        limit,
        (line) => ({
          ...line,
          paper: line.paper && { ...line.paper, returnedAt: line.paper.returnedAt?.toISOString() ?? null },
        }),
        ({ rightNo }) => rightNo,
      );
    },

    returnPapers: ({ params, body }, context) =>
      oncePerCommand(rows.returnPapers, { params, body }, context, (tx) =>
        markReturned(tx, paperCommand(params.voteId, body.commandId, context), {
          serialNos: body.serialNos,
          returnedAt: body.returnedAt === undefined ? undefined : new Date(body.returnedAt),
          via: body.via,
        }),
      ),

    async withdrawReturn({ params, body }, context) {
      await oncePerCommand(rows.withdrawReturn, { params, body }, context, async (tx, at) =>
        withdrawReturn(
          tx,
          paperCommand(params.voteId, body.commandId, context),
          params.serialNo,
          await storeText(tx, body.reasonText, { commandId: body.commandId, field: 'reasonText', at }),
        ),
      );
    },

    enterPaper: ({ params, body }, context) =>
      oncePerCommand(rows.enterPaper, { params, body }, context, (tx) =>
        enterPaper(
          tx,
          paperCommand(params.voteId, body.commandId, context),
          params.serialNo,
          body.reading.kind === 'void'
            ? { isVoid: true, voidReason: body.reading.reason }
            : { isVoid: false, choices: body.reading.choices },
          signing,
        ),
      ),

    async voidPaper({ params, body }, context) {
      await oncePerCommand(rows.voidPaper, { params, body }, context, async (tx, at) =>
        voidSerial(
          tx,
          paperCommand(params.voteId, body.commandId, context),
          params.serialNo,
          await storeText(tx, body.reasonText, { commandId: body.commandId, field: 'reasonText', at }),
        ),
      );
    },

    reissuePaper: ({ params, body }, context) =>
      oncePerCommand(rows.reissuePaper, { params, body }, context, async (tx, at) =>
        reissueSerial(
          tx,
          paperCommand(params.voteId, body.commandId, context),
          params.serialNo,
          await storeText(tx, body.reasonText, { commandId: body.commandId, field: 'reasonText', at }),
        ),
      ),

    recordDeliveries: ({ params, body }, context) =>
      oncePerCommand(rows.recordDeliveries, { params, body }, context, (tx) =>
        recordDeliveries(tx, {
          ...paperCommand(params.voteId, body.commandId, context),
          deliveries: body.deliveries.map((one) => ({ ...one, deliveredAt: new Date(one.deliveredAt) })),
        }),
      ),

    async listDeliveries({ params: { voteId }, query: { cursor, limit } }, context) {
      // A page holds all deliveries of its rights, so that the cursor can be a right.
      const found = await pageOfDeliveries(pool, voteId, {
        afterRightNo: afterRightNo(cursor, context),
        limit: limit + 1,
      });
      const rightNos = [...new Set(found.map(({ rightNo }) => rightNo))];
      const page = pageFrom(
        rightNos,
        limit,
        (rightNo) => rightNo,
        (rightNo) => rightNo,
      );
      const kept = new Set(page.items);
      return {
        items: found
          .filter(({ rightNo }) => kept.has(rightNo))
          .map(({ deliveryNo: _no, ...one }) => ({
            ...one,
            deliveredAt: one.deliveredAt.toISOString(),
            recordedAt: one.recordedAt.toISOString(),
          })),
        nextCursor: page.nextCursor,
      };
    },

    async listDisputes({ params: { voteId } }) {
      const { papers, duplicates, denied } = await listDisputed(pool, voteId);
      return {
        denied: denied.map((ballot) => ({ ...ballot, deniedAt: ballot.deniedAt.toISOString() })),
        papers: papers.map((paper) => ({ ...paper, returnedAt: paper.returnedAt.toISOString() })),
        duplicates: duplicates.map(({ ballots, ...one }) => ({
          ...one,
          ballots: ballots.map((ballot) => ({ ...ballot, castAt: ballot.castAt.toISOString() })),
        })),
      };
    },

    registerProxy: ({ params: { voteId }, body }, context) =>
      oncePerCommand(rows.registerProxy, { params: { voteId }, body }, context, (tx) => {
        const { proxyId, principalOwnerId, agent, documentSha256 } = body;
        return registerProxy(tx, {
          id: proxyId,
          voteId,
          principalOwnerId,
          agent,
          documentSha256,
          byAccount: context.caller().accountId,
        });
      }),

    async revokeProxy({ params, body }, context) {
      await oncePerCommand(rows.revokeProxy, { params, body }, context, (tx) =>
        revokeProxy(tx, params.voteId, params.proxyId, context.caller().accountId),
      );
    },

    async listProxies({ params: { voteId } }) {
      const found = await listProxies(pool, voteId);
      return {
        items: found.map((one) => ({
          ...one,
          registeredAt: one.registeredAt.toISOString(),
          revokedAt: one.revokedAt?.toISOString() ?? null,
        })),
      };
    },

    recordCheckpoint: ({ params, body }, context) =>
      oncePerCommand(rows.recordCheckpoint, { params, body }, context, async (tx) => {
        const { state } = await windowOf(params.voteId);
        if (state === 'scheduled') throw problem('vote-not-open');
        const checkpoint = await recordCheckpoint(tx, params.voteId, signing);
        return { ...checkpoint, line: checkpointLine(checkpoint) };
      }),

    async listCheckpoints({ params: { voteId }, query: { cursor, limit } }, context) {
      await windowOf(voteId);
      const before = decodeCursor(z.int().min(1).max(2_147_483_647), cursor, context.lang);
      const found = await pageOfCheckpoints(pool, voteId, { before, limit: limit + 1 });
      const kept = await keptCounts(
        pool,
        voteId,
        found.map(({ size }) => size),
      );
      return pageFrom(
        found,
        limit,
        (checkpoint) => ({ ...checkpoint, line: checkpointLine(checkpoint), keptBy: kept.get(checkpoint.size) ?? 0 }),
        ({ checkpointNo }) => checkpointNo,
      );
    },

    keepCheckpoint: ({ params, body }, context) =>
      oncePerCommand(rows.keepCheckpoint, { params, body }, context, (tx, at) => {
        const { accountId } = context.caller();
        const role = context.authority?.role ?? 'owner';
        return keepCheckpoint(tx, { ...params, root: body.root, byAccount: accountId, role, at });
      }),

    async downloadPack({ params: { voteId } }) {
      await windowOf(voteId);
      const head = await readPackHead(pool, voteId);
      if (head === undefined) throw problem('counting-not-over');
      return {
        contentType: 'application/x-ndjson',
        fileName: `pack-${voteId}.ndjson`,
        content: Readable.from(chunks(packLines(pool, deps.keyRing, head))),
      };
    },

    async exportVoteRows({ params: { voteId } }) {
      await sealedWindowOf(voteId);
      return {
        contentType: 'application/x-ndjson',
        fileName: `vote-${voteId}.ndjson`,
        content: Readable.from(chunks(rowLines(deps, voteId))),
      };
    },
  };
}

async function* rowLines({ pool }: Deps, voteId: string): AsyncGenerator<string> {
  for await (const row of exportVoteRows(pool, voteId)) yield `${JSON.stringify(row)}\n`;
}

/** Lines gathered to a few dozen kilobytes: a chunk per line would cost more than the lines. */
async function* chunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield text;
}

const paperCommand = (voteId: string, commandId: string, context: Context): PaperCommand => ({
  voteId,
  commandId,
  byAccount: context.caller().accountId,
});

const windowAnswer = ({ state, opensAt, closesAt, countingUntil, nextSeq }: VoteWindowRow) => ({
  state,
  opensAt: opensAt?.toISOString() ?? null,
  closesAt: closesAt?.toISOString() ?? null,
  countingUntil: countingUntil?.toISOString() ?? null,
  ballotCount: nextSeq - 1,
});

function rulesAnswer({ rules }: VoteWindowRow) {
  const { ballotPer, precedence, changes, proxyCap, voidBallots, blankItems } = rules;
  return { ballotPer, precedence, changes, proxyCap, voidBallots, blankItems };
}

const rollAnswer = ({ problems, frozenAt, ...roll }: RollHead) => ({
  ...roll,
  problemCount: problems.length,
  frozenAt: frozenAt.toISOString(),
});

async function namesOf({ pool }: Deps, placeIds: string[]): Promise<Map<string, string>> {
  const { rows: places } = await pool.query<{ id: string; name: string }>(
    'select id, name from place where id = any($1::uuid[])',
    [placeIds],
  );
  return new Map(places.map(({ id, name }) => [id, name]));
}
