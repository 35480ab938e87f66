// All kinds of papers by their code.
import { ELECTION_PAPERS } from './election';
import { HANDOVER_PAPERS } from './handover';
import type { PaperKind } from './kind';
import { PAPERS_AFTER } from './vote-after';
import { PAPERS_BEFORE } from './vote-before';

export const PAPER_KINDS: readonly PaperKind[] = [
  ...ELECTION_PAPERS,
  ...PAPERS_BEFORE,
  ...PAPERS_AFTER,
  ...HANDOVER_PAPERS,
];

export const kindOf = (code: string): PaperKind | undefined => PAPER_KINDS.find((kind) => kind.code === code);
