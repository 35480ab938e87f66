// The short path of one electronic ballot: it joins the batch that forms while the previous one commits, is judged under the window's
// lock by the database's clock, and is answered with a signed receipt once it is stored for good. No workflow is asked.
import type { Pool } from 'pg';
import { choiceProblems, type ChoiceProblem } from '../../domain/owners-vote/item-answer';
import type { BallotChoices } from '../../domain/owners-vote/count-types';
import type { Rejection } from '../../domain/process';
import { inDurableTransaction } from '../durable-transaction';
import { recordRefusals } from '../refused-commands';
import type { Tx } from '../transaction';
import { appendBallots, canonicalChoices, type GoodBallot } from './append-ballots';
import { canonicalJson, sha256, type BallotLeaf } from './ballot-canon';
import { createBatcher } from '../batcher';
import { castContext, type EarlierBallot, type Found, type RightState } from './cast-context';
import type { Receipt, SigningKey } from './receipts';
import { lockWindow, whyNotOpen, type VoteWindowRow } from './vote-window';

/** Shape and sizes were checked at the door; whether it may count is decided here. */
export interface CastRequest {
  voteId: string;
  rightNo: number;
  choices: BallotChoices;
  /** Made by the client before the first try, kept over retries. */
  commandId: string;
  accountId: string;
  /** The owner behind the account. */
  ownerId: string;
}

export type CastOutcome =
  | {
      ok: true;
      receipt: Receipt;
      /** Hex; opens the receipt's commitment together with the choices. For the voter alone. */
      salt: string;
      /** This command id was accepted before; the receipt is the first one's. */
      isRepeat: boolean;
    }
  | { ok: false; rejection: Rejection };

export type CastBallot = (request: CastRequest) => Promise<CastOutcome>;

/**
 * The door for electronic ballots of one API process; several processes share a vote through the window's lock.
 * Refuses `right-not-found`, `right-has-no-voter`, `not-your-right`, `vote-not-open`, `vote-suspended`, `vote-closed`,
 * `unknown-agenda-item`, `unknown-choice`, `too-many-choices`, `duplicate-choice`, `empty-ballot`, `changes-exhausted`,
 * `command-id-reused`. Throws OutcomeUnknown, or the database's error when nothing was stored.
 */
export function openBallotBox(pool: Pool, key: SigningKey): CastBallot {
  const batcher = createBatcher<CastRequest, CastOutcome>({
    run: (voteId, requests) => inDurableTransaction(pool, (tx) => judgeAndStore(tx, voteId, requests, key)),
    maxBatch: 500,
    maxInFlight: 4,
  });
  return (request) => batcher.add(request.voteId, request);
}

async function judgeAndStore(tx: Tx, voteId: string, requests: CastRequest[], key: SigningKey): Promise<CastOutcome[]> {
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) return requests.map(() => ({ ok: false, rejection: { code: 'vote-not-open' } }));
  const { window, now } = locked;
  const found = await castContext(tx, window, requests);
  const rights = new Map<number, RightState>();
  for (const { right } of found) if (right !== null && !rights.has(right.rightNo)) rights.set(right.rightNo, right);

  // What this batch has accepted so far, so that its own members are judged by it too.
  const good: GoodBallot[] = [];
  const goodByCommand = new Map<string, number>();
  const newPerRight = new Map<number, number>();
  const verdicts = requests.map((request, index): { good: number; isRepeat: boolean } | CastOutcome => {
    const context = found[index];
    if (context === undefined) throw new Error('a ballot was left without its context');
    const ballot = ballotOf(request, context, now);
    if (context.earlier !== null) return repeated(request, ballot, context.earlier, window);
    const twin = goodByCommand.get(request.commandId);
    if (twin !== undefined) {
      return isSame(ballot, good[twin])
        ? { good: twin, isRepeat: true }
        : { ok: false, rejection: { code: 'command-id-reused' } };
    }
    const right = rights.get(request.rightNo);
    const before = (right?.counted?.electronicCount ?? 0) + (newPerRight.get(request.rightNo) ?? 0);
    const rejection = refuseBallot(request, context, right, window, now, before);
    if (rejection !== undefined) return { ok: false, rejection };
    goodByCommand.set(request.commandId, good.length);
    newPerRight.set(request.rightNo, (newPerRight.get(request.rightNo) ?? 0) + 1);
    return { good: good.push(ballot) - 1, isRepeat: false };
  });

  const stored = good.length === 0 ? [] : await appendBallots(tx, window, now, good, rights, key);
  const outcomes = verdicts.map((verdict): CastOutcome => {
    if ('ok' in verdict) return verdict;
    const ballot = stored[verdict.good];
    if (ballot === undefined) throw new Error('an accepted ballot was not stored');
    return { ok: true, receipt: ballot.receipt, salt: ballot.salt, isRepeat: verdict.isRepeat };
  });
  const refused = requests.map((request) => ({ ...request, processId: request.voteId }));
  await recordRefusals(tx, 'castBallot', refused, outcomes, now);
  return outcomes;
}

function ballotOf(request: CastRequest, { right, proxyId }: Found, now: Date): GoodBallot {
  const { rightNo, commandId, accountId, ownerId } = request;
  const choices = canonicalChoices(request.choices);
  return {
    rightNo,
    channel: 'electronic',
    choices,
    isVoid: false,
    voidReason: null,
    castAt: now,
    castByAccount: accountId,
    inNameOf: right?.voterOwnerId ?? ownerId,
    proxyId,
    assistedBy: null,
    paperSerial: null,
    commandId,
    bodyHash: sha256(Buffer.from(canonicalJson({ rightNo, choices }), 'utf8')),
  };
}

const isSame = (ballot: GoodBallot, other: Pick<GoodBallot, 'castByAccount' | 'bodyHash'> | undefined): boolean =>
  other !== undefined && ballot.castByAccount === other.castByAccount && ballot.bodyHash.equals(other.bodyHash);

/** The first receipt again, whatever the window says by now. */
function repeated(
  request: CastRequest,
  ballot: GoodBallot,
  earlier: EarlierBallot,
  window: VoteWindowRow,
): CastOutcome {
  if (!isSame(ballot, earlier))
    return { ok: false, rejection: { code: 'command-id-reused', params: { commandId: request.commandId } } };
  return { ok: true, receipt: receiptOf(window, earlier), salt: earlier.salt.toString('hex'), isRepeat: true };
}

/** A stored ballot's receipt as it was answered. */
export function receiptOf(
  window: Pick<VoteWindowRow, 'voteId' | 'rollHash'>,
  ballot: Pick<EarlierBallot, 'seq' | 'rightNo' | 'castAt' | 'commitment' | 'receipt'>,
): Receipt {
  const leaf: BallotLeaf = {
    schemaVersion: 1,
    voteId: window.voteId,
    seq: ballot.seq,
    rightId: String(ballot.rightNo),
    commitment: ballot.commitment.toString('hex'),
    rollHash: window.rollHash,
    castAt: ballot.castAt.toISOString(),
  };
  return { ...leaf, ...(ballot.receipt as Omit<Receipt, keyof BallotLeaf>) };
}

const CODE_OF: Record<ChoiceProblem, string> = {
  unknownItem: 'unknown-agenda-item',
  unknownAnswer: 'unknown-choice',
  wrongShape: 'unknown-choice',
  tooMany: 'too-many-choices',
  namedTwice: 'duplicate-choice',
};

/** Whether the choices answer the agenda; the first thing wrong with them. `spoiled` is for paper only. */
export function refuseChoices(window: VoteWindowRow, choices: BallotChoices, isPaper: boolean): Rejection | undefined {
  const [first] = choiceProblems(window.rules.agenda, choices);
  if (first !== undefined) return { code: CODE_OF[first.problem], params: { itemId: first.itemId } };
  const spoiled = isPaper ? undefined : Object.entries(choices).find(([, choice]) => choice === 'spoiled');
  return spoiled && { code: 'unknown-choice', params: { itemId: spoiled[0] } };
}

/** May, then phase, then rule: the order in which refusals answer. */
function refuseBallot(
  { rightNo, ownerId, choices }: CastRequest,
  { proxyId }: Found,
  right: RightState | undefined,
  window: VoteWindowRow,
  now: Date,
  before: number,
): Rejection | undefined {
  if (right === undefined) return { code: 'right-not-found', params: { rightNo } };
  if (right.voterOwnerId === null) return { code: 'right-has-no-voter', params: { rightNo } };
  if (right.voterOwnerId !== ownerId && proxyId === null) return { code: 'not-your-right', params: { rightNo } };
  return refuseElectronic(window, now, { rightNo, choices }, before);
}

/** What holds for every ballot that is cast here and now, whoever holds the device: phase, choices, changes (`before`: ballots so far). */
export function refuseElectronic(
  window: VoteWindowRow,
  now: Date,
  { rightNo, choices }: Pick<CastRequest, 'rightNo' | 'choices'>,
  before: number,
): Rejection | undefined {
  const closed = whyNotOpen(window, now);
  if (closed !== undefined) {
    return { code: closed, params: { at: now.toISOString(), closesAt: window.closesAt?.toISOString() ?? null } };
  }
  const wrong = refuseChoices(window, choices, false);
  if (wrong !== undefined) return wrong;
  if (Object.values(choices).every((choice) => choice.length === 0)) return { code: 'empty-ballot' };
  const { changes } = window.rules;
  return before > changes ? { code: 'changes-exhausted', params: { rightNo, changes } } : undefined;
}
