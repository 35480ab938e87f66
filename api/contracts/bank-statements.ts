// Bank statements: every line answered before anything is booked. docs/payments.md
import { z } from 'zod';
import { operation } from './operation';
import { atEstate, bookkeepers, estate, ofImport, MAX_FILE_BYTES, tag, ledgerRefusals, always } from './payment-access';
import * as shape from './payment-shapes';
import { commandId, pageOf, pageQuery } from './shapes';

export const statementOperations = {
  previewBankStatement: operation({
    ...{ id: 'previewBankStatement', method: 'post', path: '/v1/estates/{estateId}/bank-statements', tag },
    summary: {
      zh: '预览银行流水：逐行说明属于谁、有何问题，不入账',
      en: 'Preview of a bank statement: says of each line whose payment it is, and books nothing',
    },
    access: bookkeepers(atEstate),
    params: estate,
    // The body is the file, so the command id stands here.
    query: z.strictObject({ commandId, holder: shape.holder, format: z.enum(['xlsx', 'csv']) }),
    transport: 'upload',
    bodyLimit: MAX_FILE_BYTES,
    response: shape.statementImport,
    status: 201,
    problems: ['statement-refused', 'unavailable', ...always],
  }),
  getBankStatement: operation({
    ...{ id: 'getBankStatement', method: 'get', path: '/v1/estates/{estateId}/bank-statements/{importId}', tag },
    summary: { zh: '一次流水导入', en: 'One bank statement' },
    access: bookkeepers(atEstate),
    params: ofImport,
    response: shape.statementImport,
    status: 200,
    problems: ['holder-not-yours'],
  }),
  listBankStatementRows: operation({
    ...{
      id: 'listBankStatementRows',
      method: 'get',
      path: '/v1/estates/{estateId}/bank-statements/{importId}/rows',
      tag,
    },
    summary: { zh: '流水逐行结果', en: 'The answer to every line' },
    access: bookkeepers(atEstate),
    params: ofImport,
    query: pageQuery({ verdict: shape.lineVerdict.optional() }),
    response: pageOf(shape.statementRow),
    status: 200,
    problems: ['holder-not-yours'],
  }),
  commitBankStatement: operation({
    ...{
      id: 'commitBankStatement',
      method: 'post',
      path: '/v1/estates/{estateId}/bank-statements/{importId}/commit',
      tag,
    },
    summary: { zh: '流水入账', en: 'Book every line that brings money: to its household, or as waiting' },
    access: bookkeepers(atEstate),
    params: ofImport,
    body: z.strictObject({ commandId }),
    response: z
      .strictObject({ matched: z.int(), unmatched: z.int(), alreadyIn: z.int(), refused: z.int(), outgoing: z.int() })
      .meta({ id: 'BankStatementCommit' }),
    status: 200,
    problems: [
      'import-already-committed',
      'import-expired',
      'not-collecting',
      'payer-not-found',
      ...ledgerRefusals,
      ...always,
    ],
  }),
};
