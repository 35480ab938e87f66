// Printed ballots up to the moment they come back: issued per right, delivered, returned, voided or reissued while still blank.
// A paper that came back always ends as a ballot, valid or void, through two entries (paper-entries.ts); nobody can make it vanish.
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { appendPaperEvent, type PaperEventType } from './paper-events';
import { isCountingOver, lockWindow, type VoteWindowRow } from './vote-window';

export type PaperState = 'issued' | 'delivered' | 'returned' | 'mismatch' | 'entered' | 'void' | 'reissued';

/** Who does it, and under which command. */
export interface PaperCommand {
  voteId: string;
  byAccount: string;
  commandId: string;
}

/** Which rights: named ones, those of a building or entrance, or all of the roll. */
export type RightsWanted =
  | { kind: 'all' }
  | { kind: 'building'; placeId: string }
  | { kind: 'entrance'; placeId: string }
  | { kind: 'rights'; rightNos: number[] };

async function lockForPaper(tx: Tx, voteId: string): Promise<{ window: VoteWindowRow; now: Date }> {
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) throw refused('vote-not-open');
  if (isCountingOver(locked.window, locked.now)) throw refused('counting-over');
  return locked;
}

/** Papers go out while notice is given and while people vote, not once the window has closed. */
function refuseAfterClose({ window, now }: { window: VoteWindowRow; now: Date }): void {
  if (window.state === 'closed' || (window.closesAt !== null && now >= window.closesAt)) throw refused('vote-closed');
}

/**
 * Issues one serial for each wanted right that has no live one; the others are skipped and counted. Refuses `right-not-found`,
 * `vote-not-open`, `vote-closed`.
 */
export async function issueSerials(
  tx: Tx,
  command: PaperCommand,
  wanted: RightsWanted,
): Promise<{ firstSerialNo: number; issued: number; skipped: number }> {
  const locked = await lockForPaper(tx, command.voteId);
  refuseAfterClose(locked);
  const { window, now } = locked;
  const rightNos = wanted.kind === 'rights' ? [...new Set(wanted.rightNos)] : [];
  const asked = await tx.query<{ right_no: number; is_free: boolean }>(
    `select r.right_no, not exists (select from paper_serial s where s.vote_id = $1 and s.right_no = r.right_no
        and s.state not in ('void', 'reissued')) as is_free
     from roll_right r
     where r.roll_id = $2 and ($3 = 'all' or ($3 = 'building' and $4::uuid = any(r.building_ids))
       or ($3 = 'entrance' and $4::uuid = any(r.entrance_ids)) or ($3 = 'rights' and r.right_no = any($5::int[])))
     order by r.right_no`,
    [command.voteId, window.rollId, wanted.kind, 'placeId' in wanted ? wanted.placeId : null, rightNos],
  );
  const found = new Set(asked.rows.map(({ right_no }) => right_no));
  const unknown = rightNos.find((rightNo) => !found.has(rightNo));
  if (unknown !== undefined) throw refused('right-not-found', { rightNo: unknown });
  const free = asked.rows.filter(({ is_free }) => is_free).map(({ right_no }) => right_no);
  if (free.length > 0) {
    await tx.query(
      `with serial as (
         insert into paper_serial (vote_id, serial_no, right_no, state)
         select $1, $2 + n - 1, right_no, 'issued' from unnest($3::int[]) with ordinality as r (right_no, n) returning serial_no),
       event as (
         insert into paper_event (vote_id, serial_no, event_no, type, at, recorded_at, by_account, command_id, detail)
         select $1, serial_no, 1, 'issued', $4, $4, $5, $6, '{}' from serial)
       update vote_window set next_serial = next_serial + cardinality($3::int[]) where vote_id = $1`,
      [command.voteId, window.nextSerial, free, now, command.byAccount, command.commandId],
    );
  }
  return { firstSerialNo: window.nextSerial, issued: free.length, skipped: asked.rows.length - free.length };
}

interface SerialRow {
  rightNo: number;
  state: PaperState;
}

/** The serial locked. Refuses `serial-not-found`, and `paper-wrong-state` unless it is in one of `states`. */
export async function lockSerial(
  tx: Tx,
  voteId: string,
  serialNo: number,
  states: readonly PaperState[],
): Promise<SerialRow> {
  const { rows } = await tx.query<SerialRow>(
    'select right_no as "rightNo", state from paper_serial where vote_id = $1 and serial_no = $2 for update',
    [voteId, serialNo],
  );
  const row = rows[0];
  if (row === undefined) throw refused('serial-not-found', { serialNo });
  if (!states.includes(row.state)) throw refused('paper-wrong-state', { serialNo, state: row.state });
  return row;
}

const BLANK: readonly PaperState[] = ['issued', 'delivered'];

/** How a paper came back. Unless it was by a sealed box or the post, its owner may be called back (store/desk/call-backs.ts). */
export type ReturnWay = 'door' | 'desk' | 'box' | 'mail';

export interface ReturnRefusal {
  serialNo: number;
  code: 'serial-not-found' | 'paper-wrong-state';
  state: PaperState | null;
}

/**
 * Marks papers as returned at `returnedAt` (default: now), which must lie within the window: papers from a ballot box that was sealed
 * in time may be registered after the close, until counting ends. Good ones are taken, the others listed. Refuses the whole list with
 * `too-late`, `before-opening`, `in-the-future`, `counting-over`, `vote-not-open`.
 */
export async function markReturned(
  tx: Tx,
  command: PaperCommand,
  given: { serialNos: readonly number[]; returnedAt?: Date | undefined; via?: ReturnWay | undefined },
): Promise<{ returned: number[]; refused: ReturnRefusal[] }> {
  const { window, now } = await lockForPaper(tx, command.voteId);
  const at = given.returnedAt ?? now;
  const { opensAt, closesAt } = window;
  if (opensAt === null || closesAt === null) throw refused('vote-not-open');
  if (at > now) throw refused('in-the-future', { at: at.toISOString() });
  if (at < opensAt) throw refused('before-opening', { at: at.toISOString(), opensAt: opensAt.toISOString() });
  if (at >= closesAt) throw refused('too-late', { at: at.toISOString(), closesAt: closesAt.toISOString() });
  const serialNos = [...new Set(given.serialNos)];
  const moved = await tx.query<{ serialNo: number }>(
    `update paper_serial set state = 'returned', returned_at = $3
     where vote_id = $1 and serial_no = any($2::int[]) and state in ('issued', 'delivered') returning serial_no as "serialNo"`,
    [command.voteId, serialNos, at],
  );
  const returned = moved.rows.map(({ serialNo }) => serialNo).sort((a, b) => a - b);
  for (const serialNo of returned)
    await appendPaperEvent(tx, {
      ...command,
      ...{ serialNo, type: 'returned', at, recordedAt: now },
      detail: given.via === undefined ? {} : { via: given.via },
    });
  const taken = new Set(returned);
  const left = serialNos.filter((serialNo) => !taken.has(serialNo));
  const states = await tx.query<{ serialNo: number; state: PaperState }>(
    'select serial_no as "serialNo", state from paper_serial where vote_id = $1 and serial_no = any($2::int[])',
    [command.voteId, left],
  );
  const stateOf = new Map(states.rows.map(({ serialNo, state }) => [serialNo, state]));
  const others = left.map((serialNo): ReturnRefusal => {
    const state = stateOf.get(serialNo) ?? null;
    return { serialNo, state, code: state === null ? 'serial-not-found' : 'paper-wrong-state' };
  });
  return { returned, refused: others };
}

/** A serial was scanned by mistake: the return is taken back while nobody has entered the paper yet. `reason` is a text hash. */
export async function withdrawReturn(tx: Tx, command: PaperCommand, serialNo: number, reason: string): Promise<void> {
  const { now } = await lockForPaper(tx, command.voteId);
  await lockSerial(tx, command.voteId, serialNo, ['returned']);
  const { rows } = await tx.query<{ n: number }>(
    'select count(*)::int as n from paper_entry where vote_id = $1 and serial_no = $2',
    [command.voteId, serialNo],
  );
  if ((rows[0]?.n ?? 0) > 0) throw refused('paper-already-entered', { serialNo });
  await tx.query(
    `update paper_serial set state = 'delivered', returned_at = null where vote_id = $1 and serial_no = $2`,
    [command.voteId, serialNo],
  );
  await appendStep(tx, command, serialNo, 'returnWithdrawn', now, { reason });
}

/** Voids a paper that has not come back (misprinted, wrongly addressed). Refuses `serial-not-found`, `paper-wrong-state`. */
export async function voidSerial(tx: Tx, command: PaperCommand, serialNo: number, reason: string): Promise<void> {
  const { now } = await lockForPaper(tx, command.voteId);
  await lockSerial(tx, command.voteId, serialNo, BLANK);
  await tx.query(`update paper_serial set state = 'void' where vote_id = $1 and serial_no = $2`, [
    command.voteId,
    serialNo,
  ]);
  await appendStep(tx, command, serialNo, 'voided', now, { reason });
}

/** A paper was lost or spoilt: a new one takes its place, and the old one is good for nothing if it turns up. */
export async function reissueSerial(
  tx: Tx,
  command: PaperCommand,
  serialNo: number,
  reason: string,
): Promise<{ serialNo: number; rightNo: number }> {
  const locked = await lockForPaper(tx, command.voteId);
  refuseAfterClose(locked);
  const { window, now } = locked;
  const { rightNo } = await lockSerial(tx, command.voteId, serialNo, BLANK);
  const next = window.nextSerial;
  await tx.query(`update paper_serial set state = 'reissued', reissued_as = $3 where vote_id = $1 and serial_no = $2`, [
    command.voteId,
    serialNo,
    next,
  ]);
  await tx.query(
    `insert into paper_serial (vote_id, serial_no, right_no, state, reissue_of) values ($1, $2, $3, 'issued', $4)`,
    [command.voteId, next, rightNo, serialNo],
  );
  await tx.query('update vote_window set next_serial = $2 where vote_id = $1', [command.voteId, next + 1]);
  await appendStep(tx, command, serialNo, 'reissued', now, { reason, reissuedAs: next });
  await appendStep(tx, command, next, 'issued', now, { reissueOf: serialNo });
  return { serialNo: next, rightNo };
}

const appendStep = (
  tx: Tx,
  command: PaperCommand,
  serialNo: number,
  type: PaperEventType,
  at: Date,
  detail: Record<string, string | number>,
): Promise<void> => appendPaperEvent(tx, { ...command, serialNo, type, at, recordedAt: at, detail });
