// All kinds of papers by their code.
import { RECALL_PAPERS, TERM_PAPERS } from './committee';
import { DISCLOSURE_PAPERS } from './disclosure';
import { ELECTION_PAPERS } from './election';
import { PAPERS_AFTER_ELECTION } from './election-after';
import { HANDOVER_PAPERS } from './handover';
import type { PaperKind } from './kind';
import { MEETING_PAPERS } from './meeting';
import { PETITION_PAPERS } from './petition';
import { ACCEPTANCE_PAPERS } from './project-acceptance';
import { PAPERS_BEFORE_WORKS } from './project-before';
import { PROJECT_MONEY_PAPERS } from './project-money';
import { PAPERS_AFTER } from './vote-after';
import { PAPERS_BEFORE } from './vote-before';
import { DESK_PAPERS } from './vote-desk';

export const PAPER_KINDS: readonly PaperKind[] = [
  ...PAPERS_BEFORE_WORKS,
  ...PROJECT_MONEY_PAPERS,
  ...ACCEPTANCE_PAPERS,
  ...DISCLOSURE_PAPERS,
  ...ELECTION_PAPERS,
  ...PAPERS_AFTER_ELECTION,
  ...PAPERS_BEFORE,
  ...PAPERS_AFTER,
  ...DESK_PAPERS,
  ...HANDOVER_PAPERS,
  ...MEETING_PAPERS,
  ...PETITION_PAPERS,
  ...RECALL_PAPERS,
  ...TERM_PAPERS,
];

export const kindOf = (code: string): PaperKind | undefined => PAPER_KINDS.find((kind) => kind.code === code);
