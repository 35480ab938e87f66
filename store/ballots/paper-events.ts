// The history of printed ballots, append-only. Which step is allowed when is decided where the step is taken.
import type { Tx } from '../transaction';

export type PaperEventType =
  'issued' | 'delivered' | 'returned' | 'returnWithdrawn' | 'entryMade' | 'entered' | 'voided' | 'reissued';

export interface PaperEvent {
  voteId: string;
  serialNo: number;
  type: PaperEventType;
  /** When it happened; `recordedAt` is when we were told. */
  at: Date;
  recordedAt: Date;
  byAccount: string;
  commandId: string;
  detail?: Record<string, string | number | boolean | null> | undefined;
}

/** Appends one event. The caller holds the window's lock, so numbers do not collide. */
export async function appendPaperEvent(tx: Tx, event: PaperEvent): Promise<void> {
  await tx.query(
    `insert into paper_event (vote_id, serial_no, event_no, type, at, recorded_at, by_account, command_id, detail)
     select $1, $2, coalesce(max(event_no), 0) + 1, $3, $4, $5, $6, $7, $8 from paper_event where vote_id = $1 and serial_no = $2`,
    [
      event.voteId,
      event.serialNo,
      event.type,
      event.at,
      event.recordedAt,
      event.byAccount,
      event.commandId,
      JSON.stringify(event.detail ?? {}),
    ],
  );
}
