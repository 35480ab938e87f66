// What the operations on money for co-funded projects share: who keeps the books, and where.
import { z } from 'zod';
import type { Role } from '../../domain/process';
import type { Access, Reach, ScopeOf } from './operation';
import { uuid } from './shapes';

export const atEstate = { kind: 'place', param: 'estateId' } as const;
export const ofProcess = { kind: 'process', param: 'processId' } as const;
const BOOKKEEPERS: Partial<Record<Role, Reach>> = {
  ...{ streetOfficer: 'covers', communitySecretary: 'covers', committeeMember: 'covers', firmManager: 'covers' },
};
/** Those who keep the accounts; a firm only those of its own escrow account (`holder-not-yours`). */
export const bookkeepers = (scope: ScopeOf): Access => ({ kind: 'roles', roles: BOOKKEEPERS, scope });
export const overseers = (scope: ScopeOf): Access => ({
  kind: 'roles',
  roles: { ...BOOKKEEPERS, districtSupervisor: 'covers', auditor: 'covers' },
  scope,
});

export const estate = z.strictObject({ estateId: uuid });
export const project = z.strictObject({ processId: uuid });
export const ofMoney = z.strictObject({ estateId: uuid, moneyId: uuid });
export const ofImport = z.strictObject({ estateId: uuid, importId: uuid });
export const ofReceipt = z.strictObject({ processId: uuid, receiptId: uuid });
export const ofRefund = z.strictObject({ estateId: uuid, refundId: uuid });
/** Five thousand lines stay below it. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
export const tag = 'payments';

export const ledgerRefusals = [
  'not-enough-held',
  'refund-exceeds-paid',
  'account-overdrawn',
  'balance-differs',
] as const;
export const always = ['holder-not-yours', 'command-id-reused'] as const;
