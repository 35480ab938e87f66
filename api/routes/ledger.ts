// Answers the operations of contracts/ledger.ts. Nothing is posted here but reversals that two people asked for and confirmed.
import { z } from 'zod';
import { dayOfDate } from '../../domain/calendar/instant';
import { fenNumber } from '../../domain/ledger/money';
import { readBalances, type AccountBalance } from '../../store/ledger/balances';
import { readTransaction } from '../../store/ledger/journal';
import {
  askReversal,
  decideReversal,
  listReversalRequests,
  type ListedRequest,
  type RequestsAsked,
} from '../../store/ledger/reversal-requests';
import { readAccount, readStatement } from '../../store/ledger/statement';
import { trialBalance } from '../../store/ledger/trial-balance';
import { placeOfEstate } from '../../store/process-place';
import { findPlace } from '../../store/register/places';
import { CONTENT_TYPES, tableFile, type Table, type TableFormat } from '../../store/table-file';
import { readTexts, storeText } from '../../store/texts';
import type { Download, Handlers } from '../context';
import { ledgerOperations as rows } from '../contracts/ledger';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { accountsTable, journalTable, statementTable, trialBalanceTable } from '../read-models/ledger-tables';

const MAX_PERIOD_DAYS = 3_700;
/** Of one transaction, on its own page. */
const REQUESTS_SHOWN = 20;

const accountKey = z.strictObject({ kind: z.string(), accountId: z.uuid() });
const entryKey = z.strictObject({ recordedAt: z.iso.datetime(), entryNo: z.int() });
const requestKey = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
const instantOf = (at: string | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));

const shownAccount = ({ estateId: _, balanceFen, ...account }: AccountBalance) => ({
  ...account,
  balanceFen: fenNumber(balanceFen),
});

export function createLedgerRoutes({ pool, time }: Deps): Handlers<typeof rows> {
  async function fileOf(format: TableFormat, table: Table, estateId: string): Promise<Download> {
    const estate = await findPlace(pool, estateId);
    const fileName = `${estate?.name ?? ''}${table.sheet}.${format}`;
    return { contentType: CONTENT_TYPES[format], fileName, content: tableFile(format, table) };
  }

  async function requestsOf(estateId: string, asked: RequestsAsked) {
    const found = await listReversalRequests(pool, estateId, asked);
    const texts = await readTexts(
      pool,
      found.map(({ reasonText }) => reasonText),
    );
    return found.map((request: ListedRequest) => ({
      ...request,
      amountFen: fenNumber(request.amountFen),
      askedAt: request.askedAt.toISOString(),
      decidedAt: request.decidedAt?.toISOString() ?? null,
      reasonText: texts.get(request.reasonText) ?? null,
    }));
  }

  return {
    async listLedgerAccounts({ params: { estateId }, query }, context) {
      await placeOfEstate(pool, estateId);
      const { projectId, kind, at, cursor, limit } = query;
      const after = decodeCursor(accountKey, cursor, context.lang);
      const asked = { estateId, projectId, kinds: kind && [kind], at: instantOf(at), after, limit: limit + 1 };
      return pageFrom(await readBalances(pool, asked), limit, shownAccount, (account) => ({
        ...{ kind: account.kind, accountId: account.accountId },
      }));
    },

    async exportLedgerAccounts({ params: { estateId }, query: { projectId, kind, at, format } }) {
      await placeOfEstate(pool, estateId);
      const asked = { estateId, projectId, kinds: kind && [kind], at: instantOf(at) };
      return fileOf(format, accountsTable(pool, asked), estateId);
    },

    async readTrialBalance({ params: { estateId }, query: { at } }) {
      await placeOfEstate(pool, estateId);
      const found = await trialBalance(pool, { estateId, at: instantOf(at) });
      const { debitFen, creditFen, unbalanced } = found;
      return {
        at: at ?? (await time.now()).toISOString(),
        rows: found.rows.map((row) => ({
          ...row,
          debitFen: fenNumber(row.debitFen),
          creditFen: fenNumber(row.creditFen),
        })),
        ...{ debitFen: fenNumber(debitFen), creditFen: fenNumber(creditFen) },
        isBalanced: debitFen === creditFen && unbalanced.length === 0,
      };
    },

    async exportTrialBalance({ params: { estateId }, query: { at, format } }) {
      await placeOfEstate(pool, estateId);
      return fileOf(format, trialBalanceTable(pool, { estateId, at: instantOf(at) }), estateId);
    },

    async exportJournal({ params: { estateId }, query: { from, to, format } }) {
      await placeOfEstate(pool, estateId);
      const days = dayOfDate(to) - dayOfDate(from) + 1;
      if (days < 1 || days > MAX_PERIOD_DAYS) throw problem('period-refused', { days, maxDays: MAX_PERIOD_DAYS });
      return fileOf(format, journalTable(pool, { estateId, from, to }), estateId);
    },

    async readLedgerStatement({ params: { accountId }, query: { at, cursor, limit } }, context) {
      const before = decodeCursor(entryKey, cursor, context.lang);
      const account = await readAccount(pool, accountId, instantOf(at));
      if (account === undefined) throw problem('not-found');
      const found = await readStatement(pool, accountId, { at: instantOf(at), before, limit: limit + 1 });
      const page = pageFrom(
        found,
        limit,
        ({ businessKey: _, ...entry }) => ({
          ...entry,
          recordedAt: entry.recordedAt.toISOString(),
          amountFen: fenNumber(entry.amountFen),
          balanceAfterFen: fenNumber(entry.balanceAfterFen),
        }),
        ({ recordedAt, entryNo }) => ({ recordedAt: recordedAt.toISOString(), entryNo }),
      );
      return { ...page, account: shownAccount(account) };
    },

    async exportLedgerStatement({ params: { accountId }, query: { at, format } }) {
      const account = await readAccount(pool, accountId);
      if (account === undefined) throw problem('not-found');
      return fileOf(format, statementTable(pool, accountId, instantOf(at)), account.estateId);
    },

    async readLedgerTransaction({ params: { transactionId } }) {
      const found = await readTransaction(pool, transactionId);
      if (found === undefined) throw problem('not-found');
      const { reasonText, recordedAt, entries } = found;
      const texts = await readTexts(pool, reasonText === null ? [] : [reasonText]);
      return {
        ...found,
        recordedAt: recordedAt.toISOString(),
        reasonText: reasonText === null ? null : (texts.get(reasonText) ?? null),
        entries: entries.map(({ estateId: _, amountFen, ...entry }) => ({ ...entry, amountFen: fenNumber(amountFen) })),
        reversals: await requestsOf(found.estateId, { transactionId, limit: REQUESTS_SHOWN }),
      };
    },

    askLedgerReversal: (asked, context) =>
      oncePerCommand(rows.askLedgerReversal, asked, context, async (tx, at) => {
        const { commandId, requestId } = asked.body;
        const reasonText = await storeText(tx, asked.body.reasonText, { commandId, field: 'reasonText', at });
        const { accountId } = context.caller();
        await askReversal(tx, { requestId, ...asked.params, accountId, reasonText, at });
        return { requestId };
      }),

    decideLedgerReversal: (asked, context) =>
      oncePerCommand(rows.decideLedgerReversal, asked, context, async (tx, at) => {
        const { requestId, decision } = asked.body;
        const { accountId } = context.caller();
        return {
          requestId,
          reversalId: await decideReversal(tx, { requestId, ...asked.params, decision, accountId, at }),
        };
      }),

    async listLedgerReversals({ params: { estateId }, query: { cursor, limit, isDecided } }, context) {
      await placeOfEstate(pool, estateId);
      const before = decodeCursor(requestKey, cursor, context.lang);
      return pageFrom(
        await requestsOf(estateId, { isDecided, before, limit: limit + 1 }),
        limit,
        (request) => request,
        ({ askedAt, requestId }) => ({ at: askedAt, id: requestId }),
      );
    },
  };
}
