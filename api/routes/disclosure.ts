// Answers contracts/disclosure.ts: launches disclosures, passes commands, records the estate's own money, and shows what was published.
import { localDateOf } from '../../domain/calendar/instant';
import { policyFor, NATIONAL_JURISDICTION } from '../../domain/policy/presets';
import type { Role } from '../../domain/process';
import {
  approveSpending,
  paySpending,
  proposeSpending,
  readRevenue,
  recordIncome,
} from '../../store/disclosure/common-revenue';
import { readPublicEstate } from '../../store/disclosure/public-estate';
import { readDisclosure, readStatementByHash } from '../../store/disclosure/statements';
import { placeOfEstate, processPlace } from '../../store/process-place';
import { storeTextsOf } from '../../store/texts';
import type { Tx } from '../../store/transaction';
import type { Handlers } from '../context';
import { disclosureOperations as rows } from '../contracts/disclosure';
import type { Deps } from '../deps';
import { createLauncher } from '../launch';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { publicAnswer } from '../read-models/public-estate';
import type { PublicThrottle } from '../public-throttle';
import { createSubmit } from '../submit';

/** Who sees a statement before it is published: those who draft, review and audit. */
const BEFORE_PUBLICATION: ReadonlySet<Role> = new Set<Role>([
  'committeeMember',
  'firmManager',
  'communitySecretary',
  'streetOfficer',
  'districtSupervisor',
  'auditor',
]);

export function createDisclosureRoutes(deps: Deps, throttle: PublicThrottle): Handlers<typeof rows> {
  const { pool } = deps;
  const launch = createLauncher(deps);
  const submit = createSubmit(deps);

  return {
    launchDisclosure: (asked, context) => {
      const { disclosureId, body } = asked.body;
      const homeOf = async (tx: Tx) => {
        const estate = await placeOfEstate(tx, asked.params.estateId);
        return { place: processPlace(estate), jurisdiction: estate.jurisdiction };
      };
      return launch(rows.launchDisclosure, 'disclosure', disclosureId, asked, context, homeOf, () => ({
        parentId: null,
        command: { body },
      }));
    },

    async commandDisclosure({ params: { processId }, body }, context) {
      const { command } = body;
      if (command.type === 'recordBoard') await refuseOtherFiles(pool, command.attachments);
      return submit('disclosure', rows.commandDisclosure, processId, body, context);
    },

    async getDisclosureStatement({ params: { processId, sha256 } }, context) {
      const found = await readStatementByHash(pool, processId, sha256);
      const core = found && (await readDisclosure(pool, processId));
      if (!found || !core) throw problem('not-found');
      const isPublished = core.publications.some((publication) => publication.sha256 === sha256);
      if (!isPublished && !context.authorities.some(({ role }) => BEFORE_PUBLICATION.has(role)))
        throw problem('not-found');
      return { ...found, isPublished };
    },

    recordCommonIncome: (asked, context) =>
      oncePerCommand(rows.recordCommonIncome, asked, context, async (tx, at) => {
        const { commandId, ...income } = await storeTextsOf(tx, asked.body, { commandId: asked.body.commandId, at });
        const byAccount = context.caller().accountId;
        await placeOfEstate(tx, asked.params.estateId);
        return recordIncome(tx, { ...income, ...asked.params, byAccount }, at);
      }),

    proposeCommonSpending: (asked, context) =>
      oncePerCommand(rows.proposeCommonSpending, asked, context, async (tx, at) => {
        const { estateId } = asked.params;
        const { commandId, ...spending } = await storeTextsOf(tx, asked.body, { commandId: asked.body.commandId, at });
        const { forPlaceId = estateId, vote = null } = spending;
        const byAccount = context.caller().accountId;
        await proposeSpending(tx, { ...spending, estateId, forPlaceId, vote, byAccount }, at);
        return { spendingId: spending.spendingId };
      }),

    approveCommonSpending: (asked, context) =>
      oncePerCommand(rows.approveCommonSpending, asked, context, (tx, at) =>
        approveSpending(tx, { ...asked.params, accountId: context.caller().accountId }, at),
      ),

    payCommonSpending: (asked, context) =>
      oncePerCommand(rows.payCommonSpending, asked, context, async (tx, at) => {
        const { jurisdiction } = await placeOfEstate(tx, asked.params.estateId);
        const policy = policyFor(jurisdiction ?? NATIONAL_JURISDICTION, localDateOf(at.toISOString()));
        const limitFen = policy.disclosure.spendingLimitFen.value;
        const { happenedOn } = asked.body;
        return paySpending(tx, { ...asked.params, accountId: context.caller().accountId, happenedOn, limitFen }, at);
      }),

    async getCommonRevenue({ params }) {
      const { funds, income, spending } = await readRevenue(pool, params.estateId);
      return {
        funds: funds.map(({ fund, heldFen }) => ({ fund, heldFen: Number(heldFen) })),
        income: income.map(({ category, amountFen }) => ({ category, amountFen: Number(amountFen) })),
        spending: spending.map(({ amountFen, proposedAt, ...one }) => ({
          ...one,
          ...{ amountFen: Number(amountFen), proposedAt: proposedAt.toISOString() },
        })),
      };
    },

    async publicEstate({ params }, context) {
      await throttle.take(context.address);
      const found = await readPublicEstate(pool, params.estateId);
      if (!found) throw problem('not-found');
      const { answer, etag } = publicAnswer(found);
      context.response.setHeader('Cache-Control', 'public, max-age=60');
      context.response.setHeader('ETag', etag);
      return answer;
    },
  };
}

/** A photo is evidence of a notice board, a recording is not. Asked before the files are bound to the process. */
async function refuseOtherFiles(pool: Deps['pool'], hashes: readonly string[]): Promise<void> {
  const { rowCount } = await pool.query(
    `select from attachment where sha256 = any($1::text[]) and kind <> 'photo' limit 1`,
    [hashes],
  );
  if (rowCount) throw problem('board-needs-photo');
}
