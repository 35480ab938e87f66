// Fixtures of the operations on the ledger (operation-fixtures.ts has all others).
import { randomUUID } from 'node:crypto';
import type { ledgerOperations } from '../../api/contracts/ledger';
import { accountIdOf } from '../../store/ledger/write';
import { account, anIncome, OWN, posted } from '../ledger/a-ledger';
import type { World } from './api-world';
import type { Fixture } from './operation-fixtures';

/** Money was received at estate e1, and somebody asked to take it back. */
export async function ledgerFixtures(world: World): Promise<Record<keyof typeof ledgerOperations, Fixture>> {
  const { e1, s1 } = world.city;
  const estate = { estateId: e1.id, projectId: randomUUID() };
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const [receipt, other] = [
    await posted(world.db, anIncome(estate, 500)),
    await posted(world.db, anIncome(estate, 300)),
  ];
  const body = { commandId: randomUUID(), requestId: randomUUID(), reasonText: '记错了账' };
  await world.as(officer).post(`/v1/ledger-transactions/${receipt.transactionId}/reversal`, body).expect(201);
  const ofEstate = (query: Record<string, string> = {}): Fixture => ({
    at: e1,
    prepare: () => ({ params: { estateId: e1.id }, query }),
  });
  const ofAccount = (query: Record<string, string> = {}): Fixture => ({
    at: e1,
    prepare: () => ({ params: { accountId: accountIdOf(account(estate, 'held', OWN)) }, query }),
  });
  const ofReceipt = { transactionId: receipt.transactionId };
  return {
    listLedgerAccounts: ofEstate(),
    exportLedgerAccounts: ofEstate({ format: 'csv' }),
    readTrialBalance: ofEstate(),
    exportTrialBalance: ofEstate({ format: 'csv' }),
    exportJournal: ofEstate({ from: '2026-11-01', to: '2026-11-30', format: 'csv' }),
    readLedgerStatement: ofAccount(),
    exportLedgerStatement: ofAccount({ format: 'csv' }),
    readLedgerTransaction: { at: e1, prepare: () => ({ params: ofReceipt }) },
    askLedgerReversal: {
      at: e1,
      prepare: () => ({
        params: { transactionId: other.transactionId },
        body: { ...body, commandId: randomUUID(), requestId: randomUUID() },
      }),
      refusedWith: ['reversal-already-asked'],
    },
    decideLedgerReversal: {
      at: e1,
      prepare: () => ({
        params: ofReceipt,
        body: { commandId: randomUUID(), requestId: body.requestId, decision: 'declined' },
      }),
      refusedWith: ['reversal-decided'],
    },
    listLedgerReversals: ofEstate(),
  };
}
