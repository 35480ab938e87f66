// What a count takes and gives. Shapes only: the rules are in count.ts, the SQL that makes totals from rows is in store/ballots.
import type { Instant } from '../calendar/types';

/** Heads are whole owners, area is 0.01 m². Sums stay far below 2^53 (checked where they are made). */
export interface Weight {
  heads: number;
  areaDm2: number;
}

export type AgendaItem =
  /** yes / no / abstain on one of the nine matters of Civil Code 278. */
  | { kind: 'yesNo'; itemId: string; matter: number; titleText: string }
  /** One of several options (which firm), or abstain. */
  | { kind: 'choice'; itemId: string; matter: number; titleText: string; optionIds: string[] }
  /** Up to `seats` of the candidates. `minSeats`: fewer elected than this is no result. */
  | { kind: 'election'; itemId: string; matter: number; titleText: string; candidateIds: string[]; seats: number; minSeats: number };

/** One item's answer on one ballot: `yes`, `no`, `abstain`, an option id, or candidate ids. Absent or empty: left blank. */
export type ItemChoice = string | string[];

/** itemId → choice. */
export type BallotChoices = Record<string, ItemChoice>;

export interface ItemTotals {
  itemId: string;
  /** Who took part in this item, blank and void ballots treated as the policy says. The base of approval. */
  participating: Weight;
  /** Per answer: yes/no/abstain, option id or candidate id. `blank` is counted apart. */
  choices: Record<string, Weight>;
  blank: Weight;
}

export interface VoteTotals {
  /** All owners of the scope. The base of participation. */
  electorate: Weight;
  items: ItemTotals[];
  void: Weight;
  /** Delivered with proof, nothing came back. Counts only where the non-return policy says so. */
  deliveredUnreturned: Weight;
  /** Rights with a counted ballot, by the channel whose ballot counted. */
  countedByChannel: Record<string, number>;
  /** Ballots that lost to another of the same right by precedence; they stay visible. */
  supersededCount: number;
  ballotCount: number;
}

/** `part × den` against `whole × num`, as integers; `shortfall` is the smallest whole amount missing, 0 when reached. */
export interface FractionCheck {
  part: number;
  whole: number;
  num: number;
  den: number;
  isStrict: boolean;
  isReached: boolean;
  shortfall: number;
}

export interface DoubleCheck {
  heads: FractionCheck;
  area: FractionCheck;
  isReached: boolean;
}

export type ItemOutcome = 'passed' | 'rejected' | 'inquorate' | 'partial' | 'tied' | 'noResult';

export interface ItemVerdict {
  itemId: string;
  kind: AgendaItem['kind'];
  matter: number;
  majority: 'ordinary' | 'special';
  outcome: ItemOutcome;
  participation: DoubleCheck;
  /** Per answer that could pass (yes; each option; each candidate). */
  approvals: { id: string; check: DoubleCheck; rank: number | null; isElected: boolean }[];
  elected: string[];
  /** Candidates whom the tie at the last seat concerns; a lot or run-off decides among them. */
  tied: string[];
}

/** The verdict under one reading of unreturned ballots. Both readings are always worked out and shown. */
export interface Verdict {
  nonReturn: 'notCounted' | 'deliveredIsParticipation' | 'followMajority';
  items: ItemVerdict[];
}

/** Everything a doubter needs to follow the arithmetic. */
export interface ProofSheet {
  schemaVersion: 1;
  rollHash: string;
  ballotRoot: string;
  ballotCount: number;
  closedAt: Instant;
  totals: VoteTotals;
  /** The reading that counts under the policy. */
  binding: Verdict;
  /** The other reading, for comparison. */
  comparison: Verdict;
}
