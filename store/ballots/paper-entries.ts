// Double entry of returned papers: two people read each paper without seeing the other's reading. Where they agree it becomes a
// ballot in the same ledger as the electronic ones; where they differ it is put aside until some two readings agree.
import type { BallotChoices } from '../../domain/owners-vote/count-types';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { appendBallots, canonicalChoices } from './append-ballots';
import { canonicalJson, sha256 } from './ballot-canon';
import { castContext } from './cast-context';
import { refuseChoices } from './cast-ballot';
import { appendPaperEvent } from './paper-events';
import { lockSerial, type PaperCommand } from './paper-serials';
import type { Receipt, SigningKey } from './receipts';
import { isCountingOver, lockWindow } from './vote-window';

/** What one person read on the paper. */
export type Reading =
  | { isVoid: false; choices: BallotChoices }
  /** The paper as a whole says nothing valid: unsigned, marked with more than it asked, illegible. */
  | { isVoid: true; voidReason: string };

export type EntryOutcome =
  | { state: 'returned'; entries: number }
  /** Items on which the readings differ; `void` when one found the paper void and another did not. */
  | { state: 'mismatch'; entries: number; differing: string[] }
  | { state: 'entered'; entries: number; receipt: Receipt };

interface EntryRow {
  by_account: string;
  choices: BallotChoices;
  is_void: boolean;
  void_reason: string | null;
}

/**
 * Stores a reading of a returned paper, and the ballot when it agrees with an earlier reading by somebody else. The ballot counts as
 * cast when the paper was returned. Refuses `vote-not-open`, `counting-over`, `serial-not-found`, `paper-wrong-state`,
 * `already-entered-by-you`, and what is wrong with the choices.
 */
export async function enterPaper(
  tx: Tx,
  command: PaperCommand,
  serialNo: number,
  reading: Reading,
  key: SigningKey,
): Promise<EntryOutcome> {
  const locked = await lockWindow(tx, command.voteId);
  if (locked === undefined) throw refused('vote-not-open');
  const { window, now } = locked;
  if (isCountingOver(window, now)) throw refused('counting-over');
  const { rightNo } = await lockSerial(tx, command.voteId, serialNo, ['returned', 'mismatch']);
  const earlier = await entriesOf(tx, command.voteId, serialNo);
  if (earlier.some(({ by_account }) => by_account === command.byAccount))
    throw refused('already-entered-by-you', { serialNo });
  const choices = reading.isVoid ? {} : canonicalChoices(reading.choices);
  const wrong = reading.isVoid ? undefined : refuseChoices(window, choices, true);
  if (wrong !== undefined) throw refused(wrong.code, wrong.params);

  const entries = earlier.length + 1;
  await tx.query(
    `insert into paper_entry (vote_id, serial_no, entry_no, by_account, choices, is_void, void_reason, at, command_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      command.voteId,
      serialNo,
      entries,
      command.byAccount,
      canonicalJson(choices),
      reading.isVoid,
      reading.isVoid ? reading.voidReason : null,
      now,
      command.commandId,
    ],
  );
  // The event says that somebody read the paper, never what was on it.
  await appendPaperEvent(tx, {
    ...command,
    serialNo,
    type: 'entryMade',
    at: now,
    recordedAt: now,
    detail: { entryNo: entries },
  });
  const twin = earlier.find(
    (entry) => entry.is_void === reading.isVoid && canonicalJson(entry.choices) === canonicalJson(choices),
  );
  if (twin === undefined) {
    if (earlier.length === 0) return { state: 'returned', entries };
    await setState(tx, command.voteId, serialNo, 'mismatch');
    return {
      state: 'mismatch',
      entries,
      differing: differingItems([...earlier, { choices, is_void: reading.isVoid }]),
    };
  }

  const [context] = await castContext(tx, window, [{ rightNo, commandId: command.commandId, ownerId: null }]);
  const right = context?.right;
  if (!right) throw new Error(`serial ${serialNo} of vote ${command.voteId} names a right that the roll does not have`);
  const returned = await tx.query<{ returned_at: Date | null }>(
    'select returned_at from paper_serial where vote_id = $1 and serial_no = $2',
    [command.voteId, serialNo],
  );
  const castAt = returned.rows[0]?.returned_at;
  if (!castAt) throw new Error(`serial ${serialNo} of vote ${command.voteId} was entered before it was returned`);
  const [stored] = await appendBallots(
    tx,
    window,
    now,
    [
      {
        rightNo,
        channel: 'paper',
        choices,
        isVoid: reading.isVoid,
        voidReason: twin.void_reason,
        castAt,
        castByAccount: command.byAccount,
        inNameOf: right.voterOwnerId,
        proxyId: null,
        assistedBy: twin.by_account,
        paperSerial: serialNo,
        commandId: command.commandId,
        bodyHash: sha256(Buffer.from(canonicalJson({ serialNo, choices, isVoid: reading.isVoid }), 'utf8')),
      },
    ],
    new Map([[rightNo, right]]),
    key,
  );
  if (stored === undefined) throw new Error('a paper ballot was not stored');
  await tx.query(`update paper_serial set state = 'entered', ballot_seq = $3 where vote_id = $1 and serial_no = $2`, [
    command.voteId,
    serialNo,
    stored.seq,
  ]);
  await appendPaperEvent(tx, {
    ...command,
    serialNo,
    type: 'entered',
    at: castAt,
    recordedAt: now,
    detail: { ballotSeq: stored.seq },
  });
  return { state: 'entered', entries, receipt: stored.receipt };
}

const setState = (tx: Tx, voteId: string, serialNo: number, state: 'mismatch') =>
  tx.query('update paper_serial set state = $3 where vote_id = $1 and serial_no = $2', [voteId, serialNo, state]);

async function entriesOf(tx: Tx, voteId: string, serialNo: number): Promise<EntryRow[]> {
  const { rows } = await tx.query<EntryRow>(
    'select by_account, choices, is_void, void_reason from paper_entry where vote_id = $1 and serial_no = $2 order by entry_no',
    [voteId, serialNo],
  );
  return rows;
}

/** The items that not all readings answer alike. */
export function differingItems(readings: readonly { choices: BallotChoices; is_void: boolean }[]): string[] {
  if (new Set(readings.map(({ is_void }) => is_void)).size > 1) return ['void'];
  const itemIds = new Set(readings.flatMap(({ choices }) => Object.keys(choices)));
  return [...itemIds]
    .filter((itemId) => new Set(readings.map(({ choices }) => canonicalJson(choices[itemId] ?? null))).size > 1)
    .sort();
}
