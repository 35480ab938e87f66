// Accounts, statement, trial balance and journal as tables for spreadsheets and accounting suites. Payers stay keys.
import type { Pool } from 'pg';
import type { LocalDate } from '../../domain/calendar/types';
import { ACCOUNT_KINDS, PURPOSES, type AccountRef } from '../../domain/ledger/accounts';
import { moneyText } from '../../domain/ledger/money';
import { TRANSACTION_KINDS } from '../../domain/ledger/transactions';
import { readBalances, type BalancesAsked } from '../../store/ledger/balances';
import { readJournal } from '../../store/ledger/journal';
import { readStatement } from '../../store/ledger/statement';
import { trialBalance } from '../../store/ledger/trial-balance';
import type { Cell, Table } from '../../store/table-file';
import { chinaTime } from './report-tables';
import { eachPage } from '../../store/each-page';

const PAGE = 500;
/** A spreadsheet keeps fifteen digits of a number; more stay text. */
const MOST_AS_NUMBER = 1_000_000_000_000_000n;

const yuan = (fen: bigint): Cell => (fen < MOST_AS_NUMBER ? Number(moneyText(fen)) : moneyText(fen));
/** Debit and credit in columns of their own, neither with a sign. */
const sides = (fen: bigint): Cell[] => (fen >= 0n ? [yuan(fen), ''] : ['', yuan(-fen)]);
const names = ({ projectId, source, kind, payer }: Omit<AccountRef, 'estateId'>): Cell[] => [
  ...[projectId ?? '', source ?? '', ACCOUNT_KINDS[kind].label.zh, payer ?? ''],
];
const ACCOUNT_HEADER = ['项目', '资金来源', '账户', '付款人编号'];

export const accountsTable = (pool: Pool, asked: Omit<BalancesAsked, 'after' | 'limit'>): Table => ({
  sheet: '账户余额',
  header: ['账户编号', ...ACCOUNT_HEADER, '用途', '借方余额', '贷方余额', '笔数'],
  pages: (async function* () {
    const balances = (after: BalancesAsked['after']) => readBalances(pool, { ...asked, after, limit: PAGE });
    for await (const rows of eachPage(PAGE, balances))
      yield rows.map((row) => [
        ...[row.accountId, ...names(row), PURPOSES[row.purpose].zh, ...sides(row.balanceFen), row.entryCount],
      ]);
  })(),
});

export const statementTable = (pool: Pool, accountId: string, at: Date | undefined): Table => ({
  sheet: '账户明细',
  header: ['序号', '日期', '入账时间', '摘要', '借方', '贷方', '借方余额', '贷方余额', '交易编号', '被冲正于', '冲正'],
  pages: (async function* () {
    const entries = (before: { recordedAt: Date; entryNo: number } | null) =>
      readStatement(pool, accountId, { at, before, limit: PAGE });
    for await (const rows of eachPage(PAGE, entries))
      yield rows.map((row) => [
        ...[row.entryNo, row.happenedOn, chinaTime(row.recordedAt.toISOString())],
        ...[TRANSACTION_KINDS[row.transactionKind].label.zh, ...sides(row.amountFen), ...sides(row.balanceAfterFen)],
        ...[row.transactionId, row.reversedById ?? '', row.reversesId ?? ''],
      ]);
  })(),
});

export const trialBalanceTable = (pool: Pool, asked: { estateId: string; at: Date | undefined }): Table => ({
  sheet: '试算平衡表',
  header: [...ACCOUNT_HEADER.slice(0, 3), '账户数', '借方余额', '贷方余额'],
  pages: (async function* () {
    const { rows, debitFen, creditFen } = await trialBalance(pool, asked);
    yield rows.map(({ accounts, debitFen: debit, creditFen: credit, ...row }) => [
      ...names({ ...row, payer: null }).slice(0, 3),
      ...[accounts, yuan(debit), yuan(credit)],
    ]);
    yield [['合计', '', '', '', yuan(debitFen), yuan(creditFen)]];
  })(),
});

export const journalTable = (pool: Pool, days: { estateId: string; from: LocalDate; to: LocalDate }): Table => ({
  sheet: '序时账',
  header: ['交易编号', '日期', '入账时间', '类别', '行', ...ACCOUNT_HEADER, '借方', '贷方', '冲正', '凭证哈希'],
  pages: (async function* () {
    const transactions = (after: { recordedAt: Date; transactionId: string } | null) =>
      readJournal(pool, { ...days, after, limit: PAGE });
    for await (const rows of eachPage(PAGE, transactions))
      yield rows.flatMap(({ entries, ...row }) =>
        entries.map((entry) => [
          ...[row.transactionId, row.happenedOn, chinaTime(row.recordedAt.toISOString())],
          ...[TRANSACTION_KINDS[row.kind].label.zh, entry.lineNo, ...names(entry), ...sides(entry.amountFen)],
          ...[row.reversesId ?? '', row.documentHash ?? ''],
        ]),
      );
  })(),
});
