// Operations on the ledger of an estate: accounts, statements, trial balance, journal, and taking a transaction back by two people. Payers are
// keys in here; residents read the public page of a project instead.
import { z } from 'zod';
import { ACCOUNT_KIND_NAMES, PURPOSES, type Purpose } from '../../domain/ledger/accounts';
import { TRANSACTION_KIND_NAMES } from '../../domain/ledger/transactions';
import type { Role } from '../../domain/process';
import { operation, type Access, type Reach, type ScopeOf } from './operation';
import { commandId, day, flag, instant, pageOf, pageQuery, paragraph, uuid } from './shapes';

const BOOKKEEPERS: Partial<Record<Role, Reach>> = {
  committeeMember: 'covers',
  communitySecretary: 'covers',
  streetOfficer: 'covers',
};
const bookkeepersAt = (scope: ScopeOf): Access => ({ kind: 'roles', roles: BOOKKEEPERS, scope });
/** Those who look over their shoulders as well. */
const readersAt = (scope: ScopeOf): Access => ({
  kind: 'roles',
  roles: { ...BOOKKEEPERS, districtSupervisor: 'covers', auditor: 'covers' },
  scope,
});
const thisEstate = { kind: 'place', param: 'estateId' } as const;
const thisAccount = { kind: 'ledgerAccount', param: 'accountId' } as const;
const thisTransaction = { kind: 'ledgerTransaction', param: 'transactionId' } as const;
const estateParams = z.strictObject({ estateId: uuid });
const accountParams = z.strictObject({ accountId: uuid });
const transactionParams = z.strictObject({ transactionId: uuid });
const tag = 'ledger';

const signedFen = z.int().meta({ description: 'Fen; debit above zero, credit below' });
const fen = z.int().min(0);
const accountKind = z.enum(ACCOUNT_KIND_NAMES).meta({ id: 'LedgerAccountKind' });
const transactionKind = z.enum(TRANSACTION_KIND_NAMES).meta({ id: 'LedgerTransactionKind' });
const at = instant.optional().meta({ description: 'As it stood at this instant, included; absent: now' });
const format = z.enum(['csv', 'xlsx']).default('xlsx');
const payer = z
  .string()
  .nullable()
  .meta({ description: '`owner:<id>`, `org:<uscc>`, `account:<id of another account>`, `street`; never a name' });

const accountNames = {
  accountId: uuid,
  projectId: uuid.nullable().meta({ description: 'Null: the estate’s own money' }),
  source: z.string().nullable().meta({ description: 'Null: money that is not matched yet' }),
  kind: accountKind,
  payer,
};
const ledgerAccount = z
  .strictObject({
    ...accountNames,
    purpose: z.enum(Object.keys(PURPOSES) as [Purpose, ...Purpose[]]).meta({ description: 'What its money is for' }),
    balanceFen: signedFen,
    entryCount: z.int(),
  })
  .meta({ id: 'LedgerAccount' });

const statementEntry = z
  .strictObject({
    entryNo: z.int().meta({ description: 'Of the account, from 1 without a gap' }),
    transactionId: uuid,
    transactionKind,
    happenedOn: z.iso.date(),
    recordedAt: instant,
    amountFen: signedFen,
    balanceAfterFen: signedFen,
    documentHash: z.string().nullable(),
    reversesId: uuid.nullable().meta({ description: 'The transaction that this one takes back' }),
    reversedById: uuid.nullable().meta({ description: 'The transaction that took this one back by then' }),
  })
  .meta({ id: 'StatementEntry' });

const trialBalance = z
  .strictObject({
    at: instant,
    rows: z.array(
      z.strictObject({
        projectId: uuid.nullable(),
        source: z.string().nullable(),
        kind: accountKind,
        accounts: z.int(),
        debitFen: fen,
        creditFen: fen,
      }),
    ),
    debitFen: fen,
    creditFen: fen,
    isBalanced: z.boolean().meta({ description: 'In all, and for each project and source' }),
  })
  .meta({ id: 'TrialBalance' });

const reversalRequest = z
  .strictObject({
    requestId: uuid,
    transactionId: uuid,
    transactionKind,
    happenedOn: z.iso.date(),
    amountFen: fen.meta({ description: 'What the transaction moved' }),
    askedBy: uuid,
    askedAt: instant,
    reasonText: z.string().nullable().meta({ description: 'Null once erased' }),
    decision: z.enum(['confirmed', 'declined']).nullable(),
    decidedBy: uuid.nullable(),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'ReversalRequest' });

const ledgerTransaction = z
  .strictObject({
    transactionId: uuid,
    businessKey: z.string(),
    kind: transactionKind,
    estateId: uuid,
    processId: uuid.nullable(),
    happenedOn: z.iso.date(),
    recordedAt: instant,
    byAccounts: z.array(uuid),
    documentHash: z.string().nullable(),
    reversesId: uuid.nullable(),
    reversedById: uuid.nullable(),
    reasonText: z.string().nullable().meta({ description: 'Of a reversal' }),
    entries: z.array(z.strictObject({ ...accountNames, lineNo: z.int(), amountFen: signedFen })),
    reversals: z.array(reversalRequest).meta({ description: 'Who asked to take it back, newest first' }),
  })
  .meta({ id: 'LedgerTransaction' });

const file = { tag, transport: 'download', response: z.void(), status: 200, problems: [] } as const;
const accountFilters = {
  projectId: uuid.optional(),
  kind: accountKind.optional(),
  at,
};

export const ledgerOperations = {
  listLedgerAccounts: operation({
    id: 'listLedgerAccounts',
    method: 'get',
    path: '/v1/estates/{estateId}/ledger/accounts',
    tag,
    summary: { zh: '账户及余额，可查任一时点', en: 'Accounts with their balances, at any instant' },
    access: readersAt(thisEstate),
    params: estateParams,
    query: pageQuery(accountFilters),
    response: pageOf(ledgerAccount),
    status: 200,
    problems: ['not-an-estate'],
  }),
  exportLedgerAccounts: operation({
    ...file,
    id: 'exportLedgerAccounts',
    method: 'get',
    path: '/v1/estates/{estateId}/ledger/accounts/file',
    summary: { zh: '账户余额表（表格文件）', en: 'Accounts with their balances, as a file' },
    access: readersAt(thisEstate),
    params: estateParams,
    query: z.strictObject({ ...accountFilters, format }),
    problems: ['not-an-estate'],
  }),
  readTrialBalance: operation({
    id: 'readTrialBalance',
    method: 'get',
    path: '/v1/estates/{estateId}/trial-balance',
    tag,
    summary: { zh: '试算平衡', en: 'Trial balance by project, source and kind of account' },
    access: readersAt(thisEstate),
    params: estateParams,
    query: z.strictObject({ at }),
    response: trialBalance,
    status: 200,
    problems: ['not-an-estate'],
  }),
  exportTrialBalance: operation({
    ...file,
    id: 'exportTrialBalance',
    method: 'get',
    path: '/v1/estates/{estateId}/trial-balance/file',
    summary: { zh: '试算平衡表（表格文件）', en: 'The trial balance as a file' },
    access: readersAt(thisEstate),
    params: estateParams,
    query: z.strictObject({ at, format }),
    problems: ['not-an-estate'],
  }),
  exportJournal: operation({
    ...file,
    id: 'exportJournal',
    method: 'get',
    path: '/v1/estates/{estateId}/ledger/journal/file',
    summary: {
      zh: '序时账（表格文件），供财务软件导入',
      en: 'The journal of these days as a file, for an accounting suite',
    },
    access: readersAt(thisEstate),
    params: estateParams,
    query: z.strictObject({
      from: day.meta({ description: 'First day on which it happened' }),
      to: day.meta({ description: 'Last day, included' }),
      format,
    }),
    problems: ['not-an-estate', 'period-refused'],
  }),
  readLedgerStatement: operation({
    id: 'readLedgerStatement',
    method: 'get',
    path: '/v1/ledger-accounts/{accountId}/statement',
    tag,
    summary: { zh: '账户明细，逐笔余额', en: 'Statement of an account, newest first, with what it held after each' },
    access: readersAt(thisAccount),
    params: accountParams,
    query: pageQuery({ at }),
    response: pageOf(statementEntry).extend({ account: ledgerAccount }),
    status: 200,
    problems: [],
  }),
  exportLedgerStatement: operation({
    ...file,
    id: 'exportLedgerStatement',
    method: 'get',
    path: '/v1/ledger-accounts/{accountId}/statement/file',
    summary: { zh: '账户明细（表格文件）', en: 'The statement as a file' },
    access: readersAt(thisAccount),
    params: accountParams,
    query: z.strictObject({ at, format }),
  }),
  readLedgerTransaction: operation({
    id: 'readLedgerTransaction',
    method: 'get',
    path: '/v1/ledger-transactions/{transactionId}',
    tag,
    summary: { zh: '一笔账及其分录', en: 'A transaction with its entries' },
    access: readersAt(thisTransaction),
    params: transactionParams,
    response: ledgerTransaction,
    status: 200,
    problems: [],
  }),
  askLedgerReversal: operation({
    id: 'askLedgerReversal',
    method: 'post',
    path: '/v1/ledger-transactions/{transactionId}/reversal',
    tag,
    summary: { zh: '申请冲正（须另一人确认）', en: 'Ask that a transaction be taken back; another person decides' },
    access: bookkeepersAt(thisTransaction),
    params: transactionParams,
    body: z.strictObject({ commandId, requestId: uuid, reasonText: paragraph(2000) }).meta({ id: 'AskReversal' }),
    response: z.strictObject({ requestId: uuid }),
    status: 201,
    problems: [
      ...(['reversal-not-reversible', 'undone-elsewhere', 'already-reversed', 'reversal-already-asked'] as const),
      ...(['id-already-used', 'command-id-reused'] as const),
    ],
  }),
  decideLedgerReversal: operation({
    id: 'decideLedgerReversal',
    method: 'post',
    path: '/v1/ledger-transactions/{transactionId}/reversal/decision',
    tag,
    summary: { zh: '确认或不同意冲正', en: 'Confirm or decline a reversal that somebody else asked for' },
    access: bookkeepersAt(thisTransaction),
    params: transactionParams,
    body: z
      .strictObject({ commandId, requestId: uuid, decision: z.enum(['confirmed', 'declined']) })
      .meta({ id: 'DecideReversal' }),
    response: z.strictObject({
      requestId: uuid,
      reversalId: uuid.nullable().meta({ description: 'The transaction that takes it back; null: declined' }),
    }),
    status: 200,
    problems: [
      ...(['reversal-not-found', 'reversal-decided', 'reversal-needs-another', 'already-reversed'] as const),
      ...(['not-enough-held', 'balance-too-large', 'balance-differs', 'command-id-reused'] as const),
    ],
  }),
  listLedgerReversals: operation({
    id: 'listLedgerReversals',
    method: 'get',
    path: '/v1/estates/{estateId}/ledger/reversals',
    tag,
    summary: { zh: '冲正申请', en: 'Requests to take transactions back, newest first' },
    access: readersAt(thisEstate),
    params: estateParams,
    query: pageQuery({ isDecided: flag.optional().meta({ description: 'false: those that wait' }) }),
    response: pageOf(reversalRequest),
    status: 200,
    problems: ['not-an-estate'],
  }),
};
