// Which co-funded projects everybody may read about without signing in, and what of them: those into which money may have come, and those that
// lapsed. Before that a project is its people's own: an appeal for money to everybody would be public fundraising (慈善法 22, 113; law.md 6.3).
import type { CofundingOutcome, CofundingPhase } from '../cofunding/state';

const PUBLIC_PHASES: ReadonlySet<string> = new Set<CofundingPhase>([
  'collecting',
  'countingReceipts',
  'bridging',
  'contracting',
  'working',
  'varying',
  'accepting',
  'publishing',
  'settling',
  'refunding',
]);
const PUBLIC_OUTCOMES: ReadonlySet<string> = new Set<CofundingOutcome>(['completed', 'refunded', 'lapsed']);

export const isPublicProject = (phase: string, outcome: string | null): boolean =>
  outcome === null ? PUBLIC_PHASES.has(phase) : PUBLIC_OUTCOMES.has(outcome);

export interface PublicSource {
  sourceId: string;
  /** As the plan calls it; null: money of a source that the plan no longer names. */
  kind: string | null;
  plannedFen: number | null;
  receivedFen: number;
  spentFen: number;
  refundedFen: number;
  heldFen: number;
}

export interface PublicProject {
  projectId: string;
  /** Null: the text was erased. */
  title: string | null;
  phase: string;
  outcome: string | null;
  /** The first instant at which a deadline of the project runs out; null: none runs. */
  nextAt: string | null;
  sources: PublicSource[];
}
