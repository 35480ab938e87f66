// Whether what a platform brings may count: row by row, by the rules of every ballot, under the window's lock. What is refused is shown with
// its reason, never dropped in silence. Nothing is stored here: take-ballots.ts.
import { canonicalChoices, type GoodBallot } from '../ballots/append-ballots';
import { canonicalJson, sha256 } from '../ballots/ballot-canon';
import { refuseChoices } from '../ballots/cast-ballot';
import { castContext, type Found, type RightState } from '../ballots/cast-context';
import { whyNotOpen, type VoteWindowRow } from '../ballots/vote-window';
import type { Rejection } from '../../domain/process';
import { uuidFrom } from '../ids';
import type { Tx } from '../transaction';
import type { BroughtRow } from './read-rows';
import { SIGNATURE_WINDOW_MS } from '../signature';

export type JudgedRow = Pick<BroughtRow, 'rowNo' | 'reference'> & { rightNo: number | null } & (
    | { verdict: 'accepted'; ballot: GoodBallot }
    /** It was accepted before, as this ballot. */
    | { verdict: 'repeated'; ballotSeq: number | null }
    | { verdict: 'refused'; rejection: Rejection }
  );

export interface Judged {
  rows: JudgedRow[];
  /** The state of every right concerned, for appendBallots. */
  rights: Map<number, RightState>;
}

/**
 * Refuses rows with `row-unreadable`, `right-not-found`, `right-ambiguous`, `right-has-no-voter`, `reference-reused`, `vote-not-open`,
 * `vote-suspended`, `vote-closed`, `platform-delivered-late`, `before-opening`, `in-the-future`, what is wrong with the choices,
 * `empty-ballot`, `changes-exhausted`.
 */
export async function judgeRows(
  tx: Tx,
  window: VoteWindowRow,
  now: Date,
  platformId: string,
  rows: readonly BroughtRow[],
): Promise<Judged> {
  const named = await rightsByName(tx, window.rollId, rows);
  const numberOf = ({ right }: BroughtRow): number =>
    typeof right === 'number' ? right : (named.get(right ?? '')?.rightNo ?? 0);
  // Made from the platform's own id, so the ledger itself takes each of its ballots once.
  const commandIdOf = ({ reference }: BroughtRow): string => uuidFrom(`${window.voteId}:${platformId}:${reference}`);
  const found = await castContext(
    tx,
    window,
    rows.map((row) => ({ rightNo: numberOf(row), commandId: commandIdOf(row), ownerId: null })),
  );
  const rights = new Map<number, RightState>();
  for (const { right } of found) if (right !== null && !rights.has(right.rightNo)) rights.set(right.rightNo, right);
  const good = new Map<string, GoodBallot>();
  const newPerRight = new Map<number, number>();
  const judged = rows.map((row, index): JudgedRow => {
    const { rowNo, reference } = row;
    const refusedAs = (rejection: Rejection, rightNo: number | null = null): JudgedRow => ({
      rowNo,
      reference,
      rightNo,
      verdict: 'refused',
      rejection,
    });
    if (row.unreadable !== null) return refusedAs({ code: 'row-unreadable', params: { column: row.unreadable } });
    if (typeof row.right === 'string' && named.get(row.right)?.isAmbiguous)
      return refusedAs({ code: 'right-ambiguous' });
    const context = found[index] as Found;
    const { right } = context;
    if (right === null) return refusedAs({ code: 'right-not-found' });
    const { rightNo, voterOwnerId } = right;
    const ballot = ballotOf(row, commandIdOf(row), platformId, right, now);
    const earlier = context.earlier ?? good.get(ballot.commandId);
    if (earlier !== undefined) {
      const ballotSeq = 'seq' in earlier ? earlier.seq : null;
      return ballot.bodyHash.equals(earlier.bodyHash)
        ? { rowNo, reference, rightNo, verdict: 'repeated', ballotSeq }
        : refusedAs({ code: 'reference-reused' }, rightNo);
    }
    const before = (rights.get(rightNo)?.counted?.electronicCount ?? 0) + (newPerRight.get(rightNo) ?? 0);
    const rejection =
      voterOwnerId === null ? { code: 'right-has-no-voter' } : refuseBallot(row, ballot, window, now, before);
    if (rejection !== undefined) return refusedAs(rejection, rightNo);
    good.set(ballot.commandId, ballot);
    newPerRight.set(rightNo, (newPerRight.get(rightNo) ?? 0) + 1);
    return { rowNo, reference, rightNo, verdict: 'accepted', ballot };
  });
  return { rows: judged, rights };
}

/** Names as the published roll has them. */
async function rightsByName(
  tx: Tx,
  rollId: string,
  rows: readonly BroughtRow[],
): Promise<Map<string, { rightNo: number; isAmbiguous: boolean }>> {
  const names = [...new Set(rows.flatMap(({ right }) => (typeof right === 'string' ? [right] : [])))];
  if (names.length === 0) return new Map();
  const { rows: found } = await tx.query<{ name: string; rightNo: number; isAmbiguous: boolean }>(
    `select normalize(label, nfkc) as name, min(right_no) as "rightNo", count(*) > 1 as "isAmbiguous" from roll_right
     where roll_id = $1 and normalize(label, nfkc) = any($2::text[]) group by 1`,
    [rollId, names],
  );
  return new Map(found.map(({ name, ...right }) => [name, right]));
}

/** While the window is open the platform's instant counts, so that a ballot cast elsewhere since then is the newer one. */
function ballotOf(
  { reference, castAt, choices: said }: BroughtRow,
  commandId: string,
  platformId: string,
  { rightNo, voterOwnerId }: RightState,
  now: Date,
): GoodBallot {
  const choices = canonicalChoices(said);
  const told = castAt ?? now;
  return {
    rightNo,
    channel: 'platform',
    choices,
    isVoid: false,
    voidReason: null,
    castAt: told < now ? told : now,
    // Whoever uploaded the file did not cast it: the platform did, in the name of the right's voter.
    castByAccount: platformId,
    inNameOf: voterOwnerId,
    proxyId: null,
    assistedBy: null,
    paperSerial: null,
    commandId,
    bodyHash: sha256(Buffer.from(canonicalJson({ reference, rightNo, castAt: told.toISOString(), choices }), 'utf8')),
  };
}

/** Phase, then instant, then rule. */
function refuseBallot(
  { castAt }: BroughtRow,
  { rightNo, choices }: GoodBallot,
  window: VoteWindowRow,
  now: Date,
  before: number,
): Rejection | undefined {
  const told = castAt ?? now;
  const closed = whyNotOpen(window, now);
  if (closed !== undefined) {
    // After the close nobody can tell whether a platform's instant is true: its word is not taken.
    const isLate = closed === 'vote-closed' && window.closesAt !== null && told < window.closesAt;
    const params = { at: now.toISOString(), closesAt: window.closesAt?.toISOString() ?? null };
    return { code: isLate && window.state !== 'void' ? 'platform-delivered-late' : closed, params };
  }
  if (window.opensAt !== null && told < window.opensAt) return { code: 'before-opening' };
  if (told.getTime() - now.getTime() > SIGNATURE_WINDOW_MS) return { code: 'in-the-future' };
  const wrong = refuseChoices(window, choices, false);
  if (wrong !== undefined) return wrong;
  if (Object.keys(choices).length === 0) return { code: 'empty-ballot' };
  const { changes } = window.rules;
  return before > changes ? { code: 'changes-exhausted', params: { rightNo, changes } } : undefined;
}
