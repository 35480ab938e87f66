// Calls to the owners of some of the ballots that came through other people's hands: assisted ones, and papers that were not in a sealed box
// or the post. Which, nobody can choose: the vote's own salt decides, derived from the installation's key and published once counting is
// over, so that everybody can draw the sample again.
import { createHmac } from 'node:crypto';
import type { BallotChannel } from '../../domain/owners-vote/count-types';
import { sha256 } from '../ballots/ballot-canon';
import { recountRight } from '../ballots/rebuild-counted';
import { isCountingOver, lockWindow, type Db, type VoteWindowRow } from '../ballots/vote-window';
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { deskRules } from './assistances';

export type CallOutcome = 'confirmed' | 'denied' | 'unreachable';

export interface HandledBallot {
  seq: number;
  rightNo: number;
  label: string;
  channel: BallotChannel;
  how: 'assisted' | 'collected';
  calls: { outcome: CallOutcome; byAccount: string; at: string }[];
  ruling: 'stands' | 'struck' | null;
  /** Accounts through whose hands it went; none of them may call. */
  hands: string[];
}

export interface SampledBallot extends HandledBallot {
  /** Still to be called, or how it ended. */
  state: 'open' | CallOutcome;
}

/** Hex; with it the sample can be drawn again: a ballot is in it when `isDrawn` says so. */
export const sampleSalt = (keyRing: KeyRing, voteId: string): string =>
  createHmac('sha256', keyRing.derive('call-back', keyRing.oldestId)).update(voteId).digest('hex');

/** SHA-256 over `<salt>:<seq>`, its first four bytes as a number below 2^32; drawn when they are in the lowest `percent` of those. */
export const drawOf = (salt: string, seq: number): number =>
  sha256(Buffer.from(`${salt}:${seq}`, 'utf8')).readUInt32BE(0);
export const isDrawn = (salt: string, seq: number, percent: number): boolean =>
  drawOf(salt, seq) * 100 < percent * 2 ** 32;

const HANDLED = `select b.seq, b.right_no as "rightNo", r.label, b.channel,
    case when u.ballot_seq is not null or a.id is not null then 'assisted' else 'collected' end as how,
    coalesce((select json_agg(json_build_object('outcome', c.outcome, 'byAccount', c.by_account, 'at', c.at) order by c.attempt_no)
      from call_back c where c.vote_id = b.vote_id and c.ballot_seq = b.seq), '[]') as calls,
    (select remedy from ballot_ruling g where g.vote_id = b.vote_id and g.ballot_seq = b.seq) as ruling,
    (select array_agg(distinct hand) from unnest(
        array[b.cast_by_account, b.assisted_by, h.assistant_account, h.witness_account, a.assistant_account, a.witness_account]
        || (select array_agg(e.by_account) from paper_event e where e.vote_id = b.vote_id and e.serial_no = b.paper_serial
          and e.type in ('delivered', 'returned', 'entryMade'))) hand where hand is not null) as hands
  from ballot b join roll_right r on r.roll_id = b.roll_id and r.right_no = b.right_no
  left join assistance_use u on u.vote_id = b.vote_id and u.ballot_seq = b.seq left join assistance h on h.id = u.assistance_id
  left join lateral (select id, assistant_account, witness_account from assistance p
    where p.vote_id = b.vote_id and p.paper_serial = b.paper_serial order by p.at desc limit 1) a on true
  left join lateral (select detail ->> 'via' as via from paper_event e
    where e.vote_id = b.vote_id and e.serial_no = b.paper_serial and e.type = 'returned' order by e.event_no desc limit 1) v on true
  where b.vote_id = $1 and (u.ballot_seq is not null or a.id is not null
    or (b.channel = 'paper' and coalesce(v.via, 'door') not in ('box', 'mail')))
  order by b.seq`;

/** Ballots that went through other people's hands, of which the sample is drawn. */
export async function countHandled(db: Db, voteId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from (${HANDLED}) handled`, [voteId]);
  return rows[0]?.n ?? 0;
}

/** The sample as it stands, in the order of the ballots. After the close at least one is in it, if any went through other hands. */
export async function callBackSample(db: Db, keyRing: KeyRing, window: VoteWindowRow): Promise<SampledBallot[]> {
  const { voteId, state } = window;
  const { policy } = await deskRules(db, voteId);
  const percent = policy.callBackPercent.value;
  const { rows } = await db.query<HandledBallot>(HANDLED, [voteId]);
  const salt = sampleSalt(keyRing, voteId);
  // Whoever was called stays in it, also when later papers would put another one in the place of the last resort.
  const drawn = rows.filter(({ seq, calls }) => isDrawn(salt, seq, percent) || calls.length > 0);
  if (drawn.length === 0 && state === 'closed' && percent > 0) {
    const [lowest] = [...rows].sort((one, other) => drawOf(salt, one.seq) - drawOf(salt, other.seq));
    if (lowest !== undefined) drawn.push(lowest);
  }
  return drawn.map((ballot) => ({ ...ballot, state: stateOf(ballot.calls, policy.callBackAttempts.value) }));
}

function stateOf(calls: HandledBallot['calls'], attempts: number): SampledBallot['state'] {
  const answered = calls.find(({ outcome }) => outcome !== 'unreachable');
  if (answered !== undefined) return answered.outcome;
  return calls.length >= attempts ? 'unreachable' : 'open';
}

/**
 * What a call came to. Refuses `not-in-sample`, `caller-was-involved`, `call-back-settled`. A denied ballot is from then on in dispute: the
 * count can be neither finished nor signed until somebody has ruled on it. `note` is the hash of a text.
 */
export async function recordCallBack(
  tx: Tx,
  keyRing: KeyRing,
  given: { voteId: string; seq: number; outcome: CallOutcome; note: string | null; byAccount: string },
): Promise<{ attemptNo: number; state: SampledBallot['state'] }> {
  const { voteId, seq, outcome, note, byAccount } = given;
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) throw refused('not-found');
  const ballot = (await callBackSample(tx, keyRing, locked.window)).find((one) => one.seq === seq);
  if (ballot === undefined) throw refused('not-in-sample', { seq });
  if (ballot.hands.includes(byAccount)) throw refused('caller-was-involved');
  if (ballot.state !== 'open') throw refused('call-back-settled', { outcome: ballot.state });
  const attemptNo = ballot.calls.length + 1;
  await tx.query(
    `insert into call_back (vote_id, ballot_seq, attempt_no, outcome, by_account, note, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [voteId, seq, attemptNo, outcome, byAccount, note, locked.now],
  );
  const { policy } = await deskRules(tx, voteId);
  const calls = [...ballot.calls, { outcome, byAccount, at: locked.now.toISOString() }];
  return { attemptNo, state: stateOf(calls, policy.callBackAttempts.value) };
}

/**
 * Rules on a denied ballot: it stands, or it is struck, stays in the tree and counts no more (what the right brought besides counts then).
 * Refuses `ballot-not-denied`, `caller-was-involved`, `ballot-ruled-on`, and `counting-over` for a striking after the count was finished (a
 * counter disputes the count first). `reason` is the hash of a text.
 */
export async function ruleOnBallot(
  tx: Tx,
  keyRing: KeyRing,
  given: { voteId: string; seq: number; remedy: 'stands' | 'struck'; reason: string; byAccount: string },
): Promise<void> {
  const { voteId, seq, remedy, reason, byAccount } = given;
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) throw refused('not-found');
  const { window, now } = locked;
  const ballot = (await callBackSample(tx, keyRing, window)).find((one) => one.seq === seq);
  if (ballot?.state !== 'denied') throw refused('ballot-not-denied', { seq });
  if (ballot.hands.includes(byAccount)) throw refused('caller-was-involved');
  if (ballot.ruling !== null) throw refused('ballot-ruled-on', { remedy: ballot.ruling });
  if (remedy === 'struck' && isCountingOver(window, now)) throw refused('counting-over');
  await tx.query(
    'insert into ballot_ruling (vote_id, ballot_seq, remedy, reason, by_account, at) values ($1, $2, $3, $4, $5, $6)',
    [voteId, seq, remedy, reason, byAccount, now],
  );
  if (remedy === 'struck') await recountRight(tx, window, ballot.rightNo);
}
