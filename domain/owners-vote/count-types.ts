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
  | {
      kind: 'election';
      itemId: string;
      matter: number;
      titleText: string;
      candidateIds: string[];
      seats: number;
      minSeats: number;
    };

/**
 * One item's answer on one ballot: `yes`, `no`, `abstain`, an option id, or candidate ids (an election may be abstained from, too).
 * Absent or empty: left blank. `spoiled`: this item of a valid paper ballot cannot be read or names too many; it is treated as
 * the policy treats void ballots, for this item alone.
 */
export type ItemChoice = string | string[];

/** itemId → choice. */
export type BallotChoices = Record<string, ItemChoice>;

/** `platform`: a city's own voting system; ranks as electronic where channels compete. */
export type BallotChannel = 'electronic' | 'paper' | 'platform';

/** One accepted ballot, as far as the count cares. */
export interface CastBallot {
  seq: number;
  rightNo: number;
  channel: BallotChannel;
  /** Electronic: when it was accepted; paper: when it came back, not when somebody typed it in. */
  castAt: Instant;
  isVoid: boolean;
  choices: BallotChoices;
}

/** What a right weighs. Rights with one headNo are one head, which counts through those of them that have `countsHead`. */
export interface CountRight {
  rightNo: number;
  headNo: number;
  countsHead: boolean;
  areaDm2: number;
  /** Only where a whole group of owners is given by its totals: how many heads stand behind this headNo. Else 1. */
  groupHeads?: number;
}

export interface ItemTotals {
  itemId: string;
  /** Who took part in this item, blank and void ballots treated as the policy says. The base of approval. */
  participating: Weight;
  /** Per answer: yes/no/abstain, option id or candidate id, and `spoiled`. `blank` is counted apart. */
  choices: Record<string, Weight>;
  /** Valid ballots that leave the item open, whether or not they participate. */
  blank: Weight;
}

export interface VoteTotals {
  /** All owners of the scope. The base of participation. */
  electorate: Weight;
  items: ItemTotals[];
  /** Owners all of whose returned ballots are void, and the area of the rights whose ballot is. */
  void: Weight;
  /** Delivered with proof, nothing came back. Counts only where the non-return policy says so. */
  deliveredUnreturned: Weight;
  /** Rights with a valid counted ballot, by the channel whose ballot counted. */
  countedByChannel: Record<string, number>;
  /** Ballots that lost to another of the same right by precedence; they stay visible. */
  supersededCount: number;
  ballotCount: number;
}

/**
 * `part × den` against `whole × num`, as integers. `shortfall` is the smallest whole amount missing while the whole stays as it is
 * (heads, or 0.01 m²), 0 when reached.
 */
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

/** How ballots that were delivered with proof and did not come back are read. */
export type NonReturn = 'notCounted' | 'deliveredIsParticipation' | 'followMajority';

export interface ItemVerdict {
  itemId: string;
  kind: AgendaItem['kind'];
  matter: number;
  majority: 'ordinary' | 'special';
  outcome: ItemOutcome;
  /** The reading really used: a special matter is always read strictly. */
  nonReturn: NonReturn;
  /** What the silent were counted for: an answer, or the candidates of the majority; empty where they only took part or nothing. */
  silentFollow: string[];
  participation: DoubleCheck;
  /** Per answer that could pass (yes; each option; each candidate). */
  approvals: { id: string; check: DoubleCheck; rank: number | null; isElected: boolean }[];
  /** The winning option, or the candidates elected by rank; empty for yes/no. */
  elected: string[];
  /** Candidates whom the tie at the last seat concerns; a lot or run-off decides among them. */
  tied: string[];
  /** Those of `elected` whom a lot among the tied has chosen. */
  byLot: string[];
}

/** The verdict under one reading of unreturned ballots. Both readings are always worked out and shown. */
export interface Verdict {
  nonReturn: NonReturn;
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
  /** The other reading, for comparison: strict where the binding one is not, else with the majority. */
  comparison: Verdict;
}
