// Rows of pledges and money that the papers of a co-funded project print, as the store hands them over.
import type { LocalDate } from '../domain/calendar/types';

/** A household that is asked and has not pledged. */
export interface DoorToPledge {
  rightNo: number;
  label: string;
  /** Null: everybody gives what they like. */
  shareFen: number | null;
  /** False: joint owners who named nobody, and sign on paper. */
  hasVoter: boolean;
}

/** Cash that two people have counted and that is booked. */
export interface CashTaking {
  receiptId: string;
  receiptNo: number;
  label: string;
  amountFen: number;
  receivedOn: LocalDate;
  /** Of the household; masked. */
  holders: string[];
  /** Masked; empty: nobody else was named, or the paper is only verified. */
  handedOverBy: string;
  /** Names of those who took and of those who counted again. */
  enteredBy: string;
  confirmedBy: string;
}

/** A household that pledged and still owes. */
export interface CalledHousehold {
  rightNo: number;
  label: string;
  /** Masked. */
  holders: string[];
  /** The code for the remark of its transfer, `ABCD-EFGH`. */
  reference: string;
  dueFen: number;
  /** Less what was given back. */
  paidFen: number;
  leftFen: number;
}
