// Units, shares and their working, and why there may be none.
import type { Exemption, ShareRule } from './messages';

/** A unit as the shares see it. */
export interface ShareUnit {
  /** Place in the register's order; no two have the same. It breaks ties. */
  unitNo: number;
  /** How rule and exemptions name it. */
  unitLabel: string;
  /** A stall or a store room is no household of its own, where the policy says so. */
  isHousehold: boolean;
  /** As the policy counts it, 0.01 m². */
  areaDm2: number;
  /** Null where the room number does not tell. */
  floor: number | null;
}

export type Exempt = Pick<Exemption, 'unitLabel' | 'num' | 'den'>;
export type WeighedRule = Exclude<ShareRule, { rule: 'voluntary' }>;

/** How a share came about: enough to work it out again by hand. `amountFen` × `weight` ÷ `ofWeights` is its exact value. */
export interface WeighedWorking {
  rule: WeighedRule['rule'];
  /** What is shared out: the total, less what exempt units pay; for an exempt unit the whole total. At a fixed rate: fen per m². */
  amountFen: number;
  weight: number;
  /** The weights of all who share `amountFen`. At a fixed rate 100, since areas are in 0.01 m². */
  ofWeights: number;
  /** What the weight is made of, where it is made of something. */
  areaDm2: number | null;
  floor: number | null;
  coefficient: { num: number; den: number } | null;
  exemption: { num: number; den: number } | null;
  /** Rounded down to the fen, and what that left over: `remainder` of `ofWeights` of a fen. */
  wholeFen: number;
  remainder: number;
  /** 1 where the largest remainders got the fen that were left over. */
  extraFen: 0 | 1;
}

export type ShareWorking = WeighedWorking | { rule: 'voluntary'; minFen: number; maxFen: number };

export interface UnitShare {
  unitNo: number;
  unitLabel: string;
  /** Null where everybody gives what they like. */
  fen: number | null;
  working: ShareWorking;
}

export type ShareFaultCode =
  | 'noUnits'
  /** Two units with one number or one name. */
  | 'unitTwice'
  /** A rule or an exemption names a unit that is not there, or names it twice. */
  | 'unitUnknown'
  | 'unitNamedTwice'
  | 'floorTwice'
  /** The floor of a household is not known. */
  | 'floorUnknown'
  /** No coefficient was agreed for the floor of a household. */
  | 'floorNotAgreed'
  /** No weight was agreed for a household. */
  | 'weightMissing'
  /** An exempt unit pays from nothing to less than its share. */
  | 'exemptionOutOfRange'
  /** Everybody weighs nothing, or is exempt. */
  | 'nobodyPays'
  /** Voluntary: the least is above the most. */
  | 'rangeReversed'
  /** An area, a weight or a sum beyond exact whole numbers. */
  | 'tooLarge';

/** Why there are no shares. `unitLabel` and `floor` where it is about one. */
export interface ShareFault {
  code: ShareFaultCode;
  unitLabel?: string;
  floor?: number;
}

/** `totalFen`: the sum of all shares; with `voluntary`, which has none, the total as it was given. */
export type SharesWorkedOut = { ok: true; totalFen: number; shares: UnitShare[] } | { ok: false; faults: ShareFault[] };
