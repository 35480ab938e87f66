// Answers the operations of contracts/reports.ts. All but the answer end in PostgreSQL: the process hears of no report and no comment.
import { z } from 'zod';
import { instantOf } from '../../domain/calendar/instant';
import { calendarFor } from '../../domain/policy/rehearsal';
import { createSubmitter } from '../../engine/submit';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { once } from '../../store/once';
import { assertSpotInside } from '../../store/problems/launch-facts';
import { placeOfEstate } from '../../store/process-place';
import { addComment, listComments } from '../../store/reports/comments';
import { openContact, openSealedContact } from '../../store/reports/contacts';
import { joinProblem } from '../../store/reports/keep-report';
import { openNearby } from '../../store/reports/nearby';
import { policyAt } from '../../store/reports/open-problem';
import { survivorOf } from '../../store/reports/merged';
import { findReport, listReports } from '../../store/reports/read-reports';
import { refuseAnswer } from '../../store/reports/reporters';
import { findScoped } from '../../store/scope';
import { readTexts, storeText } from '../../store/texts';
import { inTransaction } from '../../store/transaction';
import { submitCommand, type CommandAnswer, type CommandBody } from '../commands';
import type { Context, Handlers } from '../context';
import type { Operation } from '../contracts/operation';
import { reportOperations as rows } from '../contracts/reports';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand, sha256OfAsked } from '../once-per-command';
import { problem } from '../problems';
import { audienceSql, audienceValues } from '../read-models/audience';
import { ownReports } from '../read-models/own-reports';
import { insightOf, namesOf } from '../read-models/people';
import { maySeeProblem } from '../read-models/problem-access';
import { maskName } from '../../domain/register/id-number';
import { reporterOf } from '../reporter';

const byInstant = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
const SUGGESTIONS = 10;

export function createReportRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, time } = deps;
  const cipher = createFieldCipher(deps.keyRing);
  const submitter = deps.temporal ? createSubmitter(deps.temporal, pool, deps.start) : undefined;

  /** What a reporter says of the problem in which the report is answered for, by the report: whoever gave it may have no role at the place. */
  async function say(
    row: Operation,
    reportId: string,
    commandId: string,
    command: CommandBody['command'],
    context: Context,
  ): Promise<CommandAnswer> {
    const caller = context.caller();
    const report = await findReport(pool, reportId);
    if (report === undefined) throw problem('not-found');
    const { reporterAccount, reporterOwner } = report;
    const problemId = await survivorOf(pool, report.problemId);
    const isMine = reporterAccount === caller.accountId || (reporterOwner !== null && reporterOwner === caller.ownerId);
    // Whoever cannot see the problem does not learn that there is one.
    if (!isMine) throw problem((await maySeeProblem(pool, caller, problemId)) ? 'not-your-report' : 'not-found');
    const paths = await findScoped(pool, 'process', problemId);
    return submitCommand(
      'problem',
      problemId,
      { commandId, channel: 'web', command },
      row.id,
      { ...context, scoped: { id: problemId, paths } },
      submitter,
      () => refuseAnswer(pool, problemId, caller),
    );
  }

  return {
    async joinProblem({ params, body }, context) {
      const { reportId, commandId, attachments, spotPlaceId = null } = body;
      const told = await reporterOf(body, context);
      const uploadedBy = context.caller().accountId;
      await oncePerCommand(rows.joinProblem, { params, body }, context, async (tx, at) => {
        const origin = { commandId, field: 'reportText', at };
        const reportText = body.reportText === undefined ? null : await storeText(tx, body.reportText, origin);
        const report = { ...told, reportId, problemId: params.processId, reportText, spotPlaceId, attachments };
        await joinProblem(tx, cipher, { ...report, uploadedBy, commandId, at });
      });
      return { reportId, processId: params.processId };
    },

    async listMyReports({ query: { cursor, limit } }, context) {
      const after = decodeCursor(byInstant, cursor, context.lang);
      const found = await ownReports(pool, context.caller(), { after, limit: limit + 1 }, await time.now());
      return pageFrom(
        found,
        limit,
        (report) => report,
        ({ at, reportId }) => ({ at, id: reportId }),
      );
    },

    answerReport({ params, body: { commandId, ...answer } }, context) {
      return say(rows.answerReport, params.reportId, commandId, { type: 'answerProblem', ...answer }, context);
    },
    appealReport({ params, body: { commandId, ...appeal } }, context) {
      return say(rows.appealReport, params.reportId, commandId, { type: 'appealClosing', ...appeal }, context);
    },

    async listReports({ params: { processId }, query: { cursor, limit } }, context) {
      const after = decodeCursor(byInstant, cursor, context.lang);
      const found = await listReports(pool, processId, { after, limit: limit + 1 });
      const insight = insightOf(context.caller(), context.scoped?.paths[0] ?? '');
      const [texts, names] = await Promise.all([
        readTexts(
          pool,
          found.flatMap(({ reportText }) => reportText ?? []),
        ),
        namesOf(
          pool,
          found.flatMap(({ reporterAccount, reporterOwner }) => reporterAccount ?? reporterOwner ?? []),
          insight,
        ),
      ]);
      return pageFrom(
        found,
        limit,
        ({ contactCipher, reportText, at, ...report }) => {
          const contact = contactCipher === null ? null : openSealedContact(cipher, contactCipher);
          const who = report.reporterAccount ?? report.reporterOwner;
          const caller = contact && (insight.seesNames ? contact.name : maskName(contact.name, 'person'));
          return {
            ...report,
            name: who === null ? caller : (names[who] ?? null),
            reportText: reportText === null ? null : (texts.get(reportText) ?? null),
            at: at.toISOString(),
          };
        },
        ({ at, reportId }) => ({ at: at.toISOString(), id: reportId }),
      );
    },

    async openContact({ params, body }, context) {
      const { accountId } = context.caller();
      const at = await time.now();
      const bodySha256 = sha256OfAsked({ params, body });
      const key = { commandId: body.commandId, accountId, operation: rows.openContact.id, bodySha256, at };
      return inTransaction(pool, async (tx) => {
        // The receipt holds no number; a retry opens it again.
        await once(tx, key, async () => ({ status: 200, response: null }));
        const { processId: problemId, reportId } = params;
        return openContact(tx, cipher, { ...body, problemId, reportId, byAccount: accountId, at });
      });
    },

    addComment: ({ params, body }, context) =>
      oncePerCommand(rows.addComment, { params, body }, context, async (tx, at) => {
        const byRole = context.authority?.role;
        if (byRole === undefined) throw problem('forbidden');
        const by = { byAccount: context.caller().accountId, byRole };
        await addComment(tx, { ...body, ...by, problemId: params.processId, at });
        return { commentId: body.commentId };
      }),

    async listComments({ params: { processId }, query: { cursor, limit } }, context) {
      const after = decodeCursor(byInstant, cursor, context.lang);
      const found = await listComments(pool, processId, { after, limit: limit + 1 });
      const [texts, names] = await Promise.all([
        readTexts(
          pool,
          found.map(({ bodyText }) => bodyText),
        ),
        namesOf(
          pool,
          found.map(({ byAccount }) => byAccount),
          insightOf(context.caller(), context.scoped?.paths[0] ?? ''),
        ),
      ]);
      return pageFrom(
        found,
        limit,
        ({ at, bodyText, ...comment }) => ({
          ...comment,
          name: names[comment.byAccount] ?? null,
          bodyText: texts.get(bodyText) ?? null,
          at: at.toISOString(),
        }),
        ({ at, commentId }) => ({ at: at.toISOString(), id: commentId }),
      );
    },

    async suggestProblems({ params: { estateId }, query: { category, spotPlaceId = estateId } }, context) {
      const estate = await placeOfEstate(pool, estateId);
      const now = await time.now();
      const policy = policyAt(estate, now);
      if (!policy.problem.categories[category]) throw problem('category-unknown', { category });
      await inTransaction(pool, (tx) => assertSpotInside(tx, { ...estate, spotPlaceId }));
      const within = { rule: policy.problem.duplicates.within, calendar: calendarFor(policy), now };
      const shown = { sql: audienceSql('v', 6), values: audienceValues(context.caller()) };
      const found = await openNearby(pool, { estateId, category, spotPlaceId }, within, SUGGESTIONS, shown);
      return {
        items: found.map(({ problemId, spotPlaceId: id, spotPlaceName: name, openedAt, ...one }) => ({
          ...one,
          processId: problemId,
          spot: { id, name },
          openedAt: instantOf(openedAt.getTime()),
        })),
      };
    },
  };
}
