// Types of recount.cjs for its callers in TypeScript. It takes plain rows, so it names no type of the project.
export interface RecountPack {
  rights: { rightNo: number; headNo: number; countsHead: boolean; areaDm2: number; groupHeads?: number }[];
  ballots: {
    seq: number;
    rightNo: number;
    channel: string;
    castAt: string;
    isVoid: boolean;
    choices: Record<string, string | string[]>;
    /** Canonical JSON of the leaf; without it there is no root. */
    leaf?: string;
    /** Hex; with it the commitment in the leaf is opened. */
    salt?: string;
  }[];
  /** Numbers of ballots that do not count, by a ruling. */
  struck?: number[];
  delivered: number[];
  agenda: { itemId: string; kind: string; matter: number }[];
  /** A vote policy, or its plain values. */
  policy: object;
}

export interface RecountResult {
  totals: unknown;
  binding: unknown;
  comparison: unknown;
  /** Hex, or null where a ballot has no leaf. */
  root: string | null;
  faults: string[];
}

export function recount(pack: RecountPack): RecountResult;
