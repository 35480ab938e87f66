// The short path of pledges: judged one after the other under the window's lock by the database's clock, stored, and counted. The one that
// reaches money and bar tells the process. No workflow is asked.
import type { Pool } from 'pg';
import type { Rejection } from '../../domain/process';
import { refuseAmount } from '../../domain/shares/pledge-amount';
import { isTargetReached, type PledgeCount } from '../../domain/shares/target';
import { canonicalJson, sha256 } from '../ballots/ballot-canon';
import { createBatcher } from '../batcher';
import { inDurableTransaction } from '../durable-transaction';
import { tellProcess } from '../record/tell-process';
import { recordRefusals } from '../refused-commands';
import type { Tx } from '../transaction';
import { pledgeContext, type Found } from './pledge-context';
import { addToTotalSql } from './totals';
import { lockPledging, whyNotPledging, type PledgeWindow } from './window';

/** Shape and sizes were checked at the door; whether it may stand is decided here. */
export interface PledgeRequest {
  processId: string;
  /** Made by the client. */
  pledgeId: string;
  rightNo: number;
  amountFen: number;
  commandId: string;
  accountId: string;
  how:
    | { kind: 'own'; ownerId: string }
    /** Where it stands on the paper, who collected it, and the photo of the signed sheet. */
    | { kind: 'paper'; pageNo: number; lineNo: number; collectorName: string; sheetSha256: string };
  /** The pledge of an earlier version that it confirms. */
  confirms: string | null;
}

export interface Pledged {
  pledgeId: string;
  /** Of the plan. */
  version: number;
  amountFen: number;
  pledgedAt: Date;
}

export type PledgeOutcome = ({ ok: true } & Pledged) | { ok: false; rejection: Rejection };

/**
 * The door for pledges on the screen of one API process; several processes share a window through its lock. Refuses `pledging-not-open`,
 * `right-not-found`, `right-has-no-voter`, `not-your-right`, `pledging-over`, `pledging-suspended`, `id-already-used`,
 * `right-already-pledged`, `right-pays-nothing`, `pledge-not-the-share`, `pledge-out-of-range`, `pledge-above-cap`, `command-id-reused`.
 * Throws OutcomeUnknown, or the database's error when nothing was stored.
 */
export function openPledgeBox(pool: Pool): (request: PledgeRequest) => Promise<PledgeOutcome> {
  const batcher = createBatcher<PledgeRequest, PledgeOutcome>({
    run: (processId, requests) => inDurableTransaction(pool, (tx) => takeBatch(tx, processId, requests)),
    maxBatch: 500,
    maxInFlight: 4,
  });
  return (request) => batcher.add(request.processId, request);
}

async function takeBatch(tx: Tx, processId: string, requests: PledgeRequest[]): Promise<PledgeOutcome[]> {
  const { outcomes, now } = await takePledges(tx, processId, requests);
  if (now) await recordRefusals(tx, 'pledge', requests, outcomes, now);
  return outcomes;
}

/** Judges and stores the requests, all for one process, in their order. `now` is null where pledging has not begun. */
export async function takePledges(
  tx: Tx,
  processId: string,
  requests: readonly PledgeRequest[],
): Promise<{ outcomes: PledgeOutcome[]; now: Date | null }> {
  const locked = await lockPledging(tx, processId);
  if (locked === undefined) {
    const outcomes = requests.map((): PledgeOutcome => ({ ok: false, rejection: { code: 'pledging-not-open' } }));
    return { outcomes, now: null };
  }
  const { window, now } = locked;
  const { total, found } = await pledgeContext(tx, window, requests);
  const batch = new Batch(window, now, total);
  const outcomes = requests.map((request, index) => {
    const context = found[index];
    if (context === undefined) throw new Error('a pledge was left without its context');
    return batch.judge(request, context);
  });
  await storePledges(tx, window, now, batch);
  await tellWhenReached(tx, window, now, total, batch.added);
  return { outcomes, now };
}

interface GoodPledge extends PledgeRequest {
  attemptNo: number;
  bodyHash: Buffer;
}

/** What a batch has accepted so far, so that its own members are judged by it too. */
class Batch {
  readonly good: GoodPledge[] = [];
  private readonly rights = new Set<number>();
  private readonly ids = new Set<string>();
  private readonly byCommand = new Map<string, GoodPledge>();
  private fen = 0;

  constructor(
    private readonly window: PledgeWindow,
    private readonly now: Date,
    private readonly before: PledgeCount,
  ) {}

  get added(): { households: number; fen: number } {
    return { households: this.good.length, fen: this.fen };
  }

  judge(request: PledgeRequest, found: Found): PledgeOutcome {
    const bodyHash = hashOf(request);
    const twin = this.byCommand.get(request.commandId);
    const earlier = found.earlier ?? (twin && { ...twin, pledgedAt: this.now, version: this.window.version });
    if (earlier !== undefined) {
      const isSame = earlier.accountId === request.accountId && earlier.bodyHash.equals(bodyHash);
      if (!isSame) return refusal('command-id-reused', { commandId: request.commandId });
      const { pledgeId, version, amountFen, pledgedAt } = earlier;
      return { ok: true, pledgeId, version, amountFen, pledgedAt };
    }
    const rejection = this.refuse(request, found);
    if (rejection !== undefined) return { ok: false, rejection };
    const good = { ...request, attemptNo: found.attempts + 1, bodyHash };
    this.good.push(good);
    this.fen += good.amountFen;
    this.rights.add(request.rightNo);
    this.ids.add(request.pledgeId);
    this.byCommand.set(request.commandId, good);
    const { pledgeId, amountFen } = request;
    return { ok: true, pledgeId, version: this.window.version, amountFen, pledgedAt: this.now };
  }

  /** May, then phase, then rule: the order in which refusals answer. */
  private refuse({ rightNo, pledgeId, amountFen, how }: PledgeRequest, found: Found): Rejection | undefined {
    const { window, now } = this;
    if (!found.isOnRoll) return { code: 'right-not-found', params: { rightNo } };
    // On paper joint owners sign together; on the screen the one speaks whom they have named.
    if (how.kind === 'own') {
      if (found.voterOwnerId === null) return { code: 'right-has-no-voter', params: { rightNo } };
      if (found.voterOwnerId !== how.ownerId) return { code: 'not-your-right', params: { rightNo } };
    }
    const closed = whyNotPledging(window, now);
    if (closed !== undefined)
      return { code: closed, params: { at: now.toISOString(), closesAt: window.closesAt.toISOString() } };
    if (found.isKnown || this.ids.has(pledgeId)) return { code: 'id-already-used', params: { id: pledgeId } };
    if (found.stands || this.rights.has(rightNo)) return { code: 'right-already-pledged', params: { rightNo } };
    const { rule, capFen } = window;
    const leftFen = capFen - this.before.amountFen - this.fen;
    return refuseAmount(rule, { shareFen: found.shareFen, amountFen }, { capFen, leftFen });
  }
}

const refusal = (code: string, params: Rejection['params']): PledgeOutcome => ({
  ok: false,
  rejection: { code, params },
});

/** Over what was asked, so that a command id sent again with another wish is known. */
const hashOf = ({ processId, pledgeId, rightNo, amountFen, how, confirms }: PledgeRequest): Buffer =>
  sha256(Buffer.from(canonicalJson({ processId, pledgeId, rightNo, amountFen, how, confirms }), 'utf8'));

/** The pledges and their sum in one statement. */
async function storePledges(tx: Tx, window: PledgeWindow, now: Date, { good, added }: Batch): Promise<void> {
  if (good.length === 0) return;
  const paper = good.map(({ how }) => (how.kind === 'paper' ? how : null));
  await tx.query({
    name: 'store-pledges',
    text: `with added as (${addToTotalSql('$1', '$2', 18)})
      insert into pledge (process_id, version, pledged_at, pledge_id, right_no, attempt_no, kind, amount_fen, by_account, owner_id,
        page_no, line_no, collector_name, sheet_sha256, confirms, command_id, body_hash)
      select $1, $2, $3, p.*
      from unnest($4::uuid[], $5::int[], $6::int[], $7::text[], $8::bigint[], $9::uuid[], $10::uuid[], $11::int[], $12::int[], $13::text[],
        $14::text[], $15::uuid[], $16::uuid[], $17::bytea[]) as p`,
    values: [
      window.processId,
      window.version,
      now,
      good.map(({ pledgeId }) => pledgeId),
      good.map(({ rightNo }) => rightNo),
      good.map(({ attemptNo }) => attemptNo),
      good.map(({ how }) => how.kind),
      good.map(({ amountFen }) => amountFen),
      good.map(({ accountId }) => accountId),
      good.map(({ how }) => (how.kind === 'own' ? how.ownerId : null)),
      paper.map((sheet) => sheet?.pageNo ?? null),
      paper.map((sheet) => sheet?.lineNo ?? null),
      paper.map((sheet) => sheet?.collectorName ?? null),
      paper.map((sheet) => sheet?.sheetSha256 ?? null),
      good.map(({ confirms }) => confirms),
      good.map(({ commandId }) => commandId),
      good.map(({ bodyHash }) => bodyHash),
      added.households,
      added.fen,
    ],
  });
}

/** Once for each round of pledging: the entry's key is made of version and round. */
async function tellWhenReached(
  tx: Tx,
  window: PledgeWindow,
  now: Date,
  before: PledgeCount,
  added: Batch['added'],
): Promise<void> {
  const after: PledgeCount = {
    households: before.households,
    pledgedHouseholds: before.pledgedHouseholds + added.households,
    amountFen: before.amountFen + added.fen,
  };
  if (isTargetReached(window, before) || !isTargetReached(window, after)) return;
  const { processId, version, roundNo } = window;
  const command = { type: 'recordPledgeTarget', pledged: { version, ...after } };
  await tellProcess(tx, processId, `${processId}:pledgeTarget:${version}:${roundNo}`, command, now);
}
