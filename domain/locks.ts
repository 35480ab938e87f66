// Locks that an open process lays on its estate (冻结): what an outgoing committee may not bring to the vote while its successor is being
// elected. Which process lays them is its definition's; read from the database in the transaction that launches something, judged here.
export const LOCKS = ['firmDecision', 'majorSpending'] as const;
export type Lock = (typeof LOCKS)[number];

/** A lock, and the open process that holds it. */
export interface HeldLock {
  lock: Lock;
  processId: string;
}

/** Matters of Civil Code 278 para. 1: 4 hires or dismisses the firm; 5, 6 and 7 spend or raise large sums (上海 28, 宁波 36). */
const LOCK_OF_MATTER: Readonly<Record<number, Lock>> = {
  4: 'firmDecision',
  5: 'majorSpending',
  6: 'majorSpending',
  7: 'majorSpending',
};

/** The first lock that stands in the way of any of these matters. */
export const lockOn = (matters: readonly number[], held: readonly HeldLock[]): HeldLock | undefined =>
  held.find(({ lock }) => matters.some((matter) => LOCK_OF_MATTER[matter] === lock));
