// What can differ between engine and record, and by which motion each is repaired. Where the motion is null only a person may decide.
export const REPAIRS = {
  /** An event was changed or taken out after it was written. */
  chainBroken: null,
  /** Ballots are missing, changed, or no longer those of the last checkpoint. */
  ledgerDiffers: null,
  /** Money: entries that do not add up, a transaction that is not balanced. */
  moneyDiffers: null,
  /** Money: maintained balances are not the sums of their entries. */
  balancesDiffer: 'rebuildBalances',
  /** Money: a kept sum (of pledges, of a bill's payments) is not that of its parts. */
  totalDiffers: 'recount',
  /** Money: a row says that it was booked, and the ledger says nothing or something else. */
  bookingDiffers: null,
  /** Money: a posting, or money that came in, of which no row knows. */
  postingUnknown: null,
  /** Money: somebody has got back more than was paid in. */
  refundBeyondPaid: null,
  /** The read model is not the fold of the events. */
  viewDiffers: 'rebuildView',
  /** Open duties in the table are not those that the fold has. */
  obligationsDiffer: 'rebuildView',
  /** A duty of a process that is not there. */
  obligationOrphaned: 'dropObligation',
  /** Open on record, and no run. */
  runMissing: 'restartRun',
  /** The run ended because engine and record disagreed; repairing says that the record is right. */
  runDiverged: 'replaceRun',
  /** The run stands at another event than the record. */
  runDiffers: 'replaceRun',
  /** Something should have happened by itself long ago, and did not. */
  timerPastDue: 'replaceRun',
  /** A run of a process that the record has closed. */
  runOfClosed: 'endRun',
  /** A run of a process that the record does not know. */
  runUnknown: 'endRun',
  /** Tried in vain again and again. */
  outboxStuck: 'retryOutbox',
} as const;

/** Whoever watches over an estate is told when an audit finds one of these. */
export const MONEY_KINDS = [
  ...(['moneyDiffers', 'balancesDiffer', 'totalDiffers'] as const),
  ...(['bookingDiffers', 'postingUnknown', 'refundBeyondPaid'] as const),
] satisfies (keyof typeof REPAIRS)[];

export type DifferenceKind = keyof typeof REPAIRS;
export const DIFFERENCE_KINDS = Object.keys(REPAIRS) as [DifferenceKind, ...DifferenceKind[]];
export type Motion = NonNullable<(typeof REPAIRS)[DifferenceKind]>;
export const MOTIONS = [...new Set(Object.values(REPAIRS))].filter((motion) => motion !== null) as [
  Motion,
  ...Motion[],
];

/** One difference. `subject` says what it is about; with the kind it is the same difference when found again. */
export interface Difference {
  kind: DifferenceKind;
  subject: string;
  /** Null where the record knows no such process. */
  processId: string | null;
  /** Where it lies, when no process says so. */
  placePath?: string;
  /** Ids, numbers, instants, enums. */
  detail: Record<string, string | number | boolean | null | readonly string[]>;
}
