// The accounts of the ledger between which money of projects moves.
import type { AccountKind, AccountRef } from '../../domain/ledger/accounts';

/** Money that nobody has claimed yet. */
export const atEstate = (estateId: string, kind: AccountKind): AccountRef => ({
  ...{ estateId, projectId: null, source: null, kind, payer: null },
});

/** An account of one source of a project. */
export const ofSource = (
  at: { estateId: string; processId: string; sourceId: string },
  kind: AccountKind,
  payer: string | null = null,
): AccountRef => ({ estateId: at.estateId, projectId: at.processId, source: at.sourceId, kind, payer });
